"""The gate of translations: what is found, where, with which text of the source beside it, and what it stops."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from darslik.cli import main
from darslik.diagnostics import Diagnostic, Severity, Span
from darslik.pipeline import check
from darslik.source.files import DiskFiles
from darslik.translate.gate import damage
from darslik.translate.segments import Segment

COURSE = """\
id: https://example.org/courses/small
version: "1"
title: Small
description: A small course.
languages: [en, ru, uz-Latn]
licence: CC-BY-4.0
authors: [A. Author]
review: {state: final}
modules:
  - id: basics
    title: Basics
    lessons: [lessons/01-first.md]
"""
LESSON = """\
---
title: First
---
## First {#first}

In 2024 there were 120 fires. See [the plan](https://example.org/plan).

A fire needs heat.

:::{text} What burns?
:id: burns
- [x] wood
  > Yes.
- [ ] *
  > No.
:::
"""


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with two catalogues; the Russian one is wholly translated, by machine."""
    folder = tmp_path / "c"
    (folder / "lessons").mkdir(parents=True)
    (folder / "course.yaml").write_text(COURSE, "utf-8")
    (folder / "lessons/01-first.md").write_text(LESSON, "utf-8")
    assert run("translate", "extract", folder).exit_code == 0
    words = {
        "Small": "Малый",
        "A small course.": "Малый курс.",
        "Basics": "Основы",
        "First": "Первый",
        "In 2024 there were 120 fires. See [the plan](https://example.org/plan).": (
            "В 2024 году было 120 пожаров. См. [план](https://example.org/plan)."
        ),
        "A fire needs heat.": "Огню нужно тепло.",
        "What burns?": "Что горит?",
        "wood": "дерево | древесина",
        "Yes.": "Да.",
        "No.": "Нет.",
    }
    for lang in ("ru", "uz-Latn"):
        path = folder / f"locale/{lang}.po"
        text = path.read_text("utf-8")
        for source, target in words.items():
            assert f'msgid "{source}"\nmsgstr ""' in text
            text = text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{target}"')
        path.write_text(text, "utf-8")
    return folder


def edit(course: Path, old: str, new: str, lang: str = "ru") -> int:
    """Change a catalogue; the line of the change."""
    path = course / f"locale/{lang}.po"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def found(course: Path) -> list[Diagnostic]:
    return [one for one in check(DiskFiles(course)).found if one.severity is not Severity.HINT]


def bound(course: Path, text: str) -> None:
    path = course / "course.yaml"
    path.write_text(path.read_text("utf-8").replace("modules:", f"publish: {text}\nmodules:", 1), "utf-8")


def test_a_whole_translation_is_clean(course: Path) -> None:
    assert found(course) == []


def test_a_lost_link_is_an_error_at_the_translation_with_the_source_beside_it(course: Path) -> None:
    line = edit(course, "См. [план](https://example.org/plan).", "См. план.")
    (one,) = found(course)
    assert (one.rule, one.severity) == ("placeholder-damaged", Severity.ERROR)
    assert one.message == "the source has `[…](https://example.org)`, which is missing"
    assert (one.span.file, one.span.line) == ("locale/ru.po", line)
    (label,) = one.related
    assert (label.span.file, label.span.line) == ("lessons/01-first.md", 6)
    assert label.text.startswith("in the source: In 2024 there were 120 fires. See")
    result = run("build", course, "-l", "ru", "-o", course / "out")
    assert result.exit_code == 1
    assert not (course / "out").exists()


def test_a_number_that_differs_is_found_in_the_catalogue(course: Path) -> None:
    line = edit(course, "120 пожаров", "102 пожара")
    (one,) = found(course)
    assert (one.rule, one.span.file, one.span.line) == ("translation-number", "locale/ru.po", line)
    assert one.message == "the source says 120 and not 102"
    assert one.related[0].span == Span("lessons/01-first.md", 6, 20, 3)


def test_an_empty_alternative_is_found(course: Path) -> None:
    edit(course, "дерево | древесина", "дерево |")
    assert [(one.rule, one.message) for one in found(course)] == [
        ("placeholder-damaged", "one of the answers between the bars is empty")
    ]


def test_new_and_stale_texts_are_warnings_that_name_the_first_ones(course: Path) -> None:
    edit(course, 'msgid "A fire needs heat."', 'msgid "A fire needs heat, fuel and air to burn."')
    edit(course, 'msgstr "Основы"', 'msgstr ""')
    edit(course, 'msgstr "Нет."', 'msgstr ""')
    new, unknown = found(course)
    assert (new.rule, new.span.file, new.span.line) == ("translation-new", "course.yaml", 5)
    assert new.message == "3 of 12 texts are not translated to `ru`"
    places = [(one.span.file, one.span.line, one.text) for one in new.related]
    assert places == [
        ("course.yaml", 11, "not translated"),
        ("lessons/01-first.md", 8, "not translated"),
        ("lessons/01-first.md", 15, "not translated"),
    ]
    assert unknown.rule == "unknown-entry"
    assert unknown.help[0].startswith("`darslik translate merge`")
    assert run("translate", "merge", course).exit_code == 0
    rules = {one.rule: one for one in found(course)}
    assert set(rules) == {"translation-new", "translation-stale"}
    assert rules["translation-stale"].message == "1 of 12 texts in `ru` are translations of older texts"
    assert [one.text for one in rules["translation-stale"].related] == [
        "stale: Огню нужно тепло.",
        "in the source: A fire needs heat.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"Language: ru\\n"', '"Language: uz\\n"', "this catalogue is for `ru`, its head says `uz`"),
        ("charset=UTF-8", "charset=KOI8-R", "this catalogue is UTF-8, its head says otherwise"),
    ],
)
def test_a_head_that_says_something_else_is_found(course: Path, old: str, new: str, message: str) -> None:
    line = edit(course, old, new)
    (one,) = found(course)
    assert (one.rule, one.message, one.span.line) == ("catalogue-header", message, line)


