"""A language that is another one in other letters: `derive: {uz-Cyrl: uz-Latn}` in `course.yaml`.

It has no files but what people wrote: its texts are those of the other language, transliterated each time the course is
read. `locale/uz-Cyrl.po` is for people who see to single texts: there, `msgid` is the text of the other language. An
entry that a person changed or approved is kept, and becomes stale when the text that it was made from changes; all
others are made anew. Every entry that nobody touched has the comment `# darslik: derived` with a fingerprint of what
was made, so that an edit is told from a rule that has changed since.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from darslik.diagnostics import Sink
from darslik.model.course import Review
from darslik.source.files import Files
from darslik.translate.catalogue import STATES, Catalogue, Entry, State, merge
from darslik.translate.exceptions import read_exceptions
from darslik.translate.held import Held, Holding, holding
from darslik.translate.read import catalogue_path, read_catalogue
from darslik.translate.reviews import LANGUAGE
from darslik.translate.segments import VERBATIM, Segment, alternatives, unique
from darslik.translate.sources import Outline, segments_of
from darslik.translit import Exceptions, markdown_to_cyrillic, markdown_to_latin

DERIVED = "darslik: derived"
PAIRS: Mapping[tuple[str, str], Callable[[str, Exceptions], str]] = {
    ("uz-Latn", "uz-Cyrl"): markdown_to_cyrillic,
    ("uz-Cyrl", "uz-Latn"): markdown_to_latin,
}
"""From which language to which a text can be derived."""
NOTES = {
    "uz-Cyrl": "Лотин ёзувидаги матндан автоматик тарзда ўгирилган.",
    "uz-Latn": "Kirill yozuvidagi matndan avtomatik tarzda oʻgirilgan.",
}
"""What the page about the course says of a derived language, in that language."""

_TEXT = re.compile(r"(\\text\{)([^{}]*)(\})")
_GAP = re.compile(r"\{\{([^{}\n]+)\}\}")
_TOKEN = re.compile(r"[\w'’-]+")
_CODE = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w-]+|[A-Z]")
_MARK = re.compile(rf"{DERIVED}(?: ([0-9a-f]{{8}}))?")


@dataclass(frozen=True)
class Derived:
    """A derived language. `catalogue`: by the texts of the other language, as in its file; `shown`: by the source's.

    `segments`: the texts that it is made from.
    """

    base: str
    catalogue: Catalogue
    shown: Catalogue
    segments: list[Segment]


Convert = Callable[[str], str]


def derived(files: Files, said: Outline, lang: str, sink: Sink) -> Derived | None:
    """A language as it is derived now; none if its catalogue or the other's is damaged and a finding says so."""
    base = said.derive[lang]
    exceptions = read_exceptions(files, Sink())
    found = _base(files, said, base)
    old = _catalogue(files, lang, sink)
    if found is None or old is None:
        return None
    held = [one for one in found.unique if one.words]
    segments = [replace(one.segment, text=one.words, span=one.span) for one in held]
    made = {
        (segment.context, segment.text): _made(one, (base, lang), exceptions, translated=base != said.source)
        for one, segment in zip(held, segments, strict=True)
    }
    catalogue = _merged(old, unique(segments), made)
    shown = _shown(catalogue, held, found, converter(files, base, lang))
    return Derived(base, catalogue, shown, unique(segments))


def converter(files: Files, base: str, lang: str) -> Convert:
    """Markdown in one language → in the other, with the exceptions of the course."""
    exceptions = read_exceptions(files, Sink())
    return lambda text: PAIRS[base, lang](text, exceptions)


def _catalogue(files: Files, lang: str, sink: Sink) -> Catalogue | None:
    return read_catalogue(files, lang, sink) if catalogue_path(files, lang) else Catalogue(lang)


def _base(files: Files, said: Outline, base: str) -> Holding | None:
    """All texts of the course beside those that the derived language is made from."""
    by_file = {source: segments_of(files, source) for source in said.sources}
    if base != said.source:
        catalogue = _catalogue(files, base, Sink())
        return holding(files, by_file, catalogue) if catalogue else None
    review = said.value.get("review")
    state = Review.model_validate(review) if isinstance(review, dict) else Review()
    texts = [Held(one, one.text, state.state, one.span) for found in by_file.values() for one in found]
    return Holding(base, texts, reviews={LANGUAGE: state})


