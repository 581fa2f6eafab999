"""SCORM: organizations."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Severity
from darslik.inspect.manifest import ADLCP, ADLSEQ, children, short
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="O1 L3")
def default_missing(subject: Subject) -> Iterator[Finding]:
    r"""The manifest does not say which organization is the default.

    An LMS opens that one; without it some refuse the import (ADL requirement 30.6.1; SCORM 1.2 CAM 2.3.2.4).

    Bad:
        === imsmanifest.xml
        <organizations>
          <organization identifier="organization_1">
            <title>Course</title>
            <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          </organization>
        </organizations>
    Good:
        === imsmanifest.xml
        \base
    """
    for one in subject.manifest.own("organizations"):
        organizations = children(one, "organization", subject.manifest.cp)
        if organizations and not one.get("default"):
            first = short(organizations[0].get("identifier") or "…")
            yield Finding(
                "`organizations` has no `default`",
                subject.xml.span(one, "default"),
                help=f'write `<organizations default="{first}">`',
            )


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="O1 L3 N2")
def default_unknown(subject: Subject) -> Iterator[Finding]:
    r"""The default organization does not exist.

    An LMS does not know what to open. `default` is the identifier of an organization directly in it, letter by letter
    (ADL requirement 30.6.1; SCORM 1.2 CAM 2.3.2.4).

    Bad:
        === imsmanifest.xml
        <organizations default="organization_2">
          <organization identifier="organization_1">
            <title>Course</title>
            <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          </organization>
        </organizations>
    Good:
        === imsmanifest.xml
        \base
    """
    manifest = subject.manifest
    for one in manifest.own("organizations"):
        names = [child.get("identifier") or "" for child in children(one, "organization", manifest.cp)]
        wanted = one.get("default")
        if wanted and names and wanted not in names:
            yield Finding(
                f"there is no organization `{short(wanted)}`",
                subject.xml.span(one, "default"),
                help=manifest.guess(wanted, names) or f"write `{short(names[0])}`",
                evidence=short(wanted),
            )


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="O2 L3 X1")
def no_organization(subject: Subject) -> Iterator[Finding]:
    r"""The manifest names a default organization, or puts something else in its place, but has none.

    There is nothing to launch. A course has at least one organization (ADL requirement 30.6.3; SCORM 1.2 CAM 2.3.2.4).
    A package of resources alone has an `organizations` that is quite empty.

    With: resource-unused

    Bad:
        === imsmanifest.xml
        <organizations default="organization_1"></organizations>
    Good:
        === imsmanifest.xml
        \base
    """
    for one in subject.manifest.own("organizations"):
        if children(one, "organization", subject.manifest.cp):
            continue
        inside = next(one.iterchildren("*"), None)
        if inside is not None:
            reason, place = f"has `{short(local(inside))}`, but no organization", subject.xml.span(inside)
        elif (one.text or "").strip():
            reason, place = "has text, but no organization", subject.xml.inner(one)
        elif one.get("default") is not None:
            reason, place = "names a default, but has no organization", subject.xml.span(one, "default")
        else:
            continue
        yield Finding(
            f"`organizations` {reason}",
            place,
            help="add an `<organization>` with a title and an item; for a package of resources alone write only "
            "`<organizations/>`",
        )


@rule(Severity.WARNING, "scorm2004", "scorm12", covers="O2 L3")
def nothing_to_launch(subject: Subject) -> Iterator[Finding]:
    r"""The package has resources, but no course.

    It is right as a package of resources, which authoring tools exchange (SCORM 2004 CAM 3.4.1, resource content
    package). An LMS has nothing in it to launch.

    Bad:
        === imsmanifest.xml
        <organizations/>
    Good:
        === imsmanifest.xml
        \base
    """
    for one in subject.manifest.own("organizations"):
        if not len(one) and one.get("default") is None and not (one.text or "").strip():
            yield Finding(
                "there is no organization: an LMS cannot launch anything",
                subject.xml.span(one),
                help="add an organization with an item for each resource that learners open",
            )


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="O3 I1 L3")
def title_missing(subject: Subject) -> Iterator[Finding]:
    """An organization or item has no title.

    The contents of the LMS show an empty line or an identifier (ADL requirements 30.6.3.5, 30.6.3.6.6; SCORM 1.2 CAM
    2.3.2.4).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
    """
    manifest = subject.manifest
    for one in manifest.activities:
        if not children(one, "title", manifest.cp):
            yield Finding(
                f"the {local(one)} `{short(one.get('identifier') or '')}` has no title",
                subject.xml.span(one),
                help="begin it with `<title>…</title>`",
            )


@rule(Severity.ERROR, "scorm2004", "scorm12", covers="O3 L3")
def organization_without_item(subject: Subject) -> Iterator[Finding]:
    r"""An organization has no items.

    A learner who opens it finds nothing (ADL requirement 30.6.3.6; SCORM 1.2 CAM 2.3.2.4).

    With: resource-unused

    Bad:
        === imsmanifest.xml
        <organization identifier="organization_1"><title>Course</title></organization>
    Good:
        === imsmanifest.xml
        \base
    """
    manifest = subject.manifest
    for one in manifest.organizations:
        if not children(one, "item", manifest.cp):
            yield Finding(
                f"the organization `{short(one.get('identifier') or '')}` has no items",
                subject.xml.span(one),
                help="add an `<item>` for each part of the course, or leave the organization out",
            )


def _booleans(subject: Subject) -> Iterator[tuple[etree._Element, str, str]]:
    """Elements, and the name and value of their attributes that are `true` or `false`."""
    cp = subject.manifest.cp
    kinds = (
        ("organization", cp, (f"{{{ADLSEQ}}}objectivesGlobalToSystem", f"{{{ADLCP}}}sharedDataGlobalToSystem")),
        ("item", cp, ("isvisible",)),
        ("completionThreshold", ADLCP, ("completedByMeasure",)),
        ("map", ADLCP, ("readSharedData", "writeSharedData")),
    )
    for name, namespace, keys in kinds:
        for one in subject.manifest.each(name, namespace):
            for key in keys:
                value = one.get(key)
                if value is not None:
                    yield one, key.rsplit("}", 1)[-1], value


@rule(Severity.ERROR, "scorm2004", covers="O5 I10 I12")
def flag_not_true_or_false(subject: Subject) -> Iterator[Finding]:
    """A flag of an organization or item is neither `true` nor `false`.

    `1`, `0`, `yes` and `True` are read as false by some LMSs and refused by the conformance test (ADL requirements
    30.6.3.3.1, 30.6.3.4.1, 30.6.3.6.3).

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1" isvisible="1"><title>Lesson</title></item>
    Good:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1" isvisible="true"><title>Lesson</title></item>
    """
    for one, name, value in _booleans(subject):
        if value not in {"true", "false"}:
            meant = "true" if value.strip().lower() in {"1", "true", "yes", "on"} else "false"
            yield Finding(
                f"`{name}` is `{short(value)}`",
                subject.xml.span(one, name),
                help=f'write `{name}="{meant}"`',
                evidence=short(value),
            )
