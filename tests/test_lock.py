"""`darslik.lock`, rule by rule: what each edit does to it, what is refused and where; it is never half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from courses import COURSE, LESSON
from darslik import MemoryFiles
from darslik.cli import main
from darslik.diagnostics import Severity
from darslik.lock.model import Entry, Lock, Revision
from darslik.lock.write import sum_of, write_lock
from darslik.pipeline import Checked, check
from darslik.plan.resolve import make_plan
from darslik.render.scripts import structure

QUESTION = """\
:::{choice} What is hot?
:id: hot
- [x] A flame that burns
  > It is.
- [ ] A stone in the shade
  > It is not.
:::
"""


def course(lesson: str = QUESTION, lock: str | bytes = "") -> MemoryFiles:
    """A course of one lesson, with a lock."""
    own: dict[str, str | bytes] = {"course.yaml": COURSE, "lessons/01-first.md": LESSON + lesson}
    return MemoryFiles({**own, **({"darslik.lock": lock} if lock else {})}, "small")


def errors(checked: Checked, severity: Severity = Severity.ERROR) -> list[str]:
    """`rule file:line:column message` of each finding of this severity."""
    found = [item for item in checked.found if item.severity is severity]
    return [f"{item.rule} {item.span.file}:{item.span.line}:{item.span.column} {item.message}" for item in found]


def locked(files: MemoryFiles) -> Lock:
    """The lock that this course needs; nothing may be wrong with it."""
    checked = check(files)
    assert errors(checked) == []
    assert checked.locked
    return checked.locked.lock


def built(lesson: str = QUESTION, lock: str = "") -> str:
    """The text of the lock after a build."""
    return write_lock(locked(course(lesson, lock)))


def helps(checked: Checked) -> str:
    """All that is advised with errors."""
    return "\n".join(line for item in checked.found if item.severity is Severity.ERROR for line in item.help)


# What is written


def test_the_text_has_one_line_a_part() -> None:
    text = built()
    assert text.splitlines() == [
        "# Which number each part of this course has in learners' records. `darslik build` writes it: commit it.",
        "lock: 1",
        "course: https://example.org/courses/small",
        f"sum: {sum_of(text)}",
        "modules:",
        "  basics: {slot: 0, title: Basics}",
        "pages:",
        "  first/first: {slot: 0, title: First}",
        "questions:",
        '  hot: {slot: 0, title: "What is hot?", kind: choice, points: 1, key: 173fc739, '
        "options: {a: A flame that burns, b: A stone in the shade}}",
    ]


@pytest.mark.parametrize(
    "text", ["yes: no", "# x", "- a", "{a}", "17", "017", "1e5", "null", "true", "“quoted” \"it\"", "it's", "a, b", "*",
             "&a", "!t", "%d", "@at", "`code`", "’", "ʻoʻ", "данные", "😀", "back\\slash", "a: b", "end:", ".", "-",
             "~", "=", "|"],
)  # fmt: skip
def test_any_option_reads_as_it_was_written(text: str) -> None:
    """Whatever YAML would take it for."""
    escaped = "".join(f"\\{sign}" if not sign.isalnum() and sign.isascii() and sign != " " else sign for sign in text)
    lesson = QUESTION.replace("A stone in the shade", escaped)
    lock = built(lesson)
    again = check(course(lesson, lock), frozen=True)
    assert errors(again) == []
    assert again.course
    assert again.locked
    ((_, page),) = again.course.source_pages()
    assert again.locked.lock.asked("hot").options[""]["b"] == page.questions[0].content.items[1].text.plain


def test_new_parts_get_the_next_slots_wherever_they_stand() -> None:
    """Document order counts only among those that are new together."""
    first = built("One.\n\n---\n\n## Three {#three}\n\nText.\n")
    lock = locked(course("One.\n\n---\n\n## Two {#two}\n\nText.\n\n---\n\n## Three {#three}\n\nText.\n", first))
    assert {name: entry.slot for name, entry in lock.sections["pages"].items()} == {
        "first/first": 0, "first/three": 1, "first/two": 2,
    }  # fmt: skip


def test_what_is_gone_is_retired_and_its_slot_stays_taken() -> None:
    lock = locked(course("Text.", built()))
    assert lock.sections["questions"]["hot"].retired
    after = locked(course(QUESTION.replace("hot", "warm").replace("What is", "Which is"), write_lock(lock)))
    assert (after.sections["questions"]["hot"].slot, after.sections["questions"]["warm"].slot) == (0, 1)


def test_a_question_keeps_its_slot_on_another_page() -> None:
    before = built("Text.\n\n---\n\n## Two {#two}\n\n" + QUESTION)
    after = locked(course(QUESTION + "\n---\n\n## Two {#two}\n\nText.\n", before))
    assert after.sections["questions"]["hot"] == Entry(
        0, "What is hot?", asked=after.asked("hot")
    )  # fmt: skip


def test_better_titles_are_no_reason_to_write_the_file() -> None:
    """So that CI does not fail over a comma in a heading."""
    before = built()
    text = LESSON.replace("## First", "## The first") + QUESTION.replace("What is hot?", "What is really hot?")
    checked = check(
        MemoryFiles({"course.yaml": COURSE, "lessons/01-first.md": text, "darslik.lock": before}), frozen=True
    )
    assert errors(checked) == []
    assert checked.locked
    assert not checked.locked.changed


def test_a_new_language_changes_no_key() -> None:
    words = ":::{text} What burns?\n:id: burns\n- [x] wood\n  > Yes.\n- [ ] *\n  > No.\n:::\n"
    before = built(words)
    files = {
        "course.yaml": COURSE.replace("[en]", "[en, ru]"),
        "course.ru.yaml": "title: Малый\ndescription: Курс.\nmodules: {basics: {title: Основы}}\n",
        "lessons/01-first.md": LESSON + words,
        "lessons/01-first.ru.md": LESSON.replace("First", "Первый")
        + words.replace("wood", "дерево").replace(":id: burns\n", ""),
        "darslik.lock": before,
    }
    lock = locked(MemoryFiles(files, "small"))
    assert set(lock.asked("burns").key) == {"en", "ru"}
    changed = {**files, "darslik.lock": write_lock(lock)}
    changed["lessons/01-first.ru.md"] = changed["lessons/01-first.ru.md"].replace("дерево", "уголь")
    found = errors(check(MemoryFiles(changed, "small")))
    assert found == ["answer-key-changed lessons/01-first.md:9:1 other answers to `burns` are right than before in ru"]


# Options


def options(lesson: str, lock: str) -> dict[str, str]:
    return dict(locked(course(lesson, lock)).asked("hot").options[""])


def test_options_keep_their_codes_in_another_order() -> None:
    flame, stone = "- [x] A flame that burns\n  > It is.\n", "- [ ] A stone in the shade\n  > It is not.\n"
    lesson = QUESTION.replace(flame + stone, stone + flame)
    before = built()
    files = course(lesson, before)
    assert options(lesson, before) == {"a": "A flame that burns", "b": "A stone in the shade"}
    checked = check(files, frozen=True)
    assert errors(checked) == []
    assert checked.course
    assert checked.locked
    (question,) = make_plan(checked.course, checked.locked.lock).questions
    assert question.texts["en"].content.codes == ("b", "a")
    assert question.texts["en"].content.right == ["a"]


def test_options_keep_their_codes_when_they_are_reworded() -> None:
    assert options(QUESTION.replace("that burns", "that still burns"), built())["a"] == "A flame that still burns"


def test_another_number_makes_another_option() -> None:
    """However alike they look."""
    lesson = QUESTION.replace("A stone in the shade", "A stone of 10 degrees")
    found = errors(check(course(lesson.replace("10", "100"), built(lesson))))
    assert found == [
        "options-changed lessons/01-first.md:11:1 the options of `hot` changed; "
        "new: “A stone of 100 degrees”; gone: “A stone of 10 degrees”"
    ]


def test_codes_of_retired_options_are_never_given_again_but_to_themselves() -> None:
    """An option that comes back is the same one."""
    new = QUESTION.replace("A stone in the shade", "Ice cream")
    second = built(new.replace(":id: hot", ":id: hot\n:revision: 2 keep"), built())
    asked = locked(course(new, second)).asked("hot")
    assert asked.options == {"": {"a": "A flame that burns", "c": "Ice cream"}}
    assert asked.retired_options == {"": {"b": "A stone in the shade"}}
    back = locked(course(QUESTION.replace(":id: hot", ":id: hot\n:revision: 3 keep"), second)).asked("hot")
    assert back.options == {"": {"a": "A flame that burns", "b": "A stone in the shade"}}
    assert back.retired_options == {"": {"c": "Ice cream"}}


def test_when_all_codes_are_used_the_question_must_become_a_new_one() -> None:
    lock = built()
    for number in range(2, 35):
        text = QUESTION.replace("A stone in the shade", f"Number {number}")
        lock = built(text.replace(":id: hot", f":id: hot\n:revision: {number} keep"), lock)
    checked = check(course(QUESTION.replace("A stone in the shade", "Number 99"), lock))
    assert [item.split()[0] for item in errors(checked)] == ["too-many-options"]
    assert "make a new question of it, with an id of its own in place of `hot`" in helps(checked)


MATCHING = ":::{matching} Match\n:id: m\n- North :: Cold\n  > Yes.\n- South :: Warm\n  > Yes.\n:::\n"
CLOZE = ":::{cloze} Fill\n:id: c\nA {{*flame|stone}} is {{hot|warm}}.\n\n1. Yes.\n2. Yes.\n:::\n"


def test_both_sides_of_pairs_have_codes_of_their_own() -> None:
    first = built(MATCHING)
    checked = check(
        course(
            MATCHING.replace(
                "- North :: Cold\n  > Yes.\n- South :: Warm", "- South :: Warm\n  > Yes.\n- North :: Cold"
            ),
            first,
        )
    )
    assert errors(checked) == []
    assert checked.course
    assert checked.locked
    content = make_plan(checked.course, checked.locked.lock).questions[0].texts["en"].content
    assert (content.left_codes, content.right_codes, content.key) == (("2", "1"), ("b", "a"), ["2.b", "1.a"])


def test_drop_downs_of_a_cloze_text_keep_their_codes() -> None:
    checked = check(course(CLOZE.replace("*flame|stone", "stone|*flame"), built(CLOZE)), frozen=True)
    assert errors(checked) == []
    assert checked.course
    assert checked.locked
    content = make_plan(checked.course, checked.locked.lock).questions[0].texts["en"].content
    assert content.gaps[0].accepted == ["a"]


def test_a_gap_more_cannot_be_marked_again() -> None:
    more = CLOZE.replace("A {{*flame|stone}}", "A {{big}} {{*flame|stone}}").replace(
        ":id: c", ":id: c\n:revision: 2 regrade"
    )
    found = errors(check(course(more, built(CLOZE))))
    assert found == [
        "wrong-revision lessons/01-first.md:9:12 "
        "`regrade` does not fit: answers that were given before cannot be marked again"
    ]


# Changes that ask for a policy

CHANGES = {
    "answer-key-changed": QUESTION.replace("[x]", "[_]").replace("[ ]", "[x]").replace("[_]", "[ ]"),
    "options-changed": QUESTION.replace("A stone in the shade", "Ice cream"),
    "weight-changed": QUESTION.replace(":id: hot", ":id: hot\n:points: 3"),
    "kind-changed": ":::{true-false} What is hot?\n:id: hot\n- [x] true\n  > Yes.\n- [ ] false\n  > No.\n:::\n",
}
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


# Names


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


# Damage

WHOLE = built()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (WHOLE.replace("slot: 0, title: Basics", "slot: 1, title: Basics"),
         "lock-damaged 6:18 the slot 0 is missing before 1: a line was deleted"),
        (WHOLE.replace("title: Basics", "title: Basic"),
         "lock-damaged 4:6 this file is not as darslik wrote it: its sum does not agree with the rest"),
        (WHOLE[:200], "lock-damaged"),
        (WHOLE.replace("  first/first", "  first/other: {slot: 0}\n  first/first"),
         "lock-damaged 9:23 `first/first` has the same slot as `first/other`: 0"),
        (f"<<<<<<< HEAD\n{WHOLE}=======\n{WHOLE}>>>>>>> branch\n", "lock-damaged 1:1 a merge conflict was left here"),
        (WHOLE.encode() + b"\xff", "lock-damaged 11:1 this is not UTF-8 text"),
        ("", "lock-damaged 1:1 this file is empty, or no lock"),
        ("\n", "lock-damaged 1:1 this file is empty, or no lock"),
        ("- a\n", "lock-damaged 1:1 this file is empty, or no lock"),
        ("lock: one\n", "lock-damaged"),
        (WHOLE.replace("lock: 1", "lock: 2"),
         "lock-from-newer-version 2:7 this lock has the form 2, and this darslik knows the forms up to 1"),
        (WHOLE.replace("slot: 0, title: F", "slot: -1, title: F"), "lock-damaged"),
        (WHOLE.replace("kind: choice", "kind: [choice]"), "lock-damaged"),
    ],
)  # fmt: skip
def test_a_lock_that_is_not_as_it_was_written_is_refused(text: str | bytes, found: str) -> None:
    """With its place, and never repaired."""
    data = text or b" "
    checked = check(course(QUESTION, data))
    rule, _, place = found.partition(" ")
    shown = errors(checked)
    assert shown
    assert all(item.startswith(f"{rule} darslik.lock:") for item in shown)
    assert not place or f"{rule} darslik.lock:{place}" in shown
    assert checked.locked is None


def test_line_ends_of_windows_do_no_damage() -> None:
    assert errors(check(course(QUESTION, WHOLE.replace("\n", "\r\n")), frozen=True)) == []


def test_the_lock_of_another_course_is_refused_with_both_remedies() -> None:
    files = MemoryFiles(
        {
            "course.yaml": COURSE.replace("courses/small", "courses/new"),
            "lessons/01-first.md": LESSON + QUESTION,
            "darslik.lock": WHOLE,
        }
    )
    checked = check(files)
    assert errors(checked) == [
        "lock-of-another-course darslik.lock:3:9 this lock belongs to `https://example.org/courses/small`, "
        "and this course is `https://example.org/courses/new`"
    ]
    assert "delete the copy's darslik.lock" in helps(checked)
    assert "write `id: https://example.org/courses/small` in course.yaml again" in helps(checked)


# The command line


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course on disk."""
    root = tmp_path / "courses" / "small"
    (root / "lessons").mkdir(parents=True)
    (root / "course.yaml").write_text(COURSE)
    (root / "lessons/01-first.md").write_text(LESSON + QUESTION)
    return root


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return done.exit_code, done.output


