"""`darslik state show STRING --course COURSE`: what an LMS keeps of a learner, in the words of the course."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from darslik.lock.model import Lock

MOST = 200_000
"""Characters that are read; no LMS keeps so many."""


@click.group("state")
def command() -> None:
    """Read what an LMS keeps of a learner."""


@command.command("show")
@click.argument("string")
@click.option(
    "--course",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the course.",
)
@click.option("--format", "form", type=click.Choice(["human", "json"]), default="human", show_default=True)
def show(string: str, course: Path, form: str) -> None:
    """Say what STRING (`suspend_data`, or the state document of xAPI; `-` reads it from standard input) holds.

    Damaged strings are read as far as their checksums vouch for them.
    """
    import json

    from darslik.errors import Exit
    from darslik.state.codec import decode
    from darslik.state.show import as_data, as_text

    text = _clean(sys.stdin.buffer.read(MOST).decode("utf-8", "replace") if string == "-" else string)
    lock, key = _lock(course)
    found = decode(text, key)
    if found is None:
        click.echo(f"error: {_why(text)}", err=True)
        sys.exit(Exit.FOUND_ERRORS)
    data = as_data(found, lock)
    click.echo(json.dumps(data, ensure_ascii=False, indent=2) + "\n" if form == "json" else as_text(data), nl=False)


def _clean(text: str) -> str:
    """As it is copied from a database or a log: with blanks and quotes around it."""
    return text.strip().strip("\"'").strip()


def _lock(course: Path) -> tuple[Lock, str]:
    """The lock of a course, and the key that seeds its checksums."""
    from darslik import pipeline
    from darslik.diagnostics import Severity
    from darslik.errors import Exit
    from darslik.report import Report, formats
    from darslik.state.model import key_of

    files = pipeline.open_course(course)
    checked = pipeline.check(files)
    if checked.locked is None:
        errors = [one for one in checked.found if one.severity is Severity.ERROR]
        click.echo(formats()["human"].write(Report(errors, files, course.as_posix(), "", False)), nl=False, err=True)
        sys.exit(Exit.NO_COURSE if any(one.rule == "no-course" for one in errors) else Exit.FOUND_ERRORS)
    return checked.locked.lock, key_of(checked.locked.lock.course)


def _why(text: str) -> str:
    """Why nothing can be read."""
    if not text:
        return "the string is empty: this learner's LMS keeps nothing"
    if text[0].isdigit() and text[0] != "2":
        return f"the string has version {text[0]} of the format; this darslik reads version 2"
    if not text.startswith("2"):
        return "this is no state of a darslik course: such a string begins with `2`"
    return "nothing in this string fits this course: it is of another course (another `id`), or damaged throughout"
