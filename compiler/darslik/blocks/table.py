"""`:::{table} Caption`: a Markdown table or a CSV file, with caption, row headers and source."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup

from darslik.blocks import Block, FileRef, Options, file_option
from darslik.source.markdown import Directive

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer


class TableOptions(Options):
    """Options of a table."""

    file: str = ""
    header_column: bool = False
    source: str = ""

    model_config = {"alias_generator": lambda name: name.replace("_", "-")}


def _files(directive: Directive) -> Iterable[FileRef]:
    return file_option(directive, "file", "data")


def read_csv(data: bytes) -> list[list[str]]:
    """Rows of a UTF-8 CSV file. Raises ValueError if it is none."""
    text = data.decode("utf-8-sig")
    try:
        return [row for row in csv.reader(io.StringIO(text), strict=True) if row]
    except csv.Error as error:
        raise ValueError(str(error)) from error


def _render(directive: Directive, page: PageRenderer) -> Markup:
    options: TableOptions = directive.data
    if options.file:
        body = _csv_table(read_csv(page.read(options.file, directive.span.file)), options.header_column)
    else:
        body = page.body(directive.body, framed=True) if directive.body else Markup("")
        body = _row_headers(body) if options.header_column else body
    block = {
        "caption": page.inline(directive.argument) if directive.argument else None,
        "source": page.cite(options.source) if options.source else None,
        "header_column": options.header_column,
    }
    return page.block("table", block, None, body=body)


def _csv_table(rows: list[list[str]], header_column: bool) -> Markup:
    head, *rest = rows or [[]]
    column, empty = Markup('<th scope="col">{}</th>'), Markup("<td></td>")
    cells = Markup("").join(column.format(text) if text.strip() else empty for text in head)
    body = Markup("").join(_csv_row(row, header_column) for row in rest)
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(cells, body)


def _csv_row(row: list[str], header_column: bool) -> Markup:
    row_header, cell = Markup('<th scope="row">{}</th>'), Markup("<td>{}</td>")
    cells = [(row_header if header_column and not i else cell).format(text) for i, text in enumerate(row)]
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))


def _row_headers(table: Markup) -> Markup:
    """First cell of each body row becomes a row header."""
    head, mark, body = str(table).partition("<tbody>")
    rows = body.split("<tr>\n<td")
    headed = ('<tr>\n<th scope="row"' + row.replace("</td>", "</th>", 1) for row in rows[1:])
    return Markup(head + mark + rows[0] + "".join(headed))  # noqa: S704 - already escaped HTML


BLOCKS = [Block("table", _render, TableOptions, argument_is="a caption", files=_files)]
