"""`likert`: statements on a scale. A survey: nothing is right or wrong, and nothing is scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pydantic import Field

from darslik.diagnostics import Sink
from darslik.questions import InteractionType, QuestionOptions
from darslik.questions.codes import DIGITS, LETTERS, Group
from darslik.questions.parts import Item, Parts

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer

MAX_STEPS = 9
STEPS = 5
"""Steps of the scale that a question has if the author names none."""


class LikertOptions(QuestionOptions):
    """Options of a survey: it gives no points, and one answer is enough."""

    points: int = Field(default=0, ge=0, le=100)
    attempts: int | None = Field(default=1, ge=0, le=9)
    scale: str = ""


@dataclass(frozen=True)
class Likert:
    """Statements, and the words of the scale; none: the interface's own, from disagreement to agreement."""

    statements: tuple[Item, ...]
    scale: tuple[str, ...]
    codes: tuple[str, ...]
    steps: tuple[str, ...]

    def words(self, texts: Mapping[str, str]) -> list[str]:
        """The words of the scale."""
        return list(self.scale) or [texts[f"ui.likert.{step}"] for step in range(1, STEPS + 1)]


class LikertKind:
    """How far do you agree?"""

    name = "likert"
    options: type[QuestionOptions] = LikertOptions
    type: InteractionType = "likert"
    gaps = False
    answers_are_words = False

    def read(self, parts: Parts, options: LikertOptions, sink: Sink) -> Likert | None:
        """The statements of the list."""
        if not parts.items:
            message = "this survey has no statements"
            sink.add("question-malformed", message, parts.directive.span, help="write each as `- I can …`")
            return None
        for item in parts.items:
            if item.marked is not None or item.feedback:
                message = (
                    "nothing is right or wrong in a survey" if item.marked is not None else "a survey has no feedback"
                )
                sink.add("question-malformed", message, item.span, help="write only the statement: `- I can …`")
                return None
        if options.points:
            span = parts.directive.options["points"].span
            sink.add("question-malformed", "a survey gives no points", span, help="leave the line out")
        scale = split_words(options.scale)
        if options.scale and (not 2 <= len(scale) <= MAX_STEPS or not all(scale) or len(set(scale)) < len(scale)):
            sink.add(
                "question-malformed",
                f"a scale has 2 to {MAX_STEPS} different steps",
                parts.directive.options["scale"].span,
                help="write them from low to high: `:scale: Never | Sometimes | Often`",
            )
            return None
        steps = tuple(DIGITS[: len(scale) or STEPS])
        return Likert(parts.items, scale, tuple(LETTERS[: len(parts.items)]), steps)

    def items(self, content: Likert) -> list[Item]:
        """The statements."""
        return list(content.statements)

    def key(self, content: Likert) -> object:
        """How many statements and steps."""
        return (len(content.statements), len(content.steps))

    def merge(self, source: Likert, translated: Likert) -> Likert:
        """The translation's texts."""
        return replace(translated, codes=source.codes, steps=source.steps)

    def coded(self, content: Likert) -> tuple[Group, ...]:
        """Statements, and the author's own steps."""
        statements = Group("statements", tuple(item.text.plain for item in content.statements))
        return (statements, Group("steps", content.scale, DIGITS)) if content.scale else (statements,)

    def recode(self, content: Likert, codes: Mapping[str, tuple[str, ...]]) -> Likert:
        """Both under these codes."""
        return replace(content, codes=codes["statements"], steps=codes.get("steps", content.steps))

    def rule(self, _: Likert) -> dict[str, Any]:
        """None of the answers is right."""
        return {"rule": "survey"}

    def context(self, content: Likert, page: PageRenderer) -> dict[str, Any]:
        """Statements as rows, steps as columns."""
        words = zip(content.steps, content.words(page.t), strict=True)
        return {
            "many": False,
            "rows": page.items(content.codes, content.statements),
            "columns": [{"code": code, "text": text} for code, text in words],
        }

    def definition(self, contents: Mapping[str, Likert]) -> dict[str, Any]:
        """The scale in all languages."""
        from darslik.render.theme import interface_texts

        first = next(iter(contents.values()))
        words = {lang: content.words(interface_texts(lang)) for lang, content in contents.items()}
        scale = [
            {"id": code, "description": {lang: texts[n] for lang, texts in words.items()}}
            for n, code in enumerate(first.steps)
        ]
        return {"scale": scale}

    def records(self, contents: Mapping[str, Likert]) -> list[tuple[str, dict[str, str]]]:
        """Each statement by itself: a `likert` record holds one step of a scale."""
        first = next(iter(contents.values()))
        return [
            (code, {lang: content.statements[n].text.plain for lang, content in contents.items()})
            for n, code in enumerate(first.codes)
        ]


def split_words(text: str) -> tuple[str, ...]:
    """`Never | Often` → its words."""
    return tuple(word.strip() for word in text.split("|")) if text else ()


KIND = LikertKind()
