"""The command line: arguments, exit codes, terminal. Everything else is below."""

from __future__ import annotations

import gc
import os
import platform
import sys
import traceback
from pathlib import Path
from typing import Any

import click

from darslik.commands import build, diff, explain, inspect, outcomes, profiles, state, translate, verify, xapi
from darslik.commands.course import exit_code, print_report, visible
from darslik.errors import Bug, Exit
from darslik.version import VERSION

FORMATS = click.Choice(["human", "json", "sarif", "github"])


class Cli(click.Group):
    """Turns bugs into one clear message: users never see a traceback without asking for it."""

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - click's own signature
        """Run, and map what went wrong to an exit code."""
        try:
            return super().main(*args, **kwargs)
        except BrokenPipeError:  # the reader of our output has gone, e.g. `| head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(Exit.OK)
        except OSError as error:
            click.echo(f"error: {error.strerror or error}: {error.filename or ''}".rstrip(": "), err=True)
            sys.exit(Exit.USAGE)
        except Exception as error:  # noqa: BLE001 - the last line of defence
            _report_bug(error)
            sys.exit(Exit.BUG)


def _report_bug(error: Exception) -> None:
    step = error.step if isinstance(error, Bug) else "unknown"
    click.echo(
        f"error: this is a bug in darslik, not in your course: {str(error) or type(error).__name__}\n"
        f"  step {step}, darslik {VERSION}, Python {platform.python_version()}, {platform.system()}\n"
        "  nothing was written; please report it with the course, or the part of it that is needed\n"
        "  DARSLIK_DEBUG=1 shows where it happened",
        err=True,
    )
    if os.environ.get("DARSLIK_DEBUG"):
        traceback.print_exception(error)


@click.group(cls=Cli, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, prog_name="darslik")
def main() -> None:
    """Compile a course folder into packages for every LMS."""
    # A build makes many small objects and few cycles: the collector would cost a third of the time.
    gc.disable()


COURSE = click.argument("course", type=click.Path(exists=True, file_okay=False, path_type=Path))


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Make a small course that builds, in the new folder DIR."""
    from darslik.scaffold import FolderNotEmpty, write_course

    try:
        written = write_course(folder)
    except FolderNotEmpty:
        raise click.UsageError(f"{folder} exists and is not empty; name a new folder") from None
    click.echo(f"wrote {len(written)} files to {folder}/")
    for path in written:
        click.echo(f"  {path}")
    click.echo(f"now edit course.yaml, then run: darslik build {folder}")


@main.command()
@COURSE
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--pedantic", is_flag=True, help="Show hints, too.")
@click.option("--format", "form", type=FORMATS, default="human", show_default=True)
def check(course: Path, *, strict: bool, pedantic: bool, form: str) -> None:
    """Read a course and say everything that is wrong with it."""
    from darslik import pipeline
    from darslik.source.siblings import siblings_of
    from darslik.targets import targets

    files = pipeline.open_course(course)
    checked = pipeline.check(files, list(targets()), siblings=siblings_of(course))
    found = visible(checked.found, strict=strict, pedantic=pedantic)
    print_report(found, files, course, form, "")
    sys.exit(exit_code(checked.found, found))


@main.command("targets")
def list_targets() -> None:
    """List what can be built."""
    from darslik.targets import targets

    for name, target in targets().items():
        click.echo(f"{name:<12} {target.summary}")


main.add_command(explain.command)
main.add_command(build.command)
main.add_command(outcomes.command)
main.add_command(diff.command)
main.add_command(inspect.command)
main.add_command(profiles.command)
main.add_command(state.command)
main.add_command(translate.command)
main.add_command(verify.verify)
main.add_command(verify.sign)
main.add_command(verify.keygen)
main.add_command(xapi.command)
