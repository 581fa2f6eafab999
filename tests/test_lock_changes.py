"""`darslik.lock`: changes that ask for a policy, and new names for old things."""

from __future__ import annotations

import pytest

from courses import COURSE, LESSON
from darslik import MemoryFiles
from darslik.diagnostics import Severity
from darslik.lock.model import Revision
from darslik.lock.write import write_lock
from darslik.pipeline import check
from darslik.plan.resolve import make_plan
from darslik.render.scripts import structure
from locks import CHANGES, QUESTION, built, course, errors, helps, locked

PLACES = {
    "answer-key-changed": "11:1", "options-changed": "11:1", "weight-changed": "9:10", "kind-changed": "7:5",
}  # fmt: skip


@pytest.mark.parametrize("rule", CHANGES)
def test_a_change_asks_what_becomes_of_answers(rule: str) -> None:
    """At its line, with every policy that fits, ready to be copied."""
    checked = check(course(CHANGES[rule], built()))
    (found,) = errors(checked)
    assert found.startswith(f"{rule} lessons/01-first.md:{PLACES[rule]} ")
    fitting = ["reset-item"] if rule == "kind-changed" else ["keep", "reset-item", "regrade"]
    assert [
        policy for policy in ("keep", "reset-item", "regrade") if f"`:revision: 2 {policy}`" in helps(checked)
    ] == fitting
    assert checked.locked is None


@pytest.mark.parametrize("rule", CHANGES)
@pytest.mark.parametrize("policy", ["keep", "reset-item", "regrade"])
def test_a_policy_is_recorded_with_what_the_question_was_worth(rule: str, policy: str) -> None:
    lesson = CHANGES[rule].replace(":id: hot", f":id: hot\n:revision: 2 {policy}")
    checked = check(course(lesson, built()))
    if rule == "kind-changed" and policy != "reset-item":
        (found,) = errors(checked)
        assert found.startswith("wrong-revision lessons/01-first.md:9:12 ")
        return
    assert errors(checked) == []
    assert checked.locked
    assert checked.locked.lock.asked("hot").revisions == (Revision(policy, 1),)  # type: ignore[arg-type]
    second = write_lock(checked.locked.lock)
    assert built(lesson, second) == second, "what was recorded stays in the source harmlessly"
    assert built(CHANGES[rule], second) == second, "or is taken out"


def test_the_runtime_is_told_the_history() -> None:
    """And how to mark again, only where that is asked."""
    second = built(CHANGES["weight-changed"].replace(":id: hot", ":id: hot\n:revision: 2 keep"), built())
    third = CHANGES["answer-key-changed"].replace(":id: hot", ":id: hot\n:points: 3\n:revision: 3 regrade")
    checked = check(course(third, second))
    assert checked.course
    assert checked.locked
    (ref,) = structure(make_plan(checked.course, checked.locked.lock), "en")["modules"][0]["lessons"][0]["pages"][0][
        "questions"
    ]
    assert (ref["rev"], ref["partial"]) == (3, True)
    assert ref["history"] == [{"rev": 2, "policy": "keep", "points": 1}, {"rev": 3, "policy": "regrade", "points": 3}]
    assert ref["rule"] == {"rule": "set", "key": ["b"], "of": ["a", "b"]}


@pytest.mark.parametrize(
    ("said", "message", "advice"),
    [
        ("3 keep", "the next revision of `hot` is 2, not 3", "write `:revision: 2 keep`"),
        ("1 keep", "the first revision has no policy", "take `:revision:` out"),
    ],
)
def test_a_wrong_number_is_refused(said: str, message: str, advice: str) -> None:
    checked = check(course(CHANGES["weight-changed"].replace(":points:", f":revision: {said}\n:points:"), built()))
    assert f"wrong-revision lessons/01-first.md:9:12 {message}" in errors(checked)
    assert advice in helps(checked)


@pytest.mark.parametrize(
    "said", ["keep", "2", "2 forget", "two keep", "0 keep", "2 keep now", "-1 keep", "9999999 keep"]
)
def test_what_is_no_revision_is_refused(said: str) -> None:
    checked = check(course(QUESTION.replace(":id: hot", f":id: hot\n:revision: {said}")))
    (found,) = errors(checked)
    assert found.startswith(f"wrong-option lessons/01-first.md:9:12 `revision`: `{said}` is no number with a policy")


def test_a_policy_without_a_change_is_refused() -> None:
    found = errors(check(course(QUESTION.replace(":id: hot", ":id: hot\n:revision: 2 keep"), built())))
    assert found == ["wrong-revision lessons/01-first.md:9:12 nothing changed that learners' answers depend on"]


def test_a_recorded_policy_cannot_become_another_one() -> None:
    lesson = CHANGES["weight-changed"].replace(":points:", ":revision: 2 keep\n:points:")
    checked = check(course(lesson.replace("2 keep", "2 regrade"), built(lesson, built())))
    assert errors(checked) == ["wrong-revision lessons/01-first.md:9:12 revision 2 was built with `keep`"]
    assert "write `:revision: 2 keep`" in helps(checked)


