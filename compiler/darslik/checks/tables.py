"""Tables: header cells, a name, and data that can be read."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it.token import Token

from darslik.blocks.table import read_csv
from darslik.checks import Finding, Subject, check
from darslik.diagnostics import Severity
from darslik.source.markdown import Body, Directive
from darslik.source.paths import is_external, localised, resolve


@check(Severity.WARNING)
def table_without_header(subject: Subject) -> Iterator[Finding]:
    """The header row of a table is empty, in whole or beyond its first cell.

    A screen reader says the header with each cell. Without it a learner hears numbers and does not know of what. Only
    the corner above a column of row headers may be empty. WCAG 2.2, 1.3.1.

    Bad:
    === lessons/01-first.md
    :::{table} Fires by cause
    |  |  |
    |:--|--:|
    | Wiring | 120 |
    :::
    Good:
    === lessons/01-first.md
    :::{table} Fires by cause
    | Cause | Fires |
    |:--|--:|
    | Wiring | 120 |
    :::
    """
    for place in subject.walk.bodies:
        for number, token in enumerate(place.body.tokens):
            if token.type == "thead_open":
                cells = _cells(place.body.tokens, number, "thead_close")
                if any(not cell for cell in cells[1:]) or cells == [""]:
                    yield Finding(
                        "a column of this table has no header",
                        place._replace(token=token).span("|"),
                        help="name each column in the first row",
                    )


def _cells(tokens: list[Token], start: int, end: str) -> list[str]:
    cells = []
    for token in tokens[start:]:
        if token.type == end:
            break
        if token.type == "inline":
            cells.append(token.content.strip())
    return cells


@check(Severity.HINT)
def table_without_caption(subject: Subject) -> Iterator[Finding]:
    """A table has no caption.

    The caption says what the rows are before a learner, or a screen reader, goes into them. WCAG 2.2, 1.3.1.

    Bad:
    === lessons/01-first.md
    | Cause | Fires |
    |:--|--:|
    | Wiring | 120 |
    Good:
    === lessons/01-first.md
    :::{table} Fires by cause
    | Cause | Fires |
    |:--|--:|
    | Wiring | 120 |
    :::
    """
    for place in subject.walk.tables:
        if place.kind == "body":
            yield Finding(
                "this table has no caption",
                place.span("|"),
                help="write `:::{table} What it shows` before it and `:::` after it",
            )
    for piece in subject.walk.pieces:
        if piece.directive.name == "table" and not piece.directive.argument:
            yield Finding("this table has no caption", piece.directive.span, help="write `:::{table} What it shows`")


@check(Severity.ERROR)
def table_without_rows(subject: Subject) -> Iterator[Finding]:
    """A table directive holds no table, or something beside it.

    Its body is one Markdown table, or `:file:` names a CSV file.

    Bad:
    === lessons/01-first.md
    :::{table} Fires by cause
    Wiring, 120
    :::
    Good:
    === lessons/01-first.md
    :::{table} Fires by cause
    | Cause | Fires |
    |:--|--:|
    | Wiring | 120 |
    :::
    """
    for piece in subject.walk.pieces:
        directive = piece.directive
        if directive.name == "table" and directive.body and (problem := _problem(directive, directive.body)):
            yield Finding(
                problem,
                directive.span,
                help=(
                    "write a Markdown table: `| Column | Column |`, `|:--|--:|`, rows",
                    "or name a CSV file: `:file: ../files/data.csv`",
                ),
            )


def _problem(directive: Directive, body: Body) -> str:
    blocks = [
        token.type
        for token in body.tokens
        if token.level == 0 and token.nesting >= 0 and not token.content.startswith("<!--")
    ]
    if directive.options.get("file"):
        return "a table from a file has no rows of its own" if blocks else ""
    if blocks == ["table_open"]:
        return ""
    return "only one Markdown table can stand here" if "table_open" in blocks else "there is no table in here"


@check(Severity.ERROR)
def table_data(subject: Subject) -> Iterator[Finding]:
    """The CSV file of a table cannot be read.

    It is UTF-8 text with commas between cells, a header row first, and as many cells in each row.

    Bad:
    === files/fires.csv
    cause,fires
    wiring,120,new
    === lessons/01-first.md
    :::{table} Fires by cause
    :file: ../files/fires.csv
    :::
    Good:
    === files/fires.csv
    cause,fires
    wiring,120
    === lessons/01-first.md
    :::{table} Fires by cause
    :file: ../files/fires.csv
    :::
    """
    files = subject.course.files
    for file in subject.walk.files:
        path = None if is_external(file.ref.path) else resolve(file.place.file, file.ref.path)
        path = path and localised(files, path, file.place.lang)
        if file.ref.purpose == "data" and path and files.has(path) and (problem := _csv_problem(files.read(path))):
            yield Finding(problem, file.ref.span, help="save it as “CSV UTF-8 (comma delimited)”")


def _csv_problem(data: bytes) -> str:
    try:
        rows = read_csv(data)
    except UnicodeDecodeError:
        return "this file is not UTF-8 text"
    except ValueError as error:
        return f"this file is not CSV: {error}"
    if len(rows) < 2:
        return "this file has no rows below its header"
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(rows[0]):
            return f"row {number} has {len(row)} cells, and the header has {len(rows[0])}"
    return ""
