"""A question directive → a question, with findings where it does not make one."""

from __future__ import annotations

from darslik.diagnostics import Severity, Sink
from darslik.questions import MAX_OPTIONS, OwnStem, Question, QuestionOptions, kinds
from darslik.questions.parts import read_parts
from darslik.rules import define
from darslik.source.markdown import Body, Directive, parse_markdown

define(
    "question-without-id",
    Severity.ERROR,
    """
    A question has no `:id:`.

    An LMS stores answers under this id. If it were made from the text, correcting a typing mistake would orphan them.

    Bad:
    === lessons/01-first.md
    :::{choice} Which?
    - [x] This
      > Yes.
    - [ ] That
      > No.
    :::
    Good:
    === lessons/01-first.md
    :::{choice} Which?
    :id: which
    - [x] This
      > Yes.
    - [ ] That
      > No.
    :::
    """,
)
define(
    "question-without-prompt",
    Severity.ERROR,
    """
    A question asks nothing.

    The prompt is also what reports show in place of the id.

    Bad:
    === lessons/01-first.md
    :::{choice}
    :id: which
    - [x] This
      > Yes.
    - [ ] That
      > No.
    :::
    Good:
    === lessons/01-first.md
    :::{choice} Which?
    :id: which
    - [x] This
      > Yes.
    - [ ] That
      > No.
    :::
    """,
)
define(
    "question-malformed",
    Severity.ERROR,
    """
    The body of a question is not what its kind needs.

    Each kind has its own form: see the table of questions in the course language.

    Bad:
    === lessons/01-first.md
    :::{choice} Which?
    :id: which
    This or that?
    :::
    Good:
    === lessons/01-first.md
    :::{choice} Which?
    :id: which
    - [x] This
      > Yes.
    - [ ] That
      > No.
    :::
    """,
)
define(
    "question-without-answer",
    Severity.ERROR,
    """
    No answer of a question is right.

    Nobody could ever score here, nor complete a course that wants all questions right.

    Bad:
    === lessons/01-first.md
    :::{choice} Which?
    :id: which
    - [ ] This
      > No.
    - [ ] That
      > No.
    :::
    Good:
    === lessons/01-first.md
    :::{choice} Which?
    :id: which
    - [x] This
      > Yes.
    - [ ] That
      > No.
    :::
    """,
)
define(
    "too-many-options",
    Severity.ERROR,
    """
    More than 26 options, pairs or items.

    SCORM 1.2 records one character an option; and nobody can weigh that many.

    Bad:
    === lessons/01-first.md
    :::{ordering} Order the alphabet
    :id: abc
    1. a
    1. b
    1. c
    1. d
    1. e
    1. f
    1. g
    1. h
    1. i
    1. j
    1. k
    1. l
    1. m
    1. n
    1. o
    1. p
    1. q
    1. r
    1. s
    1. t
    1. u
    1. v
    1. w
    1. x
    1. y
    1. z
    1. end
    :::
    Good:
    === lessons/01-first.md
    :::{ordering} Order these
    :id: abc
    1. a
       > First.
    2. b
       > Second.

    > The alphabet begins with a.
    :::
    """,
)


def read_question(directive: Directive, options: QuestionOptions, sink: Sink) -> Question | None:
    """Read the body of a question whose options are valid."""
    kind = kinds()[directive.name]
    body = _body(directive, sink, gaps=kind.gaps)
    parts = read_parts(directive, body)
    for span in parts.leftovers:
        sink.add(
            "question-malformed",
            "text after the list of a question is not shown",
            span,
            help="put it before the list, or make it the explanation: `> …` after an empty line",
        )
    if not parts.prompt.plain:
        sink.add(
            "question-without-prompt",
            "this question asks nothing",
            directive.span,
            help=f"write the question after the name: `:::{{{directive.name}}} …?`",
        )
    if len(parts.items) > MAX_OPTIONS:
        sink.add(
            "too-many-options",
            f"{len(parts.items)} items, and at most {MAX_OPTIONS} can be recorded",
            parts.items[MAX_OPTIONS].span,
        )
        return None
    content = kind.read(parts, options, sink)
    if content is None:
        return None
    stem = content.stem if isinstance(content, OwnStem) else None if kind.gaps else parts.stem
    return Question(directive.name, options, parts.prompt, stem, parts.explanation, content, directive.span)


def _body(directive: Directive, sink: Sink, *, gaps: bool) -> Body:
    body = parse_markdown(directive.text, directive.span.file, directive.line, sink, gaps=gaps, depth=1)
    directive.body = body  # so that whoever walks through a page meets links and images of questions, too
    for inner in body.directives():
        sink.add(
            "question-malformed",
            f"`{inner.name}` cannot stand inside a question",
            inner.span,
            help="put it before the question",
        )
    return body
