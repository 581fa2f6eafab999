"""Places of what stands outside of running text: titles of pages, texts in YAML files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from darslik.diagnostics import Span
from darslik.model.tree import Course, PageText
from darslik.source.yaml import Route, YamlDocument

_TEXTS = frozenset(
    {"title", "description", "audience", "publisher", "authors", "keywords", "term", "note", "objectives"}
)


class YamlText(NamedTuple):
    """A text for people in a YAML file."""

    lang: str
    value: str
    document: YamlDocument
    route: Route

    def span(self, needle: str) -> Span:
        """Where `needle` stands in it; the whole text if it is written in another way, such as over several lines."""
        whole = self.document.span(self.route)
        column = self.value.find(needle)
        quoted = whole.length - len(self.value)
        if column < 0 or quoted not in {0, 2}:
            return whole
        return Span(whole.file, whole.line, whole.column + quoted // 2 + column, len(needle))


def strings(value: Any, route: Route = ()) -> Iterator[tuple[Route, str]]:  # noqa: ANN401 - any YAML value
    """Every text of a YAML value with its route."""
    if isinstance(value, str):
        yield route, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from strings(inner, (*route, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from strings(inner, (*route, number))


def yaml_texts(course: Course) -> Iterator[YamlText]:
    """Titles, descriptions, terms and the like of all YAML files and front matter.

    Titles of sources are left out: they may be in any language.
    """
    documents = [(_language(course, path), document) for path, document in course.documents.items()]
    documents += [(text.lang, text.document) for text in course.lesson_texts()]
    for lang, document in documents:
        for route, value in strings(document.value):
            name = next((step for step in reversed(route) if isinstance(step, str)), "")
            if name in _TEXTS and (name == "note" or not document.span(()).file.startswith("references.")):
                yield YamlText(lang, value, document, route)


def _language(course: Course, path: str) -> str:
    """`course.ru.yaml` → `ru`; the source language for a file without one."""
    parts = path.split(".")
    return parts[1] if len(parts) > 2 else course.source


def title_span(page: PageText, needle: str) -> Span:
    """Where `needle` stands in the heading that gave a page its title."""
    number = page.span.line - page.body.line
    line = page.body.source[number] if number < len(page.body.source) else ""
    column = line.find(needle)
    return Span(page.span.file, page.span.line, column + 1, len(needle)) if column >= 0 else page.span
