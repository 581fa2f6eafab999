"""What an LMS has stored about one learner in one package, in words common to all of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_INTERACTION = re.compile(r"cmi\.interactions\.(\d+)\.(\w+)")


@dataclass(frozen=True)
class Interaction:
    """One answer; `result` in the word that the LMS holds."""

    id: str
    type: str
    response: str
    result: str


@dataclass(frozen=True)
class Stored:
    """A learner's record: score in percent, none while the LMS holds no score.

    `conclusion` is what the LMS made of it by itself: a grade, a finished course.
    """

    completion: str
    success: str
    score: float | None
    location: str
    suspend_data: str
    interactions: tuple[Interaction, ...]
    conclusion: str = ""


def interactions_in(elements: Mapping[str, str]) -> tuple[Interaction, ...]:
    """Gather the interactions from data model elements of either SCORM version."""
    rows: dict[int, dict[str, str]] = {}
    for name, value in elements.items():
        if match := _INTERACTION.fullmatch(name):
            rows.setdefault(int(match[1]), {})[match[2]] = value
    return tuple(_interaction(rows[index]) for index in sorted(rows))


def _interaction(row: Mapping[str, str]) -> Interaction:
    response = row.get("learner_response", row.get("student_response", ""))
    return Interaction(row.get("id", ""), row.get("type", ""), response, row.get("result", ""))


def score_of(raw: str) -> float | None:
    """A score element as a number; LMSs hold an empty text while there is none."""
    return float(raw) if raw else None


class NotLaunchedError(Exception):
    """The LMS did not launch the package; the message is what it told the learner."""
