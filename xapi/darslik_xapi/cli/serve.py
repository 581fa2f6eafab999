"""`darslik xapi serve`: a small LRS for the desk."""

from __future__ import annotations

from pathlib import Path

import click

_LAUNCH = "A cmi5 or tincan.xml package (zip or folder) to open in a browser for a test learner."
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="0, the default: a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Other addresses open it to the network.")
@click.option("--db", type=_FILE, help="Keep everything in this SQLite file; else in memory, until it stops.")
@click.option("--user", help="Its name for Basic authentication; else one made at random.")
@click.option("--password-file", type=_FILE, help="The file holds the password on its first line; needs --user.")
@click.option("--launch", metavar="PACKAGE", type=click.Path(path_type=Path), help=_LAUNCH)
def command(
    port: int, host: str, db: Path | None, user: str | None, password_file: Path | None, launch: Path | None
) -> None:
    """Run a small learning record store (LRS) for the desk.

    All resources of xAPI 1.0.3 and 2.0 at http://127.0.0.1:PORT/xapi, for previewing packages, for workshops and tests.
    It is not for production: one process, one user, no encryption. LRSs that are: SQL LRS (open source, xAPI 1.0.3 and
    2.0), Ralph (open source; statements only), TRAX LRS, ADL LRS (open source, 1.0.3), or hosted ones such as Veracity,
    Watershed and SCORM Cloud. The open-source Learning Locker has stood still since 2021.
    """
    from darslik_xapi.serve.desk import Options, run

    run(Options(port, host, db, user, password_file, launch), click.echo)
