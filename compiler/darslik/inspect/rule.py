"""Rules about packages. To add one, write a function with `@rule` in a module of `rules/`.

A rule takes a `Subject` and yields findings. Its id is its name with hyphens; its docstring has one sentence, the
reason, and two examples (see `rules.Rule`), which are its tests: files laid over a small correct package of the first
standard that the rule is about. A file that is only a fragment of XML replaces, in the file of the base, the element of
the same name (and identifier, if the base has it).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import Literal

from darslik.diagnostics import Diagnostic, Label, Severity, Span
from darslik.discover import modules
from darslik.inspect.subject import Subject
from darslik.rules import RULES, rule_of

Group = Literal["any", "scorm12", "scorm2004", "cmi5", "xapi"]


@dataclass(frozen=True)
class Finding:
    """What a rule yields: a message and its place; `evidence` is what was seen, in its own words."""

    message: str
    span: Span
    label: str = ""
    help: str | tuple[str, ...] = ()
    related: tuple[Label, ...] = ()
    evidence: str = ""


PackageRule = Callable[[Subject], Iterable[Finding]]
_RULES: dict[str, tuple[tuple[str, ...], PackageRule]] = {}


def rule(severity: Severity, *groups: Group, covers: str = "") -> Callable[[PackageRule], PackageRule]:
    """Register a rule. `groups`: the standards that it is about. `covers`: rows of the rule tables, `P2 L1`."""

    def register(function: PackageRule) -> PackageRule:
        rule_id = rule_of(function, severity, about=groups, covers=tuple(covers.split()))
        _RULES[rule_id] = (groups, function)
        return function

    return register


@cache
def load_package_rules() -> dict[str, tuple[tuple[str, ...], PackageRule]]:
    """All rules by id, after importing every module that defines some."""
    for name in modules("darslik.inspect.rules"):
        importlib.import_module(name)
    for point in entry_points(group="darslik.inspect"):
        point.load()
    return dict(sorted(_RULES.items()))


def judge(subject: Subject, groups: Sequence[str]) -> list[Diagnostic]:
    """Everything that the rules of these groups find."""
    return [
        item
        for rule_id, (about, function) in load_package_rules().items()
        if set(about) & set(groups)
        for item in _run(rule_id, function, subject)
    ]


def _run(rule_id: str, function: PackageRule, subject: Subject) -> Iterator[Diagnostic]:
    for number, one in enumerate(function(subject)):
        if number == subject.limits.findings:
            message = f"there are more places like this; only the first {number:,} are told"
            yield Diagnostic(rule_id, RULES[rule_id].severity, message, one.span)
            return
        helps = (one.help,) if isinstance(one.help, str) else one.help
        yield Diagnostic(
            rule_id, RULES[rule_id].severity, one.message, one.span, one.label, one.related, helps, one.evidence
        )
