"""`darslik translate certificate COURSE`: what the languages of a course have in common, on one page."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click


@click.command("certificate")
@click.argument("course", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(file_okay=False, path_type=Path), default=Path("dist"), show_default=True
)
@click.option("--format", "form", type=click.Choice(["html", "json"]), default="html", show_default=True)
def command(course: Path, output: Path, form: str) -> None:
    """Write COURSE-certificate.html: what is the same in all languages, what differs, what nobody has reviewed.

    JSON goes to the standard output. Exits with 1 if a language is not equivalent to the source.
    """
    from darslik import pipeline
    from darslik.atomic import write_all
    from darslik.commands.course import exit_code, print_report
    from darslik.errors import Exit
    from darslik.provenance.commit import commit_of
    from darslik.translate.certificate import certify
    from darslik.translate.certificate_page import data, page

    files = pipeline.open_course(course)
    checked = pipeline.check(files)
    found = certify(checked, files, commit_of(files.root))
    if found is None:
        print_report(checked.found, files, course, "human", "nothing was written", err=True)
        sys.exit(exit_code(checked.found, checked.found) or Exit.FOUND_ERRORS)
    if form == "json":
        click.echo(json.dumps(data(found), ensure_ascii=False, indent=2))
    else:
        path = output / f"{files.name}-certificate.html"
        write_all({path: page(found).encode()})
        click.echo(path)
        for one in found.languages:
            click.echo(f"  {one.tag}: {'the source language' if one.verdict == 'source' else one.verdict}")
    if not found.equivalent:
        sys.exit(Exit.FOUND_ERRORS)
