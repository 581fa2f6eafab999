"""Files that come with statements (xAPI 1.0.3 Data 2.4.11 and Communication 1.5; IEEE 9274.1.1 4.1.3)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from darslik_xapi.rules.signatures import check_signatures

from .exchange import Refusal
from .multipart import media_type, read_parts
from .parsing import split_list, text_of

if TYPE_CHECKING:
    from .exchange import Json, Request
    from .multipart import Part

HASH_HEADER = "x-experience-api-hash"


@dataclass(frozen=True)
class Upload:
    """What a request brings.

    Attributes:
        items: statements, each with its own text.
        files: media type and content, by SHA-2 in hexadecimal.
        is_list: whether the statements came in a list.
    """

    items: list[tuple[Any, str]]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    is_list: bool = False


def read_upload(request: Request) -> Upload:
    """The statements of a request and the files beside them.

    Raises:
        Refusal: the body is not of the form that its Content-Type names.
    """
    kind, parameters = media_type(request.headers.get("content-type", ""))
    try:
        if kind == "application/json":
            return _upload(request.body, {})
        if kind == "multipart/mixed":
            first, *rest = read_parts(request.body, parameters.get("boundary", ""))
            if media_type(first.headers.get("content-type", ""))[0] != "application/json":
                raise Refusal(400, "the first part is not application/json")
            return _upload(first.content, dict(_file(part) for part in rest))
    except ValueError as error:
        raise Refusal(400, f"the body cannot be read: {error}") from error
    raise Refusal(400, "Content-Type must be application/json or multipart/mixed")


def _upload(body: bytes, files: dict[str, tuple[str, bytes]]) -> Upload:
    text = text_of(body)
    return Upload(split_list(text), files, text.lstrip().startswith("["))


def _file(part: Part) -> tuple[str, tuple[str, bytes]]:
    said = part.headers.get(HASH_HEADER, "").lower()
    if not said:
        raise Refusal(400, "a part has no header X-Experience-API-Hash")
    if part.headers.get("content-transfer-encoding", "").lower() != "binary":
        raise Refusal(400, "a part's Content-Transfer-Encoding is not binary")
    kind = part.headers.get("content-type", "application/octet-stream")
    return said, (kind, _checked(said, part.content))


def _checked(said: str, content: bytes) -> bytes:
    """The content if it has the hash that the part names."""
    if said == _digest(said, content):
        return content
    # Some HTTP libraries write bytes as if they were text: each one above 127 becomes two. Text has no such characters.
    try:
        narrow = content.decode().encode("latin-1")
    except UnicodeError:
        narrow = b""
    if narrow and said == _digest(said, narrow):
        return narrow
    if not re.search(rb"[\x80-\x9f]", narrow):
        raise Refusal(400, f"the content of part {said} has another hash")
    return content


def _digest(said: str, content: bytes) -> str:
    """SHA-256 unless the length of what was said tells of a longer one of the family."""
    names = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}
    return hashlib.new(names.get(len(said), "sha256"), content).hexdigest()


def check_attachments(upload: Upload, statements: list[Json], version: str) -> None:
    """Every attachment has its file or an address, every file its attachment; signatures hold.

    Raises:
        Refusal: they do not.
    """
    named: set[str] = set()
    for statement in statements:
        attachments = attachments_of(statement)
        for attachment in attachments:
            named.add(attachment["sha2"].lower())
            if attachment["sha2"].lower() not in upload.files and "fileUrl" not in attachment:
                raise Refusal(
                    400, f"the attachment {attachment['sha2']} has neither a part of this request nor a fileUrl"
                )
        if attachments and upload.files:
            contents = {
                one["sha2"]: upload.files[one["sha2"].lower()][1]
                for one in attachments
                if one["sha2"].lower() in upload.files
            }
            for problem in check_signatures(statement, contents, version):
                raise Refusal(400, f"{problem.path}: {problem.message}")
    if unnamed := upload.files.keys() - named:
        raise Refusal(400, f"no statement has an attachment with the hash {min(unnamed)}")


def attachments_of(statement: Json) -> list[Json]:
    """The attachments of a statement and of its SubStatement."""
    thing = statement["object"]
    inner = thing.get("attachments", ()) if thing.get("objectType") == "SubStatement" else ()
    return [*statement.get("attachments", ()), *inner]
