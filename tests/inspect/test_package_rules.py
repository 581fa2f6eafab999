"""Every rule about packages is documented, and its own examples prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from darslik.inspect import Options, inspect
from darslik.inspect.rule import load_package_rules
from darslik.rules import RULES, Rule
from inspect_examples import BARE, ZIP_ONLY, example_files, example_zip, profile_for, standard_of

if TYPE_CHECKING:
    from pathlib import Path

    from darslik.diagnostics import Diagnostic

GROUPS = {"any", "scorm12", "scorm2004", "cmi5", "xapi"}

load_package_rules()
BY_ID = {name: rule for name, rule in sorted(RULES.items()) if set(rule.about) & GROUPS}


def found(rule: Rule, which: str, folder: Path) -> list[Diagnostic]:
    """What `inspect` says of an example, hints and all."""
    options = Options(profiles=profile_for(rule, folder))
    if BARE in rule.example(which):
        (folder / BARE).write_bytes(rule.example(which)[BARE])
        return list(inspect(folder / BARE, options).found)
    if ZIP_ONLY in rule.example(which):
        (folder / ZIP_ONLY).write_bytes(example_zip(rule, which))
        return list(inspect(folder / ZIP_ONLY, options).found)
    root = folder / "package"
    for path, body in example_files(rule, which).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(body)
    return list(inspect(root, options).found)


def shown(found: list[Diagnostic]) -> list[str]:
    return [f"{item.rule} {item.span.file}:{item.span.line}:{item.span.column} {item.message}" for item in found]


@pytest.mark.parametrize("rule", BY_ID.values(), ids=list(BY_ID))
def test_a_rule_says_what_and_why(rule: Rule) -> None:
    assert rule.summary.endswith((".", "?")), rule.summary
    assert 15 < len(rule.summary) <= 120
    assert rule.reason
    assert rule.reason != rule.summary
    assert rule.example("Bad")
    assert rule.example("Good")


@pytest.mark.parametrize("rule", BY_ID.values(), ids=list(BY_ID))
def test_the_bad_example_gives_this_finding(rule: Rule, tmp_path: Path) -> None:
    """And no other but those that it says itself come with it."""
    result = found(rule, "Bad", tmp_path)
    assert {item.rule for item in result} - rule.company == {rule.id}, shown(result)


@pytest.mark.parametrize("rule", BY_ID.values(), ids=list(BY_ID))
def test_the_good_example_gives_nothing(rule: Rule, tmp_path: Path) -> None:
    assert shown(found(rule, "Good", tmp_path)) == []


@pytest.mark.parametrize("standard", ["scorm2004", "scorm12", "cmi5", "xapi"])
def test_the_base_package_is_clean(standard: str, tmp_path: Path) -> None:
    from inspect_examples import base

    for path, body in base(standard).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(body)
    result = inspect(tmp_path, Options())
    assert [kind.standard for kind in result.kinds] == [standard]
    assert shown(list(result.found)) == []


@pytest.mark.parametrize("rule", BY_ID.values(), ids=list(BY_ID))
def test_findings_point_into_their_line(rule: Rule, tmp_path: Path) -> None:
    for item in found(rule, "Bad", tmp_path):
        assert item.span.line >= 1
        assert item.span.column >= 1
        assert not item.message.endswith("."), item.message


def test_every_example_has_a_base() -> None:
    assert {standard_of(rule) for rule in BY_ID.values()} <= {"scorm2004", "scorm12", "cmi5", "xapi"}
