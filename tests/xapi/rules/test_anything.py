"""Whatever a statement is, the rules say what is wrong with it; they do not fail themselves."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from darslik_xapi.checking import Check, Options
from darslik_xapi.rules import RULES, check_statement
from darslik_xapi.rules.attachments import SIGNATURE
from darslik_xapi.rules.cmi5_catalogue import CMI5_RULES
from darslik_xapi.rules.signatures import check_signatures
from darslik_xapi.rules.sources import Item

from .places import GOOD, SHA2, SUB, Json, change
from .test_check import CMI5, WHOLE

WORDS = ("objectType", "id", "definition", "member", "mbox", "extensions", "choices", "Activity", "Group")
KEYS = st.sampled_from(WORDS) | st.text(max_size=5)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(WORDS)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def paths(value: Any, path: str = "") -> list[str]:
    """The paths of all members, steps divided by blanks."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = []
    for name, member in steps:
        if " " not in str(name):
            found += [f"{path} {name}".strip(), *paths(member, f"{path} {name}".strip())]
    return found


PLACES = [(base, path) for base in (GOOD, SUB) for path in paths(base)]
SESSIONS = [path for path in paths(WHOLE[8]) if path.startswith(("context", "result", "verb", "object", "timestamp"))]


@settings(max_examples=300, deadline=None)
@given(place=st.sampled_from(PLACES), value=ANYTHING, version=st.sampled_from(["1.0.3", "2.0"]))
def test_any_value_anywhere(place: tuple[Json, str], value: object, version: str) -> None:
    base, path = place
    statement = change(base, path, value)
    findings = check_statement(statement, version)
    assert all(one.rule in RULES and one.path.startswith("$") and one.message for one in findings)
    if not findings:
        check_signatures(statement, {SHA2: b"a.b.c"}, version)


@settings(max_examples=100, deadline=None)
@given(value=ANYTHING)
def test_any_value_at_all(value: object) -> None:
    assert check_statement(value)


@settings(max_examples=200, deadline=None)
@given(number=st.integers(0, len(WHOLE) - 1), path=st.sampled_from(SESSIONS), value=ANYTHING)
def test_any_value_in_a_session(number: int, path: str, value: object) -> None:
    statements = list(WHOLE)
    try:
        statements[number] = change(statements[number], path, value)
    except (KeyError, IndexError):
        return
    items = [("file", Item(line, one)) for line, one in enumerate(statements, 1)]
    found = list(Check(Options()).run(items))
    assert {one.finding.rule for one in found} <= RULES.keys() | CMI5_RULES.keys()
    assert all(1 <= one.finding.line <= len(WHOLE) for one in found)


@settings(max_examples=100, deadline=None)
@given(value=ANYTHING, name=st.sampled_from(["masteryscore", "launchmode", "sessionid"]), number=st.integers(0, 10))
def test_any_value_where_cmi5_looks(value: object, name: str, number: int) -> None:
    """Extensions hold anything, those of cmi5 as well."""
    statements: list[Json] = json.loads(json.dumps(WHOLE))
    statements[number]["context"]["extensions"][f"{CMI5}extensions/{name}"] = value
    items = [("file", Item(line, one)) for line, one in enumerate(statements, 1)]
    assert {one.finding.rule for one in Check(Options()).run(items)} <= CMI5_RULES.keys()


@settings(max_examples=200, deadline=None)
@given(place=st.sampled_from(paths(GOOD)), value=ANYTHING, head=ANYTHING)
def test_any_signature(place: str, value: object, head: object) -> None:
    """What is signed, and the header, are not statements that were checked."""
    attachment = {**GOOD["attachments"][0], "usageType": SIGNATURE, "contentType": "application/octet-stream"}
    statement = {**GOOD, "attachments": [attachment]}
    signed = change(GOOD, place, value)
    for header in ({"alg": "RS256"}, {"alg": "RS512", "x5c": head}, head):
        content = b".".join(urlsafe_b64encode(json.dumps(one).encode()) for one in (header, signed, "x"))
        assert {one.rule for one in check_signatures(statement, {SHA2: content})} <= {"signature"}
