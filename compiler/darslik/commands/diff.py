"""`darslik diff OLD.zip COURSE`: what an update changes, and whether a package may be replaced in place."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from darslik.diagnostics import Diagnostic
    from darslik.pipeline import Checked
    from darslik.profiles import Profile


@click.command("diff")
@click.argument("old", metavar="OLD.zip", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("course", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--profile", "name", metavar="NAME", help="Only for this LMS; see `darslik profiles`, or name a file.")
@click.option(
    "-t", "--target", metavar="TARGET", help="Build the new package for this target. Default: as the old one."
)
@click.option("-l", "--lang", "language", metavar="LANG", help="Build it in this language. Default: as the old one.")
@click.option(
    "--split", type=click.Choice(["modules", "none"]), help="Cut it into parts, or not. Default: as the old one."
)
@click.option("--format", "form", type=click.Choice(["human", "json"]), default="human", show_default=True)
def command(  # noqa: PLR0913 - one argument an option
    old: Path, course: Path, name: str | None, target: str | None, language: str | None, split: str | None, form: str
) -> None:
    """Say what changed between the package OLD.zip and COURSE, and whether an LMS may get the new one in its place."""
    from darslik.diff.package import BadPackage, read_path
    from darslik.diff.report import as_json, as_text
    from darslik.diff.run import As, checked_course, compared, profiles_of
    from darslik.profiles.verdict import judge

    chosen = _chosen(name)
    wanted = As(target, language, None if split is None else split == "modules")
    try:
        before = read_path(old)
        target, language, parts = wanted.over(before)
        checked = checked_course(course, target, split=parts, profiles=profiles_of(before, chosen))
        _stop_at_errors(checked, course)
        comparison = compared(before, checked, target, language, split=parts)
    except BadPackage as error:
        click.echo(f"error: {old} cannot be compared: {error}", err=True)
        from darslik.errors import Exit

        sys.exit(Exit.USAGE)
    judged = [judge(profile, comparison) for profile in chosen]
    human = as_text(comparison, course.as_posix(), judged, detailed=name is not None)
    click.echo(as_json(comparison, judged) if form == "json" else human, nl=False)


def _chosen(name: str | None) -> list[Profile]:
    from darslik.commands.profiles import chosen

    return chosen(["all" if name is None else name])


def _stop_at_errors(checked: Checked, course: Path) -> None:
    from darslik.diagnostics import Severity
    from darslik.errors import Exit

    if checked.ok:
        # What was perhaps renamed looks here like something that is gone and something new.
        _print(course, [one for one in checked.found if one.rule == "looks-renamed"], "")
        return
    errors = [one for one in checked.found if one.severity is Severity.ERROR]
    _print(course, errors, "nothing was compared")
    none = any(one.rule == "no-course" for one in errors)
    sys.exit(Exit.NO_COURSE if none else Exit.FOUND_ERRORS)


def _print(course: Path, found: list[Diagnostic], outcome: str) -> None:
    from darslik import pipeline
    from darslik.report import Report, formats

    if found:
        report = Report(found, pipeline.open_course(course), course.as_posix(), outcome, False)
        click.echo(formats()["human"].write(report), nl=False, err=True)
