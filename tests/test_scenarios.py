"""Reflections and scenarios: what is read, refused, planned, rendered, and the same in every language."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses import COURSE, LESSON, small_course
from darslik import MemoryFiles, build, check
from darslik.blocks.nodes import MAX_CHOICES, MAX_NODES
from darslik.pipeline import Checked

GIFT = """\
::::{scenario} A gift
:id: gift
:::{node} start
Someone brings a gift.

- [Accept *it*](#accept)
- [Refuse](#refuse)
:::
:::{node} accept
:outcome: bad
It was a bribe.
:::
:::{node} refuse
:title: No, thank you
:outcome: good
Well done.
:::
::::
"""
GIFT_RU = """\
::::{scenario} Подарок
:::{node} start
Кто-то приносит подарок.

- [Принять](#accept)
- [Отказаться](#refuse)
:::
:::{node} accept
Это была взятка.
:::
:::{node} refuse
:title: Нет, спасибо
:outcome: good
Правильно.
:::
::::
"""
NOTE = ":::{reflection} What would **you** do?\n:id: own\n:limit: 300\nThink of one case.\n:::\n"
NOTE_RU = ":::{reflection} Как поступили бы **вы**?\nВспомните один случай.\n:::\n"


def two_languages(source: str, translated: str) -> MemoryFiles:
    own = {
        "course.yaml": COURSE.replace("[en]", "[en, ru]"),
        "course.ru.yaml": "title: Малый\ndescription: Малый курс.\nmodules: {basics: {title: Основы}}\n",
        "lessons/01-first.ru.md": LESSON.replace("First", "Первый").replace("{#first}", "") + translated,
    }
    return small_course(source, own)


def rules(checked: Checked) -> list[str]:
    return [f"{item.rule} {item.span.line}" for item in checked.found]


def messages(checked: Checked) -> str:
    return "\n".join(f"{item.span.line}: {item.message}" for item in checked.found)


def package(files: MemoryFiles, language: str = "en") -> dict[str, str]:
    checked = check(files)
    assert checked.ok, messages(checked)
    (made,) = build(checked, ["web"], [language])
    with zipfile.ZipFile(io.BytesIO(made.zip)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".js")}


def data(script: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(script[script.index("(") + 1 : script.rindex(")")])
    return found


def page_of(files: MemoryFiles, language: str = "en") -> tuple[dict[str, Any], str]:
    """What course.js says of the only page, and its HTML."""
    scripts = package(files, language)
    reference = data(scripts["assets/course.js"])["modules"][0]["lessons"][0]["pages"][0]
    return reference, data(scripts[reference["file"]])["html"]


def test_a_page_names_its_notes_and_scenarios_by_number() -> None:
    reference, _ = page_of(small_course(NOTE + "\n" + GIFT))
    assert reference["notes"] == [{"id": "own", "slot": 0, "prompt": "What would you do?"}]
    assert reference["scenarios"] == [{"id": "gift", "slot": 0, "nodes": 3}]


def test_nodes_and_choices_carry_their_numbers() -> None:
    _, html = page_of(small_course(GIFT))
    assert re.findall(r'data-node="(\d+)"(?: data-outcome="(\w+)")?', html) == [("0", ""), ("1", "bad"), ("2", "good")]
    choices = re.findall(r'<button type="button" data-to="(\d)">(.*?)</button> <span class="leads">(.*?)</span>', html)
    assert choices == [("1", "Accept <em>it</em>", "→ Part 2"), ("2", "Refuse", "→ Part 3")]
    assert "#accept" not in html


def test_a_note_has_a_label_and_says_who_sees_it() -> None:
    _, html = page_of(small_course(NOTE))
    assert '<label for="note-own">What would <strong>you</strong> do?</label>' in html
    assert 'maxlength="300" aria-describedby="note-own-about"' in html
    assert '<p class="reflection-about" id="note-own-about">Only for you.' in html
    assert "<form" not in html


def test_a_translation_takes_ids_outcomes_and_numbers_from_the_source() -> None:
    files = two_languages(NOTE + "\n" + GIFT, NOTE_RU + "\n" + GIFT_RU)
    checked = check(files)
    assert rules(checked) == []
    english, russian = page_of(files), page_of(files, "ru")
    assert russian[0]["notes"] == [{"id": "own", "slot": 0, "prompt": "Как поступили бы вы?"}]
    assert russian[0]["scenarios"] == english[0]["scenarios"]
    marks = re.compile(r'data-(?:node|to|outcome|note|scenario)="[^"]*"|maxlength="\d+"')
    assert marks.findall(russian[1]) == marks.findall(english[1])
    assert ">Отказаться</button>" in russian[1]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "[Принять](#accept)\n- [Отказаться](#refuse)",
            "[Да](#refuse)\n- [Нет](#accept)",
            "`start` has other choices than in the source",
        ),
        ("- [Отказаться](#refuse)\n", "", "`start` has other choices than in the source"),
        ("{node} refuse", "{node} otkaz", "the source has the node `refuse` here"),
        (":outcome: good", ":outcome: bad", "`refuse` has another outcome than in the source"),
        ("{scenario} Подарок\n", "{scenario} Подарок\n:id: podarok\n", "this scenario is called `gift` in the source"),
        (":::{node} accept\nЭто была взятка.\n:::\n", "", "the source has the node `accept` here"),
    ],
)
def test_a_translation_has_the_same_nodes_and_choices(old: str, new: str, message: str) -> None:
    assert old in GIFT_RU
    checked = check(two_languages(GIFT, GIFT_RU.replace(old, new)))
    assert {item.rule for item in checked.found} == {"translation-differs"}
    assert message in messages(checked)


def test_a_note_of_a_translation_has_the_same_id() -> None:
    checked = check(two_languages(NOTE, NOTE_RU.replace("\nВ", "\n:id: other\nВ")))
    assert messages(checked) == "8: this reflection is called `own` in the source"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("::::{scenario} A gift\n:id: gift\n::::\n", "this scenario has no nodes"),
        (GIFT.replace("- [Refuse](#refuse)", "- Refuse"), "a choice is an item with a link to a node"),
        (GIFT.replace("- [Refuse]", "- No: [refuse]"), "a choice is an item with a link to a node"),
        (GIFT.replace("(#refuse)", "(#accept)"), "another choice of this node leads to `accept`, too"),
        (GIFT.replace("(#refuse)", "(#start)"), "a choice leads to the node that it stands in"),
        (GIFT.replace("(#refuse)\n", "(#refuse)\n\nAnd so on.\n"), "what stands after the choices is not shown"),
        (GIFT.replace("start\n", "start\n:outcome: good\n"), "and this one has choices"),
        (GIFT.replace("{node} accept", "{node} Accept it"), "`Accept it` cannot be the id of a node"),
        (GIFT.replace("{node} accept", "{node}"), "`node` needs its id after its name"),
        (GIFT.replace("outcome: bad", "outcome: sad"), "`sad` is not possible here"),
        (GIFT.replace(":id: gift\n", ""), "`scenario` needs `id`"),
        (GIFT.replace("{node} refuse", "{node} accept"), "two nodes of this scenario are called `accept`"),
        (GIFT.replace("Someone", "Text.\n\n[Refuse](#refuse)\n\nSomeone"), "nothing on this page is called `refuse`"),
        (":::{node} start\nText.\n:::\n", "`node` can stand only inside `scenario`"),
        (GIFT.replace(":id: gift\n", ":id: gift\nText.\n"), "only `node` can stand in `scenario`"),
        (GIFT + "\n" + GIFT, "two scenarios are called `gift`"),
        (NOTE + "\n" + NOTE, "two reflections are called `own`"),
        (NOTE.replace("limit: 300", "limit: 9000"), "9000 is too large; the most is 4000"),
        (NOTE.replace(" What would **you** do?", ""), "`reflection` needs what to think about after its name"),
    ],
)  # fmt: skip
def test_mistakes_are_found_with_their_place(text: str, message: str) -> None:
    checked = check(small_course(text))
    assert not checked.ok
    assert message in messages(checked)
    lines = (LESSON + text).count("\n") + 1
    assert all(item.span.file == "lessons/01-first.md" and 1 <= item.span.line <= lines for item in checked.found)


def test_what_counts_cannot_stand_in_a_node() -> None:
    """Nobody sees all nodes: a question there could never be answered by all."""
    asked = "::::{choice} Which?\n:id: which\n- [x] This\n  > Yes.\n- [ ] That\n  > No.\n::::\n"
    inside = GIFT.replace("::::", "::::::").replace(":::{", ":::::{").replace(":::\n", ":::::\n")
    inside = inside.replace("::::::::", "::::::").replace("Someone brings a gift.\n", f"Someone.\n\n{asked}\n{NOTE}\n")
    checked = check(small_course(inside))
    assert "`choice` cannot stand in a node" in messages(checked)
    assert "`reflection` cannot stand in a node" in messages(checked)


def scenario(nodes: dict[str, list[str]], ends: set[str]) -> str:
    """A scenario as Markdown."""
    parts = []
    for name, leads in nodes.items():
        outcome = ":outcome: neutral\n" if name in ends else ""
        choices = "".join(f"- [To {to}](#{to})\n" for to in leads)
        parts.append(f":::{{node}} {name}\n{outcome}Text.\n\n{choices}:::\n")
    return "::::{scenario} Big\n:id: big\n" + "".join(parts) + "::::\n"


def test_a_scenario_as_large_as_it_may_be_is_built() -> None:
    names = [f"n{number}" for number in range(MAX_NODES)]
    nodes = {name: [names[number + 1]] for number, name in enumerate(names[:-1])} | {names[-1]: []}
    reference, html = page_of(small_course(scenario(nodes, {names[-1]})))
    assert reference["scenarios"][0]["nodes"] == MAX_NODES
    assert html.count("data-node=") == MAX_NODES


def test_thousands_of_nodes_are_refused_soon() -> None:
    names = [f"n{number}" for number in range(4000)]
    nodes = {name: names[number + 1 : number + 3] for number, name in enumerate(names)}
    start = time.process_time()
    checked = check(small_course(scenario(nodes, {names[-1]})))
    assert time.process_time() - start < 20
    assert f"4000 nodes, and a scenario can have {MAX_NODES}" in messages(checked)


def test_too_many_choices_are_refused() -> None:
    names = [f"n{number}" for number in range(MAX_CHOICES + 1)]
    checked = check(small_course(scenario({"start": names} | {name: [] for name in names}, set(names))))
    assert messages(checked) == f"{12 + MAX_CHOICES}: {MAX_CHOICES + 1} choices, and a node can have {MAX_CHOICES}"


def test_a_circle_without_an_end_is_refused_and_one_with_an_end_is_not() -> None:
    circle = {"a": ["b"], "b": ["c"], "c": ["a"]}
    checked = check(small_course(scenario(circle, set())))
    assert [item.rule for item in checked.found] == ["dead-end"] * 3
    assert check(small_course(scenario(circle | {"c": ["a", "d"], "d": []}, {"d"}))).found == []


NAMES = [f"n{number}" for number in range(7)]
GRAPHS = st.dictionaries(
    st.sampled_from(NAMES), st.lists(st.sampled_from([*NAMES, "gone"]), max_size=3), min_size=1, max_size=7
)


@settings(max_examples=150, deadline=None)
@given(GRAPHS, st.sets(st.sampled_from(NAMES)))
def test_what_is_built_leads_everyone_to_an_end(nodes: dict[str, list[str]], ends: set[str]) -> None:
    """Any graph: it is refused, or each of its nodes is reached and comes to an end; none makes the compiler fail."""
    checked = check(small_course(scenario(nodes, ends)))
    start = next(iter(nodes))
    sound = (
        all(to in nodes and to != name for name, leads in nodes.items() for to in leads)
        and all(len(set(leads)) == len(leads) for leads in nodes.values())
        and all(bool(leads) != (name in ends) for name, leads in nodes.items())
        and reach({start}, nodes) == set(nodes)
        and all(reach({name}, nodes) & ends for name in nodes)
    )
    assert checked.ok == sound, messages(checked)


def reach(found: set[str], nodes: dict[str, list[str]]) -> set[str]:
    """Everything that can be reached."""
    while True:
        more = found | {to for name in found for to in nodes.get(name, [])}
        if more == found:
            return found
        found = more


@settings(max_examples=100, deadline=None)
@given(st.text("ab-[]()#*`{}:\n >!\\|", max_size=120))
def test_any_text_in_a_node_is_read_without_failing(text: str) -> None:
    body = text.replace(":::", "::")
    checked = check(small_course(GIFT.replace("Someone brings a gift.\n", body + "\n\n")))
    assert all(item.span.line >= 1 for item in checked.found)
