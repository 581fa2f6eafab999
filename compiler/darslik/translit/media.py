"""Drawings and captions from one script into the other: their words; all else byte for byte."""

from __future__ import annotations

import re

from darslik.translit.markup import Convert

_PIECE = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\])?[^>]*>"
    r"|<(?P<raw>style|script)\b.*?</(?P=raw)\s*>|<[^>]*>|[^<]+",
    re.DOTALL | re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\w+|\w+);")
_SPOKEN = re.compile(r"""(\s(?:aria-label|aria-description|alt|title)\s*=\s*)("[^"]*"|'[^']*')""")
_LANG = re.compile(r"""(\s(?:xml:)?lang\s*=\s*["'])([^"']*)(["'])""")
_NAME = re.compile(r"</?([\w:.-]+)")
_BLOCK = re.compile(r"(?:WEBVTT|NOTE|STYLE|REGION)(?:[ \t]|$)")
_CUE_TAG = re.compile(r"<lang [^>]*>.*?</lang>|<[^>]*>", re.DOTALL)


def convert_svg(text: str, convert: Convert, languages: tuple[str, str]) -> str:
    """A drawing with `convert` applied to its text, titles, descriptions and labels.

    `languages`: the tags before and after. What the drawing marks as another language stays.
    """
    out: list[str] = []
    foreign: list[str] = []  # open elements of the outermost one in another language
    for found in _PIECE.finditer(text):
        piece = found[0]
        if not piece.startswith("<"):
            out.append(piece if foreign else _words(piece, convert))
        elif found["raw"] or piece.startswith(("<!", "<?")):
            out.append(piece)
        else:
            out.append(_tag(piece, foreign, convert, languages))
    return "".join(out)


def _words(text: str, convert: Convert) -> str:
    """Text between tags; character references stay."""
    at, out = 0, []
    for found in _ENTITY.finditer(text):
        out += [convert(text[at : found.start()]), found[0]]
        at = found.end()
    return "".join([*out, convert(text[at:])])


def _tag(tag: str, foreign: list[str], convert: Convert, languages: tuple[str, str]) -> str:
    named = _NAME.match(tag)
    name = named[1] if named else ""
    own = _LANG.search(tag)
    other = own is not None and own[2] not in ("", languages[0])
    if tag.startswith("</"):
        if foreign and foreign[-1] == name:
            foreign.pop()
        return tag
    if foreign or other:
        foreign += [] if tag.endswith("/>") else [name]
        return tag
    tag = _LANG.sub(rf"\g<1>{languages[1]}\g<3>", tag)
    return _SPOKEN.sub(lambda found: found[1] + _words(found[2], convert), tag)


def convert_vtt(text: str, convert: Convert) -> str:
    """WebVTT captions with `convert` applied to what is shown; times, ids, notes, styles and marks stay."""
    return "".join(_block(part, convert) for part in re.split(r"(\r?\n(?:[ \t]*\r?\n)+)", text))


def _block(block: str, convert: Convert) -> str:
    lines = block.removeprefix("\ufeff").split("\n")
    timed = next((number for number, line in enumerate(lines[:3]) if "-->" in line), None)
    if _BLOCK.match(lines[0]) or timed is None:
        return block
    head = "\n".join(lines[: timed + 1])
    return head + _cue(block[len(head) :], convert)


def _cue(text: str, convert: Convert) -> str:
    at, out = 0, []
    for found in _CUE_TAG.finditer(text):
        out += [_words(text[at : found.start()], convert), found[0]]
        at = found.end()
    return "".join([*out, _words(text[at:], convert)])
