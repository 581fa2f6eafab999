"""`darslik xapi probe`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from .options import connection_options

if TYPE_CHECKING:
    from darslik_xapi.client.facts import Facts
    from darslik_xapi.connection import Connection


@click.command()
@connection_options
@click.option(
    "--write",
    is_flag=True,
    help="Also store two statements, an attachment and a document of the probe's own; they are voided and deleted.",
)
@click.option("--format", "form", type=click.Choice(["human", "json"]), default="human", help="Of the facts.")
def command(connection: Connection, *, write: bool, form: str) -> None:
    """Say what the LRS really does, as facts of today.

    It is only read, unless --write is given; several facts can only be found out by writing.
    """
    from darslik_xapi.client import LRS

    with LRS(connection) as lrs:
        facts = lrs.probe(write=write)
    click.echo(json.dumps(facts.as_json(), ensure_ascii=False, indent=2) if form == "json" else _table(facts))


def _table(facts: Facts) -> str:
    width = max(len(fact.name) for fact in facts)
    lines = (f"  {fact.name:<{width}}  {_word(fact.value):<12}  {fact.meaning}" for fact in facts)
    return "\n".join([f"{facts.endpoint} on {facts.date[:10]} at {facts.date[11:19]} UTC", *lines])


def _word(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "?"}[value]
    return ", ".join(value) if isinstance(value, tuple) else str(value)
