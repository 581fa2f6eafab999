"""`darslik xapi send`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from darslik_xapi.errors import XapiError

from .options import profile_option

if TYPE_CHECKING:
    from darslik_xapi.client import Item, Outcome

_STEP = 500


@dataclass
class _Run:
    """What a run has come to.

    Attributes:
        sent: statements that the LRS has (or, in a dry run, that are fit to be sent).
        refused: file, line, id and reason of the others.
        places: file and line of what is under way, by its number.
    """

    sent: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    places: dict[int, tuple[str, int]] = field(default_factory=dict)

    def count(self, outcome: Outcome) -> dict[str, Any] | None:
        """Count an outcome; what to say about it if it was refused."""
        file, line = self.places.pop(outcome.index)
        if outcome.stored:
            self.sent += 1
            return None
        return self.refuse(file, line, outcome.id, outcome.why)

    def refuse(self, file: str, line: int, statement_id: str, why: str) -> dict[str, Any]:
        """Note a refused statement."""
        self.refused.append({"file": file, "line": line, "id": statement_id, "why": why})
        return self.refused[-1]

    def items(self, files: tuple[str, ...], say: Any) -> Iterator[Item]:  # noqa: ANN401 - a function
        """The statements of all files; what cannot be read is refused on the way."""
        from darslik_xapi.client.files import Files

        reader, number = Files(), 0
        for file in files:
            for source in reader.read(file):
                if source.item is None:
                    say(self.refuse(source.file, source.line, "", source.problem))
                    continue
                self.places[number] = (source.file, source.line)
                number += 1
                yield source.item


@click.command()
@profile_option
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(allow_dash=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Check the statements and send nothing.")
@click.option("--format", "form", type=click.Choice(["human", "json"]), default="human", help="Of the result.")
def command(profile: Path | None, files: tuple[str, ...], *, dry_run: bool, form: str) -> None:
    """Send statements to the LRS: NDJSON or a JSON array, also packed with gzip; `-` is the standard input.

    Each statement is checked by the rules of the standard first. What is refused, by them or by the LRS, is named
    with its file and line; everything else is stored. Run it again after a failure: nothing is stored twice.

    Exit code 1 if statements were refused.
    """
    run = _Run()

    def say(refused: dict[str, Any]) -> None:
        if form == "human":
            which = f" {refused['id']}" if refused["id"] else ""
            click.echo(f"{refused['file']}:{refused['line']}:{which} {refused['why']}")

    try:
        for outcome in _outcomes(profile, run.items(files, say), dry_run=dry_run):
            if refused := run.count(outcome):
                say(refused)
            _progress(run)
    except XapiError as error:
        raise XapiError(
            f"{error.message} (after {run.sent:,} statements were sent)" if run.sent and not dry_run else error.message,
            error.help or "run it again: nothing is stored twice",
        ) from None
    finally:
        _progress(run, last=True)
    _summary(run, form, dry_run=dry_run)
    sys.exit(1 if run.refused else 0)


def _outcomes(profile: Path | None, items: Iterator[Item], *, dry_run: bool) -> Iterator[Outcome]:
    from darslik_xapi.client import LRS, Outcome
    from darslik_xapi.client.sending import prepared
    from darslik_xapi.connection import connection_from_environment

    if dry_run:
        for index, item in enumerate(items):
            ready = prepared(index, item, "1.0.3")
            yield ready if isinstance(ready, Outcome) else Outcome(ready.id, stored=True, index=index)
        return
    with LRS(connection_from_environment(profile)) as lrs:
        yield from lrs.sending(items)


def _progress(run: _Run, *, last: bool = False) -> None:
    """A line that rewrites itself, for people who watch."""
    if not sys.stderr.isatty():
        return
    if last:
        click.echo("\r\033[K", nl=False, err=True)
    elif run.sent % _STEP == 0:
        click.echo(f"\r{run.sent:,} sent, {len(run.refused):,} refused", nl=False, err=True)


def _summary(run: _Run, form: str, *, dry_run: bool) -> None:
    if form == "json":
        result = {"dry_run": dry_run, "sent": 0 if dry_run else run.sent, "good": run.sent, "refused": run.refused}
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
        return
    done = "can be sent" if dry_run else "are in the LRS"
    click.echo(f"{run.sent:,} statements {done}, {len(run.refused):,} refused", err=True)
