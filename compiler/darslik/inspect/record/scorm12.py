"""SCORM 1.2: one status for each SCO, prerequisites and mastery scores (CAM 1.2, 2.3.2.5; RTE 1.2, 3.4.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from darslik.inspect import prerequisites as script
from darslik.inspect.manifest import ADLCP12, Manifest, child, children, text_of
from darslik.inspect.record import items
from darslik.inspect.record.conditions import Combined, Condition, Not, Test, every, some
from darslik.inspect.record.model import Activity, Decision, Gate, Limits, Place, Record, Role

_NUMBER = re.compile(r"\d{1,3}(\.\d{1,9})?")


def read(manifest: Manifest, title: str) -> Record:
    """What a manifest of SCORM 1.2 says."""
    reader = _Reader(manifest)
    roots = tuple(reader.activity(one) for one in manifest.organizations)
    return Record("scorm12", title, roots, items.default(manifest))


@dataclass(frozen=True)
class _Reader:
    manifest: Manifest

    @cached_property
    def keys(self) -> dict[etree._Element, str]:
        return items.keys(self.manifest)

    @cached_property
    def named(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for element, key in self.keys.items():
            found.setdefault(element.get("identifier") or "", key)
        return found

    def activity(self, element: etree._Element) -> Activity:
        parts = tuple(self.activity(one) for one in children(element, "item"))
        top = self.keys[element].isdigit()
        kind: Role = "course" if top else items.role(self.manifest, element, bool(parts))
        completion, success = _decided(kind, _mark(element))
        return Activity(
            key=self.keys[element],
            identifier=element.get("identifier") or "",
            title=items.title(element),
            role=kind,
            place=Place(self.manifest.document, element),
            launch=self.manifest.launch_path(element),
            parameters=element.get("parameters") or "",
            visible=top or items.visible(element),
            tracked=kind in {"sco", "asset"},
            completion=completion,
            success=success,
            limits=Limits(
                duration=text_of(child(element, "maxtimeallowed", ADLCP12)),
                action=text_of(child(element, "timelimitaction", ADLCP12)),
            ),
            gates=self._gates(element),
            data=text_of(child(element, "datafromlms", ADLCP12)),
            children=parts,
        )

    def _gates(self, element: etree._Element) -> tuple[Gate, ...]:
        found = child(element, "prerequisites", ADLCP12)
        text = text_of(found)
        if found is None or not text:
            return ()
        return (Gate("prerequisite", self._condition(text), Place(self.manifest.document, found, inner=True), text),)

    def _condition(self, text: str) -> Condition:
        try:
            return self._translated(script.parse(text))
        except script.Unreadable:
            return Test("unreadable", "", name=text)

    def _translated(self, one: script.Expression) -> Condition:
        match one:
            case script.Done():
                return Test("done", self.named.get(one.item, ""), one.item)
            case script.Is():
                test = Test("status", self.named.get(one.item, ""), one.item, status=one.status)
                return test if one.equal else Not(test)
            case script.Not():
                return Not(self._translated(one.part))
            case script.Both():
                return every(tuple(self._translated(part) for part in one.parts))
            case script.Either():
                return some(tuple(self._translated(part) for part in one.parts))
            case script.AtLeast():
                return Combined(tuple(self._translated(part) for part in one.parts), one.count)


def _mark(element: etree._Element) -> float | None:
    """The mastery score in parts of 1; it is written as 0 to 100."""
    found = _NUMBER.fullmatch(text_of(child(element, "masteryscore", ADLCP12)))
    return float(found[0]) / 100 if found and float(found[0]) <= 100 else None


def _decided(kind: Role, mark: float | None) -> tuple[Decision, Decision]:
    """Completion and success share one status; only a mastery score lets the LMS itself pass or fail (RTE 3.4.4)."""
    if kind == "sco":
        success = Decision("content") if mark is None else Decision("score", mark)
        return Decision("content-or-exit"), success
    if kind == "asset":
        return Decision("opening"), Decision("nobody")
    return (Decision("nobody"), Decision("nobody")) if kind == "nothing" else (Decision("lms"), Decision("lms"))
