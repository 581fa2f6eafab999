"""Exams and pre-tests: what they count for, how many questions they need, how long they may take."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.blocks.quiz import Quiz
from darslik.checks import Finding, Subject, check
from darslik.checks.quizzes import asked, option, quizzes
from darslik.diagnostics import Severity
from darslik.suggest import did_you_mean

LEAST_SECONDS = 15
"""That many for a question is reading alone."""


@check(Severity.WARNING)
def exam_of_one_question(subject: Subject) -> Iterator[Finding]:
    """An exam asks a single question.

    One question tells little of what somebody knows: half of all learners who know nothing pass a question of two
    options.

    Bad:
    === lessons/01-first.md
    ::::{quiz} The exam
    :id: exam
    :mode: exam
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
        if quiz.options.mode == "exam" and _number(quiz) == 1:
            yield Finding("this exam asks one question", quiz.span, help="ask more, or make it a practice")


def _number(quiz: Quiz) -> int:
    """How many questions an attempt has."""
    return len(quiz.questions) + sum(draw.count for draw in quiz.options.draw)


@check(Severity.ERROR)
def unknown_objective(subject: Subject) -> Iterator[Finding]:
    """A question counts for a module that is not there.

    Bad:
    === lessons/01-first.md
    :::{true-false} Water is wet.
    :id: wet
    :objective: basic
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    Good:
    === lessons/01-first.md
    :::{true-false} Water is wet.
    :id: wet
    :objective: basics
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    """
    modules = [module.node.id for module in subject.course.modules]
    for found in subject.walk.questions:
        written = found.directive.options.get("objective")
        if written and written.value not in modules:
            yield Finding(
                f"there is no module `{written.value}`",
                written.span,
                did_you_mean(written.value, modules),
                f"modules: {', '.join(modules)}",
            )


@check(Severity.WARNING)
def pre_test_without_objectives(subject: Subject) -> Iterator[Finding]:
    """A question of a pre-test does not say which module it is about.

    A pre-test tells learners which modules they may skip. A question without `:objective:` counts for the module
    that the pre-test itself stands in.

    Bad:
    === lessons/01-first.md
    ::::{quiz} What you know
    :id: before
    :mode: pre-test
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
    ::::{quiz} What you know
    :id: before
    :mode: pre-test
    :::{true-false} Water is wet.
    :id: wet
    :objective: basics
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    ::::
    """
    for module, quiz in quizzes(subject):
        for question in asked(subject, quiz) if quiz.options.mode == "pre-test" else ():
            if question.options.objective is None:
                yield Finding(
                    "this question does not say which module it is about",
                    question.span,
                    help=f"add `:objective:` with the id of a module; without it, it counts for `{module.node.id}`",
                )


@check(Severity.WARNING)
def no_time_to_read(subject: Subject) -> Iterator[Finding]:
    r"""A quiz has less time than its questions need to be read.

    Fifteen seconds a question are no time for those who read slowly, in a second language, or by ear. They can have
    more, but must ask for it again and again.

    Bad:
    === lessons/01-first.md
    ::::{quiz} The drill
    :id: drill
    :minutes: 1
    \repeat 5 :::{choice} Is water wet in \i cups?\n:id: wet-\i\n- [x] In each of \i\n  > Yes.\n- [ ] In none of \i\n  > No.\n:::\n
    ::::
    Good:
    === lessons/01-first.md
    ::::{quiz} The drill
    :id: drill
    :minutes: 5
    \repeat 5 :::{choice} Is water wet in \i cups?\n:id: wet-\i\n- [x] In each of \i\n  > Yes.\n- [ ] In none of \i\n  > No.\n:::\n
    ::::
    """  # noqa: E501 - an example is as long as it must be
    for _, quiz in quizzes(subject):
        number = _number(quiz)
        if quiz.options.minutes and quiz.options.minutes * 60 < number * LEAST_SECONDS:
            yield Finding(
                f"{quiz.options.minutes} min for {number} questions",
                option(quiz, "minutes"),
                help=f"give at least {-(-number * LEAST_SECONDS // 60)} minutes, better {number}",
            )


@check(Severity.WARNING)
def pass_mark_without_points(subject: Subject) -> Iterator[Finding]:
    """A quiz has a pass mark, and no question that gives points.

    Whoever hands it in has passed.

    Bad:
    === lessons/01-first.md
    ::::{quiz} The drill
    :id: drill
    :pass: 50
    :::{true-false} Water is wet.
    :id: wet
    :points: 0
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    ::::
    :::{true-false} Ice is cold.
    :id: cold
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    Good:
    === lessons/01-first.md
    ::::{quiz} The drill
    :id: drill
    :pass: 50
    :::{true-false} Water is wet.
    :id: wet
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    ::::
    :::{true-false} Ice is cold.
    :id: cold
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    """
    for _, quiz in quizzes(subject):
        questions = asked(subject, quiz)
        if quiz.options.percent is not None and questions and not any(one.options.points for one in questions):
            yield Finding(
                "no question of this quiz gives points",
                option(quiz, "pass"),
                help="give them `:points:`, or take this out",
            )


@check(Severity.WARNING)
def attempts_inside_exam(subject: Subject) -> Iterator[Finding]:
    """A question of an exam has attempts of its own.

    Learners can change their answers until they hand in, and are told nothing before: an attempt at the exam is one
    attempt at each of its questions.

    Bad:
    === lessons/01-first.md
    ::::{quiz} What you know
    :id: before
    :mode: pre-test
    :::{true-false} Water is wet.
    :id: wet
    :objective: basics
    :attempts: 3
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    ::::
    Good:
    === lessons/01-first.md
    ::::{quiz} What you know
    :id: before
    :mode: pre-test
    :attempts: 3
    :::{true-false} Water is wet.
    :id: wet
    :objective: basics
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    ::::
    """
    secret = {question.id for _, quiz in quizzes(subject) if quiz.secret for question in asked(subject, quiz)}
    for found in subject.walk.questions:
        written = found.directive.options.get("attempts")
        if written and found.place.lang == subject.course.source and found.question.id in secret:
            yield Finding(
                "`:attempts:` says nothing here: the question is asked once in each attempt at the quiz",
                written.span,
                help="delete it, or write it into the quiz",
            )
