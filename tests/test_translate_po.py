"""PO files: what is written can be read back, and damaged files are refused where they are damaged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darslik.diagnostics import Sink
from darslik.model.course import Review
from darslik.source.files import MemoryFiles
from darslik.translate.catalogue import NOWHERE, STATES, Catalogue, Entry
from darslik.translate.po import read_po, write_po
from darslik.translate.read import read_catalogue

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
GOOD = HEAD + 'msgctxt "a.md#b text"\nmsgid "One"\nmsgstr "Один"\n'
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=30
).filter(str.strip)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    context = f"a.md#b{draw(st.integers(0, 9))} text"
    state = draw(st.sampled_from(STATES))
    if state == "new":
        return Entry(context, draw(WORDS))
    previous = draw(WORDS) if state == "stale" else ""
    return Entry(context, draw(WORDS), draw(WORDS), state, previous)


@given(
    rows=st.lists(entries(), max_size=6),
    unused=st.lists(entries().filter(lambda one: one.state not in {"new", "stale"}), max_size=4),
)
@settings(max_examples=150, deadline=None)
def test_whatever_a_catalogue_says_is_read_back(rows: list[Entry], unused: list[Entry]) -> None:
    """Also several unused ones with the same key, and unused ones with the key of one in use."""
    made = Catalogue(
        "ru", tuple(rows), (*unused, *(replace(one, target="x", state="final", previous="") for one in rows))
    )
    sink = Sink()
    text = write_po(made, {}, "en")
    found = read_po(text, "ru.po", "ru", sink)
    assert found is not None
    assert not sink.found
    bare = [tuple(replace(one, span=NOWHERE) for one in some) for some in (found.entries, found.unused)]
    assert bare == [made.entries, made.unused]
    assert write_po(found, {}, "en") == text


def test_reviews_and_what_others_wrote_at_the_head_stay() -> None:
    made = Catalogue("ru", (), (), {"course.yaml": Review(state="final", by="A. B.")}, {"Last-Translator": "C. D."})
    found = read_po(write_po(made, {}, "en"), "ru.po", "ru", Sink())
    assert found is not None
    assert found.reviews == made.reviews
    assert found.header["Last-Translator"] == "C. D."


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        ('msgid "A"\nmsgstr ""\n', "new"),
        ('msgid "A"\nmsgstr "Б"\n', "final"),
        ('#, fuzzy\nmsgid "A"\nmsgstr "Б"\n', "needs-review"),
        ('# darslik: machine\n#, fuzzy\nmsgid "A"\nmsgstr "Б"\n', "machine"),
        ('#, fuzzy\n#| msgid "Old"\nmsgid "A"\nmsgstr "Б"\n', "stale"),
        ('# darslik: machine\nmsgid "A"\nmsgstr "Б"\n', "final"),
    ],
)
def test_states(entry: str, state: str) -> None:
    found = read_po(HEAD + entry, "ru.po", "ru", Sink())
    assert found is not None
    assert [one.state for one in found.entries] == [state]


def test_a_translation_on_several_lines() -> None:
    text = HEAD + 'msgctxt ""\n"a.md#b "\n"text"\nmsgid ""\n"One "\n"two"\nmsgstr ""\n"Один "\n"два"\n'
    found = read_po(text, "ru.po", "ru", Sink())
    assert found is not None
    (row,) = found.entries
    assert (row.context, row.source, row.target, row.span.line) == ("a.md#b text", "One two", "Один два", 10)


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        (GOOD.replace('msgid "One"', '<<<<<<< ours\nmsgid "One"'), "catalogue-damaged", 5),
        (GOOD + "=======\n", "catalogue-damaged", 7),
        (GOOD + ">>>>>>> theirs\n", "catalogue-damaged", 7),
        (GOOD.replace('msgstr "Один"', "msgstr Один"), "catalogue-damaged", 6),
        (GOOD.replace('msgid "One"', 'msgxx "One"'), "catalogue-damaged", 5),
        (
            GOOD.replace('msgstr "Один"', 'msgid_plural "Ones"\nmsgstr[0] "Один"\nmsgstr[1] "Одни"'),
            "catalogue-damaged",
            4,
        ),
    ],
)
def test_damaged_files_are_refused_where_they_are_damaged(text: str, rule: str, line: int) -> None:
    sink = Sink()
    assert read_catalogue(MemoryFiles({"locale/ru.po": text}), "ru", sink) is None
    (found,) = sink.found
    assert (found.rule, found.span.file, found.span.line) == (rule, "locale/ru.po", line)


def test_a_wrong_encoding_is_refused() -> None:
    sink = Sink()
    assert read_catalogue(MemoryFiles({"locale/ru.po": GOOD.encode("cp1251")}), "ru", sink) is None
    assert [(one.rule, one.span.line) for one in sink.found] == [("not-utf8", 6)]


@pytest.mark.parametrize("text", [GOOD.replace("\n", "\r\n"), "\ufeff" + GOOD])
def test_line_ends_and_marks_of_other_systems(text: str) -> None:
    sink = Sink()
    found = read_catalogue(MemoryFiles({"locale/ru.po": text}), "ru", sink)
    assert found is not None
    assert ([one.target for one in found.entries], sink.found) == (["Один"], [])
