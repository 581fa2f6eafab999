"""IRIs, URLs and language tags of manifests: what is wrong with one, in words."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_FORBIDDEN = re.compile(r"[\s<>\"{}|\\^`\x00-\x1f]")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wy-z\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?"
    r"|x(?:-[a-z\d]{1,8})+|i-[a-z]{2,8}",
    re.IGNORECASE,
)


def trouble_of_iri(text: str) -> str:
    """What keeps a text from being an absolute IRI (RFC 3987 2.2); empty if it is one."""
    if not text:
        return "it is empty"
    if found := _FORBIDDEN.search(text):
        return f"it contains {_name(found[0])}"
    if not has_scheme(text):
        return "it has no scheme such as `https:`"
    if _SCHEME.fullmatch(text):
        return "nothing follows the scheme"
    if _ESCAPE.search(text):
        return "a `%` in it is not followed by two hexadecimal digits"
    return trouble_of_url(text) if text.lower().startswith(("http:", "https:")) else ""


def trouble_of_url(text: str) -> str:
    """What keeps a reference from being read as a URL (RFC 3986, as browsers read it); empty if nothing does."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        return f"{error}".lower() if str(error).isascii() else "it cannot be read"
    if parts.scheme in {"http", "https"} and not parts.hostname:
        return "it has no host"
    if parts.hostname and _FORBIDDEN.search(parts.hostname):
        return "its host has characters that no host has"
    return ""


def has_scheme(text: str) -> bool:
    """Whether a reference is absolute. One letter before the colon is a drive, not a scheme."""
    found = _SCHEME.match(text)
    return bool(found) and len(found[0]) > 2 if found else False


def is_language(tag: str) -> bool:
    """Whether a tag is well-formed (RFC 5646 2.1)."""
    return len(tag) <= 100 and bool(_LANGUAGE.fullmatch(tag))


def _name(character: str) -> str:
    if character.isspace():
        return "a blank"
    return "a control character" if ord(character) < 32 else f"`{character}`" if character != "`" else "a grave accent"
