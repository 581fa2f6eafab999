"""A record as nested data, for JSON and for the terminal."""

from __future__ import annotations

from darslik.inspect.record.conditions import Condition, Not, Test
from darslik.inspect.record.model import Activity, Decision, Record
from darslik.inspect.record.promises import gradebook, unknown
from darslik.inspect.record.words import ROLES, Words

Data = dict[str, object]


def outline(record: Record) -> Data:
    """Only dicts, lists, strings, numbers, booleans and none. `activities` has one tree for each organization."""
    words = Words(record)
    return {
        "standard": record.standard,
        "title": record.title,
        "default": record.default,
        "activities": [_activity(one, words) for one in record.roots],
        "objectives": [
            {"identifier": one.identifier, "writers": list(one.writers), "readers": list(one.readers)}
            for one in record.objectives
        ],
        "gradebook": list(gradebook(record)),
        "unknown": list(unknown(record)),
    }


def _activity(one: Activity, words: Words) -> Data:
    found: Data = {
        "key": one.key,
        "identifier": one.identifier,
        "title": one.title,
        "role": one.role,
        "is": ROLES[one.role],
        "line": one.place.line,
        "launch": one.launch,
        "parameters": one.parameters,
        "visible": one.visible,
        "tracked": one.tracked,
        "completion": _decision(one.completion),
        "success": _decision(one.success),
        "share": None if one.share is None else round(one.share, 6),
        "gates": [
            {"effect": gate.effect, "when": _condition(gate.when), "text": gate.text, "says": words.gate(gate, one)}
            for gate in one.gates
        ],
        "says": list(words.activity(one)),
        "children": [_activity(part, words) for part in one.children],
    }
    return found


def _decision(one: Decision) -> Data:
    return {"by": one.by, "mark": one.mark}


def _condition(one: Condition) -> Data:
    if isinstance(one, Not):
        return {"not": _condition(one.part)}
    if isinstance(one, Test):
        said: Data = {"what": one.what, "activity": one.activity, "name": one.name, "reads": one.reads}
        if one.status:
            said["status"] = one.status
        if one.what.startswith("objectiveMeasure") and one.what != "objectiveMeasureKnown":
            said["measure"] = one.measure
        return said
    return {"least": one.least, "of": [_condition(part) for part in one.parts]}
