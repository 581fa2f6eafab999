"""`darslik xapi void`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .options import connection_options

if TYPE_CHECKING:
    from darslik_xapi.client import LRS
    from darslik_xapi.connection import Connection


@click.command()
@connection_options
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
def command(connection: Connection, ids: tuple[str, ...]) -> None:
    """Void statements: they stay in the LRS, but count no longer.

    Voiding is done by another statement, and cannot be taken back. Voiding statements cannot be voided.

    Exit code 1 if some could not be voided.
    """
    from darslik_xapi.building import statement_id
    from darslik_xapi.client import LRS

    targets = [statement_id(one) for one in ids]  # all of them, before anything is sent
    with LRS(connection) as lrs:
        good = [_void(lrs, one) for one in targets]
    sys.exit(0 if all(good) else 1)


def _void(lrs: LRS, target: str) -> bool:
    from darslik_xapi.building import VOIDED

    if lrs.is_voided(target):
        click.echo(f"{target} was voided before")
        return True
    there = lrs.statement(target)
    if there is None or (there.get("verb") or {}).get("id") == VOIDED:
        why = "the LRS has no such statement" if there is None else "it voids another statement, and cannot be voided"
        click.echo(f"{target} is not voided: {why}")
        return False
    outcome = lrs.void(target)
    if not outcome.stored:
        click.echo(f"{target} is not voided: {outcome.why}")
        return False
    applied = lrs.is_voided(target)
    note = "" if applied else "; this LRS still gives it out, but `pull` and what follows leave it out"
    click.echo(f"{target} is voided by {outcome.id}{note}")
    return True
