"""`darslik xapi who`."""

from __future__ import annotations

from pathlib import Path

import click

from darslik_xapi.errors import XapiError


@click.command("who")
@click.option("--store", "-s", required=True, type=click.Path(path_type=Path, file_okay=False), help="The store.")
@click.option("--all", "everyone", is_flag=True, help="Everyone in the store.")
@click.option("--real", is_flag=True, help="Also who they are; this takes the key of the store.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.argument("pseudonym", required=False, default="")
def command(store: Path, form: str, pseudonym: str, *, everyone: bool, real: bool) -> None:
    """Say what is known about PSEUDONYM: team, first and last seen, statements.

    With --real, and only with the key (DARSLIK_XAPI_KEY, or the file that was made at the first landing), also who
    it is.
    """
    from darslik_xapi.store import Store, querying, who

    if bool(pseudonym) == everyone:
        raise XapiError("who is asked for?", "name one pseudonym, or give --all")
    columns, rows = who.who(Store(store), who.Wish(pseudonym, real))
    for text in querying.WRITERS[form](querying.Rows(columns, rows)):
        click.echo(text, nl=False)
