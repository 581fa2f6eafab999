"""HTML, SVG and other markup → its start tags, one after the other, with the places of their attributes.

It forgives everything, keeps nothing and takes time linear in the length of the text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_BARE = "p|li|ul|ol|dl|dt|dd|table|thead|tbody|tr|td|th|div|span|b|i|u|em|strong|small|sup|sub|code|pre|br|hr|h[1-6]"
_OPEN = re.compile(rf"<(?:!--|[!?]|/video|(?!(?:{_BARE})>)[a-z])", re.IGNORECASE)
"""What is of interest: no tag of running text without attributes, and of end tags only that of a video."""
_NAME = re.compile(r"[^\s/>]++")
_ATTRIBUTE = re.compile(
    r"""[\s/]*+(?:(>)|([^\s=>/"'][^\s=>/]*+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>]*+))?|(["'=][^\s>]*+))"""
)
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "title", "textarea", "xmp", "iframe", "noembed")
}


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute: `at` is where its value starts, `raw` the value as written, `start` where its name does."""

    name: str
    raw: str
    at: int
    start: int

    @property
    def value(self) -> str:
        """The value, without character references and outer white space."""
        return html.unescape(self.raw).strip() if "&" in self.raw else self.raw.strip()


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag; of scripts, styles and titles also from where to where their text goes. Names are lower case."""

    name: str
    at: int
    attributes: tuple[Attribute, ...]
    inner: tuple[int, int] = (0, 0)
    closing: bool = False

    def get(self, name: str) -> Attribute | None:
        """An attribute by its name."""
        return next((one for one in self.attributes if one.name == name), None)

    def value(self, name: str) -> str:
        """Its value; empty if there is none."""
        found = self.get(name)
        return found.value if found else ""


def tags(text: str) -> Iterator[Tag]:
    """The start tags of a text in order, but those that say nothing, and the ends of videos."""
    at = 0
    while found := _OPEN.search(text, at):
        start = found.start()
        if found[0] == "<!--":
            at = _behind(text, "-->", start + 4)
        elif found[0] in {"<!", "<?"}:
            at = _behind(text, "]]>" if text.startswith("<![CDATA[", start) else ">", start)
        elif found[0][1] == "/":
            name = _NAME.match(text, start + 2)
            at = _behind(text, ">", start)
            yield Tag(name[0].lower() if name else "", start, (), closing=True)
        else:
            tag, at = _start_tag(text, start)
            if tag.name in _RAW and text[at - 2 : at] != "/>":
                end = _RAW[tag.name].search(text, at)
                stop = end.start() if end else len(text)
                tag, at = Tag(tag.name, tag.at, tag.attributes, (at, stop)), stop
            yield tag


def _behind(text: str, sign: str, start: int) -> int:
    found = text.find(sign, start)
    return len(text) if found < 0 else found + len(sign)


def _start_tag(text: str, start: int) -> tuple[Tag, int]:
    name = _NAME.match(text, start + 1)
    at = name.end() if name else start + 1
    attributes: list[Attribute] = []
    while found := _ATTRIBUTE.match(text, at):
        at = found.end()
        if found[1]:
            break
        if found[2] and len(attributes) < 200:
            attributes.append(_attribute(found))
    else:
        at = len(text)
    return Tag(name[0].lower() if name else "", start, tuple(attributes)), at


def _attribute(found: re.Match[str]) -> Attribute:
    raw, at = found[3] or "", found.start(3)
    if raw[:1] in {'"', "'"} and len(raw) > 1 and raw[-1] == raw[0]:
        raw, at = raw[1:-1], at + 1
    return Attribute(found[2].lower(), raw, max(at, found.start(2)), found.start(2))
