"""Reflections and scenarios of a page → what the plan holds of them."""

from __future__ import annotations

from collections.abc import Mapping

from darslik.model.tree import Course, PageText
from darslik.plan.plan import PlanNote, PlanScenario


def plan_notes(course: Course, texts: Mapping[str, PageText]) -> tuple[PlanNote, ...]:
    """The reflections of a page, numbered in the order of the course."""
    source = texts[course.source]
    slots = _numbers(course, "notes") if source.notes else {}
    return tuple(
        PlanNote(note.id, slots[note.id], {lang: text.notes[n] for lang, text in texts.items()})
        for n, note in enumerate(source.notes)
    )


def plan_scenarios(course: Course, texts: Mapping[str, PageText]) -> tuple[PlanScenario, ...]:
    """The scenarios of a page, numbered in the order of the course."""
    source = texts[course.source]
    slots = _numbers(course, "scenarios") if source.scenarios else {}
    return tuple(
        PlanScenario(
            scenario.id,
            slots[scenario.id],
            {node.id: number for number, node in enumerate(scenario.nodes)},
            {lang: text.scenarios[n] for lang, text in texts.items()},
        )
        for n, scenario in enumerate(source.scenarios)
    )


def _numbers(course: Course, what: str) -> Mapping[str, int]:
    ids = [part.id for _, page in course.source_pages() for part in getattr(page, what)]
    return {name: number for number, name in enumerate(ids)}
