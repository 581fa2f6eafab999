"""Rules that hold for single LMSs: they run only where a row of a chosen profile names them.

`@quirk` works as `@rule` does, and the function also gets the row's settings. What it finds is as bad as the row says,
and carries the row's advice and evidence. A row that names an ordinary rule changes how bad its findings are for that
LMS. Several profiles that name one rule give one finding for each place, which lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from darslik.diagnostics import Diagnostic, Severity, Span
from darslik.inspect.recognise import Kind
from darslik.inspect.rule import Finding, Group, load_package_rules
from darslik.inspect.subject import Subject
from darslik.profiles.model import Profile, Quirk, Settings
from darslik.rules import rule_of

QuirkRule = Callable[[Subject, Settings], Iterable[Finding]]
SEVERITY = {"breaks": Severity.ERROR, "degrades": Severity.WARNING, "information": Severity.HINT}
_RANK = {Severity.HINT: 0, Severity.WARNING: 1, Severity.ERROR: 2}
_MOST_NAMES = 3


@dataclass(frozen=True)
class Known:
    """A registered rule. `needs`: settings that a row must have."""

    groups: tuple[str, ...]
    function: QuirkRule
    needs: tuple[str, ...]


_QUIRKS: dict[str, Known] = {}


def quirk(*groups: Group, covers: str = "", needs: str = "") -> Callable[[QuirkRule], QuirkRule]:
    """Register a rule about LMSs. `covers`: rows about LMSs, `Q2`. `needs`: settings without which it cannot run."""

    def register(function: QuirkRule) -> QuirkRule:
        rule_id = rule_of(function, Severity.WARNING, about=groups, covers=tuple(covers.split()))
        _QUIRKS[rule_id] = Known(groups, function, tuple(needs.split()))
        return function

    return register


def quirk_rules() -> Mapping[str, Known]:
    """All of them by id."""
    load_package_rules()
    return _QUIRKS


@dataclass(frozen=True)
class _Row:
    """A row that bears on this package, with the LMSs that have it."""

    profile: Profile
    quirk: Quirk

    @property
    def severity(self) -> Severity:
        return SEVERITY[self.quirk.severity]


def for_profiles(
    found: Sequence[Diagnostic], profiles: Sequence[Profile], subjects: Sequence[Subject]
) -> list[Diagnostic]:
    """The findings as they weigh in these LMSs, and what only these LMSs mind.

    `subjects`: the package as any package, then under each standard that it follows.
    """
    standards = names_of([subject.kind for subject in subjects if subject.kind])
    rows: dict[str, list[_Row]] = {}
    for profile in profiles:
        for row in profile.quirks:
            if row.check and (not row.targets or not standards or standards & set(row.targets)):
                rows.setdefault(row.check, []).append(_Row(profile, row))
    weighed = [_weighed(one, rows.get(one.rule, []), profiles) for one in found]
    return [*weighed, *(one for rule_id in sorted(rows) for one in _found(rule_id, rows[rule_id], subjects))]


def names_of(kinds: Iterable[Kind]) -> set[str]:
    """Names of targets that these kinds of packages are; an edition that is not stated may be any."""
    found: set[str] = set()
    for kind in kinds:
        if kind.standard != "scorm2004":
            found.add(kind.standard)
            continue
        found |= {f"scorm2004-{number}" for number in (kind.edition[:1] or "234")}
    return found


def _weighed(item: Diagnostic, rows: Sequence[_Row], profiles: Sequence[Profile]) -> Diagnostic:
    """As bad as in the worst of the LMSs: those that say nothing of it leave it as it is."""
    if not rows or item.rule in _QUIRKS:
        return item
    silent = len({row.profile.id for row in rows}) < len({one.id for one in profiles})
    worst = max([row.severity for row in rows] + ([item.severity] if silent else []), key=_RANK.__getitem__)
    return _told(replace(item, severity=worst), rows)


def _found(rule_id: str, rows: Sequence[_Row], subjects: Sequence[Subject]) -> Iterator[Diagnostic]:
    """One finding a place, whichever of the rows led to it."""
    known = _QUIRKS.get(rule_id)
    if known is None:
        return
    places: dict[Span, tuple[Finding, list[_Row]]] = {}
    for settings in dict.fromkeys(row.quirk.settings for row in rows):
        same = [row for row in rows if row.quirk.settings == settings]
        for subject in subjects:
            if set(known.groups) & set(subject.rules_of):
                for one in known.function(subject, settings):
                    places.setdefault(one.span, (one, []))[1].extend(same)
    for one, blamed in places.values():
        yield _told(_diagnostic(rule_id, one, blamed), blamed)


def _diagnostic(rule_id: str, one: Finding, rows: Sequence[_Row]) -> Diagnostic:
    worst = max((row.severity for row in rows), key=_RANK.__getitem__)
    helps = (one.help,) if isinstance(one.help, str) else one.help
    return Diagnostic(rule_id, worst, one.message, one.span, one.label, one.related, helps, one.evidence)


def _told(item: Diagnostic, rows: Sequence[_Row]) -> Diagnostic:
    """With the names of the LMSs, what they make of it, what helps, and who says so."""
    names = list(dict.fromkeys(row.profile.name for row in rows))
    few = ", ".join(names[:_MOST_NAMES]) + (f" and {len(names) - _MOST_NAMES} more" if names[_MOST_NAMES:] else "")
    said: dict[str, list[str]] = {}
    for row in rows:
        sources = "; ".join(row.quirk.evidence)
        said.setdefault(f"{row.quirk.text} What helps: {row.quirk.do} [{sources}]", []).append(row.profile.name)
    advice = tuple(f"{', '.join(dict.fromkeys(who))}: {what}" for what, who in said.items())
    evidence = dict.fromkeys(source for row in rows for source in row.quirk.evidence)
    return replace(item, message=f"{item.message} ({few})", help=(*item.help, *advice), evidence="; ".join(evidence))
