"""Categorising, hotspot, matrix, likert, long answer: what each reads, refuses and records."""

from __future__ import annotations

from typing import Any

import pytest

from courses import COURSE, LESSON, small_course
from darslik import check
from darslik.diagnostics import Severity
from darslik.lock.write import write_lock
from darslik.pipeline import Checked
from darslik.plan.resolve import make_plan
from darslik.questions import Split, kinds
from darslik.questions.codes import Coded
from darslik.questions.hotspot import Shape, drawn, in_percent, read_shape
from darslik.render.scripts import definition, question_data, question_ref

HALL = '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="400" viewBox="0 0 800 400"/>'
PICTURE = "![A hall with a door and a window](../media/hall.svg)\n\n"
BODIES: dict[str, str] = {
    "categorising": "- Solid\n  - Wood\n    > Glows\n  - Coal\n    > Glows\n- Liquid\n  - Petrol\n    > Flows\n- Gas",
    "hotspot": PICTURE
    + "- [x] Door {#door rect 60 90 150 240}\n  > Yes.\n- [ ] Window {#window circle 50% 30% 9%}\n  > No.",
    "matrix": "Look.\n\n| | Copy | Sell |\n|---|---|---|\n| CC0 | x | x |\n| BY-NC | x | |\n\n1. All.\n2. Not all.",
    "likert": ":scale: Never | Often\n- I look\n- I ask",
    "long-answer": ":levels: No | Half | Yes\n:lines: 4\n- Says who\n- Says when",
}
RULES: dict[str, dict[str, Any]] = {
    "categorising": {"rule": "pairs", "key": ["a.1", "b.1", "c.2"]},
    "hotspot": {"rule": "set", "key": ["a"], "of": ["a", "b"]},
    "matrix": {"rule": "pairs", "key": ["a.1", "a.2", "b.1"]},
    "likert": {"rule": "survey"},
    "long-answer": {"rule": "self", "levels": 3},
}
TYPES = {
    "categorising": "matching",
    "hotspot": "choice",
    "matrix": "matching",
    "likert": "likert",
    "long-answer": "long-fill-in",
}
PATTERNS = {
    "categorising": ["a[.]1[,]b[.]1[,]c[.]2"],
    "hotspot": ["a"],
    "matrix": ["a[.]1[,]a[.]2[,]b[.]1"],
    "likert": None,
    "long-answer": None,
}


def directive(kind: str, body: str = "", prompt: str = "What *is* it?") -> str:
    return f":::{{{kind}}} {prompt}\n:id: the-question\n{body or BODIES[kind]}\n\n> Because.\n:::\n"


def checked(lesson: str, files: dict[str, str] | None = None) -> Checked:
    media = {"media/hall.svg": HALL} if "media/hall.svg" in lesson else {}
    return check(small_course(lesson, {**media, **(files or {})}))


def data_of(found: Checked, lang: str = "en") -> dict[str, Any]:
    assert found.course, found.found
    plan = make_plan(found.course)
    return question_data(plan, plan.questions[0], lang, definitions=True)


@pytest.mark.parametrize("kind", BODIES)
def test_each_kind_has_its_rule_its_type_and_its_pattern(kind: str) -> None:
    found = checked(directive(kind))
    data = data_of(found)
    assert (data["rule"], data["type"]) == (RULES[kind], TYPES[kind])
    assert found.course
    plan = make_plan(found.course)
    made = definition(plan, plan.questions[0])
    assert made["interactionType"] == TYPES[kind]
    assert made.get("correctResponsesPattern") == PATTERNS[kind]


@pytest.mark.parametrize("kind", BODIES)
def test_a_good_question_gives_no_finding(kind: str) -> None:
    found = checked(directive(kind)).found
    assert [item.rule for item in found if item.rule not in {"unlikely-minutes", "no-points"}] == []


