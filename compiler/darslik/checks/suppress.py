"""`ok: rule` comments: findings that an author has accepted, at one place or for a whole file.

# ok: rule                        in YAML: on the line itself, or on the line before
<!-- ok: rule, other: why -->     in Markdown: the lines from there to the next empty one
<!-- ok-file: rule -->            the whole file
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from darslik.diagnostics import Diagnostic, Severity
from darslik.model.tree import Course

_COMMENT = re.compile(r"(?:#|<!--)\s*ok(-file)?:\s*([a-z][a-z0-9-]*(?:\s*,\s*[a-z][a-z0-9-]*)*)")
_Accepted = dict[int, set[str]]
"""Line → accepted rules; line 0 stands for the whole file."""


def without_accepted(course: Course, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Leave out warnings and hints that a comment accepts.

    Errors cannot be accepted: nothing could be built from them.
    """
    files: dict[str, _Accepted] = {}
    for item in found:
        if item.severity is not Severity.ERROR:
            path = item.span.file
            if path not in files:
                files[path] = _comments(course, path)
            if item.rule in files[path].get(item.span.line, set()) | files[path].get(0, set()):
                continue
        yield item


def _comments(course: Course, path: str) -> _Accepted:
    accepted: _Accepted = {}
    if not course.files.has(path):
        return accepted
    lines = course.files.read(path).decode("utf-8", "replace").split("\n")
    for number, line in enumerate(lines, 1):
        for found in _COMMENT.finditer(line):
            rules = {rule.strip() for rule in found.group(2).split(",")}
            for covered in [0] if found.group(1) else _covered(lines, number, path):
                accepted.setdefault(covered, set()).update(rules)
    return accepted


def _covered(lines: list[str], number: int, path: str) -> Iterator[int]:
    """The comment's own line and the next; in Markdown everything up to an empty line."""
    yield number
    yield number + 1
    if path.endswith(".md"):
        for offset, line in enumerate(lines[number:], number + 1):
            if not line.strip():
                return
            yield offset
