"""Catalogues as gettext PO files, which every translation tool and platform reads.

`msgctxt` is the place, `msgid` the source. Not translated: new. Fuzzy with `#| msgid`: stale. Fuzzy: needs-review, or
machine with the translator's comment `# darslik: machine`. Otherwise final. Obsolete ones (`#~`) are unused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import polib

from darslik.diagnostics import Severity, Sink, Span
from darslik.rules import define
from darslik.translate.catalogue import Catalogue, Entry, State
from darslik.translate.reviews import from_header, to_header
from darslik.translate.segments import Segment

MACHINE = "darslik: machine"
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)
_TARGET = re.compile(r'(?:#~ )?msgstr "')
_SOUND = re.compile(r'\s*(?:(?:msg\w+(?:\[\d+\])?\s*)?"(?:[^"\\]|\\.)*")?\s*\Z')
_AGAIN = re.compile(r" ~\d+\Z")
_LINE = re.compile(r"\(line (\d+)\)")

define(
    "catalogue-damaged",
    Severity.ERROR,
    """
    A message catalogue cannot be read.

    A merge conflict was left in it, it is not UTF-8, or a tool broke its syntax. Nothing is taken from a damaged file,
    and nothing in it is changed, so that no translation is lost.

    Bad:
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
    === lessons/01-first.ru.md
    ---
    title: Первый
    ---
    Текст.
    === locale/ru.po
    msgid ""
    msgstr "Content-Type: text/plain; charset=UTF-8\\\\n"

    <<<<<<< ours
    msgid "First"
    Good:
    === lessons/01-first.md
    Text.
    """,
)


def read_po(text: str, path: str, lang: str, sink: Sink) -> Catalogue | None:
    """A catalogue; none, with a finding, if the file is damaged."""
    conflict = _CONFLICT.search(text)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        sink.add(
            "catalogue-damaged",
            "a merge conflict was left in this catalogue",
            Span(path, line, 1, len(conflict[0])),
            help="take one side of it, or both, and delete the marks",
        )
        return None
    unsound = next(_unsound(text), 0)
    try:
        file = polib.pofile("" if unsound else text)
    except (OSError, ValueError, IndexError, KeyError) as error:
        found = _LINE.search(str(error))
        unsound = int(found[1]) if found else 1
    if unsound:
        sink.add(
            "catalogue-damaged",
            "this is not a PO file",
            Span(path, unsound),
            help="open it in a PO editor; the last committed version is whole: `git restore`",
        )
        return None
    plural = next((one for one in file if one.msgid_plural), None)
    if plural is not None:
        sink.add(
            "catalogue-damaged",
            "this entry has plural forms; texts of a course have none",
            Span(path, max(plural.linenum or 1, 1)),
            help="keep one translation, under `msgstr`, and delete `msgid_plural`",
        )
        return None
    lines = text.split("\n")
    entries = [_entry(one, path, lines) for one in file]
    return Catalogue(
        lang,
        tuple(entry for entry, one in zip(entries, file, strict=True) if not one.obsolete),
        tuple(entry for entry, one in zip(entries, file, strict=True) if one.obsolete),
        from_header(file.metadata),
        {"": file.header, **file.metadata},
    )


def _unsound(text: str) -> Iterator[int]:
    """Numbers of lines that no PO file has; the parser takes some of them without a word."""
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.removeprefix("#~").removeprefix("|") if line.startswith("#~") else line
        if not bare.startswith("#") and not _SOUND.match(bare):
            yield number


def _entry(one: polib.POEntry, path: str, lines: list[str]) -> Entry:
    comments = one.tcomment.split("\n") if one.tcomment else []
    return Entry(
        _AGAIN.sub("", one.msgctxt or "") if one.obsolete else one.msgctxt or "",
        one.msgid,
        one.msgstr,
        _state(one, MACHINE in comments),
        one.previous_msgid or "",
        "\n".join(line for line in comments if line != MACHINE),
        _place(path, lines, one.linenum or 1),
    )


def _place(path: str, lines: list[str], start: int) -> Span:
    """Where the words of the translation begin."""
    for number in range(start, len(lines) + 1):
        found = _TARGET.match(lines[number - 1])
        if found:
            return Span(path, number, found.end() + 1, max(len(lines[number - 1]) - found.end() - 1, 1))
    return Span(path, start)


def _state(one: polib.POEntry, machine: bool) -> State:
    if not one.msgstr:
        return "new"
    if not one.fuzzy:
        return "final"
    if one.previous_msgid:
        return "stale"
    return "machine" if machine else "needs-review"


def write_po(catalogue: Catalogue, segments: dict[tuple[str, str], Segment], source: str) -> str:
    """The text of a PO file. `segments` by context and text: their notes and files go to the translator."""
    file = polib.POFile(wrapwidth=0)
    file.header = catalogue.header.get("", "")
    file.metadata = _header(catalogue, source)
    for entry in catalogue.entries:
        file.append(_written(entry, segments.get(entry.key), obsolete=False))
    taken = {entry.key: 1 for entry in catalogue.entries}
    for entry in catalogue.unused:
        number = taken[entry.key] = taken.get(entry.key, 0) + 1
        context = entry.context if number == 1 else f"{entry.context} ~{number}"  # gettext wants each key once
        file.append(_written(replace(entry, context=context), None, obsolete=True))
    return str(file).rstrip("\n") + "\n"


def _header(catalogue: Catalogue, source: str) -> dict[str, str]:
    """Ours, and behind it what other tools have added."""
    ours = {
        "Language": catalogue.lang.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": source,
        **to_header(catalogue.reviews),
    }
    more = {name: text for name, text in catalogue.header.items() if name and name not in ours}
    return {**ours, **{name: text for name, text in more.items() if not name.startswith("X-Review")}}


def _written(entry: Entry, segment: Segment | None, *, obsolete: bool) -> polib.POEntry:
    comment = [*entry.comment.split("\n"), *([MACHINE] if entry.state == "machine" else [])]
    notes = [segment.note] if segment else []
    if segment and segment.most:
        notes.append(f"at most {segment.most} characters")
    return polib.POEntry(
        msgctxt=entry.context or None,
        msgid=entry.source,
        msgstr=entry.target,
        flags=["fuzzy"] if entry.target and entry.state != "final" else [],
        previous_msgid=entry.previous if entry.state == "stale" else None,
        tcomment="\n".join(line for line in comment if line),
        comment="\n".join(notes),
        occurrences=[(segment.file, "")] if segment else [],
        obsolete=obsolete,
    )
