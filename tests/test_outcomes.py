"""The truth table: `darslik outcomes`, the paths it knows, and what each standard holds.

`tests/browser/test_outcomes.py` plays every row. `DARSLIK_UPDATE=1 pytest tests/test_outcomes.py` writes the real
course's table anew.
"""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from courses import COURSE, small_course
from darslik import check
from darslik.cli import main
from darslik.plan.resolve import make_plan
from darslik.policy.lowering import STANDARDS
from darslik.policy.table import Row, table

HERE = Path(__file__).parent
REAL = HERE.parent / "courses" / "open-data-essentials"
HARBOUR = HERE / "browser" / "fixtures" / "harbour"
SNAPSHOT = HERE / "golden" / "outcomes" / "open-data-essentials.csv"

ASK = """\
:::{{true-false}} Water is wet.
:id: {name}
:attempts: {attempts}
- [x] true
  > It is.
- [ ] false
  > It is.
:::

"""


def outcomes(course: Path, *options: str) -> str:
    """What the command prints."""
    found = CliRunner().invoke(main, ["outcomes", str(course), *options])
    assert found.exit_code == 0, found.output
    return found.output


def rows(rules: str, lesson: str = "Text.", more: str = "") -> list[Row]:
    """The table of a small course with these rules."""
    course = COURSE.replace("review:", f"{rules}\nreview:") + more
    second = "---\ntitle: Second\nminutes: 1\n---\nText.\n"
    checked = check(small_course(lesson, {"course.yaml": course, "lessons/02-second.md": second}))
    assert checked.course
    assert checked.ok, checked.found
    return table(make_plan(checked.course))


def names(found: list[Row]) -> list[str]:
    """The paths of a table."""
    return list(dict.fromkeys(row.path.name for row in found))


def held(found: list[Row], path: str, target: str) -> tuple[str, str, float | None, float | None]:
    """Status, success, score and progress of one row."""
    [one] = [row.held for row in found if (row.path.name, row.target) == (path, target)]
    return one.status, one.success, one.score, one.progress


def test_the_real_course() -> None:
    """Every row, as committed."""
    text = outcomes(REAL, "--format", "csv")
    if os.environ.get("DARSLIK_UPDATE"):
        SNAPSHOT.parent.mkdir(exist_ok=True)
        SNAPSHOT.write_text(text, encoding="utf-8")
    assert text == SNAPSHOT.read_text("utf-8")


def test_the_formats_say_the_same() -> None:
    """JSON and CSV have the same rows; the human one names each path and standard."""
    data = json.loads(outcomes(HARBOUR, "--format", "json"))
    assert data["course"] == "https://example.org/courses/harbour"
    listed = list(csv.DictReader(io.StringIO(outcomes(HARBOUR, "--format", "csv"))))
    assert len(listed) == len(data["rows"]) == 8 * len(STANDARDS) - 1  # tincan launches know no review
    for one, line in zip(data["rows"], listed, strict=True):
        assert [one["path"], one["target"], one["status"] or ""] == [line["path"], line["target"], line["status"]]
        assert ("" if one["score"] is None else f"{one['score']:g}") == line["score"]
    text = outcomes(HARBOUR)
    for one in data["rows"]:
        assert f"{one['path']}: {one['what']}" in text
    assert "cmi5, xapi" in text


def test_a_course_with_errors_has_no_outcomes(tmp_path: Path) -> None:
    """What is wrong is said, with the exit codes of a build."""
    empty = CliRunner().invoke(main, ["outcomes", str(tmp_path)])
    assert (empty.exit_code, "no `course.yaml`" in empty.output) == (3, True)
    (tmp_path / "course.yaml").write_text("id: x\n", encoding="utf-8")
    assert CliRunner().invoke(main, ["outcomes", str(tmp_path)]).exit_code == 1


def test_only_possible_paths() -> None:
    """Rules decide which ways there are."""
    assert names(rows("")) == ["opened", "completed", "reviewed"]
    one = ASK.format(name="one", attempts=1)
    assert names(rows("pass-when: {score: 50}", one)) == ["opened", "viewed", "failed", "passed", "reviewed"]
    endless = ASK.format(name="one", attempts=0) + ASK.format(name="two", attempts=0)
    found = names(rows("pass-when: {score: 50}", endless))
    assert found == ["opened", "viewed", "attempts-left", "passed", "came-back", "reviewed"]
    assert "too-fast" in names(rows("complete-when: {minutes: 1}", one))
    assert "too-fast" not in names(rows("complete-when: {pages: 100}", one))


def test_gates_close_paths() -> None:
    """Who fails the first module never sees the second, and the course stays unfinished."""
    second = "  - id: more\n    title: More\n    unlock-when: {passed: basics}\n    lessons: [lessons/02-second.md]\n"
    found = rows("pass-when: {score: 50}", ASK.format(name="one", attempts=2), second)
    assert names(found) == ["opened", "left-early", "viewed", "stuck", "passed", "reviewed"]
    assert held(found, "stuck", "scorm12") == ("incomplete", "", None, None)
    assert held(found, "stuck", "scorm2004-4")[:3] == ("incomplete", "", None)
    assert held(found, "stuck", "cmi5")[:3] == ("", "", None)


@pytest.mark.parametrize(
    ("rules", "path", "expected"),
    [
        ("complete-when: {questions: none}", "viewed", ("completed", "", 0.0, 100.0)),
        ("complete-when: [{questions: 100}]", "viewed", ("incomplete", "", None, 0.0)),
        ("complete-when: {minutes: 1}", "too-fast", ("incomplete", "", None, 67.0)),
        ("complete-when: {minutes: 1}", "completed", ("completed", "", 100.0, 100.0)),
        ("complete-when: [{objectives: [basics]}]", "completed", ("completed", "", 100.0, 100.0)),
        ("pass-when: [{score: 50}, {minutes: 1}]", "passed", ("completed", "passed", 100.0, 100.0)),
        ("pass-when: [{objectives: all}, {score: 50}]", "failed", ("completed", "failed", 0.0, 100.0)),
        ("pass-when: {pages: 100}", "passed", ("completed", "passed", 100.0, 100.0)),
    ],
)
def test_rules_of_all_kinds(rules: str, path: str, expected: tuple[str, str, float | None, float | None]) -> None:
    """What SCORM 2004 holds, which holds most."""
    assert held(rows(rules, ASK.format(name="one", attempts=2)), path, "scorm2004-4") == expected


def test_a_module_with_rules_of_its_own() -> None:
    """The module is passed by its own mark, the course by its own."""
    more = "    pass-when: {score: 100}\n    complete-when: [{questions: 50}]\n"
    lesson = ASK.format(name="one", attempts=1) + ASK.format(name="two", attempts=2)
    found = rows("pass-when: {score: 50}", lesson, more)
    [back] = [row.held for row in found if (row.path.name, row.target) == ("came-back", "scorm12")]
    assert (back.status, back.objectives["basics"].status) == ("passed", "failed")
