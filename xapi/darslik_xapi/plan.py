"""The tracking plan that a build writes beside its packages (`<course>.plan.json`): what statements can be about.

Both sides of the file follow this model: the compiler writes it, and the analytics label their tables with it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .errors import XapiError

Texts = dict[str, str]
"""A text by language (BCP 47)."""

Kind = Literal["course", "module", "lesson", "page", "quiz", "question", "note", "scenario"]

FORMAT = 1


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Component(_Part):
    """An option, source, target, step or scale point that a response names by its code."""

    group: Literal["choices", "source", "target", "steps", "scale"]
    id: str
    label: Texts
    correct: bool | None = None  # of a choice; null where the key is no single option
    file: str = ""
    line: int = 0


class Activity(_Part):
    """A trackable part of the course, in the order in which learners meet them."""

    iri: str
    kind: Kind
    id: str  # of the course's own, e.g. `why/triangle`
    parent: str = ""  # the IRI of the part that it is in; of a question: its page, or its quiz if it has one
    module: str = ""  # the IRI of its module
    title: Texts  # of a question: what it asks; of a statement of a survey: the statement
    file: str = ""  # relative to the course's folder
    line: int = 0
    words: dict[str, int] = Field(default_factory=dict)  # of a page, by language
    minutes: float | None = None  # that the author expects
    # of a question (and the survey kinds):
    prompt: Texts = Field(default_factory=dict)  # of a statement of a survey: what stands above all of them
    question: str = ""  # the course language's kind: choice, matching, likert …
    interaction: str = ""  # xAPI's interactionType
    correct: tuple[str, ...] = ()  # correctResponsesPattern; empty for surveys and self-assessed texts
    scored: bool = False
    points: float = 0
    attempts: int = 0  # 0: as many as wanted
    objective: str = ""  # the IRI of the module that it counts for, if that is not its own
    tags: tuple[str, ...] = ()
    secret: bool = False  # of an exam: its key is not to be published
    components: tuple[Component, ...] = ()


class Verb(_Part):
    """A verb that the course's packages send, and what its statements are about."""

    iri: str
    kinds: tuple[Kind, ...]


class Plan(_Part):
    """What one version of a course tracks."""

    plan: Literal[1]
    course: str  # the IRI
    name: str  # of the folder
    version: str
    folder: str  # as it was given to the build, with forward slashes
    source_language: str
    languages: tuple[str, ...]
    title: Texts
    publisher: Texts = Field(default_factory=dict)
    mastery_score: float | None = None  # 0 … 1
    complete: str = ""  # the course's own words of its policy
    passing: str = ""
    verbs: tuple[Verb, ...] = ()
    activities: tuple[Activity, ...]  # the course itself first


def read_plan(path: Path) -> Plan:
    """Read a tracking plan.

    Raises:
        XapiError: if the file cannot be read or is no tracking plan of this format.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise XapiError(f"{path} cannot be read: {why}", "name the .plan.json that `darslik build` wrote") from None
    return plan_from(text, str(path))


def plan_from(text: str, name: str) -> Plan:
    """The plan that a text holds; `name` is what messages call it.

    Raises:
        XapiError: if it is no tracking plan of this format.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise XapiError(f"{name} is no JSON: {error}", "name the .plan.json that `darslik build` wrote") from None
    try:
        return Plan.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise XapiError(
            f"{name} is no tracking plan: {where}: {first['msg']}",
            "name the .plan.json that `darslik build` wrote, or build the course again with this version",
        ) from None
