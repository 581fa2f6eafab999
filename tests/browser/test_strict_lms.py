"""The LMS of these tests really refuses what it is said to refuse, and keeps what it is given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser.lms import Faults
from browser.lms.datamodel import seconds
from browser.strict_values import (
    ACCEPTED_12,
    ACCEPTED_2004,
    CONDUCT,
    IDS_12,
    PATTERNS_2004,
    REFUSED_12,
    REFUSED_2004,
    RESPONSES_12,
    RESPONSES_2004,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from browser.lms import Lms, Package, Session
    from browser.play import Desk

pytestmark = pytest.mark.browser

NAMES = {"1.2": "API", "2004": "API_1484_11"}


def open_sco(desk: Desk, session: Session) -> Page:
    page = desk.page()
    page.goto(session.url)
    page.frame("sco").wait_for_function("typeof window.run === 'function'")  # type: ignore[union-attr]
    return page


def run(page: Page, standard: str, calls: list[list[str]]) -> list[str]:
    frame = page.frame("sco")
    assert frame
    answers: list[str] = frame.evaluate("([name, calls]) => run(name, calls)", [NAMES[standard], calls])
    return answers


def violations(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("window.lms.violations")
    return found


def setter(standard: str) -> str:
    return "LMSSetValue" if standard == "1.2" else "SetValue"


def begin(standard: str) -> list[str]:
    return ["LMSInitialize" if standard == "1.2" else "Initialize", ""]


def make_room(standard: str, element: str, kind: str = "") -> list[list[str]]:
    """The calls that must come before an element of a record can be set."""
    calls = [
        [setter(standard), f"cmi.{array}.0.id", "q1"]
        for array in ("interactions", "objectives")
        if element.startswith(f"cmi.{array}.0.")
    ]
    if kind:
        calls.append([setter(standard), "cmi.interactions.0.type", kind])
    return calls


def cases(standard: str) -> list[tuple[list[list[str]], str, str]]:
    """(calls before, element, value) of everything that must be refused."""
    table = REFUSED_12 if standard == "1.2" else REFUSED_2004
    found = [(make_room(standard, element), element, value) for element, values in table.items() for value in values]
    ids = [*IDS_12[:3], IDS_12[4]] if standard == "2004" else IDS_12
    found += [([], f"cmi.{array}.0.id", value) for array in ("interactions", "objectives") for value in ids]
    responses = RESPONSES_12 if standard == "1.2" else RESPONSES_2004
    name = "student_response" if standard == "1.2" else "learner_response"
    tables = [(name, responses)]
    if standard == "2004":
        tables.append(("correct_responses.0.pattern", PATTERNS_2004))
    for field, by_kind in tables:
        element = f"cmi.interactions.0.{field}"
        found += [
            (make_room(standard, element, kind), element, value) for kind, values in by_kind.items() for value in values
        ]
    return found


def fixture(lms: Lms, standard: str) -> Package:
    return lms.add(Path(__file__).parent / "fixtures" / f"scorm{standard.replace('.', '')}")


both = pytest.mark.parametrize("standard", ["1.2", "2004"])


@both
def test_refuses_forbidden_values(standard: str, desk: Desk, lms: Lms) -> None:
    page = open_sco(desk, lms.launch(fixture(lms, standard)))
    slipped = []
    for before, element, value in cases(standard):
        page.evaluate("lms.violations.length = 0, lms.offer()")
        calls = [begin(standard), *before, [setter(standard), element, value]]
        answers = run(page, standard, calls)
        assert answers[:-1] == ["true"] * (len(before) + 1), (element, value, violations(page))
        if answers[-1] != "false" or len(violations(page)) != 1:
            slipped.append((element, value[:60], answers[-1]))
    assert slipped == []


@both
def test_accepts_and_stores_good_values(standard: str, desk: Desk, lms: Lms) -> None:
    session = lms.launch(fixture(lms, standard))
    page = open_sco(desk, session)
    accepted = ACCEPTED_12 if standard == "1.2" else ACCEPTED_2004
    calls = [begin(standard), *([setter(standard), *pair] for pair in accepted)]
    answers = run(page, standard, [*calls, [names(standard)["commit"], ""]])
    assert answers == ["true"] * len(answers), violations(page)
    assert session.violations == []
    assert session.attempt.values == dict(accepted)
    stored = session.attempt.stored
    for element, value in dict(accepted).items():
        if not element.startswith(("cmi.core.session_time", "adl.")):
            assert stored[element] == value
    assert session.attempt.records("interactions")[1]["result"] == "0.5"


def names(standard: str) -> dict[str, str]:
    """Short names of the API functions to their full ones."""
    short = {"initialize": "Initialize", "get": "GetValue", "set": "SetValue", "commit": "Commit"}
    short |= {"terminate": "Terminate", "error": "GetLastError", "text": "GetErrorString"}
    if standard == "2004":
        return short
    return {name: f"LMS{full}".replace("Terminate", "Finish") for name, full in short.items()}


@both
def test_refuses_bad_conduct(standard: str, desk: Desk, lms: Lms) -> None:
    page = open_sco(desk, lms.launch(fixture(lms, standard)))
    for calls, code_12, code_2004 in CONDUCT:
        page.evaluate("lms.violations.length = 0, lms.offer()")
        full = [[names(standard)[name], *rest] for name, *rest in [*calls, ["error"]]]
        *_, last, code = run(page, standard, full)
        assert last in ("false", ""), calls
        assert int(code) == (code_12 if standard == "1.2" else code_2004), calls
        assert len(violations(page)) == 1, calls


@both
def test_refuses_writing_only_reads(standard: str, desk: Desk, lms: Lms) -> None:
    page = open_sco(desk, lms.launch(fixture(lms, standard)))
    prefix = "cmi.core" if standard == "1.2" else "cmi"
    calls = [begin(standard)]
    calls += [[names(standard)["get"], f"{prefix}.{name}"] for name in ("exit", "session_time")]
    assert run(page, standard, calls)[1:] == ["", ""]
    assert [found["violation"]["code"] for found in violations(page)] == [404 if standard == "1.2" else 405] * 2


@both
def test_restores_what_was_committed(standard: str, desk: Desk, lms: Lms) -> None:
    package = fixture(lms, standard)
    prefix, status = ("cmi.core", "lesson_status") if standard == "1.2" else ("cmi", "completion_status")
    say = names(standard)
    entry = [say["get"], f"{prefix}.entry"]
    spent = "00:00:10" if standard == "1.2" else "PT10S"
    session = lms.launch(package)
    page = open_sco(desk, session)
    answers = run(
        page,
        standard,
        [
            begin(standard),
            entry,
            [say["set"], f"{prefix}.{status}", "incomplete"],
            [say["set"], "cmi.suspend_data", "first"],
            [say["set"], f"{prefix}.exit", "suspend"],
            [say["set"], f"{prefix}.session_time", spent],
            [say["set"], "cmi.interactions.0.id", "q1"],
            [say["commit"], ""],
            [say["set"], "cmi.suspend_data", "never committed"],
        ],
    )
    assert answers[1] == "ab-initio"
    page.close()
    page = open_sco(desk, lms.launch(package))
    calls = [begin(standard), entry, [say["get"], "cmi.suspend_data"]]
    calls += [[say["get"], "cmi.interactions._count"], [say["get"], f"{prefix}.total_time"]]
    answers = run(page, standard, calls)
    assert answers[1:4] == ["resume", "first", "1"]
    assert seconds(answers[4]) == 10
    assert lms.launch(package, learner="other").attempt.stored == {}


@both
def test_forgets_after_a_normal_exit(standard: str, desk: Desk, lms: Lms) -> None:
    """SCORM 2004 starts anew unless the learner suspended; 1.2 keeps the data."""
    package = fixture(lms, standard)
    say = names(standard)
    session = lms.launch(package)
    page = open_sco(desk, session)
    calls = [begin(standard), [say["set"], "cmi.suspend_data", "first"], [say["terminate"], ""]]
    run(page, standard, calls)
    session.wait_until(lambda: session.terminated)
    page = open_sco(desk, lms.launch(package))
    prefix = "cmi.core" if standard == "1.2" else "cmi"
    calls = [begin(standard), [say["get"], f"{prefix}.entry"], [say["get"], "cmi.suspend_data"]]
    expected = ["", "first"] if standard == "1.2" else ["ab-initio", ""]
    assert run(page, standard, calls)[1:] == expected


@both
def test_reads_the_manifest(standard: str, desk: Desk, lms: Lms) -> None:
    page = open_sco(desk, lms.launch(fixture(lms, standard)))
    elements = {
        "1.2": {"cmi.student_data.mastery_score": "80", "cmi.core.student_id": "gulnora"},
        "2004": {"cmi.scaled_passing_score": "0.7", "cmi.launch_data": "hello"},
    }[standard]
    calls = [begin(standard), *([names(standard)["get"], element] for element in elements)]
    assert run(page, standard, calls)[1:] == list(elements.values())


@both
def test_faults(standard: str, desk: Desk, lms: Lms) -> None:
    package = fixture(lms, standard)
    say = names(standard)
    save = [[say["set"], "cmi.suspend_data", "x"], [say["commit"], ""]]

    def play(calls: list[list[str]], **faults: Any) -> tuple[list[str], Session]:
        learner = f"l{len(lms.sessions)}"
        session = lms.launch(package, learner=learner, faults=Faults(**faults))
        return run(open_sco(desk, session), standard, [begin(standard), *calls]), session

    answers, session = play([*save, *save], commit_fails=1)
    assert answers == ["true", "true", "false", "true", "true"]
    assert session.attempt.stored["cmi.suspend_data"] == "x"
    answers, session = play(save, network_down=True)
    assert (answers[-1], session.attempt.stored) == ("false", {})
    answers, session = play(save, commit_lies=1)
    assert (answers[-1], session.attempt.stored) == ("true", {})
    answers, session = play([*save, [say["error"]]], set_false=True)
    assert answers == ["true", "false", "true", "0"]
    assert session.attempt.stored["cmi.suspend_data"] == "x"
    answers, session = play(save, init_refused=True)
    assert answers == ["false", "true", "true"]
    answers, session = play([], init_false=True)
    assert answers == ["false"]
    mode = "cmi.core.lesson_mode" if standard == "1.2" else "cmi.mode"
    assert play([[say["get"], mode]], empty=True)[0] == ["true", ""]


@both
def test_absent_api(standard: str, desk: Desk, lms: Lms) -> None:
    package = fixture(lms, standard)

    def has(**faults: Any) -> tuple[bool, bool]:
        page = open_sco(desk, lms.launch(package, faults=Faults(**faults)))
        frame = page.frame("sco")
        assert frame
        if "late_api" in faults:
            frame.wait_for_function(f"has('{NAMES[standard]}') === true")
        return frame.evaluate("has('API')"), frame.evaluate("has('API_1484_11')")

    assert has(no_api=True) == (False, False)
    assert has(cross_origin=True) == (False, False)
    assert has(both_apis=True) == (True, True)
    assert has(late_api=300) == (standard == "1.2", standard == "2004")
