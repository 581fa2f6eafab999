"""`complete-when` and `pass-when` in words, for reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from darslik.model.policy import ALL, Conditions


def rule_words(asked: Iterable[Conditions], *, passing: bool) -> str:
    """All that must have happened, e.g. `100 % of the pages seen; a score of 70 %`."""
    return "; ".join(words for one in asked for words in _words(one, passing=passing))


def _words(one: Conditions, *, passing: bool) -> Iterator[str]:
    if isinstance(one.pages, tuple):
        yield f"the pages {', '.join(one.pages)} seen"
    elif one.pages:
        yield f"{one.pages:g} % of the pages seen"
    if one.questions:
        yield f"{one.questions:g} % of the questions answered"
    done = (("quizzes", one.quizzes, "passed" if passing else "finished"),)
    for name, which, verb in (*done, ("modules", one.objectives, "passed" if passing else "completed")):
        if which:
            yield f"all {name} {verb}" if which == ALL else f"the {name} {', '.join(which)} {verb}"
    if one.score is not None:
        yield f"a score of {one.score:g} %"
    if one.minutes is not None:
        yield f"{one.minutes:g} minutes spent"
