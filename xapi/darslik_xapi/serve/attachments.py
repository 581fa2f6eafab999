"""Files that come with statements (xAPI 1.0.3 Data 2.4.11 and Communication 1.5; IEEE 9274.1.1 4.1.3)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .exchange import Refusal
from .multipart import media_type, read_parts
from .parsing import split_list, text_of
from .signatures import SIGNATURE, check_signature

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
    if said != _digest(said, part.content):
        raise Refusal(400, f"the content of part {said} has another hash")
    return said, (part.headers.get("content-type", "application/octet-stream"), part.content)


def _digest(said: str, content: bytes) -> str:
    """SHA-256 unless the length of what was said tells of a longer one of the family."""
    names = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}
    return hashlib.new(names.get(len(said), "sha256"), content).hexdigest()


def check_attachments(upload: Upload, statements: list[Json]) -> None:
    """Every attachment has its file or an address, every file its attachment; signatures hold.

    Raises:
        Refusal: they do not.
    """
    named: set[str] = set()
    for statement, (_, text) in zip(statements, upload.items, strict=True):
        for attachment in attachments_of(statement):
            sha2 = str(attachment["sha2"]).lower()
            named.add(sha2)
            _check_attachment(upload, attachment, sha2)
            if attachment["usageType"] == SIGNATURE and sha2 in upload.files:
                check_signature(statement, text, upload.files[sha2][1])
    if unnamed := upload.files.keys() - named:
        raise Refusal(400, f"no statement has an attachment with the hash {min(unnamed)}")


def _check_attachment(upload: Upload, attachment: Json, sha2: str) -> None:
    if sha2 not in upload.files:
        if "fileUrl" not in attachment:
            raise Refusal(400, f"the attachment {sha2} has neither a part of this request nor a fileUrl")
        return
    if attachment["usageType"] == SIGNATURE and attachment["contentType"] != "application/octet-stream":
        raise Refusal(400, "a signature's contentType must be application/octet-stream")
    if attachment["length"] != len(upload.files[sha2][1]):
        raise Refusal(
            400, f"the attachment {sha2} is {len(upload.files[sha2][1])} bytes long, not {attachment['length']}"
        )


def attachments_of(statement: Json) -> list[Json]:
    """The attachments of a statement and of its SubStatement."""
    thing = statement["object"]
    inner = thing.get("attachments", ()) if thing.get("objectType") == "SubStatement" else ()
    return [*statement.get("attachments", ()), *inner]
