"""cmi5: identifiers of course, blocks, AUs and objectives (cmi5 13.1.1 to 13.1.4)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Label, Severity
from darslik.inspect.iri import trouble_of_iri
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local
from darslik.suggest import did_you_mean

_IDENTIFIED = ("course", "block", "au", "objective")


@rule(Severity.ERROR, "cmi5", covers="C5")
def cmi5_id_not_absolute(subject: Subject) -> Iterator[Finding]:
    r"""The id of a course, block, objective or AU is not an absolute IRI.

    Ids go into statements, where only absolute IRIs are allowed (cmi5 3.0.0.0-1). Players refuse the import.

    Bad:
        === cmi5.xml
        <course id="course-1"><title><langstring lang="en">Course</langstring></title>
        <description><langstring lang="en">About the course.</langstring></description></course>
    Good:
        === cmi5.xml
        <course id="urn:uuid:6d6e6f40-0000-4000-8000-000000000001">
        <title><langstring lang="en">Course</langstring></title>
        <description><langstring lang="en">About the course.</langstring></description></course>
    """
    for element in subject.course.named(*_IDENTIFIED):
        value = element.get("id")
        trouble = trouble_of_iri(value.strip()) if value is not None else ""
        if trouble:
            yield Finding(
                f"the id of this `{local(element)}` is no absolute IRI: {trouble}",
                subject.xml.span(element, "id"),
                help="write an address that is yours, such as `https://example.org/course`, or a `urn:uuid:`",
                evidence=value or "",
            )


@rule(Severity.ERROR, "cmi5", covers="C6 C7 C8")
def cmi5_duplicate_id(subject: Subject) -> Iterator[Finding]:
    r"""Two blocks, two objectives or two AUs have the same id.

    The LMS could not tell which of them a statement is about (cmi5 13.1.2.0-1, 13.1.3.0-1, 13.1.4.0-1). Players refuse
    the import.

    Bad:
        === cmi5.xml
        <?xml version="1.0"?>
        <courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
        <course id="https://example.org/course"><title><langstring lang="en">Course</langstring></title>
        <description><langstring lang="en">About the course.</langstring></description></course>
        <au id="https://example.org/course/au-1" moveOn="Completed">
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description><url>index.html</url></au>
        <au id="https://example.org/course/au-1" moveOn="Completed">
        <title><langstring lang="en">Test</langstring></title>
        <description><langstring lang="en">About the test.</langstring></description><url>index.html</url></au>
        </courseStructure>
    Good:
        === cmi5.xml
        \base
    """
    for name in ("block", "objective", "au"):
        seen: dict[str, etree._Element] = {}
        for element in subject.course.named(name):
            value = (element.get("id") or "").strip()
            first = seen.setdefault(value, element)
            if value and first is not element:
                yield Finding(
                    f"a second `{name}` with the id `{value}`",
                    subject.xml.span(element, "id"),
                    label="taken",
                    help="give each its own id",
                    related=(Label(subject.xml.span(first, "id"), "the first is here"),),
                    evidence=value,
                )


@rule(Severity.WARNING, "cmi5", covers="C9")
def cmi5_id_shared(subject: Subject) -> Iterator[Finding]:
    r"""The course, a block and an AU share an id.

    The LMS says `satisfied` of blocks and of the course by their ids (cmi5 9.3.9). With a shared one, reports cannot
    tell whether the course or a part of it is meant.

    Bad:
        === cmi5.xml
        <course id="https://example.org/course/au-1"><title><langstring lang="en">Course</langstring></title>
        <description><langstring lang="en">About the course.</langstring></description></course>
    Good:
        === cmi5.xml
        \base
    """
    seen: dict[str, etree._Element] = {}
    for element in subject.course.named("course", "block", "au"):
        value = (element.get("id") or "").strip()
        first = seen.setdefault(value, element)
        if value and local(first) != local(element):
            yield Finding(
                f"this `{local(element)}` has the id of a `{local(first)}`",
                subject.xml.span(element, "id"),
                help="give each its own id",
                related=(Label(subject.xml.span(first, "id"), f"the `{local(first)}` is here"),),
                evidence=value,
            )


@rule(Severity.ERROR, "cmi5", covers="C10 B6")
def cmi5_objective_unknown(subject: Subject) -> Iterator[Finding]:
    """A block or AU refers to an objective that the course does not define.

    Objectives are defined once, below the course structure (cmi5 13.1.3). Players fail on the import without a word.

    Bad:
        === cmi5.xml
        <au id="https://example.org/course/au-1" moveOn="Completed">
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description>
        <objectives><objective idref="https://example.org/course/know"/></objectives><url>index.html</url></au>
    Good:
        === cmi5.xml
        <?xml version="1.0"?>
        <courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
        <course id="https://example.org/course"><title><langstring lang="en">Course</langstring></title>
        <description><langstring lang="en">About the course.</langstring></description></course>
        <objectives><objective id="https://example.org/course/know">
        <title><langstring lang="en">Know it</langstring></title>
        <description><langstring lang="en">To know it.</langstring></description></objective></objectives>
        <au id="https://example.org/course/au-1" moveOn="Completed">
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description>
        <objectives><objective idref="https://example.org/course/know"/></objectives><url>index.html</url></au>
        </courseStructure>
    """
    course = subject.course
    known = {(one.get("id") or "").strip() for one in course.named("objective")}
    for element in course.named("objective reference"):
        wanted = element.get("idref")
        if wanted is not None and wanted.strip() not in known:
            yield Finding(
                f"the course has no objective `{wanted.strip()}`",
                subject.xml.span(element, "idref"),
                help=did_you_mean(wanted.strip(), known) or "define it in `<objectives>` after `<course>`",
                evidence=wanted,
            )


@rule(Severity.WARNING, "cmi5", covers="C17")
def cmi5_activity_type_no_iri(subject: Subject) -> Iterator[Finding]:
    """`activityType` is not an IRI.

    It becomes the type of the AU's activity in statements, where only an IRI is allowed (cmi5 13.1.4; xAPI Data
    2.4.4.1).

    Bad:
        === cmi5.xml
        <au id="https://example.org/course/au-1" moveOn="Completed" activityType="lesson">
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description><url>index.html</url></au>
    Good:
        === cmi5.xml
        <au id="https://example.org/course/au-1" moveOn="Completed" activityType="http://adlnet.gov/expapi/activities/lesson">
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description><url>index.html</url></au>
    """
    for au in subject.course.named("au"):
        value = au.get("activityType")
        trouble = trouble_of_iri(value.strip()) if value is not None else ""
        if trouble:
            yield Finding(
                f"`activityType` is no IRI: {trouble}",
                subject.xml.span(au, "activityType"),
                help=f"did you mean `http://adlnet.gov/expapi/activities/{(value or '').strip()}`?"
                if (value or "").strip().isalpha()
                else "write the IRI of a type, such as `http://adlnet.gov/expapi/activities/lesson`",
                evidence=value or "",
            )
