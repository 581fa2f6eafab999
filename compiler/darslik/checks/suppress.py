"""`ok: rule` comments: findings that an author has accepted, at one line or for a whole file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from darslik.diagnostics import Diagnostic, Severity
from darslik.model.tree import Course

_COMMENT = re.compile(r"(?:#|<!--)\s*ok(-file)?:\s*([a-z][a-z0-9, -]*?)\s*(?:-->|$)")


def without_accepted(course: Course, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Leave out warnings and hints that a comment accepts on their line, on the line before, or for the file.

    Errors cannot be accepted: nothing could be built from them.
    """
    comments: dict[str, dict[int, set[str]]] = {}
    for item in found:
        if item.severity is not Severity.ERROR:
            if item.span.file not in comments:
                comments[item.span.file] = _comments(course, item.span.file)
            accepted = comments[item.span.file]
            near = accepted.get(item.span.line, set()) | accepted.get(item.span.line - 1, set())
            if item.rule in near | accepted.get(0, set()):
                continue
        yield item


def _comments(course: Course, path: str) -> dict[int, set[str]]:
    """Line → accepted rules; line 0 stands for the whole file."""
    accepted: dict[int, set[str]] = {}
    if not course.files.has(path):
        return accepted
    text = course.files.read(path).decode("utf-8", "replace")
    for number, line in enumerate(text.split("\n"), 1):
        for found in _COMMENT.finditer(line):
            rules = {rule.strip() for rule in found.group(2).split(",")}
            accepted.setdefault(0 if found.group(1) else number, set()).update(rules)
    return accepted
