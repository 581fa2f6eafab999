"""`darslik xapi serve`: a small LRS for the desk."""

from __future__ import annotations

from pathlib import Path

import click

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="0, the default: a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Other addresses open it to the network.")
@click.option("--db", type=_FILE, help="Keep everything in this SQLite file; else in memory, until it stops.")
@click.option("--user", help="Its name for Basic authentication; else one made at random.")
@click.option("--password-file", type=_FILE, help="The file holds the password on its first line; needs --user.")
def command(port: int, host: str, db: Path | None, user: str | None, password_file: Path | None) -> None:
    """Run a small learning record store (LRS) for the desk.

    All resources of xAPI 1.0.3 and 2.0 at http://127.0.0.1:PORT/xapi, for previewing packages, for workshops and tests.
    It is not for production: one process, one user, no encryption.
    """
    from darslik_xapi.serve.desk import Options, run

    run(Options(port, host, db, user, password_file), click.echo)
