"""`darslik xapi check`: what breaks the standard in files of statements."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click


@click.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--store", type=click.Path(path_type=Path, file_okay=False), help="Check what a store keeps instead.")
@click.option(
    "--version",
    type=click.Choice(["1.0.3", "2.0"]),
    help="Rules of this version; else of the version each statement names, or 1.0.3.",
)
@click.option("--cmi5/--no-cmi5", default=True, show_default=True, help="Judge cmi5 sessions as a whole, too.")
@click.option(
    "--attachments",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of attachments named by their sha2: hashes and signatures are verified.",
)
@click.option("--format", "form", type=click.Choice(["human", "json"]), default="human", show_default=True)
@click.option(
    "--at-most", type=click.IntRange(0), default=20, show_default=True, help="Findings shown for a rule (human)."
)
def command(  # noqa: PLR0913 - one argument an option
    files: tuple[Path, ...],
    store: Path | None,
    version: str | None,
    attachments: Path | None,
    form: str,
    at_most: int,
    *,
    cmi5: bool,
) -> None:
    """Check statements in FILES (NDJSON, a JSON list or an LRS's answer, also packed as .gz; - is standard input).

    Every finding names the file and line, the place in the statement, the rule with its clause of the standard,
    and what is allowed. Sessions of cmi5 are judged when all is read: their order, verbs that come once, scores
    against the mastery score, nothing after terminated. A file that holds only part of a session is judged as if
    it were all.

    Exit code 0: nothing found; 1: something was found; 2: a file cannot be read.
    """
    from darslik_xapi.checking import Check, Options, of_files, of_store
    from darslik_xapi.checking.output import write_human, write_json

    if bool(files) == bool(store):
        raise click.UsageError("name files to check, or a store with --store, and not both")
    check = Check(Options(version, cmi5, attachments))
    items = of_store(store) if store else of_files(files)
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper):
        # Statements hold any letters, a terminal or a log may not.
        out.reconfigure(errors="backslashreplace")
    found = write_json(check, items, out) if form == "json" else write_human(check, items, out, at_most)
    sys.exit(1 if found else 0)
