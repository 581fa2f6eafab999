"""`darslik xapi pull`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from .landing_options import landing_options, say_added, say_key
from .options import connection_options

if TYPE_CHECKING:
    from darslik_xapi.connection import Connection
    from darslik_xapi.store import Settings, Store


@click.command("pull")
@landing_options
@connection_options
@click.option(
    "--lag",
    type=click.IntRange(0),
    default=300,
    show_default=True,
    help="Seconds behind its clock up to which an LRS is believed that does not say until when it is complete.",
)
@click.option(
    "--overlap",
    type=click.IntRange(0),
    default=30,
    show_default=True,
    help="Days that are read again each time from such an LRS, for statements that came late.",
)
@click.option("--rescan", is_flag=True, help="Read everything again; what is there already is not doubled.")
def command(store: Store, settings: Settings, connection: Connection, *, lag: int, overlap: int, rescan: bool) -> None:
    """Take what is new at the LRS into a store.

    May be interrupted at any moment: the next pull goes on from there. Names and mailboxes do not reach the disk:
    pseudonyms made with a key take their place (`darslik xapi who`).
    """
    from darslik_xapi.client import LRS
    from darslik_xapi.store import Wish

    say_key(store)
    wish = Wish(connection.endpoint, timedelta(seconds=lag), timedelta(days=overlap), rescan, _progress())
    with LRS(connection) as lrs:
        pulled = store.pull(lrs, wish, settings)
    say_added(store, pulled.added, pulled.forgotten, pulled.rejected)
    how = "as the LRS says" if pulled.vouched else f"{lag} seconds behind the LRS's clock, since it does not say itself"
    click.echo(f"complete until {pulled.through} ({how})")


def _progress() -> Callable[[int], None]:
    """Says how far it is, once a second, to a person who is watching."""
    said = [time.monotonic()]

    def progress(count: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - said[0] > 1:
            said[0] = time.monotonic()
            click.echo(f"\r{count:,} read", nl=False, err=True)

    return progress
