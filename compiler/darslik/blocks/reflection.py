"""`:::{reflection} Prompt`: a note that learners write for themselves; kept with their progress, never reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup
from pydantic import Field

from darslik.blocks import Block, Difference, Options, same_id
from darslik.diagnostics import Sink, Span
from darslik.model.base import Slug
from darslik.questions.parts import Rich, inline
from darslik.source.markdown import Directive

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer


class ReflectionOptions(Options):
    """Options of a reflection; `limit` is in characters."""

    id: Slug
    was: Slug | None = None
    limit: int = Field(default=1500, ge=50, le=4000)
    rows: int = Field(default=5, ge=2, le=20)


@dataclass(frozen=True)
class Note:
    """A reflection in one language."""

    options: ReflectionOptions
    prompt: Rich
    span: Span

    @property
    def id(self) -> str:
        """The permanent id."""
        return self.options.id


def _read(directive: Directive, _: Sink) -> None:
    if directive.data:
        directive.data = Note(directive.data, inline(directive.argument, directive.span.file), directive.span)


def _merge(source: Directive, translated: Directive) -> Iterator[Difference]:
    if isinstance(source.data, Note) and isinstance(translated.data, Note):
        yield from same_id(source, translated, "reflection")
        translated.data = replace(translated.data, options=source.data.options)


def _render(directive: Directive, page: PageRenderer) -> Markup:
    note: Note = directive.data
    block = {
        "id": note.id,
        "prompt": page.rich(note.prompt),
        "limit": note.options.limit,
        "rows": note.options.rows,
    }
    return page.block("reflection", block, directive)


BLOCKS = [
    Block(
        "reflection",
        _render,
        ReflectionOptions,
        "required",
        "what to think about",
        trackable=True,
        read=_read,
        merge=_merge,
    )
]
