"""`course.yaml`, `glossary.yaml`, `references.yaml` → their segments, and a translation's file written from them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from darslik.diagnostics import Sink, Span
from darslik.source.yaml import Route, YamlDocument, read_yaml
from darslik.translate.segments import DESCRIPTION, TITLE, Segment

Words = Callable[[Segment], str | None]
"""The translation of a segment, if there is one."""
Row = tuple[str, Segment | None]
"""A line of a file, and the segment whose translation stands on it."""

_Fields = Mapping[str, tuple[str, int | None]]

_COURSE: _Fields = {
    "title": ("the title of the course", TITLE),
    "description": ("what the course is about, in LMS catalogues", DESCRIPTION),
    "audience": ("for whom the course is", None),
    "publisher": ("who publishes the course", None),
}
_LISTS = {
    "keywords": ("keyword", "a word to find the course by"),
    "authors": ("author", "who wrote the course; as readers of this language write the name"),
}
_MODULE: _Fields = {"title": ("the title of a module", TITLE), "description": ("what the module is about", None)}
_TERM: _Fields = {"term": ("a term of the glossary", None), "definition": ("what the term means", None)}
_REFERENCE: _Fields = {
    "title": ("the title of a source; translate it only if readers know it by another name", None),
    "author": ("who wrote the source", None),
    "publisher": ("who published the source", None),
    "url": ("where the source is; another address only for its own version in this language", None),
    "note": ("a remark about the source", None),
}


def course_segments(text: str) -> list[Segment]:
    """Those of `course.yaml`."""
    document = read_yaml(text, "course.yaml", Sink())
    return list(_course(document, document.value if isinstance(document.value, dict) else {}))


def _course(document: YamlDocument, value: dict[str, Any]) -> Iterator[Segment]:
    file = "course.yaml"
    yield from _fields(file, document, value, (), "", _COURSE)
    for name, (role, note) in _LISTS.items():
        words = value.get(name)
        for number, word in enumerate(words if isinstance(words, list) else ()):
            if isinstance(word, str):
                route = (name, number)
                yield Segment(file, "", role, word, document.span(route), note, route=route)
    modules = value.get("modules")
    for number, module in enumerate(modules if isinstance(modules, list) else ()):
        if isinstance(module, dict) and isinstance(module.get("id"), str):
            yield from _fields(file, document, module, ("modules", number), module["id"], _MODULE)


def glossary_segments(text: str) -> list[Segment]:
    """Those of `glossary.yaml`."""
    return _entries("glossary.yaml", text, _TERM)


def reference_segments(text: str) -> list[Segment]:
    """Those of `references.yaml`."""
    return _entries("references.yaml", text, _REFERENCE)


def _entries(file: str, text: str, fields: _Fields) -> list[Segment]:
    document = read_yaml(text, file, Sink())
    value = document.value if isinstance(document.value, dict) else {}
    return [
        segment
        for key, entry in value.items()
        if isinstance(entry, dict)
        for segment in _fields(file, document, entry, (key,), str(key), fields)
    ]


def _fields(
    file: str,
    document: YamlDocument,
    value: dict[str, Any],
    route: Route,
    block: str,
    fields: _Fields,
) -> Iterator[Segment]:
    for name, (note, most) in fields.items():
        text = value.get(name)
        if isinstance(text, str) and text.strip():
            place = (*route, name)
            text = " ".join(text.split())
            yield Segment(file, block, name, text, document.span(place), note, most, route=place)


def course_file(segments: list[Segment], words: Words, review: str) -> list[Row]:
    """`course.<lang>.yaml`, line by line. `review`: the line that tells the state of the texts; empty if unknown."""
    roles = {role for role, _ in _LISTS.values()}
    rows: list[Row] = [_row("", one, words) for one in segments if not one.block and one.role not in roles]
    for name, (role, _) in _LISTS.items():
        listed = [one for one in segments if not one.block and one.role == role]
        rows += [(f"{name}:", None)] if listed else []
        rows += [(f"  - {_quoted(words(one) or one.text)}", one) for one in listed]
    rows += [(review, None)] if review else []
    modules = [one for one in segments if one.block]
    rows += [("modules:", None), *_blocks(modules, words, "  ")] if modules else []
    return rows


def entries_file(segments: list[Segment], words: Words) -> list[Row]:
    """`glossary.<lang>.yaml` or `references.<lang>.yaml`, line by line."""
    return list(_blocks(segments, words, ""))


def _blocks(segments: list[Segment], words: Words, indent: str) -> Iterator[Row]:
    before = ""
    for one in segments:
        if one.block != before:
            yield f"{indent}{_quoted(one.block)}:", None
            before = one.block
        yield _row(f"{indent}  ", one, words)


def _row(indent: str, segment: Segment, words: Words) -> Row:
    return f"{indent}{segment.role}: {_quoted(words(segment) or segment.text)}", segment


def _quoted(text: str) -> str:
    """As a string of YAML, on one line: JSON is YAML."""
    return json.dumps(text, ensure_ascii=False)


def front_matter(head: dict[str, Any], segments: list[Segment], words: Words, review: str = "") -> list[Row]:
    """The front matter of a translated lesson: the source's, but for its texts and its own `review` line."""
    by_route = {one.route: one for one in segments}
    rows: list[Row] = []
    for key, value in head.items():
        if (one := by_route.get((key,))) is not None:
            rows.append((f"{key}: {_quoted(words(one) or one.text)}", one))
        elif isinstance(value, list):
            rows.append((f"{key}:", None))
            for number, item in enumerate(value):
                own = by_route.get((key, number))
                text = (words(own) or own.text) if own else item
                rows.append((f"  - {json.dumps(text, ensure_ascii=False)}", own))
        elif key != "review":
            rows.append((f"{key}: {json.dumps(value, ensure_ascii=False)}", None))
    rows += [(review, None)] if review else []
    return rows


def placed_entries(document: YamlDocument, segments: list[Segment]) -> list[tuple[Segment, str, Span, Route]]:
    """What a translation's YAML file says for the segments of the source's, where, and on which route."""
    found = [(one, _at(document.value, _own_route(one)), _own_route(one)) for one in segments]
    return [
        (one, " ".join(words.split()), document.span(route), route)
        for one, words, route in found
        if isinstance(words, str) and words.strip()
    ]


def leaves(value: object, route: Route = ()) -> Iterator[tuple[Route, str]]:
    """All texts of a YAML file, each with its route."""
    if isinstance(value, str):
        yield route, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*route, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*route, number))


def _own_route(segment: Segment) -> Route:
    """Where the translation of a text stands: modules are a mapping there, by id."""
    if segment.file == "course.yaml" and segment.route[:1] == ("modules",):
        return "modules", segment.block, segment.role
    return segment.route


def _at(value: object, route: Route) -> object:
    for step in route:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value
