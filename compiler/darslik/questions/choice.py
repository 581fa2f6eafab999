"""`choice` and, with fixed options, the ground of `true-false`: a list with `[x]` and `[ ]`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from darslik.diagnostics import Sink
from darslik.questions import InteractionType, QuestionOptions
from darslik.questions.codes import LETTERS, Group
from darslik.questions.parts import Item, Parts

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer


class ChoiceOptions(QuestionOptions):
    """Options of a choice question."""

    many: bool | None = None


@dataclass(frozen=True)
class Choice:
    """Options in the author's order."""

    items: tuple[Item, ...]
    many: bool
    codes: tuple[str, ...]

    @property
    def right(self) -> list[str]:
        """The codes of the right options."""
        return [code for code, item in zip(self.codes, self.items, strict=True) if item.marked]


def read_options(parts: Parts, sink: Sink) -> tuple[Item, ...] | None:
    """The items of a list in which each is marked `[x]` or `[ ]`; none and findings if it is not such a list."""
    if not parts.items:
        sink.add(
            "question-malformed",
            "this question has no list of options",
            parts.directive.span,
            help="write `- [x] a right option` and `- [ ] a wrong one`",
        )
        return None
    for item in parts.items:
        if item.marked is None:
            sink.add(
                "question-malformed",
                "this option is neither `[x]` nor `[ ]`",
                item.span,
                help="write `- [x] …` if it is right, `- [ ] …` if it is not",
            )
    if any(item.marked is None for item in parts.items):
        return None
    if not any(item.marked for item in parts.items):
        sink.add(
            "question-without-answer", "no option is right", parts.directive.span, help="mark the right one with `[x]`"
        )
        return None
    return parts.items


class ChoiceKind:
    """One or several right options."""

    name = "choice"
    options: type[QuestionOptions] = ChoiceOptions
    type: InteractionType = "choice"
    gaps = False
    answers_are_words = False

    def read(self, parts: Parts, options: ChoiceOptions, sink: Sink) -> Choice | None:
        """The options; several right ones, or `:many: true`, make check boxes."""
        items = read_options(parts, sink)
        if items is None:
            return None
        right = sum(bool(item.marked) for item in items)
        if options.many is False and right > 1:
            sink.add(
                "question-malformed",
                f"`:many: false`, but {right} options are right",
                parts.directive.options["many"].span,
            )
        return Choice(items, right > 1 or bool(options.many), tuple(LETTERS[: len(items)]))

    def items(self, content: Choice) -> list[Item]:
        """All options."""
        return list(content.items)

    def key(self, content: Choice) -> object:
        """Right and wrong in order."""
        return tuple(bool(item.marked) for item in content.items)

    def merge(self, source: Choice, translated: Choice) -> Choice:
        """The translation's texts."""
        return replace(translated, many=source.many)

    def coded(self, content: Choice) -> tuple[Group, ...]:
        """One group: the options."""
        return (Group("", tuple(item.text.plain for item in content.items)),)

    def recode(self, content: Choice, codes: Mapping[str, tuple[str, ...]]) -> Choice:
        """The options under these codes."""
        return replace(content, codes=codes[""])

    def rule(self, content: Choice) -> dict[str, Any]:
        """A set of codes."""
        return {"rule": "set", "key": content.right, "of": list(content.codes)}

    def context(self, content: Choice, page: PageRenderer) -> dict[str, Any]:
        """Options with codes."""
        return {"many": content.many, "options": page.items(list(content.codes), content.items)}

    def definition(self, contents: Mapping[str, Choice]) -> dict[str, Any]:
        """Choices as language maps."""
        first = next(iter(contents.values()))
        return {
            "correctResponsesPattern": ["[,]".join(first.right)],
            "choices": component(list(first.codes), {lang: c.items for lang, c in contents.items()}),
        }


def component(codes: list[str], texts: Mapping[str, tuple[Item, ...]]) -> list[dict[str, Any]]:
    """xAPI interaction components: an id and a language map each."""
    return [
        {"id": code, "description": {lang: items[i].text.plain for lang, items in texts.items()}}
        for i, code in enumerate(codes)
    ]


KIND = ChoiceKind()
