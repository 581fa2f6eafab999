"""A language that is another one in other letters: files, drawings, captions, and what people change in it."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner, Result

from darslik.cli import main
from darslik.diagnostics import Sink, Span
from darslik.model.course import CourseFile
from darslik.pipeline import check
from darslik.source.files import DiskFiles, Files, MemoryFiles
from darslik.translate.derive import PAIRS, shared
from darslik.translate.overlay import Translated, with_catalogues

REAL = Path(__file__).parent.parent / "courses" / "open-data-essentials"
COURSE = """\
id: https://example.org/courses/small
version: "1"
title: Small
description: A small course.
languages: [en, uz-Latn, uz-Cyrl]
derive: {uz-Cyrl: uz-Latn}
licence: CC-BY-4.0
authors: [A. Author]
modules:
  - id: basics
    title: Basics
    lessons: [lessons/01-first.md]
"""
LATIN = """\
title: Kichik
description: Kichik kurs.
review: {state: final, by: A. Muharrir, note: Hammasi oʻqildi.}
modules: {basics: {title: Asoslar}}
"""
LESSON = """\
---
title: First
---
See the *Open Data Charter* and `code` in table A.

![A chain](../media/chain.svg)
"""
LESSON_LATIN = """\
---
title: Birinchi
---
*Open Data Charter* va `code`ga qarang, A jadval.

![Zanjir](../media/chain.svg)
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>T</title><text>{}</text></svg>'
FILES = {
    "course.yaml": COURSE,
    "course.uz-Latn.yaml": LATIN,
    "lessons/01-first.md": LESSON,
    "lessons/01-first.uz-Latn.md": LESSON_LATIN,
    "media/chain.svg": SVG.format("Chain"),
    "media/chain.uz-Latn.svg": SVG.format("Zanjir"),
}
PO = "locale/uz-Cyrl.po"


def seen(files: Files) -> Translated:
    sink = Sink()
    shown = with_catalogues(files, sink)
    assert sink.found == []
    assert isinstance(shown, Translated)
    return shown


def text(files: Files, path: str) -> str:
    return seen(files).read(path).decode()


def test_files_are_there_without_being_there() -> None:
    files = seen(MemoryFiles(FILES))
    lesson = files.read("lessons/01-first.uz-Cyrl.md").decode()
    assert 'title: "Биринчи"' in lesson
    assert "*Open Data Charter* ва `code`га қаранг, A жадвал." in lesson
    assert "![Занжир](../media/chain.svg)" in lesson
    assert "Занжир" in files.read("media/chain.uz-Cyrl.svg").decode()
    assert {"course.uz-Cyrl.yaml", "lessons/01-first.uz-Cyrl.md", "media/chain.uz-Cyrl.svg"} <= set(files.paths())
    assert files.size("media/chain.uz-Cyrl.svg") == len(files.read("media/chain.uz-Cyrl.svg"))


def test_a_file_that_is_there_counts_more() -> None:
    own = {
        "media/chain.uz-Cyrl.svg": SVG.format("Бошқа"),
        "lessons/01-first.uz-Cyrl.md": "---\ntitle: Бошқа\n---\nМатн.",
    }
    files = seen(MemoryFiles({**FILES, **own}))
    assert {path: files.read(path).decode() for path in own} == own


def test_never_reviewed_better_than_its_source_and_it_says_so() -> None:
    checked = check(MemoryFiles(FILES))
    assert checked.plan is not None
    reviews = checked.plan.review
    assert (reviews["uz-Latn"].state, reviews["uz-Cyrl"].state) == ("final", "machine")
    assert reviews["uz-Cyrl"].note == "Ҳаммаси ўқилди. Лотин ёзувидаги матндан автоматик тарзда ўгирилган."
    new = {**FILES, "course.uz-Latn.yaml": LATIN.replace("state: final", "state: new")}
    checked = check(MemoryFiles(new))
    assert checked.plan is not None
    assert checked.plan.review["uz-Cyrl"].state == "new"


def test_findings_are_at_the_latin_line() -> None:
    files = seen(MemoryFiles(FILES))
    made = files.read("lessons/01-first.uz-Cyrl.md").decode().split("\n")
    line = next(number for number, row in enumerate(made, 1) if "Занжир" in row)
    assert files.place(Span("lessons/01-first.uz-Cyrl.md", line, 3)).file == "lessons/01-first.uz-Latn.md"
    assert files.place(Span("lessons/01-first.uz-Cyrl.md", line, 3)).line == 6
    assert files.place(Span("media/chain.uz-Cyrl.svg", 1, 4)) == Span("media/chain.uz-Latn.svg", 1, 4)
    title = next(number for number, row in enumerate(made, 1) if "title" in row)
    assert files.place(Span("lessons/01-first.uz-Cyrl.md", title, 9)).line == 2


