"""Catalogues as XLIFF 2.1 (2.0 is read as well) and 1.2, which CAT tools and agencies take.

| state        | 2.1: `state`, `subState`             | 1.2: `state`, `state-qualifier`                    |
|--------------|--------------------------------------|----------------------------------------------------|
| new          | initial                              | needs-translation, no target                       |
| machine      | translated, darslik:machine          | needs-review-translation, leveraged-mt             |
| needs-review | translated, darslik:needs-review     | needs-review-translation                           |
| stale        | initial, darslik:stale, and a match  | needs-review-translation, fuzzy-match, and an `alt-trans` |
| final        | final                                | final, approved                                    |

A unit's id is that of its segment, its name the context. The match or `alt-trans` holds the text that was translated
before the source was changed. What is unused stands in a file of its own, not to be translated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from darslik.translate.catalogue import Catalogue, Entry, State
from darslik.translate.elements import Writer2, Writer12, quoted
from darslik.translate.elements import escaped as _text
from darslik.translate.reviews import to_header
from darslik.translate.segments import VERBATIM, Segment, segment_id, translator_notes

Form = Literal["xliff", "xliff12"]

SPACE_2 = "urn:oasis:names:tc:xliff:document:2.0"
SPACE_12 = "urn:oasis:names:tc:xliff:document:1.2"
LIMITS = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
UNUSED = "unused"
"""The id (2) or `original` (1.2) of the file that keeps what belongs to no text any more."""
HEAD = "header "
"""What categories (2) and origins (1.2) of notes at the head of a file begin with."""
OURS = frozenset({"location", "description", "developer"})
"""Categories and origins of notes for translators; all others are theirs."""

_STATES_2: Mapping[State, str] = {
    "new": 'state="initial"',
    "machine": 'state="translated" subState="darslik:machine"',
    "needs-review": 'state="translated" subState="darslik:needs-review"',
    "stale": 'state="initial" subState="darslik:stale"',
    "final": 'state="final"',
}
_STATES_12: Mapping[State, str] = {
    "new": 'state="needs-translation"',
    "machine": 'state="needs-review-translation" state-qualifier="leveraged-mt"',
    "needs-review": 'state="needs-review-translation"',
    "stale": 'state="needs-review-translation" state-qualifier="fuzzy-match"',
    "final": 'state="final"',
}
_OF_PO = frozenset({"Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "X-Source-Language"})


@dataclass(frozen=True)
class _Unit:
    """An entry to be written. `number`: of its id, where several have the same source in one place."""

    entry: Entry
    segment: Segment | None
    number: int
    used: bool = True

    @property
    def id(self) -> str:
        """That of the segment."""
        made = segment_id(self.entry.context, self.entry.source)
        return made if self.number == 1 else f"{made}.{self.number}"

    @property
    def verbatim(self) -> bool:
        """Whether nothing in the text is markup."""
        return self.entry.context.rsplit(" ", 1)[-1] in VERBATIM

    @property
    def notes(self) -> list[tuple[str, str]]:
        """Category and text: for the translator, and by the translator."""
        found = [("location", self.entry.context)]
        if self.segment:
            found += [("description", note) for note in translator_notes(self.segment)]
        return [*found, *([("translator", self.entry.comment)] if self.entry.comment else [])]


def write_xliff(catalogue: Catalogue, segments: Mapping[tuple[str, str], Segment], source: str, form: Form) -> str:
    """The text of an XLIFF file; `segments` by context and text, `source` the source language."""
    numbers: dict[tuple[str, str], int] = {}
    files: list[tuple[str, list[_Unit]]] = []
    for path, entries in groupby(catalogue.entries, key=lambda entry: _path(entry.context)):
        files.append((path, [_unit(entry, segments, numbers, used=True) for entry in entries]))
    if catalogue.unused:
        files.append((UNUSED, [_unit(entry, {}, numbers, used=False) for entry in catalogue.unused]))
    head = {
        **{key: text for key, text in catalogue.header.items() if key not in _OF_PO},
        **to_header(catalogue.reviews),
    }
    head = {f"{HEAD}{key}".strip(): text for key, text in sorted(head.items()) if text}
    write = _file_2 if form == "xliff" else _file_12
    body = [
        line
        for number, (path, units) in enumerate(files, 1)
        for line in write(path, units, {} if number > 1 else head, number, (source, catalogue.lang))
    ]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *_frame(form, source, catalogue.lang, body), ""])


def _path(context: str) -> str:
    return context.split("#", 1)[0].rsplit(" ", 1)[0] if "#" not in context else context.split("#", 1)[0]


def _unit(
    entry: Entry, segments: Mapping[tuple[str, str], Segment], numbers: dict[tuple[str, str], int], *, used: bool
) -> _Unit:
    numbers[entry.key] = numbers.get(entry.key, 0) + 1
    return _Unit(entry, segments.get(entry.key), numbers[entry.key], used)


def _frame(form: Form, source: str, target: str, body: list[str]) -> Iterator[str]:
    if form == "xliff":
        spaces = f'xmlns="{SPACE_2}" xmlns:slr="{LIMITS}" xmlns:mtc="{MATCHES}"'
        yield f'<xliff {spaces} version="2.1" srcLang="{quoted(source)}" trgLang="{quoted(target)}">'
    else:
        yield f'<xliff xmlns="{SPACE_12}" version="1.2">'
    yield from body
    yield "</xliff>"


# --- 2.1 -----------------------------------------------------------------------------------------------------------


def _file_2(path: str, units: list[_Unit], head: Mapping[str, str], number: int, _: tuple[str, str]) -> Iterator[str]:
    used = path != UNUSED
    name = f"f{number}" if used else UNUSED
    yield f'  <file id="{name}" original="{quoted(path)}"{_translate(used=used)} xml:space="preserve">'
    if any(unit.segment and unit.segment.most for unit in units):
        yield '    <slr:profiles generalProfile="xliff:codepoints"/>'
    yield from _notes_2(list(head.items()), "    ")
    for unit in units:
        yield from _unit_2(unit)
    yield "  </file>"


def _translate(*, used: bool) -> str:
    return "" if used else ' translate="no"'


def _notes_2(notes: list[tuple[str, str]], indent: str) -> Iterator[str]:
    if notes:
        yield f"{indent}<notes>"
        for category, text in notes:
            yield f'{indent}  <note category="{quoted(category)}">{_text(text)}</note>'
        yield f"{indent}</notes>"


def _unit_2(unit: _Unit) -> Iterator[str]:
    entry, writer = unit.entry, Writer2()
    source = writer.content(entry.source, verbatim=unit.verbatim)
    target = writer.content(entry.target, verbatim=unit.verbatim) if entry.target else ""
    limit = f' slr:sizeRestriction="{unit.segment.most}"' if unit.segment and unit.segment.most else ""
    yield f'    <unit id="{quoted(unit.id)}" name="{quoted(entry.context)}"{limit}{_translate(used=unit.used)}>'
    if entry.previous:
        yield "      <mtc:matches>"
        yield '        <mtc:match ref="#s1" type="tm" subType="darslik:previous">'
        yield f"          <source>{Writer2().words(entry.previous)}</source>"
        yield f"          <target>{Writer2().words(entry.target)}</target>"
        yield "        </mtc:match>"
        yield "      </mtc:matches>"
    yield from _notes_2(unit.notes, "      ")
    if writer.data:
        yield "      <originalData>"
        yield from (f"        {line}" for line in writer.original())
        yield "      </originalData>"
    yield f"""      <segment{' id="s1"' if entry.previous else ""} {_STATES_2[entry.state]}>"""
    yield f"        <source>{source}</source>"
    if entry.target:
        yield f"        <target>{target}</target>"
    yield "      </segment>"
    yield "    </unit>"


# --- 1.2 -----------------------------------------------------------------------------------------------------------


def _file_12(
    path: str, units: list[_Unit], head: Mapping[str, str], _: int, languages: tuple[str, str]
) -> Iterator[str]:
    source, target = (quoted(one) for one in languages)
    tongues = f'source-language="{source}" target-language="{target}"'
    yield f'  <file original="{quoted(path)}" {tongues} datatype="x-markdown" xml:space="preserve">'
    if head:
        yield "    <header>"
        yield from (f'      <note from="{quoted(key)}">{_text(text)}</note>' for key, text in head.items())
        yield "    </header>"
    yield "    <body>"
    for unit in units:
        yield from _unit_12(unit)
    yield "    </body>"
    yield "  </file>"


def _unit_12(unit: _Unit) -> Iterator[str]:
    entry, writer = unit.entry, Writer12()
    source = writer.content(entry.source, verbatim=unit.verbatim)
    limit = f' maxwidth="{unit.segment.most}" size-unit="char"' if unit.segment and unit.segment.most else ""
    more = limit + (' approved="yes"' if entry.state == "final" else "") + _translate(used=unit.used)
    yield f'      <trans-unit id="{quoted(unit.id)}" resname="{quoted(entry.context)}"{more} xml:space="preserve">'
    yield f"        <source>{source}</source>"
    if entry.target:
        target = writer.content(entry.target, verbatim=unit.verbatim)
        yield f"        <target {_STATES_12[entry.state]}>{target}</target>"
    for category, text in unit.notes:
        origin = "translator" if category == "translator" else "developer"
        yield f'        <note from="{origin}">{_text(text)}</note>'
    if entry.previous:
        yield '        <alt-trans alttranstype="previous-version" origin="darslik">'
        yield f"          <source>{Writer12().words(entry.previous)}</source>"
        yield f"          <target>{Writer12().words(entry.target)}</target>"
        yield "        </alt-trans>"
    yield "      </trans-unit>"
