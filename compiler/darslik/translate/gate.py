"""How far the translations of a course are, text by text, and which languages may be published."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import cast

from darslik.diagnostics import Label
from darslik.model.tree import Course
from darslik.source.files import Files
from darslik.source.paths import is_external
from darslik.translate.catalogue import STATES, Catalogue, State
from darslik.translate.held import Held, Holding, holding
from darslik.translate.inline import protected
from darslik.translate.overlay import Translated
from darslik.translate.segments import Segment
from darslik.translate.sources import outline, segments_of

RULE = "translation-below-bound"
SHOWN = 5
"""Texts that a finding about a whole language names."""

_MARK = re.compile(r"[`\[{$<]")
"""One of these begins every code."""
_TERM = re.compile(r"\{term\}`(?:[^<`]*<)?\s*([^<>`]*?)\s*>?`")
_LINK = re.compile(r"(!?)\[….*?\]?\(<?\s*([^\s<>()]*(?:\([^()]*\)[^\s()]*)?)")
_TEXT = re.compile(r"\\(text|mathrm|operatorname)\{[^{}]*\}")
_TITLES = frozenset({"title", "page", "description", "prompt"})


def holdings(files: Files) -> Mapping[str, Holding]:
    """Every translation of a course: language → its texts. `files`: as the checks see them."""
    return _holdings(cast("Hashable", files))


@lru_cache(maxsize=2)
def _holdings(seen: Hashable) -> Mapping[str, Holding]:
    files = cast("Files", seen)
    real, catalogues = (files.real, files.catalogues) if isinstance(files, Translated) else (files, {})
    said = outline(real)
    others = said.languages[1:]
    read = files.segments if isinstance(files, Translated) else partial(segments_of, real)
    by_file = {source: read(source) for source in said.sources} if others else {}
    return {lang: holding(real, by_file, catalogues.get(lang) or Catalogue(lang)) for lang in others}


def counts(found: Holding) -> dict[State, int]:
    """Texts of a language by their state, those of every state that there are."""
    number = Counter(one.state for one in found.unique)
    return {state: number[state] for state in STATES if number[state]}


@dataclass(frozen=True)
class Below:
    """What keeps a language from being published. `total`: its texts."""

    lang: str
    bound: State
    texts: tuple[Held, ...]
    total: int

    @property
    def message(self) -> str:
        """What the finding says."""
        if not self.total:
            return f"the source language `{self.lang}` is below `{self.bound}`: see `review`"
        return f"{len(self.texts):,} of {self.total:,} texts in `{self.lang}` are below `{self.bound}`"


def below(course: Course, lang: str) -> Below | None:
    """The texts of a language that its bound in `publish` forbids; none if it may be built."""
    bound = course.node.publish.get(lang)
    if bound is None:
        return None
    if lang == course.source:
        least = course.node.review.state
        reached = STATES.index(least) >= STATES.index(bound)
        return None if reached else Below(lang, bound, (), 0)
    found = holdings(course.files).get(lang)
    texts = found.unique if found else []
    worst = [one for one in texts if STATES.index(one.state) < STATES.index(bound)]
    return Below(lang, bound, tuple(by_weight(worst)), len(texts)) if worst else None


def by_weight(texts: list[Held]) -> list[Held]:
    """Those first that are furthest from being reviewed, titles before running text."""
    return sorted(texts, key=lambda one: (STATES.index(one.state), one.segment.role not in _TITLES))


def labels(texts: tuple[Held, ...] | list[Held]) -> Iterator[Label]:
    """The first few, each with the text that it translates."""
    for one in texts[:SHOWN]:
        if one.words:
            yield Label(one.span, f"{one.state}: {short(one.words)}")
        yield Label(one.segment.span, f"in the source: {short(one.segment.text)}" if one.words else "not translated")


def short(text: str, most: int = 60) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def damage(segment: Segment, words: str) -> tuple[list[str], list[str]]:
    """What of the source's codes a translation lacks, and what it has too much of.

    Not a damage: other words for a term or in a formula, a decimal comma in one, another page of the same site.
    """
    if not (_MARK.search(segment.text) or _MARK.search(words)):
        return [], []
    if segment.route and segment.file != "glossary.yaml":  # titles and the like: no Markdown
        return [], []
    ours, theirs = (Counter(_codes(text)) for text in (segment.text, words))
    return sorted((ours - theirs).elements()), sorted((theirs - ours).elements())


def _codes(text: str) -> Iterator[str]:
    for code, number in protected(text).items():
        for _ in range(number):
            yield _meaning(code)


def _meaning(code: str) -> str:
    """A code without what a translation may change in it."""
    if found := _TERM.fullmatch(code):
        return f"{{term}}`{found[1]}`"
    if found := _LINK.match(code):
        return f"{found[1]}[…]({_site(found[2])})"
    if code.startswith("$"):
        return _TEXT.sub(r"\\\1{…}", code).replace("{,}", ".")
    return _site(code[1:-1]) if code.startswith("<") and is_external(code[1:-1]) else code


def _site(target: str) -> str:
    if not is_external(target):
        return target
    return "/".join(target.split("/")[:3]).lower().replace("http:", "https:").replace("//www.", "//")
