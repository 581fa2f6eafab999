"""`extract`, `merge` and `status`: catalogues for every language, brought up to the course as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from darslik.diagnostics import Sink
from darslik.source.files import Files
from darslik.translate.catalogue import NOWHERE, STATES, Catalogue, State, merge
from darslik.translate.derive import derived
from darslik.translate.held import combined, holding
from darslik.translate.po import read_po, write_po
from darslik.translate.read import catalogue_path, read_catalogue
from darslik.translate.segments import Segment, unique
from darslik.translate.sources import Outline, Source, outline, segments_of


@dataclass(frozen=True)
class Extracted:
    """A language's catalogue as it should be, and the text of its file; `before`: of the file as it is, if any."""

    lang: str
    path: str
    catalogue: Catalogue
    text: str
    before: str | None = None

    @property
    def changed(self) -> bool:
        """Whether the file must be written: what says the same stays byte for byte."""
        return self.text != self.before


def extract(files: Files, languages: Sequence[str], sink: Sink) -> list[Extracted]:
    """Catalogues of these languages for the course as it is, with what was translated before, in whatever form."""
    said = outline(files)
    by_file = {source: segments_of(files, source) for source in said.sources}
    segments = unique(segment for found in by_file.values() for segment in found)
    return [
        _derived(files, said, lang, sink)
        if lang in said.derive
        else _extracted(files, lang, said.source, by_file, segments, sink)
        for lang in languages
        if lang != said.source and not (catalogue_path(files, lang) and read_catalogue(files, lang, sink) is None)
    ]


def _extracted(
    files: Files,
    lang: str,
    source_lang: str,
    by_file: Mapping[Source, list[Segment]],
    segments: list[Segment],
    sink: Sink,
) -> Extracted:
    path = catalogue_path(files, lang)
    before = files.read(path).decode("utf-8-sig", "replace") if path else None
    old = (read_po(before, path, lang, sink) if path and before is not None else None) or Catalogue(lang)
    new = merge(combined(holding(files, by_file, old), old), segments)
    unchanged = before is not None and same(new, old)
    known = {(one.context, one.text): one for one in segments}
    text = before if unchanged and before is not None else write_po(new, known, source_lang)
    return Extracted(lang, path or f"locale/{lang}.po", new, text, before)


def _derived(files: Files, said: Outline, lang: str, sink: Sink) -> Extracted:
    """That of a derived language: its texts are those of the language that it is made from."""
    path = catalogue_path(files, lang)
    before = files.read(path).decode("utf-8-sig", "replace") if path else None
    made = derived(files, said, lang, sink)
    if made is None:
        return Extracted(lang, path or f"locale/{lang}.po", Catalogue(lang), before or "", before)
    old = read_catalogue(files, lang, Sink()) if path else None
    known = {(one.context, one.text): one for one in made.segments}
    unchanged = before is not None and old is not None and same(made.catalogue, old)
    text = before if unchanged and before is not None else write_po(made.catalogue, known, made.base)
    return Extracted(lang, path or f"locale/{lang}.po", made.catalogue, text, before)


def same(one: Catalogue, other: Catalogue) -> bool:
    """Whether two catalogues say the same, wherever in their files."""
    return _said(one) == _said(other)


def _said(catalogue: Catalogue) -> tuple[object, ...]:
    rows = (*catalogue.entries, None, *catalogue.unused)
    texts = tuple(replace(row, span=NOWHERE) if row else None for row in rows)
    return catalogue.lang, texts, dict(catalogue.reviews)


@dataclass(frozen=True)
class Progress:
    """How far a language is. `words`: of the source, by the state of their translation."""

    lang: str
    path: str
    texts: Mapping[State, int]
    words: Mapping[State, int]
    unused: int

    @property
    def share(self) -> float:
        """The part of the words that is translated and not stale, 0 to 1."""
        total = sum(self.words.values())
        usable = total - self.words.get("new", 0) - self.words.get("stale", 0)
        return usable / total if total else 1.0


def progress(one: Extracted) -> Progress:
    """How far a language is."""
    texts: Counter[State] = Counter()
    words: Counter[State] = Counter()
    for entry in one.catalogue.entries:
        texts[entry.state] += 1
        words[entry.state] += len(entry.source.split())
    order = {state: texts[state] for state in STATES}, {state: words[state] for state in STATES}
    return Progress(one.lang, one.path, *order, len(one.catalogue.unused))
