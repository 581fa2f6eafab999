"""Banks: enough to draw from, each question in one quiz and in use."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.blocks.quiz import Quiz
from darslik.checks import Finding, Subject, check
from darslik.checks.quizzes import asked, banked, of_tag, option, quizzes
from darslik.diagnostics import Label, Severity
from darslik.quiz.draws import pools
from darslik.suggest import did_you_mean


@check(Severity.ERROR, whole=True)
def unknown_tag(subject: Subject) -> Iterator[Finding]:
    """A quiz draws by a tag that no question of a bank has.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    banks: [banks/water.md]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === lessons/01-first.md
    ::::{quiz} The drill
    :id: drill
    :draw: 1 water, 1 watre
    ::::
    === banks/water.md
    :::{true-false} Water is wet.
    :id: wet
    :tags: water
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    banks: [banks/water.md]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === lessons/01-first.md
    ::::{quiz} The drill
    :id: drill
    :draw: 1 water
    ::::
    === banks/water.md
    :::{true-false} Water is wet.
    :id: wet
    :tags: water
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    """
    tags = {tag for question in banked(subject) for tag in question.options.tags}
    for _, quiz in quizzes(subject):
        for draw in quiz.options.draw:
            if draw.tag not in tags:
                known = f"tags: {', '.join(sorted(tags))}" if tags else "name banks in course.yaml: `banks: [banks/…]`"
                yield Finding(
                    f"no question of a bank has the tag `{draw.tag}`",
                    of_tag(quiz, draw.tag),
                    did_you_mean(draw.tag, tags),
                    known,
                )


@check(Severity.ERROR, whole=True)
def too_few_to_draw(subject: Subject) -> Iterator[Finding]:
    """A quiz draws more questions than the banks have.

    A question with several tags is in the pool of the first draw that names one of them, so that it is never drawn
    twice in one attempt.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    banks: [banks/water.md]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === lessons/01-first.md
    ::::{quiz} The drill
    :id: drill
    :draw: 2 water
    ::::
    === banks/water.md
    :::{true-false} Water is wet.
    :id: wet
    :tags: water
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    banks: [banks/water.md]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === lessons/01-first.md
    ::::{quiz} The drill
    :id: drill
    :draw: 1 water
    ::::
    === banks/water.md
    :::{true-false} Water is wet.
    :id: wet
    :tags: water
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    """
    bank = banked(subject)
    for _, quiz in quizzes(subject):
        for pool in pools(quiz.options.draw, bank):
            tagged = sum(pool.draw.tag in question.options.tags for question in bank)
            if tagged and len(pool.questions) < pool.draw.count:
                taken = f", {tagged - len(pool.questions)} more belong to an earlier draw"
                yield Finding(
                    f"{pool.draw.count} questions are to be drawn, {len(pool.questions)} have the tag "
                    f"`{pool.draw.tag}`" + (taken if tagged > len(pool.questions) else ""),
                    of_tag(quiz, pool.draw.tag),
                    help="write more questions, or draw fewer",
                )


@check(Severity.ERROR)
def question_in_two_quizzes(subject: Subject) -> Iterator[Finding]:
    """A question of a bank could be drawn by two quizzes.

    What a learner answers is kept under the id of the question: one quiz would overwrite the answer of the other,
    and practice would give away the exam.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    banks: [banks/water.md]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === lessons/01-first.md
    ::::{quiz} The drill
    :id: drill
    :draw: 1 water
    ::::
    ::::{quiz} The other drill
    :id: other
    :draw: 1 easy
    ::::
    === banks/water.md
    :::{true-false} Water is wet.
    :id: wet
    :tags: water easy
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    banks: [banks/water.md]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === lessons/01-first.md
    ::::{quiz} The drill
    :id: drill
    :draw: 1 water
    ::::
    === banks/water.md
    :::{true-false} Water is wet.
    :id: wet
    :tags: water easy
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    """
    users: dict[str, Quiz] = {}
    bank = banked(subject)
    for _, quiz in quizzes(subject):
        for pool in pools(quiz.options.draw, bank):
            for question in pool.questions:
                other = users.setdefault(question.id, quiz)
                if other is not quiz:
                    yield Finding(
                        f"`{quiz.id}` and `{other.id}` can both draw `{question.id}`",
                        question.span,
                        help="give the questions of each quiz a tag of their own",
                        related=(Label(option(other, "draw"), "drawn here"), Label(option(quiz, "draw"), "and here")),
                    )


@check(Severity.WARNING, whole=True)
def bank_question_unused(subject: Subject) -> Iterator[Finding]:
    """A question of a bank has no tag that a quiz draws by.

    No learner will ever see it.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    banks: [banks/water.md]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === banks/water.md
    :::{true-false} Water is wet.
    :id: wet
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    Good:
    === lessons/01-first.md
    A course whose banks, if it has any, are drawn from.
    """
    used = {question.id for _, quiz in quizzes(subject) for question in asked(subject, quiz)}
    drawn = sorted({draw.tag for _, quiz in quizzes(subject) for draw in quiz.options.draw})
    for question in banked(subject):
        if question.id not in used:
            how = f"give it one of the tags {', '.join(f'`{tag}`' for tag in drawn)}" if drawn else "draw by its tag"
            yield Finding("no quiz draws this question", question.span, help=f"{how}, or delete it")
