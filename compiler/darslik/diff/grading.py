"""What decides about points, completion and success; and the words that changed without deciding anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from darslik.diff.change import Change
from darslik.diff.structure import Pairing
from darslik.diff.tracked import Module, Question, Quiz, Tracking

_POLICY: Mapping[str, str] = {
    "reset-item": "an answer already given is removed, and the question is open again",
    "regrade": "an answer already given is marked again by the new key at the next opening",
    "keep": "an answer already given keeps its score and the points that it counted then",
}
_UNSAID = "an answer already given stays as it was recorded; no policy for it is in the lock"


def grading(both: Pairing) -> Iterator[Change]:
    """Everything that affects a result, and changed words of questions and quizzes."""
    for old, new in both.questions.pairs:
        yield from _question(both, old, new)
    for before, after in both.quizzes.pairs:
        yield from _quiz(both, before, after)
    yield from _rules(both)
    yield from _totals(both)


def fate(old: Question, new: Question) -> str:
    """What happens to an answer that was given to the old question."""
    since = [revision.policy for revision in new.history if revision.rev > old.rev]
    policy = next((name for name in ("reset-item", "regrade") if name in since), "keep" if since else "")
    return f"{_POLICY[policy]}; completed and passed stay" if policy == "reset-item" else _POLICY.get(policy, _UNSAID)


def _question(both: Pairing, old: Question, new: Question) -> Iterator[Change]:
    at, name, notice = both.places, f"question `{new.id}`", fate(old, new)
    span = at.part("questions", new.id)
    decided = False
    for change in _decisive(both, old, new):
        decided = True
        yield change
    if not decided and new.rev > old.rev:
        what = f"{name} has a new revision (in another language, or changed and changed back)"
        span = at.part("questions", new.id, "revision")
        yield Change("key-changed", what, span, f"revision {old.rev}", f"revision {new.rev}", notice)
    yield from _settings(both, old, new)
    reworded = [code for code, text in new.options.items() if code in old.options and old.options[code] != text]
    if reworded and old.kind == new.kind:
        yield Change("text-changed", f"{name}: other words in {_list(reworded)}", span)
    elif old.text != new.text and not decided:
        yield Change("text-changed", f"{name}: other words or another look", span)


def _decisive(both: Pairing, old: Question, new: Question) -> Iterator[Change]:
    at, name, notice = both.places, f"question `{new.id}`", fate(old, new)
    span = at.part("questions", new.id)
    if old.kind != new.kind:
        yield Change("kind-changed", f"{name} is of another kind", span, old.kind, new.kind, notice)
        return
    if old.points != new.points:
        where = at.part("questions", new.id, "points")
        yield Change("points-changed", f"{name} has another worth", where, str(old.points), str(new.points), notice)
    if old.key != new.key:
        yield Change("key-changed", f"{name}: other answers are right", at.key(new.id), notice=notice)
    if set(old.options) != set(new.options):
        what = f"{name} has other options"
        words = at.options(new.id)
        before, after = (", ".join(words.get(code, code) for code in sorted(one.options)) for one in (old, new))
        yield Change("options-changed", what, span, before, after, notice)


def _list(codes: Any) -> str:  # noqa: ANN401 - any iterable of codes
    return ", ".join(sorted(codes))


_SPELT = {"hintCost": "hint-cost"}


def _settings(both: Pairing, old: Question, new: Question) -> Iterator[Change]:
    for key in sorted({*old.settings, *new.settings}):
        before, after = old.settings.get(key), new.settings.get(key)
        if key in {"quiz", "objective"} and isinstance(before, str):
            before = both.renamed.get(before, before)
        if before == after:
            continue
        kind = {"attempts": "attempts-changed", "shuffle": "text-changed"}.get(key, "marking-changed")
        option = _SPELT.get(key, key)
        what = f"question `{new.id}`: another `{option}`"
        yield Change(kind, what, both.places.part("questions", new.id, option), _said(before), _said(after))


def _said(value: Any) -> str:  # noqa: ANN401 - any setting
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _quiz(both: Pairing, old: Quiz, new: Quiz) -> Iterator[Change]:
    for key in ("mode", "points", "attempts", "minutes", "percent", "shuffle"):
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            option = "pass" if key == "percent" else key
            span = both.places.part("quizzes", new.id, option)
            what = f"quiz `{new.id}`: another `{option}`"
            yield Change("quiz-settings-changed", what, span, _said(before), _said(after))
    if [(set(d.source), d.count) for d in old.draws] != [(set(d.source), d.count) for d in new.draws]:
        span = both.places.part("quizzes", new.id)
        yield Change("draws-changed", f"quiz `{new.id}` draws from other questions", span, _draws(old), _draws(new))
    if old.text != new.text:
        yield Change("text-changed", f"quiz `{new.id}`: another title", both.places.part("quizzes", new.id))


def _draws(quiz: Quiz) -> str:
    return " + ".join(f"{draw.count} of {len(draw.source)}" for draw in quiz.draws)


def _rules(both: Pairing) -> Iterator[Change]:
    old, new, at = both.old.tracking.rules, both.new.tracking.rules, both.places
    names = both.renamed
    for kind, key, what, before, after in (
        ("completion-changed", "complete-when", "what completes the course", old.complete, new.complete),
        ("pass-changed", "pass-when", "what passes the course", old.passes, new.passes),
    ):
        if _named(before, names) != after:
            yield Change(kind, what, at.rule(key), described(before), described(after))
    for one, two in both.modules.pairs:
        yield from _module_rules(both, one, two)
    if old.navigation != new.navigation:
        what = "the order in which pages open"
        yield Change("navigation-changed", what, at.rule("navigation"), old.navigation, new.navigation)


def _module_rules(both: Pairing, old: Module, new: Module) -> Iterator[Change]:
    names, name = both.renamed, f"module `{new.id}`"
    for kind, key, what, before, after in (
        ("gate-changed", "unlock-when", f"what opens {name}", old.unlock, new.unlock),
        ("completion-changed", "complete-when", f"what completes {name}", old.complete, new.complete),
        ("pass-changed", "pass-when", f"what passes {name}", old.passes, new.passes),
    ):
        if _named(before, names) != after:
            yield Change(kind, what, both.places.module(new.id, key), described(before), described(after))


def _named(rule: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - any part of a rule
    """A rule of the old package with the ids of today."""
    if isinstance(rule, dict):
        return {key: _named(value, names) for key, value in rule.items()}
    if isinstance(rule, list):
        return [_named(value, names) for value in rule]
    return names.get(rule, rule) if isinstance(rule, str) else rule


def described(rule: Any) -> str:  # noqa: ANN401 - any part of a rule
    """A rule in a few words."""
    if rule is None:
        return "none"
    if isinstance(rule, dict):
        return ", ".join(f"{key} {described(value)}" for key, value in rule.items())
    if isinstance(rule, list):
        return ", ".join(map(described, rule)) or "nothing"
    return _said(rule)


def _totals(both: Pairing) -> Iterator[Change]:
    """The maximum of the score, by SCO."""
    pairs: list[tuple[str, int, int]] = []
    if both.old.tracking.split and both.new.tracking.split:
        pairs = [(f"module `{new.id}`", _total(old), _total(new)) for old, new in both.modules.pairs]
    else:
        pairs = [("the course", worth(both.old.tracking), worth(both.new.tracking))]
    for name, before, after in pairs:
        if before != after:
            what = f"{name} is worth another number of points"
            yield Change("total-changed", what, both.places.rule("modules"), str(before), str(after))


def worth(tracking: Tracking) -> int:
    """Points of everything that counts in the score of the course."""
    return sum(map(_total, tracking.modules))


def _total(module: Module) -> int:
    pages = [page for lesson in module.lessons for page in lesson.pages]
    free = [
        q
        for page in pages
        for q in page.questions
        if "quiz" not in q.settings and q.settings.get("scored") is not False
    ]
    return sum(q.points for q in free) + sum(quiz.points for page in pages for quiz in page.quizzes)