def test_plural_forms_are_refused_and_nothing_is_lost(course: Path) -> None:
    edit(course, 'msgid "Yes."\nmsgstr "Да."', 'msgid "Yes."\nmsgid_plural "Yes."\nmsgstr[0] "Да."\nmsgstr[1] ""')
    before = (course / "locale/ru.po").read_bytes()
    (one, *_) = [one for one in found(course) if one.rule == "catalogue-damaged"]
    assert one.message == "this entry has plural forms; texts of a course have none"
    assert run("translate", "merge", course).exit_code == 1
    assert (course / "locale/ru.po").read_bytes() == before


def test_a_language_below_its_bound_is_not_built_and_others_are(course: Path) -> None:
    bound(course, "{ru: needs-review}")
    line = edit(course, 'msgid "Basics"\nmsgstr', 'msgid "Basics"\n# darslik: machine\nmsgstr')
    text = (course / "locale/ru.po").read_text("utf-8")
    (course / "locale/ru.po").write_text(
        text.replace("# darslik: machine\n", "").replace(
            'msgctxt "course.yaml#basics title"', '# darslik: machine\n#, fuzzy\nmsgctxt "course.yaml#basics title"'
        ),
        "utf-8",
    )
    (one,) = found(course)
    assert (one.rule, one.severity) == ("translation-below-bound", Severity.WARNING)
    assert one.message == "1 of 12 texts in `ru` are below `needs-review`"
    assert [(label.span.file, label.text) for label in one.related] == [
        ("locale/ru.po", "machine: Основы"),
        ("course.yaml", "in the source: Basics"),
    ]
    assert abs(one.related[0].span.line - line) < 5
    stopped = run("build", course, "-l", "ru", "-o", course / "out")
    assert stopped.exit_code == 1
    assert "error[translation-below-bound]" in stopped.output
    assert not (course / "out").exists()
    built = run("build", course, "-l", "uz-Latn", "-l", "en", "-o", course / "out")
    assert built.exit_code == 0, built.output
    assert "warning[translation-below-bound]" in built.output
    assert len(list((course / "out").glob("*.zip"))) == 2


def test_an_accepted_warning_stops_the_build_all_the_same(course: Path) -> None:
    bound(course, "{ru: final} # ok: translation-below-bound")
    edit(course, '#: course.yaml\nmsgctxt "course.yaml#basics title"', '#, fuzzy\nmsgctxt "course.yaml#basics title"')
    assert found(course) == []
    stopped = run("build", course, "-l", "ru", "-o", course / "out")
    assert stopped.exit_code == 1
    assert "1 of 12 texts in `ru` are below `final`" in stopped.output


def test_status_shows_the_bound_and_exits_with_1_below_it(course: Path) -> None:
    assert run("translate", "status", course).exit_code == 0
    bound(course, "{ru: final, uz-Latn: final}")
    assert run("translate", "status", course).exit_code == 0
    edit(course, '#: course.yaml\nmsgctxt "course.yaml#basics title"', '#, fuzzy\nmsgctxt "course.yaml#basics title"')
    shown = run("translate", "status", course)
    assert shown.exit_code == 1
    head, russian, uzbek = shown.output.rstrip().split("\n")
    assert head.split()[-2:] == ["publish", "below"]
    assert (russian.split()[-2:], uzbek.split()[-2:]) == (["final", "1"], ["final", "0"])
    data = json.loads(run("translate", "status", course, "--format", "json").output)
    assert [(one["language"], one["publish"], one["below"]) for one in data] == [
        ("ru", "final", 1),
        ("uz-Latn", "final", 0),
    ]


