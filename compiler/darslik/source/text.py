"""Bytes of a course file → text, with a finding when they are no UTF-8 text."""

from __future__ import annotations

import re

from darslik.diagnostics import Severity, Sink, Span
from darslik.rules import define
from darslik.source.files import MAX_TEXT, Files

define(
    "not-utf8",
    Severity.ERROR,
    """
    A course file is not UTF-8 text.

    Old editors save Cyrillic as CP1251. Learners would see other letters than the author wrote, so darslik does not
    guess: save the file as UTF-8.

    Bad:
    === lessons/01-first.md
    \\xd3\\xf0\\xee\\xea
    Good:
    === lessons/01-first.md
    Урок
    """,
)
define(
    "control-character",
    Severity.ERROR,
    """
    A course file holds a character that XML and YAML cannot carry.

    Manifests are XML; a control character copied from elsewhere would make the package unreadable.

    Bad:
    === lessons/01-first.md
    Form\\x0cfeed
    Good:
    === lessons/01-first.md
    Form feed
    """,
)
define(
    "file-too-large",
    Severity.ERROR,
    """
    A YAML or Markdown file is larger than 4 MB.

    No lesson is that long; it is probably data or media under the wrong name. Put data into a CSV file and show a
    part of it.

    Bad:
    === lessons/01-first.md
    \\size 5000000
    Good:
    === lessons/01-first.md
    A lesson of ordinary size.
    """,
)

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\x85\u2028\u2029]")


def read_text(files: Files, path: str, sink: Sink) -> str | None:
    r"""The text of a file with `\n` line ends and without byte order mark, or none and a finding."""
    if files.size(path) > MAX_TEXT:
        sink.add("file-too-large", f"this file has {files.size(path):,} bytes", Span(path))
        return None
    return decoded(files.read(path), path, sink)


def decoded(data: bytes, path: str, sink: Sink) -> str | None:
    r"""The text of a file's bytes, as `read_text` reads it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        span = Span(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        sink.add("not-utf8", "this is not UTF-8 text", span, help="save the file as UTF-8")
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if _printable(path, text, sink) else None


def _printable(path: str, text: str, sink: Sink) -> bool:
    found = _CONTROL.search(text)
    if not found:
        return True
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - text.rfind("\n", 0, found.start())
    code = f"U+{ord(found.group()):04X}"
    sink.add(
        "control-character",
        f"the control character {code} cannot be packaged",
        Span(path, line, column),
        help="delete it",
    )
    return False
