"""`darslik inspect PACKAGE`: what is wrong with any package, and what an LMS will record of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from darslik.commands.limits import limit_options, limits_of

if TYPE_CHECKING:
    from darslik.inspect import Options
    from darslik.inspect.report.shown import Shown

_FILE = click.Path(dir_okay=False, path_type=Path)
FORMATS = click.Choice(["human", "json", "sarif", "html"])
_PROFILE = "For this LMS, too (again for more): a name of `darslik profiles`, `all`, or a YAML file."
STANDARDS = click.Choice(["scorm12", "scorm2004", "cmi5", "xapi"])


@click.command("inspect")
@click.argument("package", metavar="PACKAGE", type=click.Path(exists=True, path_type=Path))
@click.option("--profile", "names", multiple=True, metavar="NAME", help=_PROFILE)
@click.option("--as", "standard", type=STANDARDS, help="Judge it as this, whatever it seems to be.")
@click.option("--format", "form", type=FORMATS, default="human", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--pedantic", is_flag=True, help="Show hints, too.")
@click.option("-o", "--output", metavar="FILE", type=_FILE, help="Write the report there.")
@limit_options
def command(  # noqa: PLR0913 - one argument an option
    package: Path,
    names: tuple[str, ...],
    standard: str | None,
    form: str,
    output: Path | None,
    *,
    strict: bool,
    pedantic: bool,
    **limits: Any,  # noqa: ANN401 - one a limit
) -> None:
    """Say everything that is wrong with PACKAGE (a zip, a folder, or a bare cmi5.xml) without running any of it.

    If PACKAGE is a folder of packages, each is inspected, and a table says how it ended.
    """
    from darslik.commands.profiles import chosen
    from darslik.errors import Exit
    from darslik.inspect import Options, inspect
    from darslik.inspect.many import is_collection
    from darslik.inspect.report.shown import Shown

    chosen(names)
    options = Options(standard, names, limits_of(limits))
    if is_collection(package):
        sys.exit(_many(package, options, form, output, strict=strict))
    colour = form == "human" and output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    shown = Shown(inspect(package, options), options, strict, pedantic, colour)
    _write(shown, form, output)
    sys.exit(Exit.FOUND_ERRORS if shown.verdict == "errors" else Exit.OK)


def _many(folder: Path, options: Options, form: str, output: Path | None, *, strict: bool) -> int:
    from darslik.errors import Exit
    from darslik.inspect.many import inspect_many
    from darslik.inspect.report.many import FORMATS as TABLES
    from darslik.inspect.report.many import summary

    if form not in TABLES:
        raise click.UsageError(f"of a folder of packages there is no report as {form}; take {' or '.join(TABLES)}")
    rows = list(inspect_many(folder, options))
    _out(TABLES[form](rows), form, output, summary(rows))
    return Exit.FOUND_ERRORS if any(row.bad or (strict and row.warnings) for row in rows) else Exit.OK


def _write(shown: Shown, form: str, output: Path | None) -> None:
    from darslik.inspect.report import write
    from darslik.inspect.report.words import ending

    _out(write(shown, form), form, output, ending(shown), colour=shown.colour)


def _out(text: str, form: str, output: Path | None, verdict: str, *, colour: bool = False) -> None:
    if output is not None:
        output.write_text(text, encoding="utf-8", newline="\n")
        click.echo(f"{output}: {verdict}", err=True)
        return
    if form != "human":  # a document has its own encoding, whatever the terminal's is
        click.echo(text.encode(), nl=False)
        return
    coding = sys.stdout.encoding or "utf-8"
    click.echo(text.encode(coding, "replace").decode(coding), nl=False, color=colour)
