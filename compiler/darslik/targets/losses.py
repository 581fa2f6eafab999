"""`target-loss`: what a course asks for and a standard cannot hold."""

from __future__ import annotations

from darslik.checks.asked import rules_in
from darslik.diagnostics import Severity, Sink, Span
from darslik.model.tree import Course
from darslik.policy.conditions import names
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


def rule_losses(course: Course, target: str, why: str, sink: Sink) -> None:
    """Report each pass rule that asks for more than a score."""
    for rule in rules_in(course):
        others = sorted(names([rule.asked]) - {"score"})
        if rule.name == "pass-when" and others:
            sink.add(
                "target-loss",
                f"{target}: {why}; it will not see `{'`, `'.join(others)}`",
                rule.key(others[0]),
                help="darslik itself reports `passed` only when all of it holds; an administrator sees the score alone",
            )


def part_losses(course: Course, target: str, split: bool, sink: Sink) -> None:
    """Report what a course asks for that no part of a split package can know."""
    for rule in rules_in(course) if split else ():
        for key in ("pages", "quizzes", "objectives"):
            if not rule.module and isinstance(getattr(rule.asked, key), tuple):
                sink.add(
                    "target-loss",
                    f"{target}: in a package split by modules each part is judged by itself, without this condition "
                    "where the part lacks what it names",
                    rule.key(key),
                    help="give the modules rules of their own, or build without `--split modules`",
                )
    for module, quiz in course.quizzes() if split else ():
        others = [q for q in quiz.questions if q.options.objective not in (None, module.node.id)]
        if quiz.options.mode == "pre-test" and others:
            sink.add(
                "target-loss",
                f"{target}: in a package split by modules the pre-test `{quiz.id}` cannot mark other modules as known",
                others[0].span,
                help="put a pre-test into each module, or build without `--split modules`",
            )
