"""An Excel workbook: a sheet a measure, and first of all a sheet that says what this is.

Texts are written as texts: a name that begins with `=` is never computed, a URL is no link.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from darslik_xapi.files import appearing
from darslik_xapi.privacy.shape import HIDDEN

from .gather import Answer, Gathered
from .plain import is_formula, plain
from .words import Words

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_LONGEST: Final = 2_000
_WIDEST: Final = 48
_TITLE: Final = 31  # characters of a sheet's name in Excel
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))
_SHARES: Final = (
    "_rate",
    "_share",
    "share",
    "rate",
    "facility",
    "_low",
    "_high",
    "completeness",
    "score_mean",
    "reached_rate",
)


def write_excel(gathered: Gathered, path: Path, words: Words) -> None:
    """Write all answers into one workbook.

    Raises:
        XapiError: if it cannot be written.
    """
    with appearing(path) as hidden:
        _workbook(gathered, hidden, words)


def _workbook(gathered: Gathered, path: Path, words: Words) -> None:
    import xlsxwriter

    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "note": book.add_format({"font_color": "#536168", "text_wrap": True, "valign": "top"}),
            "hidden": book.add_format({"font_color": "#536168", "italic": True}),
            "share": book.add_format({"num_format": "0.0%"}),
            "number": book.add_format({"num_format": "0.00"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            "quoted": book.add_format({"quote_prefix": True}),
        }
        _cover(book, gathered, words, formats)
        for name, answer in gathered.answers.items():
            _sheet(book.add_worksheet(name[:_TITLE].translate(_FORBIDDEN)), answer, words, formats, gathered.k)


def _cover(book: Workbook, gathered: Gathered, words: Words, formats: Mapping[str, Format]) -> None:
    sheet = book.add_worksheet(words("sheet.about")[:_TITLE].translate(_FORBIDDEN))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, words("report.title"), formats["title"])
    line = 2
    for label, value in words.facts(gathered):
        sheet.write_string(line, 0, label, formats["head"])
        sheet.write_string(line, 1, plain(value, _LONGEST), formats["note"])
        line += 1
    line += 1
    for name, answer in gathered.answers.items():
        sheet.write_string(line, 0, name, formats["head"])
        sheet.write_string(line, 1, words.measure(answer.measure), formats["note"])
        line += 1


def _sheet(sheet: Worksheet, answer: Answer, words: Words, formats: Mapping[str, Format], k: int) -> None:
    sheet.write_string(0, 0, words.measure(answer.measure), formats["title"])
    sheet.write_string(1, 0, " ".join(_notes(answer, words, k)) or " ")
    rows = answer.published.result.rows
    for column, name in enumerate(answer.columns):
        sheet.write_string(2, column, words.column(name), formats["head"])
        sheet.write_comment(2, column, name)
        longest = max((len(str(row[column])) for row in rows), default=0)
        sheet.set_column(column, column, min(_WIDEST, max(12, longest + 2)))
        for line, row in enumerate(rows, start=3):
            _cell(sheet, (line, column), name, row[column], words, formats)
    sheet.freeze_panes(3, 1)
    if rows:
        sheet.autofilter(2, 0, 2 + len(rows), len(answer.columns) - 1)


def _notes(answer: Answer, words: Words, k: int) -> list[str]:
    published = answer.published
    return words.notes(answer.measure.minimum, published.rows + published.cells, published.dropped, k)


def _cell(
    sheet: Worksheet,
    at: tuple[int, int],
    name: str,
    value: object,
    words: Words,
    formats: Mapping[str, Format],
) -> None:
    if value is None:
        return
    if value is HIDDEN:
        sheet.write_string(*at, words("hidden"), formats["hidden"])
    elif isinstance(value, bool):
        sheet.write_boolean(*at, value)
    elif isinstance(value, float):
        sheet.write_number(*at, value, formats["share" if name.endswith(_SHARES) else "number"])
    elif isinstance(value, int):
        sheet.write_number(*at, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(*at, value.replace(tzinfo=None), formats["time"])
    elif isinstance(value, date):
        sheet.write_datetime(*at, datetime(value.year, value.month, value.day), formats["date"])  # noqa: DTZ001
    else:
        text = plain(str(value), _LONGEST)
        sheet.write_string(*at, text, formats["quoted"] if is_formula(text) else None)
