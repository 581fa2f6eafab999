"""The tables of a store in words, for `darslik xapi query --tables`."""

from __future__ import annotations

from collections.abc import Iterator

from ..columns import ACTIVITIES, COMPONENTS, LABELS, STATEMENTS

_TABLES = {
    "statements": "One row a statement, as an LRS gives them: voided ones left out. Times are UTC.",
    "all_statements": "The same with the voided ones, and a column voided (BOOLEAN).",
    "conflicts": "Statements that came again with the same id and another content: id, source, stored, raw.",
    "activities": "One row an activity of a version of a course, by its tracking plan or by what statements say.",
    "labels": "One row a text: titles, and the texts of options, in each language.",
    "components": "One row an option, source, target, step or scale point of a question.",
}
_PLANNED = {"activities": ACTIVITIES, "labels": LABELS, "components": COMPONENTS}


def described() -> Iterator[str]:
    """Lines of text."""
    for table, meaning in _TABLES.items():
        yield f"{table}\n  {meaning}\n"
        if table == "statements":
            for column in STATEMENTS:
                yield f"    {column.name:<17} {column.type:<10} {column.meaning}\n"
        for name, kind in _PLANNED.get(table, {}).items():
            yield f"    {name:<17} {kind}\n"
        yield "\n"
    yield f'Example: darslik xapi query --store S "{_EXAMPLE}"\n'


_EXAMPLE = "SELECT verb, count(*) AS n FROM statements GROUP BY verb ORDER BY n DESC"
