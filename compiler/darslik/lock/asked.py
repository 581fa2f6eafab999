"""What counts about a question: kind, points, key and options, in a form that changes only when they do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from darslik.lock.model import Asked, Codes
from darslik.lock.options import groups, one_line, recoded
from darslik.questions import Question, kinds

Given = Mapping[str, tuple[str, ...]]
"""By group, the code of each option in the author's order."""

AGAIN = frozenset({"set", "text", "range", "pairs", "sequence", "gaps"})
"""Scoring rules by which an answer can be marked again."""

_KEY = frozenset({"rule", "key", "accept", "case", "gaps", "levels"})
"""What of a scoring rule says what is right; anything else that a rule may hold one day changes no digest."""


def asked_now(texts: Mapping[str, Question], codes: Given, before: Asked | None) -> Asked:
    """What counts about a question as it is now; what it was before stays in its history."""
    source = next(iter(texts.values()))
    options = {
        group.name: dict(zip(codes[group.name], map(one_line, group.texts), strict=True)) for group in groups(source)
    }
    return Asked(
        source.kind,
        source.options.points,
        key_of(texts, codes),
        options,
        _retired(before, options) if before else {},
        before.revisions if before else (),
    )


def _retired(before: Asked, options: Codes) -> Codes:
    """Codes that were once used and are not now."""
    once = {name: {**before.retired_options.get(name, {}), **texts} for name, texts in before.options.items()}
    gone = {
        name: {code: text for code, text in texts.items() if code not in options.get(name, {})}
        for name, texts in {**before.retired_options, **once}.items()
    }
    return {name: texts for name, texts in gone.items() if texts}


def key_of(texts: Mapping[str, Question], codes: Given) -> dict[str, str]:
    """The digest of the key: by language where answers are words, else one for all."""
    source = next(iter(texts.values()))
    if kinds()[source.kind].answers_are_words:
        return {lang: _digest(question, codes) for lang, question in texts.items()}
    return {"": _digest(source, codes)}


def rule_of(question: Question, codes: Given) -> dict[str, Any]:
    """The scoring rule under these codes."""
    return kinds()[question.kind].rule(recoded(question, codes))


def _digest(question: Question, codes: Given) -> str:
    rule = rule_of(question, codes)
    kept = {name: value for name, value in rule.items() if name in _KEY}
    plain = json.dumps(_ordered(kept, rule["rule"]), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()[:8]


def _ordered(value: Any, rule: str) -> Any:  # noqa: ANN401 - any part of a rule
    """The same whatever the order in which right answers are listed, unless their order is what is asked."""
    if isinstance(value, dict):
        return {name: _ordered(part, rule) for name, part in value.items()}
    if not isinstance(value, list):
        return value
    parts = [_ordered(part, rule) for part in value]
    in_order = rule == "sequence" or any(isinstance(part, dict | float) for part in parts)
    return parts if in_order else sorted(parts, key=lambda part: json.dumps(part, ensure_ascii=False))
