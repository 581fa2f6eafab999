"""Takes a file that came back from a translator, perhaps made for an older state of the course, into the catalogue.

Which of two different translations of a text stays: one by people before one by a machine, and before one of an older
source; a final one before one that needs review; otherwise what came back, for it is newer. The other is kept as
unused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from darslik.diagnostics import Severity, Sink, Span
from darslik.rules import define
from darslik.translate.catalogue import Catalogue, Entry, State, settled
from darslik.translate.gate import damage
from darslik.translate.read import read_bytes
from darslik.translate.segments import VERBATIM, Segment, segment_id, translator_notes

_HEAD = re.compile(r"""^"Language:\s*([\w@-]+)|(?:trgLang|target-language)=["']([\w-]+)""", re.MULTILINE)
_RANKS: Mapping[State, int] = {"new": 0, "stale": 1, "machine": 2, "needs-review": 3, "final": 4}

define(
    "returned-codes",
    Severity.WARNING,
    """
    A translation that came back lacks codes of its source, or has others.

    Code, formulas, sources, gaps, links and pictures must be in the translation as in the source. The text is taken,
    but it needs review, whatever state it came with. Found by `darslik translate merge COURSE FILE`.

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
    === lessons/01-first.md
    ---
    title: First
    ---
    Open `data.csv`.
    === back/ru.po
    msgid ""
    msgstr "Content-Type: text/plain; charset=UTF-8\\\\n"

    msgctxt "lessons/01-first.md#start text"
    msgid "Open `data.csv`."
    msgstr "Откройте data.csv."
    Good:
    === back/ru.po
    msgid ""
    msgstr "Content-Type: text/plain; charset=UTF-8\\\\n"

    msgctxt "lessons/01-first.md#start text"
    msgid "Open `data.csv`."
    msgstr "Откройте `data.csv`."
    """,
    about=("translation",),
)


@dataclass
class Taken:
    """How many texts of a returned file were what: `new` here, `same` as ours, `better`, `kept` ours, `unplaced`."""

    counts: Counter[str] = field(default_factory=Counter)

    def __getitem__(self, what: str) -> int:
        return self.counts[what]


def judged(returned: Catalogue, sink: Sink) -> Catalogue:
    """With a finding for each translation whose codes are damaged; these are not final any more."""
    return replace(returned, entries=tuple(_judged(entry, sink) for entry in returned.entries))


def _judged(entry: Entry, sink: Sink) -> Entry:
    if not entry.target or entry.context.rsplit(" ", 1)[-1] in VERBATIM:
        return entry
    lacks, more = damage(Segment("", "", "", entry.source, entry.span), entry.target)
    if entry.state == "stale" or not (lacks or more):
        return entry
    said = [f"lacks {_list(lacks)}"] if lacks else []
    said += [f"has {_list(more)}, which the source has not"] if more else []
    sink.add(
        "returned-codes",
        f"the translation {' and '.join(said)}",
        entry.span,
        help=[f"the source: {entry.source}", "it is taken as `needs-review`"],
    )
    return replace(entry, state="needs-review") if entry.state == "final" else entry