def test_a_survey_is_recorded_statement_by_statement_and_not_scored() -> None:
    found = checked(directive("likert"))
    data = data_of(found)
    assert (data["points"], data["attempts"]) == (0, 1)
    assert "definition" not in data
    assert [(part["code"], part["prompt"]) for part in data["parts"]] == [("a", "I look"), ("b", "I ask")]
    first = data["parts"][0]["definition"]
    assert (first["name"], first["interactionType"]) == ({"en": "I look"}, "likert")
    assert first["scale"] == [{"id": "1", "description": {"en": "Never"}}, {"id": "2", "description": {"en": "Often"}}]
    assert found.course
    plan = make_plan(found.course)
    reference = question_ref(plan, plan.questions[0], "en")
    assert (reference["scored"], reference["records"]) == (False, 2)


def test_a_scale_without_words_has_those_of_the_language() -> None:
    body = "- I look"
    files = {
        "course.yaml": COURSE.replace("[en]", "[en, ru]"),
        "course.ru.yaml": "title: Малый\ndescription: Курс.\nmodules: {basics: {title: Основы}}\n",
        "lessons/01-first.ru.md": LESSON.replace("First", "Первый") + directive("likert", "- Я смотрю"),
    }
    steps = data_of(checked(directive("likert", body), files))["parts"][0]["definition"]["scale"]
    assert [step["description"]["en"] for step in steps][::4] == ["Strongly disagree", "Strongly agree"]
    assert steps[3] == {"id": "4", "description": {"en": "Agree", "ru": "Скорее да"}}


@pytest.mark.parametrize(
    ("kind", "body", "rule", "message"),
    [
        ("categorising", "- Solid\n- Liquid", "question-malformed",
         "a categorising question has 2 to 9 groups and 2 to 26 items, and this one 2 and 0"),
        ("categorising", "- Solid\n  - Wood\n  - Coal", "question-malformed",
         "a categorising question has 2 to 9 groups and 2 to 26 items, and this one 1 and 2"),
        ("categorising", "- Solid\n\n  Text.\n\n  - Wood\n- Liquid\n  - Oil", "question-malformed",
         "this is no group of items"),
        ("categorising", "- Solid\n  > Hm.\n  - Wood\n- Liquid\n  - Oil", "question-malformed",
         "feedback belongs to the items of a group"),
        ("categorising", "- Solid\n  - [x] Wood\n- Liquid\n  - Oil", "question-malformed", "this is no group of items"),
        ("categorising", "- Solid\n  - Wood\n- Liquid\n  - Wood", "duplicate-option", "this stands here twice"),
        ("hotspot", "- [x] Door {#door rect 1% 2% 3% 4%}\n- [ ] Wall {#wall rect 1% 2% 3% 4%}", "question-malformed",
         "this question has no picture"),
        ("hotspot", PICTURE + "- [x] Door {#door rect 1% 2% 3% 4%}", "question-malformed",
         "there is nothing to choose"),
        ("hotspot", PICTURE + "- [x] Door\n- [ ] Wall {#wall rect 1% 2% 3% 4%}", "hotspot-region",
         "this region has no shape"),
        ("hotspot", PICTURE + "- [x] Door {#a rect 1% 2% 3%}\n- [ ] Wall {#b circle 1% 2% 3%}", "hotspot-region",
         "a `rect` has four numbers"),
        ("hotspot", PICTURE + "- [x] Door {#a polygon 1% 2% 3% 4% 5%}\n- [ ] Wall {#b circle 1% 2% 3%}",
         "hotspot-region", "a `polygon` has three to twenty points"),
        ("hotspot", PICTURE + "- [x] Door {#a rect 1% 2% 3 4}\n- [ ] Wall {#b circle 1% 2% 3%}", "hotspot-region",
         "some numbers of this shape have a `%` and some have none"),
        ("hotspot", PICTURE + "- [x] Door {#a rect 1% 2% 0% 4%}\n- [ ] Wall {#b circle 1% 2% 3%}", "hotspot-region",
         "this shape has no area"),
        ("hotspot", PICTURE + "- [x] Door {#a rect 160% 2% 5% 4%}\n- [ ] Wall {#b circle 1% 2% 3%}", "hotspot-region",
         "this shape lies outside the picture"),
        ("hotspot", PICTURE + "- [x] Door {#a rect 1% 2% 3% 4%}\n- [ ] Wall {#a circle 1% 2% 3%}", "hotspot-region",
         "another region is called `a`"),
        ("hotspot", PICTURE + "- [x] Door {#a circle 1e9 2 3}\n- [ ] Wall {#b circle 1% 2% 3%}", "hotspot-region",
         "a `circle` has three numbers"),
        ("hotspot", PICTURE + "- [ ] Door {#a circle 1 2 3}\n- [ ] Wall {#b circle 1 2 3}", "question-without-answer",
         "no option is right"),
        ("matrix", "No table.", "question-malformed",
         "a matrix question has a table of 2 to 26 rows and 2 to 9 columns"),
        ("matrix", "| | A |\n|---|---|\n| r | x |\n| s | x |", "question-malformed",
         "a matrix question has a table of 2 to 26 rows and 2 to 9 columns"),
        ("matrix", "| | A | B |\n|---|---|---|\n| r | yes | |\n| s | x | |", "matrix-cell",
         "`yes` is neither `x` nor empty"),
        ("matrix", "| | A | B |\n|---|---|---|\n| r | | |\n| s | x | |", "question-without-answer",
         "nothing is right in this row"),
        ("matrix", "| | A | B |\n|---|---|---|\n| r | x | |\n| s | x | |\n\n1. a\n2. b\n3. c", "question-malformed",
         "there is feedback for more rows than the table has"),
        ("matrix", ":many: false\n| | A | B |\n|---|---|---|\n| r | x | x |\n| s | x | |", "question-malformed",
         "`:many: false`, but a row has several right cells"),
        ("matrix", "| | A | B | C |\n|---|---|---|---|\n" + "".join(f"| r{n} | x | x | |\n" for n in range(13)),
         "too-many-options", "with check boxes at most 36 cells can be recorded, and this table has more"),
        ("likert", "No list.", "question-malformed", "this survey has no statements"),
        ("likert", "- [x] I look", "question-malformed", "nothing is right or wrong in a survey"),
        ("likert", "- I look\n  > Good.", "question-malformed", "a survey has no feedback"),
        ("likert", ":points: 2\n- I look", "question-malformed", "a survey gives no points"),
        ("likert", ":scale: Never\n- I look", "question-malformed", "a scale has 2 to 9 different steps"),
        ("likert", ":scale: Never | Never\n- I look", "question-malformed", "a scale has 2 to 9 different steps"),
        ("likert", ":scale: Never | | Often\n- I look", "question-malformed", "a scale has 2 to 9 different steps"),
        ("long-answer", ":levels: Yes\n- Says who", "question-malformed",
         "a long answer is judged on 2 to 9 different levels"),
        ("long-answer", "- [x] Says who", "question-malformed",
         "an item here is something to look for in the answer, neither right nor wrong"),
    ],
)  # fmt: skip
def test_bodies_that_make_no_question_are_refused(kind: str, body: str, rule: str, message: str) -> None:
    """With a message in the author's words, at a line of the question."""
    found = [item for item in checked(directive(kind, body)).found if item.rule == rule]
    assert [item.message for item in found] == [message]
    assert found[0].span.line >= 7


