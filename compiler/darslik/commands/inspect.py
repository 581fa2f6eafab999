"""`darslik inspect PACKAGE`: what is wrong with any package, and what an LMS will record of it."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from darslik.inspect import Inspection

FORMATS = click.Choice(["human", "json", "sarif", "html"])


@click.command("inspect")
@click.argument("package", metavar="PACKAGE", type=click.Path(exists=True, path_type=Path))
@click.option("--as", "standard", type=click.Choice(["scorm12", "scorm2004", "cmi5", "xapi"]))
@click.option("--profile", "names", multiple=True, metavar="NAME", help="An LMS (again for more).")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--format", "form", type=FORMATS, default="human", show_default=True)
def command(package: Path, standard: str | None, names: tuple[str, ...], form: str, *, strict: bool) -> None:
    """Say everything that is wrong with PACKAGE (a zip, a folder, or a bare cmi5.xml) without running any of it."""
    from darslik.diagnostics import Severity, has_errors
    from darslik.errors import Exit
    from darslik.inspect import Options, inspect

    result = inspect(package, Options(standard, names))
    if strict:
        raised = {Severity.WARNING: Severity.ERROR}
        result = replace(
            result, found=[replace(one, severity=raised.get(one.severity, one.severity)) for one in result.found]
        )
    click.echo(_report(result, form), nl=False)
    sys.exit(Exit.FOUND_ERRORS if has_errors(result.found) else Exit.OK)


def _report(result: Inspection, form: str) -> str:
    from darslik.report import Report, formats
    from darslik.source.files import MemoryFiles

    colour = form == "human" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    files = result.package or MemoryFiles({})
    return formats()[form].write(Report(result.found, files, result.path, "", colour))
