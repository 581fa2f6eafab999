"""Catalogues in the hands of others: translate-toolkit, gettext and a reader in JavaScript change and save them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from translate.storage import pypo
from translate.storage.xliff import xlifffile
from translate.storage.xliff2 import Xliff2File

from darslik import pipeline
from darslik.cli import main
from darslik.diagnostics import Sink
from darslik.source.files import DiskFiles
from darslik.translate.catalogue import NOWHERE, STATES, Catalogue, Entry
from darslik.translate.read import FORMS, Form, read_bytes, read_catalogue, write_catalogue
from darslik.translate.segments import Segment, unique
from darslik.translate.sources import all_segments
from darslik.translate.update import extract
from realcourse import in_files

ROOT = Path(__file__).parents[1]
COURSE = in_files()
BIN = Path(sys.executable).parent
STORES: dict[Form, Any] = {"po": pypo.pofile, "xliff": Xliff2File, "xliff12": xlifffile}
NAMES: dict[Form, str] = {"po": "ru.po", "xliff": "ru.xlf", "xliff12": "ru.xlf"}


def segments() -> list[Segment]:
    return unique(all_segments(pipeline.open_course(COURSE)))


def in_all_states() -> tuple[Catalogue, dict[tuple[str, str], Segment]]:
    """The real course in Russian, its texts in one state after another, some unused."""
    (found,) = extract(pipeline.open_course(COURSE), ["ru"], Sink())
    rows = []
    for number, entry in enumerate(found.catalogue.entries):
        state = STATES[number % len(STATES)]
        words = "" if state == "new" else entry.target
        rows.append(replace(entry, state=state, target=words, previous="Before." if state == "stale" else ""))
    gone = tuple(replace(entry, context="gone.md#start text") for entry in rows if entry.target)[:5]
    known = {(one.context, one.text): one for one in segments()}
    return replace(found.catalogue, entries=tuple(rows), unused=gone), known


def read(body: bytes, form: Form) -> Catalogue:
    sink = Sink()
    found = read_bytes(body, NAMES[form], "ru", sink)
    assert not sink.found
    assert found is not None
    return found


def rows(catalogue: Catalogue) -> tuple[list[Entry], list[Entry]]:
    used, unused = ([replace(one, span=NOWHERE) for one in some] for some in (catalogue.entries, catalogue.unused))
    return used, unused


def written(form: Form) -> bytes:
    made, known = in_all_states()
    return write_catalogue(made, known, "en", form).encode()


@pytest.fixture(name="bodies", scope="module")
def _bodies() -> dict[Form, bytes]:
    return {form: written(form) for form in FORMS}


# --- translate-toolkit ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_translate_toolkit_saves_what_it_opened(form: Form, bodies: dict[Form, bytes]) -> None:
    store = STORES[form].parsestring(bodies[form])
    saved = bytes(store)
    assert rows(read(saved, form)) == rows(read(bodies[form], form))
    if form != "po":  # it wraps lines of PO in its own way
        assert saved == bodies[form]


@pytest.mark.parametrize("form", FORMS)
def test_a_translation_that_translate_toolkit_sets(form: Form, bodies: dict[Form, bytes]) -> None:
    """One text and no other changes, and the codes that the translator typed are codes."""
    store = STORES[form].parsestring(bodies[form])
    unit = next(
        one for one in store.units if one.source and not one.target and one.istranslatable() and not one.isobsolete()
    )
    unit.target = "Слово & <знак>, `код`"
    before, after = rows(read(bodies[form], form)), rows(read(bytes(store), form))
    changed = [(old, new) for old, new in zip(before[0], after[0], strict=True) if old != new]
    assert [(old.state, new.target) for old, new in changed] == [("new", "Слово & <знак>, `код`")]
    assert changed[0][1].state in {"needs-review", "final"}
    assert before[1] == after[1]


@pytest.mark.parametrize("form", FORMS)
def test_translate_toolkit_sees_what_is_done(form: Form, bodies: dict[Form, bytes]) -> None:
    """Fuzzy or not approved is what needs work; final is done."""
    store = STORES[form].parsestring(bodies[form])
    units = [one for one in store.units if one.source and not one.isheader() and not one.isobsolete()]
    entries = read(bodies[form], form).entries
    for unit, entry in zip(units, entries, strict=False):
        assert bool(unit.target) == (entry.state != "new")
        if form == "po":
            assert unit.isfuzzy() == (entry.state not in {"new", "final"})
        else:
            assert unit.isapproved() == (entry.state == "final")


def tool(name: str, *arguments: Path | str) -> None:
    done = subprocess.run(
        [BIN / name, *arguments, "--progress=none"], check=False, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr


def copied(folder: Path, form: Form) -> Path:
    """The real course with a catalogue in this form in place of its Russian files."""
    course = folder / "course"
    shutil.copytree(COURSE, course, ignore=shutil.ignore_patterns("dist"))
    run("translate", "extract", course, "-l", "ru", "--format", form)
    for path in [*course.glob("*.ru.yaml"), *course.glob("lessons/*.ru.md")]:
        path.unlink()
    return course


def run(*arguments: Path | str, code: int = 0) -> Result:
    done = CliRunner().invoke(main, [str(one) for one in arguments])
    assert done.exit_code == code, done.output
    return done


def test_xliff2po_and_back_into_the_course(tmp_path: Path) -> None:
    """The tool drops places and states: the texts alone tell what belongs where, and nothing gets worse."""
    course = copied(tmp_path, "xliff12")
    before = (course / "locale/ru.xlf").read_bytes()
    tool("xliff2po", course / "locale/ru.xlf", tmp_path / "ru.po")
    text = (tmp_path / "ru.po").read_text()
    assert "Основы открытых данных" in text
    (tmp_path / "ru.po").write_text(text.replace("Основы открытых данных", "Открытые данные: основы", 1))
    run("translate", "merge", course, tmp_path / "ru.po")
    found = (course / "locale/ru.xlf").read_text()
    entry = next(one for one in read(found.encode(), "xliff12").entries if one.source == "Open data essentials")
    assert entry.target == "Открытые данные: основы" or "Открытые данные: основы" in found
    targets = {one.target for one in read(before, "xliff12").entries}
    now = read(found.encode(), "xliff12")
    assert targets <= {one.target for one in (*now.entries, *now.unused)}


def test_po2xliff_and_back_into_the_course(tmp_path: Path) -> None:
    course = copied(tmp_path, "po")
    before = (course / "locale/ru.po").read_bytes()
    tool("po2xliff", course / "locale/ru.po", tmp_path / "ru.xlf")
    said = run("translate", "merge", course, tmp_path / "ru.xlf").output
    assert "as they were" in said
    assert rows(read((course / "locale/ru.po").read_bytes(), "po")) == rows(read(before, "po"))


def test_pofilter_reads_every_entry(tmp_path: Path, bodies: dict[Form, bytes]) -> None:
    """Its own checks find what we know of: what is not translated."""
    (tmp_path / "ru.po").write_bytes(bodies["po"])
    tool("pofilter", tmp_path / "ru.po", tmp_path / "out.po", "--test=untranslated")
    found = {unit.source for unit in STORES["po"].parsestring((tmp_path / "out.po").read_bytes()).units if unit.source}
    assert found == {entry.source for entry in read(bodies["po"], "po").entries if entry.state == "new"}


# --- gettext -------------------------------------------------------------------------------------------------------


def gettext(*arguments: Path | str) -> None:
    done = subprocess.run([*map(str, arguments)], check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_gettext_takes_the_catalogue_as_it_is(tmp_path: Path, bodies: dict[Form, bytes]) -> None:
    """Its own writer makes the same bytes of it, and its compiler has nothing against it."""
    path, other = tmp_path / "ru.po", tmp_path / "other.po"
    path.write_bytes(bodies["po"])
    gettext("msgcat", "--no-wrap", path, "-o", other)
    assert other.read_bytes() == bodies["po"]
    gettext("msgfmt", "--check-format", "--check-domain", path, "-o", tmp_path / "ru.mo")


def test_msgmerge_with_the_template_loses_nothing(tmp_path: Path, bodies: dict[Form, bytes]) -> None:
    (tmp_path / "ru.po").write_bytes(bodies["po"])
    run("translate", "extract", COURSE, "--template", "-o", tmp_path)
    merged = tmp_path / "merged.po"
    gettext(
        "msgmerge",
        "--quiet",
        "--previous",
        "--no-wrap",
        tmp_path / "ru.po",
        tmp_path / f"{COURSE.name}.pot",
        "-o",
        merged,
    )
    before, after = rows(read(bodies["po"], "po")), rows(read(merged.read_bytes(), "po"))
    assert [(one.key, one.target, one.state) for one in after[0]] == [
        (one.key, one.target, one.state) for one in before[0]
    ]
    assert {(one.key, one.target) for one in after[1]} == {(one.key, one.target) for one in before[1]}


def test_a_conflict_that_is_kept_is_no_duplicate_for_gettext(tmp_path: Path) -> None:
    """The same text with two translations, one of them unused."""
    rows_ = Entry("a.md#x text", "Yes", "Да", "final"), Entry("a.md#x text", "Yes", "Ага", "final")
    text = write_catalogue(Catalogue("ru", rows_[:1], rows_[1:]), {}, "en", "po")
    (tmp_path / "ru.po").write_text(text)
    gettext("msgfmt", "--check-format", tmp_path / "ru.po", "-o", tmp_path / "ru.mo")
    assert rows(read(text.encode(), "po")) == ([rows_[0]], [rows_[1]])


# --- a reader in JavaScript ----------------------------------------------------------------------------------------

SCRIPT = """
const { createRequire } = require('module');
const { xliff2js, js2xliff, xliff12ToJs, jsToXliff12 } = createRequire(process.argv[1])('xliff');
const fs = require('fs');
const [, , file, version, words] = process.argv;
const [parse, write] = version === 'xliff' ? [xliff2js, js2xliff] : [xliff12ToJs, jsToXliff12];
parse(fs.readFileSync(file, 'utf8')).then((found) => {
  let left = 3;
  for (const units of Object.values(found.resources)) {
    for (const unit of Object.values(units)) {
      if (left && typeof unit.source === 'string' && !unit.target) { unit.target = words; left -= 1; }
    }
  }
  return write(found);
}).then((text) => fs.writeFileSync(file, text));
"""


@pytest.mark.parametrize("form", ["xliff", "xliff12"])
def test_a_reader_in_javascript(form: Form, tmp_path: Path) -> None:
    """It drops states, notes and the texts of codes, and indents what is in a text: the course repairs all of that."""
    course = copied(tmp_path, form)
    path = course / "locale/ru.xlf"
    made, known = in_all_states()
    path.write_text(write_catalogue(made, known, "en", form))
    before = read(path.read_bytes(), form)
    shutil.copy(path, tmp_path / "back.xlf")
    require = ROOT / "themes/runtime/package.json"
    done = subprocess.run(
        ["node", "-e", SCRIPT, require, tmp_path / "back.xlf", form, "Готово"],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    run("translate", "merge", course, tmp_path / "back.xlf")
    after = read(path.read_bytes(), form)
    assert [one.key for one in after.entries] == [one.key for one in before.entries]
    changed = [(old, new) for old, new in zip(*(rows(one)[0] for one in (before, after)), strict=True) if old != new]
    assert [new.target for old, new in changed if not old.target] == ["Готово"] * 3
    kept = {one.target for one in (*after.entries, *after.unused)}
    assert {one.target for one in (*before.entries, *before.unused)} - {""} <= kept
    assert {(old.target, old.state) for old, _ in changed if old.state == "final"} == {
        (new.target, new.state) for old, new in changed if old.state == "final"
    }


# --- the way of a translation --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_the_way_of_a_translation(form: Form, tmp_path: Path) -> None:
    """Out to a translator, changed with another program, back into the course that has changed meanwhile, and built."""
    course = copied(tmp_path, "po")
    run("translate", "extract", course, "-l", "ru", "--format", form, "-o", tmp_path / "out")
    sent = tmp_path / "out" / NAMES[form]
    store = STORES[form].parsestring(sent.read_bytes())
    for unit in store.units:
        if str(unit.source) == "Open data essentials" and not unit.isheader():
            unit.target = "Открытые данные от А до Я"
            if form == "po":
                unit.markfuzzy(False)
    sent.write_bytes(bytes(store))
    yaml = course / "course.yaml"
    yaml.write_text(yaml.read_text().replace("For civil servants in Uzbekistan.", "For civil servants of Uzbekistan."))
    said = run("translate", "merge", course, sent).output
    assert "1 stale" in said
    catalogue = read_catalogue(DiskFiles(course), "ru", Sink())
    assert catalogue is not None
    stale = [one for one in catalogue.entries if one.state == "stale"]
    assert [one.previous.endswith("in Uzbekistan.") for one in stale] == [True]
    run("build", course, "-t", "web", "-l", "ru", "-o", tmp_path / "dist")
    (package,) = (tmp_path / "dist").glob("*.zip")
    with zipfile.ZipFile(package) as archive:
        pages = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".html"))
    assert "Открытые данные от А до Я" in pages


@pytest.mark.parametrize("form", FORMS)
def test_extracting_again_changes_no_byte(form: Form, tmp_path: Path) -> None:
    course = copied(tmp_path, form)
    path = course / "locale" / NAMES[form]
    body, when = path.read_bytes(), path.stat().st_mtime_ns
    for command in ("extract", "merge"):
        assert "as it was" in run("translate", command, course, "-l", "ru").output
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (body, when)


@pytest.mark.parametrize("form", FORMS)
def test_a_build_reads_every_form(form: Form, tmp_path: Path) -> None:
    """The same page, whatever the catalogue is."""
    course = copied(tmp_path, form)
    files = pipeline.open_course(course)
    shown = pipeline.check(files, []).found
    assert [one.rule for one in shown if one.severity.name == "ERROR"] == []


# --- what came back ------------------------------------------------------------------------------------------------

SMALL = {
    "course.yaml": """\
