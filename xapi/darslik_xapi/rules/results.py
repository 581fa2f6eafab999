"""Results and scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .common import duration, extensions
from .findings import show
from .shape import Shape, boolean, text

if TYPE_CHECKING:
    from .findings import Report


def _number(value: object, path: str, report: Report) -> None:
    if not _is_number(value):
        report.wrong_type(path, value, "must be a number")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _scaled(value: object, path: str, report: Report) -> None:
    _number(value, path, report)
    if isinstance(value, int | float) and not -1 <= value <= 1:
        report.add("score-range", path, f"must be from -1 to 1, not {show(value)}")


_score = Shape("a score", {"scaled": _scaled, "raw": _number, "min": _number, "max": _number})


def score(value: object, path: str, report: Report) -> None:
    """A score with its range."""
    _score(value, path, report)
    if isinstance(value, dict):
        _range({name: one for name, one in value.items() if _is_number(one)}, path, report)


def _range(value: dict[str, Any], path: str, report: Report) -> None:
    low, high, raw = value.get("min"), value.get("max"), value.get("raw")
    if low is not None and high is not None and low >= high:
        report.add("score-range", f"{path}.min", f"must be below max ({show(high)}), not {show(low)}")
    if raw is not None and low is not None and raw < low:
        report.add("score-range", f"{path}.raw", f"must not be below min ({show(low)}), it is {show(raw)}")
    if raw is not None and high is not None and raw > high:
        report.add("score-range", f"{path}.raw", f"must not be above max ({show(high)}), it is {show(raw)}")


result = Shape(
    "a result",
    {
        "score": score,
        "success": boolean,
        "completion": boolean,
        "response": text,
        "duration": duration,
        "extensions": extensions,
    },
)
