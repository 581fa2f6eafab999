"""Two packages → what changed. The new one is built from the course as it is now, and written nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from darslik.diff import packaging
from darslik.diff.change import Change, Class, ordered, verdict
from darslik.diff.grading import grading
from darslik.diff.package import Known
from darslik.diff.places import Places
from darslik.diff.structure import pair, side, structural


@dataclass(frozen=True)
class Comparison:
    """All changes, the most serious first, and what LMS profiles ask about in addition."""

    old: Known
    new: Known
    changes: tuple[Change, ...]
    facts: frozenset[str]

    @property
    def level(self) -> Class:
        """The class of the whole."""
        return verdict(self.changes)


def compare(old: Known, new: Known, places: Places) -> Comparison:
    """Everything that differs."""
    both = pair(side(old.passport.tracking), side(new.passport.tracking), places)
    found = [
        *packaging.identity(old, new, both),
        *packaging.identifiers(old, new, both),
        *structural(both),
        *grading(both),
        *packaging.words(old, new, both),
        *packaging.files(old, new, both),
    ]
    found += packaging.looks(old, new, both, found)
    facts = packaging.facts(old, new)
    return Comparison(old, new, tuple(ordered(found)), frozenset(facts))
