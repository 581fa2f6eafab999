"""Checks: what can be wrong with a course that reads well. To add one, write a function with `@check`.

A check takes the course and yields findings. Its id is its name with hyphens; its docstring has one sentence, the
reason, and two examples (see `rules.Rule`), which are its tests.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from darslik.diagnostics import Diagnostic, Label, Severity, Span, has_errors
from darslik.discover import modules
from darslik.rules import RULES, rule_of

if TYPE_CHECKING:
    from darslik.checks.walk import Walk
    from darslik.model.tree import Course
    from darslik.render.theme import Theme
    from darslik.translate.held import Holding


@dataclass(frozen=True)
class Finding:
    """What a check yields: a message and its place; the rule is the check's own."""

    message: str
    span: Span
    label: str = ""
    help: str | tuple[str, ...] = ()
    related: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Subject:
    """What checks look at."""

    course: Course
    theme: Theme | None

    @cached_property
    def walk(self) -> Walk:
        """Everything that the course says, listed once for all checks."""
        from darslik.checks.walk import walk

        return walk(self.course)

    @property
    def holdings(self) -> Mapping[str, Holding]:
        """Every translation, text by text."""
        from darslik.translate.gate import holdings

        return holdings(self.course.files)


Check = Callable[[Subject], Iterable[Finding]]
_CHECKS: dict[str, Check] = {}
_WHOLE: set[str] = set()


def check(severity: Severity, *, whole: bool = False) -> Callable[[Check], Check]:
    """Register a check; its rule is documented by its docstring.

    `whole`: it judges the course as a whole ("nothing uses this", "no question gives points") and runs only when
    nothing else is an error: a course that was read in part looks emptier than it is.
    """

    def register(function: Check) -> Check:
        rule = rule_of(function, severity)
        _CHECKS[rule] = function
        if whole:
            _WHOLE.add(rule)
        return function

    return register


@cache
def load_checks() -> dict[str, Check]:
    """All checks by rule id, after importing every module that defines some."""
    for name in modules("darslik.checks"):
        importlib.import_module(name)
    for point in entry_points(group="darslik.checks"):
        point.load()
    return dict(sorted(_CHECKS.items()))


def load_rules() -> None:
    """Import everything that defines rules about courses."""
    for module in ("darslik.pipeline", "darslik.questions.read", "darslik.render.theme", "darslik.targets.losses"):
        importlib.import_module(module)
    load_checks()


def run_checks(course: Course, theme: Theme | None, *, whole: bool = True) -> list[Diagnostic]:
    """Run every check on a course; `whole`: all of it could be read."""
    subject = Subject(course, theme)
    checks = load_checks()
    found = [item for rule in checks if rule not in _WHOLE for item in _run(rule, subject)]
    if whole and not has_errors(found):
        found += [item for rule in checks if rule in _WHOLE for item in _run(rule, subject)]
    return found


def _run(rule: str, subject: Subject) -> Iterator[Diagnostic]:
    for finding in _CHECKS[rule](subject):
        helps = (finding.help,) if isinstance(finding.help, str) else finding.help
        yield Diagnostic(
            rule, RULES[rule].severity, finding.message, finding.span, finding.label, finding.related, helps
        )
