"""The real course with its translations as files beside the source's, as a course that begins to use catalogues."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

from click.testing import CliRunner

from darslik.cli import main

REAL = Path(__file__).parents[1] / "courses" / "open-data-essentials"


@cache
def in_files() -> Path:
    """A copy without catalogues and without a derived language; nobody may change it."""
    folder = Path(tempfile.mkdtemp(prefix="darslik-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    course = folder / REAL.name
    shutil.copytree(REAL, course)
    said = (course / "course.yaml").read_text("utf-8")
    said = re.sub(r"^(derive|publish): .*\n", "", said, flags=re.MULTILINE).replace(", uz-Cyrl]", "]")
    (course / "course.yaml").write_text(said, "utf-8")
    done = CliRunner().invoke(main, ["translate", "convert", str(course), "--to", "files"])
    assert done.exit_code == 0, done.output
    shutil.rmtree(course / "locale")
    (course / "darslik.lock").unlink()
    return course