def test_a_long_answer_needs_a_model_answer() -> None:
    lesson = directive("long-answer").replace("\n> Because.\n", "")
    found = [item.message for item in checked(lesson).found if item.rule == "question-without-answer"]
    assert found == ["there is no model answer to compare with"]


def test_a_picture_without_words_is_found() -> None:
    found = checked(directive("hotspot").replace("A hall with a door and a window", "")).found
    assert "image-without-alt" in {item.rule for item in found}


def test_a_missing_picture_is_found() -> None:
    found = checked(directive("hotspot").replace("hall.svg", "hal.svg")).found
    assert "missing-file" in {item.rule for item in found}


def test_the_picture_is_in_the_package() -> None:
    found = checked(directive("hotspot"))
    assert found.course
    assert make_plan(found.course).media == ("media/hall.svg",)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("Door {#door rect 1% 2.5% 3% 4%}", Shape("door", "rect", (1, 2.5, 3, 4), False)),
        ("{#a-1 circle 10 20 5}", Shape("a-1", "circle", (10, 20, 5), True)),
        ("x {#p polygon 1%,2% 3%,4% 5%,9%} ", Shape("p", "polygon", (1, 2, 3, 4, 5, 9), False)),
    ],
)
def test_shapes_are_read(text: str, shape: Shape) -> None:
    assert read_shape(text) == shape


