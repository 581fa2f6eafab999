"""Side-by-side files into catalogues and back: the same packages, and not a word less."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from darslik.cli import main
from darslik.diagnostics import Sink
from darslik.model.course import Review
from darslik.source.files import DiskFiles
from darslik.translate.catalogue import Catalogue
from darslik.translate.read import read_catalogue

ROOT = Path(__file__).parent.parent
REAL = ROOT / "courses" / "open-data-essentials"

COURSE = """\
id: https://example.org/courses/small
version: "1"
title: Small
description: A small course.
languages: [en, ru]
licence: CC-BY-4.0
authors: [A. Author]
modules:
  - id: basics
    title: Basics
    lessons: [lessons/01-first.md]
"""
RUSSIAN = """\
# читать вместе с редактором
title: Малый
description: Малый курс.
authors: [А. Автор]
review:
  state: machine
  by: Б. Редактор
  note: |
    Две строки
    с обратной \\ чертой.
modules: {basics: {title: Основы}}
"""
LESSON = """\
---
title: First
objectives: [see it]
---
## First {#first}

There is a fire.

:::{text} Name it
:id: name
- [x] fire
  > Yes.
- [ ] smoke
  > No.
:::
"""
LESSON_RU = """\
---
title: Первый
objectives: [увидеть, понять]
review: {state: final, by: В. Чтец}
---
## Первый

<!-- проверить термин -->
Здесь пожар,
и он большой.

$$x = 1$$

:::{text} Назовите
- [x] огонь
- [x] пожар
  > Да.
- [ ] дым
  > Нет.
- [ ] пар
  > Нет, это вода.
