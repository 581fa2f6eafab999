"""A comparison and a profile → whether the package may be replaced in place, why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from darslik.diff.change import Change
from darslik.diff.compare import Comparison
from darslik.profiles import Profile, Quirk


class Verdict(IntEnum):
    """From harmless to not at all."""

    SAME = 0
    IN_PLACE = 1
    CARE = 2
    NEW = 3

    @property
    def words(self) -> str:
        """As reports say it."""
        return {
            0: "nothing to replace: the packages are the same",
            1: "may be replaced in place",
            2: "may be replaced in place, with care",
            3: "upload it as a new activity",
        }[self]

    @property
    def code(self) -> str:
        """As JSON says it."""
        return {0: "same", 1: "in-place", 2: "with-care", 3: "new-activity"}[self]


_RANK = {"note": Verdict.IN_PLACE, "care": Verdict.CARE, "new": Verdict.NEW}


@dataclass(frozen=True)
class Reason:
    """A row of the profile that bears on this comparison, and the changes that made it bear."""

    quirk: Quirk
    verdict: Verdict
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Judgement:
    """What a profile says."""

    profile: Profile
    verdict: Verdict
    reasons: tuple[Reason, ...]

    @property
    def steps(self) -> tuple[str, ...]:
        """What the administrator does."""
        if self.verdict is Verdict.SAME:
            return ()
        return self.profile.fresh if self.verdict is Verdict.NEW else self.profile.replace


def judge(profile: Profile, comparison: Comparison) -> Judgement:
    """Apply each row that says something about replacing."""
    if not comparison.changes and not comparison.facts:
        return Judgement(profile, Verdict.SAME, ())
    reasons = [reason for quirk in profile.quirks if (reason := _reason(quirk, comparison))]
    reasons.sort(key=lambda reason: -reason.verdict)
    verdict = max((reason.verdict for reason in reasons), default=Verdict.IN_PLACE)
    return Judgement(profile, verdict, tuple(reasons))


def _reason(quirk: Quirk, comparison: Comparison) -> Reason | None:
    rule = quirk.replace
    targets = {comparison.old.passport.course.target, comparison.new.passport.course.target}
    if rule is None or (quirk.targets and not targets & set(quirk.targets)):
        return None
    wanted = set(rule.when)
    changes = tuple(change for change in comparison.changes if wanted & {change.kind, change.level.name.lower()})
    if not changes and not wanted & comparison.facts:
        return None
    return Reason(quirk, _RANK[rule.verdict], changes)
