"""What cmi5 demands of an AU's statements, given what is known of the session.

The names of rules are of the project's list of cmi5's rules; `cmi5_catalogue` has the requirement of each. The test
LMS refuses what breaks them on the wire, `check` finds them in files (`cmi5_registrations`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from .cmi5_words import (
    AU_VERBS,
    CATEGORY,
    MASTERY_SCORE,
    MOVE_ON_CATEGORY,
    PROGRESS,
    VERBS,
    VOIDED,
)
from .values import is_utc, parse_duration, parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from .values import Json

Problem = tuple[str, str]

_NAMES = {iri: name for name, iri in VERBS.items() if name in AU_VERBS}
_JUDGED = ("passed", "failed")
# How far a duration may be from the time between two timestamps, in seconds.
_TOLERANCE = 2.0


class Record(Protocol):
    """What is known of an AU in a registration."""

    @property
    def completed(self) -> bool:
        """Whether completed was sent."""

    @property
    def passed(self) -> bool:
        """Whether passed was sent."""


class Session(Protocol):
    """What is known of a session before a statement of it."""

    @property
    def actor(self) -> Json:
        """The actor of the launch."""

    @property
    def registration_id(self) -> str:
        """The registration of the launch."""

    @property
    def activity_id(self) -> str:
        """The activity id that the LMS gave the AU."""

    @property
    def launch_mode(self) -> str:
        """Normal, Browse or Review."""

    @property
    def mastery_score(self) -> float | None:
        """The scaled score that passes, if there is one."""

    @property
    def context_template(self) -> Json:
        """What every context must contain."""

    @property
    def initialized_at(self) -> datetime | None:
        """When initialized was sent."""

    @property
    def terminated(self) -> bool:
        """Whether terminated was sent."""

    @property
    def verbs(self) -> set[str]:
        """The short names of the defined statements that were sent."""

    @property
    def record(self) -> Record:
        """The AU in the registration, over all its sessions."""


def problems(session: Session, statement: Json) -> Iterator[Problem]:
    """All that is wrong with a statement, given what the session has sent so far."""
    yield from _every(session, statement)
    if CATEGORY in _categories(statement):
        yield from _defined(session, statement)
    else:
        yield from _allowed(session, statement)


def defined_verb(statement: Json) -> str:
    """The short name of the verb of a cmi5 defined statement, else an empty text."""
    return _NAMES.get(statement["verb"]["id"], "") if CATEGORY in _categories(statement) else ""


def _every(session: Session, statement: Json) -> Iterator[Problem]:
    context = statement.get("context", {})
    if "id" not in statement:
        yield "S1", "the statement has no id"
    if not is_utc(statement.get("timestamp")):
        yield "S2", "the timestamp is missing or not in UTC"
    if statement["verb"]["id"] == VOIDED:
        yield "S7", "an AU must not void statements"
    if statement["actor"] != session.actor:
        yield "L7", "the actor is not the one of the launch"
    if context.get("registration") != session.registration_id:
        yield "S5", "context.registration is not the one of the launch"
    for missing in _missing(session.context_template, context, "context"):
        yield "S4", f"{missing} of the context template is missing or changed"
    yield from _first_and_last(session, statement)
    yield from _progress(session, statement)


def _first_and_last(session: Session, statement: Json) -> Iterator[Problem]:
    if "initialized" not in session.verbs and defined_verb(statement) != "initialized":
        yield "S8", "the first statement must be initialized"
    if session.terminated:
        yield "S9", "a statement after terminated"


def _missing(template: Any, actual: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Paths of what the template has and the context has not; lists compare by position and id."""
    if isinstance(template, dict) and isinstance(actual, dict):
        for name, value in template.items():
            yield from _missing(value, actual.get(name), f"{path}.{name}")
    elif isinstance(template, list) and isinstance(actual, list) and len(actual) >= len(template):
        for index, value in enumerate(template):
            if actual[index].get("id") != value["id"]:
                yield f"{path}.{index}"
    elif template != actual:
        yield path


def _progress(session: Session, statement: Json) -> Iterator[Problem]:
    extensions = statement.get("result", {}).get("extensions", {})
    if PROGRESS not in extensions:
        return
    value = extensions[PROGRESS]
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100:
        yield "D14", "progress is not an integer from 0 to 100"
    if statement["verb"]["id"] == VERBS["completed"] or session.record.completed:
        yield "D14", "progress on or after completed"


