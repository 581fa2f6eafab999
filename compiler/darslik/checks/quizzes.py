"""Quizzes: each asks something, and nothing that a quiz of its kind cannot ask."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.blocks.quiz import Quiz
from darslik.checks import Finding, Subject, check
from darslik.diagnostics import Severity, Span
from darslik.model.tree import CourseModule
from darslik.questions import Question, kinds
from darslik.quiz.draws import pools


def quizzes(subject: Subject) -> list[tuple[CourseModule, Quiz]]:
    """In the source language; translations are compared with it."""
    return list(subject.course.quizzes())


def asked(subject: Subject, quiz: Quiz) -> list[Question]:
    """The questions that stand in a quiz, then those that it may draw."""
    return [
        *quiz.questions,
        *(question for pool in pools(quiz.options.draw, banked(subject)) for question in pool.questions),
    ]


def banked(subject: Subject) -> list[Question]:
    """The questions of all banks."""
    return [question for _, _, question in subject.course.banked()]


def option(quiz: Quiz, name: str) -> Span:
    """Where an option of a quiz stands."""
    found = quiz.directive.options.get(name)
    return found.span if found else quiz.span


def of_tag(quiz: Quiz, tag: str) -> Span:
    """Where a tag stands in `:draw:`."""
    span = option(quiz, "draw")
    written = quiz.directive.options["draw"].value
    return Span(span.file, span.line, span.column + max(written.find(tag), 0), len(tag))


@check(Severity.ERROR)
def empty_quiz(subject: Subject) -> Iterator[Finding]:
    """A quiz has no questions, and draws none.

    Learners would begin it and find nothing.

    Bad:
    === lessons/01-first.md
    ::::{quiz} The drill
    :id: drill
    ::::
    Good:
    === lessons/01-first.md
    ::::{quiz} The drill
    :id: drill
    :::{true-false} Water is wet.
    :id: wet
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    ::::
    """
    for _, quiz in quizzes(subject):
        if not quiz.questions and not quiz.options.draw:
            yield Finding(
                "this quiz asks nothing",
                quiz.span,
                help=("put questions into it", "or draw some from a bank: `:draw: 5 basics`"),
            )


@check(Severity.ERROR)
def judged_by_learner(subject: Subject) -> Iterator[Finding]:
    """A question whose answer the learner judges stands in an exam or a pre-test.

    The judgement would count as the result, and could be made only before anything is handed in.

    Bad:
    === lessons/01-first.md
    ::::{quiz} The exam
    :id: exam
    :mode: exam
    :::{long-answer} Why is water wet?
    :id: why
    - It names what wet means
    - It says what water does

    > Wet is what water makes of other things.
    :::
    :::{true-false} Water is wet.
    :id: wet
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    ::::
    Good:
    === lessons/01-first.md
    ::::{quiz} The drill
    :id: drill
    :::{long-answer} Why is water wet?
    :id: why
    - It names what wet means
    - It says what water does

    > Wet is what water makes of other things.
    :::
    ::::
    """
    for _, quiz in quizzes(subject):
        for question in asked(subject, quiz) if quiz.secret else ():
            if kinds()[question.kind].rule(question.content)["rule"] == "self":
                yield Finding(
                    f"`{question.kind}` is judged by the learner and cannot be part of an exam",
                    question.span,
                    help="move it out of the quiz, or make the quiz a practice",
                )
