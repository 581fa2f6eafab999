"""Reflections and scenarios of a page → what the plan holds of them."""

from __future__ import annotations

from collections.abc import Mapping

from darslik.lock.model import Lock
from darslik.model.tree import PageText
from darslik.plan.plan import PlanNote, PlanScenario


def plan_notes(source: PageText, texts: Mapping[str, PageText], lock: Lock) -> tuple[PlanNote, ...]:
    """The reflections of a page, languages side by side."""
    return tuple(
        PlanNote(note.id, lock.slot("notes", note.id), {lang: text.notes[n] for lang, text in texts.items()})
        for n, note in enumerate(source.notes)
    )


def plan_scenarios(source: PageText, texts: Mapping[str, PageText], lock: Lock) -> tuple[PlanScenario, ...]:
    """The scenarios of a page, languages side by side. Numbers of nodes that are gone stay theirs."""
    return tuple(
        PlanScenario(
            scenario.id,
            lock.slot("scenarios", scenario.id),
            lock.sections["scenarios"][scenario.id].nodes,
            {lang: text.scenarios[n] for lang, text in texts.items()},
        )
        for n, scenario in enumerate(source.scenarios)
    )
