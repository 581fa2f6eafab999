"""`matching`: `- left :: right`, with distractors `- :: right`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from darslik.diagnostics import Sink, Span
from darslik.questions import InteractionType, QuestionOptions
from darslik.questions.codes import DIGITS, LETTERS, Group
from darslik.questions.parts import Item, Parts, Rich, split_pair

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer

MAX_PAIRS = 9
"""As many as a learner can hold against each other."""


@dataclass(frozen=True)
class Pairs:
    """Left sides with their right sides, then right sides that fit nothing."""

    pairs: tuple[tuple[Item, Rich, Rich], ...]
    extra: tuple[Rich, ...]
    left_codes: tuple[str, ...] = tuple(DIGITS)
    right_codes: tuple[str, ...] = tuple(LETTERS)
    extra_places: tuple[Span, ...] = ()

    @property
    def right(self) -> tuple[Rich, ...]:
        """All right sides, each text once."""
        sides = [*(right for _, _, right in self.pairs), *self.extra]
        return tuple({side.plain: side for side in sides}.values())

    @property
    def places(self) -> tuple[Span, ...]:
        """Where the right sides stand, each where it comes first."""
        spans = [*(item.span for item, _, _ in self.pairs), *self.extra_places]
        sides = [*(right for _, _, right in self.pairs), *self.extra]
        first = {side.plain: span for side, span in reversed(list(zip(sides, spans, strict=False)))}
        return tuple(first[side.plain] for side in self.right)

    @property
    def left(self) -> tuple[tuple[Item, Rich], ...]:
        """All left sides."""
        return tuple((item, left) for item, left, _ in self.pairs)

    @property
    def key(self) -> list[str]:
        """`1.b` for each pair."""
        codes = {side.plain: code for side, code in zip(self.right, self.right_codes, strict=False)}
        return [f"{n}.{codes[right.plain]}" for n, (_, _, right) in zip(self.left_codes, self.pairs, strict=False)]


class MatchingKind:
    """Find what belongs together."""

    name = "matching"
    options: type[QuestionOptions] = QuestionOptions
    type: InteractionType = "matching"
    gaps = False
    answers_are_words = False

    def read(self, parts: Parts, _: QuestionOptions, sink: Sink) -> Pairs | None:
        """The pairs of the list."""
        pairs: list[tuple[Item, Rich, Rich]] = []
        extra: list[tuple[Item, Rich]] = []
        for item in parts.items:
            split = split_pair(item)
            if not split or not split[1].plain:
                sink.add(
                    "question-malformed",
                    "this is no pair",
                    item.span,
                    help=["write `- left :: right`", "`- :: right` adds a right side that fits nothing"],
                )
                return None
            if split[0].plain:
                pairs.append((item, *split))
            else:
                extra.append((item, split[1]))
        places = tuple(item.span for item, _ in extra)
        content = Pairs(tuple(pairs), tuple(side for _, side in extra), extra_places=places)
        return self._checked(content, parts, sink)

    def _checked(self, content: Pairs, parts: Parts, sink: Sink) -> Pairs | None:
        if 2 <= len(content.pairs) <= MAX_PAIRS:
            return content
        sink.add(
            "question-malformed",
            f"a matching question has 2 to {MAX_PAIRS} pairs, and this one {len(content.pairs)}",
            parts.directive.span,
            help="write `- left :: right` for each pair",
        )
        return None

    def items(self, content: Pairs) -> list[Item]:
        """The left sides."""
        return [item for item, _, _ in content.pairs]

    def key(self, content: Pairs) -> object:
        """Which belongs to which."""
        return (tuple(content.key), len(content.right))

    def merge(self, _: Pairs, translated: Pairs) -> Pairs:
        """The translation's texts."""
        return translated

    def coded(self, content: Pairs) -> tuple[Group, ...]:
        """The two sides."""
        left = Group("left", tuple(text.plain for _, text in content.left), DIGITS)
        return left, Group("right", tuple(side.plain for side in content.right))

    def recode(self, content: Pairs, codes: Mapping[str, tuple[str, ...]]) -> Pairs:
        """Both sides under these codes."""
        return replace(content, left_codes=codes["left"], right_codes=codes["right"])

    def rule(self, content: Pairs) -> dict[str, Any]:
        """Pairs of codes."""
        return {"rule": "pairs", "key": content.key}

    def context(self, content: Pairs, page: PageRenderer) -> dict[str, Any]:
        """Both sides with codes."""
        left = [
            {"code": code, "text": page.rich(text), "feedback": page.maybe(item.feedback)}
            for code, (item, text) in zip(content.left_codes, content.left, strict=False)
        ]
        right = [
            {"code": code, "text": side.plain} for code, side in zip(content.right_codes, content.right, strict=False)
        ]
        return {"left": left, "right": right}

    def definition(self, contents: Mapping[str, Pairs]) -> dict[str, Any]:
        """Sources and targets as language maps."""
        first = next(iter(contents.values()))
        source = [
            {"id": first.left_codes[n], "description": {lang: c.left[n][1].plain for lang, c in contents.items()}}
            for n in range(len(first.pairs))
        ]
        target = [
            {"id": first.right_codes[n], "description": {lang: c.right[n].plain for lang, c in contents.items()}}
            for n in range(len(first.right))
        ]
        pattern = "[,]".join(pair.replace(".", "[.]") for pair in first.key)
        return {"correctResponsesPattern": [pattern], "source": source, "target": target}


KIND = MatchingKind()
