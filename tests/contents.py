"""Packages made of a few files, and what the pass over their content saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from darslik.diagnostics import Sink
from darslik.inspect import Inspection, Options, inspect
from darslik.inspect.archive import Package, open_package
from darslik.inspect.content import Content, content_of
from darslik.inspect.limits import Limits
from inspect_examples import base

if TYPE_CHECKING:
    from pathlib import Path

HEAD = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="w"><title>T</title>'


def package(folder: Path, files: dict[str, bytes | str]) -> Package:
    """A folder with these files, opened."""
    for path, body in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body.encode() if isinstance(body, str) else body)
    found = open_package(folder, Limits(), Sink())
    assert found is not None
    return found


def content(folder: Path, files: dict[str, bytes | str]) -> Content:
    """What was noted about these files."""
    return content_of(package(folder, files), Limits())


def inspected(folder: Path, files: dict[str, bytes | str], standard: str = "scorm2004") -> Inspection:
    """A correct package with these files over it, inspected."""
    package(folder, {**base(standard), **files})
    return inspect(folder, Options())


def told(folder: Path, rule: str, files: dict[str, bytes | str], standard: str = "scorm2004") -> list[str]:
    """`file:line:column message` of each finding of a rule."""
    return [
        f"{one.span.file}:{one.span.line}:{one.span.column} {one.message}"
        for one in inspected(folder, files, standard).found
        if one.rule == rule
    ]


def kinds(folder: Path, script: str) -> set[str]:
    """The kinds of things that were seen in a script and that a rule may be about."""
    found = content(folder, {"a.js": script}).seen
    return {kind for kind, seen in found.sightings.items() if seen} - {"loads"}
