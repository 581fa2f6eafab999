"""Statements of files with their lines: NDJSON, JSON lists, an LRS's answers and exports; packed or not.

Whatever is in a file becomes a statement or a reason why it is none; nothing is raised for bad content.
"""

from __future__ import annotations

import gzip
import sys
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, cast

from darslik_xapi.errors import XapiError

from .reading import NotJsonError, read_items, read_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_GZIP = b"\x1f\x8b"
# A line may be this long; what is longer is no statement.
LONGEST = 64 * 1024 * 1024
_BLANK = b" \t\r\n"
# Under which names exports of LRSs hold the statement.
_WRAPS = ("statement", "_source", "raw", "payload", "event")


@dataclass(frozen=True)
class Item:
    """One statement as found.

    Attributes:
        line: where it begins in the file, from 1.
        value: parsed JSON; None if there is an error.
        error: why it is no JSON.
    """

    line: int
    value: Any
    error: NotJsonError | None = None


def read_file(path: Path) -> Iterator[Item]:
    """The statements of a file; `-` is the standard input.

    Raises:
        XapiError: the file cannot be opened.
    """
    if str(path) == "-":
        yield from _read(cast("IO[bytes]", sys.stdin.buffer))
        return
    try:
        with path.open("rb") as raw:
            yield from _read(raw)
    except OSError as error:
        raise XapiError(f"{path} cannot be read: {error.strerror or error}", "name a file of statements") from None


def _read(raw: IO[bytes]) -> Iterator[Item]:
    head = raw.read(2)
    rest = _Joined(head, raw)
    if head == _GZIP:
        yield from _unpacked(rest)
    else:
        yield from _lines(rest)


class _Joined:
    """A stream with the bytes that were read from it already."""

    def __init__(self, head: bytes, raw: IO[bytes]) -> None:
        self.head, self.raw = head, raw

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; all if it is negative."""
        if not self.head:
            return self.raw.read(size)
        head = self.head if size < 0 else self.head[:size]
        self.head = self.head[len(head) :]
        return head + self.raw.read() if size < 0 else head

    def readline(self, size: int = -1) -> bytes:
        """The next line, at most `size` bytes of it."""
        if not self.head:
            return self.raw.readline(size)
        head, self.head = self.head, b""
        before, newline, after = head.partition(b"\n")
        if newline:
            self.head = after
            return before + newline
        return head + self.raw.readline(size - len(head) if size > 0 else size)


def _unpacked(packed: _Joined) -> Iterator[Item]:
    last = 0
    try:
        with gzip.GzipFile(fileobj=cast("IO[bytes]", packed), mode="rb") as raw:
            for item in _lines(_Joined(b"", cast("IO[bytes]", raw))):
                yield item
                last = item.line
    except (OSError, EOFError, zlib.error) as error:
        message = f"the packed file is damaged after this: {error}"
        yield Item(last + 1, None, NotJsonError("json", message))


def _lines(raw: _Joined) -> Iterator[Item]:
    """One statement a line; a first line that is no JSON by itself begins a text over several lines."""
    number, first = 0, True
    while line := raw.readline(LONGEST):
        number += 1
        if not line.endswith(b"\n") and len(line) >= LONGEST:
            yield _too_long(raw, number)
            continue
        if not line.strip(_BLANK):
            continue
        if first and _goes_on(line):
            yield from _whole(line + raw.read(), number)
            return
        first = False
        yield from _one(line, number)


def _too_long(raw: _Joined, number: int) -> Item:
    while (more := raw.readline(LONGEST)) and not more.endswith(b"\n"):
        pass
    return Item(number, None, NotJsonError("json", f"the line is longer than {LONGEST // 2**20} MiB"))


def _goes_on(line: bytes) -> bool:
    """Whether a line is only the beginning of a list or an object."""
    text = line.removeprefix(b"\xef\xbb\xbf").strip(_BLANK)
    if text[:1] == b"[":
        return text[-1:] != b"]"
    # An object that is not closed on its line, as in a file written for people to read.
    return text[:1] == b"{" and text[-1:] in (b"{", b"[", b",")


def _one(line: bytes, number: int) -> Iterator[Item]:
    text = line.strip(_BLANK)
    try:
        value = read_json(text)
    except NotJsonError as error:
        if text[:1] == b"[":  # what stands before the fault in a list is not lost
            yield from _whole(text, number)
        else:
            yield Item(number, None, error)
        return
    yield from _statements(value, number)


def _statements(value: object, number: int, depth: int = 0) -> Iterator[Item]:
    """A statement, a list of them, an LRS's answer to a query, or an export that wraps each statement."""
    if isinstance(value, list):
        for one in value:
            yield from _statements(one, number, depth) if isinstance(one, dict) else [Item(number, one)]
        return
    if isinstance(value, dict) and not {"actor", "verb"} & value.keys() and depth < len(_WRAPS):
        if isinstance(value.get("statements"), list):
            yield from _statements(value["statements"], number, depth + 1)
            return
        for name in _WRAPS:
            if isinstance(value.get(name), dict):
                yield from _statements(value[name], number, depth + 1)
                return
    yield Item(number, value)


def _whole(text: bytes, number: int) -> Iterator[Item]:
    """A text of several lines: a list, whose items know their lines, or one or more objects."""
    try:
        for line, value in read_items(text):
            yield from _statements(value, number + line)
    except NotJsonError as error:
        yield Item(number + error.line, None, error)