def _allowed(session: Session, statement: Json) -> Iterator[Problem]:
    """Statements beyond the defined ones."""
    if statement["verb"]["id"] in _NAMES and statement["object"].get("id") == session.activity_id:
        yield "D3", "a defined verb on the AU itself without the cmi5 category"
    if MOVE_ON_CATEGORY in _categories(statement):
        yield "S10", "the moveon category belongs to defined statements"
    if session.launch_mode != "Normal":
        yield "L9", f"only initialized and terminated in {session.launch_mode} mode"


def _defined(session: Session, statement: Json) -> Iterator[Problem]:
    verb = defined_verb(statement)
    if not verb:
        yield "D3", "the cmi5 category on a verb that cmi5 does not define"
        return
    if statement["object"].get("id") != session.activity_id:
        yield "D1", "object.id is not the activityId of the launch"
    if not {"homePage", "name"} <= statement["actor"].get("account", {}).keys():
        yield "D2", "the actor has no account"
    if session.launch_mode != "Normal" and verb not in ("initialized", "terminated"):
        yield "L9", f"{verb} in {session.launch_mode} mode"
    yield from _once(session, verb)
    yield from _result(session, verb, statement)
    yield from _duration(session, verb, statement)


def _once(session: Session, verb: str) -> Iterator[Problem]:
    if verb in session.verbs:
        yield "D4", f"{verb} twice in a session"
    if verb in _JUDGED and session.verbs & set(_JUDGED):
        yield "D5", "passed and failed in one session"
    record = session.record
    if (verb == "completed" and record.completed) or (verb == "passed" and record.passed):
        yield "D6", f"{verb} twice in a registration"
    if verb == "failed" and record.passed:
        yield "D6", "failed after passed"


def _result(session: Session, verb: str, statement: Json) -> Iterator[Problem]:
    result = statement.get("result", {})
    expected = {"completed": (None, True), "passed": (True, None), "failed": (False, None)}
    success, completion = expected.get(verb, (None, None))
    rule = {"completed": "D7", "passed": "D8", "failed": "D8"}.get(verb, "D9")
    if result.get("success") is not success:
        yield rule, f"{verb} needs success {success}, not {result.get('success')}"
    if result.get("completion") is not completion:
        yield rule, f"{verb} needs completion {completion}, not {result.get('completion')}"
    judged = "success" in result or "completion" in result
    if judged != (MOVE_ON_CATEGORY in _categories(statement)):
        yield "D10" if judged else "S10", "the moveon category goes with success or completion"
    if "score" in result:
        yield from _score(session, verb, statement)


def _score(session: Session, verb: str, statement: Json) -> Iterator[Problem]:
    score = statement["result"]["score"]
    if verb not in _JUDGED:
        yield "D11", f"a score on {verb}"
        return
    scaled = score.get("scaled")
    if scaled is not None and not 0 <= scaled <= 1:
        yield "D11", "scaled is outside 0..1"
    if "raw" in score and not {"min", "max"} <= score.keys():
        yield "D11", "raw without min and max"
    if session.mastery_score is None:
        return
    if scaled is None or (scaled >= session.mastery_score) != (verb == "passed"):
        yield "D12", f"{verb} with {scaled} while the mastery score is {session.mastery_score}"
    extensions = statement.get("context", {}).get("extensions", {})
    if extensions.get(MASTERY_SCORE) != session.mastery_score:
        yield "D13", "the masteryscore extension is missing or different"


def _duration(session: Session, verb: str, statement: Json) -> Iterator[Problem]:
    if verb == "initialized":
        return
    rule = {"completed": "D7", "terminated": "D9"}.get(verb, "D8")
    seconds = parse_duration(statement.get("result", {}).get("duration"))
    now = parse_timestamp(statement.get("timestamp"))
    if seconds is None:
        yield rule, f"{verb} without a duration"
    elif verb == "terminated" and now and session.initialized_at:
        elapsed = (now - session.initialized_at).total_seconds()
        if abs(elapsed - seconds) > _TOLERANCE:
            yield "D16", f"terminated after {elapsed:.1f} s says {seconds:.1f} s"


def _categories(statement: Json) -> list[str]:
    activities = statement.get("context", {}).get("contextActivities", {}).get("category", [])
    return [one["id"] for one in (activities if isinstance(activities, list) else [activities])]
