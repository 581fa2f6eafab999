"""Statement templates and patterns of the profile: what `statement.ts` sends, and in which order (xAPI Profiles 8, 9).

The id of a template or pattern ends with a digest of what it says, for it must change when that does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_ADL = "http://adlnet.gov/expapi/"
_INTERACTION = f"{_ADL}activities/cmi.interaction"
_PAGE = "http://activitystrea.ms/schema/1.0/page"
_COURSE = "$.object.id | $.context.contextActivities.grouping[*].id | $.context.contextActivities.parent[*].id"
_MARK = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
_PROGRESS = "$.result.extensions['https://w3id.org/xapi/cmi5/result/extensions/progress']"

Rule = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A template or pattern; `content` is what its id depends on."""

    name: str
    type: str
    label: str
    definition: str
    content: dict[str, Any]

    @property
    def id(self) -> str:
        """Its name, and a digest of what it says."""
        text = json.dumps(self.content, sort_keys=True, separators=(",", ":"))
        return f"{self.name}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"

    @property
    def labels(self) -> dict[str, dict[str, str]]:
        """`prefLabel` and `definition`."""
        return {"prefLabel": {"en": self.label}, "definition": {"en": self.definition}}


def _has(location: str, *values: object) -> Rule:
    return {"location": location, "presence": "included", **({"all": list(values)} if values else {})}


def _lacks(location: str) -> Rule:
    return {"location": location, "presence": "excluded"}


def _may(location: str, note: str) -> Rule:
    return {"location": location, "presence": "recommended", "scopeNote": {"en": note}}


_SCORE = _may("$.result.score.scaled", "Where something was scored: 0 to 1.")
_DONE = _may(_PROGRESS, "Per cent of the launched activity, until it is completed.")
_NEEDED = _may(f"$.context.extensions['{_MARK}']", "In cmi5: the mark that the LMS asks for.")
_TIME = _has("$.result.duration")


def templates(course: str, used: set[tuple[str, str]], interactions: Sequence[str]) -> list[Part]:
    """The templates of a course.

    Args:
        course: its IRI.
        used: verbs (the last part of their IRIs) with the kinds of part that the course has.
        interactions: the interaction types of its questions.
    """
    about: Rule = {"location": _COURSE, "presence": "included", "any": [course]}

    def template(
        name: str, verb: str, definition: str, rules: Sequence[Rule], *, kind: str = "course", type_: str = ""
    ) -> list[Part]:
        if (verb, kind) not in used:
            return []
        determining = {"verb": f"{_ADL}verbs/{verb}", **({"objectActivityType": type_} if type_ else {})}
        content = {**determining, "rules": [about, *rules]}
        return [Part(name, "StatementTemplate", name.replace("-", " ").capitalize(), definition, content)]

    module, quiz = f"{_ADL}activities/module", f"{_ADL}activities/assessment"
    came_to = [_has("$.result.completion", True), _may("$.result.success", "Where it can be passed."), _SCORE]
    response = _has("$.result.response")
    asked = _has("$.object.definition.interactionType", *interactions)
    return [
        *template("initialized", "initialized", "The course was opened.", [_lacks("$.result")]),
        *template(
            "page-seen", "experienced", "A page came into view.", [_lacks("$.result.duration"), _DONE],
            kind="page", type_=_PAGE,
        ),
        *template(
            "page-left", "experienced", "A page was left; the duration is the time of activity on it.", [_TIME],
            kind="page", type_=_PAGE,
        ),
        *template(
            "question-answered", "answered", "A question was answered, or a statement of a survey.",
            [response, _TIME, asked, _SCORE, _DONE], kind="question", type_=_INTERACTION,
        ),
        *template(
            "module-done", "progressed", "A module was completed.", came_to, kind="module", type_=module
        ),
        *template("quiz-done", "progressed", "A quiz was handed in.", came_to, kind="quiz", type_=quiz),
        *template(
            "completed", "completed", "All that completes the launched activity was done.",
            [_has("$.result.completion", True), _TIME, _lacks("$.result.success"), _lacks("$.result.score")],
        ),
        *template(
            "passed", "passed", "What passes the launched activity was reached.",
            [_has("$.result.success", True), _TIME, _SCORE, _NEEDED],
        ),
        *template(
            "failed", "failed", "What passes the launched activity cannot be reached any more.",
            [_has("$.result.success", False), _TIME, _SCORE, _NEEDED],
        ),
        *template("terminated", "terminated", "The course was closed.", [_TIME, _lacks("$.result.completion")]),
    ]  # fmt: skip


def patterns(made: Sequence[Part], templates_at: str, patterns_at: str) -> list[Part]:
    """A registration is one session or several; each begins with `initialized` and may end with `terminated`."""
    ids = {part.name: f"{templates_at}/{part.id}" for part in made}
    inside = [id_ for name, id_ in ids.items() if name not in {"initialized", "terminated"}]
    event = Part("event", "Pattern", "Event", "Something that happens in a session.", {"alternates": inside})
    events = Part("events", "Pattern", "Events", "What happens in a session.", {"zeroOrMore": _at(event, patterns_at)})
    end = Part("end", "Pattern", "End", "A session may be cut off.", {"optional": ids["terminated"]})
    parts = [ids["initialized"], _at(events, patterns_at), _at(end, patterns_at)]
    session = Part("session", "Pattern", "Session", "From opening the course to closing it.", {"sequence": parts})
    whole = Part(
        "registration",
        "Pattern",
        "Registration",
        "All that a learner does in a registration: one session after the other.",
        {"primary": True, "oneOrMore": _at(session, patterns_at)},
    )
    return [whole, session, events, event, end]


def _at(part: Part, below: str) -> str:
    return f"{below}/{part.id}"
