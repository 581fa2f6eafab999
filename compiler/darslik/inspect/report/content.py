"""Facts about the content, for the terminal and as the shape of `content` in the JSON report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from pydantic import BaseModel, ConfigDict, Field

from darslik.inspect.content.facts import ContentFacts
from darslik.inspect.report.words import many, size

_FEW = 5
MOST = 1000
"""Entries of a list in the JSON report; a hostile package could fill it with hosts."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tool(_Data):
    """A wrapper of a run-time or an authoring tool, and where it was seen."""

    kind: str
    name: str
    version: str
    path: str


class Host(_Data):
    """A host that the content names."""

    name: str
    loads: bool = Field(description="asked by the content itself, not by a learner who follows a link")
    count: int
    first: str = Field(description="file and line of the first address")


class Kind(_Data):
    """Files of one ending."""

    ending: str
    files: int
    bytes: int


class Font(_Data):
    """What a font file says about itself."""

    path: str
    family: str
    copyright: str
    licence: str
    embeddable: bool | None


class File(_Data):
    """A file and its size."""

    path: str
    bytes: int


class Rights(_Data):
    """What a file says about copyright or licence; empty if the file is the licence."""

    path: str
    text: str


class Content(_Data):
    """What is in the files."""

    api: list[str] = Field(description="what the scripts can talk to")
    tools: list[Tool]
    hosts: list[Host]
    largest: list[File]
    kinds: list[Kind]
    fonts: list[Font]
    rights: list[Rights]
    unread: list[str] = Field(description="files that were not, or not wholly, searched: they are too large")


def as_content(facts: ContentFacts) -> Content:
    """The facts as data."""
    return Content(
        api=list(facts.api),
        tools=[Tool(**asdict(one)) for one in facts.tools[:MOST]],
        hosts=[Host(**asdict(one)) for one in facts.hosts[:MOST]],
        largest=[File(path=path, bytes=number) for path, number in facts.largest],
        kinds=[Kind(**asdict(one)) for one in facts.kinds[:MOST]],
        fonts=[Font(**asdict(one)) for one in facts.fonts[:MOST]],
        rights=[Rights(path=path, text=text) for path, text in facts.rights[:MOST]],
        unread=list(facts.unread[:MOST]),
    )


def brief(facts: ContentFacts) -> Iterator[str]:
    """The most important of them, in a few lines; none if there is no content."""
    lines = [
        ("talks to", facts.api),
        ("wrapper", [tool_name(one.name, one.version) for one in facts.tools if one.kind == "wrapper"]),
        ("loads from", [f"{one.name} ({many(one.count, 'address')})" for one in facts.hosts if one.loads]),
        ("links to", [one.name for one in facts.hosts if not one.loads]),
        ("largest", [f"{path} {size(number)}" for path, number in facts.largest[:3]]),
        ("not searched", facts.unread),
    ]
    told = [f"  {name}: {_few(found)}" for name, found in lines if found]
    if told:
        yield "Content"
        yield from told


def tool_name(name: str, version: str) -> str:
    """`pipwerks SCORM wrapper 1.1`."""
    return f"{name} {version}".strip()


def _few(found: Sequence[str]) -> str:
    more = f" and {len(found) - _FEW:,} more" if len(found) > _FEW else ""
    return ", ".join(found[:_FEW]) + more
