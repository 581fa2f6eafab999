"""A language's translations as data, whatever file they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal

from darslik.diagnostics import Span
from darslik.model.course import Review
from darslik.translate.segments import Segment

State = Literal["new", "machine", "needs-review", "final", "stale"]
STATES: tuple[State, ...] = ("new", "stale", "machine", "needs-review", "final")
"""From what nobody has seen to what a reviewer has approved."""
LONG = 80
"""Characters from which texts are compared by words."""
ALIKE = 0.6
"""How much of a changed text must have stayed for its old translation to help."""

NOWHERE = Span("")


@dataclass(frozen=True)
class Entry:
    """A translation. `source`: what it translates; `previous`: what it did before the source was changed."""

    context: str
    source: str
    target: str = ""
    state: State = "new"
    previous: str = ""
    comment: str = ""
    """What the translator wrote beside it."""
    span: Span = NOWHERE
    """Its place in the catalogue's file."""

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all others."""
        return self.context, self.source


@dataclass(frozen=True)
class Catalogue:
    """All translations of a language. `unused`: what belongs to no text of the course any more, but is kept.

    `reviews`: what people say of whole files, by the path of the source's: `course.yaml` stands for the language.
    `header`: what other tools have written at the head of the file.
    """

    lang: str
    entries: tuple[Entry, ...] = ()
    unused: tuple[Entry, ...] = ()
    reviews: Mapping[str, Review] = field(default_factory=dict)
    header: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> Mapping[tuple[str, str], Entry]:
        """Entries in use, by context and source text."""
        return {entry.key: entry for entry in self.entries}

    def words(self, segment: Segment) -> str | None:
        """The translation of a segment; none if there is none yet."""
        entry = self.by_key.get((segment.context, segment.text))
        return entry.target if entry and entry.target else None


def merge(old: Catalogue, segments: Iterable[Segment]) -> Catalogue:
    """The catalogue for the course as it is now.

    A text that is the same keeps its translation. A changed one keeps it as `stale`, with the text that it
    translated. What is not needed any more is unused, never gone.
    """
    wanted = {(one.context, one.text): one for one in segments}
    known = {entry.key: entry for entry in (*old.unused, *old.entries)}
    spare = _Spare([entry for entry in known.values() if entry.key not in wanted and entry.target])
    spare.match(key for key in wanted if not (key in known and known[key].target))
    made = [_made(known.get(key), spare, one) for key, one in wanted.items()]
    used = {(key, known[key].target) for key in {*wanted, *spare.taken} if key in known}
    unused = {
        (kept.key, kept.target): kept
        for entry in (*old.entries, *old.unused)
        if (entry.target or entry.comment) and (entry.key, entry.target) not in used
        for kept in [settled(entry)]
    }
    return replace(old, entries=tuple(made), unused=tuple(unused.values()))


def settled(entry: Entry) -> Entry:
    """As it is kept when it is unused: a stale one with the text that it does translate."""
    if entry.state != "stale":
        return entry
    return replace(entry, source=entry.previous or entry.source, previous="", state="needs-review")


def _made(known: Entry | None, spare: _Spare, segment: Segment) -> Entry:
    """What there is for a text: its own translation, else one of an older text or from another place."""
    if known is not None and known.target:
        return known
    found = spare.changed(segment.context, segment.text) or spare.moved(segment.context, segment.text)
    if known is None or found is None:
        return found or known or _fresh(segment)
    return replace(found, comment="\n".join(one for one in (known.comment, found.comment) if one))


def _fresh(segment: Segment) -> Entry:
    if segment.stays:
        return Entry(segment.context, segment.text, segment.text, "final")
    return Entry(segment.context, segment.text)


class _Spare:
    """Translations of texts that are no longer there, for those that came instead."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.taken: set[tuple[str, str]] = set()
        self._by_context: dict[str, list[Entry]] = {}
        self._by_source: dict[str, list[Entry]] = {}
        self._before: dict[tuple[str, str], Entry] = {}
        for entry in entries:
            self._by_context.setdefault(entry.context, []).append(entry)
            self._by_source.setdefault(entry.source, []).append(entry)

    def match(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Find what stood before where these texts are: those first that have changed least."""
        new: dict[str, list[str]] = {}
        for context, text in wanted:
            if context in self._by_context:
                new.setdefault(context, []).append(text)
        for context, texts in new.items():
            shares = [
                (share, text, entry.source, entry)
                for entry in self._by_context[context]
                for text in texts
                if (share := _share(entry.source, text)) >= ALIKE
            ]
            for _, text, _, entry in sorted(shares, key=lambda one: one[:3], reverse=True):
                if (context, text) not in self._before and entry.key not in self.taken:
                    self.taken.add(entry.key)
                    self._before[context, text] = entry

    def changed(self, context: str, text: str) -> Entry | None:
        """The translation of what stood there before, if enough of the text has stayed."""
        found = self._before.get((context, text))
        if found is None:
            return None
        previous = found.previous or found.source
        if previous == text:  # the source was changed, and changed back
            return replace(found, source=text, state="needs-review", previous="")
        return replace(found, source=text, state="stale", previous=previous)

    def moved(self, context: str, text: str) -> Entry | None:
        """The translation of the same text in another place that it has left."""
        left = self._by_source.get(text, [])
        while left:
            found = left.pop(0)
            if found.key not in self.taken:
                self.taken.add(found.key)
                return replace(found, context=context)
        return None


def _share(one: str, other: str) -> float:
    """How much of two texts is the same, from 0 to 1; exact only where it is enough. Long ones go by words."""
    whole: tuple[Sequence[str], Sequence[str]] = (one, other)
    if min(len(one), len(other)) > LONG:
        whole = one.split(), other.split()
    matcher = SequenceMatcher(None, *whole, autojunk=False)
    quick = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    return quick if quick < ALIKE else matcher.ratio()