def test_exceptions_of_the_course() -> None:
    own = "words: {asos: АСОС}\nkeep: [Zanjir]\n"
    files = seen(MemoryFiles({**FILES, "translit.yaml": own}))
    assert "АСОСлар" in files.read("course.uz-Cyrl.yaml").decode()
    assert "![Zanjir]" in files.read("lessons/01-first.uz-Cyrl.md").decode()
    assert "Zanjir" in files.read("media/chain.uz-Cyrl.svg").decode()


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ("[a]", "this file is a mapping"),
        ("word: {}", "neither `words` nor `keep`"),
        ("words: [a]", "`words` maps"),
        ("words: {a: 1}", "must be words"),
        ("keep: CSV", "`keep` is a list"),
        ("keep: [1]", "must be a word"),
        ("keep: [", ""),
    ],
)
def test_bad_exceptions_are_found(own: str, says: str) -> None:
    found = check(MemoryFiles({**FILES, "translit.yaml": own})).found
    assert any(says in one.message and one.span.file == "translit.yaml" for one in found)


def test_from_cyrillic_too_and_from_the_source_itself() -> None:
    course = COURSE.replace("[en, uz-Latn, uz-Cyrl]", "[uz-Cyrl, uz-Latn]").replace(
        "uz-Cyrl: uz-Latn", "uz-Latn: uz-Cyrl"
    )
    files = {
        "course.yaml": course.replace("Small", "Кичик").replace("Basics", "Асослар"),
        "lessons/01-first.md": "---\ntitle: Биринчи\n---\nЁш йигит.\n\n![Занжир](../media/chain.svg)\n",
        "media/chain.svg": SVG.format("Занжир"),
    }
    assert "Yosh yigit." in text(MemoryFiles(files), "lessons/01-first.uz-Latn.md")
    assert "Zanjir" in text(MemoryFiles(files), "media/chain.uz-Latn.svg")
    assert 'title: "Kichik"' in text(MemoryFiles(files), "course.uz-Latn.yaml")


@pytest.mark.parametrize(
    ("derive", "says"),
    [
        ("{uz-Cyrl: en}", "cannot be derived"),
        ("{ru: uz-Latn}", "cannot be derived"),
        ("{uz-Cyrl: uz-Latn, uz-Latn: uz-Cyrl}", "is derived itself"),
    ],
)
def test_what_cannot_be_derived(derive: str, says: str) -> None:
    found = check(MemoryFiles({**FILES, "course.yaml": COURSE.replace("{uz-Cyrl: uz-Latn}", derive)})).found
    assert any(says in one.message and one.span.file == "course.yaml" for one in found)


def test_languages_that_the_course_has_not() -> None:
    found = check(MemoryFiles({**FILES, "course.yaml": COURSE.replace(", uz-Cyrl]", "]")})).found
    assert any("none of the `languages`" in one.message for one in found)


def test_all_pairs_of_the_model_can_be_made() -> None:
    value = {"id": "x", "version": "1", "title": "T", "description": "D", "licence": "L", "authors": ["A"]}
    modules = [{"id": "m", "title": "M", "lessons": ["a.md"]}]
    for base, lang in PAIRS:
        languages = ["en", base, lang]
        node = CourseFile.model_validate({**value, "modules": modules, "languages": languages, "derive": {lang: base}})
        assert node.derive == {lang: base}


@pytest.mark.parametrize(
    ("source", "words", "least", "kept"),
    [
        ("The Open Definition (project)", "The Open Definition (loyiha)", 2, {"The Open Definition"}),
        ("Tables A and B of P-017", "P-017 ning A va B jadvallari", 3, {"A", "B", "P-017"}),
        ("Anna met Bobur Aliyev", "Anna Bobur Aliyev bilan uchrashdi", 3, set()),
        ("nothing alike", "hech narsa", 2, set()),
    ],
)
def test_what_a_translation_shares_with_its_source(source: str, words: str, least: int, kept: set[str]) -> None:
    assert shared(source, words, least) == kept


# -- what people change ------------------------------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path: Path) -> Path:
    for name, body in FILES.items():
        path = tmp_path / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, "utf-8")
    return tmp_path / "small"


