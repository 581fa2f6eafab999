"""Small groups stay hidden from a reader who adds, subtracts and knows how the tables are made.

The reader has the files as they are written: CSV, the workbook and the page. What is visible in any of them, and what
must hold between the figures (rows add up, parts share out a row, later pages are reached by fewer), is a linear
programme. Every count of 1 to k - 1 learners must keep at least k possible values in it.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any

import pytest
from lxml import html

from darslik_xapi.engines import Result
from darslik_xapi.errors import XapiError
from darslik_xapi.privacy.shape import HIDDEN, Line, Parts, Shape
from darslik_xapi.privacy.suppress import suppress
from darslik_xapi.report.folder import as_csv
from darslik_xapi.report.page.course import Course
from darslik_xapi.report.page.render import render
from darslik_xapi.report.words import Words
from xapi.report.linear import System
from xapi.report.small import COURSE, OPTIONS, PAGES, Learner, cohort, gathered, tables

COUNTS = {"learners", "completed", "passed", "failed", "stopped", "chosen", "reached"}
NUMBERS = {
    *COUNTS,
    "facility",
    "completion_rate",
    "pass_rate",
    "share",
    "stop_share",
    "share_of_visitors",
    "share_of_all",
}
Rows = list[dict[str, Any]]


def read(text: str) -> Rows:
    """A CSV file; empty cells are None."""
    rows = csv.DictReader(io.StringIO(text))
    return [
        {name: None if value == "" else float(value) if name in NUMBERS else value for name, value in row.items()}
        for row in rows
    ]


class Reader:
    """Writes down what the files say, and what follows."""

    def __init__(self, files: dict[str, Rows]) -> None:
        self.files = files
        self.system = System()
        self.slack = 0

    def see(self, name: str, row: dict[str, Any], column: str, factor: float = 1.0) -> None:
        """A cell that is visible is an equation."""
        if row.get(column) is not None:
            self.system.equal({name: 1.0}, round(row[column] * factor))

    def share(self, name: str, row: dict[str, Any], column: str, whole: str) -> None:
        """So is a share, if its whole is visible too."""
        if row.get(column) is not None and row.get(whole) is not None:
            self.system.equal({name: 1.0}, round(row[column] * row[whole]))

    def adds(self, parts: list[str], whole: str) -> None:
        """Parts add up to a whole."""
        self.system.equal({**dict.fromkeys(parts, 1.0), whole: -1.0}, 0.0)

    def less(self, small: str, great: str) -> None:
        """One count is not more than another."""
        self.slack += 1
        self.system.less({small: 1.0}, {great: 1.0}, f"slack {self.slack}")

    def completion(self, name: str, row: dict[str, Any]) -> None:
        """A row of completion and success."""
        for column in ("learners", "completed", "passed", "failed"):
            self.see(f"{name} {column}", row, column)
        self.share(f"{name} completed", row, "completion_rate", "learners")
        self.adds([f"{name} completed", f"{name} open"], f"{name} learners")
        self.adds([f"{name} passed", f"{name} failed", f"{name} rest"], f"{name} learners")

    def read(self) -> System:
        """Everything."""
        for row in self.files["completion-by-course"]:
            self.completion("all", row)
        for table, by in (("completion-by-group", "team"), ("completion-by-language", "language")):
            self.line(self.files.get(table, []), by)
        for row in self.files["time-to-completion"]:
            self.see("all completed", row, "learners")
        self.funnel()
        self.pages()
        self.scores()
        self.items()
        return self.system

    def line(self, rows: Rows, by: str) -> None:
        """Rows that add up to the course, unless some are left out."""
        for row in rows:
            self.completion(f"{by} {row[by]}", row)
            self.system.least(f"{by} {row[by]} learners", 1.0)
        for column in ("learners", "completed", "passed", "failed", "open", "rest"):
            parts = [f"{by} {row[by]} {column}" for row in rows]
            self.adds([*parts, f"{by} unnamed {column}"], f"all {column}")

    def funnel(self) -> None:
        """Stages, each of learners of the one before."""
        names = {"enrolled": "all learners", "completed": "all completed", "passed": "all passed"}
        before = "all learners"
        for row in self.files["funnel"]:
            name = names.get(row["stage"], f"stage {row['stage']}")
            self.see(name, row, "learners")
            if name != before:
                self.less(name, before)
                self.adds([name, f"lost before {row['stage']}"], before)
            before = name

    def pages(self) -> None:
        """Pages, each reached by learners of the one before; who stopped, on which page."""
        before = "all learners"
        stops = []
        for row in self.files["drop-off"]:
            page = row["number"]
            self.see(f"page {page}", row, "learners")
            self.see(f"stop {page}", row, "stopped")
            self.share(f"stop {page}", row, "stop_share", "learners")
            self.adds([f"page {page}", f"lost before {page}"], before)
            self.less(f"stop {page}", f"page {page}")
            stops.append(f"stop {page}")
            before = f"page {page}"
        self.adds(stops, "all open")

    def scores(self) -> None:
        """Scores, on both sides of the mark."""
        rows = self.files.get("scores", [])
        for row in rows:
            self.see(f"score {row['low']}", row, "learners")
            self.system.least(f"score {row['low']} learners", 1.0)
        for column, wanted in (("all passed", True), ("all failed", False)):
            parts = [f"score {row['low']}" for row in rows if (float(row["low"]) >= 0.7) == wanted]
            self.adds([*parts, f"unnamed {column}"], column)

    def items(self) -> None:
        """Options and who was right, of all and by language."""
        for row in self.files["item-analysis"]:
            self.item(row, "all")
            rows = [one for one in self.files.get("item-analysis-by-language", []) if one["id"] == row["id"]]
            for one in rows:
                self.item(one, one["language"])
            for column in ("n", "right", *OPTIONS):
                parts = [f"{row['id']} {one['language']} {column}" for one in rows]
                self.adds([*parts, f"{row['id']} unnamed {column}"], f"{row['id']} all {column}")

    def item(self, row: dict[str, Any], language: str) -> None:
        """A question in a language."""
        name = f"{row['id']} {language}"
        if language == "all":  # everybody answered
            self.system.equal({f"{name} n": 1.0, "all learners": -1.0}, 0.0)
        self.see(f"{name} n", row, "learners")
        self.share(f"{name} right", row, "facility", "learners")
        table = "distractors" if language == "all" else "distractors-by-language"
        for option in self.files.get(table, []):
            if option["id"] == row["id"] and option.get("language", "all") == language:
                self.see(f"{name} {option['component']}", option, "chosen")
                self.share(f"{name} {option['component']}", option, "share", "learners")
                self.see(f"{name} n", option, "learners")
        self.adds([f"{name} {option}" for option in OPTIONS], f"{name} n")
        self.system.equal({f"{name} a": 1.0, f"{name} right": -1.0}, 0.0)
        self.adds([f"{name} right", f"{name} wrong"], f"{name} n")


def truth(learners: list[Learner]) -> dict[str, int]:
    """The counts behind the names of `Reader`: groups of learners and what became of them."""
    found: Counter[str] = Counter()
    for one in learners:
        for name in ("all", f"team {one.team}", f"language {one.language}"):
            found[f"{name} learners"] += 1
            found[f"{name} open"] += not one.completed
            found[f"{name} rest"] += not one.passed and not one.failed
            for what in ("completed", "passed", "failed"):
                found[f"{name} {what}"] += getattr(one, what)
        found[f"lost before {one.last + 1}"] += one.last < PAGES
        found[f"stop {one.last}"] += not one.completed
        for number, option in enumerate(one.answers):
            for language in ("all", one.language):
                found[f"q{number} {language} {option}"] += 1
                found[f"q{number} {language} {'right' if option == 'a' else 'wrong'}"] += 1
    return found


def attack(files: dict[str, Rows], learners: list[Learner], k: int) -> tuple[int, list[str]]:
    """How many small counts were attacked, and those of which fewer than k values are left."""
    system, tried, found = Reader(files).read(), 0, []
    for name, count in truth(learners).items():
        if 0 < count < k and name in system.floor:
            least, most = system.range(name)
            assert least - 1e-5 <= count <= most + 1e-5, name
            tried += 1
            if most - least < k - 1 - 1e-5:
                found.append(f"{name}: {count} in {least:g} … {most:g}")
    return tried, found


@pytest.mark.parametrize("k", [3, 5])
def test_no_small_count_follows(k: int) -> None:
    """In hundreds of random cohorts, by linear programmes over everything that the files say."""
    attacked = 0
    for seed in range(100):
        learners = cohort(seed)
        files = {name: read(as_csv(answer)) for name, answer in gathered(tables(learners), k).answers.items()}
        tried, found = attack(files, learners, k)
        assert found == [], f"cohort {seed}"
        attacked += tried
    assert attacked > 1_000


def test_the_attacker_is_able() -> None:
    """Where small rows alone are hidden, the attacker finds many of them."""
    found = []
    for seed in range(20):
        learners = cohort(seed)
        files = {name: read(_naive(rows)) for name, rows in tables(learners).items()}
        found += attack(files, learners, 5)[1]
    assert len(found) > 100


def test_the_page_hides_what_the_tables_hide() -> None:
    """Rows of groups, pages and options, in random cohorts; and hidden counts stand in no sentence."""
    looked = 0
    for seed in range(12):
        found = gathered(tables(cohort(seed)), 5)
        files = {name: read(as_csv(answer)) for name, answer in found.answers.items()}
        page = html.fromstring(render([Course(COURSE, 1, "Small", found, Words("en"))], found, Words("en")))
        shown = {" ".join(str(cell.text_content()).split()) for cell in page.cssselect("td, .second")}
        for row in files.get("completion-by-group", []):
            cells = cells_of(page, "Completion and success by group", str(row["team"]))
            assert [cell == "hidden" for cell in cells[:2]] == [row["learners"] is None, row["completion_rate"] is None]
            looked += cells[1] == "hidden"
        for row in files["drop-off"]:
            cells = cells_of(page, "Learners by page", str(row["title"]))
            assert [cell == "hidden" for cell in cells[:3:2]] == [row["learners"] is None, row["stopped"] is None]
            looked += cells[0] == "hidden"
        small = {f"{count} of" for count in range(1, 5)}
        assert not [text for text in shown if text.startswith(tuple(small))]
    assert looked > 10


def cells_of(page: html.HtmlElement, caption: str, name: str) -> list[str]:
    """The cells of a row of a table, without what is computed from them."""
    for table in page.cssselect("table"):
        if caption == table.cssselect("caption")[0].text_content():
            for row in table.cssselect("tbody tr"):
                if row.cssselect("th bdi")[0].text_content() == name:
                    return [" ".join(str(cell.text_content()).split()) for cell in row.cssselect("td")]
    raise AssertionError(caption, name)


def _naive(rows: Rows) -> str:
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        for row in rows:
            small = 0 < row["learners"] < 5
            writer.writerow({name: "" if small and name in NUMBERS else value for name, value in row.items()})
    return out.getvalue()


def test_parts_and_what_remains() -> None:
    """Passed of all learners: few of either kind hide the part and its share, not the row."""
    shape = Shape(("team",), parts=(Parts("learners", ("passed",), ("rate",)),))
    rows = [("a", 40, 20, 0.5), ("b", 40, 38, 0.95), ("c", 40, 3, 0.075), ("d", 40, 40, 1.0), ("e", 40, 0, 0.0)]
    shown = suppress(Result(("team", "learners", "passed", "rate"), tuple(rows)), shape, 5)
    assert [row[2] is HIDDEN for row in shown.result.rows] == [False, True, True, False, False]
    assert [row[3] is HIDDEN for row in shown.result.rows] == [False, True, True, False, False]
    assert [row[1] for row in shown.result.rows] == [40] * 5
    assert (shown.rows, shown.cells) == (0, 2)


def test_one_small_row_takes_another_with_it() -> None:
    """And if all of them together are too few, no row is named."""
    shape = Shape(("team",), lines=(Line(()),))

    def shown(*counts: int) -> list[object]:
        rows = tuple((str(number), count) for number, count in enumerate(counts))
        return [row[1] for row in suppress(Result(("team", "learners"), rows), shape, 5).result.rows]

    assert shown(30, 20, 9) == [30, 20, 9]
    assert shown(30, 20, 3) == [30, HIDDEN, HIDDEN]
    assert shown(30, 20, 4, 3) == [30, 20, HIDDEN, HIDDEN]
    assert shown(30, 20, 1, 1) == [30, HIDDEN, HIDDEN, HIDDEN]
    assert shown(1, 1, 1, 1, 1) == []
    assert shown(4) == []


def test_k_is_a_number_of_learners() -> None:
    """One shows everything; below, there is nobody."""
    result_ = Result(("team", "learners"), (("a", 1),))
    assert suppress(result_, Shape(("team",), lines=(Line(()),)), 1).result.rows == (("a", 1),)
    with pytest.raises(XapiError, match="--k 0 is no number of learners"):
        suppress(result_, Shape(("team",)), 0)
