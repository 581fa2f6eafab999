"""`complete-when` and `pass-when`: conditions, all of which must hold."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from darslik.model.base import Node, Percent

ALL: Literal["all"] = "all"
_PERCENT_OR_WORD = {"anyOf": [{"type": "number", "minimum": 0, "maximum": 100}, {"enum": ["all", "none"]}]}
_NAMES = {"type": "array", "items": {"type": "string"}, "minItems": 1}


def _share(value: Any) -> Any:  # noqa: ANN401 - runs before validation
    words = {"all": 100.0, "none": 0.0}
    if isinstance(value, str) and value in words:
        return words[value]
    number = None if isinstance(value, bool) or not isinstance(value, int | float) else float(value)
    if number is None or not 0 <= number <= 100:
        message = f"`{value}` is not possible here; it can be a percentage from 0 to 100, `all` or `none`"
        raise ValueError(message)
    return number


def _names(value: Any) -> Any:  # noqa: ANN401 - runs before validation
    if not isinstance(value, list) or not value or not all(isinstance(name, str) and name.strip() for name in value):
        message = "this must be a list of ids (`[first, second]`), with one id at least"
        raise ValueError(message)
    return tuple(name.strip() for name in value)


def _share_or_names(value: Any) -> Any:  # noqa: ANN401 - runs before validation
    return _names(value) if isinstance(value, list) else _share(value)


def _all_or_names(value: Any) -> Any:  # noqa: ANN401 - runs before validation
    return ALL if value == ALL else _names(value)


class Conditions(Node):
    """What must have happened. Everything that is said must hold; what is not said is not asked for."""

    pages: Annotated[
        float | tuple[str, ...] | None,
        BeforeValidator(_share_or_names),
        WithJsonSchema({"anyOf": [*_PERCENT_OR_WORD["anyOf"], _NAMES]}),
    ] = None
    """Percent of the pages seen, or the pages that must have been seen."""
    questions: Annotated[float | None, BeforeValidator(_share), WithJsonSchema(_PERCENT_OR_WORD)] = None
    """Percent of the questions answered."""
    quizzes: Annotated[
        Literal["all"] | tuple[str, ...] | None,
        BeforeValidator(_all_or_names),
        WithJsonSchema({"anyOf": [{"const": "all"}, _NAMES]}),
    ] = None
    """Quizzes finished; in `pass-when`: passed."""
    objectives: Annotated[
        Literal["all"] | tuple[str, ...] | None,
        BeforeValidator(_all_or_names),
        WithJsonSchema({"anyOf": [{"const": "all"}, _NAMES]}),
    ] = None
    """Modules completed; in `pass-when`: passed."""
    score: Percent | None = None
    """Percent of the points reached."""
    minutes: Annotated[float, Field(gt=0)] | None = None
    """Minutes spent in the course, without pauses."""


def _listed(value: Any) -> Any:  # noqa: ANN401 - runs before validation
    return value if isinstance(value, list) else [value]


def _with_defaults(value: Any) -> Any:  # noqa: ANN401 - runs before validation
    """A mapping asks for all pages and all questions unless it says otherwise; a list asks for what it says."""
    return [{"pages": 100, "questions": "all", **value}] if isinstance(value, dict) else _listed(value)


_LIST = Field(min_length=1)
CompleteWhen = Annotated[list[Conditions], _LIST, BeforeValidator(_with_defaults)]
PassWhen = Annotated[list[Conditions], _LIST, BeforeValidator(_listed)]
DEFAULT_COMPLETE = [Conditions(pages=100, questions=100)]
"""All pages seen, all questions answered."""


def score_of(conditions: list[Conditions] | None) -> float | None:
    """The score that conditions ask for, in percent: the highest, if there are several."""
    return max((one.score for one in conditions or [] if one.score is not None), default=None)


def accept_mappings(schema: Any) -> Any:  # noqa: ANN401 - a JSON Schema
    """The schema with the mapping alone allowed wherever a list of conditions may stand, for editors."""
    if isinstance(schema, list):
        return [accept_mappings(value) for value in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("items") == {"$ref": "#/$defs/Conditions"}:
        form = {key: value for key, value in schema.items() if key in {"type", "items", "minItems"}}
        rest = {key: value for key, value in schema.items() if key not in form}
        return {**rest, "anyOf": [{"$ref": "#/$defs/Conditions"}, form]}
    return {key: accept_mappings(value) for key, value in schema.items()}
