"""Validation errors of pydantic → findings in the author's words. The only place that knows pydantic's errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from darslik.diagnostics import Severity, Sink, Span
from darslik.model.base import SLUG_HELP
from darslik.rules import define
from darslik.source.yaml import Route, YamlDocument
from darslik.suggest import did_you_mean

M = TypeVar("M", bound=BaseModel)

define(
    "unknown-key",
    Severity.ERROR,
    """
    A key that has no meaning here.

    Usually a misspelling. If it were ignored, the author would believe that it works.

    Bad:
    === lessons/01-first.md
    ---
    title: First
    minuts: 5
    ---
    Text.
    Good:
    === lessons/01-first.md
    ---
    title: First
    minutes: 5
    ---
    Text.
    """,
)
define(
    "missing-key",
    Severity.ERROR,
    """
    Something that must be there is not.

    Titles, ids and licences end up in the manifest; an LMS refuses packages without them.

    Bad:
    === lessons/01-first.md
    ---
    minutes: 5
    ---
    Text.
    Good:
    === lessons/01-first.md
    ---
    title: First
    minutes: 5
    ---
    Text.
    """,
)
define(
    "wrong-value",
    Severity.ERROR,
    """
    A value of the wrong kind or outside its range.

    The message says which values are possible.

    Bad:
    === lessons/01-first.md
    ---
    title: First
    minutes: soon
    ---
    Text.
    Good:
    === lessons/01-first.md
    ---
    title: First
    minutes: 5
    ---
    Text.
    """,
)


@dataclass(frozen=True)
class Words:
    """The rules and words for one notation: keys of YAML, or options of directives."""

    unknown: str
    missing: str
    wrong: str
    term: str
    write: str


KEYS = Words("unknown-key", "missing-key", "wrong-value", "key", "{}: …")
OPTIONS = Words("unknown-option", "missing-option", "wrong-option", "option", ":{}: …")


def _choices(context: Mapping[str, Any]) -> str:
    return "it can be " + str(context.get("expected", "")).replace("'", "`")


_MESSAGES: dict[str, Callable[[Mapping[str, Any], Any], str]] = {
    "literal_error": lambda c, v: f"`{v}` is not possible here; {_choices(c)}",
    "string_type": lambda _, v: f"this must be a text, and it is {_kind(v)}",
    "string_too_short": lambda *_: "this text is empty",
    "string_too_long": lambda c, v: f"this text has {len(v)} characters, and at most {c['max_length']} fit",
    "string_pattern_mismatch": lambda _, v: f"`{v}` is not a valid id or language tag",
    "too_short": lambda *_: "this list is empty",
    "list_type": lambda _, v: f"this must be a list (`- …` or `[…]`), and it is {_kind(v)}",
    "model_type": lambda _, v: f"this must be a mapping (`key: value`), and it is {_kind(v)}",
    "dict_type": lambda _, v: f"this must be a mapping (`key: value`), and it is {_kind(v)}",
    "bool_type": lambda _, v: f"`{v}` is neither `true` nor `false`",
    "bool_parsing": lambda _, v: f"`{v}` is neither `true` nor `false`",
    "int_type": lambda _, v: f"this must be a whole number, and it is {_kind(v)}",
    "int_parsing": lambda _, v: f"`{v}` is not a whole number",
    "int_from_float": lambda _, v: f"`{v}` is not a whole number",
    "float_type": lambda _, v: f"this must be a number, and it is {_kind(v)}",
    "float_parsing": lambda _, v: f"`{v}` is not a number",
    "greater_than_equal": lambda c, v: f"{v} is too small; the least is {_number(c['ge'])}",
    "greater_than": lambda c, v: f"{v} is too small; it must be more than {_number(c['gt'])}",
    "less_than_equal": lambda c, v: f"{v} is too large; the most is {_number(c['le'])}",
    "value_error": lambda c, _: str(c.get("error", "this value is not possible")),
}


def _kind(value: Any) -> str:  # noqa: ANN401
    names = {bool: "true or false", dict: "a mapping", list: "a list", type(None): "empty", str: "a text"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "a number")


def _number(value: float) -> str:
    return f"{value:g}"


def build(model: type[M], document: YamlDocument, what: str, sink: Sink, route: Route = ()) -> M | None:
    """Validate the value at a route of a document. `what` names it in messages: "a module"."""
    value = document.value
    for step in route:
        value = value[step]
    return validate(model, value, what, sink, lambda loc: _yaml_spans(document, (*route, *loc)))


def _yaml_spans(document: YamlDocument, loc: Route) -> tuple[Span, Span]:
    kept: Route = ()
    for step in loc:
        if (*kept, step) in document.values or (*kept, step) in document.keys:
            kept = (*kept, step)
    return document.key(kept), document.span(kept)


def validate(
    model: type[M],
    value: Any,  # noqa: ANN401 - whatever was read
    what: str,
    sink: Sink,
    spans: Callable[[Route], tuple[Span, Span]],
    words: Words = KEYS,
) -> M | None:
    """Validate a value; `spans` gives (key, value) places for a route inside it."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            _report(model, dict(problem), what, _Place(sink, spans, words))
        return None


@dataclass(frozen=True)
class _Place:
    """Where and in which words to report."""

    sink: Sink
    spans: Callable[[Route], tuple[Span, Span]]
    words: Words


def _report(model: type[BaseModel], problem: dict[str, Any], what: str, place: _Place) -> None:
    loc: Route = tuple(problem["loc"])
    key, value = place.spans(loc)
    name, words, sink = str(loc[-1]) if loc else "", place.words, place.sink
    if problem["type"] == "missing":
        sink.add(
            words.missing, f"{_where(loc[:-1], what)} needs `{name}`", key, help=f"add `{words.write.format(name)}`"
        )
    elif problem["type"] == "extra_forbidden":
        names = known_keys(model, loc[:-1])
        sink.add(
            words.unknown,
            f"{_where(loc[:-1], what)} has no {words.term} `{name}`",
            key,
            label=did_you_mean(name, names),
            help=f"possible {words.term}s: {', '.join(sorted(names))}" if names else (),
        )
    else:
        _report_value(problem, loc, value, place)


def _report_value(problem: dict[str, Any], loc: Route, span: Span, place: _Place) -> None:
    message = _MESSAGES.get(problem["type"])
    text = message(problem.get("ctx") or {}, problem["input"]) if message else str(problem["msg"])
    name = _last_name(loc)
    helps = [SLUG_HELP] if problem["type"] == "string_pattern_mismatch" and name == "id" else []
    place.sink.add(place.words.wrong, f"`{name}`: {text}" if loc else text, span, help=helps)


def _last_name(loc: Route) -> str:
    return next((str(step) for step in reversed(loc) if isinstance(step, str)), "value")


def _where(loc: Route, what: str) -> str:
    names = [step for step in loc if isinstance(step, str)]
    return f"`{names[-1]}`" if names else what


def known_keys(model: type[BaseModel], loc: Iterable[str | int] = ()) -> set[str]:
    """The keys, as authors write them, of the model reached by a route."""
    for step in loc:
        inner = _field(model, step) if isinstance(step, str) else None
        model = inner or model
    return {_written(name, field) for name, field in model.model_fields.items()}


def _written(name: str, field: FieldInfo) -> str:
    return field.alias or name


def _field(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    for name, field in model.model_fields.items():
        if key in {name, field.alias}:
            return _model_in(field.annotation)
    return None


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if found := _model_in(argument):
            return found
    return None
