"""A course folder whose translations are catalogues, seen as one whose translations are files.

`lessons/01-why.ru.md` is, where there is only `locale/ru.po`, the source's text with the words replaced. All that reads
courses stays as it is, and the structure of a translation is the source's by construction. A finding in such a file is
one about the catalogue: `place` says where.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from darslik.diagnostics import Diagnostic, Label, Sink, Span
from darslik.source.files import Files
from darslik.source.markdown import split_front_matter
from darslik.source.paths import variant
from darslik.source.text import read_text
from darslik.source.yaml import read_yaml
from darslik.translate.catalogue import Catalogue
from darslik.translate.derive import converter, derived
from darslik.translate.derived_media import DerivedMedia
from darslik.translate.exceptions import read_exceptions
from darslik.translate.read import read_catalogue
from darslik.translate.reviews import language_review, review_line
from darslik.translate.segments import VERBATIM, Segment, alternatives
from darslik.translate.sources import TABLES, Outline, Source, outline, segments_of
from darslik.translate.tables import Row, course_file, entries_file, front_matter

Words = Callable[[Segment], str | None]

_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class _Made:
    """A file that is not there. `places`: for each line from 1, what stands on it from which column on."""

    body: bytes
    places: dict[int, list[tuple[int, Span]]]

    def place(self, line: int, column: int) -> Span | None:
        """What a place in it comes from; none if from nothing in particular."""
        found = [span for start, span in self.places.get(line, ()) if start <= column]
        return found[-1] if found else next((span for _, span in self.places.get(line, ())), None)


class Translated:
    """Files of a course, those of its catalogues among them."""

    def __init__(self, files: Files, catalogues: dict[str, Catalogue]) -> None:
        self.name = files.name
        self.real = files
        self.catalogues = catalogues
        self._outline = outline(files)
        self._virtual = dict(self._names())
        self._made: dict[str, _Made] = {}
        self._segments: dict[Source, list[Segment]] = {}

    def segments(self, source: Source) -> list[Segment]:
        """The texts of a source file, read once for all languages."""
        if source not in self._segments:
            self._segments[source] = segments_of(self.real, source)
        return self._segments[source]

    def _names(self) -> Iterable[tuple[str, tuple[str, Source]]]:
        for lang in self.catalogues:
            for source in self._outline.sources:
                own = variant(source.path, lang)
                if not self.real.has(own):
                    yield own, (lang, source)

    @cached_property
    def _paths(self) -> list[str]:
        return sorted({*self.real.paths(), *self._virtual})

    def paths(self) -> list[str]:
        """All files, sorted."""
        return self._paths

    def has(self, path: str) -> bool:
        """Whether there is a file of exactly this spelling."""
        return path in self._virtual or self.real.has(path)

    def size(self, path: str) -> int:
        """Bytes of a file."""
        return len(self.read(path)) if path in self._virtual else self.real.size(path)

    def read(self, path: str) -> bytes:
        """Bytes of a file."""
        return self._file(path).body if path in self._virtual else self.real.read(path)

    def made(self, path: str) -> bool:
        """Whether a file is not there, but what a catalogue stands for."""
        return path in self._virtual

    def place(self, span: Span) -> Span:
        """Where a finding in one of these files really is."""
        if span.file not in self._virtual:
            return self.real.place(span) if isinstance(self.real, DerivedMedia) else span
        found = self._file(span.file).place(span.line, span.column)
        if found is not None:
            return found
        lang, source = self._virtual[span.file]
        return Span(self._catalogue_path(lang) or source.path)

    def replaced(self, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Findings at the places that people can open."""
        return [
            replace(
                one,
                span=self.place(one.span),
                related=tuple(Label(self.place(label.span), label.text) for label in one.related),
            )
            for one in found
        ]

    def _catalogue_path(self, lang: str) -> str:
        return next((entry.span.file for entry in self.catalogues[lang].entries if entry.span.file), "")

    def _file(self, path: str) -> _Made:
        if path not in self._made:
            lang, source = self._virtual[path]
            self._made[path] = _made(self.real, source, self.segments(source), self.catalogues[lang])
        return self._made[path]


