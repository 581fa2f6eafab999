"""One question of each kind of the course language, with feedback for every option."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from generate import Prose

KINDS: list[Callable[[str, Prose], str]] = []


def kind(make: Callable[[str, Prose], str]) -> Callable[[str, Prose], str]:
    """Put a kind into the round."""
    KINDS.append(make)
    return make


def frame(name: str, identifier: str, prose: Prose, body: str) -> str:
    prompt = prose.phrase(6, 12)
    explanation = f"> {prose.phrase(10, 20)}."
    return f":::{{{name}}} {prompt}?\n:id: {identifier}\n{body}\n\n{explanation}\n:::\n"


def options(prose: Prose, right: set[int], count: int = 4) -> str:
    """Options of equal length; which of them are right is the caller's choice."""
    lines = []
    for index in range(count):
        mark = "x" if index in right else " "
        lines.append(f"- [{mark}] {prose.phrase(5, 5)} {index + 1}\n  > {prose.phrase(6, 12)}.")
    return "\n".join(lines)


def answers(prose: Prose, right: str) -> str:
    """What is accepted, and feedback for anything else."""
    good, bad = prose.phrase(6, 12), prose.phrase(6, 12)
    return f"- [x] {right}\n  > {good}.\n- [ ] *\n  > {bad}."


@kind
def choice(identifier: str, prose: Prose) -> str:
    return frame("choice", identifier, prose, options(prose, {prose.chance.randrange(4)}))


@kind
def matching(identifier: str, prose: Prose) -> str:
    pairs = [f"- {prose.phrase(2, 3)} {n} :: {prose.phrase(2, 4)} {n}" for n in range(1, 5)]
    return frame("matching", identifier, prose, "\n".join(pairs))


@kind
def many(identifier: str, prose: Prose) -> str:
    return frame("choice", identifier, prose, options(prose, set(prose.chance.sample(range(4), 2))))


@kind
def true_false(identifier: str, prose: Prose) -> str:
    right = prose.chance.random() < 0.5
    marks = ("x", " ") if right else (" ", "x")
    lines = [
        f"- [{mark}] {word}\n  > {prose.phrase(6, 12)}." for mark, word in zip(marks, ("true", "false"), strict=True)
    ]
    return frame("true-false", identifier, prose, "\n".join(lines))


@kind
def numeric(identifier: str, prose: Prose) -> str:
    value = prose.chance.randint(10, 99)
    return frame("numeric", identifier, prose, answers(prose, f"{value}..{value + 1}"))


@kind
def ordering(identifier: str, prose: Prose) -> str:
    steps = [f"{n}. {prose.phrase(3, 6)} {n}" for n in range(1, 5)]
    return frame("ordering", identifier, prose, "\n".join(steps))


@kind
def text(identifier: str, prose: Prose) -> str:
    return frame("text", identifier, prose, answers(prose, prose.words(1)[0]))


@kind
def cloze(identifier: str, prose: Prose) -> str:
    body = (
        f"{prose.phrase(4, 8)} {{{{{prose.words(1)[0]}}}}} and then "
        f"{{{{*{prose.phrase(2, 2)} 1|{prose.phrase(2, 2)} 2|{prose.phrase(2, 2)} 3}}}}.\n\n"
        f"1. {prose.phrase(6, 12)}.\n2. {prose.phrase(6, 12)}."
    )
    return frame("cloze", identifier, prose, body)
