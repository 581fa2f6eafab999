"""What a reader can add up in each measure's table; a measure that is not here has the shape of `plain_shape`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from .shape import Line, Parts, Shape, Steps

if TYPE_CHECKING:
    from darslik_xapi.measures import Measure

_COMPLETED: Final = Parts("learners", ("completed",), ("completion_rate", "completion_low", "completion_high"))
_OUTCOME: Final = Parts("learners", ("passed", "failed"), ("pass_rate", "score_mean"))
_QUANTITIES: Final = {"learners": "learners", "completed": "completed", "passed": "passed", "failed": "failed"}


def _completion(*by: str, keys: tuple[str, ...] = (), adds_up: bool = True) -> Shape:
    """Completion and success: each learner is in one row of a course, but of modules in several."""
    lines = (Line(("course",)),) if adds_up else ()
    own = ("course", "title", *by, *keys)
    return Shape(own, parts=(_COMPLETED, _OUTCOME), lines=lines, population=("course", *by), quantities=_QUANTITIES)


_STAGES: Final = {"enrolled": "learners", "completed": "completed", "passed": "passed"}


def _side(row: Mapping[str, Any]) -> object:
    """On which side of the mark a range of scores is: both sides add up to known totals."""
    return None if row["mark"] is None else row["low"] >= row["mark"] - 1e-9


def _right(row: Mapping[str, Any]) -> int:
    """Who answered rightly, as the mean score tells it."""
    return round(float(row["facility"] or 0) * int(row["learners"] or 0))


_ITEM: Final = ("course", "scope", "id", "title", "item", "file", "line", "place")
_ANSWERED: Final = (
    Parts("learners", ("right",), ("facility", "discrimination", "flag", "severity")),
    Parts("reached", ("learners",), ("reached", "omitted"), keep=("learners",)),
)


def _items(*by: str) -> Shape:
    lines = (Line(("course", "item")),) if by else ()
    same = {"learners": "answered"}
    return Shape(
        (*_ITEM, *by),
        parts=_ANSWERED,
        lines=lines,
        derived={"right": _right},
        population=("course", "item", *by),
        quantities=same,
    )


def _wrong(row: Mapping[str, Any]) -> object:
    """The wrong options: together they are those who were not right, which another table tells."""
    return None if row["correct"] else "wrong"


def _options(*by: str) -> Shape:
    """Options: their learners are those who answered; who chose an option is part of them."""
    own = ("course", "item", *by)
    lines = [Line(own, "chosen"), Line(own, "chosen", _wrong)]
    if by:
        lines.append(Line(("course", "item", "component")))
    return Shape(
        (*_ITEM, *by, "component", "label", "correct", "position"),
        parts=(Parts("learners", ("chosen",), ("share", "flag", "finding")),),
        lines=tuple(lines),
        together=("course", "item") if by else (),
        population=own,
        quantities={"learners": "answered"},
    )


def _compared(of: str, whole: str) -> Callable[[Mapping[str, Any]], int]:
    return lambda row: round(float(row[of] or 0) * int(row[whole] or 0))


_DIF: Final = ("delta", "delta_low", "delta_high", "chi2", "level", "flag")


SHAPES: Final[dict[str, Shape]] = {
    "completion-by-course": _completion(adds_up=False),
    "completion-by-module": _completion("module", keys=("id", "position"), adds_up=False),
    "completion-by-language": _completion("language"),
    "completion-by-group": _completion("team"),
    "completion-by-version": _completion("revision"),
    "funnel": Shape(
        ("course", "title", "step", "stage"),
        steps=Steps(("course",), "learners"),
        population=("course",),
        named=lambda row: _STAGES.get(row["stage"], ""),
    ),
    "drop-off": Shape(
        ("course", "number", "id", "title", "page", "file", "line"),
        parts=(Parts("learners", ("stopped",), ("stop_share", "flag")),),
        lines=(Line(("course",), "stopped"),),
        steps=Steps(("course",), "learners"),
    ),
    "page-time": Shape(
        ("course", "number", "id", "language", "page", "title", "words", "expected_seconds", "file", "line"),
        lines=(Line(("course", "page")),),
        coarse=("learners",),
    ),
    "data-quality": Shape(("check", "unit"), coarse=("learners",)),
    "attempts": Shape(
        ("course", "title"),
        parts=(Parts("learners", ("repeaters",), ("attempts", "attempts_per_learner", "sessions_per_attempt")),),
        population=("course",),
        quantities={"learners": "learners"},
    ),
    "time-to-completion": Shape(("course", "title"), population=("course",), quantities={"learners": "completed"}),
    "cohort-retention": Shape(
        ("course", "title", "cohort", "week"),
        parts=(Parts("size", ("learners",), ("share",)),),
        lines=(Line(("course",), by=lambda row: None if row["week"] else "size"),),
        population=("course", "cohort"),
        head=lambda row: row["week"] == 0,
    ),
    "item-analysis": _items(),
    "item-analysis-by-language": _items("language"),
    "item-analysis-by-version": _items("revision"),
    "distractors": _options(),
    "distractors-by-language": _options("language"),
    "translation-dif": Shape(
        (*_ITEM, "language", "reference"),
        parts=(
            Parts("learners", ("rights",), ("right", *_DIF)),
            Parts("reference_learners", ("reference_rights",), ("reference_right", *_DIF)),
        ),
        derived={
            "rights": _compared("right", "learners"),
            "reference_rights": _compared("reference_right", "reference_learners"),
        },
        population=("course", "item", "language"),
        quantities={"learners": "answered"},
    ),
    "scores": Shape(
        ("course", "title", "low", "high", "mark", "band"),
        parts=(Parts("learners", ("passed",)),),
        lines=(
            Line(("course",), total={"": "learners"}),
            Line(("course",), by=_side, total={True: "passed", False: "failed"}),
        ),
        running=("cumulative",),
    ),
}

# Columns that name a row, wherever they stand.
_NAMES: Final = frozenset(
    "course revision title id kind module page question item activity option component language other_language team "
    "number position step stage week cohort low high file line label text correct verb reason what check "
    "unit version detail message".split()
)


def plain_shape(columns: Sequence[str], counts: Sequence[str]) -> Shape:
    """Rows stand for themselves; if a part of a row is small, all its figures go."""
    learners, *others = counts
    keys = tuple(name for name in columns if name in _NAMES)
    figures = tuple(name for name in columns if name not in keys and name not in counts)
    parts = tuple(Parts(learners, (name,), figures) for name in others if name in columns)
    return Shape(keys, learners, parts)


def shape_of(measure: Measure, columns: Sequence[str]) -> Shape:
    """The shape of a measure's table."""
    found = SHAPES.get(measure.name)
    return found or plain_shape(columns, measure.counts)
