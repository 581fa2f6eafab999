"""Reads files of statements in whatever form they were exported: one object at a time, however big the file is.

Lines (NDJSON), arrays, results of an LRS (`{"statements": […]}`), exports that wrap each statement (Learning Locker,
SQL LRS), archives of Ralph; each plain or compressed with gzip.
"""

from __future__ import annotations

import codecs
import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from ..errors import XapiError
from .splice import elements, members, scan, skip

_BLOCK = 1 << 20
_WRAPS = ("statement", "_source", "raw", "payload", "event")


def open_text(path: Path) -> IO[bytes]:
    """A file, unpacked if it is gzip, whatever its name.

    Raises:
        XapiError: if it cannot be read.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]
    except OSError as error:
        raise XapiError(f"{path} cannot be read: {error.strerror}") from None


def is_lines(path: Path) -> bool:
    """Whether each line of the file is a JSON object of its own: its first one is."""
    with open_text(path) as file:
        first = file.readline(64_000_000)
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return first[:1] == b"{" and first.rstrip()[-1:] == b"}"


def read(path: Path) -> Iterator[tuple[str | bytes, str]]:
    """The text of every statement with its place (`file:line`); what is none comes too, to be rejected.

    Raises:
        XapiError: if the file cannot be read, is cut short, or holds no JSON at all.
    """
    try:
        yield from _lines(path) if is_lines(path) else _document(path)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise XapiError(
            f"{path} is a damaged gzip file: {error}", "get it again; what was read is in the store"
        ) from None
    except OSError as error:
        raise XapiError(f"{path} cannot be read: {error.strerror or error}") from None


def unwrap(text: str) -> list[str]:
    """The statements in a JSON object: itself, what it wraps, or all of a result. Something else stays as it is."""
    try:
        return _unwrap(text, 0) or [text]
    except (ValueError, IndexError, RecursionError):
        return [text]


def _unwrap(text: str, depth: int) -> list[str]:
    at = skip(text, 0)
    if text[at] != "{" or depth > len(_WRAPS):
        return []
    found = {name: (value, start, end) for name, value, start, end in members(text, at)}
    if "actor" in found or "verb" in found:
        return [text]
    if isinstance(found.get("statements", ("",))[0], list):
        start = found["statements"][1]
        return [one for _, _, first, last in elements(text, start) for one in unwrap(text[first:last])]
    for name in _WRAPS:
        if name in found:
            value, start, end = found[name]
            inside = text[start:end] if isinstance(value, dict) else value
            if isinstance(inside, str) and (inner := _unwrap(inside, depth + 1)):
                return inner
    return []


def _lines(path: Path) -> Iterator[tuple[str | bytes, str]]:
    with open_text(path) as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            place = f"{path.name}:{number}"
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
            except UnicodeDecodeError:
                yield line, place
                continue
            for one in unwrap(text):
                yield one, place


def _document(path: Path) -> Iterator[tuple[str, str]]:
    with open_text(path) as file:
        window = _Window(path, file)
        window.space()
        if window.ended():
            return
        if window.here() not in "[{":
            raise XapiError(f"{path} holds no JSON", "give NDJSON, a JSON array, or a result of an LRS")
        while not window.ended():
            yield from _value(window)
            window.space()


def _value(window: _Window) -> Iterator[tuple[str, str]]:
    """The statements of the value at hand: an array's, a result's, or itself."""
    if window.here() == "[":
        yield from _array(window)
        return
    start, place = window.at, window.place()
    if window.here() != "{":
        yield window.value(), place
        return
    window.hold = start
    window.step()
    while window.here() != "}":
        name = json.loads(window.value())
        window.space()
        window.step()  # the colon
        window.space()
        if name == "statements" and window.here() == "[":
            window.hold = -1
            yield from _array(window)
        else:
            window.value()
        window.space()
        if window.here() == ",":
            window.step()
    whole = window.text[window.hold : window.at + 1] if window.hold >= 0 else ""
    window.hold = -1
    window.step()
    for one in unwrap(whole) if whole else ():
        yield one, place


def _array(window: _Window) -> Iterator[tuple[str, str]]:
    window.step()
    while window.here() != "]":
        place = window.place()
        for one in unwrap(window.value()):
            yield one, place
        window.space()
        if window.here() == ",":
            window.step()
    window.step()


class _Window:
    """A piece of a document's text that moves along: values are taken from it, and it reads on when one is cut."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.text = ""
        self.at = 0
        self.hold = -1
        self._path = path
        self._file = file
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()
        self._line = 1
        self._over = False

    def here(self) -> str:
        """The character at hand."""
        while self.at >= len(self.text):
            self._more(1)
        return self.text[self.at]

    def ended(self) -> bool:
        """Whether nothing is left."""
        while self.at >= len(self.text) and not self._over:
            self._more(1, required=False)
        return self.at >= len(self.text)

    def step(self) -> None:
        """Over one character and the space behind it."""
        self.here()
        self.at += 1
        self.space()

    def space(self) -> None:
        """Over white space."""
        while not self.ended():
            self.at = skip(self.text, self.at)
            if self.at < len(self.text):
                return

    def value(self) -> str:
        """The text of the value at hand."""
        self.here()
        blocks = 1
        while True:
            try:
                _, end = scan(self.text, self.at)
            except (ValueError, IndexError) as error:
                if self._over:
                    raise self._broken(error) from None
            except RecursionError as error:
                raise self._broken(error) from None
            else:
                if end < len(self.text) or self._over:  # a number at the end may go on
                    found = self.text[self.at : end]
                    self.at = end
                    return found
            self._more(blocks, required=False)
            blocks *= 2

    def place(self) -> str:
        """`file:line` of the character at hand."""
        return f"{self._path.name}:{self._line + self.text.count(chr(10), 0, self.at)}"

    def _more(self, blocks: int, *, required: bool = True) -> None:
        done = self.at if self.hold < 0 else self.hold
        self._line += self.text.count("\n", 0, done)
        data = self._file.read(blocks * _BLOCK)
        self._over = not data
        if self._over and required:
            raise self._broken(None)
        try:
            self.text = self.text[done:] + self._decode.decode(data, final=self._over)
        except UnicodeDecodeError as error:
            raise self._broken(error) from None
        self.at -= done
        self.hold = 0 if self.hold >= 0 else -1

    def _broken(self, error: Exception | None) -> XapiError:
        why = error.msg if isinstance(error, json.JSONDecodeError) else "it ends too early"
        if isinstance(error, UnicodeDecodeError):
            why = "it is not in UTF-8"
        return XapiError(
            f"{self.place()}: this is no whole JSON: {why}", "what came before it is in the store; get the file again"
        )
