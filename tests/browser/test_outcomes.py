"""Every row of the truth table is played: the LMS must hold what `darslik outcomes` says it will."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from browser.play import check_clean
from browser.statements import check_clean as check_statements
from browser.statements import wait_until
from browser.test_quiz import SHOWN, enter, hand_in, shown
from darslik import DiskFiles, check
from darslik.plan.resolve import make_plan
from darslik.policy.lowering import Held, Part
from darslik.policy.table import Row, table
from darslik_xapi.testing import LaunchOptions

if TYPE_CHECKING:
    from browser.build import Builder
    from browser.learner import Learner
    from browser.lms import Attempt, Lms
    from browser.play import Desk
    from darslik.policy.learner import Sitting
    from darslik_xapi.testing import LrsServer

pytestmark = pytest.mark.browser

FIXTURES = Path(__file__).parent / "fixtures"
COURSES = [FIXTURES / "outcomes", FIXTURES / "exam"]
SCORM = ["scorm12", "scorm2004-3", "scorm2004-4"]
PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"


def rows(course: Path, target: str) -> list[Row]:
    """The rows of a target."""
    checked = check(DiskFiles(course))
    assert checked.course
    assert checked.ok, checked.found
    return [row for row in table(make_plan(checked.course)) if row.target == target]


def play(learner: Learner, sitting: Sitting) -> None:
    """Do what a path says."""
    learner.start()
    for step in sitting.steps:
        if step.kind == "open":
            if learner.page != step.what:
                learner.open(step.what)
            # What the contents mark as the current page has been recorded.
            learner.window.wait_for_selector(f'#toc a[href="#/{step.what}"][aria-current="page"]', state="attached")
        elif step.kind == "quiz":
            take(learner, right=step.right)
        else:
            question = learner.package.questions[step.what]
            learner.answer(step.what, question.right() if step.right else question.wrong())


def take(learner: Learner, *, right: bool) -> None:
    """Begin a quiz, answer everything and hand it in."""
    learner.window.locator(".quiz-begin").click()
    expect(learner.window.locator(SHOWN).first).to_be_visible()
    for question in shown(learner):
        known = learner.package.questions[question]
        response = known.right() if right else known.wrong()
        if response == learner.shown(question):  # an order that is there already is no answer
            response = [*known.right()[-1:], *known.right()[:-1]]
        if learner.section(question).locator("button.check").is_visible():
            learner.answer(question, response)
        else:  # nothing is said before the end
            enter(learner, question, response)
    hand_in(learner)


@pytest.mark.parametrize(
    ("course", "target"),
    # Both editions of SCORM 2004 have one runtime (see faults/test_table.py): the longer course is played in one.
    [(course, target) for course in COURSES for target in SCORM if (course.name, target) != ("exam", "scorm2004-3")],
    ids=lambda one: one.name if isinstance(one, Path) else one,
)
def test_scorm(course: Path, target: str, desk: Desk, lms: Lms, builder: Builder) -> None:
    package = lms.add(builder.zip(course, target, "en"))
    read = stored12 if target == "scorm12" else stored2004
    played = {}
    for row in rows(course, target):
        for sitting in row.path.sittings:
            mode, credit = ("review", "no-credit") if sitting.review else ("normal", "credit")
            session = lms.launch(package, learner=row.path.name, mode=mode, credit=credit)
            play(desk.sco(session, package.folder), sitting)
            desk.close_tab()
            session.wait_until(partial(getattr, session, "terminated"))
            check_clean(desk, lms, session)
        played[row.path.name] = read(session.attempt)
    assert played == {row.path.name: row.held for row in rows(course, target)}


@pytest.mark.parametrize("course", COURSES, ids=lambda course: str(course.name))
def test_cmi5(course: Path, desk: Desk, lms: Lms, lrs: LrsServer, builder: Builder) -> None:
    folder = builder.unpacked(course, "cmi5", "en")
    content = lms.content(lms.add(folder))
    played = {}
    for row in rows(course, "cmi5"):
        registration = lrs.register(folder, content=content)
        for sitting in row.path.sittings:
            mode = "Review" if sitting.review else "Normal"
            learner = desk.tab(registration.launch(options=LaunchOptions(mode=mode)).url, folder)
            play(learner, sitting)
            learner.window.locator("#exit-button").click()
            learner.window.wait_for_url("**/return/*")
            desk.close_tab()
        [record] = registration.records.values()
        assert record.satisfied == (row.held.status == "completed" and row.held.success == "passed"), row.path.name
        played[row.path.name] = held_statements(lrs, registration.id)
    assert played == {row.path.name: row.held for row in rows(course, "cmi5")}
    check_statements(desk, lrs, lms.base)


@pytest.mark.parametrize("course", COURSES, ids=lambda course: str(course.name))
def test_xapi(course: Path, desk: Desk, lms: Lms, lrs: LrsServer, builder: Builder) -> None:
    folder = builder.unpacked(course, "xapi", "en")
    content = lms.content(lms.add(folder))
    played = {}
    for row in rows(course, "xapi"):
        session = lrs.launch_tincan(folder, content)
        for number, sitting in enumerate(row.path.sittings, 1):
            play(desk.tab(session.url, folder), sitting)
            quiet(lrs)
            desk.close_tab()
            wait_until(partial(has_ended, lrs, session.registration_id, number), "terminated")
        played[row.path.name] = held_statements(lrs, session.registration_id)
    assert played == {row.path.name: row.held for row in rows(course, "xapi")}
    check_statements(desk, lrs, lms.base)


def has_ended(lrs: LrsServer, registration: str, times: int) -> bool:
    """Whether so many sessions have ended."""
    return ends(lrs, registration) == times


def ends(lrs: LrsServer, registration: str) -> int:
    """How many sessions have ended."""
    return len(lrs.lrs.by_verb("terminated", registration))


def quiet(lrs: LrsServer) -> None:
    """Until no request has come for a moment."""
    before = -1
    while before != lrs.lrs.handled:
        before = lrs.lrs.handled
        time.sleep(0.15)


def number(text: str | None) -> float | None:
    return None if text is None else float(text)


def stored12(attempt: Attempt) -> Held:
    """What a SCORM 1.2 LMS has."""
    values = attempt.values
    records = attempt.records("objectives")
    parts = {one["id"]: Part(one.get("status", ""), "", number(one.get("score.raw"))) for one in records}
    score = number(values.get("cmi.core.score.raw"))
    return Held(values["cmi.core.lesson_status"], "", score, None, attempt.stored["cmi.core.exit"], parts)


def stored2004(attempt: Attempt) -> Held:
    """What a SCORM 2004 LMS has; what the content never set does not count."""
    values, parts = attempt.values, {}
    for index, one in enumerate(attempt.records("objectives")):
        own = {name: values.get(f"cmi.objectives.{index}.{name}") for name in one}
        measure = number(own.get("progress_measure"))
        parts[one["id"]] = Part(
            own.get("completion_status") or "", own.get("success_status") or "", number(own.get("score.raw")),
            None if measure is None else round(measure * 100, 2),
        )  # fmt: skip
        assert own["description"]
    score, scaled = number(values.get("cmi.score.raw")), number(values.get("cmi.score.scaled"))
    assert (score is None) == (scaled is None)
    assert score is None or scaled == pytest.approx(score / 100, abs=0.0001)
    measure = number(values["cmi.progress_measure"])
    return Held(
        values["cmi.completion_status"], values.get("cmi.success_status", ""), score,
        None if measure is None else round(measure * 100, 2), attempt.stored["cmi.exit"], parts,
    )  # fmt: skip


def held_statements(lrs: LrsServer, registration: str) -> Held:
    """What the statements of a registration say."""
    said = [one for one in lrs.lrs.statements.all if one["context"].get("registration") == registration]
    held: dict[str, Any] = {"objectives": {}}
    for one in said:
        verb, result = one["verb"]["id"].rpartition("/")[2], one.get("result", {})
        score = result.get("score", {}).get("raw")
        if verb == "completed":
            held["status"] = verb
        elif verb in ("passed", "failed"):
            held |= {"success": verb, "score": score}
        elif verb == "terminated":
            held["exit"] = verb
        elif verb == "progressed":
            kind, name = one["object"]["id"].split("/")[-2:]
            name = f"quiz.{name}" if kind == "quizzes" else name
            success = {True: "passed", False: "failed", None: ""}[result.get("success")]
            assert result["completion"] is True
            held["objectives"][name] = Part("completed", success, score)
        elif PROGRESS in result.get("extensions", {}):
            held["progress"] = float(result["extensions"][PROGRESS])
    return Held(**held)
