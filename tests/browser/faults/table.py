"""Which fault is tested in which standard. The marks that make the tests run are the ones the table is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Test = TypeVar("Test", bound="Callable[..., object]")

STANDARDS = ("scorm12", "scorm2004", "cmi5", "xapi", "web")
SCORM = STANDARDS[:2]
LRS = ("cmi5", "xapi")

FAULTS = (
    "late API",
    "no API",
    "both APIs",
    "cross-origin parent",
    "popup window",
    "opener closed",
    "SetValue false with error 0",
    "second initialise refused",
    "session refused",
    "commit failing for minutes",
    "state refused",
    "session expired",
    "storage blocked",
    "tab killed",
    "closed at once",
    "two tabs",
    "two devices",
    "clock changed",
    "damaged state",
)

_LAST_WINS = "cannot be seen: SCORM offers no way to ask whether a record changed; the later save stays"
ABSENT: dict[tuple[str, str], str] = {
    ("late API", "web"): "needs no API",
    ("no API", "web"): "needs no API",
    ("opener closed", "web"): "nothing of the opener is used",
    ("state refused", "web"): "the state is all there is: see “commit failing for minutes”",
    ("session expired", "web"): "has no session",
    ("session refused", "web"): "has no session; see “storage blocked”",
    ("two devices", "web"): "progress stays in one browser, and says so",
    **{("two devices", standard): _LAST_WINS for standard in SCORM},
}
"""Cells without a test, each with the reason."""

Cells = dict[tuple[str, str], list[tuple[str, str]]]
TESTED: Cells = {}
"""(fault, standard) → [(module::test, what the fault is there)], filled when the test modules are imported."""


def fault(name: str, where: Mapping[str, str]) -> Callable[[Test], Test]:
    """Run a test in these standards; the texts say what the fault is there."""

    def mark(test: Test) -> Test:
        module = test.__module__.rpartition(".")[2]
        for standard, what in where.items():
            TESTED.setdefault((name, standard), []).append((f"{module}::{test.__name__}", what))
        marked: Test = pytest.mark.parametrize("place", list(where), indirect=True)(test)
        return marked

    return mark


def scorm(what: str) -> dict[str, str]:
    """The same in every SCORM edition."""
    return dict.fromkeys(SCORM, what)


def lrs(what: str) -> dict[str, str]:
    """The same in cmi5 and xAPI."""
    return dict.fromkeys(LRS, what)


def markdown() -> str:
    """The table for people."""
    head = ["# Faults and the tests that play them", "", _ABOUT, ""]
    return "\n".join([*head, *(line for name in FAULTS for line in _section(name))])


_ABOUT = (
    "Made from the tests' own marks; this writes it anew:\n"
    "`DARSLIK_UPDATE=1 .venv/bin/pytest tests/browser/faults/test_table.py`.\n"
    "Each test asserts that no answer is lost silently (stored in the end, or kept in the browser and sent at the\n"
    "next launch, or the learner is told in plain words) and that nothing is completed or passed by accident.\n"
    "`scorm2004` is the fourth edition; a test makes sure that the third one carries the same runtime."
)


def _section(name: str) -> list[str]:
    lines = [f"## {name}", "", "| standard | the fault there | test |", "|---|---|---|"]
    for standard in STANDARDS:
        if reason := ABSENT.get((name, standard)):
            lines.append(f"| {standard} | – {reason} | |")
        for test, what in TESTED.get((name, standard), []):
            lines.append(f"| {standard} | {what} | `{test}` |")
    return [*lines, ""]
