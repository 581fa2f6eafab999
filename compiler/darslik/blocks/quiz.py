"""`::::{quiz} Title`: questions that are asked, handed in and counted together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup
from pydantic import Field

from darslik.blocks import Block, Difference, Options, same_id
from darslik.diagnostics import Sink, Span
from darslik.model.base import Percent, Slug
from darslik.questions import Question
from darslik.questions.parts import Rich, inline
from darslik.quiz.draws import Draws
from darslik.source.markdown import Body, Directive

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer

Mode = Literal["practice", "exam", "pre-test"]


class QuizOptions(Options):
    """Options of a quiz."""

    id: Slug
    was: Slug | None = None
    mode: Mode = "practice"
    attempts: int | None = Field(default=None, ge=0, le=20)
    """0 = as many as wanted; if nothing is said, that for practice and one for the others."""
    minutes: int = Field(default=0, ge=0, le=600)
    """Time limit; 0 = none."""
    percent: Percent | None = Field(default=None, alias="pass")
    shuffle: bool = True
    points: int | None = Field(default=None, ge=0, le=1000)
    """Weight in the score of the course; if nothing is said, the points of its questions, and 0 for a pre-test."""
    draw: Draws = ()


@dataclass(frozen=True)
class Quiz:
    """A quiz in one language."""

    options: QuizOptions
    title: Rich
    directive: Directive
    intro: Body | None

    @property
    def id(self) -> str:
        """The permanent id."""
        return self.options.id

    @property
    def span(self) -> Span:
        """Where it begins."""
        return self.directive.span

    @property
    def secret(self) -> bool:
        """Whether keys must not be readable before it was handed in."""
        return self.options.mode != "practice"

    @property
    def attempts(self) -> int:
        """0 = as many as wanted."""
        default = 1 if self.secret else 0
        return default if self.options.attempts is None else self.options.attempts

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions that stand in it; those of banks come on top."""
        inside = self.directive.body.directives() if self.directive.body else ()
        return tuple(part.data for part in inside if isinstance(part.data, Question))


def _read(directive: Directive, sink: Sink) -> None:
    """What stands before the first question introduces the quiz; nothing else can stand behind it."""
    if not isinstance(directive.data, QuizOptions):
        return
    body = directive.body
    tokens = body.tokens if body else []
    first = next((place for place, token in enumerate(tokens) if _is_question(token)), len(tokens))
    for token in tokens[first:]:
        if body and token.level == 0 and token.nesting >= 0 and token.map and not _is_question(token):
            sink.add(
                "misplaced-directive",
                "nothing but questions can stand behind the first question of a quiz",
                body.span(token),
                help="questions may come in any order: put this before the first one, or into a question",
            )
            break
    intro = Body(tokens[:first], body.file, body.line, body.source, body.env) if body and first else None
    directive.data = Quiz(directive.data, inline(directive.argument, directive.span.file), directive, intro)


def _is_question(token: object) -> bool:
    from darslik.questions import kinds

    found = getattr(token, "meta", {}).get("directive")
    return found is not None and found.name in kinds()


def _merge(source: Directive, translated: Directive) -> Iterator[Difference]:
    if isinstance(source.data, Quiz) and isinstance(translated.data, Quiz):
        yield from same_id(source, translated, "quiz")
        translated.data = replace(translated.data, options=source.data.options)


def _render(directive: Directive, page: PageRenderer) -> Markup:
    quiz: Quiz = directive.data
    asked = [question for question in page.questions.values() if question.quiz == quiz.id]
    block = {
        "id": quiz.id,
        "title": page.rich(quiz.title),
        "mode": quiz.options.mode,
        "intro": page.maybe(quiz.intro),
        "questions": [page.question(question) for question in asked],
    }
    return page.block("quiz", block, None)


BLOCKS = [Block("quiz", _render, QuizOptions, "required", "a title", trackable=True, read=_read, merge=_merge)]
