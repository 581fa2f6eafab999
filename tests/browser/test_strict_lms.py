"""The LMS of these tests really refuses what it is said to refuse, and keeps what it is given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser.lms import Faults
from browser.lms.datamodel import seconds

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


# What must be refused: value after value for one element, in a fresh record where it needs one.
REFUSED_12: dict[str, list[str]] = {
    "cmi.core.lesson_status": ["not attempted", "unknown", "Passed", "", "browsed "],
    "cmi.core.score.raw": ["101", "-1", "1e-7", "50,5", ".5", "", "abc"],
    "cmi.core.session_time": ["PT10S", "0:00:10", "00:00:01.5", "00:00:01.123", "00:61:00", ""],
    "cmi.core.exit": ["normal", "Suspend"],
    "cmi.core.lesson_location": ["x" * 256],
    "cmi.suspend_data": ["x" * 4097, 'with "quotes"', "ўзбек"],
    "cmi.interactions.0.type": ["long-fill-in", "other", "Choice"],
    "cmi.interactions.0.result": ["incorrect", "right", "1e3"],
    "cmi.interactions.0.time": ["2026-01-01T10:00:00", "24:00:00", "1:00:00"],
    "cmi.interactions.0.latency": ["PT1S", "00:00:01.5"],
    "cmi.interactions.0.weighting": ["1e1", "200"],
    "cmi.objectives.0.status": ["not attempted"],
    # Read-only, keywords, containers, unknown elements.
    "cmi.core.student_id": ["x"],
    "cmi.core.entry": ["resume"],
    "cmi.core.total_time": ["00:00:10"],
    "cmi.core._children": ["x"],
    "cmi.interactions._count": ["3"],
    "cmi.launch_data": ["x"],
    "cmi.core": ["x"],
    "cmi.core.score": ["x"],
    "cmi.interactions": ["x"],
    "cmi.interactions.0": ["x"],
    "cmi.interactions.0.description": ["x"],
    "cmi.completion_status": ["completed"],
    "other.data": ["x"],
}
IDS_12 = ["q 1", "савол", "", "x" * 256, "o\u02bbq"]
RESPONSES_12 = {
    "choice": ["a,a", "ab", "a, b", "ў"],
    "true-false": ["true", "yes"],
    "matching": ["1-a", "1.aa", "1[.]a"],
    "sequencing": ["a;b", "aa,b"],
    "numeric": ["1,5", "1e5", ".5"],
    "fill-in": ["x" * 256, "two\nlines"],
}
REFUSED_2004: dict[str, list[str]] = {
    "cmi.completion_status": ["passed", "Completed", ""],
    "cmi.success_status": ["completed", ""],
    "cmi.score.scaled": ["1.5", ".8", "1e-7", "-1.1"],
    "cmi.score.raw": [".5", "1e3", "5,5"],
    "cmi.progress_measure": ["1.1", "-0.1", ".5"],
    "cmi.exit": ["logout", "Suspend"],
    "cmi.session_time": ["P", "PT", "PT1.123S", "P1DT1S", "P1D", "00:00:10", "PT1,5S", ""],
    "cmi.location": ["x" * 1001],
    "cmi.suspend_data": ["x" * 64001, 'with "quotes"', "ўзбек"],
    "cmi.interactions.0.type": ["Choice", "essay"],
    "cmi.interactions.0.timestamp": [
        "2026-01-01T10:00:00Z",
        "2026-01-01T10:00:00.123Z",
        "2026-01-01T10:00:00.123",
        "2026-01-01T10:00:00+05:00",
        "2039-01-01T10:00:00",
        "2026-13-01T10:00:00",
        "10:00:00",
    ],
    "cmi.interactions.0.latency": ["P", "PT", "PT0.123S", "P1DT1S"],
    "cmi.interactions.0.result": ["wrong", "1e3", ".5"],
    "cmi.interactions.0.weighting": [".5", "1e3"],
    "cmi.interactions.0.description": ["two\nlines", "{odd}", "x" * 251],
    # Read-only, keywords, containers, unknown elements.
    "cmi.mode": ["normal"],
    "cmi.entry": ["resume"],
    "cmi.credit": ["credit"],
    "cmi.learner_id": ["x"],
    "cmi.learner_name": ["x"],
    "cmi.total_time": ["PT1S"],
    "cmi.launch_data": ["x"],
    "cmi.completion_threshold": ["0.5"],
    "cmi.scaled_passing_score": ["0.5"],
    "cmi._version": ["1.0"],
    "cmi.interactions._count": ["3"],
    "cmi.interactions": ["x"],
    "cmi.interactions.0": ["x"],
    "cmi.score": ["x"],
    "cmi.core.lesson_status": ["passed"],
    "adl.nav.request": ["exit", "exitAll", "abandon", "abandonAll", "{target=i1}choice"],
    "other.data": ["x"],
}
RESPONSES_2004 = {
    "choice": ["a-b", "a[,]a", "савол", "a b"],
    "true-false": ["t", "True"],
    "matching": ["1.a", "1[.]a-b", "1[.]a[.]b"],
    "sequencing": ["a-b[,]c", "a,b"],
    "numeric": ["1,5", "1e5", ".5"],
    "fill-in": ["two\nlines", "x" * 251],
}
PATTERNS_2004 = {
    "numeric": ["5", "5:6", "[:]5[:]6", "5 [:] 6"],
    "choice": ["a[,]a", "a-b"],
    "true-false": ["t"],
}


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


ACCEPTED_12: list[tuple[str, str]] = [
    ("cmi.core.lesson_status", "incomplete"),
    ("cmi.core.score.raw", "0"),
    ("cmi.core.score.raw", "66.67"),
    ("cmi.core.session_time", "0000:12:05"),
    ("cmi.core.session_time", "00:12:05.25"),
    ("cmi.core.exit", ""),
    ("cmi.core.exit", "suspend"),
    ("cmi.core.lesson_location", "why/triangle"),
    ("cmi.suspend_data", "1.AbC-_~" * 512),
    ("cmi.interactions.0.id", "machine-readable"),
    ("cmi.interactions.0.type", "choice"),
    ("cmi.interactions.0.time", "10:00:00"),
    ("cmi.interactions.0.student_response", "a,b"),
    ("cmi.interactions.0.correct_responses.0.pattern", "a,c"),
    ("cmi.interactions.0.weighting", "1"),
    ("cmi.interactions.0.result", "wrong"),
    ("cmi.interactions.0.latency", "00:00:05.10"),
    ("cmi.interactions.0.objectives.0.id", "why"),
    ("cmi.interactions.1.id", "pairs"),
    ("cmi.interactions.1.type", "matching"),
    ("cmi.interactions.1.student_response", "1.b,2.a"),
    ("cmi.interactions.1.result", "0.5"),
    ("cmi.interactions.2.id", "share"),
    ("cmi.interactions.2.type", "numeric"),
    ("cmi.interactions.2.student_response", "49.5"),
    ("cmi.interactions.2.correct_responses.0.pattern", "49.5:50.5"),
    ("cmi.interactions.3.id", "true"),
    ("cmi.interactions.3.type", "true-false"),
    ("cmi.interactions.3.student_response", "t"),
    ("cmi.interactions.4.id", "text"),
    ("cmi.interactions.4.type", "fill-in"),
    ("cmi.interactions.4.student_response", "очиқ маълумот"),
    ("cmi.objectives.0.id", "why"),
    ("cmi.objectives.0.status", "completed"),
]
ACCEPTED_2004: list[tuple[str, str]] = [
    ("cmi.completion_status", "incomplete"),
    ("cmi.success_status", "unknown"),
    ("cmi.score.scaled", "0.8"),
    ("cmi.score.raw", "80"),
    ("cmi.score.min", "0"),
    ("cmi.score.max", "100"),
    ("cmi.progress_measure", "0.25"),
    ("cmi.exit", "suspend"),
    ("cmi.session_time", "PT12M5.25S"),
    ("cmi.location", "why/triangle"),
    ("cmi.suspend_data", "1.AbC-_~" * 8000),
    ("cmi.interactions.0.id", "machine-readable"),
    ("cmi.interactions.0.type", "choice"),
    ("cmi.interactions.0.timestamp", "2026-01-01T10:00:00"),
    ("cmi.interactions.0.timestamp", "2026-01-01T10:00:00.00Z"),
    ("cmi.interactions.0.learner_response", "a[,]b"),
    ("cmi.interactions.0.correct_responses.0.pattern", "a[,]c"),
    ("cmi.interactions.0.weighting", "1"),
    ("cmi.interactions.0.result", "incorrect"),
    ("cmi.interactions.0.latency", "PT5.1S"),
    ("cmi.interactions.0.description", "{lang=uz-Cyrl}Қайси файл?"),
    ("cmi.interactions.0.objectives.0.id", "why"),
    ("cmi.interactions.1.id", "pairs"),
    ("cmi.interactions.1.type", "matching"),
    ("cmi.interactions.1.learner_response", "1[.]b[,]2[.]a"),
    ("cmi.interactions.1.result", "0.5"),
    ("cmi.interactions.2.id", "share"),
    ("cmi.interactions.2.type", "numeric"),
    ("cmi.interactions.2.learner_response", "49.5"),
    ("cmi.interactions.2.correct_responses.0.pattern", "49.5[:]50.5"),
    ("cmi.interactions.3.id", "true"),
    ("cmi.interactions.3.type", "true-false"),
    ("cmi.interactions.3.learner_response", "true"),
    ("cmi.interactions.4.id", "text"),
    ("cmi.interactions.4.type", "fill-in"),
    ("cmi.interactions.4.learner_response", "очиқ маълумот"),
    ("cmi.objectives.0.id", "why"),
    ("cmi.objectives.0.success_status", "passed"),
    ("adl.nav.request", "suspendAll"),
]


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


# (calls, error code of the last one in 1.2, in 2004)
CONDUCT: list[tuple[list[list[str]], int, int]] = [
    ([["get", "cmi.suspend_data"]], 301, 122),
    ([["set", "cmi.suspend_data", "x"]], 301, 132),
    ([["commit", ""]], 301, 142),
    ([["terminate", ""]], 301, 112),
    ([["initialize", ""], ["initialize", ""]], 101, 103),
    ([["initialize"]], 201, 201),
    ([["initialize", "x"]], 201, 201),
    ([["initialize", ""], ["commit", "x"]], 201, 201),
    ([["initialize", ""], ["commit"]], 201, 201),
    ([["initialize", ""], ["terminate", "x"]], 201, 201),
    ([["initialize", ""], ["terminate", ""], ["terminate", ""]], 301, 113),
    ([["initialize", ""], ["terminate", ""], ["initialize", ""]], 101, 104),
    ([["initialize", ""], ["terminate", ""], ["get", "cmi.suspend_data"]], 301, 123),
    ([["initialize", ""], ["terminate", ""], ["set", "cmi.suspend_data", "x"]], 301, 133),
    ([["initialize", ""], ["terminate", ""], ["commit", ""]], 301, 143),
    # Order inside arrays.
    ([["initialize", ""], ["set", "cmi.interactions.1.id", "q1"]], 201, 351),
    ([["initialize", ""], ["set", "cmi.interactions.0.type", "choice"]], 201, 408),
    ([["initialize", ""], ["set", "cmi.objectives.0.score.raw", "1"]], 201, 408),
    (
        [
            ["initialize", ""],
            ["set", "cmi.interactions.0.id", "q1"],
            ["set", "cmi.interactions.0.correct_responses.0.pattern", "a"],
        ],
        405,
        406,
    ),
    (
        [
            ["initialize", ""],
            ["set", "cmi.interactions.0.id", "q1"],
            ["set", "cmi.interactions.0.type", "choice"],
            ["set", "cmi.interactions.0.correct_responses.1.pattern", "a"],
        ],
        201,
        351,
    ),
    (
        [
            ["initialize", ""],
            ["set", "cmi.objectives.0.id", "a"],
            ["set", "cmi.objectives.0.id", "b"],
        ],
        201,
        351,
    ),
    ([["initialize", ""], ["get", "cmi.nothing"]], 201, 401),
    ([["initialize", ""], ["get", "cmi.interactions.0.id"]], 404, 301),
]


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
