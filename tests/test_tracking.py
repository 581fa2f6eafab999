"""The tracking plan and the xAPI Profile beside packages: what statements can be about, and where it stands."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from courses import small_course
from darslik import MemoryFiles, build, check
from darslik.cli import main
from darslik.pipeline import open_course
from darslik.quiz.secrecy import unseal
from darslik.render.scripts import definition
from darslik.tracking import plan_of_folder, tracking_files
from darslik.tracking.files import CourseHasErrors, as_text, shown_folder
from darslik.tracking.profile import profile
from darslik.tracking.structure import tracking_plan
from darslik_xapi.plan import Plan, plan_from, read_plan
from profile_rules import expression, follows, problems

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "browser" / "fixtures"
COURSES = [
    ROOT / "courses" / "open-data-essentials",
    ROOT / "tests" / "golden" / "course",
    *(FIXTURES / name for name in ("arabic", "exam", "harbour", "kinds", "office", "outcomes", "tea")),
]
EVERY = pytest.mark.parametrize("course", COURSES, ids=lambda path: path.name)


@cache
def written(course: Path) -> tuple[Plan, dict[str, Any]]:
    """Plan and profile as a build writes them."""
    files = open_course(course)
    plan, published = tracking_files(check(files), files).values()
    return plan_from(plan.decode(), course.name), json.loads(published)


def definitions(course: Path) -> dict[str, dict[str, Any]]:
    """The definitions in the pages of an xAPI package, by IRI; those of exams as they are when handed in."""
    checked = check(open_course(course), ["xapi"])
    assert checked.plan
    (made,) = build(checked, ["xapi"], [checked.plan.languages[0]])
    found: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(io.BytesIO(made.zip)) as archive:
        for name in archive.namelist():
            if name.startswith("pages/"):
                text = archive.read(name).decode()
                page = json.loads(text[text.index("(") + 1 : text.rindex(")")])
                found[f"pages/{page['id']}"] = {}
                for question in page["questions"]:
                    found |= {f"questions/{key}": one for key, one in _definitions(question)}
    return {f"{checked.plan.iri}/{key}": one for key, one in found.items()}


def _definitions(question: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    if "parts" in question:
        return [(f"{question['id']}.{part['code']}", part["definition"]) for part in question["parts"]]
    whole = dict(question["definition"])
    if "sealed" in question:
        opened = json.loads(unseal(question["sealed"], question["salt"]))
        whole |= {"correctResponsesPattern": opened["pattern"]} if "pattern" in opened else {}
    return [(question["id"], whole)]


@EVERY
def test_questions_and_pages_are_those_of_the_package(course: Path) -> None:
    plan, _ = written(course)
    given = definitions(course)
    tracked = {one.iri: one for one in plan.activities if one.kind in ("page", "question")}
    assert set(tracked) == set(given)
    for iri, sent_one in given.items():
        activity = tracked[iri]
        if activity.kind == "question":
            assert activity.interaction == sent_one["interactionType"]
            assert list(activity.correct) == sent_one.get("correctResponsesPattern", [])
            assert activity.title == sent_one["description"]
            if activity.interaction != "true-false":
                shown = [(c.group, c.id, c.label) for c in activity.components]
                groups = [g for g in ("choices", "source", "target", "steps", "scale") if g in sent_one]
                sent_parts = [(g, c["id"], c["description"]) for g in groups for c in sent_one[g]]
                assert (sorted(shown, key=str) if activity.secret else shown) == (
                    sorted(sent_parts, key=str) if activity.secret else sent_parts
                )


@EVERY
def test_each_line_is_where_the_part_stands(course: Path) -> None:
    """The words of an option, item, row, column or statement are on the line that the plan names."""
    plan, _ = written(course)
    for activity in plan.activities:
        assert activity.line > 0
        lines = (course / activity.file).read_text("utf-8").splitlines()
        if activity.kind in ("question", "quiz", "note", "scenario") and not activity.prompt:
            assert words(activity.title[plan.source_language]) in words(lines[activity.line - 1])
        for component in activity.components:
            label = words(component.label[plan.source_language])
            line = words(lines[component.line - 1])
            # The steps of a scale stand together, often in no file at all.
            in_line = component.id if activity.interaction == "true-false" else label[:30]
            assert component.group == "scale" or in_line in line, (component, line)
        if activity.prompt:
            assert words(activity.title[plan.source_language]) in words(lines[activity.line - 1])
    assert all(one.module or one.kind in ("course", "module") for one in plan.activities)


def words(text: str) -> str:
    """Letters and digits alone: neither Markdown nor what it shows as."""
    return re.sub(r"\[[^\]]*\]\([^)]*\)|[\W_]+", lambda m: re.sub(r"\]\(.*|\W+", "", m.group()), text).lower()


@EVERY
def test_a_profile_keeps_the_rules_of_profiles(course: Path) -> None:
    plan, published = written(course)
    assert problems(published) == []
    kinds = {"course", "module", "page", "quiz", "question"}
    assert [one["id"] for one in published["concepts"]] == [a.iri for a in plan.activities if a.kind in kinds]


def test_a_profile_says_nothing_of_the_keys_of_exams() -> None:
    plan, published = written(FIXTURES / "exam")
    secret = {one.iri: one for one in plan.activities if one.secret}
    assert secret
    assert any(one.correct for one in secret.values())
    told = {one["id"]: one["activityDefinition"] for one in published["concepts"]}
    assert not [iri for iri in secret if "correctResponsesPattern" in told[iri]]
    for iri, activity in secret.items():
        if activity.interaction in ("matching", "sequencing"):
            assert not {"choices", "source", "target"} & set(told[iri])
    open_ones = [one for one in plan.activities if one.correct and not one.secret]
    assert open_ones
    assert all(told[one.iri]["correctResponsesPattern"] == list(one.correct) for one in open_ones)


EXAM = """\
::::{quiz} Exam
:id: final
:mode: exam

