"""The test LMS refuses each thing that cmi5 forbids, and accepts a session that does all right."""

from __future__ import annotations

import copy
import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from darslik_xapi.testing import LaunchOptions, LrsServer, Request, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from darslik_xapi.testing import Answer, Registration

Json = dict[str, Any]
CMI5 = "https://w3id.org/xapi/cmi5/"
ADL = "http://adlnet.gov/expapi/verbs/"
COURSE = """<?xml version="1.0" encoding="UTF-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id="https://example.org/c"><title><langstring lang="en">C</langstring></title>
    <description><langstring lang="en">C</langstring></description></course>
  <block id="https://example.org/b"><title><langstring lang="en">B</langstring></title>
    <description><langstring lang="en">B</langstring></description>
    <au id="https://example.org/a1" moveOn="CompletedAndPassed" masteryScore="0.7">
      <title><langstring lang="en">A</langstring></title>
      <description><langstring lang="en">A</langstring></description><url>index.html?x=1</url>
      <launchParameters>p=1</launchParameters></au>
  </block>
  <au id="https://example.org/a2" moveOn="NotApplicable">
    <title><langstring lang="en">A</langstring></title>
    <description><langstring lang="en">A</langstring></description><url>two.html</url></au>
</courseStructure>
"""


@pytest.fixture
def server() -> Iterator[LrsServer]:
    with LrsServer() as running:
        yield running


@pytest.fixture
def registration(server: LrsServer, tmp_path: Path) -> Registration:
    (tmp_path / "cmi5.xml").write_text(COURSE, "utf-8")
    return server.register(tmp_path, "http://127.0.0.1:1/course/")


class Au:
    """An assignable unit that follows every rule unless told otherwise."""

    def __init__(self, server: LrsServer, session: Session) -> None:
        self.server, self.session = server, session
        answer = server.fetch("POST", session.id)
        self.token = json.loads(answer.body).get("auth-token", "")
        self.clock = datetime.now(UTC)
        self.state = {
            "activityId": session.activity_id,
            "agent": json.dumps(session.actor),
            "registration": session.registration_id,
        }

    def ask(self, method: str, resource: str, body: object = None, **query: str) -> Answer:
        headers = {
            "authorization": f"Basic {self.token}",
            "x-experience-api-version": "1.0.3",
            "content-type": "application/json",
        }
        content = b"" if body is None else json.dumps(body).encode()
        return self.server.lrs.handle(Request(method, resource, query, headers, content))

    def prepare(self) -> None:
        """Read what must be read."""
        self.ask("GET", "activities/state", **self.state, stateId="LMS.LaunchData")
        query = {"agent": self.state["agent"], "profileId": "cmi5LearnerPreferences"}
        self.ask("GET", "agents/profile", **query)

    def statement(self, verb: str, score: float | None = None) -> Json:
        """A correct cmi5 defined statement."""
        context = copy.deepcopy(self.session.context_template)
        context["registration"] = self.session.registration_id
        categories = [{"id": CMI5 + "context/categories/cmi5"}]
        result: Json = {}
        if verb != "initialized":
            result["duration"] = "PT10S"
        if verb in ("passed", "failed"):
            result["success"] = verb == "passed"
            result["score"] = {"scaled": score, "raw": (score or 0) * 100, "min": 0, "max": 100}
            context["extensions"][CMI5 + "context/extensions/masteryscore"] = 0.7
        if verb == "completed":
            result["completion"] = True
        if {"success", "completion"} & result.keys():
            categories.append({"id": CMI5 + "context/categories/moveon"})
        context["contextActivities"]["category"] = categories
        moment = self.clock + timedelta(seconds=10 if verb != "initialized" else 0)
        found = {
            "id": str(uuid.uuid4()),
            "timestamp": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "actor": self.session.actor,
            "verb": {"id": ADL + verb, "display": {"en": verb}},
            "object": {"objectType": "Activity", "id": self.session.activity_id},
            "context": context,
        }
        return found | ({"result": result} if result else {})

    def answered(self) -> Json:
        """A correct cmi5 allowed statement."""
        found = self.statement("initialized")
        found["verb"] = {"id": ADL + "answered", "display": {"en": "answered"}}
        found["object"] = {"objectType": "Activity", "id": "https://example.org/a1/q1"}
        found["result"] = {"success": True, "response": "a", "score": {"scaled": 1}}
        del found["context"]["contextActivities"]["category"]
        return found

    def send(self, statement: Json | list[Json]) -> int:
        return self.ask("POST", "statements", statement).status

    def start(self) -> None:
        self.prepare()
        assert self.send(self.statement("initialized")) == 200


