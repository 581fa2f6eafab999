"""Properties: whatever stands in a course folder gives findings, never an exception; what passes builds."""

from __future__ import annotations

import io
import string
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from darslik import MemoryFiles, build, check
from darslik.diagnostics import Severity
from darslik.package.archive import write_zip
from darslik.render.names import media_name
from darslik.rules import RULES

COURSE = """\
id: https://example.org/courses/small
version: "1"
title: Small
description: A small course.
languages: [en]
licence: CC-BY-4.0
authors: [A. Author]
modules:
  - id: basics
    title: Basics
    lessons: [lessons/01-first.md]
"""
LESSON = "---\ntitle: First\n---\n"
FRAGMENTS = [
    ":::{choice} Which?\n:id: q1\n- [x] a\n  > yes\n- [ ] b\n  > no\n:::", ":::{note}\n", ":::", "::::", ":::{tabs}",
    ":::{tab} T", ":::{figure} ../m.svg\n:alt: x\n:::", ":::{cloze} Fill\n:id: c\nThe {{*a|b}} and {{c}}.\n:::",
    ":::{matching} M\n:id: m\n- a :: b\n- c :: d\n:::", ":::{numeric} N\n:id: n\n- [x] 1..2\n:::",
    ":::{ordering} O\n:id: o\n1. a\n2. b\n:::", ":::{text} T\n:id: t\n- [x] a\n- [ ] *\n:::",
    ":::{true-false} S\n:id: s\n- [x] true\n- [ ] false\n:::", ":::{code} python\nx\n:::", ":::{glossary}\n:::",
    ":::{table} T\n| a |\n|--|\n| b |\n:::", ":::{video} ../m.mp4\n:title: x\n:::", ":::{download} ../f.csv\n:::",
    "- [x] a", "- [ ] b", "> c", "---", "# h", "## h {#a}", "{term}`x`", "{cite}`y`", "$x^2$", "$$\n\\frac{1}{\n$$",
    "[a](b.md)", "![a](b.png)", "<b>x</b>", "<script>", "|a|b|\n|-|-|", "[^1]", "[^1]: n", "term\n: def", "{{x}}",
    "```\ncode\n```", "\t", "  ", "\n", "a", "ў", "\u202e", "&amp;", "\\", "`", "**", "~~x~~", "{.x}", "[x]{lang=ru}",
    ":id: q1", ":points: 3", ":many: true", "1. x", "- a :: b", "- :: z", "*", "title: x",
    "minutes: 017", "x: [", "&a", "",
]  # fmt: skip
soup = st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("\n".join)
noise = st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=60)
anything = st.one_of(st.binary(max_size=80), soup.map(str.encode), noise.map(str.encode))
many = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def no_traceback(files: dict[str, bytes]) -> None:
    """Check; if nothing stops it, build for the two targets with most code behind them."""
    checked = check(MemoryFiles(files), ["scorm12", "cmi5"])
    for item in checked.found:
        assert item.rule in RULES
        assert item.message
        assert item.span.line >= 1
        assert item.span.column >= 1
    if checked.ok:
        packages = list(build(checked, ["scorm12", "cmi5"], ["en"]))
        assert [package.target for package in packages] == ["scorm12", "cmi5"]
    else:
        assert any(item.severity is Severity.ERROR for item in checked.found)


@many
@given(anything)
@example(b"id: \xff")
def test_any_bytes_as_course_yaml_give_findings(body: bytes) -> None:
    """Any bytes as course.yaml."""
    no_traceback({"course.yaml": body, "lessons/01-first.md": LESSON.encode()})


@many
@given(st.dictionaries(st.sampled_from(COURSE.splitlines()), soup | noise, max_size=3))
def test_a_course_yaml_with_some_lines_replaced_gives_findings(changes: dict[str, str]) -> None:
    """Nearly right course.yaml files."""
    text = "\n".join(changes.get(line, line) for line in COURSE.splitlines())
    no_traceback({"course.yaml": text.encode(), "lessons/01-first.md": LESSON.encode() + b"Text.\n"})


@settings(many, max_examples=1000)
@given(soup, anything, anything)
def test_any_lesson_gives_findings_or_builds(lesson: str, glossary: bytes, references: bytes) -> None:
    """Fragments of the course language in any order, and anything in the files beside it."""
    no_traceback({
        "course.yaml": COURSE.encode(), "lessons/01-first.md": LESSON.encode() + lesson.encode(),
        "glossary.yaml": glossary, "references.yaml": references, "m.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "f.csv": b"a,b\n",
    })  # fmt: skip


@many
@given(anything)
def test_any_bytes_as_lesson_give_findings(body: bytes) -> None:
    """Any bytes as a lesson, front matter included."""
    no_traceback({"course.yaml": COURSE.encode(), "lessons/01-first.md": body})


@many
@given(st.dictionaries(st.text(string.printable, min_size=1, max_size=30), st.binary(max_size=2000), max_size=8))
def test_a_zip_gives_back_what_went_in(files: dict[str, bytes]) -> None:
    """Our zip writer, read by the standard library."""
    items = sorted((name.replace("/", "_").replace("\\", "_"), body) for name, body in files.items())
    items = list(dict(items).items())
    first, second = io.BytesIO(), io.BytesIO()
    write_zip(items, first)
    write_zip(items, second)
    assert first.getvalue() == second.getvalue()
    with zipfile.ZipFile(first) as package:
        assert package.testzip() is None
        assert [(name, package.read(name)) for name in package.namelist()] == items


@many
@given(st.sets(st.text(min_size=1, max_size=30), max_size=30))
def test_media_names_are_ascii_and_never_meet(paths: set[str]) -> None:
    """Any file name becomes a safe one; two files never become one."""
    folded = {path.lower() for path in map(media_name, paths)}
    assert len(folded) == len(paths)
    assert all(name.isascii() and " " not in name for name in folded)


@pytest.mark.parametrize("depth", [10, 1_000, 50_000])
def test_deep_nesting_is_refused_quickly(depth: int) -> None:
    """Neither YAML nor Markdown can exhaust the stack."""
    for body in (
        "[" * depth,
        ">" * depth,
        "- " * depth,
        "*" * depth,
        "[" * depth + "](" * depth,
        ":" * depth + "{note}",
    ):
        no_traceback({"course.yaml": COURSE.encode(), "lessons/01-first.md": (LESSON + body).encode(),
                      "glossary.yaml": body.encode()})  # fmt: skip