def run(*arguments: str | Path) -> Result:
    done = CliRunner().invoke(main, [str(one) for one in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done


def extracted(course: Path) -> polib.POFile:
    assert run("translate", "extract", course, "-l", "uz-Cyrl").exit_code == 0
    return polib.pofile((course / PO).read_text("utf-8"))


def entry(file: polib.POFile, latin: str) -> polib.POEntry:
    found = file.find(latin)
    assert found is not None, latin
    return found


def test_the_catalogue_says_what_was_derived(course: Path) -> None:
    file = extracted(course)
    title = entry(file, "Kichik")
    assert (title.msgstr, title.fuzzy) == ("Кичик", True)
    assert "darslik: derived " in title.tcomment
    assert "darslik: machine" in title.tcomment
    assert file.metadata["X-Source-Language"] == "uz-Latn"
    before = (course / PO).read_bytes()
    extracted(course)
    assert (course / PO).read_bytes() == before


def change(course: Path, file: polib.POFile, latin: str, words: str, *, approve: bool = False) -> None:
    one = entry(file, latin)
    one.msgstr = words
    if approve:
        one.flags.remove("fuzzy")
    (course / PO).write_text(f"{file}\n", "utf-8")


@pytest.mark.parametrize("approve", [False, True])
def test_an_edit_is_kept_and_shown(course: Path, approve: bool) -> None:
    change(course, extracted(course), "Asoslar", "Асослари", approve=approve)
    assert "Асослари" in text(DiskFiles(course), "course.uz-Cyrl.yaml")
    again = entry(extracted(course), "Asoslar")
    assert (again.msgstr, again.fuzzy) == ("Асослари", not approve)
    assert "derived" not in again.tcomment
    assert "machine" not in again.tcomment


def test_what_was_derived_follows_its_source_and_an_edit_becomes_stale(course: Path) -> None:
    change(course, extracted(course), "Kichik kurs.", "Кичкина курс.", approve=True)
    latin = LATIN.replace("Kichik kurs.", "Kichik, yaxshi kurs.").replace("Asoslar", "Boshlanish")
    (course / "course.uz-Latn.yaml").write_text(latin, "utf-8")
    assert "Бошланиш" in text(DiskFiles(course), "course.uz-Cyrl.yaml")
    file = extracted(course)
    stale = entry(file, "Kichik, yaxshi kurs.")
    assert (stale.msgstr, stale.fuzzy, stale.previous_msgid) == ("Кичкина курс.", True, "Kichik kurs.")
    assert entry(file, "Boshlanish").msgstr == "Бошланиш"
    assert file.find("Asoslar") is None
    assert [one.msgid for one in file.obsolete_entries()] == []


def test_an_edit_of_what_is_gone_is_kept_unused(course: Path) -> None:
    change(course, extracted(course), "Asoslar", "Асослари", approve=True)
    (course / "course.uz-Latn.yaml").write_text(LATIN.replace("Asoslar", "Butunlay boshqacha nom"), "utf-8")
    assert [one.msgstr for one in extracted(course).obsolete_entries()] == ["Асослари"]


def test_an_approved_derivation_outlives_other_exceptions(course: Path) -> None:
    change(course, extracted(course), "Asoslar", "Асослар", approve=True)
    (course / "translit.yaml").write_text("words: {asos: АСОС, birinchi: БИР}\n", "utf-8")
    file = extracted(course)
    assert entry(file, "Asoslar").msgstr == "Асослар"
    assert entry(file, "Birinchi").msgstr == "БИР"


def test_a_damaged_catalogue_is_left_alone(course: Path) -> None:
    extracted(course)
    broken = "<<<<<<< ours\n" + (course / PO).read_text("utf-8")
    (course / PO).write_text(broken, "utf-8")
    assert run("translate", "merge", course).exit_code == 1
    assert (course / PO).read_text("utf-8") == broken
    assert any(one.rule == "catalogue-damaged" for one in check(DiskFiles(course)).found)


def test_the_real_course_builds(tmp_path: Path) -> None:
    course = tmp_path / REAL.name
    shutil.copytree(REAL, course, ignore=shutil.ignore_patterns("dist"))
    said = (course / "course.yaml").read_text("utf-8")
    if "derive:" not in said:
        said = said.replace(
            "languages: [en, ru, uz-Latn]", "languages: [en, ru, uz-Latn, uz-Cyrl]\nderive: {uz-Cyrl: uz-Latn}"
        )
        (course / "course.yaml").write_text(said, "utf-8")
    done = run("build", course, "-l", "uz-Cyrl", "-t", "web", "-o", tmp_path / "out")
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(next((tmp_path / "out").glob("*uz-Cyrl-web.zip"))) as archive:
        page = archive.read("index.html").decode()
        captions = next(archive.read(name).decode() for name in archive.namelist() if name.endswith(".vtt"))
    assert 'lang="uz-Cyrl"' in page
    assert "Очиқ маълумотлар асослари" in page
    assert "Лотин ёзувидаги матндан автоматик тарзда ўгирилган." in page
    assert "Ҳисобот учун тузилган жадвал." in captions
