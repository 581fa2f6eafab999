"""`darslik xapi simulate`: statements of learners who do not exist."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from . import Context


@click.command("simulate")
@click.argument("course", type=click.Path(path_type=Path))
@click.option("--learners", type=click.IntRange(1, 10_000_000), default=200, show_default=True, help="How many.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same statements.")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), default="2026-01-05", show_default=True, help="First day.")
@click.option("--plant/--no-plant", default=True, show_default=True, help="Plant a bad item and a mistranslation.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="NDJSON, or .gz.")
@click.pass_obj
def command(  # noqa: PLR0913 - one argument an option
    context: Context, course: Path, learners: int, seed: int, start: datetime, output: Path, *, plant: bool
) -> None:
    """Write statements as if LEARNERS had taken COURSE (a course folder, or a .plan.json), to try reports.

    Learners differ in ability, pace, patience, language and agency; some leave, come back late or try again.
    A question with a wrong key, a mistranslated one and an option that nobody chooses are planted, and named
    at the end: a report should find them. The statements say nothing about real learners.
    """
    from darslik_xapi.files import write_lines
    from darslik_xapi.plan_tables import find_plans
    from darslik_xapi.simulate import Options, simulate, truth

    plan = find_plans(course, context.plan_of)[-1]
    options = Options(learners, seed, start.replace(hour=4, tzinfo=UTC), plant)
    written = write_lines(output, simulate(plan, options))
    click.echo(f"{output}: {written:,} statements of {learners:,} learners of {plan.name} {plan.version}")
    planted, titles = truth(plan, options).planted, {one.iri: one for one in plan.activities}
    for what, iri, more in (
        ("a wrong key", planted.bad_item, ""),
        ("a mistranslation", planted.mistranslation, f" in {planted.language}"),
        ("an option that nobody chooses", planted.unchosen_in, f", option {planted.unchosen}"),
    ):
        if iri:
            one = titles[iri]
            click.echo(f"planted: {what}: {plan.folder}/{one.file}:{one.line} {one.id}{more}")
    sys.exit(0)
