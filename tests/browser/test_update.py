"""A course is changed and replaced in the LMS while a learner is half-way through it.

`DARSLIK_SCREENSHOTS=folder` keeps a picture of each step (those of `themes/screenshots/update/` were made so).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.build import HARBOUR
from browser.package import CoursePackage
from browser.play import check_clean
from browser.story import first_sitting

if TYPE_CHECKING:
    from browser.learner import Learner
    from browser.lms import Lms
    from browser.play import Desk

pytestmark = pytest.mark.browser

SHOTS = os.environ.get("DARSLIK_SCREENSHOTS")

NEW_PAGE = """## Gloves {#gloves}

Wet ropes cut. Wear gloves before you touch one.

---

"""
EDITS = {
    "lessons/01-signals.md": [
        # renamed, options in another order, one of them worded anew
        (":id: night-lights", ":id: barge-lights\n:was: night-lights"),
        ("- [x] White at the bow\n  > Yes.\n- [ ] Blue at the stern", "- [ ] Blue light at the stern"),
        ("> Yellow marks a tug.\n", "> Yellow marks a tug.\n- [x] White at the bow\n  > Yes.\n"),
    ],
    "lessons/02-lines.md": [
        ("## Knots {#knots}\n", NEW_PAGE + "## Knots and loads {#knots}\n"),
        # a larger crane: what was wrong is right now
        (":id: safe-load\n:unit: t\n- [x] 2.5 ± 0.5\n- [ ] 25\n", ":id: safe-load\n:unit: t\n- [x] 25\n- [ ] 2.5\n"),
        ("> Ten times too much.", "> That was the old crane."),
        ("> The plate says 2.5 tonnes.", "> The plate of the new crane says 25 tonnes."),
        # another question under the same id
        ("Which knot makes a loop that does not slip?", "Which knot joins two lines of different size?"),
        (":id: knot-name\n- [x] bowline\n- [x] bowline knot\n", ":id: knot-name\n- [x] sheet bend\n"),
        ("> Think of the knot on the bow of a ship.", "> It is a bend."),
        ("> The bowline holds and is easy to untie.", "> The sheet bend holds lines of different size."),
    ],
}
POLICIES = [
    (":id: safe-load", ":id: safe-load\n:revision: 2 regrade"),
    (":id: knot-name", ":id: knot-name\n:revision: 2 reset-item"),
]
GONE = ":::{true-false}"


def build(course: Path, out: Path, target: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "darslik", "build", str(course), "-t", target, "-o", str(out), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def edit(course: Path, path: str, *changes: tuple[str, str]) -> None:
    text = (course / path).read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (course / path).write_text(text, "utf-8")


def revise(course: Path) -> None:
    """What a year of maintenance does to a course."""
    for path, changes in EDITS.items():
        edit(course, path, *changes)
    lesson = course / "lessons/02-lines.md"
    text = lesson.read_text("utf-8")
    start = text.index(GONE)
    lesson.write_text(text[:start] + text[text.index(":::\n", start + 4) + 4 :], "utf-8")


def shot(learner: Learner, name: str) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        learner.tab.screenshot(path=Path(SHOTS) / f"{name}.png")


def half_way(learner: Learner) -> None:
    """Five answers: right, wrong with an attempt left, right, right, and wrong for good."""
    first_sitting(learner)
    shot(learner, "0-half-way")
    learner.next()
    assert learner.answer("stepping-over") == "right"
    assert learner.answer("knot-name", ["bowline"]) == "right"
    assert learner.answer("safe-load", ["25"]) == "wrong"
    assert learner.answer("safe-load", ["25"]) == "wrong"
    learner.section("safe-load").scroll_into_view_if_needed()
    shot(learner, "1-before")


def after_the_update(learner: Learner) -> None:
    """Everything is where the author's policies say it is."""
    learner.start()
    learner.expect_page("lines/knots")
    shot(learner, "2-back-on-the-page")
    assert (learner.result("safe-load"), learner.is_done("safe-load"), learner.shown("safe-load")) == (
        "right",
        True,
        ["25"],
    )
    assert (learner.result("knot-name"), learner.shown("knot-name")) == ("", [""])
    expect(learner.section("stepping-over")).to_have_count(0)
    expect(learner.window.locator("#notice")).to_contain_text("changed")
    learner.section("safe-load").scroll_into_view_if_needed()
    shot(learner, "3-marked-again")
    learner.open("signals/lights")
    assert (learner.result("barge-lights"), learner.is_done("barge-lights")) == ("wrong", False)
    assert sorted(learner.shown("barge-lights")) == ["a", "b"]
    chosen = learner.section("barge-lights").locator("input:checked + label").all_inner_texts()
    assert sorted(text.partition("\n")[0] for text in chosen) == ["Blue light at the stern", "White at the bow"]
    learner.section("barge-lights").scroll_into_view_if_needed()
    shot(learner, "4-renamed-and-reordered")
    assert learner.answer("barge-lights") == "right"


def to_the_end(learner: Learner) -> None:
    learner.open("lines/gloves")
    shot(learner, "5-new-page")
    learner.next()
    assert learner.answer("knot-name", ["sheet bend"]) == "right"
    learner.next()
    for question in ("hand-signals", "lift-steps", "lift-rule"):
        assert learner.answer(question) == "right"
    learner.next()
    expect(learner.window.locator(".result")).to_be_visible()
    learner.window.locator(".result").scroll_into_view_if_needed()
    shot(learner, "6-finished")


@pytest.mark.parametrize(("target", "status", "score"), [
    ("scorm12", "cmi.core.lesson_status", "cmi.core.score.raw"),
    ("scorm2004-4", "cmi.success_status", "cmi.score.raw"),
])  # fmt: skip
def test_update_in_the_middle(desk: Desk, lms: Lms, tmp_path: Path, target: str, status: str, score: str) -> None:
    course, out = tmp_path / "harbour", tmp_path / "out"
    shutil.copytree(HARBOUR, course)
    (course / "darslik.lock").unlink(missing_ok=True)
    assert build(course, out, target).returncode == 0
    package = lms.add(out / f"harbour-en-{target}.zip")
    first = lms.launch(package)
    half_way(desk.sco(first, package.folder))
    desk.close_tab()
    first.wait_until(lambda: first.terminated)

    revise(course)
    refused = build(course, tmp_path / "refused", target)
    assert refused.returncode == 1
    assert ":revision: 2" in refused.stdout
    assert not (tmp_path / "refused").exists()
    edit(course, "lessons/02-lines.md", *POLICIES)
    done = build(course, out, target)
    assert done.returncode == 0, done.stdout
    lms.replace(package, out / f"harbour-en-{target}.zip")

    second = lms.launch(package)
    learner = desk.sco(second, package.folder)
    after_the_update(learner)
    attempt = package.attempt()
    second.wait_until(lambda: second.commits > 0)
    assert attempt.stored[status] not in ("passed", "failed")
    to_the_end(learner)
    desk.close_tab()
    second.wait_until(lambda: second.terminated)
    assert (attempt.stored[status], attempt.stored[score]) == ("passed", "100")
    assert set(CoursePackage(package.folder).questions) == {
        "red-flag", "barge-lights", "knot-name", "safe-load", "hand-signals", "lift-steps", "lift-rule",
    }  # fmt: skip
    check_clean(desk, lms, first, second)