def test_pixels_are_shares_of_the_picture() -> None:
    """A radius is a share of the width, and a circle stays one on a picture that is not square."""
    circle = in_percent(Shape("a", "circle", (400, 100, 80), True), 800, 400)
    assert list(circle.numbers) == [50, 25, 10]
    made = drawn(circle, 2)
    assert (made["tag"], made["attributes"]) == ("ellipse", {"cx": "50", "cy": "25", "rx": "10", "ry": "20"})
    assert made["box"] == {"left": "40", "top": "5", "width": "20", "height": "40"}
    assert in_percent(Shape("a", "rect", (80, 40, 160, 40), True), 800, 400).numbers == (10, 10, 20, 10)
    assert in_percent(Shape("a", "polygon", (0, 0, 800, 0, 800, 400), True), 800, 400).numbers == (
        0,
        0,
        100,
        0,
        100,
        100,
    )


def translated(kind: str, russian: str) -> Checked:
    files = {
        "course.yaml": COURSE.replace("[en]", "[en, ru]"),
        "course.ru.yaml": "title: Малый\ndescription: Курс.\nmodules: {basics: {title: Основы}}\n",
        "lessons/01-first.ru.md": LESSON.replace("First", "Первый") + russian,
    }
    return checked(directive(kind), files)


RUSSIAN = {
    "categorising": "- Твёрдое\n  - Дерево\n  - Уголь\n- Жидкое\n  - Бензин\n- Газ",
    "hotspot": PICTURE + "- [x] Дверь {#door rect 50 80 150 240}\n- [ ] Окно {#window circle 50% 30% 9%}",
    "matrix": "| | Копия | Продажа |\n|---|---|---|\n| CC0 | x | x |\n| BY-NC | x | |",
    "likert": ":scale: Никогда | Часто\n- Смотрю\n- Спрашиваю",
    "long-answer": ":levels: Нет | Часть | Да\n- Кто\n- Когда",
}
DIFFERENT = {
    "categorising": "- Твёрдое\n  - Дерево\n- Жидкое\n  - Уголь\n  - Бензин\n- Газ",
    "hotspot": PICTURE + "- [x] Дверь {#dver rect 50 80 150 240}\n- [ ] Окно {#window circle 50% 30% 9%}",
    "matrix": "| | Копия | Продажа |\n|---|---|---|\n| CC0 | x | x |\n| BY-NC | | x |",
    "likert": ":scale: Никогда | Иногда | Часто\n- Смотрю\n- Спрашиваю",
    "long-answer": ":levels: Нет | Да\n- Кто\n- Когда",
}


@pytest.mark.parametrize("kind", BODIES)
def test_translations_change_words_and_nothing_else(kind: str) -> None:
    found = translated(kind, directive(kind, RUSSIAN[kind], "Что это?"))
    assert [item.message for item in found.found if item.rule == "translation-differs"] == []
    assert data_of(found, "ru")["rule"] == RULES[kind]
    assert data_of(found, "ru")["prompt"] == "Что это?"


@pytest.mark.parametrize("kind", BODIES)
def test_translations_with_another_answer_are_found(kind: str) -> None:
    found = translated(kind, directive(kind, DIFFERENT[kind], "Что это?"))
    assert [item.message for item in found.found if item.rule == "translation-differs"] == [
        "`the-question` has other options or another answer than in the source"
    ]


@pytest.mark.parametrize("kind", ["categorising", "hotspot", "matrix", "likert"])
def test_codes_come_from_outside(kind: str) -> None:
    """Rule, definition and parts speak the codes that the content was given."""
    found = checked(directive(kind))
    assert found.course
    question = make_plan(found.course).questions[0].texts["en"]
    own = kinds()[kind]
    assert isinstance(own, Coded)
    codes = {
        group.name: tuple(group.alphabet[5 + n] for n in range(len(group.texts)))
        for group in own.coded(question.content)
    }
    recoded = own.recode(question.content, codes)
    rule, made = own.rule(recoded), own.definition({"en": recoded})
    expected = {
        "categorising": ["f.6", "g.6", "h.7"], "matrix": ["f.6", "f.7", "g.6"], "hotspot": ["f"], "likert": None,
    }  # fmt: skip
    assert rule.get("key") == expected[kind]
    if isinstance(own, Split):
        assert [code for code, _ in own.records({"en": recoded})] == ["f", "g"]
        assert [step["id"] for step in made["scale"]] == ["6", "7"]
    else:
        listed = made.get("choices") or made["source"]
        assert [part["id"] for part in listed][:2] == ["f", "g"]


