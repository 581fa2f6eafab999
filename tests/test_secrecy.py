"""What hides the keys of exams: the same in Python and in the runtime, and marking as the plain rules do."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from darslik.quiz.secrecy import accepted_ranges, digest, salt_of, salted, seal, unseal
from darslik.scoring import mark
from vectors.make_secrecy import vectors

ROOT = Path(__file__).parents[1]
SCORES: dict[str, list[dict[str, Any]]] = json.loads((ROOT / "tests/vectors/score.json").read_text("utf-8"))
VECTORS: dict[str, list[dict[str, Any]]] = json.loads((ROOT / "tests/vectors/secrecy.json").read_text("utf-8"))


def test_the_committed_vectors_are_the_generator_s() -> None:
    assert json.loads(json.dumps(vectors())) == VECTORS


@pytest.mark.parametrize("case", VECTORS["sealed"])
def test_what_is_sealed_can_be_opened_and_not_read(case: dict[str, Any]) -> None:
    sealed = seal(case["text"], case["salt"])
    assert sealed == case["sealed"]
    assert unseal(sealed, case["salt"]) == case["text"]
    assert len(case["text"]) < 2 or case["text"] not in sealed


@pytest.mark.parametrize("case", SCORES["cases"], ids=lambda case: case["name"])
def test_a_salted_rule_marks_as_the_plain_one(case: dict[str, Any]) -> None:
    """But for feedback, which says in words what is right."""
    hidden = salted(case["rule"], "some salt")
    plain = mark(case["rule"], case["partial"], case["response"])
    found = mark(hidden, case["partial"], case["response"])
    assert replace(found, feedback=[]) == replace(plain, feedback=[])


@pytest.mark.parametrize("case", SCORES["cases"], ids=lambda case: case["name"])
def test_a_salted_rule_holds_nothing_of_the_key(case: dict[str, Any]) -> None:
    rule = case["rule"]
    hidden = salted(rule, salt_of("https://example.org/c", "q", rule))
    words = [str(value) for value in [*rule.get("key", ()), *(rule.get("accept", ()))]]
    words += [text for gap in rule.get("gaps", ()) for text in gap["accept"]]
    held = [*hidden.get("key", ()), *hidden.get("accept", ())]
    held += [text for gap in hidden.get("gaps", ()) for text in gap["accept"]]
    assert not set(words) & {str(value) for value in held}
    assert not hidden.get("feedback")


def test_ranges_can_be_opened_to_mark_with() -> None:
    assert accepted_ranges(salted({"rule": "range", "accept": [[1, 2.5]], "feedback": []}, "s")) == [[1, 2.5]]


def test_the_salt_depends_on_course_question_and_key() -> None:
    rule = {"rule": "set", "key": ["a"], "of": ["a", "b"]}
    salts = {
        salt_of("https://example.org/c", "q", rule),
        salt_of("https://example.org/d", "q", rule),
        salt_of("https://example.org/c", "r", rule),
        salt_of("https://example.org/c", "q", {**rule, "key": ["b"]}),
    }
    assert len(salts) == 4
    assert salt_of("https://example.org/c", "q", dict(reversed(rule.items()))) in salts
    assert digest("s", "a") != digest("t", "a")
