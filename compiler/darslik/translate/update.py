"""`extract`, `merge` and `status`: catalogues for every language, brought up to the course as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from darslik.diagnostics import Sink
from darslik.source.files import Files
from darslik.translate.catalogue import NOWHERE, STATES, Catalogue, Entry, State, merge
from darslik.translate.derive import derived
from darslik.translate.held import combined, holding
from darslik.translate.read import Form, catalogue_path, form_of, new_path, read_catalogue, write_catalogue
from darslik.translate.returned import Taken, take
from darslik.translate.segments import Segment, unique
from darslik.translate.sources import Outline, Source, all_segments, outline, segments_of


@dataclass(frozen=True)
class Extracted:
    """A language's catalogue as it should be, and the text of its file; `before`: of the file as it is, if any."""

    lang: str
    path: str
    catalogue: Catalogue
    text: str
    before: str | None = None
    form: Form = "po"
    taken: Taken = field(default_factory=Taken)

    @property
    def changed(self) -> bool:
        """Whether the file must be written: what says the same stays byte for byte."""
        return self.text != self.before


def extract(
    files: Files,
    languages: Sequence[str],
    sink: Sink,
    form: Form | None = None,
    returned: Mapping[str, Sequence[Catalogue]] | None = None,
) -> list[Extracted]:
    """Catalogues of these languages for the course as it is, with what was translated before, in whatever form.

    `form`: that of the files; if none, they keep theirs. `returned`: what came back from translators, by language.
    """
    said = outline(files)
    by_file = {source: segments_of(files, source) for source in said.sources}
    segments = unique(segment for found in by_file.values() for segment in found)
    job = _Job(files, said, by_file, segments, form, sink)
    found = []
    for lang in languages:
        old = read_catalogue(files, lang, sink) if lang != said.source else None
        if old is None and (lang == said.source or catalogue_path(files, lang)):
            continue
        own = (
            job.derived(lang, old) if lang in said.derive else job.extracted(lang, old, (returned or {}).get(lang, ()))
        )
        found.append(own)
    return found


@dataclass(frozen=True)
class _Job:
    """What is the same for all languages of a course."""

    files: Files
    said: Outline
    by_file: Mapping[Source, list[Segment]]
    segments: list[Segment]
    form: Form | None
    sink: Sink

    def extracted(self, lang: str, held: Catalogue | None, returned: Sequence[Catalogue]) -> Extracted:
        """The catalogue of a language that people translate."""
        path, own, before = _file(self.files, lang, self.form)
        old = held or Catalogue(lang)
        new = combined(holding(self.files, self.by_file, old), old)
        taken = Taken()
        for one in returned:
            new = take(new, one, self.segments, taken)
        new = merge(new, self.segments)
        form = self.form or own
        known = {(one.context, one.text): one for one in self.segments}
        unchanged = before if own == form and same(new, old) else None
        text = unchanged or write_catalogue(new, known, self.said.source, form)
        return Extracted(lang, path if path and own == form else new_path(lang, form), new, text, before, form, taken)

    def derived(self, lang: str, old: Catalogue | None) -> Extracted:
        """That of a derived language: its texts are those of the language that it is made from."""
        path, own, before = _file(self.files, lang, self.form)
        form = self.form or own
        where = path if path and own == form else new_path(lang, form)
        made = derived(self.files, self.said, lang, self.sink)
        if made is None:
            return Extracted(lang, where, Catalogue(lang), before or "", before, form)
        known = {(one.context, one.text): one for one in made.segments}
        unchanged = before if own == form and old is not None and same(made.catalogue, old) else None
        text = unchanged or write_catalogue(made.catalogue, known, made.base, form)
        return Extracted(lang, where, made.catalogue, text, before, form)


def _file(files: Files, lang: str, form: Form | None) -> tuple[str | None, Form, str | None]:
    """Path, form and text of a language's catalogue; without one, the form that it will have.

    The text is empty if it is not UTF-8: then it is written anew.
    """
    path = catalogue_path(files, lang)
    if path is None:
        return None, form or "po", None
    body = files.read(path)
    try:
        return path, form_of(path, body), body.decode()
    except UnicodeDecodeError:
        return path, form_of(path, body), ""


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

    def below(self, bound: State) -> int:
        """Texts that are not as far as a language must be to be published."""
        return sum(number for state, number in self.texts.items() if STATES.index(state) < STATES.index(bound))


def progress(one: Extracted) -> Progress:
    """How far a language is."""
    texts: Counter[State] = Counter()
    words: Counter[State] = Counter()
    for entry in one.catalogue.entries:
        texts[entry.state] += 1
        words[entry.state] += len(entry.source.split())
    order = {state: texts[state] for state in STATES}, {state: words[state] for state in STATES}
    return Progress(one.lang, one.path, *order, len(one.catalogue.unused))


def template(files: Files) -> str:
    """The texts of a course as a PO template: for tools and platforms that make the catalogues of languages from it."""
    segments = unique(all_segments(files))
    entries = tuple(Entry(one.context, one.text) for one in segments)
    known = {(one.context, one.text): one for one in segments}
    return write_catalogue(Catalogue("", entries), known, outline(files).source, "po")
