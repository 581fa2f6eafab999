"""Cases for the rules about SCORM manifests: a small correct package with something laid over it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from darslik.inspect import Options, inspect
from darslik.inspect.rule import load_package_rules
from darslik.rules import RULES
from inspect_examples import base, overlaid

if TYPE_CHECKING:
    from pathlib import Path

ROWS = {
    *(f"P{number}" for number in [*range(4, 12), *range(14, 21)]),
    *(f"M{number}" for number in range(1, 10)),
    *(f"O{number}" for number in range(1, 6)),
    *(f"I{number}" for number in range(1, 15)),
    *(f"R{number}" for number in range(1, 10)),
    "N2",
    "N3",
}
NOT_CHECKED_BY_ADL = ("N1", "N2", "N3", "N4", "N5", "N6", "N7")
WARNED_ONLY = {"P5", "P20", "M2", "O4", "I5", "I9", "R8", "P18", "P19"}

load_package_rules()
JUDGED = {name for name, rule in RULES.items() if ROWS & set(rule.covers) and "course" not in rule.about}
NO_FILES: dict[str, bytes | None] = {"index.html": None, "lesson.js": None}
METADATA = """<metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>2004 4th Edition</schemaversion>
  </metadata>"""
LONG = "x" * 2001
X = b"x"


@dataclass(frozen=True)
class Case:
    """A fragment over the base, what is found, files over its own (none: taken away), words replaced at the end."""

    text: str
    found: tuple[tuple[str, str], ...] = ()
    files: dict[str, bytes | None] = field(default_factory=dict)
    swap: tuple[str, str] = ("", "")
    standard: str = "scorm2004"

    def manifest(self) -> str:
        text = base(self.standard)["imsmanifest.xml"].decode()
        text = self.text if self.text.startswith("<?xml") else overlaid(text, self.text)
        return text.replace(*self.swap) if self.swap[0] else text


def one(text: str, rule: str, caret: str, **files: bytes) -> Case:
    """One finding. Files by keyword: `_` stands for the dot."""
    return Case(text, ((rule, caret),), {name.replace("_", "."): body for name, body in files.items()})


def item(inside: str = "", attributes: str = 'identifierref="resource_1"', title: str = "<title>Lesson</title>") -> str:
    return f'<item identifier="item_1" {attributes}>{title}{inside}</item>'


def resource(inside: str = "", attributes: str = "", href: str = 'href="index.html"') -> str:
    return (
        f'<resource identifier="resource_1" type="webcontent" adlcp:scormType="sco" {href} {attributes}>'
        f'<file href="index.html"/><file href="lesson.js"/>{inside}</resource>'
    )


def metadata(inside: str) -> str:
    return METADATA.replace("  </metadata>", f"{inside}</metadata>")


LESSON = item()
TITLE = "<title>Course</title>"
UNUSED = ("resource-unused", 'identifier="resource_1"')


def organization(inside: str = TITLE + LESSON, attributes: str = 'identifier="organization_1"') -> str:
    return f"<organization {attributes}>{inside}</organization>"


def organizations(inside: str, attributes: str = 'default="organization_1"') -> str:
    return f"<organizations {attributes}>{inside}</organizations>"


def chapter(inside: str) -> str:
    """An item with an item in it."""
    lesson = '<item identifier="item_2" identifierref="resource_1"><title>Lesson</title></item>'
    return item(lesson + inside, attributes="", title="<title>Chapter</title>")


def resources(*dependencies: str) -> str:
    """Resources that each depend on those whose numbers are given; the first lists the files."""
    made = [
        f'<resource identifier="resource_{number}" type="webcontent" adlcp:scormType="sco"'
        + (' href="index.html"><file href="index.html"/><file href="lesson.js"/>' if number == 1 else ">")
        + "".join(f'<dependency identifierref="resource_{target}"/>' for target in targets)
        + "</resource>"
        for number, targets in enumerate(dependencies, 1)
    ]
    return f"<resources>{''.join(made)}</resources>"


def found(case: Case, folder: Path) -> list[tuple[str, str]]:
    """Rules of these rows that find something, each with the text under its caret, sorted."""
    files: dict[str, bytes | None] = {**base(case.standard), "imsmanifest.xml": case.manifest().encode(), **case.files}
    lines = {}
    for path, body in files.items():
        if body is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(body)
            lines[path] = body.decode("utf-8", "replace").split("\n")
    result = inspect(folder, Options()).found
    spans = [(one.rule, one.span) for one in result if one.rule in JUDGED]
    return sorted(
        (rule, lines[span.file][span.line - 1][span.column - 1 : span.column - 1 + span.length]) for rule, span in spans
    )
