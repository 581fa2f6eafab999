"""`darslik xapi report`: what is in the files, who gets them, what happens to bad input."""

from __future__ import annotations

import csv
import importlib
import itertools
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest
from lxml import etree, html

from darslik_xapi.measures import MEASURES
from darslik_xapi.report import charts
from tracking_plans import IRI
from xapi.report import hostile
from xapi.report.conftest import Desk, Report

SHEET = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@pytest.fixture(scope="session")
def page(desk: Desk, report: Report) -> html.HtmlElement:
    """The page of the planned course."""
    path = desk.folder / "waste.html"
    result = report("--course", desk.plan, "-o", path)
    assert result.exit_code == 0, result.output
    return html.fromstring(path.read_text("utf-8"))


@pytest.fixture(scope="session")
def both(desk: Desk, report: Report) -> str:
    """The page of all courses of the store, without plans."""
    path = desk.folder / "all.html"
    assert report("-o", path).exit_code == 0
    return path.read_text("utf-8")


@pytest.fixture(scope="session")
def tables(desk: Desk, report: Report) -> Path:
    """CSV of all courses."""
    assert report("-o", desk.folder / "tables", "--format", "csv").exit_code == 0
    return desk.folder / "tables"


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def queried(sql: str, path: Path) -> list[tuple[Any, ...]]:
    """What DuckDB reads in a file."""
    with duckdb.connect() as connection:
        return connection.execute(sql, [str(path)]).fetchall()


def figure(svg: html.HtmlElement) -> html.HtmlElement:
    """What stands with a picture: both are of one part of the page."""
    found: html.HtmlElement = svg.xpath("ancestor::section[1]")[0]
    return found


def words(element: html.HtmlElement) -> str:
    """The text of an element, on one line."""
    return " ".join(element.text_content().split())


def test_the_worst_question_comes_first(page: html.HtmlElement) -> None:
    """With its place in the source, its options' texts, and what to do."""
    first = page.cssselect("article.card")[0]
    assert "the key is probably wrong" in words(first)
    assert re.search(r"courses/waste/lessons/\d+\.md:\d+", words(first.cssselect(".where")[0]))
    assert "Check the key first" in words(first.cssselect(".todo")[0])
    assert [words(row).startswith("Option") for row in first.cssselect("tbody th")] == [True] * 4


def test_the_page_is_built_for_everybody(page: html.HtmlElement) -> None:
    """Language, landmarks, headings without gaps, captions and scopes, a table for each chart, ids of one's own."""
    assert page.get("lang") == "en"
    assert [len(page.cssselect(one)) for one in ("main", "header", "footer", "h1", "nav[aria-label]")] == [1] * 5
    levels = [int(str(one.tag)[1:]) for one in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    for table in page.cssselect("table"):
        assert table.cssselect("caption")
        assert all(cell.get("scope") for cell in table.cssselect("th"))
    ids = Counter(element.get("id") for element in page.xpath("//*[@id]"))
    assert [name for name, count in ids.items() if count > 1] == []
    for svg in page.cssselect("figure > svg"):
        assert words(svg.cssselect("title")[0])
        assert words(svg.cssselect("desc")[0])
        assert figure(svg).cssselect("table")
    assert len(page.cssselect("figure > svg")) >= 8


def test_nothing_runs_and_nothing_is_fetched(page: html.HtmlElement, both: str) -> None:
    """Hostile names are text; the page has neither scripts nor addresses."""
    for root in (page, html.fromstring(both)):
        assert root.cssselect("script, img, iframe, link, object, embed, form, [style], [onerror], [onclick]") == []
        assert all((one.get("href") or "").startswith("#") for one in root.cssselect("a"))
    assert "&lt;script&gt;taken=1" in both
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]", both)
    assert "long " * 60 not in both


def test_the_page_is_small(desk: Desk, page: html.HtmlElement) -> None:
    """Pictures included."""
    assert page.cssselect("figure svg path")
    assert (desk.folder / "waste.html").stat().st_size < 400_000


def test_several_courses_have_an_index(both: str) -> None:
    """And a section each; those without a plan are named by their own statements."""
    root = html.fromstring(both)
    titles = [words(one) for one in root.cssselect(".course > h2")]
    assert titles[0] == IRI
    assert "taken=1" in titles[1]
    assert len(root.cssselect("nav.contents li")) == 3
    assert len(root.cssselect(".audience")) == 4


@pytest.mark.parametrize(
    ("reader", "there", "away"), [("manager", "For managers", "For course"), ("designer", "For course", "For managers")]
)
def test_one_reader_alone(reader: str, there: str, away: str, desk: Desk, report: Report, tmp_path: Path) -> None:
    path = tmp_path / "one.html"
    assert report("-o", path, "--for", reader, "--course", desk.plan).exit_code == 0
    titles = " ".join(words(one) for one in html.fromstring(path.read_text("utf-8")).cssselect("h2"))
    assert there in titles
    assert away not in titles


def test_titles_and_options_are_in_the_language(desk: Desk, report: Report, tmp_path: Path) -> None:
    """Those of the course too, from its plan."""
    path = tmp_path / "ru.html"
    assert report("--course", desk.plan, "-o", path, "--lang", "ru").exit_code == 0
    root = html.fromstring(path.read_text("utf-8"))
    assert root.get("lang") == "ru"
    assert words(root.cssselect("h1")[0]) == "Waste data (ru)"
    assert words(root.cssselect("article.card tbody th bdi")[0]).endswith("(ru)")
    assert "Руководителям" in words(root.cssselect("h2")[0])


