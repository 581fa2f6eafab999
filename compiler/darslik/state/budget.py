"""How much of a learner's state an LMS must keep at most, and what eats it.

The bound is over everything that a learner can do in this build: each page seen, each question answered in the longest
way and as often as possible, each quiz begun. `tests/test_state_budget.py` looks for states that are longer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from darslik.diagnostics import Span
from darslik.plan.plan import Plan, PlanModule, PlanPage, PlanQuestion, PlanQuiz
from darslik.questions import Split, kinds
from darslik.state.lengths import (
    MOST_CODE,
    ascending_length,
    block_length,
    chosen_length,
    gamma_length,
    golomb_length,
    list_length,
    one_length,
    order_length,
    pairs_length,
    words_length,
)
from darslik.state.model import MAX_ATTEMPTS
from darslik.state.records import MANY_ANSWERS, MANY_PAGES, MAX_PATH
from darslik.state.responses import DIGITS_FIRST, LETTERS
from darslik.state.texts import texts_length

CHUNK = 6
"""Characters around the bits of a chunk: its letter, its checksum, the point."""
_SHARE = 15
MOST_SAVINGS = 1 << 20
MOST_SECONDS = 1 << 22
TYPED = 480
"""Bits that a typed answer is reckoned with: some sixty letters."""
LONG = 4800
"""… and a long one."""
LIMITS = {"scorm12": 4096, "scorm2004-3": 64000, "scorm2004-4": 64000}
"""Characters of `suspend_data`: SCORM 1.2 RTE 3.4.4, SCORM 2004 RTE 4.2.23. 4,000 was the limit of the 2nd edition."""


@dataclass(frozen=True)
class Item:
    """Something that takes room."""

    what: str
    """`page`, `question`, `quiz`, `scenario`, `note` or `rest`."""
    id: str
    bits: int
    span: Span | None = None
    typed: int = 0
    """Bits of texts that learners type there; they are left out if there is no room."""

    @property
    def characters(self) -> int:
        """Rounded up."""
        return math.ceil(self.bits / 6)


@dataclass(frozen=True)
class Budget:
    """What a package keeps at most."""

    characters: int
    """Without typed texts."""
    typed: int
    """Characters of typed texts, as they are reckoned."""
    items: tuple[Item, ...]
    """The costliest first."""


def response_length(question: PlanQuestion) -> int:
    """Bits of the longest response that is no typed text."""
    kind = kinds()[question.kind]
    contents: dict[str, Any] = {lang: text.content for lang, text in question.texts.items()}
    content = next(iter(contents.values()))
    rule = kind.rule(content)
    ids = {key: [one["id"] for one in value] for key, value in kind.definition(contents).items() if key in _LISTS}
    match rule["rule"]:
        case "set":
            return max(one_length(_most(rule["of"])), chosen_length(_most(rule["of"])))
        case "sequence":
            return order_length(len(rule["key"]), _most(rule["key"]))
        case "pairs":
            return _table_length(ids["source"], ids["target"], many=question.kind == "matrix")
        case "survey":
            rows = [code for code, _ in kind.records(contents)] if isinstance(kind, Split) else []
            return _table_length(rows, list(content.steps), many=False)
        case "gaps":
            typed = any(gap["typed"] for gap in rule["gaps"])
            count = len(rule["gaps"])
            most: int = MOST_CODE if typed else max(_most(gap.codes) for gap in content.gaps)
            coded = max(one_length(most), chosen_length(most), list_length(count, most), order_length(count, most))
            return max(coded, words_length(count)) if typed else coded
        case "self":
            return max(words_length(1), words_length(2))
        case _:
            return words_length(1)


_LISTS = {"source", "target"}


def _most(codes: Iterable[str]) -> int:
    return max((LETTERS.index(code) for code in codes), default=0)


def _table_length(rows: list[str], columns: list[str], *, many: bool) -> int:
    """Whatever part of the table is filled."""
    return pairs_length(_length(rows), _length(columns), many=many)


def _length(codes: Iterable[str]) -> int:
    """How many rows or columns a table has that names them so."""
    return max(max(map(DIGITS_FIRST.index, codes), default=0), 0) + 1 if _digits(codes) else _most(codes) + 1


def _digits(codes: Iterable[str]) -> bool:
    return any(code in "123456789" for code in codes)


def answer_length(question: PlanQuestion) -> int:
    """Bits of the longest answer to a question."""
    attempts = gamma_length(min(question.attempts or MAX_ATTEMPTS, MAX_ATTEMPTS))
    return 1 + attempts + _SHARE + 1 + 1 + gamma_length(question.revision - 1) + 2 + response_length(question)


def typed_length(question: PlanQuestion) -> int:
    """Bits that typed texts are reckoned with."""
    content = next(iter(question.texts.values())).content
    rule = kinds()[question.kind].rule(content)
    gaps = sum(bool(gap["typed"]) for gap in rule.get("gaps", ()))
    return {"text": TYPED, "self": LONG}.get(rule["rule"], gaps * TYPED)


def _quiz_length(quiz: PlanQuiz, questions: int) -> int:
    attempts = min(quiz.attempts, 1 << 10) or 1 << 10
    used = golomb_length(MOST_SECONDS, 8) + gamma_length(10)
    numbers = golomb_length(attempts, 1) + 1 + gamma_length(attempts) + _SHARE + 30 + 1 + used
    return numbers + ascending_length(quiz.asked, questions)


def _modules(plan: Plan, module: str) -> list[PlanModule]:
    return [one for one in plan.modules if module in ("", one.id)]


def _spans(plan: Plan, page: PlanPage) -> Span:
    body = page.texts[plan.node.languages[0]].body
    return Span(body.file, body.line)


def _items(plan: Plan, pages: list[PlanPage]) -> Iterator[tuple[str, int, Item]]:
    """Each with the block that it stands in, and its slot."""
    source = plan.node.languages[0]
    level = 5 if len(pages) > MANY_PAGES else 6
    below = max((question.slot for question in plan.questions), default=0) + 1
    for page in pages:
        yield "page", page.slot, Item("page", page.id, level, _spans(plan, page))
        for question in page.questions:
            span = question.texts[source].span
            yield (
                "question",
                question.slot,
                Item("question", question.id, answer_length(question), span, typed_length(question)),
            )
        for quiz in page.quizzes:
            yield "quiz", quiz.slot, Item("quiz", quiz.id, _quiz_length(quiz, below), _spans(plan, page))
        for scenario in page.scenarios:
            width = max(scenario.nodes.values(), default=0).bit_length()
            bits = gamma_length(MAX_PATH) + gamma_length(width) + MAX_PATH * width
            yield "scenario", scenario.slot, Item("scenario", scenario.id, bits, scenario.texts[source].span)
        for note in page.notes:
            one = note.texts[source]
            yield "note", note.slot, Item("note", note.id, 0, one.span, 7 * one.options.limit)


def _blocks(size: int, costs: Mapping[int, int]) -> int:
    """Characters of all blocks of one sort."""
    starts = sorted({slot // size * size for slot in costs})
    return sum(math.ceil(block_length(size, start, costs) / 6) + CHUNK for start in starts)


def _pages(costs: Mapping[int, int]) -> int:
    few = _blocks(128, dict.fromkeys(costs, 6))
    if len(costs) <= MANY_PAGES:
        return few
    sparse = _blocks(128, dict.fromkeys(costs, 0)) + math.ceil(6 * MANY_PAGES / 6)
    return max(sparse, _blocks(256, costs))


def _answers(costs: Mapping[int, int]) -> int:
    if len(costs) <= MANY_ANSWERS:
        return _blocks(48, costs)
    longest = sum(sorted(costs.values(), reverse=True)[:MANY_ANSWERS])
    sparse = _blocks(48, dict.fromkeys(costs, 0)) + math.ceil(longest / 6)
    return max(sparse, _blocks(128, costs))


def _head_length(plan: Plan, pages: list[PlanPage], chunks: int) -> int:
    recorded = sum(question.attempts or MAX_ATTEMPTS for page in pages for question in page.questions) * 16
    modules = len(plan.modules)
    known = ascending_length(modules, max((module.slot for module in plan.modules), default=0) + 1)
    return sum(
        (
            golomb_length(chunks, 3),
            golomb_length(MOST_SAVINGS, 8),
            24,
            golomb_length(max((page.slot for page in pages), default=0) + 1, 6),
            2,
            golomb_length(MOST_SECONDS, 12),
            golomb_length(max(recorded, 1 << 14), 6),
            known + modules * (2 + _SHARE),
        )
    )


def _order_length(slots: list[int]) -> int:
    """The order of first records, where a record is rewritten."""
    places = sum(1 + max(left - 1, 0).bit_length() for left in range(1, len(slots) + 1))
    return math.ceil((ascending_length(len(slots), max(slots, default=0) + 1) + places) / 6) + CHUNK


def _language_length(plan: Plan) -> int:
    """Characters of the language that the learner chose, where there is a choice (`build --multi`)."""
    if len(plan.languages) < 2:
        return 0
    return max(math.ceil(texts_length([lang]) / 6) for lang in plan.languages) + CHUNK


def worst_case(plan: Plan, module: str = "", *, order: bool = False) -> Budget:
    """Of a package for the whole course, or for one module; `order`: records are rewritten (`interactions: one`)."""
    pages = [page for part in _modules(plan, module) for page in part.pages]
    costs: dict[str, dict[int, int]] = {"page": {}, "question": {}, "quiz": {}, "scenario": {}, "note": {}}
    items: list[Item] = []
    for what, slot, item in _items(plan, pages):
        costs[what][slot] = item.bits
        items.append(item)
    total = _pages(costs["page"]) + _answers(costs["question"]) + _blocks(8, costs["quiz"])
    total += _blocks(16, costs["scenario"])
    if order and costs["question"]:
        total += _order_length(sorted(costs["question"]))
    total += _language_length(plan)
    total += 1 + math.ceil(_head_length(plan, pages, 200) / 6) + CHUNK - 1
    typed = sum(math.ceil(item.typed / 6) + 1 for item in items if item.typed)
    rest = 6 * total - sum(item.bits for item in items)
    items.append(Item("rest", "numbers, checksums, which of them there are", max(rest, 0)))
    return Budget(total, typed, tuple(sorted(items, key=lambda item: (-item.bits, item.id))))


def budgets(plan: Plan, target: str, *, split: bool = False) -> dict[str, Budget]:
    """By module (`""`: the whole course), for what a target keeps."""
    parts = [module.id for module in plan.modules] if split else [""]
    return {part: worst_case(plan, part, order=has_order(plan, target)) for part in parts}


def has_order(plan: Plan, target: str) -> bool:
    """Whether the records of a question are rewritten."""
    options: Any = plan.node.targets
    own = getattr(options, target.replace("-", "_"), None)
    return getattr(own, "interactions", "journal") == "one"
