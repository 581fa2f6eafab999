"""Findings → text for people and programs. To add a format, write `<name>.py` with `FORMAT` here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from darslik.diagnostics import Diagnostic
from darslik.discover import parts as discovered
from darslik.source.files import Files


@dataclass(frozen=True)
class Report:
    """What a format may use. `folder` is the course folder as the user wrote it; `outcome` says what was written."""

    found: Sequence[Diagnostic]
    files: Files
    folder: str
    outcome: str
    colour: bool = False

    def path(self, file: str) -> str:
        """A file's path as the user can open it."""
        return f"{self.folder.rstrip('/')}/{file}"

    def lines(self, file: str) -> list[str]:
        """The lines of a course file; empty if it cannot be read."""
        if not self.files.has(file):
            return []
        return (
            self.files.read(file).decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        )


@dataclass(frozen=True)
class Format:
    """A report format: its name on the command line, and how it is written."""

    name: str
    write: Callable[[Report], str]


@cache
def formats() -> dict[str, Format]:
    """All formats by name."""
    found = (cast("Format", part) for part in discovered("darslik.report", "FORMAT", "darslik.reports"))
    return {item.name: item for item in found}


def counts(found: Sequence[Diagnostic]) -> str:
    """`2 errors, 1 warning in 3 files`."""
    words = []
    for severity in ("error", "warning", "hint"):
        number = sum(item.severity == severity for item in found)
        if number:
            words.append(f"{number} {severity}{'s' * (number != 1)}")
    files = len({item.span.file for item in found})
    return f"{', '.join(words)} in {files} file{'s' * (files != 1)}" if words else "nothing to report"
