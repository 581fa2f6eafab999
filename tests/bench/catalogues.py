"""Measures translation of a generated course: `make bench`. Extraction, merging and status for every language.

Times are those of the processor. The time per page must not grow with the number of pages, so half the course is
measured first.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from darslik import pipeline
from darslik.diagnostics import Sink
from darslik.translate.read import Form, write_catalogue
from darslik.translate.sources import all_segments
from darslik.translate.update import Extracted, extract, progress
from generate import write_course

LANGUAGES = ("ar", "kk", "ky", "ru", "tg", "uz-Cyrl", "uz-Latn", "zh")


def translated(course: Path, found: list[Extracted], form: Form) -> int:
    """Write catalogues in which every text is translated; their bytes."""
    known = {(one.context, one.text): one for one in all_segments(pipeline.open_course(course))}
    size = 0
    for one in found:
        rows = tuple(replace(row, target=f"{one.lang}: {row.source}", state="final") for row in one.catalogue.entries)
        text = write_catalogue(replace(one.catalogue, entries=rows), known, "en", form)
        path = course / "locale" / Path(one.path).name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        size += len(text.encode())
    return size


def measured(pages: int, folder: Path, form: Form) -> list[tuple[str, str]]:
    """Rows of the report for a course of so many pages."""
    course = folder / f"{form}-{pages}"
    write_course(course, pages, pages // 2, media=False)
    yaml = course / "course.yaml"
    head = yaml.read_text()
    yaml.write_text(head.replace("languages: [en]", f"languages: [en, {', '.join(LANGUAGES)}]"))
    start = time.process_time()
    found = extract(pipeline.open_course(course), LANGUAGES, Sink(), form)
    first = time.process_time() - start
    size = translated(course, found, form)
    for lesson in sorted(course.glob("lessons/*.md"))[::10]:  # every tenth lesson has changed
        lesson.write_text(lesson.read_text().replace(". ", " indeed. "))
    start = time.process_time()
    found = extract(pipeline.open_course(course), LANGUAGES, Sink())
    again = time.process_time() - start
    start = time.process_time()
    states = [progress(one) for one in found]
    last = time.process_time() - start
    texts = sum(states[0].texts.values())
    stale = states[0].texts["stale"]
    title = f"{pages:,} pages, {len(found)} languages, {form}"
    return [
        (title, f"{texts:,} texts, {stale:,} stale, {size / 2**20:.0f} MiB of catalogues"),
        ("  extract", f"{first:.1f} s, {first / pages * 1000:.1f} ms a page"),
        ("  merge", f"{again:.1f} s, {again / pages * 1000:.1f} ms a page"),
        ("  status, once read", f"{last * 1000:.0f} ms"),
        ("  memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most so far"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    arguments = parser.parse_args()
    forms: tuple[Form, ...] = ("po", "xliff")
    with tempfile.TemporaryDirectory() as folder:
        for form in forms:
            for pages in (arguments.pages // 2, arguments.pages):
                for name, value in measured(pages, Path(folder), form):
                    sys.stdout.write(f"{name:<40} {value}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