def _made(files: Files, source: Source, segments: list[Segment], catalogue: Catalogue) -> _Made:
    if source.path in TABLES:
        make = course_file if source.path == "course.yaml" else entries_file
        review = [review_line(language_review(catalogue))] if make is course_file else []
        rows = make(segments, catalogue.words, *review)
        return _of_rows(rows, catalogue)
    return _lesson(files, source, segments, catalogue)


def _of_rows(rows: Iterable[Row], catalogue: Catalogue) -> _Made:
    lines, places = [], {}
    for number, (text, segment) in enumerate(rows, 1):
        lines.append(text)
        if segment is not None:
            places[number] = [(1, _span(segment, catalogue))]
    return _Made("".join(f"{line}\n" for line in lines).encode(), places)


def _span(segment: Segment, catalogue: Catalogue) -> Span:
    entry = catalogue.by_key.get((segment.context, segment.text))
    return entry.span if entry and entry.target else segment.span


def _lesson(files: Files, source: Source, segments: list[Segment], catalogue: Catalogue) -> _Made:
    text = read_text(files, source.path, Sink()) or ""
    front, _, line = split_front_matter(text)
    lines = text.split("\n")
    document = read_yaml(front, source.path, Sink(), 2)
    head = document.value if isinstance(document.value, dict) else {}
    own = catalogue.reviews.get(source.path)
    rows = front_matter(head, [one for one in segments if one.route], catalogue.words, review_line(own) if own else "")
    made = _of_rows([("---", None), *rows, ("---", None)] if rows or front or line > 1 else [], catalogue)
    places = dict(made.places)
    written = made.body.decode().split("\n")[:-1]
    body, columns = _replaced(lines, [one for one in segments if one.stretch], catalogue)
    for number in range(line - 1, len(lines)):
        for row, spans in zip(body[number], columns[number], strict=True):
            written.append(row)
            places[len(written)] = spans or [(1, Span(source.path, number + 1))]
    return _Made("\n".join(written).encode(), places)


def _replaced(
    lines: list[str], segments: list[Segment], catalogue: Catalogue
) -> tuple[list[list[str]], list[list[list[tuple[int, Span]]]]]:
    """For each line of the source, the lines that it becomes and what stands on them."""
    texts = [[line] for line in lines]
    places: list[list[list[tuple[int, Span]]]] = [[[]] for _ in lines]
    for one in sorted(segments, key=_start, reverse=True):  # from the end, so that columns stay right
        at, words = one.stretch, catalogue.words(one)
        if at is None or words is None:
            continue
        if at.cell:
            words = _BAR.sub(r"\|", words)
        before = lines[at.line][: at.column]
        first, *more = words.split("\n")
        new = [before + first, *(more if one.role in VERBATIM else (at.lead + line.strip() for line in more))]
        if one.role == "answer":  # several that are right: each is an item, the last has the feedback
            new = [before + answer for answer in alternatives(words)]
        shift = len(new[-1]) - at.end_column
        spans = [[(1, _span(one, catalogue))] for _ in new]
        if one.role != "answer":
            spans[0] = [(at.column + 1, _span(one, catalogue))]
        spans[-1] += [(column + shift, span) for column, span in places[at.end_line][0]]
        new[-1] += texts[at.end_line][0][at.end_column :]
        rest = texts[at.end_line][1:], places[at.end_line][1:]
        for number in range(at.line, at.end_line + 1):
            texts[number], places[number] = [], []
        texts[at.line], places[at.line] = [*new, *rest[0]], [*spans, *rest[1]]
    return texts, places


def _start(segment: Segment) -> tuple[int, int]:
    return (segment.stretch.line, segment.stretch.column) if segment.stretch else (-1, 0)


def with_catalogues(files: Files, sink: Sink) -> Files:
    """The files of a course with those that its catalogues stand for; the files themselves if it has none."""
    said: Outline = outline(files)
    derive = said.derive
    read_exceptions(files, sink)
    found = {lang: read_catalogue(files, lang, sink) for lang in said.languages[1:] if lang not in derive}
    usable = {lang: catalogue for lang, catalogue in found.items() if catalogue is not None}
    for lang in derive:
        made = derived(files, said, lang, sink)
        usable |= {lang: made.shown} if made else {}
    real = DerivedMedia(files, said, {lang: converter(files, base, lang) for lang, base in derive.items()})
    return Translated(real if derive else files, usable) if usable else files