def test_a_period_cuts_records_off(report: Report, tmp_path: Path) -> None:
    """Both days are included."""
    part = tmp_path / "part"
    options = ("--since", "2026-03-02", "--until", "2026-03-02", "--course", hostile.IRI, "-o", part, "--format", "csv")
    assert report(*options).exit_code == 0
    checks = {row["check"]: row for row in rows(part / "data-quality.csv")}
    assert float(checks["all"]["of"]) == 12 * 4


def test_formulas_stay_texts_in_csv(tables: Path) -> None:
    """An apostrophe goes before what a spreadsheet would compute."""
    teams = {row["team"] for row in rows(tables / "completion-by-group.csv") if row["course"] == hostile.IRI}
    assert any(team.startswith("'=HYPERLINK") for team in teams)
    assert any(team.startswith("'@") for team in teams)
    for path in tables.glob("*.csv"):
        for row in rows(path):
            for name, text in row.items():
                assert not (text or "").startswith(("=", "+", "@", "\t", "\r")), (path.name, name)


def test_the_workbook_has_a_sheet_a_measure(desk: Desk, report: Report, tables: Path) -> None:
    """Without a formula; headers stay in sight; what CSV hides is hidden here."""
    path = desk.folder / "all.xlsx"
    assert report("-o", path).exit_code == 0
    with zipfile.ZipFile(path) as book:
        sheets = etree.fromstring(book.read("xl/workbook.xml")).findall(".//m:sheet", SHEET)
        bodies = [book.read(f"xl/worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
        texts = etree.fromstring(book.read("xl/sharedStrings.xml"))
    shared = ["".join(one.itertext()) for one in texts.findall("m:si", SHEET)]
    assert [one.get("name") for one in sheets][1:] == [name[:31] for name in MEASURES]
    assert len(shared) > 100
    assert hostile.FORMULA in shared
    hidden = shared.index("hidden")
    for body, name in zip(bodies[1:], MEASURES, strict=True):
        sheet = etree.fromstring(body)
        assert sheet.findall(".//m:f", SHEET) == []
        assert sheet.find(".//m:pane", SHEET) is not None
        cells = sheet.findall(".//m:c[@t='s']/m:v", SHEET)
        found = {cell.xpath("string(../@r)") for cell in cells if cell.text == str(hidden)}
        lines = {int(re.sub(r"\D", "", str(place))) for place in found}
        assert len(lines) == sum(row["hidden"] == "true" for row in rows(tables / f"{name}.csv")), name


def test_parquet_has_types(desk: Desk, report: Report, tables: Path) -> None:
    """Numbers are numbers; hidden cells are null, and the row says so."""
    folder = desk.folder / "parquet"
    assert report("-o", folder, "--format", "parquet").exit_code == 0
    assert sorted(path.stem for path in folder.iterdir()) == sorted(MEASURES)
    for path in folder.iterdir():
        ((count,),) = queried("SELECT count(*) FROM read_parquet(?) WHERE hidden", path)
        assert count == sum(row["hidden"] == "true" for row in rows(tables / f"{path.stem}.csv")), path.stem
    kinds = queried("DESCRIBE SELECT * FROM read_parquet(?)", folder / "completion-by-group.parquet")
    found = {name: kind for name, kind, *_ in kinds}
    assert (found["team"], found["learners"], found["pass_rate"], found["hidden"]) == (
        "VARCHAR",
        "BIGINT",
        "DOUBLE",
        "BOOLEAN",
    )


def test_without_the_extra_there_are_tables(
    desk: Desk, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a word about how to get pictures."""
    monkeypatch.setattr(importlib.import_module("darslik_xapi.report.charts.draw"), "_library", lambda: None)
    assert not charts.available()
    path = tmp_path / "plain.html"
    assert report("-o", path, "--course", desk.plan).exit_code == 0
    root = html.fromstring(path.read_text("utf-8"))
    assert root.cssselect("figure") == []
    assert root.cssselect("td svg.bar")
    assert len(root.cssselect("table")) > 10
    assert "darslik[charts]" in words(root.cssselect("footer")[0])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "r.html", "--course", "https://example.org/none"), IRI),
        (("-o", "report"), "tells no format"),
        (("-o", "r.html", "--lang", "de"), "languages: en, ru, uz-Latn, uz-Cyrl"),
        (("-o", "r.html", "--since", "2026-02-02", "--until", "2026-02-01"), "is after --until"),
        (("-o", "r.html", "--k", "0"), "--k 0 is no number of learners"),
        (("-o", "nowhere/r.html"), "make its folder first"),
    ],
)
def test_what_a_person_can_mend(
    arguments: tuple[str, ...], said: str, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message, exit code 2, and no file."""
    monkeypatch.chdir(tmp_path)
    result = report(*arguments)
    assert (result.exit_code, result.output.startswith("error: ")) == (2, True)
    assert said in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_none_or_empty(report: Report, tmp_path: Path) -> None:
    """The first is an error; the second has an empty page that says so."""
    result = report("-o", tmp_path / "r.html", store=tmp_path)
    assert result.exit_code == 2
    assert "is no store" in result.output
    (tmp_path / "store.json").write_text('{"format": 1, "actors": "pseudonyms"}', "utf-8")
    result = report("-o", tmp_path / "r.html", store=tmp_path)
    assert result.exit_code == 0, result.output
    assert "There are no learning records" in (tmp_path / "r.html").read_text("utf-8")


def test_a_small_k_is_warned_about(report: Report, tmp_path: Path) -> None:
    """Before anything is computed."""
    result = report("-o", tmp_path / "r.html", "--k", "2", "--course", "https://example.org/none")
    assert "warning: --k 2 shows groups of 2 learners" in result.output
