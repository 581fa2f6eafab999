"""The language of SCORM 1.2 prerequisites is read as AICC describes it."""

from __future__ import annotations

import pytest

from darslik.inspect.prerequisites import (
    DEEPEST,
    LONGEST,
    AtLeast,
    Both,
    Done,
    Either,
    Expression,
    Is,
    Not,
    Unreadable,
    names,
    parse,
)


def shown(one: Expression) -> str:
    match one:
        case Done(item):
            return item
        case Is(item, _, status, equal):
            return f"{item} {'is' if equal else 'is not'} {status}"
        case Not(part):
            return f"not {shown(part)}"
        case Both(parts):
            return f"({' and '.join(map(shown, parts))})"
        case Either(parts):
            return f"({' or '.join(map(shown, parts))})"
        case AtLeast(count, parts):
            return f"{count} of [{', '.join(map(shown, parts))}]"


@pytest.mark.parametrize(
    ("script", "meaning"),
    [
        ("S1", "S1"),
        ("  S1.a_b-c \n", "S1.a_b-c"),
        ("A&B", "(A and B)"),
        ("A|B|C", "(A or B or C)"),
        ("A & B | C & D", "((A and B) or (C and D))"),
        ("A | B & C | D", "(A or (B and C) or D)"),
        ("(A | B) & C", "((A or B) and C)"),
        ("~A & B", "(not A and B)"),
        ("~(A & B)", "not (A and B)"),
        ("~~A", "not not A"),
        ("((A))", "A"),
        ('A="passed"', "A is passed"),
        ("A = p & B <> f", "(A is passed and B is not failed)"),
        ('A = "not attempted"', "A is not attempted"),
        ("A=N", "A is not attempted"),
        ("2*{A, B, C}", "2 of [A, B, C]"),
        ("3 * {A,B=p,C} | D", "(3 of [A, B is passed, C] or D)"),
        ("~1*{A}", "not 1 of [A]"),
    ],
)
def test_it_is_read(script: str, meaning: str) -> None:
    assert shown(parse(script)) == meaning


@pytest.mark.parametrize(
    ("script", "message", "at"),
    [
        ("", "an identifier is missing", 0),
        ("A &", "an identifier is missing", 3),
        ("A B", "`&` or `|` is missing before `B`", 2),
        ("& A", "an identifier is missing before `&`", 0),
        ("A && B", "an identifier is missing before `&`", 3),
        ("(A", "`(` is not closed", 0),
        ("A)", "`)` without `(`", 1),
        ("()", "an identifier is missing before `)`", 1),
        ("A = done", "`done` is no status; one of passed, completed, browsed, failed, incomplete, not attempted is", 4),
        ("A =", "`` is no status; one of passed, completed, browsed, failed, incomplete, not attempted is", 3),
        ("x*{A}", "`x` before `*` is no number", 0),
        ("2*A", "after `*` comes a set in braces", 2),
        ("2*{}", "an identifier is missing in the set", 3),
        ("2*{A", "the set is not closed with `}`", 4),
        ("2*{A B}", "the set is not closed with `}`", 5),
        ("{A}", "an identifier is missing before `{`", 0),
        ("A < B", "`<` has no meaning here", 2),
        ('A = "p', '`"` has no meaning here', 4),
        ("~" * 60 + "A", "it is nested too deep", 60 - DEEPEST),
        ("A" * (LONGEST + 1), "it has 4,001 characters", LONGEST),
    ],
)
def test_what_cannot_be_read_has_a_place(script: str, message: str, at: int) -> None:
    with pytest.raises(Unreadable) as error:
        parse(script)
    assert (str(error.value), error.value.at) == (message, at)


def test_names_have_places() -> None:
    assert list(names(parse("A & ~(B | 2*{C, D=p})"))) == [("A", 0), ("B", 6), ("C", 13), ("D", 16)]


def test_parentheses_alone_make_no_depth() -> None:
    assert parse("(" * 1000 + "A" + ")" * 1000) == Done("A", 1000)