def build(folder: Path, *more: str) -> tuple[int, str]:
    return run("build", folder, "-o", folder.parents[1] / "out", *more)


def left(folder: Path) -> list[str]:
    """All files of the course and the output, hidden ones too."""
    return sorted(
        path.relative_to(folder.parents[1]).as_posix() for path in folder.parents[1].rglob("*") if path.is_file()
    )


SOURCES = ["courses/small/course.yaml", "courses/small/lessons/01-first.md"]


def test_build_writes_the_lock_and_the_next_build_makes_the_same_package(folder: Path) -> None:
    assert build(folder)[0] == 0
    lock, package = (
        (folder / "darslik.lock").read_bytes(),
        (folder.parents[1] / "out/small-en-scorm12.zip").read_bytes(),
    )
    assert lock.decode() == WHOLE
    assert build(folder, "--frozen")[0] == 0
    assert (folder / "darslik.lock").read_bytes() == lock
    assert (folder.parents[1] / "out/small-en-scorm12.zip").read_bytes() == package


def test_check_writes_nothing(folder: Path) -> None:
    assert run("check", folder)[0] == 0
    assert left(folder) == SOURCES


def test_frozen_refuses_and_says_what_would_change(folder: Path) -> None:
    code, output = build(folder, "--frozen")
    assert code == 1
    assert "lock-outdated" in output
    assert "there is no darslik.lock" in output
    assert left(folder) == SOURCES
    assert build(folder)[0] == 0
    (folder / "lessons/01-first.md").write_text(LESSON + QUESTION + "\n---\n\n## Two {#two}\n\nText.\n")
    before = (folder / "darslik.lock").read_bytes()
    code, output = build(folder, "--frozen")
    assert code == 1
    assert "it would: give a slot to the page first/two" in output
    assert (folder / "darslik.lock").read_bytes() == before
    assert build(folder)[0] == 0
    assert build(folder, "--frozen")[0] == 0


