"""SCORM: what a manifest leaves on other servers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from darslik.diagnostics import Severity
from darslik.inspect.manifest import short
from darslik.inspect.paths import Reference, is_url
from darslik.inspect.rule import Finding, rule
from darslik.inspect.rules.scorm_files import place
from darslik.inspect.subject import Subject


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="P17")
def file_on_the_network(subject: Subject) -> Iterator[Finding]:
    r"""A file of a resource is on another server.

    It must answer whenever anybody takes the course, also in ten years and behind the firewalls of the learners; the
    conformance test fails when it does not. Files of a package belong into the package (SCORM 2004 CAM 3.4.2.3).

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="index.html">
          <file href="index.html"/>
          <file href="lesson.js"/>
          <file href="https://example.org/player.js"/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    yield from _remote(
        subject,
        (one for one in subject.manifest.references.remote if one.kind != "resource"),
        "the package depends on another server for it",
        "put the file into the package",
    )


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="P18 Q31")
def launch_on_the_network(subject: Subject) -> Iterator[Finding]:
    r"""A resource is launched from another server.

    Browsers let a page talk to the LMS's API only if both come from the same server, so nothing is tracked. The
    conformance test stops there (SCORM 2004 RTE 2.1.1).

    Bad:
        === imsmanifest.xml
        <resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" href="https://example.org/">
          <file href="index.html"/>
          <file href="lesson.js"/>
        </resource>
    Good:
        === imsmanifest.xml
        \base
    """
    yield from _remote(
        subject,
        (one for one in subject.manifest.references.remote if one.kind == "resource"),
        "a page there cannot reach the LMS's API",
        "put the page into the package",
    )


def _remote(subject: Subject, references: Iterable[Reference], label: str, advice: str) -> Iterator[Finding]:
    for one in references:
        yield Finding(
            f"`{short(one.address)}` is on another server",
            place(subject, one),
            label=label if is_url(one.href) else "`xml:base` leads there",
            help=advice,
            evidence=short(one.address),
        )
