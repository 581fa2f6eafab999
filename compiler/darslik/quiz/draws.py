"""`:draw: 5 basics, 3 licences`: how many questions a quiz takes from the banks, by tag."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator

from darslik.questions import Question

_DRAW = re.compile(r"([0-9]{1,3})[ \t]+([a-z][a-z0-9-]{0,39})\Z")


@dataclass(frozen=True)
class Draw:
    """So many questions that carry a tag."""

    count: int
    tag: str


@dataclass(frozen=True)
class Pool:
    """A draw with the questions it is made from."""

    draw: Draw
    questions: tuple[Question, ...]


def _draws(value: Any) -> Any:  # noqa: ANN401 - runs before validation
    if not isinstance(value, str):
        return value
    found = [_DRAW.match(part.strip()) for part in value.split(",")]
    if not all(found):
        message = f"`{value}` is no draw; write how many of which tag: `5 basics, 3 licences`"
        raise ValueError(message)
    draws = tuple(Draw(int(part[1]), part[2]) for part in found if part)
    if any(draw.count < 1 for draw in draws):
        message = "a draw takes one question at least"
        raise ValueError(message)
    if len({draw.tag for draw in draws}) < len(draws):
        message = "each tag is drawn from once; add the two numbers up"
        raise ValueError(message)
    return draws


Draws = Annotated[tuple[Draw, ...], BeforeValidator(_draws)]


def pools(draws: Sequence[Draw], banked: Iterable[Question]) -> tuple[Pool, ...]:
    """The questions of each draw. One with several tags belongs to the first draw that names one of them."""
    taken: dict[str, list[Question]] = {draw.tag: [] for draw in draws}
    for question in banked:
        tag = next((draw.tag for draw in draws if draw.tag in question.options.tags), None)
        if tag is not None:
            taken[tag].append(question)
    return tuple(Pool(draw, tuple(taken[draw.tag])) for draw in draws)
