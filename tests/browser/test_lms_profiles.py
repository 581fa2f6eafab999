"""A course built for an LMS, played in an LMS that behaves as that one does: what was stored, what came of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from browser.play import check_clean
from darslik.profiles import profiles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.build import Builder
    from browser.learner import Learner
    from browser.lms import Lms, Session
    from browser.play import Desk

pytestmark = pytest.mark.browser

HEAD = """\
id: https://example.org/courses/tool
version: "1"
title: One tool
description: A page to read and a question.
languages: [en]
licence: CC0-1.0
authors: [A. Author]
review: {state: final}
complete-when: {pages: 100, questions: all}
"""
MODULES = """\
modules:
  - id: tool
    title: The tool
    lessons: [lessons/01-tool.md]
"""
LESSON = """\
---
title: The tool
---
What it is.

---

## Its name

:::{text} What do we call it?
:id: name
:attempts: 2
- [x] spoon
  > Yes.
- [ ] *
  > No.
:::
"""


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The course, with or without a pass mark or a mastery score, by the text that is added to its file."""
    made: dict[str, Path] = {}

    def make(more: str) -> Path:
        if more not in made:
            folder = made[more] = tmp_path_factory.mktemp("profiles") / "tool"
            (folder / "lessons").mkdir(parents=True)
            (folder / "course.yaml").write_text(HEAD + more + MODULES, encoding="utf-8")
            (folder / "lessons" / "01-tool.md").write_text(LESSON, encoding="utf-8")
        return made[more]

    return make


MARK = "pass-when: {score: 70}\n"


@pytest.fixture
def play(
    builder: Builder, lms: Lms, desks: Callable[[], Desk], courses: Callable[[str], Path]
) -> Callable[..., Session]:
    """Take the course to its end in one LMS; `built`: for which LMS, none for nobody's."""

    def run(
        profile: str, answers: list[str], more: str = MARK, target: str = "scorm12", built: str = "same"
    ) -> Session:
        options = [] if built == "none" else ["--profile", profile]
        package = lms.add(builder.zip(courses(more), target, "en", *options))
        session, desk = lms.launch(package, profile=profile), desks()
        learner = desk.sco(session, package.folder)
        learner.start()
        learner.next()
        for answer in answers:
            learner.answer("name", [answer])
        before = session.commits
        desk.close_tab()
        if session.behaviour.leaving_lost:
            assert session.commits == before
        else:
            session.wait_until(lambda: session.terminated)
        check(desk, lms, session)
        return session

    return run


def check(desk: Desk, lms: Lms, session: Session) -> None:
    """Nothing was refused; where no array says how long it is, one look beyond its end cannot be avoided."""
    probe = re.compile(r"get\('cmi\.objectives\.\d\.id'\)" if session.behaviour.empty else r"\Z")
    assert [str(call) for call in session.violations if not probe.match(str(call))] == []
    check_clean(desk, lms)


def stored(session: Session) -> tuple[str, str | None, bool]:
    """Status and score that were stored, and whether the LMS takes the course for completed."""
    values = session.attempt.stored
    if session.attempt.model.standard == "1.2":
        return values["cmi.core.lesson_status"], values.get("cmi.core.score.raw"), session.attempt.completed
    return values["cmi.completion_status"], values.get("cmi.score.raw"), session.attempt.completed


RIGHT, WRONG = ["spoon"], ["fork", "knife"]
PASSED, FAILED = ("passed", "100", True), ("failed", "0", False)


@pytest.mark.parametrize(
    ("profile", "right", "wrong"),
    [
        ("generic", PASSED, FAILED),
        ("moodle-4.5", PASSED, FAILED),
        ("moodle-app", PASSED, FAILED),
        ("open-edx", PASSED, FAILED),
        ("docebo", PASSED, FAILED),
        ("opal", PASSED, FAILED),
        ("saba", PASSED, FAILED),
        ("learnworlds", PASSED, FAILED),
        ("ilias", PASSED, FAILED),
        # Neither score nor interactions are kept, and only `passed` completes.
        ("frappe", ("passed", None, True), ("failed", None, False)),
        # Only two words are understood; the score is kept with both.
        ("sumtotal", ("completed", "100", True), ("incomplete", "0", False)),
    ],
)
def test_what_each_lms_holds_at_the_end(
    profile: str,
    right: tuple[str, str | None, bool],
    wrong: tuple[str, str | None, bool],
    play: Callable[..., Session],
) -> None:
    assert stored(play(profile, RIGHT)) == right
    assert stored(play(profile, WRONG)) == wrong


def test_a_course_without_a_pass_mark_completes_where_only_passed_does(play: Callable[..., Session]) -> None:
    """And would not, had it not been built for this LMS."""
    assert stored(play("frappe", RIGHT, more="")) == ("passed", None, True)
    assert stored(play("frappe", RIGHT, more="", built="none")) == ("completed", None, False)
    assert stored(play("frappe", RIGHT, more="", target="scorm2004-3")) == ("completed", None, True)


def test_a_pass_is_lost_where_only_completed_counts_unless_it_is_said_so(play: Callable[..., Session]) -> None:
    assert stored(play("sumtotal", RIGHT, built="none")) == ("passed", "100", False)


def test_double_quotes_reach_no_lms_that_refuses_them(play: Callable[..., Session]) -> None:
    session = play("opal", ['my "own" word', "spoon"])
    given = [record["student_response"] for record in session.attempt.records("interactions")]
    assert given == ["my 'own' word", "spoon"]
    unchanged = play("generic", ['my "own" word', "spoon"])
    assert unchanged.attempt.records("interactions")[0]["student_response"] == 'my "own" word'


