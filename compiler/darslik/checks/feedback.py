"""Questions teach: whoever answers wrongly learns why."""

from __future__ import annotations

from collections.abc import Iterator

from darslik.checks import Finding, Subject, check
from darslik.checks.walk import Asked
from darslik.diagnostics import Severity
from darslik.questions import kinds
from darslik.questions.parts import Item

_TYPED = frozenset({"text", "numeric"})
_LISTED = frozenset({"choice", "true-false", "hotspot"})
_UNJUDGED = frozenset({"likert", "long-answer"})
_PARTED = frozenset({"ordering", "matching", "cloze", "categorising", "matrix"})


def items(asked: Asked) -> list[Item]:
    """The items of a question's list."""
    return kinds()[asked.question.kind].items(asked.question.content)


@check(Severity.WARNING)
def option_without_feedback(subject: Subject) -> Iterator[Finding]:
    """An option of a question says nothing to whoever chooses it.

    "Wrong" alone teaches nothing. Say why someone may think so, and what is the case; for the right one, what makes it
    right.

    Bad:
    === lessons/01-first.md
    :::{choice} Which file can software read without guessing?
    :id: readable
    - [ ] A scanned table
      > A scan is a picture of numbers.
    - [x] A file with comma-separated values
    :::
    Good:
    === lessons/01-first.md
    :::{choice} Which file can software read without guessing?
    :id: readable
    - [ ] A scanned table
      > A scan is a picture of numbers.
    - [x] A file with comma-separated values
      > Yes: one value per cell.
    :::
    """
    for asked in subject.walk.questions:
        if asked.question.kind in _LISTED:
            for item in items(asked):
                if not item.feedback:
                    yield Finding(
                        "whoever chooses this learns nothing",
                        item.span,
                        help="add a line below it: two blanks, `>`, and why it is right or wrong",
                    )


@check(Severity.WARNING)
def question_without_feedback(subject: Subject) -> Iterator[Finding]:
    """A question says nothing after a wrong answer.

    Every answer that is not right deserves a reason: as feedback of an item, as `- [ ] *` for anything else in
    questions with typed answers, or as the explanation that is shown at the end.

    Bad:
    === lessons/01-first.md
    :::{numeric} How many sides has the fire triangle?
    :id: sides
    - [x] 3
      > Heat, fuel and oxygen.
    :::
    Good:
    === lessons/01-first.md
    :::{numeric} How many sides has the fire triangle?
    :id: sides
    - [x] 3
      > Heat, fuel and oxygen.
    - [ ] *
      > Count what a fire needs: heat, fuel and oxygen.
    :::
    """
    for asked in subject.walk.questions:
        if asked.question.explanation or asked.question.kind in _LISTED | _UNJUDGED:
            continue
        if not _explains(asked):
            advice = ["add the explanation after an empty line: `> …`"]
            if asked.question.kind in _TYPED:
                advice.append("or say it to any wrong answer: `- [ ] *` with `  > …` below it")
            yield Finding("whoever answers wrongly learns nothing here", asked.directive.span, help=tuple(advice))


def _explains(asked: Asked) -> bool:
    """Whether a wrong answer always meets some feedback."""
    found = items(asked)
    if asked.question.kind in _TYPED:
        return any(item.text.plain == "*" and item.feedback for item in found)
    if not found:  # cloze: the feedback of its gaps
        content = asked.question.content
        return len(getattr(content, "feedback", ())) >= len(getattr(content, "gaps", ())) > 0
    return all(item.feedback for item in found)


@check(Severity.HINT)
def question_without_explanation(subject: Subject) -> Iterator[Finding]:
    """A question with several right options or parts has no explanation.

    Feedback stands beside single parts. Where parts belong together, a sentence at the end shows the whole.

    Bad:
    === lessons/01-first.md
    :::{ordering} Order what you do in a fire
    :id: order
    1. Warn
       > Others must know first.
    2. Leave
       > Then go out.
    :::
    Good:
    === lessons/01-first.md
    :::{ordering} Order what you do in a fire
    :id: order
    1. Warn
       > Others must know first.
    2. Leave
       > Then go out.

    > Warn, leave, call: people before things.
    :::
    """
    for asked in subject.walk.questions:
        if asked.question.kind in _PARTED and not asked.question.explanation and _explains(asked):
            yield Finding(
                "nothing says how the parts belong together",
                asked.directive.span,
                help="add the explanation after an empty line: `> …`",
            )
