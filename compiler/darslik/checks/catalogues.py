"""Message catalogues: codes that must stay, entries that have no text, texts that have two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from darslik.checks import Finding, Subject, check
from darslik.diagnostics import Label, Severity, Span
from darslik.translate.catalogue import Catalogue, Entry
from darslik.translate.gate import damage, short
from darslik.translate.held import Held
from darslik.translate.overlay import Translated
from darslik.translate.read import catalogue_path

COURSE = """
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en, ru]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === course.ru.yaml
    title: Малый
    description: Малый курс.
    modules: {basics: {title: Основы}}
    === lessons/01-first.md
    See [the plan](https://example.org/plan).
    === locale/ru.po
    msgid ""
    msgstr ""
    "Content-Type: text/plain; charset=UTF-8\\n"

    msgctxt "lessons/01-first.md title"
    msgid "First"
    msgstr "Первый"
""".strip("\n").lstrip()
RIGHT = """
    msgctxt "lessons/01-first.md#start text"
    msgid "See [the plan](https://example.org/plan)."
    msgstr "См. [план](https://example.org/plan)."
""".strip("\n").lstrip()

_Check = Callable[[Subject], Iterator[Finding]]
_STEPS = {"levels": "levels", "scale": "steps"}
_BAR = re.compile(r"(?<!\\)\|")
_FIELD = re.compile(r'^"(Language|Content-Type): *(.*?)(?:\\n)?"$')


def with_course(function: _Check) -> _Check:
    """Write the course of the examples into the documentation of a check, where a line has its name alone."""
    doc = function.__doc__ or ""
    for name, text in {
        "COURSE": COURSE,
        "BOUND": COURSE.replace("    modules:\n", "    publish: {ru: needs-review}\n    modules:\n"),
        "UZBEK": COURSE.replace('    "Content', '    "Language: uz\\n"\n    "Content'),
        "RIGHT": RIGHT,
    }.items():
        doc = doc.replace(f"    {name}\n", f"    {text}\n")
    function.__doc__ = doc
    return function


def catalogues(subject: Subject) -> Iterator[tuple[str, Catalogue]]:
    """Catalogues by the paths of their files."""
    files = subject.course.files
    if isinstance(files, Translated):
        for lang, catalogue in files.catalogues.items():
            yield catalogue_path(files.real, lang) or "", catalogue


def _texts(subject: Subject) -> Iterator[Held]:
    """Translations that stand in catalogues."""
    for found in subject.holdings.values():
        yield from (one for one in found.unique if one.words and not one.filed and one.entry)


def source_of(one: Held) -> tuple[Label, ...]:
    """The text that a translation is of, to show beside it."""
    return (Label(one.segment.span, f"in the source: {short(one.segment.text)}"),)


@check(Severity.ERROR)
@with_course
def placeholder_damaged(subject: Subject) -> Iterator[Finding]:
    """A translation in a catalogue lacks a code of its source, or has another.

    Codes are what a translator moves but does not change: terms and citations, gaps, code, formulas, targets of links
    and pictures, footnote marks. One that is lost is a source, a link or an answer lost in this language. Links may
    lead to another page of the same site, and terms may have other words.

    Bad:
    COURSE

    msgctxt "lessons/01-first.md#start text"
    msgid "See [the plan](https://example.org/plan)."
    msgstr "См. план."
    Good:
    COURSE

    RIGHT
    """
    for one in _texts(subject):
        for message in _damage(one):
            yield Finding(message, one.span, related=source_of(one), help="copy the code from the source as it is")


def _damage(one: Held) -> Iterator[str]:
    lost, added = damage(one.segment, one.words)
    if lost and added:
        yield f"the source has {_codes(lost)} and not {_codes(added)}"
    elif lost or added:
        yield (
            f"the source has {_codes(lost)}, which is missing" if lost else f"the source does not have {_codes(added)}"
        )
    if name := _STEPS.get(one.segment.role):
        ours, theirs = (len(_BAR.findall(text)) + 1 for text in (one.segment.text, one.words))
        if ours != theirs:
            yield f"the source has {ours} {name} divided by bars, this has {theirs}"
    if one.segment.role == "answer" and not all(part.strip() for part in _BAR.split(one.words)):
        yield "one of the answers between the bars is empty"


def _codes(codes: list[str]) -> str:
    return ", ".join(f"`{short(code)}`" for code in codes)


@check(Severity.WARNING)
@with_course
def duplicate_entry(subject: Subject) -> Iterator[Finding]:
    """A catalogue translates one text twice.

    Only one of the translations is shown. `darslik translate merge` keeps that one and moves the other to the unused.

    Bad:
    COURSE

    RIGHT

    msgctxt "lessons/01-first.md#start text"
    msgid "See [the plan](https://example.org/plan)."
    msgstr "Смотрите [план](https://example.org/plan)."
    Good:
    COURSE

    RIGHT
    """
    for _, catalogue in catalogues(subject):
        first: dict[tuple[str, str], Entry] = {}
        for entry in catalogue.entries:
            if first.setdefault(entry.key, entry) is not entry:
                yield Finding(
                    "this text is translated twice",
                    entry.span,
                    related=(Label(first[entry.key].span, "here, too"),),
                    help="delete one of the entries",
                )


@check(Severity.WARNING)
@with_course
def unknown_entry(subject: Subject) -> Iterator[Finding]:
    """A catalogue translates a text that the course does not have any more.

    The source was changed since the catalogue was made; its translation is not shown.

    Bad:
    COURSE

    RIGHT

    msgctxt "lessons/01-first.md#start text"
    msgid "See the map."
    msgstr "См. карту."
    Good:
    COURSE

    RIGHT
    """
    for _, catalogue in catalogues(subject):
        found = subject.holdings.get(catalogue.lang)
        known = {one.key for one in found.texts} if found else set()
        for entry in catalogue.entries:
            if entry.target and entry.key not in known:
                yield Finding(
                    f"the course has no text “{short(entry.source)}” at `{entry.context}`",
                    entry.span,
                    help="`darslik translate merge` gives its translation to the text that came instead, or keeps it"
                    " as unused",
                )


@check(Severity.WARNING)
@with_course
def catalogue_header(subject: Subject) -> Iterator[Finding]:
    """A catalogue says that it is in another language or encoding than it is.

    Tools for translators believe it: they would check the wrong spelling, or save letters that nobody can read.

    Bad:
    UZBEK

    RIGHT
    Good:
    COURSE

    RIGHT
    """
    for path, catalogue in catalogues(subject):
        if not path.endswith(".po"):
            continue
        head = subject.course.files.read(path).decode("utf-8-sig", "replace").split("\n\n", 1)[0]
        for number, line in enumerate(head.split("\n"), 1):
            found = _FIELD.match(line)
            span = Span(path, number, 1, len(line))
            if found and found[1] == "Language" and found[2] and not _is(found[2], catalogue.lang):
                yield Finding(
                    f"this catalogue is for `{catalogue.lang}`, its head says `{found[2]}`",
                    span,
                    help=f"write `Language: {catalogue.lang.replace('-', '_')}`",
                )
            elif found and found[1] == "Content-Type" and "utf-8" not in found[2].lower():
                yield Finding("this catalogue is UTF-8, its head says otherwise", span, help="write `charset=UTF-8`")


def _is(written: str, lang: str) -> bool:
    """Whether a head names this language, in whatever way: `uz_Latn`, `uz@latin`, `uz`."""
    first = re.split(r"[-_@.]", written.strip())[0].lower()
    scripts = {"latin": "Latn", "cyrillic": "Cyrl", "latn": "Latn", "cyrl": "Cyrl"}
    own = [scripts[part.lower()] for part in re.split(r"[-_@.]", written)[1:] if part.lower() in scripts]
    return first == lang.split("-", maxsplit=1)[0] and (not own or own[0] in lang.split("-"))
