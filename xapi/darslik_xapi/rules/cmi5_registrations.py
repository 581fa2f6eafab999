"""cmi5's rules for the statements of whole registrations, in whatever order a file has them.

A session is what shares a registration and a session id. What the LMS told the AU at launch is not in the
statements; it is taken from the LMS's own `launched`, else from the AU's first statement of the session.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from .cmi5 import defined_verb, problems
from .cmi5_catalogue import CMI5_RULES
from .cmi5_words import CATEGORY, LAUNCH_MODE, MASTERY_SCORE, SESSION_ID, VERBS
from .findings import Finding
from .values import parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .values import Json

_LMS_VERBS = {VERBS[name]: name for name in ("launched", "abandoned", "waived", "satisfied")}
_PATHS = {
    "S1": "$.id",
    "S2": "$.timestamp",
    "S4": "$.context",
    "S5": "$.context.registration",
    "S7": "$.verb.id",
    "S10": "$.context.contextActivities.category",
    "L7": "$.actor",
    "D1": "$.object.id",
    "D2": "$.actor",
    "D3": "$.verb.id",
    "D7": "$.result",
    "D8": "$.result",
    "D9": "$.result",
    "D10": "$.context.contextActivities.category",
    "D11": "$.result.score",
    "D12": "$.result.score.scaled",
    "D13": "$.context.extensions",
    "D14": "$.result.extensions",
    "D16": "$.result.duration",
}
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass
class _Record:
    completed: bool = False
    passed: bool = False


@dataclass
class _Session:
    """A session as far as its statements tell; a `cmi5.Session`."""

    registration_id: str
    actor: Json = field(default_factory=dict)
    activity_id: str = ""
    launch_mode: str = "Normal"
    mastery_score: float | None = None
    context_template: Json = field(default_factory=dict)
    initialized_at: datetime | None = None
    terminated: bool = False
    abandoned: bool = False
    verbs: set[str] = field(default_factory=set)
    record: _Record = field(default_factory=_Record)


@dataclass(frozen=True, slots=True, order=True)
class _Kept:
    """What is kept of a statement until all are read; in the order of time, then of reading."""

    moment: datetime
    number: int
    file: str
    line: int
    text: bytes


class Registrations:
    """Takes the statements of a file one by one, and judges its registrations at the end."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], list[_Kept]] = {}
        self._number = 0

    def add(self, statement: Json, file: str, line: int) -> None:
        """Remember a statement (one without findings of its form) if it belongs to a session, which may span files."""
        context = statement.get("context", {})
        registration = context.get("registration")
        session = context.get("extensions", {}).get(SESSION_ID)
        if not registration or not isinstance(session, str):
            return
        key = (registration.lower(), session)
        moment = parse_timestamp(statement.get("timestamp")) or _NEVER
        text = json.dumps(_needed(statement)).encode()
        self._number += 1
        self._kept.setdefault(key, []).append(_Kept(moment, self._number, file, line, text))

    def findings(self) -> Iterator[tuple[str, Finding]]:
        """What breaks cmi5 and in which file, session by session in the order in which they began."""
        records: dict[tuple[str, str], _Record] = {}
        for kept in self._kept.values():
            kept.sort()
        for (registration, name), kept in sorted(self._kept.items(), key=lambda item: item[1][0]):
            statements = [json.loads(one.text) for one in kept]
            if not any(map(_is_of_cmi5, statements)):
                continue
            session = _launch(registration, statements)
            session.record = records.setdefault((registration, session.activity_id), session.record)
            for number, rule, text in _judge(session, statements):
                place = kept[number]
                clause = CMI5_RULES[rule].clause_1_0
                message = f"{text} (session {name})"
                yield place.file, Finding(rule, _PATHS.get(rule, "$"), message, clause, place.line)


def _needed(statement: Json) -> Json:
    """Without what no rule of cmi5 looks at."""
    kept = {name: value for name, value in statement.items() if name not in ("stored", "authority", "version")}
    kept["object"] = {key: value for key, value in statement["object"].items() if key in ("id", "objectType")}
    if "result" in kept:
        kept["result"] = {key: value for key, value in kept["result"].items() if key != "response"}
    return kept


def _is_of_cmi5(statement: Json) -> bool:
    return bool(defined_verb(statement)) or (
        statement["verb"]["id"] in _LMS_VERBS and any(one["id"] == CATEGORY for one in _categories(statement))
    )


def _categories(statement: Json) -> list[Json]:
    found: Any = statement.get("context", {}).get("contextActivities", {}).get("category", [])
    return found if isinstance(found, list) else [found]


def _launch(registration: str, statements: list[Json]) -> _Session:
    """What the statements of a session tell of its launch."""
    by_lms = [one for one in statements if one["verb"]["id"] in _LMS_VERBS]
    by_au = [one for one in statements if one["verb"]["id"] not in _LMS_VERBS]
    first = (by_au or by_lms)[0]
    defined = [one for one in statements if defined_verb(one)] or by_lms or by_au
    session = _Session(registration, first["actor"], defined[0]["object"].get("id", ""))
    for one in by_lms:
        extensions = one.get("context", {}).get("extensions", {})
        session.launch_mode = str(extensions.get(LAUNCH_MODE, session.launch_mode))
        session.mastery_score = _number(extensions.get(MASTERY_SCORE), session.mastery_score)
    session.context_template = {"extensions": {SESSION_ID: first["context"]["extensions"][SESSION_ID]}}
    launched = [one for one in by_lms if _LMS_VERBS[one["verb"]["id"]] == "launched"]
    grouping = launched[0]["context"].get("contextActivities", {}).get("grouping") if launched else None
    if isinstance(grouping, list):
        session.context_template["contextActivities"] = {"grouping": grouping}
    return session


def _judge(session: _Session, statements: list[Json]) -> Iterator[tuple[int, str, str]]:
    """The number of a statement, the rule it breaks, and how."""
    for number, statement in enumerate(statements):
        by_lms = _LMS_VERBS.get(statement["verb"]["id"])
        if by_lms:
            session.abandoned |= by_lms == "abandoned"
            continue
        for rule, text in _problems(session, statement):
            yield number, rule, text
        _follow(session, statement)
    if session.verbs and not session.terminated and not session.abandoned:
        text = "the session ends without terminated; the AU sends it last, or the LMS sends abandoned"
        yield len(statements) - 1, "S9", text


def _problems(session: _Session, statement: Json) -> Iterator[tuple[str, str]]:
    if session.mastery_score is None:
        session.mastery_score = _number(statement.get("context", {}).get("extensions", {}).get(MASTERY_SCORE), None)
    context = statement.get("context", {})
    registration = str(context.get("registration", "")).lower()
    yield from problems(session, {**statement, "context": {**context, "registration": registration}})
    if session.abandoned:
        yield "S9", "a statement after abandoned"


def _number(value: object, otherwise: float | None) -> float | None:
    """A number in an extension, where anything may stand."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else otherwise


def _follow(session: _Session, statement: Json) -> None:
    verb = defined_verb(statement)
    if not verb:
        return
    session.verbs.add(verb)
    session.record.completed |= verb == "completed"
    session.record.passed |= verb == "passed"
    session.terminated |= verb == "terminated"
    if verb == "initialized" and session.initialized_at is None:
        session.initialized_at = parse_timestamp(statement.get("timestamp"))
