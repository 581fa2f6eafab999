"""Question kinds: what each reads, how it is scored and recorded, what translations may change."""

from __future__ import annotations

from typing import Any

import pytest

from courses import COURSE, LESSON, small_course
from darslik import check
from darslik.plan.resolve import make_plan
from darslik.questions.cloze import read_gap
from darslik.questions.numeric import plain_number, read_range
from darslik.render.scripts import definition, question_data

RULES: dict[str, tuple[str, dict[str, Any]]] = {
    "choice": ("- [ ] a\n  > n\n- [x] b\n  > y", {"rule": "set", "key": ["b"], "of": ["a", "b"]}),
    "true-false": ("- [ ] false\n  > n\n- [x] true\n  > y", {"rule": "set", "key": ["t"], "of": ["t", "f"]}),
    "text": (
        "- [x] CSV\n- [ ] PDF\n  > no\n- [ ] *\n  > hm",
        {"rule": "text", "accept": ["CSV"], "case": False,
         "feedback": [{"index": 1, "value": "PDF"}, {"index": 2, "value": "*"}]},
    ),
    "numeric": (
        "- [x] 49.5 ± 0.25\n- [ ] 1 000\n  > no\n- [ ] *\n  > hm",
        {"rule": "range", "accept": [[49.25, 49.75]],
         "feedback": [{"index": 1, "range": [1000.0, 1000.0]}, {"index": 2, "range": None}]},
    ),
    "matching": (
        "- x :: 1\n  > f\n- y :: 2\n  > f\n- z :: 1\n  > f\n- :: 3",
        {"rule": "pairs", "key": ["1.a", "2.b", "3.a"]},
    ),
    "ordering": ("1. x\n   > f\n2. y\n   > f\n3. z\n   > f", {"rule": "sequence", "key": ["a", "b", "c"]}),
    "cloze": (
        "A {{use|reuse}} and {{no|*yes}}.\n\n1. one\n2. two",
        {"rule": "gaps", "gaps": [{"accept": ["use", "reuse"], "typed": True}, {"accept": ["b"], "typed": False}]},
    ),
}  # fmt: skip
PATTERNS = {
    "choice": ["b"],
    "true-false": ["true"],
    "text": ["{case_matters=false}CSV"],
    "numeric": ["49.25[:]49.75"],
    "matching": ["1[.]a[,]2[.]b[,]3[.]a"],
    "ordering": ["a[,]b[,]c"],
    "cloze": ["{case_matters=false}use[,]yes"],
}


def directive(kind: str, body: str) -> str:
    return f":::{{{kind}}} What *is* it?\n:id: the-question\n{body}\n\n> Because.\n:::\n"


@pytest.mark.parametrize("kind", RULES)
def test_each_kind_has_its_scoring_rule_and_its_xapi_pattern(kind: str) -> None:
    """Keys are neutral codes in the author's order."""
    body, rule = RULES[kind]
    checked = check(small_course(directive(kind, body)))
    assert checked.course, checked.found
    plan = make_plan(checked.course)
    (question,) = plan.questions
    data = question_data(plan, question, "en", definitions=True)
    assert data["rule"] == rule
    assert data["prompt"] == "What is it?"
    assert (data["attempts"], data["shuffle"], data["partial"], data["points"]) == (2, True, True, 1)
    made = definition(plan, question)
    assert made["correctResponsesPattern"] == PATTERNS[kind]
    assert made["interactionType"] == data["type"]
    assert made["name"] == {"en": "What is it?"}


@pytest.mark.parametrize(
    ("kind", "body", "message"),
    [
        ("choice", "No list.", "this question has no list of options"),
        ("choice", "- a\n- [x] b", "this option is neither `[x]` nor `[ ]`"),
        ("choice", "- [x] a\n- [ ] b\n\nAfter.", "text after the list of a question is not shown"),
        ("true-false", "- [x] yes\n- [ ] no", "a true-false question has the items `true` and `false`"),
        ("true-false", "- [x] true\n- [x] false", "a statement cannot be both true and false"),
        ("text", "- [x] *", "an accepted answer has 1 to 250 characters and is not `*`"),
        ("numeric", "- [x] many", "`many` is no number"),
        ("numeric", "- [x] 5..1", "`5..1` is no number"),
        ("matching", "- a :: b", "a matching question has 2 to 9 pairs, and this one 1"),
        ("matching", "- a\n- b", "this is no pair"),
        ("ordering", "- a\n- b", "an ordering question has a numbered list of at least two items"),
        ("cloze", "No gap.", "a cloze question has 1 to 10 gaps, and this one has 0"),
        ("cloze", "{{a||b}}", "`{{a||b}}` is no gap"),
        ("cloze", "{{a}}\n\n1. one\n2. two", "there is feedback for more gaps than the text has"),
    ],
)
def test_bodies_that_make_no_question_are_refused(kind: str, body: str, message: str) -> None:
    """With a message in the author's words."""
    found = check(small_course(directive(kind, body))).found
    assert [item.message for item in found if item.rule == "question-malformed"] == [message]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("5", "5", "5"), ("-3..4", "-3", "4"), ("1 000", "1000", "1000"), ("0.1 ± 0.02", "0.08", "0.12"),
     ("−2", "-2", "-2"), ("1e3", "1000", "1000"), ("0.50", "0.5", "0.5"), ("5 +/- 1", "4", "6")],
)  # fmt: skip
def test_numbers_are_exact_and_written_as_lmss_accept_them(text: str, low: str, high: str) -> None:
    """Decimal arithmetic, no exponent, a leading digit."""
    assert tuple(map(plain_number, read_range(text))) == (low, high)


@pytest.mark.parametrize("text", ["", "x", "nan", "inf", "1e400", "1..", "± 1", "5,5"])
def test_what_is_no_number_is_refused(text: str) -> None:
    """Also infinity, and a decimal comma, which is ambiguous in a source file."""
    with pytest.raises(ValueError, match=r".*"):
        read_range(text)


def test_gaps() -> None:
    """Typed gaps list what is accepted, drop-downs star what is right."""
    assert read_gap("a") is not None
    assert read_gap("*a") is None
    assert read_gap("a|") is None
    gap = read_gap("x| *y |z")
    assert gap is not None
    assert (gap.accepted, gap.words, gap.texts) == (["b"], ["y"], ("x", "y", "z"))


def test_translations_keep_the_source_s_keys_and_accept_its_words() -> None:
    """Ids, points and options come from the source; words of both languages are accepted."""
    lesson = directive("text", ":points: 3\n- [x] open data")
    russian = lesson.replace(":id: the-question\n:points: 3\n", "").replace("open data", "открытые данные")
    files = {
        "course.yaml": COURSE.replace("[en]", "[en, ru]"),
        "course.ru.yaml": "title: Малый\ndescription: Курс.\nmodules: {basics: {title: Основы}}\n",
        "lessons/01-first.ru.md": LESSON.replace("First", "Первый") + russian,
    }
    checked = check(small_course(lesson, files))
    assert checked.course, checked.found
    plan = make_plan(checked.course)
    data = question_data(plan, plan.questions[0], "ru", definitions=True)
    assert (data["id"], data["points"]) == ("the-question", 3)
    assert data["rule"]["accept"] == ["открытые данные", "open data"]
    assert set(data["definition"]["name"]) == {"en", "ru"}
