"""xAPI packages (`tincan.xml`): what is launched, and with what in its address."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml import etree

from darslik.diagnostics import Severity
from darslik.inspect.iri import has_scheme, trouble_of_url
from darslik.inspect.manifest import short, text_of
from darslik.inspect.rule import Finding, rule
from darslik.inspect.rules.xapi_activities import activities, parts
from darslik.inspect.subject import Subject

_CREDENTIALS = ("auth", "authorization", "endpoint", "fetch", "password", "token", "access_token", "api_key", "secret")
_GIVEN = ("actor", "registration", "activity_id")


def _launches(subject: Subject) -> Iterator[tuple[etree._Element, str]]:
    for activity in activities(subject):
        for element in parts(activity, "launch"):
            yield element, text_of(element)


@rule(Severity.ERROR, "xapi")
def xapi_launch_missing(subject: Subject) -> Iterator[Finding]:
    """No activity of the package can be launched.

    At least one has `launch`, the address of its page (Tin Can API packages, `tincan.xml`). Without it the LMS imports
    a course that nobody can open.

    Bad:
        === tincan.xml
        <activity id="https://example.org/course" type="http://adlnet.gov/expapi/activities/course">
          <name>Course</name><description lang="en">About the course.</description></activity>
    Good:
        === tincan.xml
        <launch lang="en">index.html</launch>
    """
    all_ = activities(subject)
    if all_ and not any(parts(activity, "launch") for activity in all_):
        yield Finding(
            "no activity has a `launch`",
            subject.xml.span(all_[0]),
            help='write `<launch lang="en">index.html</launch>` with the first page of the course',
        )


@rule(Severity.ERROR, "xapi")
def xapi_launch_unreadable(subject: Subject) -> Iterator[Finding]:
    """The address that is launched is empty or cannot be read as one.

    The LMS opens it in a browser, with launch parameters behind it.

    Bad:
        === tincan.xml
        <launch lang="en">https://:port/index.html</launch>
    Good:
        === tincan.xml
        <launch lang="en">https://example.org/index.html</launch>
    """
    for element, url in _launches(subject):
        scheme = url.split(":", 1)[0].lower() if has_scheme(url) else ""
        trouble = trouble_of_url(url) if url else "it is empty"
        if not trouble and scheme and scheme not in {"http", "https"}:
            trouble = f"a browser does not open `{short(scheme)}:` for an LMS"
        if trouble:
            yield Finding(
                f"this cannot be launched: {trouble}",
                subject.xml.inner(element),
                help="name a page of the package, such as `index.html`, or an `https:` address",
                evidence=short(url),
            )


@rule(Severity.ERROR, "xapi")
def xapi_launch_not_in_package(subject: Subject) -> Iterator[Finding]:
    """The file that is launched is not in the package.

    A relative address is looked for from the folder of `tincan.xml`. The import succeeds, and learners see an error
    page.

    Bad:
        === tincan.xml
        <launch lang="en">start.html</launch>
    Good:
        === tincan.xml
        <launch lang="en">index.html?start=1</launch>
    """
    names: dict[str, str] = {}
    for element, url in _launches(subject):
        path = url.split("#", 1)[0].split("?", 1)[0]
        if not url or has_scheme(url) or trouble_of_url(url) or subject.package.form == "file":
            continue
        found = posixpath.normpath(unquote(path))
        if subject.package.has(path) or subject.package.has(found):
            continue
        names = names or {name.lower(): name for name in subject.package.paths()}
        same = names.get(found.replace("\\", "/").lstrip("/").lower())
        yield Finding(
            f"there is no file `{short(path)}` in the package",
            subject.xml.inner(element),
            label="nothing to launch",
            help=f"write `{same}`, exactly as in the package" if same else "name the first page of the course",
            evidence=short(url),
        )


@rule(Severity.ERROR, "xapi")
def xapi_launch_with_credentials(subject: Subject) -> Iterator[Finding]:
    """The address that is launched has the address of an LRS or credentials in it.

    The LMS adds `endpoint` and `auth` at launch. Written into the package, results go to a place that the LMS does not
    see, and whoever has the package can write to that LRS.

    Bad:
        === tincan.xml
        <launch lang="en">index.html?endpoint=https%3A%2F%2Flrs.example.org%2F</launch>
    Good:
        === tincan.xml
        <launch lang="en">index.html</launch>
    """
    for element, url in _launches(subject):
        found = [name for name in _names(url) if name.lower() in _CREDENTIALS]
        if not trouble_of_url(url) and urlsplit(url).password is not None:
            found.append("a password before the host")
        for name in found:
            yield Finding(
                f"{f'`{name}`' if ' ' not in name else name} is fixed in the address that is launched",
                subject.xml.inner(element),
                help="take it out; the LMS adds `endpoint` and `auth` itself. Make the credentials invalid in the LRS",
            )


@rule(Severity.WARNING, "xapi")
def xapi_launch_parameter_reserved(subject: Subject) -> Iterator[Finding]:
    """The address that is launched has a parameter that the LMS adds.

    `actor`, `registration` and `activity_id` come from the LMS; with two of them content may report somebody else.

    Bad:
        === tincan.xml
        <launch lang="en">index.html?registration=1</launch>
    Good:
        === tincan.xml
        <launch lang="en">index.html?colour=blue</launch>
    """
    for element, url in _launches(subject):
        for name in (one for one in _GIVEN if one in _names(url)):
            yield Finding(
                f"`{name}` in the address is a name that the LMS uses",
                subject.xml.inner(element),
                help="rename the parameter",
                evidence=short(url),
            )


@rule(Severity.WARNING, "xapi")
def xapi_launch_with_fragment(subject: Subject) -> Iterator[Finding]:
    """The address that is launched has a `#`.

    Many LMSs append the launch parameters to its end, where they become part of the fragment: the content finds no
    `endpoint` and reports nothing.

    Bad:
        === tincan.xml
        <launch lang="en">index.html#lesson-2</launch>
    Good:
        === tincan.xml
        <launch lang="en">index.html?lesson=2</launch>
    """
    for element, url in _launches(subject):
        if "#" in url:
            yield Finding(
                "launch parameters would end up behind the `#` of this address",
                subject.xml.inner(element),
                help="hand it over as a parameter of the query",
                evidence=short(url),
            )


def _names(url: str) -> list[str]:
    query = url.split("#", 1)[0].partition("?")[2]
    return [name for name, _ in parse_qsl(query, keep_blank_values=True)]