def _made(one: Held, pair: tuple[str, str], exceptions: Exceptions, *, translated: bool) -> str:
    """What a text becomes. What a translation shares with its source is a name, a code, or not translated: it stays."""
    segment, words = one.segment, one.words
    if segment.role in {"code", "url"}:
        return words
    if translated:
        if words == segment.text and (segment.stays or " " in words):
            return words
        exceptions = replace(exceptions, phrases=shared(segment.text, words, 2 if segment.stays else 3))

    def convert(text: str) -> str:
        return PAIRS[pair](text, exceptions)

    if segment.role in VERBATIM:
        return _TEXT.sub(lambda found: found[1] + convert(found[2]) + found[3], words)
    if segment.role == "answer":  # what differed in its apostrophes may be the same now
        return " | ".join(dict.fromkeys(convert(answer) for answer in alternatives(words)))
    return _GAP.sub(lambda found: _once(found[1]), convert(words))


def shared(source: str, words: str, least: int) -> frozenset[str]:
    """Stretches of `least` words or more that both texts have, codes (P-017) and letters that name something."""
    places = list(_TOKEN.finditer(words))
    ours, theirs = _TOKEN.findall(source), [one[0] for one in places]
    codes = {one for one in {*ours} & {*theirs} if _CODE.fullmatch(one)}
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    runs = [places[block.b : block.b + block.size] for block in blocks if block.size >= least]
    named = [run for run in runs if any(len(one[0]) > 1 and one[0].isascii() for one in run)]
    return frozenset(codes | {words[run[0].start() : run[-1].end()] for run in named})


def _once(gap: str) -> str:
    return f"{{{{{'|'.join(dict.fromkeys(gap.split('|')))}}}}}"


def _merged(old: Catalogue, segments: list[Segment], made: Mapping[tuple[str, str], str]) -> Catalogue:
    """The catalogue as it should be: what people wrote is kept, all else is made anew."""
    people = [human for entry in old.entries if (human := _of_people(entry)) is not None]
    unused = [human for entry in old.unused if (human := _of_people(entry)) is not None]
    merged = merge(replace(old, entries=tuple(people), unused=tuple(unused)), segments)
    fresh = merge(Catalogue(old.lang), segments)
    known = {entry.key for entry in (*people, *unused)}
    entries = tuple(
        _derived(entry, made[entry.key]) if entry.key not in known and entry == untouched else entry
        for entry, untouched in zip(merged.entries, fresh.entries, strict=True)
    )
    return replace(merged, entries=entries)


def _derived(entry: Entry, words: str) -> Entry:
    if words == entry.source and not any(sign.isalpha() for sign in words):
        return replace(entry, target=words, state="final")
    return replace(entry, target=words, state="machine", comment=f"{DERIVED} {_fingerprint(words)}")


def _of_people(entry: Entry) -> Entry | None:
    """What somebody changed or approved, without our mark; none if nobody did."""
    if not entry.target:
        return None
    marks = [found for line in entry.comment.split("\n") if (found := _MARK.fullmatch(line.strip()))]
    comment = "\n".join(line for line in entry.comment.split("\n") if not _MARK.fullmatch(line.strip()))
    if not marks:
        return entry
    touched = bool(comment) or entry.state != "machine" or marks[0][1] != _fingerprint(entry.target)
    state: State = "needs-review" if entry.state == "machine" else entry.state
    return replace(entry, comment=comment, state=state) if touched else None


def _fingerprint(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def _shown(catalogue: Catalogue, held: list[Held], found: Holding, convert: Convert) -> Catalogue:
    """By the texts of the source, as the overlay wants them; nothing is further than what it was made from."""
    entries = []
    least: dict[str, State] = {}
    for one in held:
        entry = catalogue.by_key[one.segment.context, one.words]
        state = min(entry.state, one.state, key=STATES.index)
        people = entry.span.file and DERIVED not in entry.comment
        span = entry.span if people else one.span
        entries.append(replace(entry, source=one.segment.text, state=state, span=span))
        least[one.segment.file] = min(least.get(one.segment.file, "final"), state, key=STATES.index)
    reviews = {
        path: _review(review, least.get(path, "machine"), NOTES[catalogue.lang] if path == LANGUAGE else "", convert)
        for path, review in {LANGUAGE: Review(), **found.reviews}.items()
    }
    return Catalogue(catalogue.lang, tuple(entries), reviews={**reviews, **_bounded(catalogue, reviews)})


def _review(review: Review, least: State, note: str, convert: Convert) -> Review:
    """Of a derived file: never further than the text that it was made from, nor than its least reviewed text."""
    state = min(review.state, "needs-review" if least == "stale" else least, key=STATES.index)
    return Review(state=state, note=" ".join(filter(None, [convert(review.note), note])))


def _bounded(catalogue: Catalogue, reviews: Mapping[str, Review]) -> dict[str, Review]:
    """What people say of the derived language in its own catalogue, within the same bounds."""
    return {
        path: review.model_copy(update={"state": min(review.state, reviews[path].state, key=STATES.index)})
        for path, review in catalogue.reviews.items()
        if path in reviews
    }
