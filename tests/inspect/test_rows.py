"""Every requirement has a rule, every rule names known ones, and `compiler/INSPECT.md` lists both.

`DARSLIK_UPDATE=1 pytest tests/inspect/test_rows.py` writes it anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from darslik.diagnostics import Severity
from darslik.inspect.quirk import quirk_rules
from darslik.inspect.report.words import STANDARDS
from darslik.inspect.rows import Row, row_of, rows, sections
from darslik.inspect.rule import load_package_rules
from darslik.rules import RULES, Rule

ROOT = Path(__file__).parent.parent.parent
FILE = ROOT / "compiler" / "INSPECT.md"
REAL = Path(__file__).with_name("real-packages.md")
LISTED = [
    *(f"P{n}" for n in range(1, 23)),
    *(f"M{n}" for n in range(1, 10)),
    *(f"O{n}" for n in range(1, 6)),
    *(f"I{n}" for n in range(1, 15)),
    *(f"R{n}" for n in range(1, 10)),
    *(f"S{n}" for n in range(1, 23)),
    "X1",
    *(f"N{n}" for n in range(1, 8)),
    *(f"L{n}" for n in range(1, 11)),
    *(f"C{n}" for n in range(1, 23)),
    *(f"B{n}" for n in range(1, 8)),
]

load_package_rules()
ABOUT_PACKAGES = {*STANDARDS}
PACKAGE_RULES = [rule for _, rule in sorted(RULES.items()) if set(rule.about) & ABOUT_PACKAGES]


def rules_of(row: Row) -> list[Rule]:
    """The rules that cover a row, or a half of it."""
    return [rule for rule in PACKAGE_RULES if any(row_of(name) is row for name in rule.covers)]


def test_every_row_is_listed() -> None:
    """None is forgotten, none twice."""
    assert [name for name in rows() if not name.startswith("Q")] == LISTED
    assert len(rows()) == sum(len(section.rows) for section in sections())


def test_every_row_has_a_rule() -> None:
    """None is without."""
    assert [name for name, row in rows().items() if not rules_of(row)] == []


@pytest.mark.parametrize("rule", PACKAGE_RULES, ids=lambda rule: rule.id)
def test_a_rule_covers_known_rows(rule: Rule) -> None:
    assert [name for name in rule.covers if row_of(name) is None] == []


@pytest.mark.parametrize("rule", PACKAGE_RULES, ids=lambda rule: rule.id)
def test_what_should_be_is_no_error(rule: Rule) -> None:
    """A rule whose rows are all advice or only should hold does not refuse a package."""
    weights = {row.weight for name in rule.covers if (row := row_of(name)) is not None}
    if weights and "must" not in weights:
        assert rule.severity is not Severity.ERROR or rule.id in quirk_rules()


def test_the_tables_are_up_to_date() -> None:
    """Equal as text."""
    made = "\n".join(document()) + "\n"
    if os.environ.get("DARSLIK_UPDATE"):
        FILE.write_text(made, encoding="utf-8")
    assert FILE.read_text("utf-8") == made


# The document

INTRODUCTION = """\
# What `darslik inspect` checks

This page is written by `tests/inspect/test_rows.py` from the rules themselves. `darslik explain RULE` says of each why
it is there, with the clause of the standard, a bad and a good example. ✓ means: the example exists, and a test runs it.
The bad one must give this finding and no other but those that it names, the good one none at all.

Severities: an **error** is what the standard forbids, or what makes a package unusable or dangerous; a **warning** is
what some LMS or learner will suffer from; a **hint** shows with `--pedantic`. Findings about single LMSs weigh as their
profile says (`darslik profiles`)."""
GROUPS = {
    "any": "Any package",
    "scorm12": "SCORM 1.2",
    "scorm2004": "SCORM 2004",
    "cmi5": "cmi5",
    "xapi": "xAPI (`tincan.xml`)",
    "imscc": "Common Cartridge and IMS content packages",
    "single": "Single LMSs, with `--profile`",
}


def document() -> Iterator[str]:
    """The lines of the page."""
    yield f"{INTRODUCTION}\n"
    yield f"## Rules\n\n{len(PACKAGE_RULES)} rules, each with its examples."
    for name, title in GROUPS.items():
        found = [rule for rule in PACKAGE_RULES if group(rule) == name]
        if found:
            yield f"\n### {title}\n\n| rule | severity | also about | covers | bad | good |\n|---|---|---|---|---|---|"
            yield from (rule_line(rule) for rule in found)
    yield "\n## Requirements\n\nEach row is a requirement that a package can be checked for, with the rules that do it."
    for section in sections():
        yield f"\n### {section.title}\n\n| row | what | clause | weight | rules |\n|---|---|---|---|---|"
        yield from (row_line(row) for row in section.rows.values())
    yield f"\n{REAL.read_text('utf-8').strip()}"


def group(rule: Rule) -> str:
    return "single" if rule.id in quirk_rules() else rule.about[0]


def rule_line(rule: Rule) -> str:
    severity = "as the profile says" if rule.id in quirk_rules() else rule.severity.value
    others = ", ".join(STANDARDS[name] for name in rule.about[1:])
    marks = " | ".join("✓" if rule.example(which) else "" for which in ("Bad", "Good"))
    return f"| `{rule.id}` | {severity} | {others} | {' '.join(rule.covers)} | {marks} |"


def row_line(row: Row) -> str:
    names = ", ".join(f"`{rule.id}`" for rule in rules_of(row))
    return f"| {row.id} | {row.says} | {row.clause} | {row.weight} | {names} |"


def test_none_of_the_examples_is_missing() -> None:
    """The table has a mark in each cell."""
    assert [rule.id for rule in PACKAGE_RULES if not (rule.example("Bad") and rule.example("Good"))] == []
