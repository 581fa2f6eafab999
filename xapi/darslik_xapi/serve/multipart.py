"""multipart/mixed, both ways (RFC 2046)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True)
class Part:
    """A part; names of headers are in lower case."""

    headers: Mapping[str, str]
    content: bytes


def media_type(header: str) -> tuple[str, dict[str, str]]:
    """The type in lower case, and its parameters."""
    message = Message()
    message["Content-Type"] = header
    found = message.get_params(failobj=[], header="Content-Type")
    return (found[0][0].strip().lower() if found else ""), {name.lower(): value for name, value in found[1:]}


def read_parts(body: bytes, boundary: str) -> list[Part]:
    """The parts of a body.

    Raises:
        ValueError: the body does not follow the form.
    """
    if not boundary:
        message = "the header Content-Type names no boundary"
        raise ValueError(message)
    line = b"--" + boundary.encode()
    parts = [_part(piece) for piece in _pieces(body, line)]
    if not parts:
        message = f"no part begins with the boundary {boundary}"
        raise ValueError(message)
    return parts


def _pieces(body: bytes, line: bytes) -> Iterator[bytes]:
    # A boundary stands at the start of a line; the line end before it belongs to it.
    padded = b"\n" + body
    rest = padded.split(b"\n" + line)[1:]
    for number, piece in enumerate(rest):
        if piece.startswith(b"--"):
            return
        if number + 1 == len(rest):
            break
        content = piece.lstrip(b" \t")
        end = 2 if content.startswith(b"\r\n") else 1
        yield content[end:].removesuffix(b"\r")
    message = "the closing boundary is missing"
    raise ValueError(message)


def _part(piece: bytes) -> Part:
    for blank in (b"\r\n\r\n", b"\n\n"):
        head, found, content = piece.partition(blank)
        if found:
            return Part(dict(_headers(head)), content)
    if piece.startswith((b"\r\n", b"\n")):
        return Part({}, piece.removeprefix(b"\r").removeprefix(b"\n"))
    message = "a part has no blank line after its headers"
    raise ValueError(message)


def _headers(head: bytes) -> Iterator[tuple[str, str]]:
    for line in head.decode("latin-1").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def write_parts(parts: Iterable[Part]) -> tuple[str, bytes]:
    """The Content-Type and the body."""
    boundary = f"part-{uuid.uuid4().hex}"
    pieces = []
    for part in parts:
        head = "".join(f"{name}: {value}\r\n" for name, value in part.headers.items())
        pieces.append(f"--{boundary}\r\n{head}\r\n".encode() + part.content + b"\r\n")
    return f"multipart/mixed; boundary={boundary}", b"".join([*pieces, f"--{boundary}--\r\n".encode()])
