"""`text`: a short answer in words, compared without regard to case, blanks and kinds of apostrophe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from darslik.diagnostics import Sink
from darslik.questions import InteractionType, QuestionOptions
from darslik.questions.choice import read_options
from darslik.questions.parts import Item, Parts

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer

MAX_ANSWER = 250
"""Characters: SCORM 1.2 stores at most 255 of a response (RTE 3.4.4, CMIFeedback)."""


class TextOptions(QuestionOptions):
    """Options of a text question."""

    case: bool = False


@dataclass(frozen=True)
class TextAnswers:
    """Accepted and expected wrong answers; `*` stands for anything else."""

    answers: tuple[Item, ...]
    case: bool
    also: tuple[str, ...] = field(default=())

    @property
    def accepted(self) -> list[str]:
        """Every accepted answer, the source language's last."""
        own = [item.text.plain for item in self.answers if item.marked]
        return [*own, *(text for text in self.also if text not in own)]


class TextKind:
    """A typed answer."""

    name = "text"
    options: type[QuestionOptions] = TextOptions
    type: InteractionType = "fill-in"
    gaps = False
    answers_are_words = True

    def read(self, parts: Parts, options: TextOptions, sink: Sink) -> TextAnswers | None:
        """The answers of the list."""
        items = read_options(parts, sink)
        if items is None:
            return None
        for item in items:
            if item.marked and (item.text.plain in {"", "*"} or len(item.text.plain) > MAX_ANSWER):
                sink.add(
                    "question-malformed",
                    f"an accepted answer has 1 to {MAX_ANSWER} characters and is not `*`",
                    item.span,
                )
                return None
        return TextAnswers(items, options.case)

    def items(self, content: TextAnswers) -> list[Item]:
        """All answers."""
        return list(content.answers)

    def key(self, _: TextAnswers) -> object:
        """Nothing to compare: words differ between languages."""
        return None

    def merge(self, source: TextAnswers, translated: TextAnswers) -> TextAnswers:
        """The translation's answers, and the source's too."""
        return TextAnswers(translated.answers, source.case, tuple(source.accepted))

    def rule(self, content: TextAnswers) -> dict[str, Any]:
        """Accepted texts, and which feedback belongs to which text."""
        feedback = [{"index": i, "value": item.text.plain} for i, item in enumerate(content.answers) if item.feedback]
        return {"rule": "text", "accept": content.accepted, "case": content.case, "feedback": feedback}

    def context(self, content: TextAnswers, page: PageRenderer) -> dict[str, Any]:
        """Feedback by index."""
        return {"unit": None, "feedback": page.feedback(content.answers)}

    def definition(self, contents: Mapping[str, TextAnswers]) -> dict[str, Any]:
        """All accepted texts of all languages."""
        case = next(iter(contents.values())).case
        texts = dict.fromkeys(text for content in contents.values() for text in content.accepted)
        prefix = f"{{case_matters={str(case).lower()}}}"
        return {"correctResponsesPattern": [prefix + text for text in texts]}


KIND = TextKind()
