"""What was seen, as a table for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.environment import HERE
from lms.learner import SECOND

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lms.play import Seen
    from lms.record import Stored

FILE = HERE / "matrix.md"
TARGETS = {
    "scorm12": "SCORM 1.2",
    "scorm2004-3": "SCORM 2004 3rd ed.",
    "scorm2004-4": "SCORM 2004 4th ed.",
}
LMSS = {
    "scormhost": "scormhost",
    "wagtail-lms": "wagtail-lms",
    "openedx": "openedx-scorm-xblock",
}
HEAD = (
    *("LMS", "Package", "Imported", "Launched", "Left in the middle", "Resumed"),
    *("Completed", "Score", "Answers", "The LMS's own conclusion"),
)
INTRODUCTION = """\
A course of two pages and three questions, imported by an administrator and taken by a learner in
Chromium. The learner answers one question, turns the page, and the browser is closed without
warning. In a fresh browser the learner comes back and finishes with one wrong answer. Each cell
is what the LMS itself held afterwards (its database or files). The tests in this folder fail if a
cell changes.
"""
NOTES = """\
[^2004]: wagtail-lms 0.11.1 imports SCORM 2004 packages without a word, but looks for the launch page
    only under the namespace of SCORM 1.2 (`SCORMPackage.parse_manifest`), and its `API_1484_11` has
    no `Initialize` (`scorm_player.html` gives it the functions of SCORM 1.2). No SCORM 2004 package
    can start in it; the learner is told: "{refused}"
[^worker]: Seen with one worker. The player of wagtail-lms 0.11.1 sends each SetValue as a request of
    its own without waiting, and `set_scorm_value` saves the whole attempt row; with six worker
    threads three runs of three lost a status, a score or a state.
"""


def markdown(seen: Mapping[tuple[str, str], Seen]) -> str:
    """The whole file."""
    rows = [HEAD, tuple("---" for _ in HEAD)]
    rows += [_row(lms, target, seen[lms, target]) for lms in LMSS for target in TARGETS]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    refused = next(found.refused for found in seen.values() if found.refused)
    return f"{INTRODUCTION}\n{table}\n\n{NOTES.format(refused=refused)}"


def _row(lms: str, target: str, seen: Seen) -> tuple[str, ...]:
    named = (f"{LMSS[lms]} {version(lms)}", TARGETS[target], "yes" if seen.imported else "no")
    if seen.left is None or seen.found is None or seen.finished is None:
        return (*named, "no[^2004]", *("" for _ in HEAD[4:]))
    return (
        *named,
        "yes[^worker]" if lms == "wagtail-lms" else "yes",
        _status(seen.left),
        f"{'same' if seen.found.page == SECOND else 'other'} page, answer {'kept' if seen.found.response else 'lost'}",
        _status(seen.finished),
        f"{seen.finished.score:g}",
        f"{len({answer.id for answer in seen.finished.interactions})} of 3",
        seen.finished.conclusion or "none",
    )


def _status(stored: Stored) -> str:
    success = "" if stored.success in ("", "unknown") else f", {stored.success}"
    return stored.completion + success


def version(lms: str) -> str:
    """The pinned version of the package that is the LMS."""
    lines = (HERE / f"requirements-{lms}.txt").read_text(encoding="utf-8").splitlines()
    (pin,) = (line for line in lines if line.startswith(f"{LMSS[lms]}=="))
    return pin.split("==")[1].split()[0]