def test_errors_leave_the_lock_alone(folder: Path) -> None:
    assert build(folder)[0] == 0
    before = (folder / "darslik.lock").read_bytes()
    (folder / "lessons/01-first.md").write_text(
        LESSON + CHANGES["weight-changed"] + "\n---\n\n## Two {#two}\n\nText.\n"
    )
    assert build(folder)[0] == 1
    assert (folder / "darslik.lock").read_bytes() == before


def test_a_lock_that_cannot_be_written_means_no_package(folder: Path) -> None:
    """The slots of a package must be recorded before anybody can have it."""
    (folder / "darslik.lock").mkdir()  # what stands there cannot be replaced, whoever we are
    code, output = build(folder)
    assert code == 2
    assert "darslik.lock cannot be written" in output
    assert "No package was written" in output
    assert "Traceback" not in output
    assert left(folder) == SOURCES


def test_a_lock_that_changed_meanwhile_is_not_overwritten(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from darslik import output as module

    original = module._write

    def slow(package: object, out: Path) -> object:
        (folder / "darslik.lock").write_text("lock: 1\n")
        return original(package, out)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "_write", slow)
    code, said = build(folder)
    assert code == 2
    assert "it was changed while the course was built" in said
    assert (folder / "darslik.lock").read_text() == "lock: 1\n"
    assert left(folder) == sorted([*SOURCES, "courses/small/darslik.lock"])


