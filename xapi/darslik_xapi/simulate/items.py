"""How hard the questions are (a two-parameter logistic model), and what is answered to them."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from darslik_xapi.plan import Activity, Plan

from .cohort import dice_of

MISTRANSLATED = 2.2
"""How many standard deviations harder a mistranslated question is."""
GUESSED = {"true-false": 0.5, "choice": 0.15}
"""The chance of those who know nothing, by interaction type."""


@dataclass(frozen=True)
class Item:
    """A question with its parameters.

    Attributes:
        difficulty: the ability at which half of the learners are right.
        discrimination: the slope there; below 0 the better learners are wrong, as with a wrong key.
        shift: by language, what is added to the difficulty.
        pull: by option, how much it attracts those who are wrong.
    """

    activity: Activity
    difficulty: float
    discrimination: float
    shift: dict[str, float]
    pull: dict[str, float]

    def chance(self, ability: float, language: str) -> float:
        """Of a right answer: guessing is easier where there are few options."""
        guess = (
            0.5 if self.activity.interaction == "true-false" else 0.15 if self.activity.interaction == "choice" else 0
        )
        if len(self.activity.correct[:1]) and "[,]" in self.activity.correct[0]:
            guess = 0
        away = self.discrimination * (ability - self.difficulty - self.shift.get(language, 0))
        return guess + (1 - guess) / (1 + math.exp(-away))


@dataclass(frozen=True)
class Planted:
    """What a report should find: IRIs, and a language and an option's code."""

    bad_item: str = ""
    mistranslation: str = ""
    language: str = ""
    unchosen_in: str = ""
    unchosen: str = ""


def plant(plan: Plan, seed: int) -> Planted:
    """Choose what is planted, where the course has questions that can carry it."""
    dice = dice_of(seed, "plant")
    scored = [one for one in plan.activities if one.kind == "question" and one.scored]
    single = [one for one in scored if one.interaction == "choice" and _single(one)]
    dice.shuffle(scored)
    bad = next((one for one in scored if one.interaction == "choice"), scored[0] if scored else None)
    others = [one for one in scored if one is not bad]
    wrong = next((one for one in others if one.interaction in ("choice", "true-false")), others[0] if others else None)
    rest = [one for one in single if one not in (bad, wrong) and len(one.components) > 2]
    quiet = dice.choice(rest) if rest else None
    option = next((part.id for part in reversed(quiet.components) if not part.correct), "") if quiet else ""
    return Planted(
        bad.iri if bad else "",
        wrong.iri if wrong and len(plan.languages) > 1 else "",
        plan.languages[-1] if wrong and len(plan.languages) > 1 else "",
        quiet.iri if quiet and option else "",
        option,
    )


def items(plan: Plan, seed: int, planted: Planted) -> dict[str, Item]:
    """The items of all questions, by IRI."""
    found = (one for one in plan.activities if one.kind == "question")
    return {one.iri: _item(one, dice_of(seed, one.iri), planted) for one in found}


def _item(activity: Activity, dice: random.Random, planted: Planted) -> Item:
    difficulty, discrimination = max(-2.2, min(1.6, dice.gauss(-0.6, 0.8))), dice.lognormvariate(0.2, 0.25)
    pull = {part.id: dice.lognormvariate(0, 0.7) for part in activity.components}
    if activity.iri == planted.bad_item:
        difficulty, discrimination = 0.3, -0.9
    if activity.iri == planted.unchosen_in:
        pull[planted.unchosen] = 0
    shift = {planted.language: MISTRANSLATED} if activity.iri == planted.mistranslation else {}
    return Item(activity, difficulty, discrimination, shift, pull)


def _single(activity: Activity) -> bool:
    return len(activity.correct) == 1 and "[,]" not in activity.correct[0]


def respond(item: Item, right: bool, dice: random.Random) -> str:
    """A response in xAPI's codes (Data 2.4.4.1, correct responses pattern), right or wrong."""
    activity = item.activity
    if not activity.correct:
        return _opinion(item, dice)
    if right:
        return _right(activity)
    return _WRONG.get(activity.interaction, _other)(item, dice)


def _right(activity: Activity) -> str:
    pattern = activity.correct[0]
    if activity.interaction == "numeric":
        low, _, high = pattern.partition("[:]")
        return low or high
    if activity.interaction in ("fill-in", "long-fill-in", "other", "performance"):
        return _plain(pattern)
    return pattern


def _plain(pattern: str) -> str:
    """A pattern without `{case_matters=false}` and the like."""
    while pattern.startswith("{") and "}" in pattern:
        pattern = pattern.partition("}")[2]
    return pattern


def _opinion(item: Item, dice: random.Random) -> str:
    """To a survey or a text that nobody judges."""
    parts = item.activity.components
    if item.activity.interaction == "matching":
        sources = [part.id for part in parts if part.group == "source"]
        targets = [part.id for part in parts if part.group == "target"]
        return "[,]".join(f"{source}[.]{dice.choice(targets)}" for source in sources) if targets else ""
    if parts:
        return dice.choices([part.id for part in parts], [item.pull[part.id] or 1e-9 for part in parts])[0]
    return dice.choice(_TEXTS)


_TEXTS = (
    "I would publish the table with a date and an owner.",
    "Two columns were merged, so totals could not be compared.",
    "The licence is missing; I asked the department.",
    "A CSV with one row a contract would be enough.",
)


def _choice(item: Item, dice: random.Random) -> str:
    key = item.activity.correct[0].split("[,]")
    ids = [part.id for part in item.activity.components]
    if len(key) == 1:
        wrong = [one for one in ids if one not in key and item.pull[one]]
        return dice.choices(wrong, [item.pull[one] for one in wrong])[0] if wrong else key[0]
    flipped = dice.choice(ids)
    chosen = [one for one in ids if (one in key) != (one == flipped)]
    return "[,]".join(chosen or [one for one in ids if one not in key][:1] or key[:1])


def _true_false(item: Item, dice: random.Random) -> str:
    del dice
    return "false" if item.activity.correct[0] == "true" else "true"


def _swap(item: Item, dice: random.Random) -> str:
    """Two of a sequence, or the targets of two pairs, change places."""
    parts = item.activity.correct[0].split("[,]")
    if len(parts) < 2:
        return item.activity.correct[0]
    first, second = sorted(dice.sample(range(len(parts)), 2))
    if item.activity.interaction == "matching":
        a, b = parts[first].partition("[.]"), parts[second].partition("[.]")
        if a[2] == b[2]:
            targets = [part.id for part in item.activity.components if part.group == "target" and part.id != a[2]]
            parts[first] = f"{a[0]}[.]{dice.choice(targets or [a[2]])}"
        else:
            parts[first], parts[second] = f"{a[0]}[.]{b[2]}", f"{b[0]}[.]{a[2]}"
    else:
        parts[first], parts[second] = parts[second], parts[first]
    return "[,]".join(parts)


def _numeric(item: Item, dice: random.Random) -> str:
    low, _, high = item.activity.correct[0].partition("[:]")
    return f"{float(high or low or 0) * dice.choice((1.1, 2, 10)) + 1:.12g}"


def _other(item: Item, dice: random.Random) -> str:
    return f"{_plain(item.activity.correct[0])[: dice.randint(1, 3)]}…"


_WRONG = {
    "choice": _choice,
    "true-false": _true_false,
    "sequencing": _swap,
    "matching": _swap,
    "numeric": _numeric,
}
