"""The certificate: what it counts, what it finds, what it says of each language."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from darslik.cli import main

COURSE = """\
id: https://example.org/courses/small
version: "1"
title: Small <script>alert(1)</script>
description: A small course.
languages: [en, ru]
licence: CC-BY-4.0
authors: [A. Author]
review: {state: final}
pass-when: {score: 80}
modules:
  - id: basics
    title: Basics
    lessons: [lessons/01-first.md]
"""
RUSSIAN = """\
title: Малый <b>курс</b>
description: Малый курс.
review: {state: final, by: Б. Редактор, note: "Прочитано <i>дважды</i>."}
modules: {basics: {title: Основы}}
"""
LESSON = """\
---
title: First
---
## First {#first}

In 2024 there were 120 fires.

:::{video} ../media/drill.mp4
:title: The drill
:captions: ../media/drill.vtt
All leave the building.
:::

## Second {#second}

:::{choice} What burns?
:id: burns
- [x] wood
  > Yes.
- [ ] water
  > No.
:::
"""
LESSON_RU = """\
---
title: Первый
---
## Первый

В 2024 году было 120 пожаров.

:::{video} ../media/drill.mp4
:title: Учение
:captions: ../media/drill.vtt
Все выходят из здания.
:::

## Второй

:::{choice} Что горит?
- [x] дерево
  > Да.
- [ ] вода
  > Нет.
