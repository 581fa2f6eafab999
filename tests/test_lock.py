"""`darslik.lock`: what is written, and how options are known again."""

from __future__ import annotations

import pytest

from courses import COURSE, LESSON
from darslik import MemoryFiles
from darslik.lock.model import Entry
from darslik.lock.write import sum_of, write_lock
from darslik.pipeline import check
from darslik.plan.resolve import make_plan
from locks import QUESTION, built, course, errors, helps, locked


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
