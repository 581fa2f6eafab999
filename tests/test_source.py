"""Reading: YAML by the 1.2 core schema, Markdown with directives, both with exact places."""

from __future__ import annotations

from typing import Any

import pytest

from darslik.diagnostics import Sink, Span
from darslik.source.lesson import slug
from darslik.source.markdown import parse_markdown, split_front_matter, split_pages
from darslik.source.paths import is_external, resolve, variant
from darslik.source.yaml import read_yaml


def yaml(text: str) -> tuple[Any, list[str]]:
    sink = Sink()
    return read_yaml(text, "f.yaml", sink).value, [item.rule for item in sink.found]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: no", {"a": "no"}),
        ("a: 12:30", {"a": "12:30"}),
        ("a: 2026-01-01", {"a": "2026-01-01"}),
        ("a: true", {"a": True}),
        ("a: yes", {"a": "yes"}),
        ("a: 1e3", {"a": 1000.0}),
        ("a: .5", {"a": 0.5}),
        ("a: .inf", {"a": ".inf"}),
        ("a: -7", {"a": -7}),
        ("a: ~", {"a": None}),
        ("a:", {"a": None}),
        ("a: '1'", {"a": "1"}),
        ("a: 12345678901234567890", {"a": 12345678901234567890.0}),
        ("a: {b: [1, x]}", {"a": {"b": [1, "x"]}}),
        ("- - 1\n  - 2\n- 3", [[1, 2], 3]),
        ("a: |\n  x\n  y\n", {"a": "x\ny\n"}),
        ("", None),
    ],
)
def test_yaml_values_follow_the_1_2_core_schema(text: str, value: object) -> None:
    """Words that YAML 1.1 turns into booleans, times and dates stay words."""
    assert yaml(text) == (value, [])


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a: 1\na: 2", "duplicate-key"),
        ("a: {b: 1, b: 2}", "duplicate-key"),
        ("a: 017", "ambiguous-scalar"),
        ("a: [00]", "ambiguous-scalar"),
        ("a: &x 1", "yaml-alias"),
        ("a: !!str 1", "yaml-alias"),
        ("a: b: c", "yaml-syntax"),
        ("a: 1\n--- \nb: 2", "yaml-syntax"),
        ("? {a: 1}\n: 2", "yaml-syntax"),
        ("[" * 40, "yaml-syntax"),
    ],
)
def test_yaml_that_means_nothing_clear_is_refused(text: str, rule: str) -> None:
    """One finding, of the rule that names the trouble."""
    assert yaml(text)[1] == [rule]


def test_a_text_field_keeps_the_number_as_it_was_written() -> None:
    """`version: 1.10` is not 1.1."""
    assert yaml("a: 1.10")[0]["a"].text == "1.10"


def test_yaml_places_count_characters_from_one() -> None:
    """Keys and values, also in flow style, after wide characters, and with an offset."""
    document = read_yaml("ключ: {é: 日本, b: [x, yy]}\n", "f", Sink(), first_line=5)
    assert document.key(("ключ", "b")) == Span("f", 5, 15, 1)
    assert document.span(("ключ", "b", 1)) == Span("f", 5, 22, 2)
    assert document.span(("ключ", "missing")) == Span("f", 5, 1, 4)


def test_front_matter_is_split_with_its_lines() -> None:
    """The rest of the lesson keeps its line numbers."""
    assert split_front_matter("---\ntitle: x\n---\nText") == ("title: x", "Text", 4)
    assert split_front_matter("Text") == ("", "Text", 1)
    assert split_front_matter("---\nnever closed") == ("never closed", "", 2)


@pytest.mark.parametrize(
    ("text", "mode", "pages"),
    [
        ("a\n\n---\nb", "break", [("a\n", 1), ("b", 4)]),
        ("a\n---\nb", "break", [("a", 1), ("b", 3)]),
        ("a\n---\nb", "none", [("a\n---\nb", 1)]),
        ("---\n---\n\na", "break", [("\na", 3)]),
        ("```\n---\n```", "break", [("```\n---\n```", 1)]),
        (":::{x}\n---\n:::\n---\nb", "break", [(":::{x}\n---\n:::", 1), ("b", 5)]),
        ("## a\nx\n## b\ny", "heading", [("## a\nx", 1), ("## b\ny", 3)]),
        ("", "break", [("", 1)]),
    ],
)
def test_lessons_split_into_pages(text: str, mode: str, pages: list[tuple[str, int]]) -> None:
    """At breaks or headings, never inside code or directives; empty pages vanish."""
    assert split_pages(text, 1, mode) == pages


def test_directives_know_where_everything_stands() -> None:
    """Name, argument, options and body, in a quotation too."""
    sink = Sink()
    body = parse_markdown("x\n\n:::{figure} a.svg\n:alt:  A sign\n\nCaption\n:::\n", "f.md", 10, sink)
    (directive,) = body.directives()
    assert (directive.name, directive.argument, directive.text) == ("figure", "a.svg", "\nCaption")
    assert directive.span == Span("f.md", 12, 5, 6)
    assert directive.argument_span == Span("f.md", 12, 13, 5)
    assert directive.options["alt"].span == Span("f.md", 13, 8, 6)
    assert directive.options["alt"].key_span == Span("f.md", 13, 2, 3)
    assert sink.found == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (":::{note}\nx", "unclosed-directive"),
        ("::::{note}\nx\n:::", "unclosed-directive"),
        ("::: note\nx\n:::", "malformed-directive"),
        (":::\nx\n:::", "malformed-directive"),
    ],
)
def test_broken_directives_are_reported(text: str, rule: str) -> None:
    """At the fence."""
    sink = Sink()
    parse_markdown(text, "f.md", 1, sink)
    assert [item.rule for item in sink.found] == [rule]


@pytest.mark.parametrize(
    ("base", "target", "path"),
    [
        ("lessons/a.md", "../media/x.svg", "media/x.svg"),
        ("lessons/a.md", "b.md#p", "lessons/b.md"),
        ("lessons/a.md", "../media/%D1%84.svg", "media/ф.svg"),
        ("lessons/a.md", "../../etc/passwd", None),
        ("lessons/a.md", "/etc/passwd", None),
        ("a.md", "..", None),
        ("a.md", "x\\y", None),
    ],
)
def test_paths_stay_in_the_course(base: str, target: str, path: str | None) -> None:
    """Relative to the file that names them; never out of the folder."""
    assert resolve(base, target) == path


def test_variants_and_addresses() -> None:
    """A language goes before the extension; schemes lead out."""
    assert variant("media/a.b.svg", "uz-Latn") == "media/a.b.uz-Latn.svg"
    assert all(map(is_external, ("https://x", "mailto:a@b", "//x")))
    assert not any(map(is_external, ("a/b", "a.md#x", "?q")))


def test_slugs_are_stable_ascii() -> None:
    """Latin titles give words; others a short hash that depends on the title alone."""
    assert slug("What data is (2)") == "what-data-is-2"
    assert slug("Ochiq maʼlumotlar") == "ochiq-malumotlar"
    assert slug("Открытые данные") == slug("Открытые данные") != slug("Закрытые данные")
    assert slug("") == ""
    assert slug("5 stars").isascii()
