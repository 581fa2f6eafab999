"""What is wrong with a statement."""

from __future__ import annotations

import json
from dataclasses import dataclass

from .catalogue import RULES
from .values import is_2_0

_LONGEST = 60
_KINDS = {str: "a text", bool: "a boolean", int: "a number", float: "a number", list: "a list", dict: "an object"}


@dataclass(frozen=True)
class Finding:
    """A breach of the standard.

    Attributes:
        rule: its name, a key of `catalogue.RULES`, e.g. `actor-identifier`; cmi5's as in its requirements list.
        path: where in the statement: `$.actor.mbox`, `$.context.contextActivities.parent[0].id`.
        message: what is wrong, and what is allowed.
        clause: of xAPI 1.0.3 (`Data 2.4.2.3`), of IEEE 9274.1.1 for 2.0 (`4.2.2.1`), or of cmi5.
        line: in the file it was read from, from 1; 0 if there is none.
    """

    rule: str
    path: str
    message: str
    clause: str = ""
    line: int = 0


class Report:
    """Collects what the rules find in one statement.

    Attributes:
        version: of xAPI, whose rules hold.
        later: whether that is 2.0.
    """

    def __init__(self, version: str = "1.0.3") -> None:
        self.version = version
        self.later = is_2_0(version)
        self.findings: list[Finding] = []

    def add(self, rule: str, path: str, message: str) -> None:
        """Note a breach."""
        self.findings.append(Finding(rule, path, message, RULES[rule].clause(later=self.later)))

    def wrong_type(self, path: str, value: object, must: str) -> None:
        """Note a value of another type than it `must` have; null is a rule of its own."""
        if value is None:
            self.add("null", path, "null is allowed only inside extensions")
        else:
            self.add("type", path, f"{must}, not {kind(value)}")


def show(value: object) -> str:
    """A value for a message, shortened."""
    if isinstance(value, dict | list) or value is None:
        return kind(value)
    text = json.dumps(value if not isinstance(value, str) else value[: _LONGEST + 1], ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def kind(value: object) -> str:
    """What a value is, in words."""
    return _KINDS.get(type(value), "null")


def step(name: str) -> str:
    """A member's name as the next part of a path."""
    if name.isidentifier() and len(name) <= _LONGEST:
        return f".{name}"
    return f"[{show(name)}]"
