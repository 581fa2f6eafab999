"""`darslik translate`: texts out to translators, and back in."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from darslik.atomic import write_all
from darslik.commands import certificate
from darslik.commands.files import Beside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from darslik.diagnostics import Diagnostic
    from darslik.source.files import DiskFiles, Files
    from darslik.translate.catalogue import Catalogue, State
    from darslik.translate.read import Form
    from darslik.translate.returned import Taken
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
@click.option(
    "--format",
    "form",
    type=click.Choice(["po", "xliff", "xliff12"]),
    help="gettext PO, XLIFF 2.1 or 1.2; otherwise that of the catalogue that there is, and PO for new ones.",
)
@click.option("--template", is_flag=True, help="Write only COURSE/locale/<name of the course>.pot, a PO template.")
def extract(
    course: Path, output: Path | None, languages: tuple[str, ...], form: Form | None, *, template: bool
) -> None:
    """Write a catalogue for each language of COURSE: all texts, with the translations that there are."""
    from darslik import pipeline
    from darslik.translate.read import catalogue_path, form_of

    files = pipeline.open_course(course)
    known = _known(files, course, languages)
    if template:
        _template(files, course, output)
        return
    for lang in known if form and not output else ():
        path = catalogue_path(files, lang)
        if path and form_of(path, files.read(path)) != form:
            raise click.UsageError(f"{path} is the catalogue of `{lang}`: name another folder with -o")
    _save(_extracted(files, course, known, form), course, output)


def _template(files: DiskFiles, course: Path, output: Path | None) -> None:
    from darslik.translate.update import template

    target = (output or course / "locale") / f"{course.resolve().name}.pot"
    changed = write_all({target: template(files).encode()})
    click.echo(f"{target}{'' if changed else ': as it was'}")


@command.command()
@COURSE
@click.argument("back", metavar="[FILE]...", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@OUTPUT
@LANGUAGES
def merge(course: Path, back: tuple[Path, ...], output: Path | None, languages: tuple[str, ...]) -> None:
    """Bring the catalogues of COURSE up to its texts: changed ones become stale, nothing is lost.

    FILE is a catalogue that came back from a translator, PO or XLIFF, perhaps of an older state of the course. Its
    translations are taken in. Where the catalogue says something else, the newer text of a person stays; the other
    becomes unused.
    """
    from darslik import pipeline

    files = pipeline.open_course(course)
    known = _known(files, course, languages)
    if back:
        _take_back(files, course, known, back, output)
    else:
        _save([one for one in _extracted(files, course, known) if one.before is not None], course, output)


def _take_back(
    files: DiskFiles, course: Path, languages: tuple[str, ...], back: tuple[Path, ...], output: Path | None
) -> None:
    from darslik.diagnostics import Sink, has_errors
    from darslik.errors import Exit
    from darslik.translate.returned import read_returned
    from darslik.translate.sources import all_segments, outline

    sink = Sink()
    bodies = {Path(os.path.relpath(path, course)).as_posix(): path.read_bytes() for path in back}
    own = [lang for lang in languages if lang not in outline(files).derive]
    returned = read_returned(bodies, own, all_segments(files), sink)
    if sink.found:
        _report(sink.found, Beside(files, bodies), course, "" if not has_errors(sink.found) else _NOTHING)
    if has_errors(sink.found):
        sys.exit(Exit.FOUND_ERRORS)
    _save(_extracted(files, course, tuple(returned), None, returned), course, output)


def _save(found: list[Extracted], course: Path, output: Path | None) -> None:
    targets = {(output / Path(one.path).name) if output else course / one.path: one for one in found}
    changed = write_all({target: one.text.encode() for target, one in targets.items()})
    for target, one in targets.items():
        same = "" if target in changed else " (as it was)"
        click.echo(f"{target}: {len(one.catalogue.entries):,} texts, {_unused(one)}{same}")
        if any(one.taken.counts.values()):
            click.echo(f"{' ' * len(str(target))}  {_taken(one.taken)}")


def _taken(taken: Taken) -> str:
    words = {
        "new": "taken",
        "better": "taken in place of another text",
        "kept": "kept as unused, for the catalogue has a better one",
        "unplaced": "of texts that have changed or gone",
        "same": "as they were",
    }
    return "came back: " + ", ".join(f"{taken[what]:,} {how}" for what, how in words.items() if taken[what])


def _unused(one: Extracted) -> str:
    stale = sum(entry.state == "stale" for entry in one.catalogue.entries)
    new = sum(entry.state == "new" for entry in one.catalogue.entries)
    return f"{new:,} new, {stale:,} stale, {len(one.catalogue.unused):,} unused"


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


def _extracted(
    files: DiskFiles,
    course: Path,
    languages: tuple[str, ...],
    form: Form | None = None,
    returned: Mapping[str, Sequence[Catalogue]] | None = None,
) -> list[Extracted]:
    from darslik.diagnostics import Sink
    from darslik.errors import Exit
    from darslik.translate.update import extract as run

    sink = Sink()
    found = run(files, languages, sink, form, returned)
    if sink.found:
        _report(sink.found, files, course)
        sys.exit(Exit.FOUND_ERRORS)
    return found


_NOTHING = "nothing was written"


def _report(found: list[Diagnostic], files: Files, course: Path, end: str = _NOTHING) -> None:
    from darslik.report import Report, formats

    report = Report(found, files, course.as_posix(), end)
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
    """Say how far each language of COURSE is translated and reviewed.

    Exits with 1 if one is below its bound in `publish`.
    """
    from darslik import pipeline
    from darslik.errors import Exit
    from darslik.translate.catalogue import STATES
    from darslik.translate.sources import outline
    from darslik.translate.update import progress

    files = pipeline.open_course(course)
    rows = [progress(one) for one in _extracted(files, course, _known(files, course, languages))]
    said = outline(files).value.get("publish")
    bounds = {lang: bound for lang, bound in (said.items() if isinstance(said, dict) else ()) if bound in STATES}
    data = [_data(row, bounds.get(row.lang)) for row in rows]
    click.echo(json.dumps(data, indent=2) if form == "json" else _table(rows, bounds))
    if any(row["below"] for row in data):
        sys.exit(Exit.FOUND_ERRORS)


def _data(row: Progress, bound: State | None) -> dict[str, Any]:
    return {
        "language": row.lang,
        "publish": bound,
        "below": row.below(bound) if bound else 0,
        "catalogue": row.path,
        "texts": dict(row.texts),
        "words": dict(row.words),
        "unused": row.unused,
        "translated": round(row.share, 4),
    }


def _table(rows: list[Progress], bounds: Mapping[str, State]) -> str:
    from darslik.translate.catalogue import STATES

    head = ["language", "words", *STATES, "unused", "translated", *(["publish", "below"] if bounds else [])]
    body = [
        [
            row.lang,
            f"{sum(row.words.values()):,}",
            *(f"{row.words[state]:,}" for state in STATES),
            f"{row.unused:,}",
            f"{row.share:.0%}",
            *([bound or "-", f"{row.below(bound):,}" if bound else "-"] if bounds else []),
        ]
        for row in rows
        for bound in [bounds.get(row.lang)]
    ]
    widths = [max(len(line[at]) for line in [head, *body]) for at in range(len(head))]
    return "\n".join(
        "  ".join(f"{cell:>{width}}" for cell, width in zip(line, widths, strict=True)) for line in [head, *body]
    )


command.add_command(certificate.command)
