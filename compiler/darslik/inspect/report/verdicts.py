"""What each LMS makes of a package, as its profile says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from darslik.diagnostics import Diagnostic, Severity
from darslik.inspect.quirk import for_profiles, quirk_rules
from darslik.inspect.report.shown import Shown
from darslik.inspect.subject import Subject
from darslik.profiles import Profile, choose
from darslik.rules import RULES


@dataclass(frozen=True)
class Verdict:
    """Of one LMS. `known`: rows of its profile; `checked`: those that a package can be checked for."""

    profile: Profile
    known: int
    checked: int
    found: Sequence[Diagnostic]

    def count(self, severity: str) -> int:
        """Findings of a severity."""
        return sum(one.severity.value == severity for one in self.found)

    @property
    def word(self) -> str:
        """How it ends, in a word or two."""
        if self.count(Severity.ERROR):
            return "does not suit it"
        return "with care" if self.count(Severity.WARNING) else "nothing known against it"

    @property
    def rules(self) -> list[str]:
        """The rules that found something, each once."""
        return list(dict.fromkeys(one.rule for one in self.found))


def verdicts(shown: Shown) -> list[Verdict]:
    """One for each profile that was chosen."""
    package = shown.result.package
    if package is None or not shown.options.profiles:
        return []
    subjects = (Subject(package, None, None, shown.options.limits), *shown.result.subjects)
    single = quirk_rules()
    plain = [replace(one, severity=RULES[one.rule].severity) for one in shown.result.found if one.rule not in single]
    return [_verdict(profile, plain, subjects) for profile in choose(shown.options.profiles)]


def _verdict(profile: Profile, plain: Sequence[Diagnostic], subjects: Sequence[Subject]) -> Verdict:
    checks = {row.check for row in profile.quirks if row.check}
    found = [one for one in for_profiles(plain, [profile], subjects) if one.rule in checks]
    return Verdict(profile, len(profile.quirks), sum(bool(row.check) for row in profile.quirks), found)