:::{ordering} In which order?
:id: order
1. Wash
2. Rinse

> So.
:::

:::{matching} What belongs together?
:id: pairs
- Cat :: Meows
- Dog :: Barks
- :: Sings

> So.
:::
::::
"""


def test_the_order_of_an_exam_s_parts_is_not_told() -> None:
    """Items of an ordering question stand in the right order in the source, and so do the halves of pairs."""
    plan, published = in_memory(small_course(EXAM))
    questions = {one["id"].rpartition("/")[2]: one["activityDefinition"] for one in published["concepts"]}
    for name in ("order", "pairs"):
        assert not {"choices", "source", "target", "correctResponsesPattern"} & set(questions[name])
    assert [(c.group, c.line, c.label["en"]) for c in of(plan, "pairs").components] == [
        ("source", 21, "Cat"), ("source", 22, "Dog"),
        ("target", 21, "Meows"), ("target", 22, "Barks"), ("target", 23, "Sings"),
    ]  # fmt: skip


def test_nor_does_a_package_tell_it() -> None:
    """Statements of an exam name its parts in the order of their codes, which are mixed."""
    checked = check(small_course(EXAM), ["xapi"])
    assert checked.plan
    (order, _) = checked.plan.questions
    assert [part["description"]["en"] for part in definition(checked.plan, order)["choices"]] == ["Rinse", "Wash"]


def test_the_golden_files() -> None:
    """`DARSLIK_UPDATE=1 pytest tests/test_tracking.py` writes them anew; the diff is the review."""
    course = ROOT / "tests" / "golden" / "course"
    checked = check(open_course(course))
    assert checked.course
    assert checked.plan
    tracked = tracking_plan(checked.course, checked.plan, "courses/golden")
    texts = {
        "golden.plan.json": as_text(tracked, "activities"),
        "golden.profile.jsonld": as_text(profile(checked.plan, tracked, ""), "concepts", "templates", "patterns"),
    }
    folder = ROOT / "tests" / "golden" / "tracking"
    if os.environ.get("DARSLIK_UPDATE"):
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8")
    assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == texts


def in_memory(files: MemoryFiles) -> tuple[Plan, dict[str, Any]]:
    checked = check(files)
    assert checked.course, checked.found
    assert checked.plan, checked.found
    tracked = tracking_plan(checked.course, checked.plan, "small")
    return plan_from(as_text(tracked, "activities"), "small"), profile(checked.plan, tracked, "")


def of(plan: Plan, id_: str) -> Any:
    (found,) = (one for one in plan.activities if one.id == id_)
    return found


KINDS = """\
:::{true-false} It rains.
:id: rains
:points: 2
:tags: weather sky
- [x] false
- [ ] true

