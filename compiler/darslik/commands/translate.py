"""`darslik translate`: texts out to translators, and back in."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from darslik.diagnostics import Diagnostic
    from darslik.source.files import DiskFiles
    from darslik.translate.update import Extracted, Progress

COURSE = click.argument("course", type=click.Path(exists=True, file_okay=False, path_type=Path))
OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Another folder in place of COURSE/locale.",
)
LANGUAGES = click.option("-l", "--lang", "languages", multiple=True, metavar="LANG", help="Only this (again for more).")


@click.group("translate")
def command() -> None:
    """Send the texts of a course to translators, and take translations back."""


@command.command()
@COURSE
@OUTPUT
@LANGUAGES
def extract(course: Path, output: Path | None, languages: tuple[str, ...]) -> None:
    """Write a catalogue for each language of COURSE: all texts, with the translations that there are."""
    _update(course, output, languages, only_existing=False)


@command.command()
@COURSE
@OUTPUT
@LANGUAGES
def merge(course: Path, output: Path | None, languages: tuple[str, ...]) -> None:
    """Bring the catalogues of COURSE up to its texts: changed ones become stale, nothing is lost."""
    _update(course, output, languages, only_existing=True)


def _update(course: Path, output: Path | None, languages: tuple[str, ...], *, only_existing: bool) -> None:
    from darslik import pipeline

    files = pipeline.open_course(course)
    found = _extracted(files, course, languages)
    for one in found:
        if only_existing and one.before is None:
            continue
        target = (output / Path(one.path).name) if output else course / one.path
        changed = _write(target, one.text)
        click.echo(f"{target}: {len(one.catalogue.entries):,} texts, {_unused(one)}{'' if changed else ' (as it was)'}")


def _unused(one: Extracted) -> str:
    stale = sum(entry.state == "stale" for entry in one.catalogue.entries)
    new = sum(entry.state == "new" for entry in one.catalogue.entries)
    return f"{new:,} new, {stale:,} stale, {len(one.catalogue.unused):,} unused"


def _write(path: Path, text: str) -> bool:
    """Whole or not at all; false if the file says that already."""
    body = text.encode()
    if path.is_file() and path.read_bytes() == body:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    hidden = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        hidden.write_bytes(body)
        hidden.replace(path)
    finally:
        hidden.unlink(missing_ok=True)
    return True


def _known(files: DiskFiles, course: Path, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The languages that are asked for; all translations if none is."""
    from darslik.errors import Exit
    from darslik.suggest import did_you_mean
    from darslik.translate.sources import outline

    if not files.has("course.yaml"):
        click.echo(f"error: there is no course.yaml in {course}", err=True)
        sys.exit(Exit.NO_COURSE)
    known = outline(files).languages[1:]
    for lang in languages:
        if lang not in known:
            names = ", ".join(known) or "none"
            raise click.UsageError(
                f"the course is not translated to `{lang}`. {did_you_mean(lang, known)} Languages: {names}"
            )
    return tuple(dict.fromkeys(languages)) or known


def _extracted(files: DiskFiles, course: Path, languages: tuple[str, ...]) -> list[Extracted]:
    from darslik.diagnostics import Sink
    from darslik.errors import Exit
    from darslik.translate.update import extract as run

    sink = Sink()
    found = run(files, _known(files, course, languages), sink)
    if sink.found:
        _report(sink.found, files, course)
        sys.exit(Exit.FOUND_ERRORS)
    return found


def _report(found: list[Diagnostic], files: DiskFiles, course: Path) -> None:
    from darslik.report import Report, formats

    report = Report(found, files, course.as_posix(), "nothing was written")
    click.echo(formats()["human"].write(report), nl=False, err=True)


@command.command()
@COURSE
@LANGUAGES
@click.option(
    "--to",
    "form",
    type=click.Choice(["catalogues", "files"]),
    required=True,
    help="catalogues: locale/LANG.po. files: lesson.LANG.md beside lesson.md.",
)
def convert(course: Path, languages: tuple[str, ...], form: str) -> None:
    """Keep the translations of COURSE in catalogues, or in files beside the source's; nothing is lost."""
    from darslik import pipeline
    from darslik.diagnostics import Sink
    from darslik.errors import Exit
    from darslik.translate.convert import carry_out, to_catalogues, to_files

    files = pipeline.open_course(course)
    sink = Sink()
    run = to_catalogues if form == "catalogues" else to_files
    found = run(files, _known(files, course, languages), sink)
    if sink.found:
        _report(sink.found, files, course)
        sys.exit(Exit.FOUND_ERRORS)
    carry_out(files.root, found)
    for one in found:
        done = f"{len(one.write)} written, {len(one.remove)} removed"
        click.echo(f"{one.lang}: {done}; {one.texts:,} texts, {one.unused:,} unused")
    if not any(one.write for one in found):
        click.echo(f"there is nothing to convert to {form}")


@command.command()
@COURSE
@LANGUAGES
@click.option("--format", "form", type=click.Choice(["human", "json"]), default="human", show_default=True)
def status(course: Path, languages: tuple[str, ...], form: str) -> None:
    """Say how far each language of COURSE is translated and reviewed."""
    from darslik import pipeline
    from darslik.translate.update import progress

    rows = [progress(one) for one in _extracted(pipeline.open_course(course), course, languages)]
    click.echo(json.dumps([_data(row) for row in rows], indent=2) if form == "json" else _table(rows))


def _data(row: Progress) -> dict[str, Any]:
    return {
        "language": row.lang,
        "catalogue": row.path,
        "texts": dict(row.texts),
        "words": dict(row.words),
        "unused": row.unused,
        "translated": round(row.share, 4),
    }


def _table(rows: list[Progress]) -> str:
    from darslik.translate.catalogue import STATES

    head = ["language", "words", *STATES, "unused", "translated"]
    body = [
        [
            row.lang,
            f"{sum(row.words.values()):,}",
            *(f"{row.words[state]:,}" for state in STATES),
            f"{row.unused:,}",
            f"{row.share:.0%}",
        ]
        for row in rows
    ]
    widths = [max(len(line[at]) for line in [head, *body]) for at in range(len(head))]
    return "\n".join(
        "  ".join(f"{cell:>{width}}" for cell, width in zip(line, widths, strict=True)) for line in [head, *body]
    )
