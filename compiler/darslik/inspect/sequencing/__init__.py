"""What a SCORM 2004 sequencer would work with: each activity's sequencing with its defaults, typed.

Reading is lenient: what is missing or nonsense has the value that an LMS falls back to (the defaults of the IMS Simple
Sequencing binding). An activity's own elements win over those of the shared sequencing that its `IDRef` names, each
taken over whole (SCORM 2004 CAM 5.1.1). Judging is left to `rules/scorm_sequencing_*.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from typing import TypeVar, cast

from lxml import etree

from darslik.inspect.manifest import ADLCP, ADLSEQ, SS, Manifest, child, children
from darslik.inspect.sequencing import reading
from darslik.inspect.sequencing.parts import Objective, Sequencing

Part = TypeVar("Part")


class Sequencings:
    """The sequencing of every activity of a manifest. Each element is read once, however many activities share it."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self._parts: dict[tuple[object, ...], object] = {}
        self._children: dict[etree._Element, dict[str, etree._Element]] = {}
        self._known: dict[etree._Element, Sequencing] = {}

    def of(self, activity: etree._Element) -> Sequencing:
        """The effective sequencing of an organization or item, read when it is asked for first."""
        if activity not in self._known:
            self._known[activity] = self._read(activity)
        return self._known[activity]

    def _read(self, activity: etree._Element) -> Sequencing:
        sources = self.sources(activity)

        def part(name: str, read: Callable[[etree._Element | None], Part], namespace: str = SS) -> Part:
            return self._once(self.part(sources, name, namespace), read)

        return Sequencing(
            element=sources[0] if sources else None,
            control=part("controlMode", reading.control),
            rules=part("sequencingRules", reading.rules),
            limits=part("limitConditions", reading.limits),
            rollup=part("rollupRules", reading.rollup),
            considerations=part("rollupConsiderations", reading.considerations, ADLSEQ),
            objectives=self._objectives(sources),
            randomization=part("randomizationControls", reading.randomization),
            delivery=part("deliveryControls", reading.delivery),
            choice=part("constrainedChoiceConsiderations", reading.choice, ADLSEQ),
            threshold=reading.threshold(child(activity, "completionThreshold", ADLCP)),
        )

    def sources(self, activity: etree._Element) -> tuple[etree._Element, ...]:
        """An activity's own `sequencing`, then the shared one that it takes over."""
        own = child(activity, "sequencing", SS)
        if own is None:
            return ()
        shared = self.shared.get((own.get("IDRef") or "").strip())
        return (own,) if shared is None else (own, shared)

    def part(self, sources: tuple[etree._Element, ...], name: str, namespace: str = SS) -> etree._Element | None:
        """The element of a name that counts: of the own sequencing if it has one, otherwise of the shared one."""
        tag = f"{{{namespace}}}{name}"
        return next((found for one in sources if (found := self._first(one).get(tag)) is not None), None)

    def _first(self, sequencing: etree._Element) -> dict[str, etree._Element]:
        if sequencing not in self._children:
            found = self._children[sequencing] = {}
            for one in sequencing.iterchildren(f"{{{SS}}}*", f"{{{ADLSEQ}}}*"):
                found.setdefault(str(one.tag), one)
        return self._children[sequencing]

    @cached_property
    def collected(self) -> list[etree._Element]:
        """Every `sequencing` of the `sequencingCollection`."""
        collections = children(self.manifest.root, "sequencingCollection", SS)
        return [one for collection in collections for one in children(collection, "sequencing", SS)]

    @cached_property
    def shared(self) -> dict[str, etree._Element]:
        """Those that an `IDRef` can name, by `ID`; the first of several."""
        found: dict[str, etree._Element] = {}
        for one in self.collected:
            if name := (one.get("ID") or "").strip():
                found.setdefault(name, one)
        return found

    @cached_property
    def users(self) -> dict[etree._Element, list[etree._Element]]:
        """Shared sequencing → activities that refer to it, in document order."""
        found: dict[etree._Element, list[etree._Element]] = defaultdict(list)
        for activity in self.manifest.activities:
            for one in self.sources(activity)[1:]:
                found[one].append(activity)
        return found

    @cached_property
    def elements(self) -> dict[str, list[etree._Element]]:
        """Every element of the namespaces of sequencing, wherever it is, by tag (`{namespace}name`)."""
        found: dict[str, list[etree._Element]] = defaultdict(list)
        for one in self.manifest.root.iter(f"{{{SS}}}*", f"{{{ADLSEQ}}}*"):
            found[str(one.tag)].append(one)
        return found

    def named(self, *names: str, namespace: str = SS) -> list[etree._Element]:
        """Every element of these names, wherever it is."""
        return [one for name in names for one in self.elements.get(f"{{{namespace}}}{name}", ())]

    def _objectives(self, sources: tuple[etree._Element, ...]) -> tuple[Objective, ...]:
        own = self.part(sources, "objectives")
        extra = self.part(sources, "objectives", ADLSEQ)
        key = ("objectives", own, extra)
        if key not in self._parts:
            self._parts[key] = reading.objectives(own, extra)
        return cast("tuple[Objective, ...]", self._parts[key])

    def _once(self, element: etree._Element | None, read: Callable[[etree._Element | None], Part]) -> Part:
        key = (read, element)
        if key not in self._parts:
            self._parts[key] = read(element)
        return cast("Part", self._parts[key])
