"""`ordering`: a numbered list in the right order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from darslik.diagnostics import Sink
from darslik.questions import CODES, InteractionType, QuestionOptions
from darslik.questions.choice import component
from darslik.questions.parts import Item, Parts

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer

Items = tuple[Item, ...]


class OrderingKind:
    """Put things in order."""

    name = "ordering"
    options: type[QuestionOptions] = QuestionOptions
    type: InteractionType = "sequencing"
    gaps = False
    answers_are_words = False

    def read(self, parts: Parts, _: QuestionOptions, sink: Sink) -> Items | None:
        """The items of the list."""
        if len(parts.items) < 2 or not parts.ordered:
            sink.add(
                "question-malformed",
                "an ordering question has a numbered list of at least two items",
                parts.directive.span,
                help="write `1. first`, `2. second` … in the right order",
            )
            return None
        return parts.items

    def items(self, content: Items) -> list[Item]:
        """All items."""
        return list(content)

    def key(self, content: Items) -> object:
        """How many items; their order is the key."""
        return len(content)

    def merge(self, _: Items, translated: Items) -> Items:
        """The translation's texts."""
        return translated

    def rule(self, content: Items) -> dict[str, Any]:
        """The codes in order."""
        return {"rule": "sequence", "key": list(CODES[: len(content)])}

    def context(self, content: Items, page: PageRenderer) -> dict[str, Any]:
        """Items with codes."""
        return {"items": page.items(list(CODES[: len(content)]), content)}

    def definition(self, contents: Mapping[str, Items]) -> dict[str, Any]:
        """Choices as language maps."""
        codes = list(CODES[: len(next(iter(contents.values())))])
        return {
            "correctResponsesPattern": ["[,]".join(codes)],
            "choices": component(codes, contents),
        }


KIND = OrderingKind()