:::
"""
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\n{}\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course that is whole in both languages."""
    folder = tmp_path / "small"
    files = {
        "course.yaml": COURSE.replace("version:", "split: heading\nversion:"),
        "course.ru.yaml": RUSSIAN,
        "lessons/01-first.md": LESSON,
        "lessons/01-first.ru.md": LESSON_RU,
        "media/drill.mp4": "x",
        "media/drill.vtt": CAPTIONS.format("All leave."),
        "media/drill.ru.vtt": CAPTIONS.format("Все выходят."),
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def certificate(course: Path) -> tuple[int, dict[str, Any]]:
    result = run("translate", "certificate", course, "--format", "json")
    return result.exit_code, json.loads(result.output)


def russian(course: Path) -> dict[str, Any]:
    return next(one for one in certificate(course)[1]["languages"] if one["language"] == "ru")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


class Page(HTMLParser):
    """Elements and texts of the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def test_a_whole_and_reviewed_translation_is_equivalent(course: Path) -> None:
    code, data = certificate(course)
    assert code == 0
    assert data["equivalent"] is True
    assert re.fullmatch(r"[0-9a-f]{64}", data["source"]["sha256"])
    english, own = data["languages"]
    assert english["verdict"] == "source"
    assert own["verdict"] == "equivalent"
    assert own["differs"] == []
    assert own["texts"] == {"final": 15}
    assert own["facts"] == {
        "pages": 2,
        "questions": 1,
        "with the source's options and answers": 1,
        "quizzes": 0,
        "pass mark": "80 %",
        "media": 2,
        "videos with captions": "1 of 1",
        "captions and transcripts in the language": "1 of 1",
        "media made for the language": 1,
    }
    assert {name: value for name, value in english["facts"].items() if "made for" not in name} == {
        name: value for name, value in own["facts"].items() if "made for" not in name
    }


def test_words_are_counted_in_each_language(course: Path) -> None:
    before = russian(course)["words"]
    edit(course / "lessons/01-first.ru.md", "Все выходят из здания.", "Все сразу и спокойно выходят из здания.")
    assert russian(course)["words"] == before + 3


def test_what_nobody_has_reviewed_is_said(course: Path) -> None:
    edit(course / "course.ru.yaml", "state: final, by: Б. Редактор", "state: machine")
    code, data = certificate(course)
    own = data["languages"][1]
    assert (code, own["verdict"], own["texts"]) == (0, "equivalent, not reviewed", {"machine": 14, "final": 1})


def test_a_number_that_differs_is_listed_with_both_places(course: Path) -> None:
    edit(course / "lessons/01-first.ru.md", "120", "102")
    code, data = certificate(course)
    own = data["languages"][1]
    assert (code, data["equivalent"], own["verdict"]) == (1, False, "not equivalent")
    assert own["differs"] == [
        {
            "rule": "translation-number",
            "message": "the source says 120 and not 102",
            "place": "lessons/01-first.ru.md:6",
            "source": "lessons/01-first.md:6",
            "text": "",
        }
    ]


def test_captions_that_are_not_there_are_listed(course: Path) -> None:
    (course / "media/drill.ru.vtt").unlink()
    own = russian(course)
    assert own["facts"]["captions and transcripts in the language"] == "0 of 1"
    assert [(one["rule"], one["place"]) for one in own["differs"]] == [
        ("captions-not-translated", "lessons/01-first.ru.md:10")
    ]


def test_captions_that_say_another_number_are_listed(course: Path) -> None:
    edit(course / "media/drill.vtt", "All leave.", "All 120 leave.")
    edit(course / "media/drill.ru.vtt", "Все выходят.", "Все 102 выходят.")
    (one,) = russian(course)["differs"]
    assert (one["rule"], one["message"]) == ("captions-differ", "the source says 120 and not 102")
    assert (one["place"], one["source"]) == ("media/drill.ru.vtt:4", "media/drill.vtt:4")


def test_captions_that_are_not_there_are_listed_for_a_catalogue_too(course: Path) -> None:
    assert run("translate", "convert", course, "--to", "catalogues").exit_code == 0
    assert russian(course)["verdict"] == "equivalent"
    (course / "media/drill.ru.vtt").unlink()
    assert [(one["rule"], one["place"]) for one in russian(course)["differs"]] == [
        ("captions-not-translated", "lessons/01-first.md:10")
    ]


def test_a_page_that_is_missing_is_counted_and_listed(course: Path) -> None:
    path = course / "lessons/01-first.ru.md"
    path.write_text(path.read_text("utf-8").split("## Второй")[0], "utf-8")
    code, data = certificate(course)
    own = data["languages"][1]
    assert code == 1
    assert data["source"] == {"sha256": None}
    assert (own["facts"]["pages"], own["facts"]["questions"]) == (1, 0)
    messages = [one["message"] for one in own["differs"]]
    assert "this translation has 1 pages, the source has 2" in messages
    assert "pages: 1, the source has 2" in messages
    assert "questions: 0, the source has 1" in messages


def test_new_and_stale_texts_are_listed_one_by_one(course: Path) -> None:
    assert run("translate", "convert", course, "--to", "catalogues").exit_code == 0
    edit(course / "lessons/01-first.md", "All leave the building.", "All leave the building at once.")
    edit(course / "lessons/01-first.md", "> No.", "> Water does not burn.")
    assert run("translate", "merge", course).exit_code == 0
    own = russian(course)
    assert own["verdict"] == "not equivalent"
    assert [(one["rule"], one["text"], one["place"].split(":")[0], one["source"]) for one in own["differs"]] == [
        ("translation-new", "Water does not burn.", "lessons/01-first.md", "lessons/01-first.md:21"),
        ("translation-stale", "All leave the building at once.", "locale/ru.po", "lessons/01-first.md:11"),
    ]


def test_the_page_stands_alone_and_nothing_of_the_course_is_markup(course: Path, tmp_path: Path) -> None:
    edit(course / "lessons/01-first.ru.md", "120", "102")
    result = run("translate", "certificate", course, "-o", tmp_path / "out")
    assert result.exit_code == 1
    text = (tmp_path / "out/small-certificate.html").read_text("utf-8")
    page = Page(text)
    names = [name for name, _ in page.tags]
    assert not {"script", "link", "img", "iframe", "b", "i"} & set(names)
    assert not [value for _, attributes in page.tags for name, value in attributes.items() if name.startswith("on")]
    assert "default-src 'none'" in text
    assert "Small <script>alert(1)</script>" in page.text
    assert "Прочитано <i>дважды</i>." in page.text
    assert "final, by Б. Редактор" in page.text
    assert "the source says 120 and not 102 lessons/01-first.ru.md:6 , source lessons/01-first.md:6" in page.text
    links = [str(attributes["href"]) for name, attributes in page.tags if name == "a"]
    ids = {attributes.get("id") for _, attributes in page.tags}
    assert links == ["#differs-ru"]
    assert {link.removeprefix("#") for link in links} <= ids
    assert [attributes["lang"] for name, attributes in page.tags if name in {"html", "h1"}] == ["en", "en"]
    assert {"lang": "ru", "dir": "ltr", "class": "title"} in [attributes for _, attributes in page.tags]


def test_the_same_course_gives_the_same_page(course: Path, tmp_path: Path) -> None:
    for out in ("one", "two"):
        assert run("translate", "certificate", course, "-o", tmp_path / out).exit_code == 0
    assert (tmp_path / "one/small-certificate.html").read_bytes() == (
        tmp_path / "two/small-certificate.html"
    ).read_bytes()


def test_what_cannot_be_read_is_not_certified(course: Path, tmp_path: Path) -> None:
    assert run("translate", "certificate", tmp_path, "-o", tmp_path / "out").exit_code == 3
    (course / "course.yaml").write_text("title: [", "utf-8")
    result = run("translate", "certificate", course, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert "yaml-syntax" in result.output
    assert not (tmp_path / "out").exists()


def test_a_course_of_one_language(course: Path) -> None:
    edit(course / "course.yaml", "[en, ru]", "[en]")
    for path in ("course.ru.yaml", "lessons/01-first.ru.md", "media/drill.ru.vtt"):
        (course / path).unlink()
    code, data = certificate(course)
    assert (code, [one["verdict"] for one in data["languages"]]) == (0, ["source"])
