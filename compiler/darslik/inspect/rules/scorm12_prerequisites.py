"""SCORM 1.2: prerequisites of items (CAM 1.2, 2.3.2.5.2.1)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from darslik.diagnostics import Severity, Span
from darslik.inspect.manifest import ADLCP12, short, text_of
from darslik.inspect.prerequisites import Unreadable, names, parse
from darslik.inspect.rule import Finding, rule
from darslik.inspect.subject import Subject

_PREREQUISITES = 200


@rule(Severity.ERROR, "scorm12", covers="L7")
def scorm12_prerequisites_unreadable(subject: Subject) -> Iterator[Finding]:
    """Prerequisites cannot be read.

    They are an `aicc_script` of at most 200 characters: identifiers of items with `&`, `|`, `~`, `=`, `<>` and sets
    (CAM 1.2, 2.3.2.5.2.1). LMSs that obey them keep the item closed for ever, or open it at once.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
          <adlcp:prerequisites type="aicc_script">item_2 and item_3</adlcp:prerequisites></item>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1"><title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <item identifier="item_2" identifierref="resource_1"><title>Test</title>
            <adlcp:prerequisites type="aicc_script">item_1</adlcp:prerequisites></item>
        </organization>
    """
    for element, value in _scripts(subject):
        kind = element.get("type")
        if kind != "aicc_script":
            yield Finding(
                "prerequisites of no type" if kind is None else f"`{short(kind)}` is no type of prerequisites",
                subject.xml.span(element, "type" if kind is not None else ""),
                help='write `type="aicc_script"`',
                evidence=short(kind or ""),
            )
            continue
        trouble = _trouble(value)
        if trouble:
            yield Finding(
                f"these prerequisites cannot be read: {trouble}",
                subject.xml.inner(element),
                help="join identifiers of items with `&` (written `&amp;`) or `|`, such as `item_1&amp;item_2`",
                evidence=short(value),
            )


def _trouble(script: str) -> str:
    try:
        parse(script)
    except Unreadable as error:
        return f"{error} (at character {error.at + 1})"
    return f"{len(script)} characters, {_PREREQUISITES} are the most" if len(script) > _PREREQUISITES else ""


@rule(Severity.ERROR, "scorm12", covers="L7 N2")
def scorm12_prerequisite_unknown(subject: Subject) -> Iterator[Finding]:
    """Prerequisites name an item that the manifest does not have.

    Identifiers are those of items, letter by letter (CAM 1.2, 2.3.2.5.2.1). What never is completed keeps the item
    closed in every LMS that obeys prerequisites.

    Bad:
        === imsmanifest.xml
        <item identifier="item_1" identifierref="resource_1"><title>Lesson</title>
          <adlcp:prerequisites type="aicc_script">item_9</adlcp:prerequisites></item>
    Good:
        === imsmanifest.xml
        <organization identifier="organization_1"><title>Course</title>
          <item identifier="item_1" identifierref="resource_1"><title>Lesson</title></item>
          <item identifier="item_2" identifierref="resource_1"><title>Test</title>
            <adlcp:prerequisites type="aicc_script">item_1</adlcp:prerequisites></item>
        </organization>
    """
    known = {item.get("identifier") or "" for item in subject.manifest.items}
    for element, value in _scripts(subject):
        try:
            named = list(names(parse(value)))
        except Unreadable:
            continue
        for name, _ in named:
            if name not in known:
                yield Finding(
                    f"there is no item `{short(name)}`",
                    _word(subject, element, name),
                    label="never completed",
                    help=subject.manifest.guess(name, known) or "name the identifier of an item",
                    evidence=short(value),
                )


def _scripts(subject: Subject) -> Iterator[tuple[etree._Element, str]]:
    for element in subject.manifest.each("prerequisites", ADLCP12):
        yield element, text_of(element)


def _word(subject: Subject, element: etree._Element, word: str) -> Span:
    """Where a word of an element's text is; the whole text if it is written otherwise."""
    whole = subject.xml.inner(element)
    line = subject.xml.lines[whole.line - 1]
    at = line.find(word, whole.column - 1, whole.column - 1 + whole.length)
    return Span(whole.file, whole.line, at + 1, len(word)) if at >= 0 else whole
