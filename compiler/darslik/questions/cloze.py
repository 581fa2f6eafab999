"""`cloze`: a text with gaps to type into or to choose for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from darslik.diagnostics import Sink
from darslik.questions import MAX_OPTIONS, InteractionType, QuestionOptions
from darslik.questions.codes import LETTERS, Group
from darslik.questions.parts import Item, Parts
from darslik.source.markdown import Body

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer

MAX_GAPS = 10
"""SCORM 2004 stores at most ten texts of a fill-in response (RTE 4.2.9.1)."""


@dataclass(frozen=True)
class Gap:
    """One gap: texts in the author's order, and which of them are right. Typed gaps have only right ones."""

    texts: tuple[str, ...]
    right: tuple[bool, ...]
    typed: bool
    codes: tuple[str, ...] = tuple(LETTERS)

    @property
    def accepted(self) -> list[str]:
        """Accepted texts of a typed gap, codes of a drop-down."""
        if self.typed:
            return list(self.texts)
        return [code for code, right in zip(self.codes, self.right, strict=False) if right]

    @property
    def words(self) -> list[str]:
        """The right texts."""
        return [text for text, right in zip(self.texts, self.right, strict=True) if right]


@dataclass(frozen=True)
class Cloze:
    """The text, its gaps, and the feedback of each."""

    body: Body
    gaps: tuple[Gap, ...]
    feedback: tuple[Item, ...]


def read_gap(source: str) -> Gap | None:
    """`a|b` or `*right|wrong`; none if it is neither."""
    texts = [text.strip() for text in source.split("|")]
    right = tuple(text.startswith("*") for text in texts)
    words = tuple(text.removeprefix("*").strip() for text in texts)
    if not all(words):
        return None
    if any(right):
        return Gap(words, right, typed=False) if 1 < len(words) <= MAX_OPTIONS else None
    return Gap(words, (True,) * len(words), typed=True)


class ClozeKind:
    """Fill the gaps."""

    name = "cloze"
    options: type[QuestionOptions] = QuestionOptions
    type: InteractionType = "fill-in"
    gaps = True
    answers_are_words = True

    def read(self, parts: Parts, _: QuestionOptions, sink: Sink) -> Cloze | None:
        """The text with its gaps."""
        sources: list[str] = parts.stem.env.get("gaps", []) if parts.stem else []
        gaps = [read_gap(source) for source in sources]
        if not parts.stem or not gaps or len(gaps) > MAX_GAPS:
            sink.add(
                "question-malformed",
                f"a cloze question has 1 to {MAX_GAPS} gaps, and this one has {len(gaps)}",
                parts.directive.span,
                help="write `{{accepted|also accepted}}` or `{{*right|wrong}}` in the text",
            )
            return None
        if None in gaps:
            wrong = sources[gaps.index(None)]
            sink.add(
                "question-malformed",
                f"`{{{{{wrong}}}}}` is no gap",
                parts.directive.span,
                help="write `{{accepted|also accepted}}` or `{{*right|wrong}}`, no empty text",
            )
            return None
        if len(parts.items) > len(gaps):
            sink.add(
                "question-malformed", "there is feedback for more gaps than the text has", parts.items[len(gaps)].span
            )
            return None
        return Cloze(parts.stem, tuple(gap for gap in gaps if gap), parts.items)

    def items(self, content: Cloze) -> list[Item]:
        """Nothing: the feedback of gaps stands in the items themselves."""
        del content
        return []

    def key(self, content: Cloze) -> object:
        """Kinds of the gaps; for drop-downs also which one is right."""
        return tuple("typed" if gap.typed else gap.right for gap in content.gaps)

    def merge(self, source: Cloze, translated: Cloze) -> Cloze:
        """The translation's text; typed gaps accept the source's words too."""
        pairs = zip(source.gaps, translated.gaps, strict=True)
        return replace(translated, gaps=tuple(_merge_gap(a, b) for a, b in pairs))

    def coded(self, content: Cloze) -> tuple[Group, ...]:
        """A group for each gap; those of typed gaps are empty."""
        gaps = enumerate(content.gaps, 1)
        return tuple(Group(f"gap-{number}", () if gap.typed else gap.texts) for number, gap in gaps)

    def recode(self, content: Cloze, codes: Mapping[str, tuple[str, ...]]) -> Cloze:
        """The drop-downs with their texts under these codes."""
        gaps = enumerate(content.gaps, 1)
        recoded = (replace(gap, codes=codes[f"gap-{number}"] or gap.codes) for number, gap in gaps)
        return replace(content, gaps=tuple(recoded))

    def rule(self, content: Cloze) -> dict[str, Any]:
        """Accepted answers by gap."""
        return {
            "rule": "gaps",
            "gaps": [{"accept": gap.accepted, "typed": gap.typed} for gap in content.gaps],
        }

    def context(self, content: Cloze, page: PageRenderer) -> dict[str, Any]:
        """The text with fields in it, and the gaps with feedback."""
        gaps = [_gap_context(n, gap, content, page) for n, gap in enumerate(content.gaps)]
        return {"body": page.cloze(content.body, gaps), "gaps": gaps}

    def definition(self, contents: Mapping[str, Cloze]) -> dict[str, Any]:
        """The accepted texts, gap by gap, one pattern a language."""
        patterns = dict.fromkeys("[,]".join(gap.words[0] for gap in content.gaps) for content in contents.values())
        return {"correctResponsesPattern": ["{case_matters=false}" + p for p in patterns]}


def _merge_gap(source: Gap, translated: Gap) -> Gap:
    if not source.typed:
        return translated
    texts = tuple(dict.fromkeys((*translated.texts, *source.texts)))
    return Gap(texts, (True,) * len(texts), typed=True)


def _gap_context(number: int, gap: Gap, content: Cloze, page: PageRenderer) -> dict[str, Any]:
    feedback = content.feedback[number] if number < len(content.feedback) else None
    return {
        "code": str(number + 1),
        "typed": gap.typed,
        "options": [{"code": code, "text": text} for code, text in zip(gap.codes, gap.texts, strict=False)],
        "feedback": page.rich(feedback.text) if feedback else None,
    }


KIND = ClozeKind()
