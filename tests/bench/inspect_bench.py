"""Measures `darslik inspect` of generated packages, each in a process of its own: `make bench`.

Peak memory should hardly grow with the number of files, and time should grow no faster than it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import zipfile
from pathlib import Path

from bench import Run, measure

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Page {number}</title>
<script src="../lesson.js"></script><link rel="stylesheet" href="../style.css"></head>
<body><h1>Page {number}</h1>{text}<a href="{next}.html">on</a></body></html>
"""
SCRIPT = """var api = window.parent.API;
function start() { api.LMSInitialize(""); }
function leave() { api.LMSSetValue("cmi.core.lesson_status", "completed"); api.LMSCommit(""); api.LMSFinish(""); }
window.addEventListener("pagehide", leave);
start();
"""
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="course" version="1.1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>Course</title>
"""


def write_package(path: Path, files: int) -> None:
    """A SCORM 1.2 package of so many files: nine pages of ten are plain, one is a SCO with an item."""
    numbers = range(files - 3)
    items, resources = [], []
    for number in numbers:
        if number % 10 == 0:
            mine = "".join(f'<file href="pages/{n}.html"/>' for n in range(number, min(number + 10, len(numbers))))
            items.append(
                f'<item identifier="i{number}" identifierref="r{number}"><title>Part {number}</title></item>\n'
            )
            resources.append(
                f'<resource identifier="r{number}" type="webcontent" adlcp:scormtype="sco" href="pages/{number}.html">'
                f'{mine}<file href="lesson.js"/><file href="style.css"/></resource>\n'
            )
    manifest = (
        f"{HEAD}{''.join(items)}</organization></organizations><resources>{''.join(resources)}</resources></manifest>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("imsmanifest.xml", manifest)
        out.writestr("lesson.js", SCRIPT)
        out.writestr("style.css", "body { font: 1em sans-serif }\n")
        for number in numbers:
            text = "".join(f"<p>Sentence {number * n} of this page, {n * n} words long.</p>\n" for n in range(60))
            out.writestr(f"pages/{number}.html", PAGE.format(number=number, text=text, next=number + 1))


def inspected(path: Path) -> Run:
    """One run; findings are no failure."""
    program = "import sys; from darslik.cli import main\ntry: main()\nexcept SystemExit as e: sys.exit(e.code == 2)"
    return measure([sys.executable, "-c", program, "inspect", str(path), "--format", "json"])


def main() -> None:
    """Print a row for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, nargs="+", default=[50, 500, 5_000, 20_000])
    print(f"{'files':>8} {'zip MiB':>8} {'seconds':>8} {'CPU s':>8} {'peak MiB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for files in parser.parse_args().files:
            path = Path(folder) / f"{files}.zip"
            write_package(path, files)
            run = inspected(path)
            size = path.stat().st_size / 1024**2
            print(f"{files:8,} {size:8.1f} {run.wall:8.1f} {run.cpu:8.1f} {run.peak:9.0f}")


if __name__ == "__main__":
    main()
