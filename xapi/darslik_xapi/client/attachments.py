"""Attachments: statements and files in one multipart/mixed body (xAPI 1.0.3 Data, 2.4.11; Communication, 1.5.2)."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .failures import CutError, UnusableAnswerError
from .transport import Reply

_HASH = "x-experience-api-hash"


@dataclass(frozen=True)
class Attachment:
    """A file that belongs to a statement.

    Attributes:
        content: its bytes.
        content_type: of media, e.g. `application/pdf`.
        usage_type: an IRI: what it is for.
        display: its name by language.
        description: by language; may be empty.
    """

    content: bytes
    content_type: str = "application/octet-stream"
    usage_type: str = ""
    display: Mapping[str, str] | None = None
    description: Mapping[str, str] | None = None

    @property
    def sha2(self) -> str:
        """The SHA-256 of the content, in hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()

    def descriptor(self) -> dict[str, Any]:
        """What the statement says about it."""
        return {
            "usageType": self.usage_type,
            "display": dict(self.display or {}),
            **({"description": dict(self.description)} if self.description else {}),
            "contentType": self.content_type,
            "length": len(self.content),
            "sha2": self.sha2,
        }


def multipart(statements: bytes, attachments: Iterable[Attachment]) -> tuple[bytes, str]:
    """A body of statements (JSON) and the attachments, each once; and its content type."""
    parts = [(b"Content-Type: application/json", statements)]
    for one in {attachment.sha2: attachment for attachment in attachments}.values():
        head = f"Content-Type: {one.content_type}\r\nContent-Transfer-Encoding: binary\r\n"
        parts.append((f"{head}X-Experience-API-Hash: {one.sha2}".encode(), one.content))
    boundary = _boundary(content for _, content in parts)
    line = b"--" + boundary.encode()
    body = b"".join(line + b"\r\n" + head + b"\r\n\r\n" + content + b"\r\n" for head, content in parts)
    return body + line + b"--\r\n", f"multipart/mixed; boundary={boundary}"


def is_media_type(text: str) -> bool:
    """Whether a header can carry it: other characters would end the header, and begin another."""
    return bool(text) and text.isascii() and text.isprintable()


def _boundary(contents: Iterable[bytes]) -> str:
    """A line that no content has."""
    every = list(contents)
    while True:
        boundary = uuid.uuid4().hex
        if not any(boundary.encode() in content for content in every):
            return boundary


def parts_of(reply: Reply) -> tuple[bytes, dict[str, Attachment]]:
    """The JSON of an answer, and the attachments in it by their SHA-2, which is checked.

    Raises:
        CutError: if the body ends in the middle.
        UnusableAnswerError: if it is no multipart body, or an attachment is not what it says.
    """
    kind = reply.header("content-type")
    if not kind.lower().startswith("multipart/mixed"):
        return reply.body, {}
    parts = _split(reply.body, _parameter(kind, "boundary"))
    if not parts:
        raise UnusableAnswerError("the LRS's multipart answer has no parts")
    found: dict[str, Attachment] = {}
    for headers, content in parts[1:]:
        one = Attachment(content, headers.get("content-type", "application/octet-stream"))
        if one.sha2 != headers.get(_HASH, "").lower():
            raise UnusableAnswerError(
                "an attachment is not what its hash says", "it was changed on the way or in the LRS"
            )
        found[one.sha2] = one
    return parts[0][1], found


def of_statement(statement: Mapping[str, Any], found: Mapping[str, Attachment]) -> list[Attachment]:
    """The attachments of a statement with what it says about them.

    Raises:
        UnusableAnswerError: if the length differs from what the statement says, or the content is missing although
            the statement names no other place (`fileUrl`) for it.
    """
    result = []
    every = statement.get("attachments")
    for said in every if isinstance(every, list) else ():
        if not isinstance(said, dict):
            raise UnusableAnswerError("the LRS gives a description of an attachment that is none")
        one = found.get(str(said.get("sha2", "")).lower())
        if one is None:
            if said.get("fileUrl"):
                continue
            raise UnusableAnswerError("the LRS has lost the content of an attachment")
        if said.get("length") != len(one.content):
            raise UnusableAnswerError("an attachment has another length than its statement says")
        usage, display, description = (said.get(name) for name in ("usageType", "display", "description"))
        result.append(Attachment(one.content, str(said.get("contentType", "")), str(usage), display, description))
    return result


def _split(body: bytes, boundary: str) -> list[tuple[dict[str, str], bytes]]:
    """The parts of a multipart body (RFC 2046, 5.1.1): headers in lower case, and the content's bytes as they are."""
    if not boundary:
        raise UnusableAnswerError("the LRS's multipart answer names no boundary")
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary.encode("ascii", "replace"))
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise CutError
    parts = []
    for piece in pieces[1:-1]:
        head, gap, content = piece.lstrip(b" \t").partition(b"\r\n\r\n")
        if not gap:
            raise UnusableAnswerError("a part of the LRS's multipart answer has no end of its headers")
        lines = (line.partition(":") for line in head.decode("latin-1").splitlines() if line)
        parts.append(({name.strip().lower(): value.strip() for name, _, value in lines}, content))
    return parts


def _parameter(header: str, name: str) -> str:
    for piece in header.split(";")[1:]:
        key, _, value = piece.strip().partition("=")
        if key.lower() == name:
            return value.strip('"')
    return ""


def described(statement: dict[str, Any], attachments: Iterable[Attachment]) -> dict[str, Any]:
    """A statement that names these attachments, besides those it names already."""
    known = statement.get("attachments", [])
    if not isinstance(known, list):
        return statement  # the rules refuse it
    names = {str(one.get("sha2")) for one in known if isinstance(one, dict)}
    new = [one.descriptor() for one in attachments if one.sha2 not in names]
    return {**statement, "attachments": known + new}


def joined(bodies: Iterable[bytes]) -> bytes:
    """A JSON array of values that are JSON already."""
    return b"[" + b",".join(bodies) + b"]"


def dumped(value: object) -> bytes:
    """Compact JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
