"""`ordering`: a numbered list in the right order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from darslik.diagnostics import Sink
from darslik.questions import InteractionType, QuestionOptions
from darslik.questions.choice import component
from darslik.questions.codes import LETTERS, Group
from darslik.questions.parts import Item, Parts

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer


@dataclass(frozen=True)
class Ordering:
    """Items in the right order."""

    items: tuple[Item, ...]
    codes: tuple[str, ...]


class OrderingKind:
    """Put things in order."""

    name = "ordering"
    options: type[QuestionOptions] = QuestionOptions
    type: InteractionType = "sequencing"
    gaps = False
    answers_are_words = False

    def read(self, parts: Parts, _: QuestionOptions, sink: Sink) -> Ordering | None:
        """The items of the list."""
        if len(parts.items) < 2 or not parts.ordered:
            sink.add(
                "question-malformed",
                "an ordering question has a numbered list of at least two items",
                parts.directive.span,
                help="write `1. first`, `2. second` … in the right order",
            )
            return None
        return Ordering(parts.items, tuple(LETTERS[: len(parts.items)]))

    def items(self, content: Ordering) -> list[Item]:
        """All items."""
        return list(content.items)

    def key(self, content: Ordering) -> object:
        """How many items; their order is the key."""
        return len(content.items)

    def merge(self, _: Ordering, translated: Ordering) -> Ordering:
        """The translation's texts."""
        return translated

    def coded(self, content: Ordering) -> tuple[Group, ...]:
        """One group: the items."""
        return (Group("", tuple(item.text.plain for item in content.items)),)

    def recode(self, content: Ordering, codes: Mapping[str, tuple[str, ...]]) -> Ordering:
        """The items under these codes."""
        return replace(content, codes=codes[""])

    def rule(self, content: Ordering) -> dict[str, Any]:
        """The codes in order."""
        return {"rule": "sequence", "key": list(content.codes)}

    def context(self, content: Ordering, page: PageRenderer) -> dict[str, Any]:
        """Items with codes."""
        return {"items": page.items(list(content.codes), content.items)}

    def definition(self, contents: Mapping[str, Ordering]) -> dict[str, Any]:
        """Choices as language maps."""
        codes = list(next(iter(contents.values())).codes)
        return {
            "correctResponsesPattern": ["[,]".join(codes)],
            "choices": component(codes, {lang: content.items for lang, content in contents.items()}),
        }


KIND = OrderingKind()