def test_a_whole_course_run(server: LrsServer, registration: Registration) -> None:
    session = registration.launch()
    assert session.url.startswith("http://127.0.0.1:1/course/index.html?x=1&endpoint=http")
    au = Au(server, session)
    au.start()
    for statement in (au.answered(), au.statement("failed", 0.2)):
        assert au.send(statement) == 200
    record = registration.records["https://example.org/a1"]
    before = record.satisfied
    assert au.send(au.statement("terminated")) == 200
    au = Au(server, registration.launch())
    au.start()
    for statement in (au.statement("passed", 0.7), au.statement("completed")):
        assert au.send(statement) == 200
    assert au.send(au.statement("terminated")) == 200
    assert (before, record.satisfied) == (False, True)
    satisfied = server.lrs.by_verb("satisfied", registration.id)
    kinds = [one["object"]["definition"]["type"].rpartition("/")[2] for one in satisfied]
    assert kinds == ["block", "course"]
    assert server.lrs.violations == []
    server.returned(au.session.id)
    assert au.session.unfinished() == []


def without(path: str) -> Callable[[Json], None]:
    return lambda one: change(one, path, None)


def put(path: str, value: object) -> Callable[[Json], None]:
    return lambda one: change(one, path, value)


def change(target: Any, path: str, value: object) -> None:
    """Set, or with None remove, what the path leads to (steps are divided by blanks)."""
    *steps, last = path.split(" ")
    for step in steps:
        target = target[int(step) if step.isdigit() else step]
    if value is None:
        del target[int(last) if last.isdigit() else last]
    else:
        target[int(last) if last.isdigit() else last] = value


CATEGORY = "context contextActivities category"
EXTENSION = "context extensions " + CMI5 + "context/extensions/"
PROGRESS = "result extensions " + CMI5 + "result/extensions/progress"
OTHER = "https://example.org/other"
VOID = {"objectType": "StatementRef", "id": "0f0e0d0c-0b0a-4908-8706-050403020100"}
# (rule, verb, score, what to break)
BROKEN: list[tuple[str, str, float | None, Callable[[Json], None]]] = [
    ("S1", "completed", None, without("id")),
    ("S2", "completed", None, without("timestamp")),
    ("S2", "completed", None, put("timestamp", "2026-01-01T10:00:00+05:00")),
    ("S4", "completed", None, without("context contextActivities grouping")),
    ("S4", "completed", None, put("context contextActivities grouping 0 id", OTHER)),
    ("S4", "completed", None, put(EXTENSION + "sessionid", "x")),
    ("S5", "completed", None, put("context registration", str(uuid.uuid4()))),
    ("S7", "completed", None, lambda one: one.update(verb={"id": ADL + "voided"}, object=VOID)),
    ("L7", "completed", None, put("actor account name", "somebody")),
    ("D1", "completed", None, put("object id", "https://example.org/a1")),
    ("D3", "completed", None, put("verb id", ADL + "experienced")),
    ("D3", "completed", None, without(CATEGORY)),
    ("D7", "completed", None, put("result completion", False)),
    ("D7", "completed", None, put("result success", True)),
    ("D7", "completed", None, without("result duration")),
    ("D8", "passed", 0.9, put("result success", False)),
    ("D8", "passed", 0.9, put("result completion", True)),
    ("D8", "passed", 0.9, without("result duration")),
    ("D8", "failed", 0.1, put("result success", True)),
    ("D9", "terminated", None, without("result duration")),
    ("D9", "terminated", None, put("result completion", True)),
    ("D10", "completed", None, without(CATEGORY + " 1")),
    ("S10", "terminated", None, put(CATEGORY + " 0", {"id": CMI5 + "context/categories/moveon"})),
    ("D11", "completed", None, put("result score", {"scaled": 1})),
    ("D11", "passed", 0.9, without("result score min")),
    ("D11", "failed", -0.5, lambda _one: None),
    ("D12", "passed", 0.69, lambda _one: None),
    ("D12", "failed", 0.7, lambda _one: None),
    ("D12", "passed", 0.9, without("result score scaled")),
    ("D13", "passed", 0.9, without(EXTENSION + "masteryscore")),
    ("D13", "passed", 0.9, put(EXTENSION + "masteryscore", 0.5)),
    ("D14", "completed", None, put("result extensions", {PROGRESS.split(" ")[2]: 50})),
    ("D16", "terminated", None, put("result duration", "PT99S")),
]


