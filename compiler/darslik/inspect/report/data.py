"""`darslik inspect --format json`: a versioned document, described by `schemas/inspect.schema.json`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from darslik.diagnostics import Diagnostic, Span
from darslik.inspect.record.outline import outline
from darslik.inspect.report.content import Content, as_content
from darslik.inspect.report.outline import Outline
from darslik.inspect.report.shown import Shown
from darslik.inspect.report.verdicts import Verdict, verdicts
from darslik.inspect.report.words import identity
from darslik.rules import RULES
from darslik.version import VERSION as TOOL

VERSION: Literal[1] = 1


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Data):
    """Where; lines and columns count characters from 1."""

    file: str = Field(description="as in the package")
    path: str = Field(description="as the user can open it: `course.zip!/imsmanifest.xml`")
    line: int
    column: int
    length: int


class Related(Place):
    """A second place, with a few words."""

    label: str


class Found(Place):
    """One finding."""

    rule: str = Field(description="what `darslik explain` takes")
    severity: Literal["error", "warning", "hint"]
    message: str
    label: str
    evidence: str = Field(description="what was seen, word by word; or who says so, if it is a finding of a profile")
    help: list[str]
    covers: list[str] = Field(description="rows of the table in INSPECT.md")
    related: list[Related]


class Claimed(_Data):
    """A standard that the package claims to follow."""

    standard: str
    title: str
    file: str = Field(description="the file that says so")
    read: bool = Field(description="whether that file could be read")


class Package(_Data):
    """How large it is."""

    name: str
    form: Literal["zip", "folder", "file"]
    files: int
    bytes: int = Field(description="of all files, unpacked")


class Lms(_Data):
    """What one LMS makes of it, as its profile says."""

    id: str
    name: str
    known: int = Field(description="rows of the profile")
    checked: int = Field(description="those of them that a package can be checked for")
    errors: int
    warnings: int
    hints: int
    rules: list[str] = Field(description="those that found something")


class Tool(_Data):
    """What inspected it."""

    name: Literal["darslik"]
    version: str


class Document(_Data):
    """What `darslik inspect --format json` writes."""

    version: Literal[1]
    tool: Tool
    path: str
    summary: str
    verdict: Literal["errors", "warnings", "clean"]
    counts: dict[str, int] = Field(description="how many findings of each severity are listed")
    package: Package | None = Field(description="none if it could not be opened or was refused")
    kinds: list[Claimed]
    profiles: list[Lms] = Field(description="one for each `--profile`")
    rules: dict[str, int] = Field(description="how many rules were applied, by what they are about")
    findings: list[Found]
    record: list[Outline] = Field(description="what an LMS will record, one for each standard that says it")
    content: Content | None = Field(description="what is in the files; none if the package was refused")


def write(shown: Shown) -> str:
    """The document as text."""
    return json.dumps(document(shown).model_dump(by_alias=True), ensure_ascii=False, indent=2) + "\n"


def document(shown: Shown) -> Document:
    """The whole inspection as data."""
    facts = shown.facts
    read = {id(one.kind) for one in shown.result.subjects}
    return Document(
        version=VERSION,
        tool=Tool(name="darslik", version=TOOL),
        path=shown.result.path,
        summary=identity(shown),
        verdict=shown.verdict,
        counts=shown.counts,
        package=None if facts is None else Package.model_validate(asdict(facts)),
        kinds=[
            Claimed(standard=one.standard, title=one.title, file=one.file, read=id(one) in read)
            for one in shown.result.kinds
        ],
        profiles=[_lms(one) for one in verdicts(shown)],
        rules=shown.applied,
        findings=[_found(one, shown) for one in shown.found],
        record=[Outline.model_validate(outline(one)) for one in shown.records],
        content=None if shown.content is None else as_content(shown.content),
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "darslik inspect",
        **Document.model_json_schema(mode="serialization"),
    }


def _lms(one: Verdict) -> Lms:
    return Lms(
        id=one.profile.id,
        name=one.profile.name,
        known=one.known,
        checked=one.checked,
        errors=one.count("error"),
        warnings=one.count("warning"),
        hints=one.count("hint"),
        rules=one.rules,
    )


def _found(item: Diagnostic, shown: Shown) -> Found:
    return Found(
        rule=item.rule,
        severity=item.severity.value,
        message=item.message,
        label=item.label,
        evidence=item.evidence,
        help=list(item.help),
        covers=list(RULES[item.rule].covers),
        related=[Related(label=one.text, **_place(one.span, shown)) for one in item.related],
        **_place(item.span, shown),
    )


def _place(span: Span, shown: Shown) -> dict[str, Any]:
    return {
        "file": span.file,
        "path": shown.path(span.file),
        "line": span.line,
        "column": span.column,
        "length": span.length,
    }
