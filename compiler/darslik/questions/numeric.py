"""`numeric`: a number or a range."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from darslik.diagnostics import Sink
from darslik.questions import InteractionType, QuestionOptions
from darslik.questions.choice import read_options
from darslik.questions.parts import Item, Parts

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer

_RANGE = re.compile(r"(.+?)\s*\.\.\s*(.+)\Z")
_TOLERANCE = re.compile(r"(.+?)\s*(?:±|\+/-)\s*(.+)\Z")

Range = tuple[Decimal, Decimal]


class NumericOptions(QuestionOptions):
    """Options of a numeric question."""

    unit: str = ""


@dataclass(frozen=True)
class Numbers:
    """Answers with their ranges; none stands for `*`, anything else."""

    answers: tuple[tuple[Item, Range | None], ...]
    unit: str

    @property
    def accepted(self) -> list[Range]:
        """The right ranges."""
        return [span for item, span in self.answers if item.marked and span]


def number(text: str) -> Decimal:
    """A number as authors write it, also with blanks between thousands. Raises ValueError."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text).replace("−", "-")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise ValueError(text) from None
    if not value.is_finite() or abs(value.adjusted()) > 15:
        raise ValueError(text)
    return value


def read_range(text: str) -> Range:
    """`5`, `4.5..5.5` or `5 ± 0.5`. Raises ValueError."""
    if found := _RANGE.match(text):
        low, high = number(found.group(1)), number(found.group(2))
    elif found := _TOLERANCE.match(text):
        middle, width = number(found.group(1)), abs(number(found.group(2)))
        low, high = middle - width, middle + width
    else:
        low = high = number(text)
    if low > high:
        raise ValueError(text)
    return low, high


def plain_number(value: Decimal) -> str:
    """Without exponent, without needless zeros, with a leading digit (LMSs refuse `.5` and `1e-7`)."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class NumericKind:
    """A typed number."""

    name = "numeric"
    options: type[QuestionOptions] = NumericOptions
    type: InteractionType = "numeric"
    gaps = False
    answers_are_words = False

    def read(self, parts: Parts, options: NumericOptions, sink: Sink) -> Numbers | None:
        """The ranges of the list."""
        items = read_options(parts, sink)
        if items is None:
            return None
        answers = [self._answer(item, sink) for item in items]
        if None in answers:
            return None
        return Numbers(tuple(answer for answer in answers if answer), options.unit)

    def _answer(self, item: Item, sink: Sink) -> tuple[Item, Range | None] | None:
        text = item.text.plain
        if text == "*" and not item.marked:
            return item, None
        try:
            return item, read_range(text)
        except ValueError:
            sink.add(
                "question-malformed",
                f"`{text}` is no number",
                item.span,
                help=[
                    "write `50`, `49.5..50.5` or `50 ± 0.5`, with a decimal point",
                    "`- [ ] *` gives feedback for any other number",
                ],
            )
            return None

    def items(self, content: Numbers) -> list[Item]:
        """All answers."""
        return [item for item, _ in content.answers]

    def key(self, content: Numbers) -> object:
        """The ranges and which are right."""
        return tuple((bool(item.marked), span) for item, span in content.answers)

    def merge(self, _: Numbers, translated: Numbers) -> Numbers:
        """The translation's feedback and unit."""
        return translated

    def rule(self, content: Numbers) -> dict[str, Any]:
        """Ranges, and which feedback belongs to which range."""
        feedback = [
            {"index": i, "range": _floats(span) if span else None}
            for i, (item, span) in enumerate(content.answers)
            if item.feedback
        ]
        return {"rule": "range", "accept": [_floats(s) for s in content.accepted], "feedback": feedback}

    def context(self, content: Numbers, page: PageRenderer) -> dict[str, Any]:
        """Unit, and feedback by index."""
        items = tuple(item for item, _ in content.answers)
        return {"unit": content.unit or None, "feedback": page.feedback(items)}

    def definition(self, contents: Mapping[str, Numbers]) -> dict[str, Any]:
        """`min[:]max` patterns."""
        ranges = next(iter(contents.values())).accepted
        return {"correctResponsesPattern": [f"{plain_number(low)}[:]{plain_number(high)}" for low, high in ranges]}


def _floats(span: Range) -> list[float]:
    return [float(span[0]), float(span[1])]


KIND = NumericKind()
