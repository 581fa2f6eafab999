"""Content blocks: one module and one template a block. To add one, write `<name>.py` with `BLOCKS` here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from pydantic import BaseModel, ConfigDict

from darslik.discover import parts
from darslik.source.markdown import Directive

if TYPE_CHECKING:
    from markupsafe import Markup

    from darslik.diagnostics import Sink, Span
    from darslik.render.page import PageRenderer


class Options(BaseModel):
    """The options of a directive, read from text."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class NoOptions(Options):
    """A directive without options."""


Purpose = Literal["image", "video", "audio", "captions", "transcript", "poster", "file", "data"]


@dataclass(frozen=True)
class FileRef:
    """A file that a lesson names, where it names it, and what for."""

    path: str
    span: Span
    purpose: Purpose


def no_files(_: Directive) -> Iterable[FileRef]:
    """For blocks that name no files."""
    return ()


@dataclass(frozen=True)
class Difference:
    """Where a translation is not what the source is."""

    message: str
    span: Span
    there: Span
    help: str = ""


def nothing_to_read(_directive: Directive, _sink: Sink) -> None:
    """For blocks of which nothing is known but options and body."""


def nothing_to_merge(_source: Directive, _translated: Directive) -> Iterable[Difference]:
    """For blocks whose translation takes nothing from the source."""
    return ()


@dataclass(frozen=True)
class Block:
    """What the compiler must know of a block.

    `inside` names the only directive it may stand in; `holds` the only directives that may stand in it.
    `trackable`: the option `id` names it in learners' records; a translation may leave it out.
    `read` completes `Directive.data` when options and body are read; `merge` gives a translation what is the source's.
    """

    name: str
    render: Callable[[Directive, PageRenderer], Markup]
    options: type[Options] = NoOptions
    argument: Literal["required", "optional", "none"] = "optional"
    argument_is: str = "a title"
    body: Literal["markdown", "text", "none"] = "markdown"
    files: Callable[[Directive], Iterable[FileRef]] = no_files
    inside: str | None = None
    holds: frozenset[str] | None = None
    trackable: bool = False
    read: Callable[[Directive, Sink], None] = nothing_to_read
    merge: Callable[[Directive, Directive], Iterable[Difference]] = nothing_to_merge


@cache
def blocks() -> dict[str, Block]:
    """All blocks by directive name."""
    found: dict[str, Block] = {}
    for group in parts("darslik.blocks", "BLOCKS", "darslik.blocks"):
        for block in cast("Iterable[Block]", group):
            found[block.name] = block
    return found


def file_option(directive: Directive, name: str, purpose: Purpose) -> Iterable[FileRef]:
    """The file that an option names, if it is there."""
    option = directive.options.get(name)
    if option and option.value:
        yield FileRef(option.value, option.span, purpose)


def file_argument(directive: Directive, purpose: Purpose) -> Iterable[FileRef]:
    """The file that the argument names."""
    if directive.argument:
        yield FileRef(directive.argument, directive.argument_span, purpose)


def same_id(source: Directive, translated: Directive, what: str) -> Iterator[Difference]:
    """A translation may leave the id out, or must have the source's."""
    given = translated.options.get("id")
    if given and given.value != source.data.id:
        message = f"this {what} is called `{source.data.id}` in the source"
        yield Difference(message, given.span, source.span, f"write `:id: {source.data.id}`, or leave the line out")
