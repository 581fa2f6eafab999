"""`darslik outcomes COURSE`: what an LMS will hold of a learner, for each way through the course."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("outcomes")
@click.argument("course", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(["human", "json", "csv"]), default="human", show_default=True)
def command(course: Path, form: str) -> None:
    """Say what an LMS holds after each way through COURSE: status, success, score, progress, exit, objectives."""
    from darslik import pipeline
    from darslik.diagnostics import Severity
    from darslik.errors import Exit
    from darslik.policy.table import as_csv, as_json, as_text, table
    from darslik.report import Report, formats

    files = pipeline.open_course(course)
    checked = pipeline.check(files)
    plan = checked.plan
    if plan is None or not checked.ok:
        errors = [one for one in checked.found if one.severity is Severity.ERROR]
        click.echo(formats()["human"].write(Report(errors, files, course.as_posix(), "", False)), nl=False, err=True)
        none = any(one.rule == "no-course" for one in errors)
        sys.exit(Exit.NO_COURSE if none else Exit.FOUND_ERRORS)
    rows = table(plan)
    texts = {"json": lambda: as_json(plan.iri, rows), "csv": lambda: as_csv(rows), "human": lambda: as_text(rows)}
    click.echo(texts[form](), nl=False)
