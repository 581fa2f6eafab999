"""xAPI packages (`tincan.xml`): the activities and their identifiers."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Label, Severity
from darslik.inspect.iri import is_language, trouble_of_iri
from darslik.inspect.manifest import children, short, text_of
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject
from darslik.inspect.xml import local, space
from darslik.suggest import did_you_mean

NAMESPACE = "http://projecttincan.com/tincan.xsd"
_TYPES = "http://adlnet.gov/expapi/activities/"
_PARTS = (
    "name",
    "description",
    "launch",
    "resource",
    "extensions",
    "interactionType",
    "correctResponsesPattern",
    "choices",
    "scale",
    "source",
    "target",
    "steps",
)


def activities(subject: Subject) -> list[etree._Element]:
    """Every `activity` of the file, as a child of `activities`."""
    return [one for all_ in children(subject.xml.root, "activities") for one in children(all_, "activity")]


def parts(activity: etree._Element, name: str) -> list[etree._Element]:
    """Its children of a name."""
    return children(activity, name)


@rule(Severity.ERROR, "xapi")
def xapi_root(subject: Subject) -> Iterator[Finding]:
    """The file does not begin with `tincan` in its namespace, or has no activity.

    It is `<tincan>` with `<activities>` in it, and in that at least one `<activity>` (Tin Can API packages). LMSs that
    read with the namespace find nothing otherwise.

    Bad:
        === tincan.xml
        <manifest-attributes xmlns="http://projecttincan.com/tincan"/>
    Good:
        === tincan.xml
        <manifest-attributes xmlns="http://projecttincan.com/tincan.xsd"/>
    """
    root = subject.xml.root
    if local(root) != "tincan":
        yield Finding(
            f"the first element is `{short(local(root))}`, not `tincan`",
            subject.xml.span(),
            help=f'begin with `<tincan xmlns="{NAMESPACE}">`',
        )
    elif space(root) != NAMESPACE:
        wrong = f"in the namespace `{short(space(root))}`" if space(root) else "in no namespace"
        yield Finding(f"`tincan` is {wrong}", subject.xml.span(None, "xmlns"), help=f'write `xmlns="{NAMESPACE}"`')
    elif not activities(subject):
        yield Finding("there is no `activity`", subject.xml.span(), help="write `<activities><activity …>` into it")


@rule(Severity.ERROR, "xapi")
def xapi_activity_id(subject: Subject) -> Iterator[Finding]:
    """An activity has no id that is an absolute IRI.

    Statements name the activity by it (xAPI Data 2.4.4.1); an LRS refuses any other.

    Bad:
        === tincan.xml
        <activity id="course" type="http://adlnet.gov/expapi/activities/course"><name>Course</name>
          <launch lang="en">index.html</launch></activity>
    Good:
        === tincan.xml
        <activity id="https://example.org/course" type="http://adlnet.gov/expapi/activities/course"><name>Course</name>
          <launch lang="en">index.html</launch></activity>
    """
    for activity in activities(subject):
        value = activity.get("id")
        trouble = "it has none" if value is None else trouble_of_iri(value)
        if trouble:
            yield Finding(
                f"the id of this activity is no absolute IRI: {trouble}",
                subject.xml.span(activity, "id" if value is not None else ""),
                help="write an address that is yours, such as `https://example.org/course`",
                evidence=short(value or ""),
            )


@rule(Severity.ERROR, "xapi")
def xapi_activity_id_twice(subject: Subject) -> Iterator[Finding]:
    """Two activities have the same id.

    Reports could not tell which of them a statement is about (xAPI Data 2.4.4.1).

    Bad:
        === tincan.xml
        <activities>
          <activity id="https://example.org/course" type="http://adlnet.gov/expapi/activities/course"><name>Course</name>
            <launch lang="en">index.html</launch></activity>
          <activity id="https://example.org/course" type="http://adlnet.gov/expapi/activities/module">
            <name>Part</name></activity>
        </activities>
    Good:
        === tincan.xml
        <activities>
          <activity id="https://example.org/course" type="http://adlnet.gov/expapi/activities/course"><name>Course</name>
            <launch lang="en">index.html</launch></activity>
          <activity id="https://example.org/course/part" type="http://adlnet.gov/expapi/activities/module">
            <name>Part</name></activity>
        </activities>
    """
    seen: dict[str, etree._Element] = {}
    for activity in activities(subject):
        value = (activity.get("id") or "").strip()
        first = seen.setdefault(value, activity)
        if value and first is not activity:
            yield Finding(
                f"a second activity with the id `{short(value)}`",
                subject.xml.span(activity, "id"),
                label="taken",
                help="give each its own id",
                related=(Label(subject.xml.span(first, "id"), "the first is here"),),
                evidence=short(value),
            )


@rule(Severity.ERROR, "xapi")
def xapi_activity_type(subject: Subject) -> Iterator[Finding]:
    """The type of an activity is not an IRI.

    It goes into statements, where only an IRI is allowed (xAPI Data 2.4.4.1).

    Bad:
        === tincan.xml
        <activity id="https://example.org/course" type="course"><name>Course</name>
          <launch lang="en">index.html</launch></activity>
    Good:
        === tincan.xml
        <activity id="https://example.org/course" type="http://adlnet.gov/expapi/activities/course"><name>Course</name>
          <launch lang="en">index.html</launch></activity>
    """
    for activity in activities(subject):
        value = activity.get("type")
        trouble = trouble_of_iri(value) if value is not None else "it has none"
        if trouble:
            word = (value or "course").strip()
            yield Finding(
                f"the type of this activity is no IRI: {trouble}",
                subject.xml.span(activity, "type" if value is not None else ""),
                help=f"write `{_TYPES}{word}`" if word.isalpha() and len(word) < 30 else f"write `{_TYPES}course`",
                evidence=short(value or ""),
            )


@rule(Severity.ERROR, "xapi")
def xapi_name_missing(subject: Subject) -> Iterator[Finding]:
    """An activity has no name.

    LMSs list the course by it (Tin Can API packages); some show an empty line, some refuse the import.

    Bad:
        === tincan.xml
        <name></name>
    Good:
        === tincan.xml
        <name>Course</name>
    """
    for activity in activities(subject):
        found = parts(activity, "name")
        if not any(text_of(one) for one in found):
            yield Finding(
                "this activity has no name",
                subject.xml.span(found[0] if found else activity),
                help='write `<name lang="en">…</name>`',
            )


@rule(Severity.WARNING, "xapi")
def xapi_language(subject: Subject) -> Iterator[Finding]:
    """A text or address does not say its language, or with a tag that is none.

    Names and descriptions become language maps of statements (xAPI Data 4.2), and LMSs choose the `launch` of the
    learner's language.

    Bad:
        === tincan.xml
        <description lang="english_UK">About the course.</description>
    Good:
        === tincan.xml
        <description lang="en-GB">About the course.</description>
    """
    for activity in activities(subject):
        for name in ("name", "description", "launch"):
            for element in parts(activity, name):
                language = element.get("lang")
                if language is None and name != "name":
                    yield Finding(f"`{name}` has no `lang`", subject.xml.span(element), help='write `lang="en"`')
                elif language is not None and not is_language(language.strip()):
                    yield Finding(
                        f"`{short(language)}` is no language tag",
                        subject.xml.span(element, "lang"),
                        help='write a tag of BCP 47: `lang="en"`, `lang="uz-Latn"`',
                        evidence=short(language),
                    )


@rule(Severity.HINT, "xapi")
def xapi_element_unknown(subject: Subject) -> Iterator[Finding]:
    """An element is not one of `tincan.xml`.

    Names are case-sensitive; LMSs pass over what they do not know.

    Bad:
        === tincan.xml
        <activity id="https://example.org/course" type="http://adlnet.gov/expapi/activities/course"><name>Course</name>
          <descripton lang="en">About the course.</descripton><launch lang="en">index.html</launch></activity>
    Good:
        === tincan.xml
        <description lang="en">About the course.</description>
    """
    for activity in activities(subject):
        for element in activity.iterchildren("*"):
            if space(element) in {NAMESPACE, ""} and local(element) not in _PARTS:
                yield Finding(
                    f"`{short(local(element))}` is no part of an activity",
                    subject.xml.span(element),
                    help=did_you_mean(local(element)[:80], _PARTS) or "take it out",
                )