SLOW = """
import os, sys, time
from darslik import output
replace = output.Path.replace
def slow(self, target):
    print("now", flush=True)
    time.sleep(20)
    return replace(self, target)
output.Path.replace = slow
from darslik.cli import main
main()
"""


def test_ctrl_c_leaves_the_old_lock(folder: Path) -> None:
    """Between writing the new text and putting it in place."""
    assert build(folder)[0] == 0
    before = left(folder), (folder / "darslik.lock").read_bytes()
    (folder / "lessons/01-first.md").write_text(LESSON + QUESTION + "\n---\n\n## Two {#two}\n\nText.\n")
    out = folder.parents[1] / "out"
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, "build", folder, "-o", out], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "now\n"
        time.sleep(0.2)
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(timeout=20) != 0
    assert (left(folder), (folder / "darslik.lock").read_bytes()) == before


def test_two_courses_of_one_id_beside_each_other(folder: Path) -> None:
    other = folder.parent / "copy"
    other.mkdir()
    (other / "course.yaml").write_text(
        COURSE.replace("id: https", 'id: "https').replace("courses/small", 'courses/small"')
    )
    code, output = build(folder)
    assert code == 1
    assert "duplicate-course-id" in output
    assert "course.yaml:1:5" in output
    assert "`copy`" in output
    (other / "course.yaml").write_text(COURSE.replace("courses/small", "courses/other"))
    assert build(folder)[0] == 0
