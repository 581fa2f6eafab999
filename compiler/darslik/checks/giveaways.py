"""Choice questions that can be answered without knowing: the answer is the longest, or always the same letter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from darslik.checks import Finding, Subject, check
from darslik.checks.feedback import items
from darslik.checks.walk import Asked
from darslik.diagnostics import Label, Severity, Span
from darslik.questions.parts import Item

LEAST = 5
"""Questions below which a pattern may be chance."""

_ALL = re.compile(
    r"(all|none|any|both) of (the above|these|them)\b|(every|none of) the above\b"
    r"|all (answers|options) are (right|correct)"
    r"|вс[её] (вышеперечисленное|перечисленное|вышеуказанное)|вс[её] ответы верны"
    r"|ни один из (ответов|вариантов|перечисленных)|ничего из перечисленного"
    r"|yuqoridag[^ ]+ ([^ ]+ )?(barchasi|hammasi|hech biri)|barcha javoblar toʻgʻri"
    r"|юқоридаг[^ ]+ ([^ ]+ )?(барчаси|ҳаммаси|ҳеч бири)",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"^(?:which|what|who)\b(?:(?! if | when | that | who )[^,;:*])*?"
    r"(?: (?:is|are|was|were|does|do|did|can|has|have))? (not|except)\b"
    r"|\b(не) (?:относ|явля|вход|подход|соответств|нужно|следует|верно)[^,;:*]*\?\s*\Z"
    r"|\b(кроме)\b[^,;:*]*\?\s*\Z"
    r"|\b(emas|kirmaydi)\s*\?\s*\Z",
    re.IGNORECASE,
)


def _choices(subject: Subject) -> Iterator[Asked]:
    """Choice questions with one right option, in the source language."""
    for asked in subject.walk.questions:
        source = asked.place.lang == subject.course.source
        if source and asked.question.kind == "choice" and sum(bool(item.marked) for item in items(asked)) == 1:
            yield asked


@check(Severity.WARNING, whole=True)
def answer_longest(subject: Subject) -> Iterator[Finding]:
    r"""In most choice questions the right option is markedly the longest.

    Authors polish the right answer and hurry over the wrong ones. Learners notice, and choose the longest without
    reading.

    Bad:
    === lessons/01-first.md
    \repeat 5 :::{choice} Which one is it?\n:id: q\i\n- [x] This one, which is by far the longest\n  > Yes.\n- [ ] That\n  > No.\n:::\n\n
    Good:
    === lessons/01-first.md
    Few questions, or options of about the same length.
    """  # noqa: E501 - an example is as long as it must be
    found = list(_choices(subject))
    long = [(asked, right) for asked in found if (right := _longest(items(asked)))]
    if len(found) >= LEAST and len(long) * 5 >= len(found) * 3:
        for _, right in long:
            yield Finding(
                "the right option is markedly the longest, as in most questions of this course",
                right.span,
                help=("shorten it; the reason belongs into the feedback", "or make the wrong ones as exact"),
            )


def _longest(options: list[Item]) -> Item | None:
    """The right option, if it is longer than each other one by a third and by ten characters."""
    right = next(item for item in options if item.marked)
    others = [len(item.text.plain) for item in options if not item.marked]
    longest = max(others, default=0)
    return right if others and len(right.text.plain) > max(longest * 4 / 3, longest + 10) else None


@check(Severity.WARNING, whole=True)
def answer_position(subject: Subject) -> Iterator[Finding]:
    r"""The right option of choice questions nearly always stands at the same place.

    Where options are not shuffled, learners see the pattern after a few questions.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    questions: {shuffle: false}
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === lessons/01-first.md
    \repeat 5 :::{choice} Which one is it?\n:id: q\i\n- [x] This\n  > Yes.\n- [ ] That\n  > No.\n:::\n\n
    Good:
    === lessons/01-first.md
    \repeat 5 :::{choice} Which one is it?\n:id: q\i\n- [x] This\n  > Yes.\n- [ ] That\n  > No.\n:::\n\n
    """
    default = subject.course.node.questions.shuffle
    fixed = [
        a
        for a in _choices(subject)
        if not (default if a.question.options.shuffle is None else a.question.options.shuffle)
    ]
    places = Counter(_place(asked) for asked in fixed)
    place, count = places.most_common(1)[0] if places else (0, 0)
    if count >= LEAST and count * 5 >= len(fixed) * 4:
        for asked in fixed:
            if _place(asked) == place:
                letter = "abcdefghijklmnopqrstuvwxyz"[place]
                yield Finding(
                    f"the right option is `{letter}`, as nearly always in this course",
                    items(asked)[place].span,
                    help=("move it to another place", "or let darslik shuffle: `questions: {shuffle: true}`"),
                )


def _place(asked: Asked) -> int:
    return next(number for number, item in enumerate(items(asked)) if item.marked)


@check(Severity.WARNING)
def all_of_the_above(subject: Subject) -> Iterator[Finding]:
    """An option such as "all of the above" or "none of the above".

    Options are shuffled, so nothing is above. And whoever sees that two options are right knows the answer without
    weighing the third.

    Bad:
    === lessons/01-first.md
    :::{choice} What feeds a fire?
    :id: feeds
    - [ ] Heat
      > Not alone.
    - [ ] Oxygen
      > Not alone.
    - [x] All of the above
      > Yes.
    :::
    Good:
    === lessons/01-first.md
    :::{choice} What feeds a fire? Choose all that apply.
    :id: feeds
    - [x] Heat
      > Yes, and not alone.
    - [x] Oxygen
      > Yes, and not alone.
    - [ ] Foam
      > Foam takes the oxygen away.
    :::
    """
    for asked in subject.walk.questions:
        if asked.question.kind == "choice":
            for item in items(asked):
                if _ALL.search(item.text.plain):
                    yield Finding(
                        "options are shuffled, so nothing is above this one",
                        item.span,
                        help="let learners choose several: mark each right option with `[x]`",
                    )


@check(Severity.HINT)
def negative_question(subject: Subject) -> Iterator[Finding]:
    """A question asks what is not so, and does not stress the word.

    Readers in a hurry miss "not" and answer the opposite of what they know. Ask what is so, or make the word strong.

    Bad:
    === lessons/01-first.md
    :::{choice} Which of these does not feed a fire?
    :id: feeds
    - [ ] Oxygen
      > It does.
    - [x] Foam
      > Right: it takes the oxygen away.
    :::
    Good:
    === lessons/01-first.md
    :::{choice} Which of these does **not** feed a fire?
    :id: feeds
    - [ ] Oxygen
      > It does.
    - [x] Foam
      > Right: it takes the oxygen away.
    :::
    """
    for asked in subject.walk.questions:
        prompt = asked.directive.argument
        found = _NEGATIVE.search(prompt)
        word = found and next(filter(None, found.groups()), None)
        if found and word and asked.question.kind == "choice" and not word.isupper():
            span, column = asked.directive.argument_span, found.start(found.groups().index(word) + 1)
            yield Finding(
                f"a reader in a hurry misses `{word}`",
                Span(span.file, span.line, span.column + column, len(word)),
                help=f"make it strong: `**{word}**`",
            )


@check(Severity.HINT, whole=True)
def true_false_balance(subject: Subject) -> Iterator[Finding]:
    r"""All true-false questions of a course have the same answer.

    Learners notice after the third one.

    Bad:
    === lessons/01-first.md
    \repeat 4 :::{true-false} Water is wet.\n:id: q\i\n- [x] true\n  > Yes.\n- [ ] false\n  > It is.\n:::\n\n
    Good:
    === lessons/01-first.md
    Few such questions, or some that are true and some that are false.
    """
    found = [
        a for a in subject.walk.questions if a.question.kind == "true-false" and a.place.lang == subject.course.source
    ]
    answers = {asked.question.content.right for asked in found}
    if len(found) >= LEAST - 1 and len(answers) == 1:
        word = "true" if answers == {"t"} else "false"
        yield Finding(
            f"all {len(found)} true-false questions are {word}",
            found[-1].directive.span,
            related=(Label(found[0].directive.span, "the first of them"),),
            help="turn some of the statements round",
        )
