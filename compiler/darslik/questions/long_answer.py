"""`long-answer`: a text of the learner's own, which she compares with a model answer and judges herself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import Field

from darslik.diagnostics import Sink
from darslik.questions import InteractionType, QuestionOptions
from darslik.questions.likert import split_words
from darslik.questions.parts import Item, Parts

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer

LEVELS = 3
"""Levels of a question whose author names none."""
MAX_LEVELS = 9
MAX_TEXT = 4000
"""Characters of a `long-fill-in` in SCORM 2004 (RTE 4.2.9.1)."""


class LongAnswerOptions(QuestionOptions):
    """Options of a long answer."""

    attempts: int | None = Field(default=1, ge=0, le=9)
    levels: str = ""
    lines: int = Field(default=6, ge=2, le=30)


@dataclass(frozen=True)
class LongAnswer:
    """What to look for in a text, and the words of the levels, lowest first; none: the interface's own."""

    criteria: tuple[Item, ...]
    levels: tuple[str, ...]
    lines: int

    @property
    def count(self) -> int:
        """How many levels there are."""
        return len(self.levels) or LEVELS


class LongAnswerKind:
    """In your own words."""

    name = "long-answer"
    options: type[QuestionOptions] = LongAnswerOptions
    type: InteractionType = "long-fill-in"
    gaps = False
    answers_are_words = False

    def read(self, parts: Parts, options: LongAnswerOptions, sink: Sink) -> LongAnswer | None:
        """The criteria of the list; the model answer is the explanation."""
        if not parts.explanation:
            sink.add(
                "question-without-answer",
                "there is no model answer to compare with",
                parts.directive.span,
                help="add it after an empty line: `> …`",
            )
            return None
        for item in parts.items:
            if item.marked is not None or item.feedback:
                sink.add(
                    "question-malformed",
                    "an item here is something to look for in the answer, neither right nor wrong",
                    item.span,
                    help="write `- What a good answer says`",
                )
                return None
        levels = split_words(options.levels)
        if options.levels and (not 2 <= len(levels) <= MAX_LEVELS or not all(levels) or len(set(levels)) < len(levels)):
            sink.add(
                "question-malformed",
                f"a long answer is judged on 2 to {MAX_LEVELS} different levels",
                parts.directive.options["levels"].span,
                help="write them from low to high: `:levels: Not yet | Partly | Fully`",
            )
            return None
        return LongAnswer(parts.items, levels, options.lines)

    def items(self, content: LongAnswer) -> list[Item]:
        """The criteria."""
        return list(content.criteria)

    def key(self, content: LongAnswer) -> object:
        """How many criteria and levels."""
        return (len(content.criteria), content.count)

    def merge(self, _: LongAnswer, translated: LongAnswer) -> LongAnswer:
        """The translation's texts."""
        return translated

    def rule(self, content: LongAnswer) -> dict[str, Any]:
        """The learner says how right it is."""
        return {"rule": "self", "levels": content.count}

    def context(self, content: LongAnswer, page: PageRenderer) -> dict[str, Any]:
        """Criteria and levels; level 0 is the lowest."""
        words = content.levels or [page.t[f"ui.level.{n}"] for n in range(1, LEVELS + 1)]
        return {
            "lines": content.lines,
            "most": MAX_TEXT,
            "criteria": [page.rich(item.text) for item in content.criteria],
            "levels": [{"code": str(n), "text": text} for n, text in enumerate(words)],
        }

    def definition(self, _: Mapping[str, LongAnswer]) -> dict[str, Any]:
        """No pattern: no text is right by itself."""
        return {}


KIND = LongAnswerKind()
