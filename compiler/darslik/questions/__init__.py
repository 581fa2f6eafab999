"""Question kinds: one module and one template a kind. To add one, write `<kind>.py` with `KIND` here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Protocol, cast, get_args, runtime_checkable

from pydantic import BeforeValidator, Field

from darslik.blocks import Options
from darslik.discover import parts as discovered
from darslik.model.base import Slug

if TYPE_CHECKING:
    from darslik.diagnostics import Sink, Span
    from darslik.questions.parts import Item, Parts, Rich
    from darslik.render.page import PageRenderer
    from darslik.source.markdown import Body

InteractionType = Literal[
    "choice", "true-false", "fill-in", "numeric", "matching", "sequencing", "likert", "long-fill-in"
]
CODES = "abcdefghijklmnopqrstuvwxyz"
MAX_OPTIONS = len(CODES)


def _tags(value: Any) -> Any:  # noqa: ANN401 - runs before validation
    return tuple(dict.fromkeys(value.replace(",", " ").split())) if isinstance(value, str) else value


Tags = Annotated[tuple[Slug, ...], BeforeValidator(_tags)]


Policy = Literal["keep", "reset-item", "regrade"]
"""What becomes of answers that were given before a question was changed."""


def _revision(value: Any) -> Any:  # noqa: ANN401 - runs before validation
    words = str(value).split()
    if len(words) == 2 and re.fullmatch("[1-9][0-9]{0,3}", words[0]) and words[1] in get_args(Policy):
        return int(words[0]), words[1]
    message = f"`{value}` is no number with a policy; write `2 keep`, `2 reset-item` or `2 regrade`"
    raise ValueError(message)


Revised = Annotated[tuple[int, Policy], BeforeValidator(_revision)]


class QuestionOptions(Options):
    """The options that every question has."""

    id: Slug
    was: Slug | None = None
    """Its former id."""
    revision: Revised | None = None
    """The number of its last change, and what becomes of answers that were given before it."""
    points: int = Field(default=1, ge=0, le=100)
    attempts: int | None = Field(default=None, ge=0, le=9)
    shuffle: bool | None = None
    partial: bool | None = None
    hint: str = ""
    hint_cost: int = Field(default=0, ge=0, le=100, alias="hint-cost")
    """Percent of the question's score that is lost when the hint was opened before the answer."""
    tags: Tags = ()
    """What a quiz can draw it by, in a bank."""
    objective: Slug | None = None
    """The module whose objectives it tests; the one that it stands in if nothing is said."""


@dataclass(frozen=True)
class Question:
    """A question in one language, as the author wrote it. `content` belongs to the kind."""

    kind: str
    options: QuestionOptions
    prompt: Rich
    stem: Body | None
    explanation: Body | None
    content: Any
    span: Span

    @property
    def id(self) -> str:
        """The permanent id."""
        return self.options.id


class Kind(Protocol):
    """What the compiler must know of a question kind.

    `type` is its interaction type in SCORM 1.2 (section 3.4.4 of the Run-Time Environment), SCORM 2004 (RTE
    4.2.9.1) and xAPI (Data, Appendix C): darslik uses only those that all three know, and `long-fill-in`, which is a
    short `fill-in` in SCORM 1.2.
    """

    name: str
    options: type[QuestionOptions]
    type: InteractionType
    gaps: bool
    answers_are_words: bool
    """Whether a translation may accept other answers than the source."""

    def read(self, parts: Parts, options: QuestionOptions, sink: Sink) -> Any | None:  # noqa: ANN401
        """The content, or none and findings."""

    def items(self, content: Any) -> list[Item]:  # noqa: ANN401
        """Everything that may carry feedback, for checks."""

    def key(self, content: Any) -> object:  # noqa: ANN401
        """What is right, comparable between languages."""

    def merge(self, source: Any, translated: Any) -> Any:  # noqa: ANN401
        """The source's structure with the translation's texts. Called only if both have the same `key`."""

    def rule(self, content: Any) -> dict[str, Any]:  # noqa: ANN401
        """The scoring rule as data (see `themes/README.md`, Rule)."""

    def context(self, content: Any, page: PageRenderer) -> dict[str, Any]:  # noqa: ANN401
        """What the template shows."""

    def definition(self, contents: Mapping[str, Any]) -> dict[str, Any]:
        """Kind-specific part of the xAPI activity definition: language → content in, language maps out."""


@runtime_checkable
class Split(Protocol):
    """A kind whose parts are recorded one by one."""

    def records(self, contents: Mapping[str, Any]) -> list[tuple[str, dict[str, str]]]:
        """The code of each part and its words by language."""


@runtime_checkable
class Placed(Protocol):
    """A content that knows where its targets (right sides, groups, columns) stand; for its items, they know it."""

    @property
    def places(self) -> tuple[Span, ...]:
        """A place for each target, in the order of the definition."""


@runtime_checkable
class OwnStem(Protocol):
    """A content that takes something out of what stands before the list of a question."""

    @property
    def stem(self) -> Body | None:
        """What is left."""


@cache
def kinds() -> dict[str, Kind]:
    """All question kinds by directive name."""
    found = (cast("Kind", part) for part in discovered("darslik.questions", "KIND", "darslik.questions"))
    return {kind.name: kind for kind in found}


def merge(source: Question, translated: Question) -> Question:
    """A translated question that keeps the source's id, points, keys and structure."""
    kind = kinds()[source.kind]
    options = source.options.model_copy(update={"hint": translated.options.hint or source.options.hint})
    content = kind.merge(source.content, translated.content)
    return replace(translated, options=options, content=content)
