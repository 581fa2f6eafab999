"""What is looked for in HTML and SVG: addresses, scripts, styles, and what a page says about itself."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from darslik.inspect.content.address import address
from darslik.inspect.content.markup import Attribute, Tag, tags
from darslik.inspect.content.script import read_script
from darslik.inspect.content.seen import Page, Seen, mention
from darslik.inspect.content.styles import read_styles
from darslik.inspect.content.text import Text

_USES = {
    ("script", "src"): "script",
    ("script", "href"): "script",
    ("script", "xlink:href"): "script",
    ("iframe", "src"): "frame",
    ("frame", "src"): "frame",
    ("embed", "src"): "frame",
    ("object", "data"): "frame",
    ("img", "src"): "image",
    ("input", "src"): "image",
    ("image", "href"): "image",
    ("image", "xlink:href"): "image",
    ("video", "src"): "media",
    ("video", "poster"): "image",
    ("audio", "src"): "media",
    ("source", "src"): "media",
    ("track", "src"): "media",
    ("body", "background"): "image",
    ("table", "background"): "image",
    ("td", "background"): "image",
    ("a", "href"): "link",
    ("area", "href"): "link",
    ("a", "xlink:href"): "link",
    ("form", "action"): "link",
}
_LINKS = {
    "stylesheet": "style",
    "icon": "icon",
    "apple-touch-icon": "icon",
    "modulepreload": "script",
    "manifest": "data",
}
_JAVASCRIPT = re.compile(r"(?:(?:text|application)/(?:x-)?(?:java|ecma)script|module|)", re.IGNORECASE)
_DIALOG = re.compile(r"\b(?:alert|confirm|prompt)\(")
_PLUGINS = re.compile(r"(?i)java-applet|java-bean|silverlight|x-director|authorware")


@dataclass
class _Reader:
    text: Text
    seen: Seen
    page: Page
    folder: str
    scripts: list[tuple[int, int]] = field(default_factory=list)
    video: Tag | None = None
    captioned: bool = False
    based: bool = False

    def take(self, tag: Tag) -> None:
        """Note what a tag says."""
        if tag.closing:
            if tag.name == "video":
                self._end_of_video()
            return
        handler = getattr(self, f"_{tag.name}", None) if tag.name in _HANDLED else None
        if handler:
            handler(tag)
        for one in tag.attributes:
            self._attribute(tag, one)

    def _attribute(self, tag: Tag, one: Attribute) -> None:
        if use := _USES.get((tag.name, one.name)):
            self._address(tag, one, use)
        elif one.name.startswith("on"):
            self._handler(one)
        elif one.name == "style" and "url(" in one.raw.lower():
            read_styles(self.text, one.at, one.at + len(one.raw), self.seen, self.folder)
        elif one.name == "srcset":
            for at, raw in _candidates(one):
                self._refer(at, raw, "image")
        elif one.name in {"href", "xlink:href"} and tag.name in {"use", "feimage"}:
            self._refer(one.at, one.value, "image")

    def _handler(self, one: Attribute) -> None:
        self.scripts.append((one.at, one.at + len(one.raw)))
        if one.name in {"onunload", "onbeforeunload"} and one.raw.strip():
            self.seen.note("unload", self.text, one.start, one.at + len(one.raw), one.name.removeprefix("on"))
            if found := _DIALOG.search(one.raw):
                self.seen.note("dialog-at-exit", self.text, one.at + found.start(), one.at + found.end())

    def _address(self, tag: Tag, one: Attribute, use: str) -> None:
        value = one.value
        if value[:11].lower() == "javascript:":
            start = one.at + one.raw.lower().find(":") + 1
            self.scripts.append((start, one.at + len(one.raw)))
        else:
            self._refer(one.at, value, use)
        if value.lower().split("?")[0].endswith(".swf"):
            self.seen.note("flash", self.text, tag.at, one.at + len(one.raw))

    def _refer(self, at: int, raw: str, use: str) -> None:
        self.seen.refer(self.text, at, raw, self.folder, use)

    def _html(self, tag: Tag) -> None:
        self.page.whole = True
        if (one := tag.get("lang") or tag.get("xml:lang")) and self.page.lang is None:
            self.page.lang, self.page.lang_span = (
                one.value,
                self.text.span(one.start, one.at - one.start + len(one.raw) + 1),
            )

    def _base(self, tag: Tag) -> None:
        one = tag.get("href")
        found = address(one.value, self.folder) if one and not self.based else None
        self.based |= one is not None
        if one and found and not found.host and not found.rooted:
            self.folder = posixpath.dirname(found.path)
        elif one and found:
            self._refer(one.at, one.value, "script")

    def _title(self, tag: Tag) -> None:
        if self.page.title is None:
            self.page.title = self.text.text[slice(*tag.inner)].strip()
            self.page.title_span = self.text.span(tag.at, 7)

    def _meta(self, tag: Tag) -> None:
        name, equivalent = tag.value("name").lower(), tag.value("http-equiv").lower()
        if name == "viewport":
            self.page.viewport = True
        if (charset := tag.value("charset")) or (equivalent == "content-type" and "charset=" in tag.value("content")):
            self.page.charset = self.page.charset or charset or tag.value("content").split("charset=")[1].strip()
        if equivalent == "refresh" and (one := tag.get("content")) and "=" in one.value:
            self._refer(one.at, one.value.split("=", 1)[1].strip(" '\""), "frame")

    def _link(self, tag: Tag) -> None:
        relations = tag.value("rel").lower().split()
        use = next((_LINKS[one] for one in relations if one in _LINKS), "")
        if relations and relations[0] in {"preload", "prefetch"}:
            use = {"script": "script", "style": "style", "font": "font", "image": "image"}.get(tag.value("as"), "data")
        one = tag.get("href")
        if use and one:
            self._refer(one.at, one.value, use)

    def _script(self, tag: Tag) -> None:
        if _JAVASCRIPT.fullmatch(tag.value("type")) and tag.inner[0] < tag.inner[1]:
            self.scripts.append(tag.inner)

    def _style(self, tag: Tag) -> None:
        read_styles(self.text, *tag.inner, self.seen, self.folder)

    def _img(self, tag: Tag) -> None:
        self.page.images += 1
        hidden = tag.value("role") in {"presentation", "none"} or tag.value("aria-hidden") == "true"
        if tag.get("alt") is None and not hidden and not tag.value("aria-label"):
            self.page.images_without_alt.append(self.text.span(tag.at, 4))

    def _video(self, tag: Tag) -> None:
        self._end_of_video()
        self.video, self.captioned = tag, tag.get("muted") is not None and tag.get("autoplay") is not None

    def _track(self, tag: Tag) -> None:
        self.captioned |= tag.value("kind").lower() in {"captions", "subtitles", ""}

    def _end_of_video(self) -> None:
        if self.video and not self.captioned:
            self.page.videos_without_captions.append(self.text.span(self.video.at, 6))
        self.video = None

    def _frameset(self, tag: Tag) -> None:
        self.page.whole = True
        self.seen.note("frameset", self.text, tag.at, tag.at + 9)

    def _applet(self, tag: Tag) -> None:
        self.seen.note("plugin", self.text, tag.at, tag.at + 7)

    def _object(self, tag: Tag) -> None:
        classid, kind = tag.get("classid"), tag.value("type")
        if "d27cdb6e-ae6d" in tag.value("classid").lower() or "shockwave-flash" in kind.lower():
            self.seen.note("flash", self.text, tag.at, tag.at + 7)
        elif (classid and classid.value) or _PLUGINS.search(kind):
            self.seen.note("plugin", self.text, tag.at, tag.at + 7)

    _embed = _object


MOST_TAGS = 200_000
"""Tags of a file that are read."""
_HANDLED = frozenset("html base title meta link script style img video track frameset applet object embed".split())


def read_page(text: Text, names: set[str], seen: Seen, *, markup: bool = False) -> None:
    """Note what a page does and says; `markup`: it is SVG or other XML, and no page."""
    page = Page(text.path, ascii=text.text.isascii(), charset="utf-8" if text.marked else "")
    reader = _Reader(text, seen, page, posixpath.dirname(text.path))
    for number, tag in enumerate(tags(text.text)):
        if number > MOST_TAGS:
            seen.partial.add(text.path)
            break
        reader.take(tag)
    reader.take(Tag("video", len(text.text), (), closing=True))
    if reader.scripts:
        read_script(text, _apart(reader.scripts), names, seen)
    mention(text, names, seen)
    if not markup:
        page.whole = page.whole or text.text[:200].lstrip("\ufeff \n\t").lower().startswith("<!doctype html")
        seen.pages[text.path] = page


def _apart(ranges: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    done = 0
    for start, end in sorted(ranges):
        if start >= done:
            yield start, end
            done = end


def _candidates(one: Attribute) -> Iterator[tuple[int, str]]:
    """Offset and address of each candidate of a `srcset`."""
    for found in re.finditer(r"(?:^|,)\s*+([^\s,][^\s]*+)", one.raw):
        if not found[1].startswith("data:"):
            yield one.at + found.start(1), found[1].rstrip(",")