def test_a_bound_for_a_language_that_is_not_there(course: Path) -> None:
    bound(course, "{de: final}")
    (one,) = [one for one in found(course) if one.severity is Severity.ERROR]
    assert one.message == "`publish`: `de` is none of the `languages`"
    assert one.span.line == 9


def test_the_source_has_a_bound_too(course: Path) -> None:
    bound(course, "{en: final}")
    assert found(course) == []
    path = course / "course.yaml"
    path.write_text(path.read_text("utf-8").replace("state: final", "state: machine"), "utf-8")
    assert "below `final`" in run("build", course, "-l", "en", "-o", course / "out").output


def test_package_and_first_page_say_what_nobody_has_reviewed(course: Path) -> None:
    edit(course, '#: course.yaml\nmsgctxt "course.yaml#basics title"', '#, fuzzy\nmsgctxt "course.yaml#basics title"')
    edit(course, 'msgstr "Нет."', 'msgstr ""')
    assert run("build", course, "-t", "web", "-l", "ru", "-o", course / "out").exit_code == 0
    with zipfile.ZipFile(course / "out/c-ru-web.zip") as package:
        review = json.loads(package.read("darslik.json"))["course"]["review"]
        cover = package.read("index.html").decode().replace("\xa0", " ")
    assert review["texts"] == {"new": 1, "needs-review": 1, "final": 10}
    assert review["state"] == "needs-review"
    assert "Не переведено текстов: 1 из 12." in cover
    assert "Ещё не прочитано редактором — носителем языка текстов: 1 из 12." in cover


@pytest.mark.parametrize(
    ("source", "target", "lost", "added"),
    [
        ("{term}`open <od>` data", "данные {term}`открытые <od>`", [], []),
        ("{term}`od` data", "данные {term}`открытые <od>`", [], []),
        ("{term}`od` data", "данные", ["{term}`od`"], []),
        ("so {cite}`who`", "так {cite}`oms`", ["{cite}`who`"], ["{cite}`oms`"]),
        ("a {{fire|flame}}", "{{огонь}}", [], []),
        ("a {{fire}} b {{ice}}", "а {{огонь}} б", ["{{…}}"], []),
        ("`a.csv`", "`б.csv`", ["`a.csv`"], ["`б.csv`"]),
        ("$0.5 x$", "$0{,}5 x$", [], []),
        (r"$\text{part}$", r"$\text{часть}$", [], []),
        ("$x^2$", "$x^3$", ["$x^2$"], ["$x^3$"]),
        ("note[^1]", "сноска", ["[^1]"], []),
        ("[a](02-b.md#c)", "[а](02-b.md#d)", ["[…](02-b.md#c)"], ["[…](02-b.md#d)"]),
        ("[a](https://www.un.org/en)", "[а](https://un.org/ru)", [], []),
        ("![a](x.svg)", "![а](x.svg)", [], []),
        ("a<br>b", "а б", ["<br>"], []),
        ("*one* **two**", "раз два", [], []),
    ],
)
def test_codes_that_must_stay(source: str, target: str, lost: list[str], added: list[str]) -> None:
    """Words may change, codes may not."""
    segment = Segment("lessons/a.md", "p", "text", source, Span("lessons/a.md"))
    assert damage(segment, target) == (lost, added)


def test_a_long_text_that_is_new_is_one_finding_and_one_that_is_copied_another(course: Path) -> None:
    old, long = "A fire needs heat.", "A fire needs heat and fuel and air to burn."
    edit(course, "Огню нужно тепло.", "")
    edit(course, old, long)
    path = course / "lessons/01-first.md"
    path.write_text(path.read_text("utf-8").replace(old, long), "utf-8")
    edit(course, old, long, "uz-Latn")
    assert [one.rule for one in found(course)] == ["translation-new"]
    edit(course, f'msgid "{long}"\nmsgstr ""', f'msgid "{long}"\nmsgstr "{long}"')
    (one,) = found(course)
    assert (one.rule, one.span.file) == ("untranslated-text", "locale/ru.po")


def test_a_title_that_grew_too_long_is_found_in_the_catalogue(course: Path) -> None:
    line = edit(course, 'msgstr "Основы"', f'msgstr "{"Основы " * 30}"')
    (one,) = found(course)
    assert (one.rule, one.span.file, one.span.line) == ("translation-too-long", "locale/ru.po", line)
    assert one.message == "this has 210 characters, and at most 200 are allowed"


def test_findings_can_be_read_by_programs_too(course: Path) -> None:
    edit(course, "См. [план](https://example.org/plan).", "См. план.")
    data = json.loads(run("check", course, "--format", "json").output)
    (one,) = [row for row in data["findings"] if row["rule"] == "placeholder-damaged"]
    assert one["severity"] == "error"
    assert "locale/ru.po" in json.dumps(one)
    assert "lessons/01-first.md" in json.dumps(one)
