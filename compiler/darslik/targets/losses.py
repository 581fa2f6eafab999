"""`target-loss`: what a course asks for and a standard cannot hold."""

from __future__ import annotations

from darslik.diagnostics import Severity, Sink, Span
from darslik.model.tree import Course
from darslik.rules import define

define(
    "target-loss",
    Severity.WARNING,
    """
    A target cannot hold something that the course asks for.

    The package is made, but this part works differently there. Either accept it, or leave the target out.
    Whether the modules of a course are packed into one SCO or one each matters: in one SCO darslik itself keeps
    them closed.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
      - id: more
        title: More
        unlock-when: {completed: basics}
        lessons: [lessons/02-second.md]
    === lessons/02-second.md
    ---
    title: Second
    ---
    Text.
    Good:
    === lessons/01-first.md
    A course without gates.
    """,
)


def gate_loss(course: Course, target: str, why: str, sink: Sink, *, when: str = "") -> None:
    """Report each gate that a target cannot keep, at its line."""
    for number, module in enumerate(course.node.modules):
        if module.unlock_when and (not when or module.unlock_when.when == when):
            span: Span = course.document.key(("modules", number, "unlock-when"))
            sink.add(
                "target-loss",
                f"{target} {why}",
                span,
                help=["build it as one package without `--split modules`: there darslik keeps the gate itself"],
            )
