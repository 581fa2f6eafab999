"""`darslik explain`: every rule about courses and packages, or one of them with reason and examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from darslik.rules import Rule

_GROUPS = {
    "course": "Courses (darslik check, darslik build)",
    "any": "Any package (darslik inspect)",
    "scorm12": "SCORM 1.2 packages",
    "scorm2004": "SCORM 2004 packages",
    "cmi5": "cmi5 packages",
    "xapi": "xAPI packages (tincan.xml)",
    "single": "What single LMSs mind (darslik inspect --profile)",
    "profile": "LMS profiles",
    "build": "Building for an LMS (darslik build --profile)",
}


@click.command("explain")
@click.argument("rule", required=False)
def command(rule: str | None) -> None:
    """Say what a finding means, why it matters, with a bad and a good example. Without RULE: list all."""
    from darslik.checks import load_rules
    from darslik.inspect.rule import load_package_rules
    from darslik.rules import RULES
    from darslik.suggest import did_you_mean

    load_rules()
    load_package_rules()
    if rule is None:
        click.echo("\n".join(_list()))
        return
    if rule not in RULES:
        raise click.UsageError(f"there is no rule `{rule}`. {did_you_mean(rule, RULES)} `darslik explain` lists all.")
    click.echo("\n".join(_one(RULES[rule])))


def _list() -> Iterator[str]:
    from darslik.rules import RULES

    groups: dict[str, list[Rule]] = {name: [] for name in _GROUPS}
    for _, rule in sorted(RULES.items()):
        groups.setdefault(_group(rule), []).append(rule)
    width = max(len(name) for name in RULES)
    for name, found in groups.items():
        if found:
            yield f"{_GROUPS.get(name, name)}: {len(found)} rules"
            yield from (f"  {rule.id:<{width}} {rule.severity.value:<8} {rule.summary}" for rule in found)
            yield ""
    yield "darslik explain RULE says why, with two examples."


def _group(rule: Rule) -> str:
    from darslik.inspect.quirk import quirk_rules

    return "single" if rule.id in quirk_rules() else rule.about[0]


def _one(rule: Rule) -> Iterator[str]:
    yield f"{rule.id} ({rule.severity.value})"
    if "course" not in rule.about:
        yield f"about: {', '.join(_about(rule))}"
        yield from _rows(rule)
    yield f"\n{rule.doc.strip()}"


def _about(rule: Rule) -> Iterator[str]:
    from darslik.inspect.report.words import STANDARDS

    yield from (STANDARDS.get(name, name) for name in rule.about)
    if _group(rule) == "single":
        yield "only with --profile"


def _rows(rule: Rule) -> Iterator[str]:
    from darslik.inspect.rows import row_of

    for name in rule.covers:
        row = row_of(name)
        if row is not None:
            clause = f" ({row.clause})" if row.clause else ""
            yield f"covers: {name}, {row.says}{clause}"
