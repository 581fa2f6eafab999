"""Which part of the old package is which one of the new: by slot, as learners' records have it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Slotted(Protocol):
    """Something with an id and a slot."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def slot(self) -> int:
        """Its number in learners' records."""


T = TypeVar("T", bound=Slotted)
Former = Callable[[str], tuple[str, ...]]
"""The ids that a part of today had before."""


@dataclass(frozen=True)
class Matched(Generic[T]):
    """Pairs (old, new), what has no counterpart, and pairs of one id whose slots differ."""

    pairs: tuple[tuple[T, T], ...]
    added: tuple[T, ...]
    removed: tuple[T, ...]
    confused: tuple[tuple[T, T], ...]

    @property
    def renamed(self) -> Mapping[str, str]:
        """Old id → new id, of those that were renamed."""
        return {old.id: new.id for old, new in self.pairs if old.id != new.id}


def match(before: Sequence[T], after: Sequence[T], former: Former) -> Matched[T]:
    """A part goes on under its slot, with its id or with one that the lock says it had.

    A slot that now belongs to something else means that the lock was lost or made anew.
    """
    by_id = {part.id: part for part in after}
    by_slot = {part.slot: part for part in after}
    pairs, removed, confused = list[tuple[T, T]](), list[T](), list[tuple[T, T]]()
    for old in before:
        same, heir = by_id.get(old.id), by_slot.get(old.slot)
        if heir and (heir.id == old.id or old.id in former(heir.id)):
            pairs.append((old, heir))
        elif same or heir:
            confused.append((old, same or heir or old))
        else:
            removed.append(old)
    taken = {new.id for _, new in [*pairs, *confused]}
    return Matched(tuple(pairs), tuple(p for p in after if p.id not in taken), tuple(removed), tuple(confused))


def moved(before: Sequence[Hashable], after: Sequence[Hashable]) -> set[Hashable]:
    """What has another place among its neighbours: the fewest that must move to get from one order to the other."""
    place = {name: number for number, name in enumerate(before)}
    common = [name for name in after if name in place]
    return set(common) - _longest([place[name] for name in common], common)


def _longest(numbers: Sequence[int], names: Sequence[Hashable]) -> set[Hashable]:
    """The names of a longest rising run (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, number in enumerate(numbers):
        at = bisect_left(tops, number)
        previous.append(ends[at - 1] if at else -1)
        tops[at : at + 1] = [number]
        ends[at : at + 1] = [index]
    kept: set[Hashable] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(names[index])
        index = previous[index]
    return kept
