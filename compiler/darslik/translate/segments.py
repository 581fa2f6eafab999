"""What is there to translate: every text of a course, each with an id that outlives edits elsewhere.

What is in no segment (directives and their structure, ids, keys, `[x]`, numbers, paths, code) belongs to the source
language alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from darslik.diagnostics import Span

TITLE = 200
"""Characters of a title (SCORM 2004 CAM 3.4.1.7)."""
DESCRIPTION = 250
"""Characters of a description (SCORM 2004 RTE 4.2.9.1)."""

VERBATIM = frozenset({"code", "formula"})
"""Roles whose line breaks and blanks are part of the text."""
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Stretch:
    """Where a text stands in its file: lines and columns from 0, the end exclusive.

    `lead` begins further lines of a translation that has some; in a `cell`, a bar must be escaped.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    lead: str = ""
    cell: bool = False


@dataclass(frozen=True)
class Segment:
    """A text to translate, as Markdown. Line breaks of the file are blanks; only hard breaks are left.

    `block`: the id of the page, question, module or entry that it belongs to. `role`: what it is there. `most`:
    characters that a standard allows. `route`: its place in a YAML file; `stretch`: in a Markdown file.
    """

    file: str
    block: str
    role: str
    text: str
    span: Span
    note: str = ""
    most: int | None = None
    stretch: Stretch | None = None
    route: tuple[str | int, ...] = ()

    @property
    def context(self) -> str:
        """Where it is, in words that stay: `lessons/01-why.md#triangle heading`."""
        return f"{self.file}#{self.block} {self.role}" if self.block else f"{self.file} {self.role}"

    @property
    def stays(self) -> bool:
        """Whether it will do in most languages as it is: numbers, signs, code, formulas, names, titles of sources."""
        alike = self.role in VERBATIM or self.role == "author" or self.file == "references.yaml"
        return alike or not _LETTER.search(self.text)

    @property
    def id(self) -> str:
        """Context and a fingerprint of the text: a changed text is another segment."""
        return segment_id(self.context, self.text)


def segment_id(context: str, text: str) -> str:
    """The id of a segment, an XML name without colon: safe as an id in XLIFF."""
    digest = hashlib.sha256(f"{context}\0{text}".encode()).hexdigest()[:8]
    return f"{re.sub('[^A-Za-z0-9_.-]+', '_', context).strip('_.-')}.{digest}"


def translator_notes(segment: Segment) -> list[str]:
    """What a translator reads beside a text: what it is, and how long it may become."""
    notes = [segment.note] if segment.note else []
    return [*notes, f"at most {segment.most} characters"] if segment.most else notes


def alternatives(text: str) -> list[str]:
    """The accepted answers of a translation: `a | b` are two."""
    return [part.strip() for part in re.split(r"(?<!\\)\|", text) if part.strip()] or [text]


def unique(segments: Iterable[Segment]) -> list[Segment]:
    """Each id once, in reading order: equal texts in one place have one translation."""
    return list({segment.id: segment for segment in reversed(list(segments))}.values())[::-1]