id: https://example.org/courses/small
version: "1"
title: Small
description: A small course.
languages: [en, ru, de]
licence: CC-BY-4.0
authors: [A. Author]
modules:
  - id: basics
    title: Basics
    lessons: [lessons/01-first.md]
""",
    "lessons/01-first.md": "---\ntitle: First\n---\nOpen `data.csv` first.\n\nThen close it again.\n",
}
TEXT = "lessons/01-first.md#start text"


@pytest.fixture(name="small")
def _small(tmp_path: Path) -> Path:
    for name, text in SMALL.items():
        path = tmp_path / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "small"


def po(*entries: Entry, lang: str = "ru") -> str:
    return write_catalogue(Catalogue(lang, entries), {}, "en", "po")


def merged(course: Path, ours: Entry | None, *theirs: Entry, code: int = 0) -> tuple[Catalogue, str]:
    """The catalogue after a file came back, and what was said."""
    (course / "locale").mkdir(exist_ok=True)
    (course / "locale/ru.po").write_text(po(*([ours] if ours else [])))
    (course.parent / "back.po").write_text(po(*theirs))
    said = run("translate", "merge", course, course.parent / "back.po", code=code)
    found = read_catalogue(DiskFiles(course), "ru", Sink())
    assert found is not None
    return found, said.output


CLOSE = "Then close it again."


@pytest.mark.parametrize(
    ("ours", "theirs", "target", "state", "unused"),
    [
        ("new ", "final Б", "Б", "final", []),
        ("machine А", "needs-review Б", "Б", "needs-review", ["А"]),
        ("machine А", "machine Б", "Б", "needs-review", ["А"]),
        ("needs-review А", "needs-review Б", "Б", "needs-review", ["А"]),
        ("final А", "needs-review Б", "А", "final", ["Б"]),
        ("final А", "final Б", "Б", "final", ["А"]),
        ("final А", "machine Б", "А", "final", ["Б"]),
        ("needs-review А", "final А", "А", "final", []),
        ("final А", "needs-review А", "А", "final", []),
        ("machine А", "needs-review А", "А", "machine", []),
        ("needs-review А", "new ", "А", "needs-review", []),
    ],
)
def test_which_of_two_translations_stays(
    small: Path, ours: str, theirs: str, target: str, state: str, unused: list[str]
) -> None:
    made = []
    for said in (ours, theirs):
        own, _, words = said.partition(" ")
        made.append(Entry(TEXT, CLOSE, words, own))  # type: ignore[arg-type]
    found, _ = merged(small, made[0], made[1])
    entry = found.by_key[TEXT, CLOSE]
    assert (entry.target, entry.state, [one.target for one in found.unused]) == (target, state, unused)


def test_a_translation_of_an_older_text_is_stale(small: Path) -> None:
    found, said = merged(small, None, Entry(TEXT, "Then close it.", "Потом закройте.", "final"))
    entry = found.by_key[TEXT, CLOSE]
    assert (entry.target, entry.state, entry.previous) == ("Потом закройте.", "stale", "Then close it.")
    assert "1 of texts that have changed or gone" in said


def test_a_text_that_moved_is_found_by_its_words(small: Path) -> None:
    found, _ = merged(small, None, Entry("lessons/old.md#page text", CLOSE, "Потом закройте.", "final"))
    assert (found.by_key[TEXT, CLOSE].target, found.unused) == ("Потом закройте.", ())


def test_a_text_that_is_gone_is_kept(small: Path) -> None:
    found, _ = merged(small, None, Entry(TEXT, "Quite another matter", "Совсем другое", "final"))
    assert [one.target for one in found.unused] == ["Совсем другое"]


def test_damaged_codes_are_found_and_need_review(small: Path) -> None:
    row = Entry(TEXT, "Open `data.csv` first.", "Сначала откройте data.csv.", "final")
    found, said = merged(small, None, row)
    entry = found.by_key[row.key]
    assert (entry.target, entry.state) == ("Сначала откройте data.csv.", "needs-review")
    assert "warning[returned-codes]: the translation lacks ``data.csv``" in said
    assert "back.po:12:9" in said


def test_all_or_nothing(small: Path) -> None:
    """One of two files is damaged: the other is not taken either."""
    (small.parent / "ru.po").write_text(po(Entry(TEXT, CLOSE, "Потом", "final")))
    (small.parent / "de.po").write_text("<<<<<<< ours\n" + po(lang="de"))
    said = run("translate", "merge", small, small.parent / "ru.po", small.parent / "de.po", code=1).output
    assert "catalogue-damaged" in said
    assert "nothing was written" in said
    assert not (small / "locale").exists()


def test_a_file_for_no_language_of_the_course(small: Path) -> None:
    (small.parent / "fr.po").write_text(po(lang="fr"))
    said = run("translate", "merge", small, small.parent / "fr.po", code=1).output
    assert "languages of the course: ru, de" in said


def test_a_catalogue_is_not_written_beside_one_of_another_form(small: Path) -> None:
    run("translate", "extract", small, "-l", "ru")
    said = run("translate", "extract", small, "-l", "ru", "--format", "xliff", code=2).output
    assert "name another folder with -o" in said
    assert [path.name for path in (small / "locale").iterdir()] == ["ru.po"]
