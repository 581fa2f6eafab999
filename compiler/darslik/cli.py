"""The command line: arguments, exit codes, terminal. Everything else is below."""

from __future__ import annotations

import gc
import os
import platform
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from darslik.commands import diff, inspect, outcomes, profiles, state, translate, verify
from darslik.errors import Bug, Exit
from darslik.version import VERSION

if TYPE_CHECKING:
    from darslik.diagnostics import Diagnostic
    from darslik.pipeline import Checked
    from darslik.source.files import Files

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
    found = _visible(checked.found, strict=strict, pedantic=pedantic)
    _print_report(found, files, course, form, "")
    sys.exit(_exit_code(checked.found, found))


def _visible(found: list[Diagnostic], *, strict: bool, pedantic: bool) -> list[Diagnostic]:
    from dataclasses import replace

    from darslik.diagnostics import Severity

    shown = [item for item in found if pedantic or item.severity is not Severity.HINT]
    if strict:
        raised = {Severity.WARNING: Severity.ERROR}
        shown = [replace(item, severity=raised.get(item.severity, item.severity)) for item in shown]
    return shown


def _exit_code(found: list[Diagnostic], shown: list[Diagnostic]) -> Exit:
    from darslik.diagnostics import has_errors

    if any(item.rule == "no-course" for item in found):
        return Exit.NO_COURSE
    return Exit.FOUND_ERRORS if has_errors(shown) else Exit.OK


def _print_report(
    found: list[Diagnostic],
    files: Files,
    course: Path,
    form: str,
    outcome: str,
    *,
    err: bool = False,
) -> None:
    from darslik.report import Report, formats

    stream = sys.stderr if err else sys.stdout
    colour = form == "human" and stream.isatty() and not os.environ.get("NO_COLOR")
    text = formats()[form].write(Report(found, files, course.as_posix(), outcome, colour))
    click.echo(text, nl=False, err=err, color=colour)


@main.command()
@COURSE
@click.option(
    "-t",
    "--target",
    "names",
    multiple=True,
    metavar="TARGET",
    help="A target (again for more); see `darslik targets`. Default: scorm12.",
)
@click.option(
    "-l",
    "--lang",
    "languages",
    multiple=True,
    metavar="LANG",
    help="A language (again for more). Default: the source language.",
)
@click.option("--all", "everything", is_flag=True, help="Every target in every language.")
@click.option("--multi", is_flag=True, help="One package of all languages (or those of -l), with a switch in it.")
@click.option("--split", type=click.Choice(["modules"]), help="One SCO or AU per module instead of one for the course.")
@click.option(
    "-o", "--output", type=click.Path(file_okay=False, path_type=Path), default=Path("dist"), show_default=True
)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--frozen", is_flag=True, help="Refuse to build if that would change darslik.lock (for CI).")
@click.option("--explain-state", is_flag=True, help="Say how much an LMS must keep of a learner, and what takes it.")
@click.option("--format", "form", type=click.Choice(["human", "json"]), default="human", show_default=True)
def build(  # noqa: PLR0913 - one argument an option
    course: Path,
    names: tuple[str, ...],
    languages: tuple[str, ...],
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
    """Compile COURSE into packages, written to the output folder only if all of them are right."""
    from darslik import pipeline
    from darslik.chosen import chosen_languages, chosen_targets
    from darslik.source.siblings import siblings_of

    targets = chosen_targets(names, everything=everything)
    files = pipeline.open_course(course)
    siblings = siblings_of(course)
    checked = pipeline.check(files, targets, split=split is not None, frozen=frozen, siblings=siblings)
    found = _visible(checked.found, strict=strict, pedantic=False)
    code = _exit_code(checked.found, found)
    if explain_state:
        _explain_state(checked, targets, split=split is not None, err=form == "json")
    if code is not Exit.OK or not checked.ok:
        _print_report(found, files, course, form, f"nothing was written to {output}/")
        sys.exit(code or Exit.FOUND_ERRORS)
    chosen = chosen_languages(checked, languages, everything=everything, multi=multi)
    from darslik.output import write_packages

    written = write_packages(checked, files, targets, chosen, output, split=split is not None, multi=multi)
    _print_built(written, found, files, course, output, form)
    if form == "human" and checked.locked and checked.locked.changed:
        click.echo("darslik.lock has changed: commit it with the course")


def _explain_state(checked: Checked, targets: list[str], *, split: bool, err: bool) -> None:
    """Also of a course that is too large: then it is wanted most."""
    from darslik.state.explain import explain

    if checked.plan is not None:
        click.echo(explain(checked.plan, targets, split=split), err=err)


def _print_built(
    written: list[dict[str, Any]],
    found: list[Diagnostic],
    files: Files,
    course: Path,
    output: Path,
    form: str,
) -> None:
    if form == "json":
        import json

        if found:
            _print_report(found, files, course, "human", "", err=True)
        click.echo(json.dumps(written, ensure_ascii=False, indent=2))
        return
    if found:
        _print_report(found, files, course, "human", "")
        click.echo()
    width = max(len(row["file"]) for row in written)
    for row in written:
        click.echo(
            f"{row['file']:<{width}}  {row['bytes']:>10,} bytes  {row['pages']} pages, {row['questions']} questions"
        )
    click.echo(f"{len(written)} package{'s' * (len(written) != 1)} in {output}/, each read back and verified")


@main.command("targets")
def list_targets() -> None:
    """List what can be built."""
    from darslik.targets import targets

    for name, target in targets().items():
        click.echo(f"{name:<12} {target.summary}")


@main.command()
@click.argument("rule", required=False)
def explain(rule: str | None) -> None:
    """Say what a finding means, why it matters, with a bad and a good example."""
    from darslik.checks import load_rules
    from darslik.inspect.rule import load_package_rules
    from darslik.rules import RULES
    from darslik.suggest import did_you_mean

    load_rules()
    load_package_rules()
    if rule is None:
        for name, known in sorted(RULES.items()):
            click.echo(f"{name:<28} {known.severity.value:<8} {known.summary}")
        return
    if rule not in RULES:
        raise click.UsageError(f"there is no rule `{rule}`. {did_you_mean(rule, RULES)} `darslik explain` lists all.")
    click.echo(f"{rule} ({RULES[rule].severity.value})\n\n{RULES[rule].doc.strip()}")


main.add_command(outcomes.command)
main.add_command(diff.command)
main.add_command(inspect.command)
main.add_command(profiles.command)
main.add_command(state.command)
main.add_command(translate.command)
main.add_command(verify.verify)
main.add_command(verify.sign)
main.add_command(verify.keygen)
