"""XLIFF: what is written can be read back, is valid, and whatever comes from outside does no harm."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from darslik import pipeline
from darslik.diagnostics import Sink, Span
from darslik.model.course import Review
from darslik.source.files import MemoryFiles
from darslik.translate.catalogue import NOWHERE, STATES, Catalogue, Entry
from darslik.translate.inline import Code, Pair, joined, parts, protected
from darslik.translate.read import read_catalogue
from darslik.translate.segments import Segment, unique
from darslik.translate.sources import all_segments
from darslik.translate.update import extract
from darslik.translate.xliff import SPACE_2, SPACE_12, Form, write_xliff
from darslik.translate.xliff_read import read_xliff
from realcourse import REAL, in_files

ROOT = Path(__file__).parents[1]
COURSE = in_files()
SCHEMAS = Path("/usr/share/php/Symfony/Component/Translation/Resources/schemas")
FORMS: list[Form] = ["xliff", "xliff12"]
MARKS = [
    *"ab *_`{}[]()<>|$!\\^~:/&\"'\n",
    "{term}`",
    "{cite}`x`",
    "{{",
    "}}",
    "](",
    "**",
    "<b>",
    " <id>`",
    "<!--",
    "[^1]",
]
MARKUP = st.lists(st.sampled_from(MARKS), max_size=30).map("".join)
TEXTS = st.one_of(MARKUP, st.text(st.characters(codec="utf-8"), max_size=30))
WORDS = TEXTS.filter(str.strip)


# --- parts of a text -----------------------------------------------------------------------------------------------


@given(TEXTS)
@settings(max_examples=500)
def test_joining_the_parts_of_any_text_gives_it_back(text: str) -> None:
    assert joined(parts(text)) == text


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("open `a.csv` now", "code", "`a.csv`"),
        ("two ``a`b`` ticks", "code", "``a`b``"),
        ("so $a + b$ is", "formula", "$a + b$"),
        ("see {cite}`who-2023`.", "role", "{cite}`who-2023`"),
        ("a {term}`licence` here", "role", "{term}`licence`"),
        ("noted[^1] there", "footnote", "[^1]"),
        ("at <https://example.org/a> or", "link", "<https://example.org/a>"),
        ("a <kbd>key", "tag", "<kbd>"),
        ("a <!-- note --> b", "comment", "<!-- note -->"),
        ("one\\\ntwo", "break", "\\\n"),
    ],
)
def test_codes_are_no_words(text: str, kind: str, code: str) -> None:
    assert [one for one in parts(text) if not isinstance(one, str)] == [Code(kind, code)]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("**very** good", Pair("emphasis", "**", "**", ("very",))),
        ("_very_ good", Pair("emphasis", "_", "_", ("very",))),
        ("[the *plan*](a.md#b)", Pair("link", "[", "](a.md#b)", ("the ", Pair("emphasis", "*", "*", ("plan",))))),
        ("![a bus](bus.png){title=x}", Pair("image", "![", "](bus.png){title=x}", ("a bus",))),
        ("{term}`open data <open-data>`", Pair("term", "{term}`", " <open-data>`", ("open data",))),
        ("[bonjour]{lang=fr}", Pair("span", "[", "]{lang=fr}", ("bonjour",))),
        ("{{*is|are}}", Pair("gap", "{{*", "}}", ("is", Code("bar", "|"), "are"))),
        ("{{is|*are}}", Pair("gap", "{{", "}}", ("is", Code("bar", "|*"), "are"))),
    ],
)
def test_words_between_codes_are_for_the_translator(text: str, pair: Pair) -> None:
    assert parts(text)[0] == pair


@pytest.mark.parametrize(
    "text", ["2 * 3 * 4", "5$ or 6$", "snake_case_name", r"\*no\* emphasis", "a [b c", "}} {{", "x < y"]
)
def test_signs_that_are_no_markup_stay_words(text: str) -> None:
    assert parts(text) == (text,)


def test_many_beginnings_that_never_end_take_no_longer_than_they_are() -> None:
    """Each would be searched for to the end of the text, over and over."""
    for text in ("[" * 50_000, "`a" * 20_000, "<!--" * 5_000, "{{a" * 20_000, "[*" * 5_000 + "](x)" * 5_000):
        assert joined(parts(text)) == text


def test_what_a_translation_must_have() -> None:
    text = "*A* [b](c.md) `d` {{e|f}} {term}`g <h>` [i]{lang=fr} ![j](k.png)"
    assert dict(protected(text)) == {"[…](c.md)": 1, "`d`": 1, "{{…}}": 1, "{term}`…<h>`": 1, "![…](k.png)": 1}


# --- there and back ------------------------------------------------------------------------------------------------


def bare(catalogue: Catalogue) -> Catalogue:
    """Without places in files."""
    entries, unused = (
        tuple(replace(one, span=NOWHERE) for one in rows) for rows in (catalogue.entries, catalogue.unused)
    )
    return replace(catalogue, entries=entries, unused=unused)


def back(text: str, lang: str = "ru") -> Catalogue:
    sink = Sink()
    found = read_xliff(text.encode(), f"locale/{lang}.xlf", lang, sink)
    assert not sink.found
    assert found is not None
    return found


ROLES = ["text", "option", "gaps", "code", "formula", "title"]
NOTE = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=20).filter(str.strip)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    context = f"{draw(st.sampled_from(['course.yaml', 'lessons/01.md']))}#start {draw(st.sampled_from(ROLES))}"
    state = draw(st.sampled_from(STATES))
    if state == "new":
        return Entry(context, draw(WORDS), comment=draw(st.just("") | NOTE))
    previous = draw(WORDS) if state == "stale" else ""
    return Entry(context, draw(WORDS), draw(WORDS), state, previous, draw(st.just("") | NOTE))


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_a_catalogue_says_is_read_back(form: Form, data: st.DataObject) -> None:
    rows = data.draw(st.lists(entries(), min_size=1, max_size=6))
    rows.sort(key=lambda entry: entry.context.split("#")[0])
    unused = data.draw(st.lists(entries().filter(lambda entry: bool(entry.target)), max_size=3))
    made = Catalogue("ru", tuple(rows), tuple(unused), {"course.yaml": Review(state="machine", note="a\nb")})
    text = write_xliff(made, {}, "en", form)
    found = back(text)
    assert (bare(found).entries, found.reviews) == (made.entries, made.reviews)
    assert bare(found).unused == made.unused
    assert write_xliff(found, {}, "en", form) == text


def segments() -> list[Segment]:
    return unique(all_segments(pipeline.open_course(COURSE)))


def in_all_states(lang: str = "ru") -> tuple[Catalogue, dict[tuple[str, str], Segment]]:
    """The real course, its texts in one state after another."""
    (found,) = extract(pipeline.open_course(COURSE), [lang], Sink())
    rows = []
    for number, entry in enumerate(found.catalogue.entries):
        state = STATES[number % len(STATES)]
        words = "" if state == "new" else entry.target or "Слова"
        previous = "What it was, *before*." if state == "stale" else ""
        rows.append(
            replace(entry, state=state, target=words, previous=previous, comment="Why & <so>?" * (number % 3 == 0))
        )
    gone = tuple(replace(entry, context="gone.md#start text") for entry in rows if entry.target)[:5]
    return replace(found.catalogue, entries=tuple(rows), unused=gone), {
        (one.context, one.text): one for one in segments()
    }


@pytest.mark.parametrize("form", FORMS)
def test_the_real_course_there_and_back(form: Form) -> None:
    made, known = in_all_states()
    text = write_xliff(made, known, "en", form)
    found = back(text)
    assert bare(found).entries == bare(made).entries
    assert bare(found).unused == bare(made).unused
    assert write_xliff(found, known, "en", form) == text


@pytest.mark.parametrize("form", FORMS)
def test_a_catalogue_with_a_review_becomes_the_same_bytes_again(form: Form) -> None:
    """As the real course keeps it: with the state and the note of the language in its head."""
    files = pipeline.open_course(REAL)
    (found,) = extract(files, ["ru"], Sink())
    known = {(one.context, one.text): one for one in unique(all_segments(files))}
    assert found.catalogue.reviews
    text = write_xliff(found.catalogue, known, "en", form)
    assert back(text).reviews == found.catalogue.reviews
    assert write_xliff(back(text), known, "en", form) == text


class Local(etree.Resolver):
    """The one other schema that these import."""

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:
        del public_id
        return self.resolve_filename(str(SCHEMAS / "xml.xsd"), context) if "xml.xsd" in (system_url or "") else None


def schema(form: Form) -> etree.XMLSchema:
    parser = etree.XMLParser()
    parser.resolvers.add(Local())
    name = "xliff-core-2.0.xsd" if form == "xliff" else "xliff-core-1.2-strict.xsd"
    return etree.XMLSchema(etree.parse(SCHEMAS / name, parser))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", ["ru", "uz-Latn"])
def test_the_real_course_is_valid(form: Form, lang: str) -> None:
    made, known = in_all_states(lang)
    tree = etree.fromstring(write_xliff(made, known, "en", form).encode())
    judge = schema(form)
    assert judge.validate(tree), judge.error_log.last_error


@given(text=WORDS, target=WORDS)
@settings(max_examples=150, deadline=None)
def test_any_text_is_valid(text: str, target: str) -> None:
    row = Entry("a.md#start text", text, target, "stale", target, "note")
    for form, judge in JUDGES.items():
        tree = etree.fromstring(write_xliff(Catalogue("ru", (row,), (row,)), {}, "en", form).encode())
        assert judge.validate(tree), judge.error_log.last_error


JUDGES = {form: schema(form) for form in FORMS}


def test_codes_of_a_translation_have_the_numbers_of_the_same_codes() -> None:
    row = Entry("a.md#x text", "See `a` and `b`.", "Сначала `b`, потом `a`.", "final")
    tree = etree.fromstring(write_xliff(Catalogue("ru", (row,)), {}, "en", "xliff").encode())
    numbers = [[one.get("id") for one in tree.iterfind(f".//{{{SPACE_2}}}{name}/*")] for name in ("source", "target")]
    assert numbers == [["1", "2"], ["2", "1"]]


@pytest.mark.parametrize(("form", "limit"), [("xliff", "sizeRestriction"), ("xliff12", "maxwidth")])
def test_the_longest_that_a_standard_allows_is_told(form: Form, limit: str) -> None:
    one = Segment("course.yaml", "", "title", "Small", Span("course.yaml"), "the title of the course", 200)
    row = Entry(one.context, one.text)
    text = write_xliff(Catalogue("ru", (row,)), {row.key: one}, "en", form)
    assert f'{limit}="200"' in text
    assert "the title of the course" in text


def test_a_bare_term_may_be_translated() -> None:
    """The translator changes the word between the codes; the id comes with them."""
    row = Entry("a.md#x text", "A {term}`licence` is", "A {term}`licence` is", "needs-review")
    for form in FORMS:
        text = write_xliff(Catalogue("ru", (row,)), {}, "en", form)
        start, mark, end = text.rpartition("<target")
        found = back(start + mark + end.replace("licence<", "лицензия<", 1))
        assert found.entries[0].target == "A {term}`лицензия <licence>` is"
        assert found.entries[0].source == row.source


# --- from outside --------------------------------------------------------------------------------------------------

UNIT_2 = """<?xml version="1.0"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="ru">
<file id="f"><unit id="u" name="a.md#x text"><notes><note>Mine</note></notes>
<originalData><data id="d">`c`</data></originalData>
{}
</unit></file></xliff>"""
UNIT_12 = """<?xml version="1.0"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">
<file original="a.md" source-language="en" target-language="ru" datatype="plaintext"><body>
<trans-unit id="u" resname="a.md#x text"{}>{}</trans-unit></body></file></xliff>"""


@pytest.mark.parametrize(
    ("segment", "target", "state"),
    [
        ("<segment><source>A</source></segment>", "", "new"),
        ('<segment state="final"><source>A</source><target/></segment>', "", "new"),
        ("<segment><source>A</source><target>Б</target></segment>", "Б", "needs-review"),
        (
            '<segment state="initial" subState="darslik:new"><source>A</source><target>Б</target></segment>',
            "Б",
            "needs-review",
        ),
        ('<segment state="reviewed"><source>A</source><target>Б</target></segment>', "Б", "final"),
        (
            '<segment state="final" subState="darslik:machine"><source>A</source><target>Б</target></segment>',
            "Б",
            "final",
        ),
        (
            '<segment state="translated" subState="darslik:stale"><source>A</source><target>Б</target></segment>',
            "Б",
            "needs-review",
        ),
        (
            '<segment state="final"><source>A.</source><target>Б.</target></segment>'
            "<ignorable><source> </source></ignorable>"
            '<segment state="translated"><source>C.</source><target>Ц.</target></segment>',
            "Б. Ц.",
            "needs-review",
        ),
        (
            '<segment><source><ph id="1" dataRef="d"/></source>'
            '<target>Б <mrk id="m" type="term">в</mrk> <ph id="1"/></target></segment>',
            "Б в `c`",
            "needs-review",
        ),
        (
            "<segment><source>A</source>"
            '<target><sc id="1" dataRef="d"/>Б<ec startRef="1" dataRef="d"/></target></segment>',
            "`c`Б`c`",
            "needs-review",
        ),
    ],
)
def test_what_other_tools_write_in_2(segment: str, target: str, state: str) -> None:
    (row,) = back(UNIT_2.format(segment)).entries
    assert (row.target, row.state, row.comment) == (target, state, "Mine")


@pytest.mark.parametrize(
    ("more", "unit", "target", "state"),
    [
        ("", "<source>A</source>", "", "new"),
        ("", "<source>A</source><target>Б</target>", "Б", "needs-review"),
        ("", '<source>A</source><target state="signed-off">Б</target>', "Б", "final"),
        (' approved="yes"', '<source>A</source><target state="translated">Б</target>', "Б", "final"),
        (
            "",
            '<source>A</source><target state="needs-review-translation" state-qualifier="leveraged-mt">Б</target>',
            "Б",
            "machine",
        ),
        ("", '<source><ph id="1">`c`</ph> A</source><target>Б <x id="1"/></target>', "Б `c`", "needs-review"),
        (
            "",
            '<source><bpt id="1">*</bpt>A<ept id="1">*</ept></source><target><g id="1">Б</g></target>',
            "*Б*",
            "needs-review",
        ),
        (
            "",
            '<source>A</source><seg-source><mrk mtype="seg" mid="1">A</mrk></seg-source>'
            '<target><mrk mtype="seg" mid="1">Б</mrk></target>',
            "Б",
            "needs-review",
        ),
    ],
)
def test_what_other_tools_write_in_12(more: str, unit: str, target: str, state: str) -> None:
    (row,) = back(UNIT_12.format(more, unit)).entries
    assert (row.target, row.state) == (target, state)


def test_utf_16_is_read() -> None:
    text = UNIT_2.format("<segment><source>A</source><target>Б</target></segment>")
    body = text.replace('version="1.0"?', 'version="1.0" encoding="UTF-16"?').encode("utf-16")
    sink = Sink()
    found = read_xliff(body, "ru.xlf", "ru", sink)
    assert found is not None
    assert (found.entries[0].target, sink.found) == ("Б", [])


GOOD = UNIT_2.format("<segment><source>A</source></segment>")
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        (GOOD.replace("<xliff", f"{BOMB}\n<xliff", 1).replace(">A<", ">&j;<"), "no document type", 2),
        (
            GOOD.replace("<xliff", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<xliff', 1),
            "no document type",
            2,
        ),
        (GOOD.replace("</unit>", ""), "this is not XML", 6),
        (GOOD[:200], "this is not XML", 4),
        ("", "this is not XML", 1),
        (GOOD.replace('trgLang="ru"', 'trgLang="de"'), "this catalogue is for `de`, not for `ru`", 2),
        (GOOD.replace("document:2.0", "document:3.0"), "this is not XLIFF 2.1, 2.0 or 1.2", 2),
        ("<html/>", "this is not XLIFF 2.1, 2.0 or 1.2", 1),
        (GOOD.replace("<file", "<<<<<<< ours\n<file"), "a merge conflict was left", 3),
        (GOOD.replace(">A<", ">" + "<mrk>" * 300 + "</mrk>" * 300 + "<"), "this is not XML", 5),
    ],
)
def test_damaged_and_hostile_files_are_refused(text: str, message: str, line: int) -> None:
    sink = Sink()
    assert read_xliff(text.encode(), "locale/ru.xlf", "ru", sink) is None
    (found,) = sink.found
    assert (found.rule, found.span.file, found.span.line) == ("catalogue-damaged", "locale/ru.xlf", line)
    assert message in found.message


def test_a_wrong_encoding_is_refused() -> None:
    sink = Sink()
    body = GOOD.replace(">A<", ">Б<").encode("cp1251")
    assert read_xliff(body, "ru.xlf", "ru", sink) is None
    assert [(one.rule, one.span.line) for one in sink.found] == [("catalogue-damaged", 5)]


def test_a_catalogue_without_end_is_not_read() -> None:
    class Endless(MemoryFiles):
        def size(self, path: str) -> int:
            return 100 * 1024 * 1024

    sink = Sink()
    assert read_catalogue(Endless({"locale/ru.xlf": "x"}), "ru", sink) is None
    assert [one.rule for one in sink.found] == ["catalogue-damaged"]


@pytest.mark.parametrize("form", FORMS)
def test_a_place_is_where_the_words_begin(form: Form) -> None:
    made, known = in_all_states()
    text = write_xliff(made, known, "en", form)
    lines = text.split("\n")
    for row in back(text).entries:
        if row.target:
            words = lines[row.span.line - 1][row.span.column - 1 :]
            assert re.match(r"<target[^>]*>\Z", lines[row.span.line - 1][: row.span.column - 1].strip())
            assert words


def test_namespaces_tell_the_versions_apart() -> None:
    made = Catalogue("ru", (Entry("a.md text", "A"),))
    assert f'xmlns="{SPACE_2}"' in write_xliff(made, {}, "en", "xliff")
    assert f'xmlns="{SPACE_12}"' in write_xliff(made, {}, "en", "xliff12")