@pytest.mark.parametrize(
    ("rule", "verb", "score", "damage"),
    [pytest.param(*case, id=f"{case[0]}-{case[1]}-{n}") for n, case in enumerate(BROKEN)],
)
def test_refuses_broken_statements(
    rule: str,
    verb: str,
    score: float | None,
    damage: Callable[[Json], None],
    server: LrsServer,
    registration: Registration,
) -> None:
    au = Au(server, registration.launch())
    au.start()
    statement = copy.deepcopy(au.statement(verb, score))
    damage(statement)
    if rule == "D11" and score == -0.5:
        statement["result"]["score"] = {"scaled": -0.5}
    status = au.send(statement)
    assert status in (400, 403), statement
    assert rule in {part.split(":")[0] for part in server.lrs.violations[-1].text.split("; ")}


ORDERS: list[tuple[str, list[tuple[str, float | None]]]] = [
    ("S8", [("completed", None)]),
    ("D4", [("initialized", None), ("initialized", None)]),
    ("D4", [("initialized", None), ("completed", None), ("completed", None)]),
    ("D5", [("initialized", None), ("failed", 0.1), ("passed", 0.9)]),
    ("S9", [("initialized", None), ("terminated", None), ("completed", None)]),
]


@pytest.mark.parametrize(
    ("rule", "verbs"),
    [pytest.param(*case, id=f"{case[0]}-{n}") for n, case in enumerate(ORDERS)],
)
def test_refuses_wrong_order(
    rule: str,
    verbs: list[tuple[str, float | None]],
    server: LrsServer,
    registration: Registration,
) -> None:
    au = Au(server, registration.launch())
    au.prepare()
    *fine, last = (au.send(au.statement(*one)) for one in verbs)
    assert (fine, last) == ([200] * len(fine), 403)
    assert server.lrs.violations[-1].rule == rule


def test_refuses_repeated_results_in_a_registration(server: LrsServer, registration: Registration) -> None:
    au = Au(server, registration.launch())
    au.start()
    assert au.send(au.statement("passed", 0.9)) == 200
    au.send(au.statement("terminated"))
    for verb, score in (("passed", 0.9), ("failed", 0.1)):
        au = Au(server, registration.launch())
        au.start()
        assert au.send(au.statement(verb, score)) == 403
        assert server.lrs.violations[-1].rule == "D6"


def test_refuses_batches_around_the_ends(server: LrsServer, registration: Registration) -> None:
    au = Au(server, registration.launch())
    au.prepare()
    assert au.send([au.statement("initialized"), au.statement("completed")]) == 403
    assert au.send(au.statement("initialized")) == 200
    assert au.send([au.statement("terminated"), au.statement("completed")]) == 403
    assert au.send([au.statement("completed"), au.statement("terminated")]) == 200
    assert [one.rule for one in server.lrs.violations] == ["S8", "S9"]


def test_wants_launch_data_and_preferences_read(server: LrsServer, registration: Registration) -> None:
    au = Au(server, registration.launch())
    assert au.send(au.statement("initialized")) == 403
    au.ask("GET", "activities/state", **au.state, stateId="LMS.LaunchData")
    assert au.send(au.statement("initialized")) == 403
    assert [one.rule for one in server.lrs.violations] == ["L4", "L5"]
    assert len(au.session.unfinished()) == 3


def test_token_works_once_and_dies(server: LrsServer, registration: Registration) -> None:
    session = registration.launch()
    assert server.fetch("GET", session.id).status == 405
    au = Au(server, session)
    assert json.loads(server.fetch("POST", session.id).body)["error-code"] == "1"
    au.start()
    au.send(au.statement("terminated"))
    assert au.ask("GET", "activities/state", **au.state, stateId="x").status == 403
    au.token = "wrong"  # noqa: S105 - a broken one
    assert au.ask("GET", "activities/state", **au.state, stateId="x").status == 401
    assert [one.rule for one in server.lrs.violations] == ["L2", "L2", "S9", "L3"]


def test_identity_of_requests(server: LrsServer, registration: Registration) -> None:
    au = Au(server, registration.launch())
    wrong = {
        "L7": {"agent": '{"mbox": "mailto:a@example.org"}'},
        "L8": {"registration": str(uuid.uuid4())},
        "L4": {"activityId": "https://example.org/a1"},
    }
    for rule, query in wrong.items():
        assert au.ask("GET", "activities/state", **{**au.state, **query, "stateId": "x"}).status == 403
        assert server.lrs.violations[-1].rule == rule
    answer = au.ask("PUT", "activities/state", {"a": 1}, **au.state, stateId="LMS.LaunchData")
    assert answer.status == 403
    assert au.ask("DELETE", "activities/state", **au.state).status == 403


def test_review_mode_reports_nothing(server: LrsServer, registration: Registration) -> None:
    au = Au(server, registration.launch(options=LaunchOptions(mode="Review")))
    au.start()
    assert au.send(au.statement("completed")) == 403
    assert au.send(au.answered()) == 403
    assert au.send(au.statement("terminated")) == 200
    assert [one.rule for one in server.lrs.violations] == ["L9", "L9"]


def test_preferences_documents(server: LrsServer, registration: Registration) -> None:
    au = Au(server, registration.launch())
    query = {"agent": au.state["agent"], "profileId": "cmi5LearnerPreferences"}
    for bad in ({"languagePreference": "en"}, {"languagePreference": "!", "audioPreference": "on"}):
        assert au.ask("PUT", "agents/profile", bad, **query).status == 403
    good = {"languagePreference": "uz-Latn,ru", "audioPreference": "off"}
    # Nothing was there: a PUT would need If-None-Match.
    assert au.ask("PUT", "agents/profile", good, **query).status == 400
    assert au.ask("POST", "agents/profile", good, **query).status == 204
    assert json.loads(au.ask("GET", "agents/profile", **query).body) == good


def test_relaunch_abandons(server: LrsServer, registration: Registration) -> None:
    au = Au(server, registration.launch())
    au.start()
    registration.launch()
    assert [one["verb"]["display"]["en"] for one in server.lrs.statements.all] == [
        "launched",
        "initialized",
        "abandoned",
        "launched",
    ]
    assert au.send(au.statement("completed")) == 403


def test_launch_data(server: LrsServer, registration: Registration) -> None:
    options = LaunchOptions(mastery_score=0.5, return_url=False)
    session = registration.launch(options=options)
    document = server.lrs.documents.state(session.activity_id, session.actor, registration.id, "LMS.LaunchData")
    assert document
    data = document.json()
    assert isinstance(data, dict)
    assert (data["masteryScore"], data["moveOn"]) == (0.5, "CompletedAndPassed")
    assert (data["launchParameters"], data["launchMode"]) == ("p=1", "Normal")
    assert "returnURL" not in data


def test_waiving_satisfies(server: LrsServer, registration: Registration) -> None:
    registration.waive("https://example.org/a1")
    assert [one["verb"]["display"]["en"] for one in server.lrs.statements.all] == [
        "waived",
        "satisfied",
        "satisfied",
    ]
