"""`darslik state show`: what an LMS keeps of a learner, in the words of the course."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from courses import COURSE, LESSON
from darslik.cli import main
from darslik.state.codec import encode
from darslik.state.model import Answer, QuizState, State, key_of

TEXT = """\
:::{choice} Which file can software read?
:id: readable
- [ ] A scan
  > A picture.
- [x] A table in CSV
  > Yes.
:::

:::{matching} What belongs together?
:id: pairs
- fire :: heat
  > Yes.
- ice :: cold
  > Yes.
:::

:::{true-false} Water is wet.
:id: wet
- [x] true
  > Yes.
- [ ] false
  > No.
:::

:::{text} Say it in a word.
:id: word
- [x] open
  > Yes.
- [ ] *
  > No.
:::
"""
IRI = "https://example.org/courses/small"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    (folder / "lessons").mkdir(parents=True)
    (folder / "course.yaml").write_text(COURSE, encoding="utf-8")
    (folder / "lessons/01-first.md").write_text(LESSON + TEXT, encoding="utf-8")
    return folder


def state() -> State:
    found = State("k3Xz", 17, 0, completed=True, seconds=3725, pages={0: 45, 9: 8})
    found.answers = {
        0: Answer(["b"], 1.0, 1, done=True),
        1: Answer(["1.b", "2.a"], 0.0, 2, done=True, hinted=True),
        2: Answer(["f"], rev=1, draft=True),
        3: Answer(["очиқ data"], 0.5, 1),
        7: Answer(["a"], 1.0, 1, done=True),
    }
    found.quizzes = {0: QuizState(2, True, 5, [0, 1], 30, 0, 0.5, 1)}
    return found


def text() -> str:
    return encode(state(), key_of(IRI)).text


def run(*args: str, given: str = "") -> Result:
    return CliRunner().invoke(main, ["state", "show", *args], input=given)


def test_it_shows_everything_in_words(course: Path) -> None:
    done = run(text(), "--course", str(course))
    assert done.exit_code == 0, done.output
    for line in (
        "status     completed",
        "position   first/first",
        "time       1 h 02 min",
        "saved      17 times, attempt k3Xz",
        "  first/first  45 s",
        "  #9 (no longer in the course)  8 s",
        "answers: 5",
        "  readable  Which file can software read?",
        "    A table in CSV",
        "    score 100 %, 1 attempt, done",
        "    fire → cold; ice → heat",
        "    score 0 %, 2 attempts, done, hint opened",
        "    entered, not checked: false",
        "    очиқ data",
    ):
        assert line in done.output.splitlines(), line


def test_it_tells_programs_the_same(course: Path) -> None:
    done = run("-", "--course", str(course), "--format", "json", given=f' "{text()}"\n')
    shown: dict[str, Any] = json.loads(done.stdout)
    assert (shown["course"], shown["damaged"], shown["page"], shown["completed"]) == (IRI, False, "first/first", True)
    answers = {one["id"]: one for one in shown["answers"]}
    assert answers["pairs"]["words"] == ["fire → cold", "ice → heat"]
    assert answers["pairs"]["response"] == ["1.b", "2.a"]
    assert (answers["word"]["score"], answers["wet"]["draft"], answers["#7"]["gone"]) == (0.5, True, True)
    assert shown["quizzes"][0]["drawn"] == ["readable", "pairs"]


def test_of_a_damaged_string_it_shows_what_can_be_vouched_for(course: Path) -> None:
    chunks = text().split(".")
    done = run(".".join(["2HAAAAAAAA", *chunks[1:]]), "--course", str(course))
    assert done.exit_code == 0
    assert done.output.startswith("This string is damaged.")
    assert "Position, time, and whether the course was completed or passed could not be read." in done.output
    assert "status" not in done.output
    assert "    A table in CSV" in done.output.splitlines()


@pytest.mark.parametrize(
    ("string", "why"),
    [
        ("", "the string is empty"),
        ('{"v":1}', "this is no state of a darslik course"),
        ("1*abc", "the string has version 1 of the format"),
        ("3HAAAA", "the string has version 3 of the format"),
        (encode(state(), key_of("https://example.org/other")).text, "it is of another course"),
        ("2" + "x" * 300_000, "it is of another course"),
    ],
)
def test_it_says_why_nothing_can_be_read(course: Path, string: str, why: str) -> None:
    done = run("-", "--course", str(course), given=string)
    assert done.exit_code == 1
    assert why in done.stderr
    assert done.stdout == ""


def test_a_folder_without_a_course_is_said_to_be_one(tmp_path: Path) -> None:
    assert run(text(), "--course", str(tmp_path)).exit_code == 3
