"""`categorising`: items into named groups; a list of groups with a list of items below each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from darslik.diagnostics import Sink, Span
from darslik.questions import MAX_OPTIONS, InteractionType, QuestionOptions
from darslik.questions.codes import DIGITS, LETTERS, Group
from darslik.questions.parts import Item, Parts, Rich, nested

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer

MAX_GROUPS = 9
"""As many as a learner can hold against each other."""
_FORM = ["write each group as `- Group`", "and its items below it, two blanks further in: `  - Item`"]


@dataclass(frozen=True)
class Categories:
    """Groups in the author's order, and each item with the number of its group."""

    groups: tuple[Rich, ...]
    sorted: tuple[tuple[Item, int], ...]
    item_codes: tuple[str, ...]
    group_codes: tuple[str, ...]
    places: tuple[Span, ...] = ()
    """Where the groups stand, in the source."""

    @property
    def key(self) -> list[str]:
        """`a.2` for each item."""
        pairs = zip(self.item_codes, self.sorted, strict=True)
        return [f"{code}.{self.group_codes[group]}" for code, (_, group) in pairs]


class CategorisingKind:
    """Put each thing where it belongs."""

    name = "categorising"
    options: type[QuestionOptions] = QuestionOptions
    type: InteractionType = "matching"
    gaps = False
    answers_are_words = False

    def read(self, parts: Parts, _: QuestionOptions, sink: Sink) -> Categories | None:
        """The groups of the list with their items."""
        groups: list[Rich] = []
        found: list[tuple[Item, int]] = []
        for number, item in enumerate(parts.items):
            group, items = nested(item)
            if group is None or item.feedback or any(inner.marked is not None for inner in (item, *items)):
                message = "feedback belongs to the items of a group" if item.feedback else "this is no group of items"
                sink.add("question-malformed", message, item.span, help=_FORM)
                return None
            groups.append(group)
            found += [(inner, number) for inner in items]
        return self._checked(groups, found, parts, sink)

    def _checked(
        self, groups: list[Rich], found: list[tuple[Item, int]], parts: Parts, sink: Sink
    ) -> Categories | None:
        if 2 <= len(groups) <= MAX_GROUPS and 2 <= len(found) <= MAX_OPTIONS:
            codes = tuple(LETTERS[: len(found)]), tuple(DIGITS[: len(groups)])
            return Categories(tuple(groups), tuple(found), *codes, tuple(item.span for item in parts.items))
        sink.add(
            "question-malformed",
            f"a categorising question has 2 to {MAX_GROUPS} groups and 2 to {MAX_OPTIONS} items, "
            f"and this one {len(groups)} and {len(found)}",
            parts.directive.span,
            help=_FORM,
        )
        return None

    def items(self, content: Categories) -> list[Item]:
        """The items of all groups."""
        return [item for item, _ in content.sorted]

    def key(self, content: Categories) -> object:
        """Which item belongs to which group."""
        return (len(content.groups), tuple(group for _, group in content.sorted))

    def merge(self, source: Categories, translated: Categories) -> Categories:
        """The translation's texts."""
        return Categories(translated.groups, translated.sorted, source.item_codes, source.group_codes)

    def coded(self, content: Categories) -> tuple[Group, ...]:
        """Items and groups."""
        items = Group("items", tuple(item.text.plain for item, _ in content.sorted))
        return items, Group("groups", tuple(group.plain for group in content.groups), DIGITS)

    def recode(self, content: Categories, codes: Mapping[str, tuple[str, ...]]) -> Categories:
        """Both under these codes."""
        return replace(content, item_codes=codes["items"], group_codes=codes["groups"])

    def rule(self, content: Categories) -> dict[str, Any]:
        """Pairs of item and group."""
        return {"rule": "pairs", "key": content.key}

    def context(self, content: Categories, page: PageRenderer) -> dict[str, Any]:
        """Items and groups with codes."""
        groups = [
            {"code": code, "text": group.plain} for code, group in zip(content.group_codes, content.groups, strict=True)
        ]
        return {"items": page.items(content.item_codes, self.items(content)), "groups": groups}

    def definition(self, contents: Mapping[str, Categories]) -> dict[str, Any]:
        """Items are the sources, groups the targets."""
        first = next(iter(contents.values()))
        source = [
            {"id": code, "description": {lang: c.sorted[n][0].text.plain for lang, c in contents.items()}}
            for n, code in enumerate(first.item_codes)
        ]
        target = [
            {"id": code, "description": {lang: c.groups[n].plain for lang, c in contents.items()}}
            for n, code in enumerate(first.group_codes)
        ]
        pattern = "[,]".join(pair.replace(".", "[.]") for pair in first.key)
        return {"correctResponsesPattern": [pattern], "source": source, "target": target}


KIND = CategorisingKind()
