"""The revisions of a question, for learners who answered an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from darslik.plan.plan import Plan, PlanQuestion
from darslik.quiz.secrecy import salt_of, salted
from darslik.render.accepting import rule_in


def history_of(plan: Plan, question: PlanQuestion, lang: str, languages: Sequence[str] = ()) -> dict[str, Any]:
    """What the runtime must know of earlier revisions; nothing if there were none."""
    if not question.history:
        return {}
    again = any(change.policy == "regrade" for change in question.history)
    return {
        "rev": question.revision,
        "history": [
            {"rev": change.number, "policy": change.policy, "points": change.points} for change in question.history
        ],
        **(_rule(plan, question, lang, languages) if again else {}),
    }


def _rule(plan: Plan, question: PlanQuestion, lang: str, languages: Sequence[str]) -> dict[str, Any]:
    """How to mark an old answer again before the page of the question is loaded; feedback is not needed for that."""
    rule, options = rule_in(question, lang, languages), question.texts[lang].options
    cost = options.hint_cost if options.hint else 0
    if question.secret:
        rule = salted(rule, salt_of(plan.iri, question.id, rule))
    return {
        "rule": {**rule, **({"feedback": []} if "feedback" in rule else {})},
        "partial": question.partial,
        **({"hintCost": cost} if cost else {}),
    }
