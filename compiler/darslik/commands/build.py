"""`darslik build COURSE`: packages, all of them or none."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from darslik.commands.course import exit_code, print_report, visible
from darslik.errors import Exit

if TYPE_CHECKING:
    from darslik.diagnostics import Diagnostic
    from darslik.output import Written
    from darslik.pipeline import Checked
    from darslik.source.files import Files

_TARGET = "A target (again for more); see `darslik targets`. Default: what the profile prefers, or scorm12."
_LANG = "A language (again for more). Default: the source language."
_PROFILE = "For this LMS (again for more): a name of `darslik profiles`, or a YAML file."
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("build")
@click.argument("course", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-t", "--target", "names", multiple=True, metavar="TARGET", help=_TARGET)
@click.option("-l", "--lang", "languages", multiple=True, metavar="LANG", help=_LANG)
@click.option("--all", "everything", is_flag=True, help="Every target in every language.")
@click.option("--multi", is_flag=True, help="One package of all languages (or those of -l), with a switch in it.")
@click.option("--split", type=click.Choice(["modules"]), help="One SCO or AU per module instead of one for the course.")
@click.option("--profile", "lmss", multiple=True, metavar="NAME", help=_PROFILE)
@click.option("-o", "--output", type=_FOLDER, default=Path("dist"), show_default=True)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--frozen", is_flag=True, help="Refuse to build if that would change darslik.lock (for CI).")
@click.option("--explain-state", is_flag=True, help="Say how much an LMS must keep of a learner, and what takes it.")
@click.option("--format", "form", type=click.Choice(["human", "json"]), default="human", show_default=True)
def command(  # noqa: PLR0913 - one argument an option
    course: Path,
    names: tuple[str, ...],
    languages: tuple[str, ...],
    lmss: tuple[str, ...],
    output: Path,
    split: str | None,
    form: str,
    *,
    everything: bool,
    multi: bool,
    strict: bool,
    frozen: bool,
    explain_state: bool,
) -> None:
    """Compile COURSE into packages, written to the output folder only if all of them are right.

    Beside them come COURSE.plan.json, which says what learning records can be about and has the keys of exams, and
    COURSE.profile.jsonld, an xAPI Profile without those keys.
    """
    from darslik import pipeline
    from darslik.chosen import chosen_languages, chosen_targets
    from darslik.commands.profiles import chosen
    from darslik.source.siblings import siblings_of

    profiles = chosen(lmss)
    targets = chosen_targets(names, profiles, everything=everything)
    files = pipeline.open_course(course)
    checked = pipeline.check(
        files, targets, split=split is not None, frozen=frozen, siblings=siblings_of(course), profiles=profiles
    )
    found = visible(checked.found, strict=strict, pedantic=False)
    code = exit_code(checked.found, found)
    if explain_state:
        _explain_state(checked, targets, split=split is not None, err=form == "json")
    if code is not Exit.OK or not checked.ok:
        print_report(found, files, course, form, f"nothing was written to {output}/")
        sys.exit(code or Exit.FOUND_ERRORS)
    which = chosen_languages(checked, languages, everything=everything, multi=multi)
    held_back = _held_back(checked, which, found)
    if held_back:
        print_report(held_back, files, course, form, f"nothing was written to {output}/")
        sys.exit(Exit.FOUND_ERRORS)
    from darslik.output import write_packages

    written = write_packages(
        checked, files, targets, which, output, split=split is not None, strict=strict, multi=multi
    )
    _print_built(written, found, files, course, output, form)
    if form == "human" and written.done and checked.locked and checked.locked.changed:
        click.echo("darslik.lock has changed: commit it with the course")
    if not written.done:
        sys.exit(Exit.FOUND_ERRORS)


def _held_back(checked: Checked, languages: Sequence[str], found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings, if one of these languages is below its bound in `publish`: that is an error for it alone."""
    from dataclasses import replace

    from darslik.diagnostics import Diagnostic, Severity, Span
    from darslik.translate.gate import RULE, below

    course = checked.course
    stopped = {one.message for lang in languages if course and (one := below(course, lang))}
    if not stopped:
        return []
    said = [replace(one, severity=Severity.ERROR) for one in found if one.rule == RULE and one.message in stopped]
    silent = stopped - {one.message for one in said}  # a comment has accepted the warning, but not the error
    said += [Diagnostic(RULE, Severity.ERROR, message, Span("course.yaml")) for message in sorted(silent)]
    return [*(one for one in found if one.message not in stopped), *said]


def _explain_state(checked: Checked, targets: list[str], *, split: bool, err: bool) -> None:
    """Also of a course that is too large: then it is wanted most."""
    from darslik.state.explain import explain

    if checked.plan is not None:
        click.echo(explain(checked.plan, targets, split=split), err=err)


def _print_built(
    written: Written, found: list[Diagnostic], files: Files, course: Path, output: Path, form: str
) -> None:
    rows = written.rows
    if found:
        print_report(found, files, course, "human", "", err=form == "json")
    for package, (inside, items) in written.unfit.items():
        print_report(items, inside, output / package, "human", "", err=form == "json")
    if form == "json":
        import json

        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if found or written.unfit:
        click.echo()
    if not written.done:
        click.echo(f"nothing was written to {output}/")
        return
    _print_rows(rows)
    click.echo(f"{len(rows)} package{'s' * (len(rows) != 1)} in {output}/, each read back and verified")


def _print_rows(rows: Sequence[dict[str, Any]]) -> None:
    width = max(len(row["file"]) for row in rows)
    for row in rows:
        click.echo(
            f"{row['file']:<{width}}  {row['bytes']:>10,} bytes  {row['pages']} pages, {row['questions']} questions"
        )
