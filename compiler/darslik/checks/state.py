"""What an LMS keeps of a learner: everything has a name, and all of it fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from darslik.checks import Finding, Subject, check
from darslik.diagnostics import Severity, Sink
from darslik.model.tree import Course
from darslik.plan.plan import Plan
from darslik.plan.resolve import MAX_SLOTS
from darslik.rules import define
from darslik.state.budget import LIMITS, Budget, budgets, has_order


@check(Severity.ERROR)
def too_many_pages(subject: Subject) -> Iterator[Finding]:
    r"""A course with more pages or questions than can be told apart in what an LMS stores.

    Each page and each question has a number there, and there are 4,096 for either.

    Bad:
    === lessons/01-first.md
    <!-- ok-file: page-without-title -->

    \repeat 4097 Text.\n\n---\n\n
    Good:
    === lessons/01-first.md
    A course of ordinary size.
    """
    pages = sum(1 for _ in subject.course.source_pages())
    questions = sum(len(page.questions) for _, page in subject.course.source_pages())
    for count, what in ((pages, "pages"), (questions, "questions")):
        if count > MAX_SLOTS:
            yield Finding(
                f"this course has {count:,} {what}, and at most {MAX_SLOTS:,} can be told apart",
                subject.course.document.key(("modules",)),
                help="make several courses of it",
            )


define(
    "state-too-large",
    Severity.ERROR,
    r"""
    What a learner may do in this course does not fit into what a standard keeps.

    SCORM 1.2 keeps 4,096 characters, SCORM 2004 64,000; cmi5, xAPI and the web have no such limit. Reckoned is the
    worst case: every page seen, every question answered in the longest way, as often as it may be, without typed texts.
    What eats the room is shown by `darslik build --explain-state`.

    Bad:
    === lessons/01-first.md
    <!-- ok-file: page-too-long -->

    \repeat 245 :::{text} What is it?\n:id: q\i\n- [x] word\n  > Yes.\n- [ ] *\n  > No.\n:::\n\n
    Good:
    === lessons/01-first.md
    A course of ordinary size.
    """,
)
define(
    "typed-texts-too-long",
    Severity.WARNING,
    r"""
    Scores and progress fit into what the standard keeps, but perhaps not every text that learners type.

    If there is no room for all, the longest are left out, and the learner is told. The score stays. Texts are reckoned
    with some sixty letters, long answers with ten times that, notes with their limit.

    Bad:
    === lessons/01-first.md
    \repeat 70 :::{text} What is it?\n:id: q\i\n- [x] word\n  > Yes.\n- [ ] *\n  > No.\n:::\n\n
    Good:
    === lessons/01-first.md
    A course of ordinary size.
    """,
)


def check_budget(plan: Plan, course: Course, targets: Iterable[str], sink: Sink, *, split: bool) -> None:
    """Report what does not fit into the state of a target."""
    known: dict[bool, dict[str, Budget]] = {}
    for target in (name for name in targets if name in LIMITS):
        order = has_order(plan, target)
        if order not in known:
            known[order] = budgets(plan, target, split=split)
        for module, budget in known[order].items():
            limit = LIMITS[target]
            span = course.document.key(("modules",))
            of = f"{target}: what a learner does in {f'module `{module}`' if module else 'this course'} may take"
            if budget.characters > limit:
                sink.add(
                    "state-too-large",
                    f"{of} {budget.characters:,} characters; {limit:,} are kept",
                    span,
                    help=(_costliest(budget), "`darslik build --explain-state` lists all", *_remedies(split=split)),
                )
            elif budget.characters + budget.typed > limit:
                most = budget.characters + budget.typed
                sink.add(
                    "typed-texts-too-long",
                    f"{of} {most:,} characters, {budget.typed:,} of them for typed texts; {limit:,} are kept",
                    span,
                    help="learners are told which texts are not kept; ask for fewer or shorter ones to keep all",
                )


def _costliest(budget: Budget) -> str:
    first = next(item for item in budget.items if item.what != "rest")
    return f"the costliest is the {first.what} `{first.id}` with {first.characters} characters"


def _remedies(*, split: bool) -> list[str]:
    return ["make two courses of it"] if split else ["build it with `--split modules`, or make two courses of it"]
