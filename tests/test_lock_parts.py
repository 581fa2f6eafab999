"""Quizzes, banks, reflections, scenarios and whole lessons in `darslik.lock`."""

from __future__ import annotations

import pytest

from courses import COURSE, LESSON
from darslik import MemoryFiles
from darslik.diagnostics import Severity
from darslik.lock.model import Lock
from darslik.lock.write import write_lock
from darslik.pipeline import Checked, check

ASKED = ":::{{choice}} What is {0}?\n:id: {0}\n{1}- [x] This one here\n  > Yes.\n- [ ] Another thing\n  > No.\n:::\n"
NOTE = ":::{reflection} What would you do?\n:id: own\nThink.\n:::\n"
NODES = {
    "start": ":::{node} start\nSomeone brings a gift.\n\n- [Refuse](#refuse)\n",
    "refuse": ":::{node} refuse\n:outcome: good\nWell done.\n",
}
GIFT = "::::{scenario} A gift\n:id: gift\n" + "".join(text + ":::\n" for text in NODES.values()) + "::::\n"
QUIZ = "::::{quiz} The test\n:id: test\n" + ASKED.format("q", "") + "::::\n"


def checked(lesson: str, lock: str = "", **more: str) -> Checked:
    files = {
        "course.yaml": COURSE,
        "lessons/01-first.md": LESSON + lesson,
        **more,
        **({"darslik.lock": lock} if lock else {}),
    }
    return check(MemoryFiles(files, "small"))


def errors(result: Checked) -> list[str]:
    return [f"{item.rule} {item.message}" for item in result.found if item.severity is Severity.ERROR]


def locked(lesson: str, lock: str = "", **more: str) -> Lock:
    result = checked(lesson, lock, **more)
    assert errors(result) == []
    assert result.locked
    return result.locked.lock


@pytest.mark.parametrize(
    ("section", "name", "text"), [("notes", "own", NOTE), ("scenarios", "gift", GIFT), ("quizzes", "test", QUIZ)]
)
def test_each_has_a_slot_retires_and_is_renamed(section: str, name: str, text: str) -> None:
    first = locked(text)
    entries = first.sections[section]  # type: ignore[index]
    assert (entries[name].slot, entries[name].retired) == (0, False)
    gone = locked("Text.", write_lock(first))
    assert gone.sections[section][name].retired  # type: ignore[index]
    assert [line.split(" ", 1)[0] for line in errors(checked(text, write_lock(gone)))][:1] == ["id-reused"]
    renamed = text.replace(f":id: {name}", f":id: other\n:was: {name}")
    after = locked(renamed, write_lock(first)).sections[section]  # type: ignore[index]
    assert {other: (entry.slot, entry.was) for other, entry in after.items()} == {"other": (0, (name,))}


def test_steps_of_a_scenario_keep_their_numbers() -> None:
    """Also in another order, and those that are gone are not given again."""
    first = locked(GIFT)
    assert first.sections["scenarios"]["gift"].nodes == {"start": 0, "refuse": 1}
    more = GIFT.replace("- [Refuse](#refuse)", "- [Take it](#take)").replace("{node} refuse", "{node} take")
    second = locked(more, write_lock(first))
    assert second.sections["scenarios"]["gift"].nodes == {"start": 0, "refuse": 1, "take": 2}
    assert locked(GIFT, write_lock(second)).sections["scenarios"]["gift"].nodes == {"start": 0, "refuse": 1, "take": 2}


def test_a_question_keeps_its_slot_from_a_page_to_a_bank() -> None:
    course = COURSE.replace("modules:", "banks: [banks/all.md]\nmodules:")
    quiz = "::::{quiz} The test\n:id: test\n:draw: 1 x\n::::\n"
    first = locked(ASKED.format("warm", "") + ASKED.format("hot", ""))
    after = locked(quiz + ASKED.format("warm", ""), write_lock(first), **{
        "course.yaml": course, "banks/all.md": ASKED.format("hot", ":tags: x\n"),
    })  # fmt: skip
    assert {name: entry.slot for name, entry in after.sections["questions"].items()} == {"warm": 0, "hot": 1}
    assert set(after.sections["pages"]) == {"first/first"}


def test_a_lesson_that_comes_back_brings_its_pages() -> None:
    """With its own name as what it was."""
    course = COURSE.replace("[lessons/01-first.md]", "[lessons/01-first.md, lessons/02-more.md]")
    more = "---\ntitle: More\nminutes: 1\n---\n## More {#more}\n\nText.\n\n---\n\n## Most {#most}\n\nText.\n"
    first = locked("Text.", **{"course.yaml": course, "lessons/02-more.md": more})
    gone = locked("Text.", write_lock(first))
    assert [entry.retired for entry in gone.sections["pages"].values()] == [False, True, True]
    reused = checked("Text.", write_lock(gone), **{"course.yaml": course, "lessons/02-more.md": more})
    assert [line.split(" ", 1)[0] for line in errors(reused)] == ["id-reused", "id-reused"]
    back = more.replace("minutes: 1", "minutes: 1\nwas: more")
    after = locked("Text.", write_lock(gone), **{"course.yaml": course, "lessons/02-more.md": back})
    assert {name: entry.slot for name, entry in after.sections["pages"].items()} == {
        "first/first": 0, "more/more": 1, "more/most": 2,
    }  # fmt: skip
    assert not any(entry.retired for entry in after.sections["pages"].values())


def test_a_lesson_s_was_must_name_a_lesson() -> None:
    lesson = LESSON.replace("minutes: 1", "minutes: 1\nwas: frist") + "Text."
    result = checked("", write_lock(locked("Text.")), **{"lessons/01-first.md": lesson})
    assert errors(result) == ["wrong-rename no lesson was ever called `frist`"]
