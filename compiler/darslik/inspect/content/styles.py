"""What style sheets load: `@import` and `url()`."""

from __future__ import annotations

import posixpath
import re

from darslik.inspect.content.seen import Seen
from darslik.inspect.content.text import Text

_COMMENT = re.compile(r"/\*")
_URL = re.compile(r"""url\(\s*+(?:"([^"\n]*+)"|'([^'\n]*+)'|([^)\s"']*+))""", re.IGNORECASE)
_IMPORT = re.compile(r"""@import\s++(?:"([^"\n]*+)"|'([^'\n]*+)')""", re.IGNORECASE)
_FONT = re.compile(r"\.(?:woff2?|ttf|otf|eot)(?:[?#]|$)", re.IGNORECASE)


def read_styles(text: Text, start: int, end: int, seen: Seen, folder: str | None = None) -> None:
    """Note the addresses of a stretch of CSS; they are relative to `folder`, if given, or else to the file."""
    css = _without_comments(text.text[start:end])
    folder = posixpath.dirname(text.path) if folder is None else folder
    for found in _IMPORT.finditer(css):
        _refer(text, start, found, "style", folder, seen)
    for found in _URL.finditer(css):
        raw = found[1] or found[2] or found[3] or ""
        imported = css[max(0, found.start() - 12) : found.start()].rstrip().lower().endswith("@import")
        use = "style" if imported else "font" if _FONT.search(raw) else "image"
        if not raw.startswith("data:"):
            _refer(text, start, found, use, folder, seen)


def _refer(text: Text, start: int, found: re.Match[str], use: str, folder: str, seen: Seen) -> None:
    group = found.lastindex or 1
    raw = found[group] or ""
    seen.refer(text, start + found.start(group), raw, folder, use)


def _without_comments(css: str) -> str:
    pieces, at = [], 0
    while found := _COMMENT.search(css, at):
        end = css.find("*/", found.end())
        end = len(css) if end < 0 else end + 2
        pieces += [css[at : found.start()], " " * (end - found.start())]
        at = end
    return "".join([*pieces, css[at:]])
