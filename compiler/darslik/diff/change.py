"""A change and its class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from darslik.diagnostics import Span


class Class(IntEnum):
    """How much a change means, from little to much."""

    NONE = 0
    COSMETIC = 1
    STRUCTURAL = 2
    GRADING = 3

    @property
    def words(self) -> str:
        """As reports say it."""
        return {0: "no difference", 1: "cosmetic", 2: "structural", 3: "affects grading"}[self]


C, S, G = Class.COSMETIC, Class.STRUCTURAL, Class.GRADING

KINDS: Mapping[str, tuple[Class, str]] = {
    "text-changed": (C, "reads the new text; nothing recorded changes"),
    "title-changed": (C, "sees the new title"),
    "media-changed": (C, "sees the new file"),
    "appearance-changed": (C, "sees the new look or the new texts of buttons and cover"),
    "runtime-changed": (C, "nothing, except what a newer player does better"),
    "version-changed": (C, "nothing"),
    "file-added": (S, "nothing"),
    "file-removed": (S, "nothing"),
    "module-added": (S, "has a new module to do, if the completion rules ask for it"),
    "module-removed": (S, "no longer finds it; what was done there counts nowhere, but stays in the record"),
    "module-moved": (S, "finds it at another place in the contents"),
    "module-renamed": (S, "nothing: it keeps its slot, so progress stays"),
    "lesson-added": (S, "sees a new lesson"),
    "lesson-removed": (S, "no longer finds this lesson"),
    "lesson-moved": (S, "finds it at another place; its pages stay seen"),
    "lesson-renamed": (S, "nothing: its pages keep their slots"),
    "page-added": (
        S,
        "has one page more to see, where the completion rules ask for pages; completed is never taken back",
    ),
    "page-removed": (S, "no longer finds it; a learner who stood there begins at the cover"),
    "page-moved": (S, "finds it at another place; it stays seen"),
    "page-renamed": (S, "nothing: it keeps its slot, so it stays seen"),
    "question-added": (S, "has one question more"),
    "question-removed": (S, "no longer sees it; the answer given counts nowhere"),
    "question-moved": (S, "finds it elsewhere; the answer given stays"),
    "question-renamed": (S, "nothing: it keeps its slot, so the answer stays. Reports of the LMS show two ids"),
    "quiz-added": (S, "has a new quiz"),
    "quiz-removed": (S, "no longer finds it; its attempts count nowhere"),
    "quiz-moved": (S, "finds it elsewhere; attempts stay"),
    "quiz-renamed": (S, "nothing: it keeps its slot, so attempts stay"),
    "note-added": (S, "may write a new note"),
    "note-removed": (S, "no longer finds the note that was written there"),
    "note-moved": (S, "finds the note elsewhere"),
    "note-renamed": (S, "nothing: the note stays"),
    "scenario-added": (S, "has a new scenario"),
    "scenario-removed": (S, "no longer finds it"),
    "scenario-moved": (S, "finds it elsewhere"),
    "scenario-renamed": (S, "nothing: the path taken stays"),
    "gate-changed": (S, "may find a module locked that was open, or open that was locked; what was done stays"),
    "navigation-changed": (S, "may go on in another order than before"),
    "recording-changed": (S, "nothing; the LMS receives its records in another form"),
    "split-changed": (S, "begins anew: the parts that the LMS keeps records of are others"),
    "target-changed": (S, "begins anew: another standard, another record"),
    "language-changed": (S, "goes on in the other language, where the LMS keeps the record"),
    "theme-changed": (C, "sees another theme"),
    "manifest-renamed": (S, "nothing by itself; some LMSs take it for another course"),
    "item-added": (S, "sees a new part in the LMS's own contents"),
    "item-removed": (S, "may lose what the LMS recorded for this part"),
    "launch-changed": (S, "nothing, unless the LMS remembered the old launch file"),
    "points-changed": (G, ""),
    "key-changed": (G, ""),
    "options-changed": (G, ""),
    "kind-changed": (G, ""),
    "marking-changed": (G, "is marked by the new setting from the next answer on"),
    "attempts-changed": (G, "has that many attempts from now on; those already used count"),
    "quiz-settings-changed": (G, "finished attempts keep their score; the next one goes by the new settings"),
    "draws-changed": (G, "an attempt that is open keeps its questions; the next one draws by the new rule"),
    "total-changed": (
        G,
        "the score is worked out anew at the next opening, of another total; completed and passed are never taken back",
    ),
    "completion-changed": (G, "is judged by the new rule at the next opening; completed is never taken back"),
    "pass-changed": (G, "is judged by the new mark at the next opening; passed is never taken back"),
    "mastery-changed": (G, "the LMS itself may judge by the new mark"),
    "record-split-moved": (G, "has to do it again: the LMS kept it in the record of the other module"),
    "slot-changed": (G, "gets what was recorded for something else, or loses it"),
    "course-id-changed": (G, "begins anew: for every LMS and for darslik this is another course"),
}
"""Every kind of change: its class, and what a learner half-way notices if nothing else is said."""

SPOILING = frozenset({"slot-changed", "course-id-changed"})
"""Changes after which old records cannot be read rightly."""


@dataclass(frozen=True)
class Change:
    """One difference. `before` and `after` are what it was and is, if a few words can say it."""

    kind: str
    what: str
    span: Span | None = None
    before: str = ""
    after: str = ""
    notice: str = ""

    @property
    def level(self) -> Class:
        """Its class."""
        return KINDS[self.kind][0]

    @property
    def learner(self) -> str:
        """What a learner half-way notices."""
        return self.notice or KINDS[self.kind][1]


def ordered(changes: Iterable[Change]) -> list[Change]:
    """What affects grading first; then by place. Each once."""
    first = Span("")
    found = dict.fromkeys(replace(change, span=change.span or first) for change in changes)
    listed = sorted(found, key=lambda one: (-one.level, one.span or first, one.kind, one.what))
    return [replace(change, span=None if change.span == first else change.span) for change in listed]


def verdict(changes: Iterable[Change]) -> Class:
    """The class of all of them together."""
    return max((change.level for change in changes), default=Class.NONE)
