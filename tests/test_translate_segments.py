"""What is there to translate: every text once, with its place and role, and never a piece of structure."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darslik import pipeline
from darslik.diagnostics import Severity, Sink, Span
from darslik.source.course import read_course
from darslik.source.files import Files, MemoryFiles
from darslik.translate.catalogue import Catalogue, Entry, merge
from darslik.translate.lessons import lesson_segments
from darslik.translate.overlay import Translated
from darslik.translate.segments import VERBATIM, Segment, unique
from darslik.translate.sources import all_segments, outline, segments_of

ROOT = Path(__file__).parents[1]
COURSES = [ROOT / "courses/open-data-essentials", *sorted((ROOT / "tests/browser/fixtures").iterdir())]
HEAD = "---\ntitle: First\n---\n"


def found(text: str) -> list[tuple[str, str, str]]:
    """Block, role and text of each segment of a lesson, without its title."""
    segments = lesson_segments("lessons/01.md", HEAD + text, "break")
    return [(one.block, one.role, one.text) for one in segments if one.route != ("title",)]


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        (
            "# Why {#why}\n\nSome *text*\nin two lines.\n",
            [("why", "page", "Why"), ("why", "text", "Some *text* in two lines.")],
        ),
        ("Hard\\\nbreak\n", [("start", "text", "Hard\\\nbreak")]),
        ("- One\n- Two\n", [("start", "item", "One"), ("start", "item", "Two")]),
        ("> Quoted\n", [("start", "quote", "Quoted")]),
        ("| A | B |\n|---|---|\n| c \\| d | 1 |\n", [("start", "cell", one) for one in ("A", "B", "c | d", "1")]),
        ("Term\n: Its meaning\n", [("start", "term", "Term"), ("start", "definition", "Its meaning")]),
        ("```python\nprint('a')  # say\n```\n", [("start", "code", "print('a')  # say")]),
        ("$$\na = b\n$$\n", []),
        ("A[^n]\n\n[^n]: Note\n", [("start", "text", "A[^n]"), ("start", "footnote", "Note")]),
        (
            ":::{figure} ../media/a.svg\n:id: fig\n:alt: A bus\n:credit: Own\n\nBelow it\n:::\n",
            [("fig", "alt", "A bus"), ("fig", "credit", "Own"), ("fig", "text", "Below it")],
        ),
        (
            ":::{note} Mind\n:id: mind\n\nThe gap\n:::\n",
            [("mind", "title", "Mind"), ("mind", "text", "The gap")],
        ),
        (
            ":::{choice} Which?\n:id: which\n:points: 2\n:hint: Think\n\n"
            "- [x] This\n\n  > Yes\n\n- [ ] That\n\n> Because\n:::\n",
            [
                ("which", "prompt", "Which?"),
                ("which", "hint", "Think"),
                ("which", "option", "This"),
                ("which", "feedback", "Yes"),
                ("which", "option", "That"),
                ("which", "explanation", "Because"),
            ],
        ),
        (
            ":::{text} Name?\n:id: name\n\n- [x] Anna\n- [x] Ann\n- [ ] Bob\n\n  > No\n:::\n",
            [
                ("name", "prompt", "Name?"),
                ("name", "answer", "Anna | Ann"),
                ("name", "mistake", "Bob"),
                ("name", "feedback", "No"),
            ],
        ),
        (
            ":::{matching} Pair\n:id: pair\n\n- one :: 1 a\n- two :: 2 b\n:::\n",
            [("pair", "prompt", "Pair"), *[("pair", "option", one) for one in ("one", "1 a", "two", "2 b")]],
        ),
        (
            ":::{cloze} Fill\n:id: fill\n\nIt {{*is|are}} {{so}}.\n:::\n",
            [("fill", "prompt", "Fill"), ("fill", "gaps", "It {{*is|are}} {{so}}.")],
        ),
        (
            ":::{numeric} How many?\n:id: many\n\n- [x] 5\n- [ ] 4\n\n  > One more\n:::\n",
            [("many", "prompt", "How many?"), ("many", "feedback", "One more")],
        ),
        (":::{true-false} So?\n:id: so\n\n- [x] true\n:::\n", [("so", "prompt", "So?")]),
    ],
)
def test_texts_of_each_block_and_kind(text: str, segments: list[tuple[str, str, str]]) -> None:
    assert found(text) == segments


def test_an_id_does_not_depend_on_lines() -> None:
    text = "# Why {#why}\n\nA text.\n"
    one, other = (
        lesson_segments("a.md", HEAD + more + text, "break")[-1] for more in ("", "# Else {#else}\n\nMore\n\n+++\n\n")
    )
    assert one.id == other.id or one.context != other.context
    assert re.fullmatch(r"[A-Za-z0-9_.-]+\.[0-9a-f]{8}", one.id)


def test_equal_texts_in_one_place_are_one() -> None:
    segments = lesson_segments("a.md", HEAD + "Same\n\nSame\n", "break")
    assert [one.text for one in segments] == ["First", "Same", "Same"]
    assert [one.text for one in unique(segments)] == ["First", "Same"]


# --- putting words in their places ---------------------------------------------------------------------------------


def marked(segment: Segment) -> str:
    """Other words with the same markup."""
    return segment.text if segment.role in VERBATIM else re.sub(r"^(\W*)(?=\w)", r"\1¤", segment.text)


def catalogue(files: Files) -> Catalogue:
    entries = tuple(
        Entry(one.context, one.text, marked(one), "final", span=Span("locale/xx.po", number + 1, 9))
        for number, one in enumerate(unique(all_segments(files)))
    )
    return Catalogue("xx", entries)


def shape(segments: list[Segment]) -> list[tuple[str, str]]:
    """What stays whatever the words are."""
    return [(one.role, re.sub(r"^page-\d+$|^[^#]*$", "", one.block) if one.role == "page" else "") for one in segments]


@pytest.mark.parametrize("folder", COURSES, ids=lambda path: path.name)
def test_other_words_leave_the_structure(folder: Path) -> None:
    """Every text of a file that is made from a catalogue is the other one, and there are no more and no fewer."""
    files = pipeline.open_course(folder)
    made = catalogue(files)
    shown = Translated(files, {"xx": made})
    for source in outline(files).sources:
        if not source.split:
            continue
        ours = [one for one in segments_of(files, source) if one.stretch]
        own = source.path.removesuffix(".md") + ".xx.md"
        theirs = [one for one in segments_of(shown, replace(source, path=own)) if one.stretch]
        assert [one.role for one in theirs] == [one.role for one in ours]
        assert [one.text for one in theirs] == [marked(one) for one in ours]


def small(body: str) -> MemoryFiles:
    course = (
        "id: https://example.org/c\nversion: '1'\ntitle: T\ndescription: D\nlanguages: [en, xx]\nlicence: CC-BY-4.0\n"
        "authors: [A]\nmodules:\n  - id: m\n    title: M\n    lessons: [lessons/01.md]\n"
    )
    return MemoryFiles({"course.yaml": course, "lessons/01.md": HEAD + body})


BLOCKS = [
    "# Heading {#h}\n",
    "Some *text* with `code`\nin lines.\n",
    "- one\n- two\n  more\n",
    "1. first\n2. second\n",
    "> said\n> so\n",
    "| a | b |\n|---|---|\n| c | d \\| e |\n",
    "A\n: B\n",
    "```\ncode\n```\n",
    ":::{note} Title\nInside\n:::\n",
    "::::{tip}\n- a\n\n:::{note}\nb\n:::\n::::\n",
    ":::{choice} Q?\n:id: q\n\n- [x] A\n\n  > F\n- [ ] B\n\n> E\n:::\n",
    ":::{matching} Q?\n:id: r\n\n- a :: b\n- c :: d\n:::\n",
    ":::{cloze} Q\n:id: s\n\nx {{y|z}}\n:::\n",
    "+++\n",
]


@given(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_other_words_leave_any_structure(blocks: list[str]) -> None:
    files = small("\n".join(blocks))
    made = catalogue(files)
    shown = Translated(files, {"xx": made})
    (source,) = (one for one in outline(files).sources if one.split)
    ours = [one for one in segments_of(files, source) if one.stretch]
    theirs = [one for one in segments_of(shown, replace(source, path="lessons/01.xx.md")) if one.stretch]
    assert [(one.role, one.text) for one in theirs] == [(one.role, marked(one)) for one in ours]


def test_a_finding_points_at_the_words_in_the_catalogue() -> None:
    """The link of a translation leads nowhere: the place is in the PO file, at its `msgstr`."""
    po = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgctxt "lessons/01.md#start text"\nmsgid "See [it](#start)."\nmsgstr "Xx [xx](nowhere.md)."\n'
    )
    files = small("See [it](#start).\n")
    bodies = {path: files.read(path) for path in files.paths()} | {"locale/xx.po": po.encode()}
    shown = pipeline.check(MemoryFiles(bodies), []).found
    errors = [one for one in shown if one.severity is Severity.ERROR and one.span.file == "locale/xx.po"]
    assert {(one.span.line, one.span.column >= 9) for one in errors} == {(6, True)}


def test_what_is_made_from_a_catalogue_reads_as_the_course_does() -> None:
    """No finding that the source has not, for the texts as they are."""
    files = small("# Why {#why}\n\nText.\n")
    entries = tuple(Entry(one.context, one.text, one.text, "final") for one in unique(all_segments(files)))
    sink = Sink()
    read_course(Translated(files, {"xx": Catalogue("xx", entries)}), sink)
    assert [one for one in sink.found if one.severity is Severity.ERROR] == []


# --- merging -------------------------------------------------------------------------------------------------------

TEXTS = st.lists(
    st.sampled_from([f"Text number {number} of the course" for number in range(12)]), max_size=6, unique=True
)


@given(st.lists(TEXTS, min_size=1, max_size=5))
@settings(max_examples=300)
def test_no_translation_is_ever_lost(states: list[list[str]]) -> None:
    """Over any course of edits, whatever was translated once is in the catalogue, and each text of the course once."""
    held = Catalogue("xx")
    ever: set[str] = set()
    for number, texts in enumerate(states):
        segments = [Segment("a.md", f"b{at % 2}", "text", text, Span("a.md")) for at, text in enumerate(texts)]
        held = merge(held, segments)
        assert [one.key for one in held.entries] == [(one.context, one.text) for one in segments]
        assert ever <= {one.target for one in (*held.entries, *held.unused)}
        assert all(one.previous and one.previous != one.source for one in held.entries if one.state == "stale")
        done = tuple(
            replace(one, target=f"{number}: {one.source}", state="final") if not one.target else one
            for one in held.entries
        )
        held = replace(held, entries=done)
        ever |= {one.target for one in held.entries}
        assert merge(held, segments) == held


def test_a_text_that_is_changed_and_changed_back() -> None:
    def segment(text: str) -> Segment:
        return Segment("a.md", "b", "text", text, Span("a.md"))

    first = Catalogue("xx", (Entry("a.md#b text", "Open the file now", "Xx", "final"),))
    stale = merge(first, [segment("Open the file today")])
    assert (stale.entries[0].state, stale.entries[0].previous) == ("stale", "Open the file now")
    again = merge(stale, [segment("Open the file now")])
    assert (again.entries[0].state, again.entries[0].previous) == ("needs-review", "")