> No.
:::

:::{likert} How far do you agree?
:id: mood
- It is warm
- It is dry
:::

:::{reflection} What do you think?
:id: thought
:::
"""


def test_what_a_question_is_worth_and_what_it_is_asked_with() -> None:
    plan, _ = in_memory(small_course(KINDS))
    rains = of(plan, "rains")
    assert (rains.kind, rains.interaction, rains.correct, rains.points) == ("question", "true-false", ("false",), 2)
    assert (rains.scored, rains.attempts, rains.tags) == (True, 2, ("weather", "sky"))
    assert [(c.id, c.label["en"], c.correct, c.line) for c in rains.components] == [
        ("true", "True", False, 12), ("false", "False", True, 11),
    ]  # fmt: skip
    assert rains.parent == "https://example.org/courses/small/pages/first/first"
    assert rains.module == "https://example.org/courses/small/modules/basics"


def test_each_statement_of_a_survey_is_an_activity() -> None:
    plan, _ = in_memory(small_course(KINDS))
    dry = of(plan, "mood.b")
    assert (dry.title, dry.prompt, dry.line) == ({"en": "It is dry"}, {"en": "How far do you agree?"}, 20)
    assert (dry.scored, dry.correct, [c.id for c in dry.components]) == (False, (), list("12345"))
    assert not [one for one in plan.activities if one.id == "mood"]


def test_policy_and_verbs() -> None:
    asked = "complete-when: {questions: 50}\npass-when: {score: 60, quizzes: all}\n"
    files = small_course(EXAM)
    course = files.read("course.yaml").decode() + asked
    plan, published = in_memory(
        MemoryFiles({path: files.read(path) for path in files.paths()} | {"course.yaml": course})
    )
    assert plan.complete == "100 % of the pages seen; 50 % of the questions answered"
    assert plan.passing == "all quizzes passed; a score of 60 %"
    assert plan.mastery_score == 0.6
    about = {one.iri.rpartition("/")[2]: one.kinds for one in plan.verbs}
    assert about["progressed"] == ("module", "quiz")
    assert {"passed", "failed"} <= set(about)
    plain, unjudged = in_memory(small_course())
    assert not {"passed", "failed"} & {one.iri.rpartition("/")[2] for one in plain.verbs}
    assert plain.mastery_score is None
    assert {one["verb"].rpartition("/")[2] for one in published["templates"]} == set(about)
    assert {one["verb"].rpartition("/")[2] for one in unjudged["templates"]} == {
        "initialized", "experienced", "progressed", "completed", "terminated",
    }  # fmt: skip


def test_words_of_a_page_in_each_language() -> None:
    plan = plan_from(plan_of_folder(ROOT / "courses" / "open-data-essentials"), "here")
    (page,) = (one for one in plan.activities if one.id == "open-shared-closed/two-tests")
    assert set(page.words) == set(plan.languages)
    lines = (ROOT / "courses" / "open-data-essentials" / page.file).read_text("utf-8").splitlines()
    written_words = sum(len(line.split()) for line in lines[page.line : lines.index("---", page.line)])
    assert written_words * 0.7 < page.words["en"] <= written_words
    assert abs(page.words["uz-Latn"] - page.words["uz-Cyrl"]) < 5


def test_templates_that_change_have_other_ids() -> None:
    _, one = in_memory(small_course(KINDS))
    _, other = in_memory(small_course(EXAM))

    def ids(published: dict[str, Any]) -> dict[str, str]:
        return {part["prefLabel"]["en"]: part["id"] for part in published["templates"]}

    assert ids(one)["Initialized"] == ids(other)["Initialized"]
    assert ids(one)["Question answered"] != ids(other)["Question answered"]  # other interaction types


def test_a_build_writes_both_beside_the_packages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    course = shutil.copytree(ROOT / "tests" / "golden" / "course", tmp_path / "golden")
    out = tmp_path / "dist"
    assert not main(["build", str(course), "-t", "web", "-o", str(out)], standalone_mode=False)
    assert {path.name for path in out.iterdir()} == {"golden-en-web.zip", "golden.plan.json", "golden.profile.jsonld"}
    plan = read_plan(out / "golden.plan.json")
    assert (plan.folder, plan.languages, plan.activities[0].kind) == ("golden", ("en", "ru"), "course")
    assert (out / "golden.plan.json").read_text("utf-8") == plan_of_folder(course)
    first = [path.read_bytes() for path in sorted(out.iterdir())]
    assert not main(["build", str(course), "-t", "web", "-o", str(out)], standalone_mode=False)
    assert [path.read_bytes() for path in sorted(out.iterdir())] == first
    capsys.readouterr()
    with pytest.raises(SystemExit) as done:
        main(["inspect", str(out)], standalone_mode=False)
    assert not done.value.code
    assert "plan.json" not in capsys.readouterr().out


def test_nothing_is_written_of_a_course_with_errors(tmp_path: Path) -> None:
    course = shutil.copytree(ROOT / "tests" / "golden" / "course", tmp_path / "golden")
    lesson = next((course / "lessons").glob("02-*.md"))
    lesson.write_text(lesson.read_text("utf-8") + "\n:::{choice} Which?\n- [x] This\n:::\n", "utf-8")
    with pytest.raises(CourseHasErrors) as caught:
        plan_of_folder(course)
    assert "question-without-id" in caught.value.message
    assert lesson.name in caught.value.message
    with pytest.raises(SystemExit):
        main(["build", str(course), "-o", str(tmp_path / "dist")], standalone_mode=False)
    assert not list((tmp_path / "dist").glob("*"))


def test_the_folder_that_messages_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the repository, else as given, and never where it lies on this machine."""
    course = tmp_path / "a" / "courses" / "waste"
    course.mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a")
    for given, shown in (
        (Path("courses/waste"), "courses/waste"),
        (course, "waste"),
        (Path("../a/courses"), "courses"),
    ):
        assert shown_folder(given, given.resolve()) == shown
    (tmp_path / "a" / ".git").write_text("gitdir: elsewhere", "utf-8")  # as a worktree has it
    monkeypatch.chdir(course)
    for given in (Path(), course, Path("../waste")):
        assert shown_folder(given, given.resolve()) == "courses/waste"


