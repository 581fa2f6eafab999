"""What must not be readable in a question of an exam: feedback, the order of the source, the key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from darslik.plan.plan import PlanQuestion
from darslik.quiz.secrecy import salt_of, salted, seal

T = TypeVar("T", bound=Mapping[str, Any])

_ORDER_TELLS = {"ordering": "items", "matching": "right", "categorising": "items"}
"""Kinds whose source lists things in the order of the right answer."""


def mixed(parts: Sequence[T], seed: str) -> list[T]:
    """Options in an order that says nothing, the same in every build."""
    return sorted(parts, key=lambda part: hashlib.sha256(f"{seed}|{part['code']}".encode()).digest())


def in_exam(question: PlanQuestion, context: Mapping[str, Any], *, hiding: bool) -> dict[str, Any]:
    """What a template shows of a question of an exam: options mixed; `hiding`: nothing about what is right."""
    shown = {**context, **_without_order(question, context)}
    return {**without_feedback(shown), "explanation": None} if hiding else shown


def _without_order(question: PlanQuestion, context: Mapping[str, Any]) -> dict[str, Any]:
    name = _ORDER_TELLS.get(question.kind)
    if question.kind == "choice" and question.shuffle:
        name = "options"
    changed: dict[str, Any] = {name: mixed(context[name], question.id)} if name else {}
    if "gaps" in context:
        changed["gaps"] = [mixed_gap(gap, question.id) for gap in context["gaps"]]
    return changed


def mixed_gap(gap: Mapping[str, Any], seed: str) -> dict[str, Any]:
    """A gap of a cloze text; the right one of its options stands first in the source."""
    options = gap.get("options")
    return {**gap, **({"options": mixed(options, f"{seed} {gap['code']}")} if options else {})}


def by_code(definition: Mapping[str, Any]) -> dict[str, Any]:
    """The kind's own part of an xAPI definition, its components in the order of their codes, not in the source's."""
    lists = ("choices", "source", "target", "steps")
    return {
        key: sorted(value, key=lambda part: str(part["id"])) if key in lists else value
        for key, value in definition.items()
    }


def without_feedback(context: Mapping[str, Any]) -> dict[str, Any]:
    """What a template shows of a question, at any depth, without what is said about its answers."""
    return {key: [] if key == "feedback" else _plain(value) for key, value in context.items()}


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a kind shows
    if isinstance(value, list):
        return [without_feedback(part) if isinstance(part, dict) else part for part in value]
    return value


def hidden(course: str, data: Mapping[str, Any], review: str) -> dict[str, Any]:
    """The data of a question with digests in place of its key; what is shown afterwards is sealed.

    `review` is the question's HTML with feedback and explanation.
    """
    salt = salt_of(course, data["id"], data["rule"])
    opened: dict[str, Any] = {"rule": data["rule"], "html": review}
    kept = dict(data)
    if "definition" in data:
        definition = dict(data["definition"])
        pattern = definition.pop("correctResponsesPattern", None)
        opened |= {"pattern": pattern} if pattern else {}
        kept["definition"] = definition
    text = json.dumps(opened, ensure_ascii=False, separators=(",", ":"))
    return {**kept, "rule": salted(data["rule"], salt), "salt": salt, "sealed": seal(text, salt)}
