"""The benchmark's course: always the same, of the size it claims, and right in the compiler's eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from darslik import pipeline
from generate import write_course
from questions import KINDS

if TYPE_CHECKING:
    from pathlib import Path

PAGES = 40
QUESTIONS = 3 * len(KINDS)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_same_arguments_give_the_same_course(tmp_path: Path) -> None:
    write_course(tmp_path / "one", PAGES, QUESTIONS)
    write_course(tmp_path / "two", PAGES, QUESTIONS)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_course_has_the_pages_and_questions_asked_for(tmp_path: Path) -> None:
    write_course(tmp_path / "course", PAGES, QUESTIONS)
    lessons = [path.read_text("utf-8") for path in sorted(tmp_path.glob("course/lessons/*.md"))]
    assert sum(text.count("\n## ") for text in lessons) == PAGES
    assert sum(text.count("\n:id: ") for text in lessons) == QUESTIONS
    assert len(list(tmp_path.glob("course/media/*.svg"))) == PAGES
    without_questions = sum(len(text.split("\n:id: ")[0]) for text in lessons)
    assert 2200 < without_questions / PAGES < 2700


@pytest.mark.parametrize(("pages", "questions", "media"), [(PAGES, QUESTIONS, True), (1, 0, False)])
def test_compiler_finds_nothing_wrong(tmp_path: Path, pages: int, questions: int, *, media: bool) -> None:
    write_course(tmp_path / "course", pages, questions, media=media)
    checked = pipeline.check(pipeline.open_course(tmp_path / "course"), ["scorm12"])
    assert checked.ok
    assert [item.rule for item in checked.found if item.severity.value != "hint"] == []