def test_without_a_lock_nothing_was_revised_or_renamed() -> None:
    """A lost lock shows itself."""
    lesson = QUESTION.replace(":id: hot", ":id: hot\n:was: warm\n:revision: 2 keep")
    assert errors(check(course(lesson))) == [
        "wrong-rename lessons/01-first.md:9:7 there is no darslik.lock that knows the question `warm`",
        "wrong-revision lessons/01-first.md:10:12 there is no darslik.lock that knows the question `hot`",
    ]


def test_a_renamed_question_keeps_its_slot_for_good() -> None:
    second = built(QUESTION.replace(":id: hot", ":id: warm\n:was: hot"), built())
    lock = locked(course(QUESTION.replace(":id: hot", ":id: warm"), second))
    assert {name: (entry.slot, entry.was) for name, entry in lock.sections["questions"].items()} == {
        "warm": (0, ("hot",))
    }
    assert built(QUESTION.replace(":id: hot", ":id: warm\n:was: hot"), second) == second
    back = locked(course(QUESTION.replace(":id: hot", ":id: hot\n:was: warm"), second))
    assert back.sections["questions"]["hot"].was == ("warm",)


def test_pages_lessons_and_modules_are_renamed_with_was() -> None:
    renamed = {
        "course.yaml": COURSE.replace("id: basics", "id: ground\n    was: basics").replace("01-first", "01-start"),
        "lessons/01-start.md": LESSON.replace("minutes: 1", "was: first").replace("{#first}", "{#one was=first}")
        + "Text.\n\n---\n\n## Two {#two}\n\n" + QUESTION,
        "darslik.lock": built("Text.\n\n---\n\n## Two {#two}\n\n" + QUESTION),
    }  # fmt: skip
    lock = locked(MemoryFiles(renamed, "small"))
    assert {name: entry.slot for name, entry in lock.sections["pages"].items()} == {"start/one": 0, "start/two": 1}
    assert {name: entry.was for name, entry in lock.sections["modules"].items()} == {"ground": ("basics",)}


def test_a_retired_id_is_not_for_something_else() -> None:
    retired = built("Text.", built())
    checked = check(course(lock=retired))
    (found,) = errors(checked)
    assert (
        found == "id-reused lessons/01-first.md:8:6 the id `hot` had another question: it was taken out of the course"
    )
    assert "`:was: hot`" in helps(checked)
    again = locked(course(QUESTION.replace(":id: hot", ":id: hot\n:was: hot"), retired))
    assert (again.sections["questions"]["hot"].slot, again.sections["questions"]["hot"].retired) == (0, False)


def test_a_former_id_is_not_for_something_else() -> None:
    renamed = QUESTION.replace(":id: hot", ":id: warm\n:was: hot")
    found = errors(check(course(renamed + "\n" + QUESTION.replace("What", "Which"), built(renamed, built()))))
    assert found == [
        "id-reused lessons/01-first.md:17:6 the id `hot` had another question: `warm` was called so before"
    ]


@pytest.mark.parametrize(
    ("lesson", "message"),
    [
        (QUESTION.replace(":id: hot", ":id: warm\n:was: hto"), "9:7 no question was ever called `hto`"),
        (QUESTION + "\n" + QUESTION.replace(":id: hot", ":id: warm\n:was: hot"),
         "17:7 the question `hot` is still there, at another place"),
        (QUESTION.replace(":id: hot", ":id: w\n:was: hot") + "\n" + QUESTION.replace(":id: hot", ":id: v\n:was: hot"),
         "18:7 `hot` is said to have become two things"),
        (QUESTION.replace(":id: hot", ":id: hot\n:was: warm"), "9:7 `hot` was never called `warm`"),
    ],
)  # fmt: skip
def test_was_must_name_what_was_there(lesson: str, message: str) -> None:
    assert f"wrong-rename lessons/01-first.md:{message}" in errors(check(course(lesson, built())))


@pytest.mark.parametrize(
    ("was", "message"),
    [
        ("was=nowhere/first", "5:23 no page was ever called `nowhere/first`"),
        ("was=frist", "5:23 no page was ever called `first/frist`"),
    ],
)
def test_a_page_s_was_must_name_a_page(was: str, message: str) -> None:
    text = LESSON.replace("{#first}", f"{{#first-page {was}}}") + QUESTION
    files = MemoryFiles({"course.yaml": COURSE, "lessons/01-first.md": text, "darslik.lock": built()}, "small")
    assert f"wrong-rename lessons/01-first.md:{message}" in errors(check(files))


def test_something_that_looks_renamed_is_asked_about() -> None:
    checked = check(course(QUESTION.replace(":id: hot", ":id: warm"), built()))
    assert errors(checked) == []
    (found,) = errors(checked, Severity.WARNING)
    assert (
        found == "looks-renamed lessons/01-first.md:8:6 the question `hot` is gone, and `warm` looks like the same one"
    )
