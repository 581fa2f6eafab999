"""A question → the activities that its answers are about, as the learner runtime sends them (`statement.ts`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from darslik.diagnostics import Span
from darslik.plan.plan import Plan, PlanQuestion
from darslik.questions import Placed, Question, Split, kinds
from darslik.render.scripts import definition
from darslik.render.theme import interface_texts
from darslik.tracking.entry import Entry, entry

GROUPS = ("choices", "source", "target", "steps", "scale")
"""Lists of interaction components (xAPI Data, Appendix C)."""


def question_entries(plan: Plan, question: PlanQuestion, where: Mapping[str, str]) -> Iterator[Entry]:
    """One activity; of a survey one for each statement, since each is answered by itself.

    `where`: the fields `parent` and `module`.
    """
    kind, source = kinds()[question.kind], question.texts[plan.languages[0]]
    contents = {lang: text.content for lang, text in question.texts.items()}
    sent, own = definition(plan, question), kind.definition(contents)
    fields = {**where, **_fields(plan, question, sent), "components": _components(question, source, own)}
    if not isinstance(kind, Split):
        yield entry(plan.question_iri(question.id), "question", question.id, sent["description"], source.span, fields)
        return
    parts = kind.records(contents)
    spans = _spans(kind.items(source.content), len(parts), source.span)
    for (code, words), span in zip(parts, spans, strict=True):
        id_ = f"{question.id}.{code}"
        yield entry(plan.question_iri(id_), "question", id_, words, span, {**fields, "prompt": sent["description"]})


def _fields(plan: Plan, question: PlanQuestion, sent: Mapping[str, Any]) -> dict[str, Any]:
    """What is the same for all parts of a question."""
    rule = kinds()[question.kind].rule(question.texts[plan.languages[0]].content)["rule"]
    return {
        "question": question.kind,
        "interaction": sent["interactionType"],
        "correct": sent.get("correctResponsesPattern", []),
        "scored": rule != "survey" and question.points > 0,
        "points": question.points,
        "attempts": question.attempts,
        "objective": plan.module_iri(question.objective) if question.objective else "",
        "tags": list(question.tags),
        "secret": question.secret,
    }


def _components(question: PlanQuestion, source: Question, own: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a response names by codes, in the author's order; of `true-false` the two words that xAPI has for it."""
    kind = kinds()[question.kind]
    items = kind.items(source.content)
    lists = {group: own[group] for group in GROUPS if group in own}
    if kind.type == "true-false":
        lists = {"choices": _true_false(question)}
    found = []
    for group, components in lists.items():
        placed = source.content.places if group == "target" and isinstance(source.content, Placed) else ()
        spans = placed or (_spans(items, len(components), source.span) if group in ("choices", "source") else ())
        marks = [item.marked for item in items] if group == "choices" and len(items) == len(components) else ()
        for n, component in enumerate(components):
            span = spans[n] if n < len(spans) else source.span
            mark = marks[n] if n < len(marks) else None
            found.append(_component(group, component, span, mark))
    return found


def _component(group: str, component: Mapping[str, Any], span: Span, mark: bool | None) -> dict[str, Any]:
    correct = {} if mark is None else {"correct": mark}
    place = {"file": span.file, "line": span.line}
    return {"group": group, "id": component["id"], "label": component["description"], **correct, **place}


def _true_false(question: PlanQuestion) -> list[dict[str, Any]]:
    words = {lang: interface_texts(lang) for lang in question.texts}
    return [
        {"id": code, "description": {lang: texts[f"ui.{code}"] for lang, texts in words.items()}}
        for code in ("true", "false")
    ]


def _spans(items: Sequence[Any], count: int, otherwise: Span) -> list[Span]:
    """The line of each item, if there is one for each."""
    return [item.span for item in items] if len(items) == count else [otherwise] * count