def sent(verb: str, type_: str = "", **result: Any) -> dict[str, Any]:
    iri = "https://example.org/courses/small"
    definition = {"definition": {"type": type_, "interactionType": "likert"}} if type_ else {}
    return {
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
        "object": {"id": f"{iri}/x", **definition},
        "context": {"contextActivities": {"grouping": [{"id": iri}]}},
        **({"result": result} if result else {}),
    }


PAGE, ASKED = "http://activitystrea.ms/schema/1.0/page", "http://adlnet.gov/expapi/activities/cmi.interaction"


@pytest.mark.parametrize(
    ("statement", "template"),
    [
        (sent("initialized"), "Initialized"),
        (sent("initialized", completion=True), None),
        (sent("experienced", PAGE), "Page seen"),
        (sent("experienced", PAGE, duration="PT4S"), "Page left"),
        (sent("experienced"), None),
        (sent("answered", ASKED, response="4", duration="PT4S"), "Question answered"),
        (sent("answered", ASKED, duration="PT4S"), None),
        (sent("completed", completion=True, duration="PT4S"), "Completed"),
        (sent("completed", completion=False, duration="PT4S"), None),
        ({**sent("terminated", duration="PT4S"), "context": {}}, None),
    ],
)
def test_templates_tell_statements_from_others(statement: dict[str, Any], template: str | None) -> None:
    _, published = in_memory(small_course(KINDS))
    found = [one["prefLabel"]["en"] for one in published["templates"] if follows(statement, one)]
    assert found == ([template] if template else [])


def test_the_pattern_knows_the_order_of_a_session() -> None:
    _, published = in_memory(small_course(KINDS))
    ids = {one["prefLabel"]["en"]: f"<{one['id']}>" for one in published["templates"]}
    pattern = expression(published)

    def told(*names: str) -> bool:
        return bool(pattern.fullmatch("".join(ids[name] for name in names)))

    assert told("Initialized", "Page seen", "Question answered", "Page left", "Terminated")
    assert told("Initialized", "Page seen", "Initialized", "Terminated")  # the first session was cut off
    assert not told("Page seen", "Initialized", "Terminated")
    assert not told("Initialized", "Terminated", "Page left")
