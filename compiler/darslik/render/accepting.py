"""What a question accepts where its learners can switch the language: an answer that was right stays right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from darslik.plan.plan import PlanQuestion
from darslik.questions import kinds


def rule_in(question: PlanQuestion, lang: str, languages: Sequence[str] = ()) -> dict[str, Any]:
    """The rule of a question as its page in a language has it; `languages`: all that its learners can switch to.

    Codes and numbers are the same in all languages. Typed words are not: those of every language count in each of them,
    the page's own first.
    """
    kind = kinds()[question.kind]
    own = dict(kind.rule(question.texts[lang].content))
    others = [kind.rule(question.texts[other].content) for other in languages if other != lang]
    if not others:
        return own
    if own["rule"] == "text":
        own["accept"] = _joined(own["accept"], [other["accept"] for other in others])
        own["feedback"] = _feedback(own["feedback"], [other["feedback"] for other in others])
    elif own["rule"] == "gaps":
        own["gaps"] = [_gap(gap, [other["gaps"][at] for other in others]) for at, gap in enumerate(own["gaps"])]
    return own


def _joined(own: Sequence[str], others: Sequence[Sequence[str]]) -> list[str]:
    return list(dict.fromkeys([*own, *(text for texts in others for text in texts)]))


def _gap(own: dict[str, Any], others: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {**own, "accept": _joined(own["accept"], [gap["accept"] for gap in others])} if own["typed"] else own


def _feedback(own: Sequence[dict[str, Any]], others: Sequence[Sequence[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Expected answers lead to the same feedback in every language; `*` is only asked when none of them fits."""
    known = {match["index"] for match in own}
    also = [match for matches in others for match in matches if match["index"] in known]
    named = {match["value"]: match for match in [*also, *own] if match["value"] != "*"}
    rest = [match for match in own if match["value"] == "*"]
    ordered = dict.fromkeys(match["value"] for match in [*own, *also] if match["value"] != "*")
    return [*(named[value] for value in ordered), *rest]
