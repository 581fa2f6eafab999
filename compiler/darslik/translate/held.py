"""Every text of a course beside its translation in a language, whether that stands in a file or in a catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from darslik.diagnostics import Sink, Span
from darslik.model.course import Review
from darslik.source.files import Files
from darslik.source.markdown import split_front_matter
from darslik.source.paths import variant
from darslik.source.text import read_text
from darslik.source.yaml import YamlDocument, read_yaml
from darslik.translate.align import aligned
from darslik.translate.catalogue import Catalogue, Entry, State
from darslik.translate.reviews import LANGUAGE, file_reviews, language_review
from darslik.translate.segments import VERBATIM, Segment, alternatives
from darslik.translate.sources import TABLES, Source, segments_of
from darslik.translate.tables import leaves, placed_entries

_COMMENT = {".md": re.compile(r"<!--.*?-->", re.DOTALL), ".yaml": re.compile(r"(?:^|(?<=\s))#.*", re.MULTILINE)}


@dataclass(frozen=True)
class Held:
    """A text and its translation; `words` is empty and `span` the source's where there is none.

    `entry`: what the catalogue says of it, if there is one; `filed`: the words stand in a file of their own.
    """

    segment: Segment
    words: str
    state: State
    span: Span
    entry: Entry | None = None
    filed: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """That of its entry."""
        return self.segment.context, self.segment.text

    @property
    def twice(self) -> bool:
        """Whether file and catalogue say different things."""
        return self.filed and bool(self.entry and self.entry.target and self.entry.target != self.words)


@dataclass
class Holding:
    """All texts of a language. `surplus`: what its files say that belongs to no text of the source."""

    lang: str
    texts: list[Held] = field(default_factory=list)
    surplus: list[Entry] = field(default_factory=list)
    reviews: Mapping[str, Review] = field(default_factory=dict)

    @property
    def unique(self) -> list[Held]:
        """Each text once: equal ones in one place have one translation."""
        return list({one.key: one for one in reversed(self.texts)}.values())[::-1]


def holding(files: Files, by_file: Mapping[Source, list[Segment]], catalogue: Catalogue) -> Holding:
    """What a language has; `files`: the real ones. What stands in a file wins over the catalogue."""
    lang = catalogue.lang
    own_reviews = file_reviews(files, tuple(by_file), lang)
    if catalogue.entries and own_reviews.get(LANGUAGE) == language_review(catalogue):
        del own_reviews[LANGUAGE]  # it was written from the catalogue
    found = Holding(lang, reviews={**catalogue.reviews, **own_reviews})
    for source, segments in by_file.items():
        own = variant(source.path, lang)
        if not files.has(own):
            found.texts += [_of_entry(one, catalogue) for one in segments]
            continue
        review = own_reviews.get(source.path) or found.reviews.get(LANGUAGE) or Review()
        said = _said(files, source, own, segments, found.surplus)
        found.texts += [_of_file(one, said.get(number), catalogue, review) for number, one in enumerate(segments)]
    return found


def _of_entry(segment: Segment, catalogue: Catalogue) -> Held:
    entry = catalogue.by_key.get((segment.context, segment.text))
    if entry is None and segment.stays:
        return Held(segment, segment.text, "final", segment.span)
    if entry is None or not entry.target:
        return Held(segment, "", "new", segment.span, entry)
    return Held(segment, entry.target, entry.state, entry.span, entry)


def _of_file(segment: Segment, said: tuple[str, Span] | None, catalogue: Catalogue, review: Review) -> Held:
    entry = catalogue.by_key.get((segment.context, segment.text))
    words, span = said or (segment.text if segment.stays and entry is None else "", segment.span)
    if not words or (entry and not entry.target and words == segment.text):
        return Held(segment, "", "new", span, entry, filed=True)
    if entry and _same(segment, entry.target, words):
        return Held(segment, entry.target, entry.state, span, entry, filed=True)
    state: State = "final" if segment.stays and words == segment.text else review.state
    return Held(segment, words, state, span, entry, filed=True)


def _same(segment: Segment, one: str, other: str) -> bool:
    """Whether two ways of writing say the same once they were read."""
    if segment.role == "answer":
        return alternatives(one) == alternatives(other)
    return one == other if segment.role in VERBATIM else one.split() == other.split()


def _said(
    files: Files, source: Source, own: str, segments: list[Segment], surplus: list[Entry]
) -> dict[int, tuple[str, Span]]:
    """What a file says, by the number of the segment; what it says besides goes to `surplus`."""
    text = read_text(files, own, Sink()) or ""
    original = read_text(files, source.path, Sink()) or ""
    if source.path in TABLES:
        document = read_yaml(text, own, Sink())
        placed = placed_entries(document, segments)
        used = {route for _, _, _, route in placed}
        surplus += _leaves(document, own, used, {})
        numbers = {id(one): number for number, one in enumerate(segments)}
        found = {numbers[id(one)]: (words, span) for one, words, span, _ in placed}
    else:
        theirs = segments_of(files, Source(own, source.split))
        pairs = aligned(segments, theirs)
        found = {number: (other.text, other.span) for number, (_, other) in enumerate(pairs) if other is not None}
        taken = {id(other) for _, other in pairs if other is not None}
        surplus += [_more(one.text, one.context, one.span) for one in theirs if id(one) not in taken]
        heads = [read_yaml(split_front_matter(part)[0], own, Sink(), 2) for part in (text, original)]
        known = {one.route for one in theirs if one.route}
        surplus += _leaves(heads[0], own, known, dict(leaves(heads[1].value)))
    surplus += _comments(text, original, own)
    return found


def _more(words: str, context: str, span: Span) -> Entry:
    why = f"from {span.file}:{span.line}: the source has no such text"
    return Entry(context, words, words, "needs-review", comment=why, span=span)


def _leaves(
    document: YamlDocument, own: str, used: set[tuple[str | int, ...]], original: Mapping[tuple[str | int, ...], str]
) -> Iterator[Entry]:
    """Texts of a YAML file that are no translation of anything; `original`: those that the source has, too."""
    for route, words in leaves(document.value):
        if route not in used and route[:1] != ("review",) and original.get(route) != words and words.strip():
            yield _more(words, f"{own} {'.'.join(map(str, route))}", document.span(route))


def _comments(text: str, original: str, own: str) -> Iterator[Entry]:
    """What people wrote for each other."""
    pattern = _COMMENT[".md" if own.endswith(".md") else ".yaml"]
    there = set(pattern.findall(original))
    for found in pattern.finditer(text):
        if found[0] not in there:
            line = text.count("\n", 0, found.start()) + 1
            yield replace(_more(found[0], f"{own} comment", Span(own, line)), comment=f"from {own}:{line}: a comment")


def combined(found: Holding, old: Catalogue) -> Catalogue:
    """The catalogue that holds all of it: words of files in the place of others, which become unused."""
    entries: dict[tuple[str, str], Entry] = {}
    unused = list(found.surplus)
    for one in found.texts:
        if not one.filed or not one.words:
            continue
        entry = _entry(one)
        before = entries.setdefault(one.key, entry)
        if before.target != entry.target:
            why = f"from {one.span.file}:{one.span.line}: the same text is translated in another way before"
            unused.append(replace(entry, comment=why))
        elif one.twice and one.entry and before is entry:
            unused.append(replace(one.entry, comment=_joined(one.entry.comment, f"replaced by {one.span.file}")))
    kept = [entries.pop(entry.key, entry) for entry in old.entries]
    known = {(entry.key, entry.target) for entry in old.unused}
    unused = [entry for entry in unused if (entry.key, entry.target) not in known]
    return replace(old, entries=(*kept, *entries.values()), unused=(*old.unused, *unused), reviews=dict(found.reviews))


def _entry(one: Held) -> Entry:
    if one.entry and one.entry.target == one.words:
        return one.entry
    state: State = "needs-review" if one.state == "new" else one.state
    comment = one.entry.comment if one.entry else ""
    return Entry(*one.key, one.words, state, comment=comment, span=one.span)


def _joined(*comments: str) -> str:
    return "\n".join(filter(None, comments))
