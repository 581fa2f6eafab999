"""`darslik xapi query`: SQL, or a measure, on a store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from darslik_xapi.engines import NAMES
from darslik_xapi.errors import XapiError

from . import Context
from .options import engine_option

if TYPE_CHECKING:
    from darslik_xapi.plan import Plan
    from darslik_xapi.store import Store

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("query")
@click.option("--store", "-s", type=FOLDER, help="The folder that `pull --to` or `load --to` has filled.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.option("--tables", is_flag=True, help="List the tables and columns, then end.")
@click.option("--measure", metavar="NAME", help="Run a measure of the reports instead of SQL; `list` names them.")
@click.option(
    "--course",
    "courses",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A course folder, its .plan.json, or a folder with plans (again for more). Default: the plans in the store.",
)
@engine_option
@click.argument("sql", required=False)
@click.pass_obj
def command(  # noqa: PLR0913 - one argument an option
    context: Context,
    store: Path | None,
    form: str,
    courses: tuple[Path, ...],
    tables: bool,
    measure: str | None,
    engine: str,
    sql: str | None,
) -> None:
    """Ask a store: SQL is DuckDB's and can only read.

    The rows that SQL sees are pseudonymous, and small groups are not suppressed: that is done by --measure and by
    `report`, and left to whoever publishes what a query of their own says.
    """
    if tables:
        click.echo("".join(_tables()), nl=False)
        return
    if store is None:
        raise XapiError("which store is asked?", "name its folder: --store FOLDER")
    if sql is not None and engine != NAMES[0]:
        raise XapiError("SQL is run by DuckDB", "--engine is for --measure NAME, which is the same on every engine")
    if (sql is None) == (measure is None):
        raise XapiError(
            "give SQL or --measure NAME", '`darslik xapi query --store FOLDER "SELECT count(*) FROM statements"`'
        )
    from darslik_xapi.plan_tables import find_plans
    from darslik_xapi.store import Store

    plans = [plan for course in courses for plan in find_plans(course, context.plan_of)]
    opened = Store(store)
    for text in _measured(opened, measure, form, plans, engine) if measure else _asked(opened, str(sql), form, plans):
        click.echo(text, nl=False)


def _asked(store: Store, sql: str, form: str, plans: Sequence[Plan]) -> Iterator[str]:
    from darslik_xapi.store import querying

    with querying.lock(store.connect(plans), store) as connection:
        yield from querying.WRITERS[form](querying.query(connection, sql))


def _measured(store: Store, name: str, form: str, plans: Sequence[Plan], engine: str) -> Iterator[str]:
    from darslik_xapi.store import measuring

    if name == "list":
        yield from measuring.names()
        return
    yield from measuring.measured(store, name, form, plans, engine)


def _tables() -> Iterator[str]:
    from darslik_xapi.store.tables import described

    yield from described()
