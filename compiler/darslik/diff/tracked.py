"""The record of a package as types. It comes from outside: bounded, checked, nothing in it is trusted."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from darslik.diff.record import FORMAT

MAX_SLOT = 1_000_000


def _finite(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """JSON of sane depth and size, as rules and options are."""
    if len(repr(value)) > 20_000:
        message = "too long"
        raise ValueError(message)
    return value


Word = Annotated[str, StringConstraints(max_length=300)]
Line = Annotated[str, StringConstraints(max_length=2000)]
Mark = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
Slot = Annotated[int, Field(ge=0, le=MAX_SLOT)]
Points = Annotated[int, Field(ge=0, le=100_000)]
Free = Annotated[Any, AfterValidator(_finite)]


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="ignore", populate_by_name=True)


class Revision(_Read):
    """What became of answers when a question was changed."""

    rev: Annotated[int, Field(ge=2, le=10_000)]
    policy: Literal["keep", "reset-item", "regrade"]
    points: Points


class Question(_Read):
    """A question: its worth, settings and options; text and key as fingerprints."""

    id: Word
    slot: Slot
    kind: Word
    points: Points
    rev: Annotated[int, Field(ge=1, le=10_000)] = 1
    history: Annotated[list[Revision], Field(max_length=1000)] = []
    settings: dict[Word, bool | int | Word | None] = {}
    key: Mark
    options: dict[Word, Mark] = {}
    text: Mark


class Draw(_Read):
    """So many of these questions, by slot."""

    source: list[Slot] = Field(alias="from")
    count: Slot


class Quiz(_Read):
    """A quiz with its settings."""

    id: Word
    slot: Slot
    text: Mark
    mode: Word = "practice"
    points: Points = 0
    attempts: Slot = 0
    minutes: Slot = 0
    percent: float | int | None = Field(default=None, alias="pass", ge=0, le=100)
    shuffle: bool = False
    draws: list[Draw] = []


class Extra(_Read):
    """A reflection or a scenario."""

    id: Word
    slot: Slot
    text: Mark
    nodes: Slot = 0


class Page(_Read):
    """A page."""

    id: Word
    slot: Slot
    title: Line
    file: Word
    text: Mark
    questions: list[Question] = []
    quizzes: list[Quiz] = []
    notes: list[Extra] = []
    scenarios: list[Extra] = []


class Lesson(_Read):
    """A lesson."""

    id: Word
    title: Line
    pages: list[Page]


class Module(_Read):
    """A module. Rules of its own are what `course.js` has."""

    id: Word
    slot: Slot
    title: Line
    unlock: Free = None
    complete: Free = None
    passes: Free = Field(default=None, alias="pass")
    lessons: list[Lesson]


class Item(_Read):
    """A SCO, AU or activity as the manifest names it."""

    id: Line
    sco: Word | None = None
    launch: Word | None = None
    mastery: Word | None = None
    move_on: Word | None = Field(default=None, alias="moveOn")


class Manifest(_Read):
    """What an LMS knows a package by."""

    id: Line
    schema_version: Word = Field(default="", alias="schema")
    items: list[Item]


class Rules(_Read):
    """Navigation, completion and success."""

    navigation: Word
    complete: Free
    passes: Free = Field(default=None, alias="pass")


class Tracking(_Read):
    """The whole record."""

    format: Annotated[int, Field(ge=1, le=FORMAT)]
    key: Word
    title: Line
    split: bool
    rules: Rules
    options: dict[Word, Free]
    modules: Annotated[list[Module], Field(max_length=10_000)]
    manifest: Manifest


class Origin(_Read):
    """The part `course` of `darslik.json`."""

    id: Line
    version: Line
    language: Word
    """`multi`: a package of several, which are in `languages`."""
    languages: Annotated[list[Word], Field(max_length=200)] = []
    target: Word
    theme: Word = ""


class Source(_Read):
    """The part `source` of `darslik.json`. `sha256`: of all course files; `modified`: since the commit."""

    sha256: Word = ""
    commit: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})$")] | None = None
    modified: bool = False


class Passport(_Read):
    """`darslik.json`."""

    darslik: Word
    course: Origin
    source: Source = Source()
    profiles: list[Word] = []
    """The LMSs that it was built for."""
    files: dict[Line, Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]]
    tracking: Tracking
