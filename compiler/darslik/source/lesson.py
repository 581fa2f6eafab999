"""A lesson file → front matter, pages, typed directives and questions."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from darslik.blocks import Block, blocks
from darslik.diagnostics import Severity, Sink, Span
from darslik.model.course import BankHead, LessonHead
from darslik.model.problems import OPTIONS, build, validate
from darslik.model.tree import LessonText, PageText
from darslik.questions import Question, kinds
from darslik.questions.read import read_question
from darslik.rules import define
from darslik.source.files import Files
from darslik.source.markdown import (
    Body,
    Directive,
    parse_body,
    parse_markdown,
    plain_text,
    split_front_matter,
    split_pages,
)
from darslik.source.text import read_text
from darslik.source.yaml import Route, read_yaml
from darslik.suggest import did_you_mean

M = TypeVar("M", bound=BaseModel)

_NUMBER = re.compile(r"^[0-9]+[-_. ]*")

define(
    "unknown-directive",
    Severity.ERROR,
    """
    A directive that darslik does not know.

    Its content would be shown as raw text, or lost.

    Bad:
    === lessons/01-first.md
    :::{notes}
    Mind the step.
    :::
    Good:
    === lessons/01-first.md
    :::{note}
    Mind the step.
    :::
    """,
)
define(
    "unknown-option",
    Severity.ERROR,
    """
    An option that this directive does not have, or has twice.

    Usually a misspelling; ignored, it would look as if it worked.

    Bad:
    === lessons/01-first.md
    :::{code} python
    :captoin: Counting
    print(1)
    :::
    Good:
    === lessons/01-first.md
    :::{code} python
    :caption: Counting
    print(1)
    :::
    """,
)
define(
    "missing-option",
    Severity.ERROR,
    """
    A directive lacks an option that it needs.

    A download without a title, for instance, cannot be named to a screen reader.

    Bad:
    === files/plan.csv
    a,b
    === lessons/01-first.md
    :::{download} ../files/plan.csv
    :::
    Good:
    === files/plan.csv
    a,b
    === lessons/01-first.md
    :::{download} ../files/plan.csv
    :title: The plan
    :::
    """,
)
define(
    "wrong-option",
    Severity.ERROR,
    """
    An option of a directive has a value that is not possible.

    Bad:
    === lessons/01-first.md
    :::{true-false} Water is wet.
    :id: wet
    :points: many
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    Good:
    === lessons/01-first.md
    :::{true-false} Water is wet.
    :id: wet
    :points: 2
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    """,
)
define(
    "directive-argument",
    Severity.ERROR,
    """
    A directive lacks what stands after its name, or has something there that it cannot use.

    Bad:
    === lessons/01-first.md
    ::::{tabs} Before and after
    :::{tab} Before
    A.
    :::
    ::::
    Good:
    === lessons/01-first.md
    ::::{tabs}
    :::{tab} Before
    A.
    :::
    ::::
    """,
)
define(
    "misplaced-directive",
    Severity.ERROR,
    """
    A directive stands where it cannot, such as a tab outside of tabs, or text between tabs.

    Bad:
    === lessons/01-first.md
    :::{tab} Before
    A.
    :::
    Good:
    === lessons/01-first.md
    ::::{tabs}
    :::{tab} Before
    A.
    :::
    ::::
    """,
)


def lesson_id(path: str, head: LessonHead) -> str:
    """`id:` of the front matter, or the file name without number."""
    name = path.rsplit("/", 1)[-1].split(".", maxsplit=1)[0]
    return head.id or slug(_NUMBER.sub("", name)) or "lesson"


def slug(text: str) -> str:
    """An ASCII id made from a text; the same text always gives the same id."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
    if made and made[0].isalpha() and len(made) * 2 >= len(text.strip()[:40]):
        return made
    return "p" + hashlib.sha256(text.encode()).hexdigest()[:8] if text.strip() else ""


BANK = "bank"
"""In place of how to split a lesson: a bank is one page, and needs no front matter."""


def read_lesson(
    files: Files, path: str, lang: str, split: str, sink: Sink, *, translated: bool = False
) -> LessonText | None:
    """Read one lesson file; none if it is no text. In a translation questions may leave out their ids."""
    text = read_text(files, path, sink)
    if text is None:
        return None
    front, rest, line = split_front_matter(text)
    document = read_yaml(front, path, sink, 2 if front else 1)
    if document.value is None:
        document.value = {}
    head = build(BankHead if split == BANK else LessonHead, document, "a lesson", sink)
    if head is None:
        head = LessonHead.model_construct(title="-")  # go on, so that all findings come at once
    pages = tuple(
        _page(parse_markdown(text, path, at, sink), head, sink, number, translated)
        for number, (text, at) in enumerate(split_pages(rest, line, "none" if split == BANK else head.split or split))
    )
    return LessonText(path, lang, head, document, pages)


def _page(body: Body, head: LessonHead, sink: Sink, number: int, translated: bool) -> PageText:
    title, explicit, was, span = _take_title(body)
    questions = tuple(_Reader(sink, translated).directives(body, None, 1))
    _lift_headings(body)
    made = slug(title) or ("start" if number == 0 else f"page-{number + 1}")
    return PageText(explicit or made, title or head.title, bool(explicit), body, questions, span, was)