def come_back(lms: Lms, desk: Desk, before: Session, profile: str) -> tuple[Session, Learner]:
    package = next(one for one in lms.packages.values() if before.attempt in one.attempts.values())
    session = lms.launch(package, profile=profile)
    learner = desk.sco(session, package.folder)
    learner.start()
    return session, learner


@pytest.mark.parametrize("profile", ["ilias", "chamilo", "open-edx", "learnworlds"])
def test_an_answer_is_there_again(
    profile: str, play: Callable[..., Session], lms: Lms, desks: Callable[[], Desk]
) -> None:
    """Also where everything is lost that comes while the page goes away, or mode and credit are empty."""
    first = play(profile, ["fork"])
    assert first.attempt.stored["cmi.core.lesson_status"] == "incomplete"
    desk = desks()
    session, learner = come_back(lms, desk, first, profile)
    learner.expect_page(learner.package.page_list[1].id)
    assert learner.result("name") == "wrong"
    assert learner.answer("name", ["spoon"]) == "right"
    session.wait_until(lambda: stored(session) == PASSED)
    check(desk, lms, session)


def test_moodle_looks_back_without_changing_what_was_reached(
    play: Callable[..., Session], lms: Lms, desks: Callable[[], Desk]
) -> None:
    """A session after a final status is in review mode."""
    first = play("moodle-4.5", RIGHT)
    session, learner = come_back(lms, desks(), first, "moodle-4.5")
    assert session.mode == "review"
    assert learner.result("name") == "right"
    assert stored(first) == PASSED


def test_frappe_wipes_the_state_and_the_course_begins_anew_but_stays_passed(
    play: Callable[..., Session], lms: Lms, desks: Callable[[], Desk]
) -> None:
    first = play("frappe", RIGHT)
    assert "cmi.suspend_data" not in first.attempt.stored
    session, learner = come_back(lms, desks(), first, "frappe")
    learner.expect_page(learner.package.page_list[0].id)
    session.wait_until(lambda: session.commits > 0)
    assert session.attempt.stored["cmi.core.lesson_status"] == "passed"


def test_moodle_gets_no_mastery_score_of_its_own(builder: Builder, courses: Callable[[str], Path]) -> None:
    """Unless the course itself asks for one: then what it says stays, and the build warns."""
    plain = builder.unpacked(courses(MARK), "scorm12", "en", "--profile", "moodle")
    assert "masteryscore" not in (plain / "imsmanifest.xml").read_text("utf-8")
    asked = courses(MARK + "targets: {scorm12: {mastery-score: true}}\n")
    said = builder.unpacked(asked, "scorm12", "en", "--profile", "moodle")
    assert "<adlcp:masteryscore>70</adlcp:masteryscore>" in (said / "imsmanifest.xml").read_text("utf-8")


def calls(lms: Lms, desk: Desk, profile: str, *said: list[str]) -> tuple[Session, list[str]]:
    """What content that is nobody's does in an LMS: the session, and the answers."""
    from browser.test_strict_lms import fixture, open_sco, run

    session = lms.launch(fixture(lms, "1.2"), profile=profile)
    page = open_sco(desk, session)
    return session, run(page, "1.2", [["LMSInitialize", ""], *said])


def setting(name: str, value: str) -> list[str]:
    return ["LMSSetValue", name, value]


STATUS = "cmi.core.lesson_status"


@pytest.mark.parametrize(("profile", "status"), [("moodle", "failed"), ("frappe", "incomplete")])
def test_the_simulated_moodle_overrides_by_mastery(profile: str, status: str, lms: Lms, desk: Desk) -> None:
    """The simulator is as odd as the LMS: a learner who is half-way becomes `failed` (the manifest asks for 80)."""
    said = [setting(STATUS, "incomplete"), setting("cmi.core.score.raw", "40"), ["LMSFinish", ""]]
    session, _ = calls(lms, desk, profile, *said)
    session.wait_until(lambda: session.terminated)
    assert session.attempt.stored[STATUS] == status


@pytest.mark.parametrize(("profile", "completed"), [("moodle", True), ("generic", False)])
def test_the_simulated_moodle_completes_what_was_only_opened(
    profile: str, completed: bool, lms: Lms, desk: Desk
) -> None:
    session, _ = calls(lms, desk, profile, ["LMSFinish", ""])
    session.wait_until(lambda: session.terminated)
    assert session.attempt.completed is completed


@pytest.mark.parametrize(
    ("profile", "name", "value"),
    [("opal", "cmi.suspend_data", 'a "quoted" word'), ("docebo", "cmi.suspend_data", "x" * 4097)],
)
def test_simulated_lmss_refuse_what_theirs_refuse(profile: str, name: str, value: str, lms: Lms, desk: Desk) -> None:
    session, answers = calls(lms, desk, profile, setting(name, value), ["LMSCommit", ""])
    assert answers == ["true", "false", "true"]
    session.wait_until(lambda: session.commits > 0)
    assert name not in session.attempt.stored


def test_every_profile_can_be_simulated(lms: Lms, desk: Desk) -> None:
    """Whatever its data says: a session begins, saves and ends."""
    for name in profiles():
        session, answers = calls(lms, desk, name, setting(STATUS, "incomplete"), ["LMSFinish", ""])
        assert answers[0] == answers[-1] == "true", name
        session.wait_until(lambda session=session: session.terminated)  # type: ignore[misc]
        desk.close_tab()
