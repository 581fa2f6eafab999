"""`matrix`: a table of rows and columns, with an `x` in each cell that is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from markdown_it.token import Token

from darslik.diagnostics import Severity, Sink, Span
from darslik.questions import MAX_OPTIONS, InteractionType, QuestionOptions
from darslik.questions.codes import DIGITS, LETTERS, Group
from darslik.questions.parts import Item, Parts, Rich, as_block, groups, part_of, rich_inline
from darslik.rules import define
from darslik.source.markdown import Body

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer

MAX_COLUMNS = 9
MAX_MARKS = 36
"""Pairs that SCORM 2004 stores of a matching response at least (RTE 4.2.9.1); 1.2 has room for 63."""
_FORM = [
    "write a Markdown table: the columns in its head, a row for each line, `x` where it is right",
    "`| | Copy | Sell |`, `|---|---|---|`, `| CC0 | x | x |`",
]

define(
    "matrix-cell",
    Severity.ERROR,
    """
    A cell of a matrix question holds something else than `x` or nothing.

    The cells say what is right: `x` (or `[x]`) is right, an empty cell (or `[ ]`) is not. Words belong into the head
    and into the first column.

    Bad:
    === lessons/01-first.md
    :::{matrix} What puts out which fire?
    :id: agents
    | | Water | Foam |
    |---|---|---|
    | Wood | yes | |
    | Petrol | | x |

    > Petrol swims on water.
    :::
    Good:
    === lessons/01-first.md
    :::{matrix} What puts out which fire?
    :id: agents
    | | Water | Foam |
    |---|---|---|
    | Wood | x | |
    | Petrol | | x |

    > Petrol swims on water.
    :::
    """,
)


class MatrixOptions(QuestionOptions):
    """Options of a matrix question."""

    many: bool | None = None


@dataclass(frozen=True)
class Matrix:
    """Rows with the columns that are right for them."""

    rows: tuple[Item, ...]
    columns: tuple[Rich, ...]
    right: tuple[tuple[bool, ...], ...]
    many: bool
    stem: Body | None
    row_codes: tuple[str, ...]
    column_codes: tuple[str, ...]
    places: tuple[Span, ...] = ()
    """Where the columns stand: all in the head."""

    @property
    def key(self) -> list[str]:
        """`a.2` for each cell that is right."""
        return [
            f"{row}.{column}"
            for row, marks in zip(self.row_codes, self.right, strict=True)
            for column, mark in zip(self.column_codes, marks, strict=True)
            if mark
        ]


Cells = list[list[Token]]


def take_table(stem: Body | None) -> tuple[Cells, Body | None]:
    """The cells of the first table, and the stem without it."""
    for group in groups(stem.tokens) if stem else ():
        if stem and group[0].type == "table_open":
            rest = [token for token in stem.tokens if not any(token is taken for taken in group)]
            return _cells(group), part_of(stem, rest)
    return [], stem


def _cells(table: list[Token]) -> Cells:
    rows: Cells = []
    for token in table:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            token.map = token.map or table[0].map
            rows[-1].append(token)
    return rows


class MatrixKind:
    """One answer, or several, in each row."""

    name = "matrix"
    options: type[QuestionOptions] = MatrixOptions
    type: InteractionType = "matching"
    gaps = False
    answers_are_words = False

    def read(self, parts: Parts, options: MatrixOptions, sink: Sink) -> Matrix | None:
        """The table, and the feedback of its rows from a numbered list."""
        cells, stem = take_table(parts.stem)
        body = parts.stem
        if not body or len(cells) < 3 or len(cells) - 1 > MAX_OPTIONS or not 3 <= len(cells[0]) <= MAX_COLUMNS + 1:
            sink.add(
                "question-malformed",
                f"a matrix question has a table of 2 to {MAX_OPTIONS} rows and 2 to {MAX_COLUMNS} columns",
                parts.directive.span,
                help=_FORM,
            )
            return None
        head, *lines = cells
        spans = [_span(body, row, parts) for row in lines]
        marks = [self._marks(row[1:], span, sink) for row, span in zip(lines, spans, strict=True)]
        if not all(marks) or not self._feedback_fits(parts, len(lines), sink):
            return None
        many = any(sum(row) > 1 for row in marks) or bool(options.many)
        if options.many is False and any(sum(row) > 1 for row in marks):
            span = parts.directive.options["many"].span
            sink.add("question-malformed", "`:many: false`, but a row has several right cells", span)
        if many and len(lines) * len(head[1:]) > MAX_MARKS:
            message = f"with check boxes at most {MAX_MARKS} cells can be recorded, and this table has more"
            sink.add("too-many-options", message, parts.directive.span, help="make two questions of it")
            return None
        rows = [
            Item(None, rich_inline(row[0], body.file), _feedback(parts, n), span)
            for n, (row, span) in enumerate(zip(lines, spans, strict=True))
        ]
        columns = [rich_inline(cell, body.file) for cell in head[1:]]
        codes = tuple(LETTERS[: len(rows)]), tuple(DIGITS[: len(columns)])
        places = (_span(body, head, parts),) * len(columns)
        return Matrix(tuple(rows), tuple(columns), tuple(map(tuple, marks)), many, stem, *codes, places)

    def _marks(self, cells: list[Token], span: Span, sink: Sink) -> list[bool]:
        marks = []
        for cell in cells:
            text = cell.content.strip().lower().replace("\\", "")
            if text not in {"", "x", "[x]", "[ ]", "[]"}:
                sink.add(
                    "matrix-cell",
                    f"`{cell.content.strip()}` is neither `x` nor empty",
                    span,
                    help="write `x` or nothing",
                )
                return []
            marks.append(text in {"x", "[x]"})
        if not any(marks):
            sink.add(
                "question-without-answer",
                "nothing is right in this row",
                span,
                help="write `x` into a cell; if none fits, add a column that says so",
            )
            return []
        return marks

    def _feedback_fits(self, parts: Parts, rows: int, sink: Sink) -> bool:
        if len(parts.items) <= rows:
            return True
        span = parts.items[rows].span
        sink.add("question-malformed", "there is feedback for more rows than the table has", span)
        return False

    def items(self, content: Matrix) -> list[Item]:
        """The rows."""
        return list(content.rows)

    def key(self, content: Matrix) -> object:
        """Which cells are right."""
        return content.right

    def merge(self, source: Matrix, translated: Matrix) -> Matrix:
        """The translation's texts."""
        rows, columns = source.row_codes, source.column_codes
        return replace(translated, many=source.many, row_codes=rows, column_codes=columns)

    def coded(self, content: Matrix) -> tuple[Group, ...]:
        """Rows and columns."""
        rows = Group("rows", tuple(row.text.plain for row in content.rows))
        return rows, Group("columns", tuple(column.plain for column in content.columns), DIGITS)

    def recode(self, content: Matrix, codes: Mapping[str, tuple[str, ...]]) -> Matrix:
        """Both under these codes."""
        return replace(content, row_codes=codes["rows"], column_codes=codes["columns"])

    def rule(self, content: Matrix) -> dict[str, Any]:
        """Pairs of row and column."""
        return {"rule": "pairs", "key": content.key}

    def context(self, content: Matrix, page: PageRenderer) -> dict[str, Any]:
        """Rows and columns with codes."""
        columns = [
            {"code": code, "text": page.rich(text)}
            for code, text in zip(content.column_codes, content.columns, strict=True)
        ]
        return {"many": content.many, "rows": page.items(content.row_codes, content.rows), "columns": columns}

    def definition(self, contents: Mapping[str, Matrix]) -> dict[str, Any]:
        """Rows are the sources, columns the targets."""
        first = next(iter(contents.values()))
        source = [
            {"id": code, "description": {lang: c.rows[n].text.plain for lang, c in contents.items()}}
            for n, code in enumerate(first.row_codes)
        ]
        target = [
            {"id": code, "description": {lang: c.columns[n].plain for lang, c in contents.items()}}
            for n, code in enumerate(first.column_codes)
        ]
        pattern = "[,]".join(pair.replace(".", "[.]") for pair in first.key)
        return {"correctResponsesPattern": [pattern], "source": source, "target": target}


def _span(body: Body, row: list[Token], parts: Parts) -> Span:
    """The line of a row."""
    at = body.span(row[0], "|")
    return at if row[0].map else parts.directive.span


def _feedback(parts: Parts, row: int) -> Body | None:
    return as_block(parts.items[row].text, parts.items[row].span) if row < len(parts.items) else None


KIND = MatrixKind()
