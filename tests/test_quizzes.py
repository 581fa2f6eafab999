"""Quizzes and banks: what is read, what is planned, what a package shows of an exam before it was handed in."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from courses import COURSE, small_course
from darslik.pipeline import Checked, build, check
from darslik.plan.plan import Plan
from darslik.plan.resolve import make_plan
from darslik.quiz.secrecy import unseal
from darslik.render.secret import mixed
from darslik.source.files import DiskFiles
from darslik.targets import targets

EXAM = Path(__file__).parent / "browser" / "fixtures" / "exam"
QUESTION = """\
:::{{choice}} Is water wet in {0}?
:id: {0}
{1}- [x] Yes
  > It is.
- [ ] No
  > It is.
:::

"""
RUSSIAN = {"course.ru.yaml": "title: Малый\ndescription: Малый курс.\nmodules: {basics: {title: Основы}}\n"}


def question(name: str, *options: str) -> str:
    return QUESTION.format(name, "".join(f"{option}\n" for option in options))


def bank(**tags: str) -> str:
    return "".join(question(name, f":tags: {tag}") for name, tag in tags.items())


def quiz(body: str = "", *options: str, name: str = "drill") -> str:
    return f"::::{{quiz}} The {name}\n:id: {name}\n" + "".join(f"{option}\n" for option in options) + body + "::::\n\n"


def read(lesson: str, files: dict[str, str] | None = None, *, languages: str = "en") -> Checked:
    course = COURSE.replace("languages: [en]", f"languages: [{languages}]")
    banks = [path for path in files or {} if path.startswith("banks/") and path.count(".") == 1]
    course = course.replace("modules:", f"banks: [{', '.join(banks)}]\nmodules:") if banks else course
    return check(small_course(lesson, {"course.yaml": course, **(files or {})}))


def found(checked: Checked) -> list[str]:
    return [f"{one.rule} {one.span.file}:{one.span.line}:{one.span.column}" for one in checked.found]


def plan_of(checked: Checked) -> Plan:
    assert checked.ok, found(checked)
    assert checked.course is not None
    return make_plan(checked.course)


def test_a_quiz_has_its_own_questions_and_draws_others() -> None:
    files = {"banks/b.md": bank(one="x", two="y x", three="y", four="y")}
    plan = plan_of(read(quiz(question("own"), ":draw: 1 y, 1 x", ":minutes: 5"), files))
    [planned] = plan.pages[0].quizzes
    drawn = [([q.id for q in draw.questions], draw.count) for draw in planned.draws]
    assert drawn == [(["own"], 1), (["two", "three", "four"], 1), (["one"], 1)]  # `two` belongs to the first draw
    assert (planned.asked, planned.points, plan.asked) == (3, 3, 3)
    assert [q.quiz for q in plan.pages[0].questions] == ["drill"] * 5
    assert len({q.slot for q in plan.questions}) == 5


@pytest.mark.parametrize(
    ("mode", "options", "attempts", "points", "secret"),
    [
        ("practice", [], 0, 2, False),
        ("exam", [], 1, 2, True),
        ("exam", [":attempts: 0", ":points: 7"], 0, 7, True),
        ("pre-test", [], 1, 0, True),
        ("pre-test", [":points: 3"], 1, 3, True),
    ],
)
def test_defaults_by_mode(mode: str, options: list[str], attempts: int, points: int, secret: bool) -> None:
    inside = question("one", ":objective: basics") + question("two", ":objective: basics")
    plan = plan_of(read(quiz(inside, f":mode: {mode}", *options) + question("free")))
    [planned] = plan.pages[0].quizzes
    assert (planned.attempts, planned.points) == (attempts, points)
    assert [q.secret for q in plan.pages[0].questions] == [secret, secret, False]
    assert [q.attempts for q in plan.pages[0].questions] == [1 if secret else 2] * 2 + [2]
    assert [q.objective for q in plan.pages[0].questions] == ["basics", "basics", ""]


@pytest.mark.parametrize(
    ("option", "column"),
    [
        (":draw: five basics", 8),
        (":draw: 5", 8),
        (":draw: 0 x", 8),
        (":draw: 1 x, 2 x", 8),
        (":mode: test", 8),
        (":pass: 101", 8),
        (":minutes: -1", 11),
        (":attempts: many", 12),
        (":points: 2000", 10),
    ],
)
def test_an_impossible_option_is_an_error_at_its_place(option: str, column: int) -> None:
    checked = read(quiz(question("one"), option))
    assert found(checked) == [f"wrong-option lessons/01-first.md:9:{column}"]


def test_text_stands_before_the_questions() -> None:
    assert found(read(quiz("Take your time.\n\n- a\n- b\n\n" + question("one")))) == []
    assert found(read(quiz(question("one") + "Go on.\n"))) == ["misplaced-directive lessons/01-first.md:17:1"]


@pytest.mark.parametrize(
    ("files", "lesson", "expected"),
    [
        ({"banks/b.md": bank(one="x")}, quiz("", ":draw: 1 y"), "unknown-tag lessons/01-first.md:9:10"),
        ({}, quiz(question("own"), ":draw: 1 y"), "unknown-tag lessons/01-first.md:9:10"),
        ({"banks/b.md": bank(one="x")}, quiz("", ":draw: 2 x"), "too-few-to-draw lessons/01-first.md:9:10"),
        ({"banks/b.md": "\n" + bank(one="x y")}, quiz("", ":draw: 1 x") + quiz("", ":draw: 1 y", name="b"),
         "question-in-two-quizzes banks/b.md:2:5"),
        ({"banks/b.md": bank(one="x", two="z")}, quiz("", ":draw: 1 x"), "bank-question-unused banks/b.md:10:5"),
        ({"banks/b.md": bank(one="x") + "Read on.\n"}, quiz("", ":draw: 1 x"), "not-a-question banks/b.md:10:1"),
        ({"banks/b.md": bank(one="x") + question("one", ":tags: x")}, quiz("", ":draw: 1 x"),
         "duplicate-id banks/b.md:10:5"),
        ({}, quiz(question("a")) + quiz(question("b")), "duplicate-id lessons/01-first.md:19:6"),
        ({}, quiz(), "empty-quiz lessons/01-first.md:7:6"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_shown_at_its_line(files: dict[str, str], lesson: str, expected: str) -> None:
    assert expected in found(read(lesson, files))


def test_a_bank_is_translated_like_a_lesson() -> None:
    files = {
        **RUSSIAN,
        "banks/b.md": bank(one="x"),
        "lessons/01-first.ru.md": "---\ntitle: Первый\n---\n## Первый\n\n::::{quiz} Тест\n:draw: 9 y\n::::\n",
    }
    lesson = quiz("", ":draw: 1 x", ":pass: 50")
    assert found(read(lesson, files, languages="en, ru")) == ["missing-translation course.yaml:9:9"]
    files["banks/b.ru.md"] = ":::{choice} Вода мокрая?\n- [x] Да\n  > Да.\n- [ ] Нет\n  > Да.\n:::\n"
    plan = plan_of(read(lesson, files, languages="en, ru"))
    [asked] = plan.pages[0].questions
    assert asked.texts["ru"].prompt.plain == "Вода мокрая?"
    assert asked.texts["ru"].id == "one"
    [planned] = plan.pages[0].quizzes
    assert planned.title == {"en": "The drill", "ru": "Тест"}
    assert (planned.percent, planned.asked) == (50, 1)  # options are the source's
    files["banks/b.ru.md"] = files["banks/b.ru.md"].replace("[x] Да", "[ ] Да").replace("[ ] Нет", "[x] Нет")
    assert "translation-differs banks/b.ru.md:1:5" in found(read(lesson, files, languages="en, ru"))


def test_a_bank_that_is_named_wrongly() -> None:
    files = small_course(
        "Text.",
        {"banks/b.md": bank(one="x"), "course.yaml": COURSE.replace("modules:", "banks: [banks/c.md]\nmodules:")},
    )
    checked = check(files)
    assert found(checked) == ["missing-bank course.yaml:9:9"]
    assert checked.found[0].label == "did you mean `banks/b.md`?"


def packages() -> dict[str, dict[str, str]]:
    """Every text file of the exam course, by target."""
    made: dict[str, dict[str, str]] = {}
    checked = check(DiskFiles(EXAM))
    assert found(checked) == []
    for package in build(checked, list(targets()), ["en"]):
        archive = zipfile.ZipFile(io.BytesIO(package.zip))
        texts = {n: archive.read(n).decode("utf-8", "replace") for n in archive.namelist()}
        made[package.target] = {name: text for name, text in texts.items() if not name.startswith("assets/runtime")}
    return made


def test_no_file_of_a_package_tells_the_key_of_an_exam() -> None:
    """Neither typed answers nor feedback nor explanations, in no target, in no script, manifest or definition."""
    words = ["zzgateway", "carbon monoxide", "230", "234", "232 degrees", "cannot smell", "Smoke rises", "People first"]
    words += ["It may stop between two floors", "sides of the triangle", "Most people die of smoke"]
    made = packages()
    assert set(made) == set(targets())
    for target, files in made.items():
        for name, text in files.items():
            said = re.sub(r"[0-9a-f]{8,}", "", text) if name == "darslik.json" else text  # digests have any digits
            for word in words:
                assert word not in said, f"{target}: {name} has {word!r}"
        exam = files["pages/escape_exam.js"]
        assert "correctResponsesPattern" not in exam
        assert "What puts a fire out" in files["assets/search.js"]  # practice can be found, exams not
        assert "paper catch fire" not in files["assets/search.js"]


def test_the_order_of_options_tells_nothing() -> None:
    """What the source lists in the right order is listed otherwise, the same in every build."""
    exam = packages()["web"]["pages/escape_exam.js"]
    assert exam == packages()["web"]["pages/escape_exam.js"]
    data = json.loads(exam[exam.index("(") + 1 : exam.rindex(")")])
    html = data["html"]
    assert not _in_order(html, "Warn everybody near you", "Leave by the stairs", "Call the fire brigade")
    assert not _in_order(html, "wet chemical foam", "carbon dioxide", "plain water")
    opened = {one["id"]: json.loads(unseal(one["sealed"], one["salt"]))["rule"] for one in data["questions"]}
    assert opened["steps"]["key"] != sorted(opened["steps"]["key"])  # nor do the codes
    assert opened["extinguishers"]["key"] != ["1.a", "2.b", "3.c"]


def test_mixing_is_fair() -> None:
    """Over many questions, the first option of the source stands in each place about as often."""
    parts = [{"code": code} for code in "abcd"]
    places = [mixed(parts, f"question-{number}").index({"code": "a"}) for number in range(2000)]
    assert {place: abs(places.count(place) - 500) < 80 for place in range(4)} == dict.fromkeys(range(4), True)


def _in_order(text: str, *words: str) -> bool:
    places = [text.index(word) for word in words]
    return places == sorted(places)


def test_what_is_sealed_is_the_question_as_it_is_shown_afterwards() -> None:
    exam = packages()["cmi5"]["pages/escape_exam.js"]
    data = json.loads(exam[exam.index("(") + 1 : exam.rindex(")")])
    gas = next(one for one in data["questions"] if one["id"] == "gas")
    opened = json.loads(unseal(gas["sealed"], gas["salt"]))
    assert opened["rule"]["accept"] == ["carbon monoxide"]
    assert "You cannot smell it." in opened["html"]
    assert "Most people die of smoke" in opened["html"]
    assert opened["pattern"] == ["{case_matters=false}carbon monoxide"]


def test_a_pre_test_of_other_modules_is_lost_in_a_split_package() -> None:
    checked = check(DiskFiles(EXAM), ["scorm12"], split=True)
    assert [(one.rule, one.span.line) for one in checked.found if "pre-test" in one.message] == [("target-loss", 12)]
    assert "other modules" not in " ".join(one.message for one in check(DiskFiles(EXAM), ["scorm12"]).found)
