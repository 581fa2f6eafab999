"""The rules against a corpus of values and statements that must be accepted or refused, in both versions.

A case of `corpus/` names the rule that refuses it; the finding must be where the fault is. Values of a kind are
tried wherever the standard puts that kind.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from darslik_xapi.rules import RULES, Finding, check_statement

from .places import GOOD, PLACES, SUB, Json, change

CORPUS = Path(__file__).parent / "corpus"
VERSIONS = ("1.0.3", "2.0")


def blocks() -> list[Any]:
    """The blocks of values, with an id for each."""
    found = []
    for name in ("values", "actors", "activities", "parts"):
        for number, block in enumerate(yaml.safe_load((CORPUS / f"{name}.yaml").read_text("utf-8"))):
            found += [
                pytest.param(version, block, id=f"{name}-{block['places']}-{number}-{version}")
                for version in ([str(block["version"])] if "version" in block else VERSIONS)
            ]
    return found


def statements() -> list[Any]:
    """The cases of whole statements."""
    cases = yaml.safe_load((CORPUS / "statements.yaml").read_text("utf-8"))
    return [
        pytest.param(version, case, id=f"{case['name']}-{version}")
        for case in cases
        for version in ([str(case["version"])] if "version" in case else VERSIONS)
    ]


def told(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(one.rule, one.path) for one in findings}


def where_of(where: str, value: object) -> str:
    """The place of a finding; the key of a language map is the value itself."""
    from darslik_xapi.rules.findings import step

    return where[:-2] + step(str(value)) if where.endswith("[]") else where


@pytest.mark.parametrize(("version", "block"), blocks())
def test_values(version: str, block: Json) -> None:
    assert block.keys() <= {"places", "version", "accept", "refuse", "inside"}
    for where, put in PLACES[block["places"]]:
        for value in block.get("accept", []):
            assert check_statement(put(value), version) == [], (where, value)
        for rule, values in block.get("refuse", {}).items():
            for value in values:
                found = told(check_statement(put(value), version))
                assert (rule, where_of(where, value)) in found, (where, value, found)
        for rule, inside, value in block.get("inside", []):
            found = told(check_statement(put(value), version))
            assert (rule, where + inside) in found, (where, value, found)


@pytest.mark.parametrize(("version", "case"), statements())
def test_statements(version: str, case: Json) -> None:
    assert case.keys() <= {"name", "version", "base", "paths", "set", "drop", "find"}
    statement = SUB if case.get("base") == "sub" else GOOD
    for path, value in case.get("set", {}).items():
        statement = {**statement, path: value} if case.get("paths") == "whole" else change(statement, path, value)
    for path in case.get("drop", []):
        statement = dropped(statement, path)
    assert told(check_statement(statement, version)) == {(rule, where) for rule, where in case.get("find", [])}


def dropped(statement: Json, path: str) -> Json:
    parent, _, last = path.rpartition(" ")
    if not parent:
        return {name: value for name, value in statement.items() if name != path}
    target: Any = statement
    for step in parent.split(" "):
        target = target[step]
    return change(statement, parent, {name: value for name, value in target.items() if name != last})


def test_every_rule_has_cases() -> None:
    """A rule that nothing breaks would not be missed."""
    broken: set[str] = {"json", "json-duplicate", "json-number", "json-depth", "json-text"}  # test_reading.py
    for param in blocks():
        block = param.values[1]
        broken |= block.get("refuse", {}).keys() | {rule for rule, _, _ in block.get("inside", [])}
    for param in statements():
        broken |= {rule for rule, _ in param.values[1].get("find", [])}
    assert broken == RULES.keys()


def test_clauses_are_those_of_the_version() -> None:
    statement = change(GOOD, "timestamp", "x")
    clauses = [check_statement(statement, version)[0].clause for version in ("1.0.3", "2.0", "2.0.0", "1.0.0")]
    assert clauses == ["Data 4.5", "4.2.7", "4.2.7", "Data 4.5"]
    assert all(rule.clause_1_0.startswith("Data ") and rule.asks.endswith(".") for rule in RULES.values())


@pytest.mark.parametrize("value", [None, True, 5, 1.5, "x", []])
def test_a_statement_is_an_object(value: object) -> None:
    assert told(check_statement(value)) == {("type" if value is not None else "null", "$")}


def test_messages_keep_identities() -> None:
    """What was meant to name a person is not repeated: messages go to logs."""
    for actor in ({"mbox": "gulnora@example.org"}, {"mbox_sha1sum": "gulnora"}, {"openid": "gulnora"}):
        findings = check_statement(change(GOOD, "actor", actor))
        assert findings
        assert not any("gulnora" in one.message for one in findings)


def test_long_values_are_shortened() -> None:
    found = check_statement(change(GOOD, "verb id", "x" * 10_000_000))
    assert [len(one.message) < 200 for one in found] == [True]
    name = "y" * 10_000_000
    assert all(len(one.path) < 100 for one in check_statement({**GOOD, name: 1}))
