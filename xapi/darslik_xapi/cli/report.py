"""`darslik xapi report`: a page for people, or tables for their tools."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from . import Context
from .options import engine_option


@click.command("report")
@click.option("--store", type=click.Path(file_okay=False, path_type=Path), required=True, help="Of `pull` or `load`.")
@click.option(
    "--course",
    "courses",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A course folder, its .plan.json, a folder with plans, or a course's IRI. Default: all courses of the store.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="FILE.html, FILE.xlsx or a folder."
)
@click.option(
    "--format", "kind", type=click.Choice(["html", "xlsx", "csv", "parquet"]), help="Default: by the name of -o."
)
@click.option("--for", "reader", type=click.Choice(["all", "manager", "designer"]), default="all", show_default=True)
@click.option("--lang", default="", help="en, ru, uz-Latn or uz-Cyrl. Default: the course's source language.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@click.option("--k", default=5, show_default=True, help="Hide rows of fewer learners, and what gives them away.")
@engine_option
@click.pass_obj
def command(  # noqa: PLR0913 - one argument an option
    context: Context,
    store: Path,
    courses: tuple[Path, ...],
    output: Path,
    kind: str | None,
    reader: str,
    lang: str,
    since: datetime | None,
    until: datetime | None,
    k: int,
    engine: str,
) -> None:
    """Write a report about the courses of a STORE.

    The page says what to mend in a course (for designers) and who completes it (for managers). It is one file without
    scripts that can be mailed, printed and archived. Excel, CSV and Parquet hold the same measures as tables. Small
    groups of learners are hidden in all of them.
    """
    from darslik_xapi.report import Wish, write_report

    wish = Wish(
        store=store,
        courses=tuple(str(course) for course in courses),
        output=output,
        kind=kind or "",
        reader=reader,
        lang=lang,
        since=since.date() if since else None,
        until=until.date() if until else None,
        k=k,
        engine=engine,
    )
    for line in write_report(wish, context.plan_of):
        click.echo(line, err=line.startswith("warning:"))