:::
"""


def small(folder: Path, **more: str) -> Path:
    """A course with side-by-side files that say more than the source."""
    files = {
        "course.yaml": COURSE,
        "course.ru.yaml": RUSSIAN,
        "lessons/01-first.md": LESSON,
        "lessons/01-first.ru.md": LESSON_RU,
        **more,
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def convert(course: Path, to: str, *more: str) -> Result:
    result = run("translate", "convert", course, "--to", to, *more)
    assert result.exit_code == 0, result.output
    return result


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def catalogue(folder: Path, lang: str = "ru") -> Catalogue:
    sink = Sink()
    found = read_catalogue(DiskFiles(folder), lang, sink)
    assert sink.found == []
    assert found is not None
    return found


def test_files_become_a_catalogue_and_are_removed(tmp_path: Path) -> None:
    course = small(tmp_path / "c")
    result = convert(course, "catalogues")
    assert set(tree(course)) == {"course.yaml", "lessons/01-first.md", "locale/ru.po"}
    assert "1 written, 2 removed" in result.output
    words = {entry.source: (entry.target, entry.state) for entry in catalogue(course).entries}
    assert words["Small"] == ("Малый", "machine")
    assert words["First"] == ("Первый", "final")
    assert words["There is a fire."] == ("Здесь пожар, и он большой.", "final")
    assert words["A. Author"] == ("А. Автор", "machine")
    assert words["fire"] == ("огонь | пожар", "final")


def test_what_the_source_has_not_is_unused_and_says_where_from(tmp_path: Path) -> None:
    course = small(tmp_path / "c")
    convert(course, "catalogues")
    unused = {entry.target: entry.comment for entry in catalogue(course).unused}
    assert unused == {
        "# читать вместе с редактором": "from course.ru.yaml:1: a comment",
        "понять": "from lessons/01-first.ru.md:3: the source has no such text",
        "<!-- проверить термин -->": "from lessons/01-first.ru.md:8: a comment",
        "x = 1": "from lessons/01-first.ru.md:12: the source has no such text",
        "пар": "from lessons/01-first.ru.md:20: the source has no such text",
        "Нет, это вода.": "from lessons/01-first.ru.md:21: the source has no such text",
    }


def test_reviews_go_along(tmp_path: Path) -> None:
    course = small(tmp_path / "c")
    convert(course, "catalogues")
    whole = Review(state="machine", by="Б. Редактор", note="Две строки\nс обратной \\ чертой.\n")
    assert catalogue(course).reviews == {
        "course.yaml": whole,
        "lessons/01-first.md": Review(state="final", by="В. Чтец"),
    }
    head = (course / "locale/ru.po").read_text("utf-8").split("\n\n")[0]
    assert '"X-Review-State: machine\\n"' in head
    convert(course, "files")
    assert '"note": "Две строки\\nс обратной \\\\ чертой.\\n"' in (course / "course.ru.yaml").read_text("utf-8")
    assert 'review: {"state": "final", "by": "В. Чтец"}' in (course / "lessons/01-first.ru.md").read_text("utf-8")


def test_catalogue_to_files_and_back_is_the_identity(tmp_path: Path) -> None:
    course = small(tmp_path / "c")
    convert(course, "catalogues")
    path = course / "locale/ru.po"
    text = path.read_text("utf-8").replace("#, fuzzy\nmsgctxt", '# Проверено.\n#, fuzzy\n#| msgid "Old"\nmsgctxt', 1)
    text = text.replace('msgstr "дым"', 'msgstr ""').replace(
        '"Language: ru', '"Last-Translator: Г. Д.\\n"\n"Language: ru'
    )
    path.write_text(text, "utf-8")
    assert [entry.state for entry in catalogue(course).entries].count("stale") == 1
    before = tree(course)
    convert(course, "files")
    assert {"course.ru.yaml", "lessons/01-first.ru.md", "locale/ru.po"} <= set(tree(course))
    convert(course, "catalogues")
    assert tree(course) == before


def test_a_text_that_was_changed_in_the_file_wins_and_the_old_one_is_kept(tmp_path: Path) -> None:
    course = small(tmp_path / "c")
    convert(course, "catalogues")
    convert(course, "files")
    path = course / "lessons/01-first.ru.md"
    path.write_text(path.read_text("utf-8").replace("и он большой", "небольшой"), "utf-8")
    convert(course, "catalogues")
    (entry,) = [one for one in catalogue(course).entries if one.source == "There is a fire."]
    assert entry.target == "Здесь пожар, небольшой."
    old = {one.target: one.comment for one in catalogue(course).unused}
    assert old["Здесь пожар, и он большой."] == "replaced by lessons/01-first.ru.md"


def test_one_text_in_one_place_translated_in_two_ways(tmp_path: Path) -> None:
    options = ":::{choice} Which?\n:id: which\n- [x] This\n  > Yes.\n- [ ] That\n  > Yes.\n:::\n"
    own = ":::{choice} Что?\n- [x] Это\n  > Да.\n- [ ] То\n  > Ага.\n:::\n"
    head = "---\ntitle: {}\n---\n"
    course = small(
        tmp_path / "c",
        **{
            "lessons/01-first.md": head.format("First") + options,
            "lessons/01-first.ru.md": head.format("Первый") + own,
        },
    )
    convert(course, "catalogues")
    assert ("Ага.", "from lessons/01-first.ru.md:8: the same text is translated in another way before") in [
        (one.target, one.comment) for one in catalogue(course).unused
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("course.ru.yaml", "title: [\n"),
        ("lessons/01-first.ru.md", "---\ntitle: Первый\n---\n:::{choice} Что\n"),
        ("locale/ru.po", 'msgid ""\nmsgstr ""\n\n<<<<<<< ours\n'),
    ],
)
def test_nothing_is_touched_if_the_course_has_errors(tmp_path: Path, path: str, text: str) -> None:
    course = small(tmp_path / "c", **{path: text})
    before = tree(course)
    for to in ("catalogues", "files") if path.endswith(".po") else ("catalogues",):
        result = run("translate", "convert", course, "--to", to)
        assert result.exit_code == 1, result.output
        assert path in result.output
        assert "Traceback" not in result.output
    assert tree(course) == before


def test_files_of_another_encoding_are_not_touched(tmp_path: Path) -> None:
    course = small(tmp_path / "c")
    (course / "lessons/01-first.ru.md").write_bytes(LESSON_RU.encode("cp1251"))
    before = tree(course)
    result = run("translate", "convert", course, "--to", "catalogues")
    assert result.exit_code == 1
    assert "not-utf8" in result.output
    assert tree(course) == before


def test_nothing_to_do_is_said(tmp_path: Path) -> None:
    course = small(tmp_path / "c")
    assert "nothing to convert" in convert(course, "files").output
    assert run("translate", "convert", course, "--to", "files", "-l", "de").exit_code == 2
    assert run("translate", "convert", tmp_path, "--to", "files").exit_code == 3


def packages(course: Path, out: Path, *languages: str) -> dict[tuple[str, str], str]:
    """Text of the packages, by language and path, without line breaks; the hash of the source left out."""
    chosen = [word for lang in languages for word in ("-l", lang)]
    result = run("build", course, "-o", out, "-t", "web", *chosen)
    assert result.exit_code == 0, result.output
    found = {}
    for lang in languages:
        with zipfile.ZipFile(out / f"open-data-essentials-{lang}-web.zip") as package:
            for name in package.namelist():
                if name.endswith((".html", ".js")) and name != "sw.js":
                    text = package.read(name).decode().replace("\\n", " ")
                    found[lang, name] = " ".join(text.split())
    return found


def test_the_real_course_builds_the_same_packages_in_all_its_forms(tmp_path: Path) -> None:
    """But for what a translation has and the source has not: that is not shown any more, and kept as unused."""
    course = tmp_path / "open-data-essentials"
    shutil.copytree(REAL, course)
    convert(course, "catalogues")
    first = packages(course, tmp_path / "one", "ru", "uz-Latn")
    assert not list(course.rglob("*.ru.md"))
    convert(course, "files")
    assert packages(course, tmp_path / "two", "ru", "uz-Latn") == first
    before = tree(course / "locale")
    convert(course, "catalogues")
    assert tree(course / "locale") == before


@pytest.mark.parametrize(
    "files",
    [
        {"course.yaml": ""},
        {"course.yaml": "languages: [en, ru]\nmodules: 3\n"},
        {"course.yaml": COURSE.replace("[en, ru]", "ru")},
        {"course.yaml": COURSE + "publish: {ru: {a: b}}\n"},
        {"course.yaml": COURSE + "publish: [ru]\n"},
        {"course.ru.yaml": "review: 3\ntitle: [a]\nkeywords: {a: b}\nmodules: [1]\n"},
        {"lessons/01-first.ru.md": "---\ntitle: {a: b}\nobjectives: 3\nreview: final\n---\nx\n"},
        {"locale/ru.po": "garbage"},
        {"locale/ru.po": 'msgid ""\nmsgstr "X-Review-Files: [1]\\nX-Review-State: wild\\n"\n'},
        {"locale/ru.po": 'msgid ""\nmsgstr "X-Review-Files: {\\"a\\": {\\"state\\": 3}}\\n"\n'},
    ],
)
def test_bad_input_is_said_or_passed_over(tmp_path: Path, files: dict[str, str]) -> None:
    """Never a traceback, and nothing half done."""
    course = small(tmp_path / "c", **files)
    for words in (("convert", "--to", "catalogues"), ("convert", "--to", "files"), ("certificate", "-o"), ("status",)):
        more = [*words[1:], tmp_path / "out"] if words[-1] == "-o" else list(words[1:])
        before = tree(course)
        result = run("translate", words[0], course, *more)
        assert result.exit_code in {0, 1, 2, 3}, result.output
        assert "bug in darslik" not in result.output
        assert result.exit_code == 0 or tree(course) == before