def _take_title(body: Body) -> tuple[str, str, str, Span]:
    """Remove the heading that begins the page: it becomes the page's title."""
    tokens = body.tokens
    if len(tokens) > 2 and tokens[0].type == "heading_open" and tokens[0].tag in {"h1", "h2"}:
        title, meta = plain_text(tokens[1]), tokens[0].meta
        span = body.span(tokens[0])
        del tokens[:3]
        return title, str(meta.get("id", "")), str(meta.get("was", "")), span
    return "", "", "", Span(body.file, body.line)


def _lift_headings(body: Body) -> None:
    """Below a page's title, which is level 1 whatever it was written as, headings begin with level 2."""
    headings = [token for part in body.all_bodies() for token in part.tokens if token.type.startswith("heading_")]
    if any(token.tag in {"h1", "h2"} for token in headings):
        return
    for token in headings:
        token.tag = f"h{int(token.tag[1]) - 1}"


@dataclass(frozen=True)
class _Reader:
    """Types every directive of a body and of those inside it."""

    sink: Sink
    translated: bool

    def directives(self, body: Body, parent: Directive | None, depth: int) -> Iterator[Question]:
        """Yields the questions in reading order."""
        for directive in body.directives():
            if directive.name in kinds():
                yield from self._question(directive, parent)
            elif directive.name in blocks():
                yield from self._block(blocks()[directive.name], directive, parent, depth)
            else:
                names = [*kinds(), *blocks()]
                self.sink.add(
                    "unknown-directive",
                    f"there is no directive `{directive.name}`",
                    directive.span,
                    label=did_you_mean(directive.name, names),
                    help=f"directives: {', '.join(sorted(names))}",
                )

    def _question(self, directive: Directive, parent: Directive | None) -> Iterator[Question]:
        if parent and (holds := blocks()[parent.name].holds):
            _misplaced(directive, f"only {_names(holds)} can stand in `{parent.name}`", self.sink)
        given = {} if "id" in directive.options else {"id": "unnamed"}
        if given and not self.translated:
            example = slug(directive.argument)[:24].strip("-") or "a-short-name"
            self.sink.add(
                "question-without-id",
                "this question has no `:id:`",
                directive.span,
                help=f"add a line `:id: {example}` after it; an id is permanent, so choose it well",
            )
        options = _options(kinds()[directive.name].options, directive, self.sink, given)
        question = read_question(directive, options, self.sink) if options else None
        if question:
            directive.data = question
            yield question

    def _block(self, block: Block, directive: Directive, parent: Directive | None, depth: int) -> Iterator[Question]:
        _check_place(block, directive, parent, self.sink)
        _check_argument(block, directive, self.sink)
        given = {"id": "unnamed"} if block.trackable and self.translated and "id" not in directive.options else {}
        directive.data = _options(block.options, directive, self.sink, given)
        if block.body == "markdown":
            body = parse_body(directive, self.sink, depth)
            if block.holds is not None:
                _check_only(block, body, self.sink)
            yield from self.directives(body, directive, depth + 1)
        elif block.body == "none" and directive.text.strip():
            _misplaced(
                directive, f"`{directive.name}` has no text of its own", self.sink, "put the text before or after it"
            )
        block.read(directive, self.sink)


def _check_place(block: Block, directive: Directive, parent: Directive | None, sink: Sink) -> None:
    if block.inside and (parent is None or parent.name != block.inside):
        _misplaced(
            directive,
            f"`{block.name}` can stand only inside `{block.inside}`",
            sink,
            f"write `::::{{{block.inside}}}` around it, with one colon more",
        )
    elif parent and (holds := blocks()[parent.name].holds) and block.name not in holds:
        _misplaced(directive, f"only {_names(holds)} can stand in `{parent.name}`", sink)


def _misplaced(directive: Directive, message: str, sink: Sink, advice: str = "") -> None:
    sink.add("misplaced-directive", message, directive.span, help=advice or ())


def _names(names: Iterable[str]) -> str:
    return " and ".join(f"`{name}`" for name in sorted(names))


def _check_only(block: Block, body: Body, sink: Sink) -> None:
    for token in body.tokens:
        if token.type != "colon_fence" and token.level == 0 and token.nesting >= 0 and token.map:
            sink.add(
                "misplaced-directive",
                f"only {_names(block.holds or ())} can stand in `{block.name}`",
                body.span(token),
                help=f"put the text into a `{min(block.holds or ('',))}`",
            )
            return


def _check_argument(block: Block, directive: Directive, sink: Sink) -> None:
    if block.argument == "required" and not directive.argument:
        sink.add(
            "directive-argument",
            f"`{block.name}` needs {block.argument_is} after its name",
            directive.span,
            help=f"write `:::{{{block.name}}} …`",
        )
    elif block.argument == "none" and directive.argument:
        sink.add(
            "directive-argument",
            f"`{block.name}` has nothing after its name",
            directive.argument_span,
            help="put this text into a paragraph",
        )


def _options(model: type[M], directive: Directive, sink: Sink, given: Mapping[str, str]) -> M | None:
    for option in directive.duplicates:
        sink.add("unknown-option", "this option is written twice", option.key_span, help="keep one of the two")

    def spans(loc: Route) -> tuple[Span, Span]:
        option = directive.options.get(str(loc[0])) if loc else None
        return (option.key_span, option.span) if option else (directive.span, directive.span)

    values = {**given} | {name: option.value for name, option in directive.options.items()}
    return validate(model, values, f"`{directive.name}`", sink, spans, OPTIONS)
