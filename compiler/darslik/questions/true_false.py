"""`true-false`: a statement that is so or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from darslik.diagnostics import Sink
from darslik.questions import InteractionType, QuestionOptions
from darslik.questions.choice import read_options
from darslik.questions.parts import Item, Parts

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer

_FORM = "write exactly `- [x] true` and `- [ ] false` (or the other way round)"


@dataclass(frozen=True)
class TrueFalse:
    """The two items, `true` first, whatever the author's order."""

    items: tuple[Item, Item]

    @property
    def right(self) -> str:
        """`t` or `f`."""
        return "t" if self.items[0].marked else "f"


class TrueFalseKind:
    """True or false."""

    name = "true-false"
    options: type[QuestionOptions] = QuestionOptions
    type: InteractionType = "true-false"
    gaps = False
    answers_are_words = False

    def read(self, parts: Parts, _: QuestionOptions, sink: Sink) -> TrueFalse | None:
        """The two items."""
        items = read_options(parts, sink)
        if items is None:
            return None
        by_word = {item.text.plain.lower(): item for item in items}
        if len(items) != 2 or set(by_word) != {"true", "false"}:
            sink.add(
                "question-malformed",
                "a true-false question has the items `true` and `false`",
                items[0].span,
                help=_FORM,
            )
            return None
        if all(item.marked for item in items):
            sink.add("question-malformed", "a statement cannot be both true and false", items[0].span, help=_FORM)
            return None
        return TrueFalse((by_word["true"], by_word["false"]))

    def items(self, content: TrueFalse) -> list[Item]:
        """Both items."""
        return list(content.items)

    def key(self, content: TrueFalse) -> object:
        """Which one is right."""
        return content.right

    def merge(self, _: TrueFalse, translated: TrueFalse) -> TrueFalse:
        """The translation's feedback."""
        return translated

    def rule(self, content: TrueFalse) -> dict[str, Any]:
        """A set with one code."""
        return {"rule": "set", "key": [content.right], "of": ["t", "f"]}

    def context(self, content: TrueFalse, page: PageRenderer) -> dict[str, Any]:
        """Both items with the interface's own words."""
        options = page.items(["t", "f"], content.items)
        options[0]["text"], options[1]["text"] = page.t["ui.true"], page.t["ui.false"]
        return {"many": False, "options": options}

    def definition(self, contents: Mapping[str, TrueFalse]) -> dict[str, Any]:
        """`true` or `false`."""
        first = next(iter(contents.values()))
        return {"correctResponsesPattern": ["true" if first.right == "t" else "false"]}


KIND = TrueFalseKind()
