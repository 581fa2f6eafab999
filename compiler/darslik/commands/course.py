"""What commands about a course share: which findings show, how they are drawn, and the exit code."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from darslik.errors import Exit

if TYPE_CHECKING:
    from darslik.diagnostics import Diagnostic
    from darslik.source.files import Files


def visible(found: list[Diagnostic], *, strict: bool, pedantic: bool) -> list[Diagnostic]:
    """What is shown, as severe as the options make it."""
    from dataclasses import replace

    from darslik.diagnostics import Severity

    shown = [item for item in found if pedantic or item.severity is not Severity.HINT]
    if strict:
        raised = {Severity.WARNING: Severity.ERROR}
        shown = [replace(item, severity=raised.get(item.severity, item.severity)) for item in shown]
    return shown


def exit_code(found: list[Diagnostic], shown: list[Diagnostic]) -> Exit:
    """The exit code of everything that was found, of which some is shown."""
    from darslik.diagnostics import has_errors

    if any(item.rule == "no-course" for item in found):
        return Exit.NO_COURSE
    return Exit.FOUND_ERRORS if has_errors(shown) else Exit.OK


def print_report(
    found: list[Diagnostic],
    files: Files,
    course: Path,
    form: str,
    outcome: str,
    *,
    err: bool = False,
) -> None:
    """Draw a report in one of the formats."""
    from darslik.report import Report, formats

    stream = sys.stderr if err else sys.stdout
    colour = form == "human" and stream.isatty() and not os.environ.get("NO_COLOR")
    text = formats()[form].write(Report(found, files, course.as_posix(), outcome, colour))
    click.echo(text, nl=False, err=err, color=colour)
