"""Quizzes of a page, with the questions that they draw from banks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from darslik.blocks.quiz import Quiz
from darslik.model.tree import Course, Lesson, PageText
from darslik.plan.plan import PlanDraw, PlanQuestion, PlanQuiz
from darslik.questions import Question
from darslik.quiz.draws import pools

Planned = Callable[[Question, Mapping[str, Question]], PlanQuestion]
"""A question and its texts → the question with slot and defaults."""


def banked_texts(course: Course) -> Iterator[Mapping[str, Question]]:
    """The questions of all banks, in all languages."""
    for bank, number, question in course.banked():
        yield {lang: question if lang == course.source else _banked(bank, lang, number) for lang in bank.texts}


def _banked(bank: Lesson, lang: str, number: int) -> Question:
    return bank.texts[lang].pages[0].questions[number]


def page_questions(course: Course, texts: Mapping[str, PageText]) -> Iterator[tuple[Question, Mapping[str, Question]]]:
    """The questions that stand on a page, then those that its quizzes may draw, in all languages."""
    source = texts[course.source]
    for number, question in enumerate(source.questions):
        yield question, {lang: text.questions[number] for lang, text in texts.items()}
    banked = {asked[course.source].id: asked for asked in banked_texts(course)} if source.quizzes else {}
    for quiz in source.quizzes:
        for pool in pools(quiz.options.draw, (asked[course.source] for asked in banked.values())):
            for question in pool.questions:
                yield question, banked[question.id]


def in_quizzes(quizzes: Iterable[Quiz], banked: Iterable[Question]) -> dict[str, Quiz]:
    """The quiz of each question that is in one, by the id of the question."""
    found: dict[str, Quiz] = {}
    banked = list(banked)
    for quiz in quizzes:
        own = [*quiz.questions, *(question for pool in pools(quiz.options.draw, banked) for question in pool.questions)]
        found.update({question.id: quiz for question in own})
    return found


def of_quiz(question: PlanQuestion, quiz: Quiz | None) -> PlanQuestion:
    """The question as its quiz wants it: in an exam each attempt at the quiz is one attempt at the question."""
    if quiz is None:
        return question
    attempts = 1 if quiz.secret else question.attempts
    return replace(question, attempts=attempts, quiz=quiz.id, secret=quiz.secret)


def plan_quizzes(
    course: Course, texts: Mapping[str, PageText], planned: Iterable[PlanQuestion], slot: Callable[[str], int]
) -> tuple[PlanQuiz, ...]:
    """The quizzes of a page whose questions are `planned`."""
    by_id = {question.id: question for question in planned}
    banked = [question for _, _, question in course.banked()]
    return tuple(
        _quiz(quiz, {lang: text.quizzes[n].title.plain for lang, text in texts.items()}, by_id, banked, slot(quiz.id))
        for n, quiz in enumerate(texts[course.source].quizzes)
    )


def _quiz(
    quiz: Quiz, title: Mapping[str, str], planned: Mapping[str, PlanQuestion], banked: Iterable[Question], slot: int
) -> PlanQuiz:
    own = tuple(planned[question.id] for question in quiz.questions)
    draws = [PlanDraw(len(own), own)] if own else []
    for pool in pools(quiz.options.draw, banked):
        questions = tuple(planned[question.id] for question in pool.questions)
        draws.append(PlanDraw(min(pool.draw.count, len(questions)), questions))
    options = quiz.options
    points = options.points
    if points is None:
        points = 0 if options.mode == "pre-test" else worth(draws)
    return PlanQuiz(
        quiz.id,
        slot,
        title,
        options.mode,
        points,
        quiz.attempts,
        options.minutes,
        options.percent,
        options.shuffle,
        tuple(draws),
    )


def worth(draws: Iterable[PlanDraw]) -> int:
    """Points of an attempt; of a draw from questions of unequal worth, those of the average one."""
    total = 0.0
    for draw in draws:
        if draw.questions:
            total += draw.count * sum(question.points for question in draw.questions) / len(draw.questions)
    return round(total)
