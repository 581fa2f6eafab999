"""Paths as authors write them → files of the course."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from darslik.source.files import Files

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def is_external(target: str) -> bool:
    """Whether a link or source leads out of the course (`https:`, `mailto:`, `//host`)."""
    return bool(_SCHEME.match(target))


def resolve(from_file: str, target: str) -> str | None:
    """The course path that a path written in `from_file` means; none if it leaves the course folder."""
    plain = unquote(target.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0])
    if plain.startswith("/") or "\\" in plain or "\x00" in plain:
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(from_file), plain))
    return None if path.startswith("..") or path == "." else path


def variant(path: str, lang: str) -> str:
    """`media/a.svg`, `ru` → `media/a.ru.svg`."""
    stem, extension = posixpath.splitext(path)
    return f"{stem}.{lang}{extension}"


def localised(files: Files, path: str, lang: str) -> str:
    """The file for a language: its own variant if there is one, else the file itself."""
    own = variant(path, lang)
    return own if files.has(own) else path
