"""What is wrong with a statement."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A breach of the standard.

    Attributes:
        rule: its name, e.g. `actor-identifier`.
        path: where in the statement: `$.actor.mbox`, `$.context.contextActivities.parent[0].id`.
        message: what is wrong, and what is allowed.
        clause: of xAPI 1.0.3 (Data) or IEEE 9274.1.1 (2.0).
        line: in the file it was read from, from 1; 0 if there is none.
    """

    rule: str
    path: str
    message: str
    clause: str = ""
    line: int = 0