def test_a_hint_may_cost() -> None:
    data = data_of(checked(directive("likert").replace(":scale:", ":hint: Look.\n:hint-cost: 25\n:scale:")))
    assert data["hintCost"] == 25
    found = checked(directive("likert").replace(":scale:", ":hint: Look.\n:hint-cost: 101\n:scale:")).found
    assert any("hint-cost" in item.message or "100" in item.message for item in found)


MOVED = {
    "categorising": "- Gas\n- Liquid\n  - Petrol\n    > Flows.\n- Solid\n  - Coal\n    > G.\n  - Wood.\n    > G.",
    "hotspot": PICTURE
    + "- [ ] A window {#window circle 50% 30% 9%}\n  > No.\n- [x] A door {#door rect 60 90 150 240}\n  > Yes.",
    "matrix": "| | Sell | Copy |\n|---|---|---|\n| BY-NC | | x |\n| CC0 | x | x |\n\n1. All.\n2. Not all.",
    "likert": ":scale: Never | Often\n- I ask\n- I look",
    "long-answer": ":levels: No | In part | Yes\n:lines: 9\n- Says when\n- Says who",
}


@pytest.mark.parametrize("kind", MOVED)
def test_options_keep_their_codes_when_they_move(kind: str) -> None:
    """With the lock of the first build, another order is no other answer."""
    first = checked(directive(kind))
    assert first.locked
    again = checked(directive(kind, MOVED[kind]), {"darslik.lock": write_lock(first.locked.lock)})
    assert [item.message for item in again.found if item.severity is Severity.ERROR] == []
    assert again.course
    assert again.locked
    plan = make_plan(again.course, again.locked.lock)
    data = question_data(plan, plan.questions[0], "en", definitions=True)
    rule = data["rule"]
    assert {**rule, **{name: sorted(rule[name]) for name in ("key", "of") if name in rule}} == RULES[kind]
    if kind == "likert":
        assert [(part["code"], part["prompt"]) for part in data["parts"]] == [("b", "I ask"), ("a", "I look")]


def test_an_old_answer_is_marked_again_with_the_cost_of_its_hint() -> None:
    """What is known of a question before its page is loaded holds all that marking needs."""
    options = ":hint: Look.\n:hint-cost: 25\n"
    first = checked(directive("matrix", options + BODIES["matrix"]))
    assert first.locked
    changed = BODIES["matrix"].replace("| BY-NC | x | |", "| BY-NC | | x |")
    lock = write_lock(first.locked.lock)
    again = checked(directive("matrix", ":revision: 2 regrade\n" + options + changed), {"darslik.lock": lock})
    assert [item.message for item in again.found if item.severity is Severity.ERROR] == []
    assert again.course
    assert again.locked
    plan = make_plan(again.course, again.locked.lock)
    reference = question_ref(plan, plan.questions[0], "en")
    assert (reference["rev"], reference["hintCost"], reference["partial"]) == (2, 25, True)
    assert reference["rule"] == {"rule": "pairs", "key": ["a.1", "a.2", "b.2"]}


@pytest.mark.parametrize("kind", ["likert", "long-answer"])
def test_what_nobody_judged_cannot_be_marked_again(kind: str) -> None:
    """Neither a survey nor the learner's own judgement can be regraded."""
    first = checked(directive(kind))
    assert first.locked
    lock = write_lock(first.locked.lock)
    longer = BODIES[kind].replace("Never | Often", "Never | Now | Often").replace("No | Half | Yes", "No | Yes")
    again = checked(directive(kind, ":revision: 2 regrade\n" + longer), {"darslik.lock": lock})
    assert [item.severity for item in again.found if item.rule == "wrong-revision"] == [Severity.ERROR]
