"""Answers: each can be given, none twice, and points count."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from darslik.checks import Finding, Subject, check
from darslik.checks.feedback import items
from darslik.diagnostics import Label, Severity, Span
from darslik.questions.parts import Item


def folded(text: str) -> str:
    """A typed answer as the runtime compares it: without regard to case, blanks and kinds of apostrophe."""
    for mark in "’‘ʻʼ`´":
        text = text.replace(mark, "'")
    return " ".join(text.casefold().split())


@check(Severity.ERROR)
def duplicate_option(subject: Subject) -> Iterator[Finding]:
    """Two options, items or answers of a question are the same.

    If one of them is right and the other is not, nobody can know which; if both are right, one is of no use.

    Bad:
    === lessons/01-first.md
    :::{choice} Which?
    :id: which
    - [x] This
      > Yes.
    - [ ] This
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
    """
    for asked in subject.walk.questions:
        case = getattr(asked.question.options, "case", False)
        seen: dict[str, Item] = {}
        for item in items(asked):
            source = asked.directive.text.split("\n")
            text = _written(item, source, asked.directive.line)
            key = text if case else folded(text)
            if key in seen:
                yield Finding(
                    "this stands here twice",
                    item.span,
                    "again",
                    "change or delete one of the two",
                    (Label(seen[key].span, "first use"),),
                )
            seen.setdefault(key, item)
        yield from _gap_twice(asked.question.content, asked.directive.span)


def _written(item: Item, source: list[str], line: int) -> str:
    """An item's text; with its markup, so that two formulas or two images are not taken for the same."""
    row = item.span.line - line
    plain = item.text.plain
    return (
        plain
        if plain and "$" not in plain
        else source[row].lstrip("-*0123456789.) []xX")
        if row < len(source)
        else plain
    )


def _gap_twice(content: object, span: Span) -> Iterator[Finding]:
    for number, gap in enumerate(getattr(content, "gaps", ()), 1):
        texts = [folded(text) for text in gap.texts]
        double = next((text for text in texts if texts.count(text) > 1), None)
        if double:
            yield Finding(f"gap {number} has `{double}` twice", span, help="change or delete one of the two")


@check(Severity.ERROR)
def single_option(subject: Subject) -> Iterator[Finding]:
    """A choice question has only one option.

    There is nothing to choose.

    Bad:
    === lessons/01-first.md
    :::{choice} Which?
    :id: which
    - [x] This
      > Yes.
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
    """
    for asked in subject.walk.questions:
        if asked.question.kind == "choice" and len(items(asked)) == 1:
            yield Finding("there is nothing to choose", asked.directive.span, help="add a wrong option: `- [ ] …`")


@check(Severity.WARNING)
def every_option_right(subject: Subject) -> Iterator[Finding]:
    """A choice question has no wrong option.

    Whoever ticks everything has full points, without knowing anything.

    Bad:
    === lessons/01-first.md
    :::{choice} What feeds a fire?
    :id: feeds
    - [x] Heat
      > Yes.
    - [x] Oxygen
      > Yes.
    :::
    Good:
    === lessons/01-first.md
    :::{choice} What feeds a fire?
    :id: feeds
    - [x] Heat
      > Yes.
    - [x] Oxygen
      > Yes.
    - [ ] Foam
      > Foam takes the oxygen away.
    :::
    """
    for asked in subject.walk.questions:
        found = items(asked)
        listed = asked.question.kind in {"choice", "hotspot"}
        if listed and len(found) > 1 and all(item.marked for item in found):
            yield Finding("every option is right", asked.directive.span, help="add something that is wrong: `- [ ] …`")


@check(Severity.ERROR)
def empty_option(subject: Subject) -> Iterator[Finding]:
    """An option, item or answer has no words.

    Learners would see an empty line, and reports an answer without a name.

    Bad:
    === lessons/01-first.md
    :::{choice} Which?
    :id: which
    - [x] This
      > Yes.
    - [ ]
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
    """
    for asked in subject.walk.questions:
        for item in items(asked):
            if not item.text.plain.strip():
                yield Finding(
                    "there are no words here",
                    item.span,
                    help="write them; an image or a formula needs a few words beside it for reports",
                )


@check(Severity.ERROR)
def answers_overlap(subject: Subject) -> Iterator[Finding]:
    """A number counts as right and has feedback for a mistake, or two mistakes share numbers.

    A learner would get full points and be told that the answer is wrong.

    Bad:
    === lessons/01-first.md
    :::{numeric} How many per cent of 30 is 16?
    :id: share
    - [x] 53..54
      > Yes.
    - [ ] 54..60
      > Too many.
    - [ ] *
      > Divide the part by the whole.
    :::
    Good:
    === lessons/01-first.md
    :::{numeric} How many per cent of 30 is 16?
    :id: share
    - [x] 53..54
      > Yes.
    - [ ] 55..60
      > Too many.
    - [ ] *
      > Divide the part by the whole.
    :::
    """
    for asked in subject.walk.questions:
        if asked.question.kind == "numeric":
            ranges = [(item, span) for item, span in asked.question.content.answers if span]
            for number, (item, span) in enumerate(ranges):
                for other, before in ranges[:number]:
                    if span[0] <= before[1] and before[0] <= span[1] and not (item.marked and other.marked):
                        yield Finding(
                            "these numbers overlap with an answer above",
                            item.span,
                            help="make the ranges apart",
                            related=(Label(other.span, "the other answer"),),
                        )


@check(Severity.HINT)
def exact_decimal(subject: Subject) -> Iterator[Finding]:
    """A numeric answer with decimals accepts no other rounding.

    Whoever calculates 53.3 and types 53.33 is told that it is wrong. Accept a range.

    Bad:
    === lessons/01-first.md
    :::{numeric} How many per cent of 30 is 16?
    :id: share
    - [x] 53.3
      > Yes.
    - [ ] *
      > Divide the part by the whole.
    :::
    Good:
    === lessons/01-first.md
    :::{numeric} How many per cent of 30 is 16?
    :id: share
    - [x] 53.3 ± 0.1
      > Yes.
    - [ ] *
      > Divide the part by the whole.
    :::
    """
    for asked in subject.walk.questions:
        if asked.question.kind == "numeric" and asked.place.lang == subject.course.source:
            for item, span in asked.question.content.answers:
                if item.marked and span and span[0] == span[1] and span[0] != span[0].to_integral_value():
                    step = Decimal(1).scaleb(int(span[0].as_tuple().exponent))
                    yield Finding("only this rounding is accepted", item.span, help=f"write `{span[0]} ± {step}`")


@check(Severity.WARNING, whole=True)
def no_points(subject: Subject) -> Iterator[Finding]:
    """No question of the course gives points.

    Then there is no score, and a pass mark can never be reached.

    Bad:
    === lessons/01-first.md
    :::{true-false} Water is wet.
    :id: wet
    :points: 0
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    Good:
    === lessons/01-first.md
    :::{true-false} Water is wet.
    :id: wet
    - [x] true
      > It is.
    - [ ] false
      > It is.
    :::
    """
    found = [asked for asked in subject.walk.questions if asked.place.lang == subject.course.source]
    if found and not any(asked.question.options.points for asked in found):
        option = found[0].directive.options.get("points")
        yield Finding(
            "no question gives points",
            option.span if option else found[0].directive.span,
            help="write `:points: 1`, or leave the line out",
        )
