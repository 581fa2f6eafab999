"""`darslik xapi load`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .landing_options import landing_options, say_added, say_key

if TYPE_CHECKING:
    from darslik_xapi.store import Settings, Store


@click.command("load")
@landing_options
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
def command(store: Store, settings: Settings, files: tuple[Path, ...]) -> None:
    """Take statements from FILES into a store.

    FILES are NDJSON, JSON arrays, results or exports of an LRS, or archives of Ralph, plain or gzip. What is in the
    store already is not doubled. Names and mailboxes do not reach the disk: pseudonyms made with a key take their
    place (`darslik xapi who`).
    """
    say_key(store)
    loaded = store.load(files, settings)
    say_added(store, loaded.added, loaded.forgotten, loaded.rejected)