def _list(codes: Sequence[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes[:5]) + (" …" if len(codes) > 5 else "")


def take(old: Catalogue, returned: Catalogue, segments: Iterable[Segment], taken: Taken | None = None) -> Catalogue:
    """The catalogue with what came back: by place and text, else by the text alone; the rest as unused for `merge`."""
    found = _Taking(old, segments, taken or Taken())
    for entry in (*returned.entries, *returned.unused):
        if entry.target:
            found.entry(entry)
        elif entry.comment and entry.key in found.entries:
            found.comment(entry)
    return replace(old, entries=tuple(found.entries.values()), unused=(*old.unused, *found.unused))


class _Taking:
    """One file after another text by text. `unused` does not say anything twice."""

    def __init__(self, old: Catalogue, segments: Iterable[Segment], taken: Taken) -> None:
        self.entries = {entry.key: entry for entry in old.entries}
        self.taken = taken
        self.unused: list[Entry] = [entry for entry in old.entries if self.entries[entry.key] is not entry]
        self.known = {(entry.source, entry.target, entry.comment) for entry in old.unused}
        self.by_text: dict[str, list[tuple[str, str]]] = {}
        self.by_id: dict[str, tuple[str, str]] = {}
        self.segments: dict[tuple[str, str], Segment] = {}
        for one in segments:
            key = one.context, one.text
            self.entries.setdefault(key, Entry(*key))
            self.by_text.setdefault(one.text, []).append(key)
            self.by_id[one.id] = key
            self.segments[key] = one

    def entry(self, back: Entry) -> None:
        """A translation."""
        wanted = self.by_id.get(back.context) or self.by_id.get(segment_id(*back.key))
        if wanted == back.key or (wanted and wanted[1] == back.source):
            self.one(wanted, back)
            return
        places = [key for key in self.by_text.get(back.source, ()) if not self.entries[key].target]
        if places:
            for key in places:
                self.one(key, back)
        elif any(self.entries[key].target == back.target for key in self.by_text.get(back.source, ())):
            self.taken.counts["same"] += 1
        else:
            self.taken.counts["unplaced"] += 1
            self.keep(back)

    def one(self, key: tuple[str, str], back: Entry) -> None:
        """A translation of a text of the course."""
        ours = self.entries[key]
        back = replace(back, context=key[0], comment=self.comments(key, back))
        worked_on = ours.target and ours.target != back.target and back.state == ours.state
        if worked_on and back.state in {"machine", "stale"}:  # tools that do not know these states leave them
            back = replace(back, state="needs-review", previous="")
        if ours.target == back.target:
            self.taken.counts["same"] += 1
            better = back if back.state == "final" else replace(ours, comment=back.comment)  # some tools lose states
            self.entries[key] = replace(better, span=ours.span)
        elif not ours.target or _RANKS[back.state] >= _RANKS[ours.state]:
            self.taken.counts["better" if ours.target else "new"] += 1
            self.entries[key] = back
            self.keep(ours)
        else:
            self.taken.counts["kept"] += 1
            self.entries[key] = replace(ours, comment=back.comment)
            self.keep(back)

    def comment(self, back: Entry) -> None:
        """What a translator wrote beside a text without translating it."""
        self.entries[back.key] = replace(self.entries[back.key], comment=self.comments(back.key, back))

    def comments(self, key: tuple[str, str], back: Entry) -> str:
        """Ours and theirs, no line twice, and none that is our own note, which tools may take for a comment."""
        one = self.segments.get(key)
        notes = {key[0], *(translator_notes(one) if one else ())}
        known = self.entries[key].comment.split("\n")
        more = [line for line in back.comment.split("\n") if line not in known and line not in notes]
        return "\n".join(line for line in [*known, *more] if line)

    def keep(self, entry: Entry) -> None:
        """A translation that is not shown."""
        entry = settled(entry)
        said = entry.source, entry.target, entry.comment
        if entry.target and said not in self.known:
            self.known.add(said)
            self.unused.append(entry)


def read_returned(
    files: Mapping[str, bytes], languages: Sequence[str], segments: Iterable[Segment], sink: Sink
) -> dict[str, list[Catalogue]]:
    """Files that came back, path → content, as catalogues by language; findings for those that cannot be taken.

    `segments`: those of the course as it is.
    """
    sources = {one.id: one.text for one in segments}
    found: dict[str, list[Catalogue]] = {}
    for path, body in files.items():
        lang = _language(path, body, languages)
        if lang is None:
            names = ", ".join(languages) or "none"
            message = "neither its head nor its name says which language of the course this file is for"
            sink.add("catalogue-damaged", message, Span(path), help=f"languages of the course: {names}")
            continue
        catalogue = read_bytes(body, path, lang, sink, sources)
        if catalogue is not None:
            found.setdefault(lang, []).append(judged(catalogue, sink))
    return found


def _language(path: str, body: bytes, languages: Sequence[str]) -> str | None:
    """What the head of a file says, or else its name: `ru.po`, `course-ru.xlf`."""
    head = body[:8192].replace(b"\0", b"").decode("utf-8", "replace")
    said = _HEAD.search(head)
    stem = PurePosixPath(path).stem
    names = [said[1] or said[2]] if said else [stem, *(stem[at + 1 :] for at, one in enumerate(stem) if one in "-_.")]
    plain = [name.replace("_", "-").replace("@", "-").casefold() for name in names]
    return next((lang for name in plain for lang in languages if lang.casefold() == name), None)
