"""`darslik xapi forget`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from darslik_xapi.errors import XapiError

if TYPE_CHECKING:
    from darslik_xapi.store.forgetting import Forgotten


@click.command("forget")
@click.option("--store", "-s", required=True, type=click.Path(path_type=Path, file_okay=False), help="The store.")
@click.option("--before", metavar="YYYY-MM", help="Forget all months before this one instead.")
@click.option("--keep-months", type=click.IntRange(0), help="Forget all but this month and so many before it instead.")
@click.argument("actor", required=False)
def command(store: Path, before: str | None, keep_months: int | None, actor: str | None) -> None:
    """Remove ACTOR, or old months, from a store for good.

    ACTOR is mailto:…, an account as homePage|name, an agent in JSON, or a pseudonym. Statements by and about them go,
    and so does their identity; where others' statements name them, nobody's pseudonym stands instead. The next pull or
    load does not bring them back.
    """
    from darslik_xapi.store import Store

    if sum(one is not None for one in (before, keep_months, actor)) != 1:
        raise XapiError("what is to be forgotten?", "give an ACTOR, or --before YYYY-MM, or --keep-months N")
    opened = Store(store)
    if actor is not None:
        done = opened.forget(actor)
    else:
        done = opened.forget_before(before) if before is not None else opened.retain(keep_months or 0)
    for line in _lines(done):
        click.echo(line)


def _lines(done: Forgotten) -> list[str]:
    said = [
        f"{done.removed:,} statements removed, {done.changed:,} of others changed, {done.people:,} identities deleted"
    ]
    if done.lrss:
        said += [
            f"still there: what {', '.join(done.lrss)} holds",
            "  xAPI itself has no deletion: ask whoever runs the LRS (SQL LRS deletes an actor in its administration,",
            "  others with a script on the database); voiding would only hide statements, and names would stay in them",
        ]
    if done.files:
        said.append(f"still there: the files that were loaded ({', '.join(done.files)}), and backups of the store")
    return said
