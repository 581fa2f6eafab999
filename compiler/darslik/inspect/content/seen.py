"""What the readers of content note down, with a place for each; the rules of `rules/content_*.py` judge it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from urllib.parse import unquote

from darslik.diagnostics import Span
from darslik.inspect.content.address import Address, address
from darslik.inspect.content.text import Text

_USER = re.compile(r"//[^/?#@\s]{1,256}@")
MOST_OF_A_KIND = 20
"""Sightings of a kind that are kept for each file; the others are counted."""
MOST_REFERENCES = 20_000
"""References that are kept for each file."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something in a file: `eval`, `unload`, …; `evidence` is the text that was seen."""

    kind: str
    span: Span
    evidence: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """An address in a file. `use`: script, style, frame, image, media, font, data or link (a learner has to click)."""

    span: Span
    raw: str
    address: Address
    use: str


@dataclass(slots=True)
class Page:
    """What an HTML file says about itself. `whole`: it is a page, not a fragment that another puts into itself."""

    path: str
    whole: bool = False
    lang: str | None = None
    lang_span: Span | None = None
    title: str | None = None
    title_span: Span | None = None
    charset: str = ""
    ascii: bool = True
    viewport: bool = False
    images: int = 0
    images_without_alt: list[Span] = field(default_factory=list)
    videos_without_captions: list[Span] = field(default_factory=list)


_WORD = re.compile(r"[\w.%~@+-]{2,}+")


def word_of(name: str) -> str:
    """The part of a file's name by which a text is searched for it: names may have spaces and other signs."""
    return max(_WORD.findall(name), key=len, default=name)


@dataclass
class Seen:
    """Everything that was noted, by kind and by file."""

    sightings: dict[str, list[Sighting]] = field(default_factory=lambda: defaultdict(list))
    count: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(kind, path) → how often."""
    references: dict[str, list[Reference]] = field(default_factory=lambda: defaultdict(list))
    partial: set[str] = field(default_factory=set)
    """Files that were not, or not wholly, searched, because they are too large or cannot be read."""
    pages: dict[str, Page] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Names of calls and elements of the standards, by the file that has them."""
    mentions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Names of files of the package, or parts of them, that a file has anywhere in its text."""

    def note(self, kind: str, text: Text, at: int, end: int, detail: str = "", evidence: str | None = None) -> None:
        """Note something from offset to offset of a text; `evidence` if the text itself must not be shown."""
        self.count[kind, text.path] += 1
        if self.count[kind, text.path] <= MOST_OF_A_KIND:
            shown = text.evidence(at, end) if evidence is None else evidence
            self.sightings[kind].append(Sighting(kind, text.span(at, end - at), shown, detail))

    def forget(self, path: str, *kinds: str) -> None:
        """Take back what was noted of these kinds about a file."""
        for kind in kinds:
            if self.count.pop((kind, path), 0):
                self.sightings[kind] = [one for one in self.sightings[kind] if one.span.file != path]

    def refer(self, text: Text, at: int, raw: str, folder: str, use: str) -> None:
        """Note an address, relative to that folder, if it leads somewhere."""
        references = self.references[text.path]
        found = address(raw, folder) if len(references) < MOST_REFERENCES else None
        if found is not None:
            shown = _USER.sub("//", raw[:500])
            references.append(Reference(text.span(at, len(raw)), shown, found, use))


def mention(text: Text, names: set[str], seen: Seen) -> None:
    """Note which names of files occur anywhere in a text, escaped as in addresses or not."""
    found = names.intersection(_WORD.findall(text.text))
    if "%" in text.text:
        found |= names.intersection(_WORD.findall(unquote(text.text)))
    seen.mentions[text.path] |= found
