"""cmi5: when an AU counts as satisfied (cmi5 9.3, 10.2.4, 13.1.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Severity
from darslik.inspect.cmi5 import shown
from darslik.inspect.manifest import text_of
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject

_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_MANY = 1000
_NEEDS = {
    "Passed": (("passed",), False),
    "Completed": (("completed",), False),
    "CompletedAndPassed": (("completed", "passed"), False),
    "CompletedOrPassed": (("completed", "passed"), True),
}
"""The verbs, and whether one of them is enough."""


@rule(Severity.ERROR, "cmi5", covers="C17 B4")
def cmi5_mastery_score(subject: Subject) -> Iterator[Finding]:
    """`masteryScore` is not a number from 0 to 1 with at most four decimals.

    It is compared with the scaled score (cmi5 13.1.4). Players that do not check it never see a learner pass with
    `masteryScore="80"`.

    Bad:
        === cmi5.xml
        <au id="https://example.org/course/au-1" moveOn="CompletedOrPassed" masteryScore="80">
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description><url>index.html</url></au>
    Good:
        === cmi5.xml
        <au id="https://example.org/course/au-1" moveOn="CompletedOrPassed" masteryScore="0.8">
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description><url>index.html</url></au>
    """
    for au in subject.course.named("au"):
        value = (au.get("masteryScore") or "").strip()
        if au.get("masteryScore") is None:
            continue
        number = float(value) if len(value) < 50 and value.isascii() and _DECIMAL.fullmatch(value) else None
        decimals = len(value.partition(".")[2].rstrip("0"))
        if number is not None and 0 <= number <= 1 and decimals <= 4:
            continue
        wrong = "has more than four decimals" if number is not None and 0 <= number <= 1 else "is no number from 0 to 1"
        percent = f"did you mean `{number / 100:g}`?" if number and 1 < number <= 100 else ""
        yield Finding(
            f"`masteryScore` {wrong}",
            subject.xml.span(au, "masteryScore"),
            help=percent or ("round it" if "decimals" in wrong else "write a decimal such as `0.8`"),
            evidence=value,
        )


@rule(Severity.WARNING, "cmi5", covers="C20")
def cmi5_satisfied_at_registration(subject: Subject) -> Iterator[Finding]:
    """Every AU has `moveOn="NotApplicable"`, so the course is finished before it begins.

    Such an AU is satisfied at registration, whatever the learner does, and with all of them the course (cmi5 9.6.1.1-3,
    10.2.4). It is also the default of an AU without `moveOn`.

    Bad:
        === cmi5.xml
        <au id="https://example.org/course/au-1">
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description><url>index.html</url></au>
    Good:
        === cmi5.xml
        <au id="https://example.org/course/au-1" moveOn="Completed">
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description><url>index.html</url></au>
    """
    units = list(subject.course.named("au"))
    if units and all(au.get("moveOn", "NotApplicable") == "NotApplicable" for au in units):
        first = units[0]
        yield Finding(
            "no AU has to be completed or passed: the LMS reports the course as satisfied at registration",
            subject.xml.span(first, "moveOn" if first.get("moveOn") else ""),
            help='say what counts: `moveOn="Completed"`, `"Passed"`, `"CompletedAndPassed"` or `"CompletedOrPassed"`',
            evidence=first.get("moveOn") or "no moveOn",
        )


@rule(Severity.HINT, "cmi5", covers="C20")
def cmi5_passed_without_mastery_score(subject: Subject) -> Iterator[Finding]:
    """An AU has to be passed, but no mastery score says when.

    The AU may decide by itself; an LMS that shows or changes the limit has none to show, and the learner does not see
    what is asked (cmi5 9.3.4, 10.2.5).

    Bad:
        === cmi5.xml
        <au id="https://example.org/course/au-1" moveOn="CompletedAndPassed">
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description><url>index.html</url></au>
        === lesson.js
        const endpoint = new URLSearchParams(location.search).get("endpoint");
        const verbs = ["http://adlnet.gov/expapi/verbs/completed", "http://adlnet.gov/expapi/verbs/passed"];
    Good:
        === cmi5.xml
        <au id="https://example.org/course/au-1" moveOn="Completed">
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description><url>index.html</url></au>
    """
    for au in subject.course.named("au"):
        if au.get("moveOn") in {"Passed", "CompletedAndPassed"} and au.get("masteryScore") is None:
            yield Finding(
                f"{shown(au)} has to be passed and has no `masteryScore`",
                subject.xml.span(au, "moveOn"),
                help='write the limit: `masteryScore="0.7"`',
                evidence=au.get("moveOn") or "",
            )


@rule(Severity.WARNING, "cmi5", covers="C20")
def cmi5_verb_never_sent(subject: Subject) -> Iterator[Finding]:
    """An AU waits for a verb that no script of the package mentions.

    `moveOn` is met by statements with the verbs `completed` and `passed` (cmi5 9.3.3, 9.3.4). Where no page or script
    has the word, nobody sends it: learners never finish.

    Bad:
        === cmi5.xml
        <au id="https://example.org/course/au-1" moveOn="CompletedAndPassed" masteryScore="0.8">
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description><url>index.html</url></au>
        === lesson.js
        const endpoint = new URLSearchParams(location.search).get("endpoint");
        const verbs = ["http://adlnet.gov/expapi/verbs/completed"];
    Good:
        === cmi5.xml
        <au id="https://example.org/course/au-1" moveOn="CompletedAndPassed" masteryScore="0.8">
        <title><langstring lang="en">Lesson</langstring></title>
        <description><langstring lang="en">About the lesson.</langstring></description><url>index.html</url></au>
        === lesson.js
        const endpoint = new URLSearchParams(location.search).get("endpoint");
        const verbs = ["http://adlnet.gov/expapi/verbs/completed", "http://adlnet.gov/expapi/verbs/passed"];
    """
    units = [au for au in subject.course.named("au") if au.get("moveOn") in _NEEDS and _launches_inside(subject, au)]
    missing = {"completed", "passed"} if units else set()
    for _, text in subject.texts(".js", ".mjs", ".html", ".htm", ".xhtml") if units else ():
        missing = {word for word in missing if word not in text.lower()}
        if not missing:
            return
    for au in units:
        wanted, enough = _NEEDS[au.get("moveOn") or ""]
        never = [word for word in wanted if word in missing]
        if (never and not enough) or len(never) == len(wanted):
            words = " and ".join(f"`{word}`" for word in never)
            yield Finding(
                f"{shown(au)} is done with {words}, which no page or script mentions",
                subject.xml.span(au, "moveOn"),
                help="set `moveOn` to what the AU sends",
                evidence=au.get("moveOn") or "",
            )


def _launches_inside(subject: Subject, au: etree._Element) -> bool:
    urls = [text_of(child) for child in subject.course.own_children(au) if str(child.tag).endswith("url")]
    return bool(urls) and subject.package.has(urls[0].split("?", 1)[0].split("#", 1)[0])


@rule(Severity.HINT, "cmi5", covers="C22")
def cmi5_course_of_many_units(subject: Subject) -> Iterator[Finding]:
    r"""The course has more than a thousand AUs.

    That is right: an LMS has to import them (cmi5 6.1.0.0-2), so there is no need to split it. Not every LMS was tried
    with so many.

    Bad:
        === cmi5.xml
        <?xml version="1.0"?>
        <courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
        <course id="https://example.org/course"><title><langstring lang="en">Course</langstring></title>
        <description><langstring lang="en">About the course.</langstring></description></course>
        \repeat 1001 <au id="urn:au:\i" moveOn="Completed"><title><langstring lang="en">Lesson</langstring></title><description><langstring lang="en">About it.</langstring></description><url>index.html</url></au>
        </courseStructure>
    Good:
        === cmi5.xml
        \base
    """  # noqa: E501 - one line repeated
    count = sum(1 for _ in subject.course.named("au"))
    if count > _MANY:
        yield Finding(
            f"the course has {count:,} AUs",
            subject.xml.span(),
            help="import it into a test course of your LMS first",
            evidence=f"{count} AUs",
        )
