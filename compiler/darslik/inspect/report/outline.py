"""The shape of `record` in the JSON report, as `darslik.inspect.record.outline` writes it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Decided(_Data):
    """Who decides over completion or success."""

    by: str
    mark: float | None = Field(description="from which measure on")


class Gate(_Data):
    """When an activity is open, shown or skipped."""

    effect: str
    when: dict[str, Any] = Field(description="a tree: `not`, `least … of …`, or a test")
    text: str = Field(description="as the manifest writes it, in SCORM 1.2")
    says: str


class Activity(_Data):
    """An organization, an item, a block, an AU."""

    key: str = Field(description="its place in the tree: `0.2.1`")
    identifier: str
    title: str
    role: str
    is_: str = Field(alias="is")
    line: int
    launch: str = Field(description="the file that is opened")
    parameters: str
    visible: bool
    tracked: bool
    completion: Decided
    success: Decided
    share: float | None = Field(description="of the score of the course, from 0 to 1")
    gates: list[Gate]
    says: list[str] = Field(description="what the LMS records of it, and when, in plain words")
    children: list[Activity]


class Shared(_Data):
    """A global objective: which activities write it, which read it, by their keys."""

    identifier: str
    writers: list[str]
    readers: list[str]


class Outline(_Data):
    """What an LMS will record under one standard."""

    standard: str
    title: str
    default: int = Field(description="which of the trees an LMS takes")
    activities: list[Activity]
    objectives: list[Shared]
    gradebook: list[str]
    unknown: list[str] = Field(description="what nobody can know from a manifest")
