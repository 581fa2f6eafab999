"""`darslik.lock`: damage is refused at its place, the file is written whole or not at all."""

from __future__ import annotations

import os
import shutil
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
from darslik.pipeline import check
from locks import CHANGES, QUESTION, WHOLE, course, errors, helps


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
    code, output = build(folder)
    assert code == 0
    assert output.endswith("darslik.lock has changed: commit it with the course\n")
    lock, package = (
        (folder / "darslik.lock").read_bytes(),
        (folder.parents[1] / "out/small-en-scorm12.zip").read_bytes(),
    )
    assert lock.decode() == WHOLE
    code, output = build(folder, "--frozen")
    assert code == 0
    assert "darslik.lock" not in output
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

    def slow(name: str, body: bytes, out: Path) -> object:
        (folder / "darslik.lock").write_text("lock: 1\n")
        return original(name, body, out)

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


def test_a_copy_of_the_course_beside_it_does_no_harm_until_both_go_on(folder: Path) -> None:
    """Then the same slot means two things."""
    assert build(folder)[0] == 0
    other = folder.parent / "copy"
    shutil.copytree(folder, other)
    for name, page in ((folder, "two"), (other, "three")):
        code, output = run("check", name)
        assert code == 0
        assert "copied-course" in output
        (name / "lessons/01-first.md").write_text(LESSON + QUESTION + f"\n---\n\n## More {{#{page}}}\n\nText.\n")
        assert build(name)[0] == 0
    code, output = run("check", folder)
    assert code == 1
    assert "duplicate-course-id" in output
