"""The files of a course that hold words of the source language, and all their segments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from darslik.diagnostics import Sink
from darslik.model.course import derivable
from darslik.source.files import Files
from darslik.source.lesson import BANK
from darslik.source.paths import resolve
from darslik.source.text import read_text
from darslik.source.yaml import read_yaml
from darslik.translate.lessons import lesson_segments
from darslik.translate.segments import Segment
from darslik.translate.tables import course_segments, glossary_segments, reference_segments

TABLES = {
    "course.yaml": course_segments,
    "glossary.yaml": glossary_segments,
    "references.yaml": reference_segments,
}


@dataclass(frozen=True)
class Source:
    """A file with words. `split`: how a lesson is cut into pages; empty for YAML files."""

    path: str
    split: str = ""


@dataclass(frozen=True)
class Outline:
    """What `course.yaml` says that translation must know, read leniently: findings are the compiler's job."""

    languages: tuple[str, ...]
    sources: tuple[Source, ...]
    value: dict[str, Any]

    @property
    def derive(self) -> dict[str, str]:
        """Languages that are made from another one, by transliteration: `uz-Cyrl` from `uz-Latn`."""
        value = self.value.get("derive")
        pairs = value.items() if isinstance(value, dict) else ()
        known = self.languages
        listed = {lang: base for lang, base in pairs if lang in known[1:] and base in known}
        return {lang: base for lang, base in listed.items() if derivable(base, lang)}

    @property
    def source(self) -> str:
        """The source language; empty if the course names none."""
        return self.languages[0] if self.languages else ""


def outline(files: Files) -> Outline:
    """Read `course.yaml` without judging it."""
    value = _value(files, "course.yaml")
    languages = tuple(dict.fromkeys(_words(value.get("languages"))))
    tables = [Source(path) for path in TABLES if files.has(path)]
    return Outline(languages, (*tables, *_lessons(files, value)), value)


def _lessons(files: Files, value: dict[str, Any]) -> Iterator[Source]:
    split = value.get("split") if isinstance(value.get("split"), str) else "break"
    modules = value.get("modules")
    named = [
        (path, split)
        for module in (modules if isinstance(modules, list) else ())
        if isinstance(module, dict)
        for path in _words(module.get("lessons"))
    ]
    named += [(path, BANK) for path in _words(value.get("banks"))]
    seen = set()
    for written, how in named:
        path = resolve("course.yaml", written)
        if path and path.endswith(".md") and files.has(path) and path not in seen:
            seen.add(path)
            yield Source(path, str(how))


def segments_of(files: Files, source: Source) -> list[Segment]:
    """All segments of a file, doubles included; none if it cannot be read."""
    text = read_text(files, source.path, Sink())
    if text is None:
        return []
    if source.path in TABLES:
        return TABLES[source.path](text)
    return lesson_segments(source.path, text, source.split)


def all_segments(files: Files) -> list[Segment]:
    """All segments of a course, in reading order."""
    return [segment for source in outline(files).sources for segment in segments_of(files, source)]


def _value(files: Files, path: str) -> dict[str, Any]:
    text = read_text(files, path, Sink()) if files.has(path) else None
    value = read_yaml(text, path, Sink()).value if text is not None else None
    return value if isinstance(value, dict) else {}


def _words(value: object) -> list[str]:
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []
