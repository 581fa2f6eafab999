"""Plans as tables: order, places, newest versions; and tables from statements where there is no plan."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import duckdb
import pytest

from darslik_xapi.errors import XapiError
from darslik_xapi.plan import Plan, plan_from, read_plan
from darslik_xapi.plan_tables import COLUMNS, find_plans, register, tables_of, version_key
from statement_rows import fill
from tracking_plans import IRI, plan

Rows = list[dict[str, Any]]


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> Rows:
    found = connection.execute(sql)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def test_an_option_has_its_place_and_its_texts(connection: duckdb.DuckDBPyConnection) -> None:
    register(connection, [plan()])
    (option,) = rows(connection, "FROM components WHERE activity LIKE '%/q0' AND component = 'c'")
    assert option == {
        "course": IRI,
        "revision": "1.0.0",
        "activity": f"{IRI}/questions/q0",
        "family": "choices",
        "component": "c",
        "position": 2,
        "label": "Option c (en)",
        "correct": False,
        "file": "courses/waste/lessons/03.md",
        "line": 42,
        "latest": True,
    }
    texts = rows(connection, "FROM labels WHERE activity LIKE '%/q0' AND component = 'c' ORDER BY language")
    assert [(one["language"], one["label"]) for one in texts] == [
        ("en", "Option c (en)"), ("ru", "Option c (ru)"), ("uz-Latn", "Option c (uz-Latn)"),
    ]  # fmt: skip


def test_activities_are_in_order_with_what_measures_ask(connection: duckdb.DuckDBPyConnection) -> None:
    given = plan()
    register(connection, [given])
    found = rows(connection, "FROM activities ORDER BY position")
    assert [one["activity"] for one in found] == [one.iri for one in given.activities]
    assert (found[0]["mastery"], found[0]["points"], found[0]["scored"]) == (0.6, None, None)
    pages = [one for one in found if one["kind"] == "page"]
    assert (pages[2]["title"], pages[2]["file"], pages[2]["line"]) == ("Page 2 (en)", "courses/waste/lessons/02.md", 1)
    assert {one["mastery"] for one in found[1:]} == {None}
    words = rows(connection, "SELECT words FROM labels WHERE activity LIKE '%/p2' AND language = 'ru'")
    assert words == [{"words": 150}]
    (several,) = (one for one in found if one["activity"].endswith("/q2"))
    assert (several["correct"], several["interaction"], several["scored"], several["points"]) == (
        "a[,]c", "choice", True, 1.0,
    )  # fmt: skip


def test_the_newest_version_of_each_activity(connection: duckdb.DuckDBPyConnection) -> None:
    """An activity that a later version dropped keeps its last row as the latest."""
    old, new = plan(version="1.9"), plan(questions=15, version="1.10")
    register(connection, [new, old])
    found = rows(connection, "SELECT activity, revision, latest FROM activities")
    latest = {one["activity"].rpartition("/")[2]: one["revision"] for one in found if one["latest"]}
    assert (latest["q3"], latest["q17"], latest["p4"]) == ("1.10", "1.9", "1.10")
    assert len([one for one in found if one["activity"].endswith("/q3")]) == 2
    (count,) = connection.execute(
        "SELECT count(*) FILTER (latest) FROM components WHERE activity LIKE '%/q3'"
    ).fetchall()
    assert count == (len(next(a for a in new.activities if a.id == "q3").components),)


def test_of_two_plans_of_one_version_the_later_counts() -> None:
    again = plan().model_copy(update={"folder": "elsewhere/waste"})
    found = tables_of([plan(), again])["activities"]
    assert len(found) == len(again.activities)
    place = list(COLUMNS["activities"]).index("file")
    assert {str(row[place]).split("/")[0] for row in found if row[place]} == {"elsewhere"}


@pytest.mark.parametrize(
    ("older", "newer"),
    [("1.9", "1.10"), ("1.0", "1.0.1"), ("1.0-rc2", "1.0"), ("1.0-rc2", "1.0-rc10"), ("2025.12", "2026.1"), ("", "0")],
)
def test_the_order_of_versions(older: str, newer: str) -> None:
    assert version_key(older) < version_key(newer)


def test_plans_are_found_by_file_folder_and_course(tmp_path: Path) -> None:
    text = plan().model_dump_json()
    (tmp_path / "dist").mkdir()
    for name in ("waste.plan.json", "water.plan.json", ".waste.plan.json.17"):
        (tmp_path / "dist" / name).write_text(text, "utf-8")
    (tmp_path / "dist" / "waste.profile.jsonld").write_text("{}", "utf-8")
    assert len(find_plans(tmp_path / "dist")) == 2
    assert find_plans(tmp_path / "dist" / "waste.plan.json") == [plan()]
    course = tmp_path / "course"
    course.mkdir()
    (course / "course.yaml").write_text("id: x", "utf-8")
    asked: list[Path] = []

    def plan_of(folder: Path) -> str:
        asked.append(folder)
        return text

    assert find_plans(course, plan_of) == [plan()]
    assert asked == [course]
    with pytest.raises(XapiError, match="no compiler"):
        find_plans(course)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is no JSON"),
        ("[]", "is no tracking plan"),
        ('{"plan": 2}', "is no tracking plan: plan"),
        (plan().model_dump_json().replace('"kind":"page"', '"kind":"sheet"'), "activities.4.kind"),
    ],
)
def test_what_is_no_plan_is_said(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "x.plan.json"
    path.write_text(text, "utf-8")
    with pytest.raises(XapiError, match=words):
        read_plan(path)
    with pytest.raises(XapiError):
        find_plans(tmp_path / "nowhere")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(XapiError, match="no UTF-8"):
        read_plan(path)


def test_a_plan_can_have_more_than_we_know() -> None:
    """A later compiler may add fields; a plan of another format is refused."""
    data = json.loads(plan().model_dump_json())
    data["mood"] = "fine"
    data["activities"][3]["colour"] = "red"
    assert plan_from(json.dumps(data), "x") == plan()


# without a plan


def statement(number: int, object_: dict[str, Any], **fields: Any) -> dict[str, Any]:
    definition = object_.get("definition", {})
    whole = {"object": {"objectType": "Activity", **object_}}
    row = {
        "id": str(uuid.UUID(int=number)),
        "timestamp": f"2026-03-01 10:{number:02d}:00",
        "object_type": "Activity",
        "object": object_["id"],
        "activity_type": definition.get("type"),
        "interaction_type": definition.get("interactionType"),
        "course": "https://x.example.org/c",
        "revision": "1.9",
        "raw": json.dumps(whole),
    }
    return row | fields


PAGE = "http://activitystrea.ms/schema/1.0/page"
INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"


def asked(prompt: str, *options: str, right: str = "a") -> dict[str, Any]:
    return {
        "id": "https://x.example.org/c/questions/q",
        "definition": {
            "type": INTERACTION,
            "interactionType": "choice",
            "name": {"en": "Short", "ru": "Коротко"},
            "description": {"en": prompt, "ru": f"{prompt} по-русски"},
            "correctResponsesPattern": [right],
            "choices": [{"id": code, "description": {"en": f"Option {code}"}} for code in options],
        },
    }


SEEN = [
    statement(1, {"id": "https://x.example.org/c/pages/two", "definition": {"type": PAGE, "name": {"en": "Two"}}}),
    statement(2, {"id": "https://x.example.org/c/pages/one", "definition": {"type": PAGE, "name": {"fr": "Un"}}}),
    statement(3, asked("Old?", "a", "b")),
    statement(5, asked("Which?", "a", "b", "c", right="a[,]c")),
    statement(4, asked("In between?", "a", "b")),
    statement(6, asked("Newer?", "a", "b"), revision="1.10"),
    statement(7, {"id": "https://lms.example.org/launched/1"}),
    statement(8, {"id": "https://x.example.org/odd", "definition": {"type": INTERACTION, "name": "odd", "choices": 7}}),
    statement(9, {"id": "https://x.example.org/c/pages/elsewhere"}, course=None),
]  # fmt: skip


def with_statements(connection: duckdb.DuckDBPyConnection, plans: list[Plan]) -> None:
    fill(connection, SEEN)
    register(connection, plans, "statements")


def test_without_a_plan_the_definitions_tell(connection: duckdb.DuckDBPyConnection) -> None:
    with_statements(connection, [])
    found = rows(connection, "FROM activities WHERE revision = '1.9' ORDER BY position")
    assert [(one["id"], one["kind"], one["title"]) for one in found] == [
        ("https://x.example.org/c", "course", "https://x.example.org/c"),
        ("two", "page", "Two"),
        ("one", "page", "Un"),
        ("q", "question", "Which?"),
        ("https://x.example.org/odd", "question", "https://x.example.org/odd"),
    ]
    question = found[3]
    assert (question["correct"], question["interaction"], question["file"], question["latest"]) == (
        "a[,]c", "choice", None, False,
    )  # fmt: skip
    options = rows(connection, "FROM components WHERE revision = '1.9' ORDER BY position")
    assert [(one["component"], one["label"], one["correct"]) for one in options] == [
        ("a", "Option a", True), ("b", "Option b", False), ("c", "Option c", True),
    ]  # fmt: skip
    texts = rows(connection, "FROM labels WHERE revision = '1.10' AND component = '' ORDER BY language")
    assert [(one["language"], one["label"]) for one in texts] == [("en", "Newer?"), ("ru", "Newer? по-русски")]
    newest = rows(connection, "SELECT DISTINCT activity, revision FROM activities WHERE latest AND kind = 'question'")
    assert {(one["activity"].rpartition("/")[2], one["revision"]) for one in newest} == {("q", "1.10"), ("odd", "1.9")}
    assert rows(connection, "SELECT revision FROM activities WHERE kind = 'course' AND latest") == [
        {"revision": "1.10"}
    ]


def test_a_course_that_has_a_plan_is_not_derived(connection: duckdb.DuckDBPyConnection) -> None:
    known = plan().model_copy(update={"course": "https://x.example.org/c"})
    with_statements(connection, [known])
    (count,) = connection.execute("SELECT count(*) FROM activities").fetchall()
    assert count == (len(known.activities),)
