"""Statements in files: one a line (NDJSON), or a JSON array; packed with gzip or not; read as a stream.

A statement without an id gets one that follows from what it says, so that the same file can be sent again.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import json
import sys
import uuid
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from ..errors import XapiError
from .sending import Item

_NAMESPACE = uuid.UUID("6f6b1f0e-3b0c-5d0a-9d37-5f1c8f3c2a11")
_CHUNK = 1 << 20
_SPACE = " \t\r\n"


@dataclass(frozen=True)
class Source:
    """A statement in a file.

    Attributes:
        file: its name; `-` for the standard input.
        line: where it begins, from 1.
        item: to send; None if it cannot be read.
        problem: why not.
    """

    file: str
    line: int
    item: Item | None = None
    problem: str = ""


class Files:
    """Reads files in turn; equal statements without ids are told apart by their number across all of them."""

    def __init__(self) -> None:
        self._met: Counter[bytes] = Counter()

    def read(self, path: str) -> Iterator[Source]:
        """All statements of a file, in their order.

        Raises:
            XapiError: if the file cannot be read to its end.
        """
        try:
            with _opened(path) as stream:
                yield from self._read(path, stream)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise XapiError(f"{path} ends in the middle, or is no gzip file", "get the file again") from None
        except OSError as error:
            raise XapiError(f"{path} cannot be read: {error.strerror or 'it is broken'}") from None
        except UnicodeDecodeError as error:
            raise XapiError(f"{path} is not UTF-8 (byte {error.start})", "save it as UTF-8") from None

    def _read(self, path: str, stream: IO[bytes]) -> Iterator[Source]:
        first = _first(stream)
        values = _elements(stream) if first == b"[" else _lines(stream)
        for line, raw, value in values:
            if isinstance(value, str | None) and not raw:
                yield Source(path, line, problem=value or "this is no JSON")
            elif isinstance(value, dict) and isinstance(value.get("statements"), list) and "actor" not in value:
                for one in value["statements"]:  # an answer of an LRS
                    yield Source(path, line, self._item(one, b""))
            else:
                yield Source(path, line, self._item(value, raw))

    def _item(self, value: object, raw: bytes) -> Item:
        if not isinstance(value, dict) or "id" in value:
            return Item(value, raw=raw)
        digest = hashlib.sha256(json.dumps(value, sort_keys=True).encode()).digest()
        self._met[digest] += 1
        return Item(value, raw=raw, key=uuid.uuid5(_NAMESPACE, f"{digest.hex()} {self._met[digest]}"))


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    """A file's bytes, unpacked if they are packed; the standard input stays open."""
    with ExitStack() as stack:
        stream: Any = sys.stdin.buffer if path == "-" else stack.enter_context(Path(path).open("rb", _CHUNK))
        if not hasattr(stream, "peek"):
            stream = io.BufferedReader(stream)
            stack.callback(stream.detach)
        packed = stream.peek(2)[:2] == b"\x1f\x8b"
        yield cast("IO[bytes]", stack.enter_context(gzip.open(stream)) if packed else stream)


def _first(stream: IO[bytes]) -> bytes:
    """The first character that is no space (or mark of UTF-8), which is left there."""
    peek = cast("io.BufferedReader", stream).peek
    while True:
        ahead = peek(1)
        text = ahead.removeprefix(b"\xef\xbb\xbf").lstrip()
        if text or not ahead:
            return text[:1]
        stream.read(len(ahead))


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes, Any]]:
    for number, line in enumerate(stream, 1):
        raw = line.removeprefix(b"\xef\xbb\xbf").strip()
        if not raw:
            continue
        try:
            yield number, raw, json.loads(raw, parse_constant=_refuse)
        except UnicodeDecodeError:
            yield number, b"", "this line is not UTF-8"
        except (ValueError, RecursionError) as error:
            yield number, b"", f"this line is no JSON: {getattr(error, 'msg', 'nested too deeply, or not a number')}"


def _elements(stream: IO[bytes]) -> Iterator[tuple[int, bytes, Any]]:
    """The elements of an array, however it is laid out; what follows a broken one cannot be told apart from it."""
    text = _Text(stream)
    text.skip("[")
    while text.ahead() not in ("]", ""):
        line = text.line
        value, raw = text.value()
        if raw is None:
            yield line, b"", "this is no JSON, and what follows in the array cannot be read"
            return
        yield line, raw, value
        if text.ahead() == ",":
            text.skip(",")
        elif text.ahead() not in ("]", ""):
            yield text.line, b"", "the array does not go on here; it needs a comma or its end"
            return
    if text.ahead() == "":
        yield text.line, b"", "the array ends in the middle"


class _Text:
    """A text of which a window is kept in memory."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._text = codecs.getincrementaldecoder("utf-8-sig")()
        self._window = ""
        self._at = 0
        self.line = 1
        self._decoder = json.JSONDecoder(parse_constant=_refuse)

    def ahead(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            while self._at < len(self._window):
                character = self._window[self._at]
                if character not in _SPACE:
                    return character
                self._move(self._at + 1)
            if not self._grow(_CHUNK):
                return ""

    def skip(self, character: str) -> None:
        """Go past a character that is ahead."""
        if self.ahead() == character:
            self._move(self._at + 1)

    def value(self) -> tuple[Any, bytes | None]:
        """The value that begins here, and its bytes; None for those if it is no JSON."""
        more = _CHUNK
        while True:
            value, end = self._decoded()
            # At the very end of the window a number might go on.
            whole = end is not None and end < len(self._window)
            if not whole and self._grow(more):
                more *= 2
                continue
            if end is None:
                return None, None
            raw = self._window[self._at : end].encode()
            self._move(end)
            return value, raw

    def _decoded(self) -> tuple[Any, int | None]:
        try:
            return self._decoder.raw_decode(self._window, self._at)
        except (ValueError, RecursionError):
            return None, None

    def _move(self, end: int) -> None:
        self.line += self._window.count("\n", self._at, end)
        self._at = end

    def _grow(self, size: int) -> bool:
        read = self._stream.read(size)
        new = self._text.decode(read, final=not read)
        self._window, self._at = self._window[self._at :] + new, 0
        return bool(read)
