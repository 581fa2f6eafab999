"""Descriptions of attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .common import iri, irl, language_map
from .findings import show
from .shape import Shape, formatted, listed
from .values import is_media_type, is_sha2

if TYPE_CHECKING:
    from .findings import Report

SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"
SIGNATURE_TYPE = "application/octet-stream"


def _length(value: object, path: str, report: Report) -> None:
    whole = isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1 >= 0
    if not whole:
        report.add("attachment-length", path, f"must be a whole number of bytes, not {show(value)}")


_attachment = Shape(
    "an attachment",
    {
        "usageType": iri,
        "display": language_map,
        "description": language_map,
        "contentType": formatted(is_media_type, "media-type", "a media type like text/plain"),
        "length": _length,
        "sha2": formatted(is_sha2, "attachment-hash", "a SHA-2 in hexadecimal digits"),
        "fileUrl": irl,
    },
    "usageType display contentType length sha2",
)


def _described(value: object, path: str, report: Report) -> None:
    _attachment(value, path, report)
    if isinstance(value, dict) and value.get("usageType") == SIGNATURE and value.get("contentType") != SIGNATURE_TYPE:
        report.add("signature", f"{path}.contentType", f"a signature must be of type {SIGNATURE_TYPE}")


attachments = listed(_described, "attachments")
