"""The data model as an LMS stores it: flat names and values, times added up, entry decided."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .manifest import Item

LEARNER_NAME = "Karimova, Gulnora"
_VOLATILE = ("exit", "session_time", "entry", "total_time", "lesson_mode", "mode", "credit")


def flatten(tree: object, prefix: str = "") -> dict[str, str]:
    """Turn nested values into flat names (`cmi.core.exit`); empty values are left out."""
    if isinstance(tree, Mapping):
        pairs = [(str(key), value) for key, value in tree.items()]
    elif isinstance(tree, list):
        pairs = [(str(index), value) for index, value in enumerate(tree)]
    else:
        return {} if tree in ("", None) else {prefix: str(tree)}
    flat: dict[str, str] = {}
    for key, value in pairs:
        flat.update(flatten(value, f"{prefix}.{key}" if prefix else key))
    return flat


def unflatten(flat: Mapping[str, str]) -> dict[str, Any]:
    """The opposite of `flatten`; array records become objects with numbers as keys."""
    tree: dict[str, Any] = {}
    for name, value in flat.items():
        *path, last = name.split(".")
        node = tree
        for step in path:
            node = node.setdefault(step, {})
        node[last] = value
    return tree


def seconds(timespan: str) -> float:
    """Seconds in `HH:MM:SS.SS` or `PT1H2M3.45S`; an empty text is no time."""
    if not timespan:
        return 0.0
    if match := re.fullmatch(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)", timespan):
        hours, minutes, rest = match.groups()
    elif match := re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?", timespan):
        hours, minutes, rest = (part or "0" for part in match.groups())
    else:
        raise ValueError(timespan)
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def timespan(standard: str, value: float) -> str:
    """Write seconds in the form of the standard."""
    hours, rest = divmod(round(value, 2), 3600)
    minutes, rest = divmod(rest, 60)
    if standard == "1.2":
        return f"{int(hours):04}:{int(minutes):02}:{rest:05.2f}"
    return f"PT{int(hours)}H{int(minutes)}M{rest:.2f}S"


class Model:
    """Names of the elements that the LMS itself needs, in one standard."""

    def __init__(self, standard: str) -> None:
        """`standard` is `1.2` or `2004`."""
        self.standard = standard
        self.core = "cmi.core" if standard == "1.2" else "cmi"

    def is_suspended(self, stored: Mapping[str, str]) -> bool:
        """Whether the learner's last session asked for its data to be kept."""
        return stored.get(f"{self.core}.exit") == "suspend"

    def kept(self, stored: Mapping[str, str]) -> dict[str, str]:
        """What a new session sees; SCORM 2004 forgets everything unless it was suspended."""
        if self.standard == "2004" and not self.is_suspended(stored):
            return {}
        volatile = {f"{self.core}.{name}" for name in _VOLATILE}
        return {name: value for name, value in stored.items() if name not in volatile}

    def entry(self, stored: Mapping[str, str]) -> str:
        """The entry of a session that begins with this stored data."""
        if self.is_suspended(stored):
            return "resume"
        return "ab-initio" if not self.kept(stored) else ""

    def identity(self, item: Item, learner: str, total: float, mode: str, credit: str) -> dict[str, str]:
        """The elements that the LMS sets."""
        names = ("student_id", "student_name", "lesson_mode") if self.standard == "1.2" else (
            "learner_id", "learner_name", "mode")  # fmt: skip
        values = dict(
            zip(
                (f"{self.core}.{name}" for name in names),
                (learner, LEARNER_NAME, mode),
                strict=True,
            )
        )
        values |= {
            f"{self.core}.credit": credit,
            f"{self.core}.total_time": timespan(self.standard, total),
        }
        values["cmi.launch_data"] = item.launch_data
        return {name: value for name, value in (values | self._limits(item)).items() if value}

    def _limits(self, item: Item) -> dict[str, str]:
        if self.standard == "1.2":
            return {
                "cmi.student_data.mastery_score": item.mastery_score,
                "cmi.student_data.max_time_allowed": item.max_time_allowed,
                "cmi.student_data.time_limit_action": item.time_limit_action,
            }
        objectives = {f"cmi.objectives.{n}.id": key for n, key in enumerate(item.objectives)}
        return objectives | {
            "cmi.scaled_passing_score": item.scaled_passing_score,
            "cmi.completion_threshold": item.completion_threshold,
        }
