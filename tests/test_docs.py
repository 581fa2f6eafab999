"""The documents tell the truth: everything that exists is described, and their examples work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from darslik import DiskFiles, MemoryFiles, check
from darslik.blocks import blocks
from darslik.cli import main
from darslik.errors import Exit
from darslik.inspect.report import FORMATS as INSPECTION_FORMATS
from darslik.model.course import CourseFile, LessonHead
from darslik.model.problems import known_keys
from darslik.questions import QuestionOptions, kinds
from darslik.report import formats
from darslik.targets import targets

ROOT = Path(__file__).parent.parent
LANGUAGE = (ROOT / "courses" / "README.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "compiler" / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", [*blocks(), *kinds()])
def test_every_directive_is_in_the_course_language(name: str) -> None:
    """By its name, as code."""
    assert re.search(rf"(\{{|`|\| ){name}(\}}|`| |$)", LANGUAGE, re.MULTILINE)


@pytest.mark.parametrize("option", sorted({f for block in blocks().values() for f in known_keys(block.options)}))
def test_every_option_of_a_block_is_in_the_course_language(option: str) -> None:
    """As it is written."""
    assert f":{option}:" in LANGUAGE


@pytest.mark.parametrize(
    "option", sorted({f for kind in kinds().values() for f in known_keys(kind.options)} | known_keys(QuestionOptions))
)
def test_every_option_of_a_question_is_in_the_course_language(option: str) -> None:
    """As it is written."""
    assert f":{option}:" in LANGUAGE


@pytest.mark.parametrize("key", sorted(known_keys(CourseFile) | known_keys(LessonHead)))
def test_every_key_is_in_the_course_language(key: str) -> None:
    """As it is written."""
    assert f"{key}:" in LANGUAGE


@pytest.mark.parametrize("name", list(targets()))
def test_every_target_is_in_the_readme(name: str) -> None:
    """With its name as users type it."""
    assert f"`{name}`" in README


@pytest.mark.parametrize("command", list(main.commands))
def test_every_command_is_in_the_readme_and_has_help(command: str) -> None:
    """`darslik COMMAND` in the README, a sentence in the help."""
    assert f"darslik {command}" in README
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == 0
    assert len(result.output.splitlines()[2].strip()) > 20


@pytest.mark.parametrize("code", list(Exit))
def test_every_exit_code_is_documented(code: Exit) -> None:
    """In the table of the architecture page."""
    assert re.search(rf"^\| {int(code)} \|", ARCHITECTURE, re.MULTILINE)


def test_the_readme_shows_the_matrix_of_lmss_as_it_was_seen() -> None:
    """Table and footnotes of `tests/lms/matrix.md`, which a test compares with what the LMSs hold."""
    assert (ROOT / "tests" / "lms" / "matrix.md").read_text("utf-8").strip() in README


def test_every_report_format_is_in_the_readme() -> None:
    """`--format NAME`."""
    assert all(f"`{name}`" in README for name in {*formats(), *INSPECTION_FORMATS})


def test_the_course_yaml_of_the_course_language_is_right() -> None:
    """The long example is read without a finding but for the files that it names."""
    text = LANGUAGE.split("```yaml\n")[1].split("```")[0]
    found = check(MemoryFiles({"course.yaml": text})).found
    untranslated = {"translation-new", "translation-below-bound", "review-not-final"}  # whose files would be there, too
    assert {item.rule for item in found} - untranslated == {"missing-bank", "missing-lesson", "missing-translation"}


def test_the_real_course_is_whole() -> None:
    """No error and no warning in any language."""
    checked = check(DiskFiles(ROOT / "courses" / "open-data-essentials"), list(targets()))
    assert checked.ok
    assert [item for item in checked.found if item.severity != "hint"] == []
