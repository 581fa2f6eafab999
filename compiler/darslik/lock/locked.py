"""The lock of a course while it is built: read, brought up to date, compared; and what `--frozen` has against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from darslik.diagnostics import Sink, Span, has_errors
from darslik.lock import rules as _rules  # noqa: F401 - the documentation of what is found here
from darslik.lock.extend import extend
from darslik.lock.model import LOCK_FILE, SECTIONS, Entry, Lock, Section
from darslik.lock.parts import WORDS
from darslik.lock.read import read_lock
from darslik.lock.write import write_lock
from darslik.model.tree import Course
from darslik.source.files import Files

_PLURALS = {"quiz": "quizzes"}
_NAMED = 5


@dataclass(frozen=True)
class Locked:
    """`before` is what the file says, `lock` what this build needs; `stored` are the bytes of the file."""

    before: Lock | None
    lock: Lock
    stored: bytes | None

    @property
    def changed(self) -> bool:
        """Whether the file must be written."""
        return self.lock != self.before

    @cached_property
    def text(self) -> str:
        """What the file says after this build."""
        return write_lock(self.lock)


def lock_course(files: Files, course: Course, sink: Sink, *, whole: bool) -> Locked | None:
    """The lock that a course needs; none and findings if there can be none. `whole`: nothing else is wrong."""
    own = Sink()
    before = read_lock(files, course.node.id, own)
    if whole and not has_errors(own.found):
        lock = extend(before, course, own)
        sink.found += own.found
        stored = files.read(LOCK_FILE) if files.has(LOCK_FILE) else None
        return None if has_errors(own.found) else Locked(before, lock, stored)
    sink.found += own.found
    return None


def refuse_changes(locked: Locked, sink: Sink) -> None:
    """For `--frozen`: say what this build would change."""
    if not locked.changed:
        return
    changes = list(changes_of(locked.before, locked.lock))
    missing = "there is no darslik.lock, and with `--frozen` none is made"
    sink.add(
        "lock-outdated",
        "this build would change darslik.lock, and with `--frozen` it must not" if locked.before else missing,
        Span(LOCK_FILE if locked.before else "course.yaml"),
        help=(
            *(f"it would: {change}" for change in changes),
            "run `darslik build` without it, and commit darslik.lock",
        ),
    )


def changes_of(before: Lock | None, after: Lock) -> Iterator[str]:
    """What differs between two locks, in a few words each."""
    for section in SECTIONS:
        old = before.sections[section] if before else {}
        yield from _section_changes(section, old, after.sections[section])


def _section_changes(section: Section, old: Mapping[str, Entry], new: Mapping[str, Entry]) -> Iterator[str]:
    before, after = _by_slot(old), _by_slot(new)
    both = [(before[slot], after[slot]) for slot in after if slot in before]
    yield from _said("give a slot to", section, [name for slot, (name, _) in after.items() if slot not in before])
    yield from _said("retire", section, [name for (name, one), (_, two) in both if two.retired and not one.retired])
    yield from _said("take back", section, [name for (_, one), (name, two) in both if one.retired and not two.retired])
    yield from _said("rename", section, [f"{one} to {two}" for (one, _), (two, _) in both if one != two])
    questions = [(name, one.asked, two.asked) for (_, one), (name, two) in both]
    revised = [name for name, one, two in questions if one and two and one.revision != two.revision]
    yield from _said("record a revision of", section, revised)
    reworded = [name for name, one, two in questions if one != two and name not in revised]
    yield from _said("record other words or languages of", section, reworded)
    grown = [name for (_, one), (name, two) in both if one.nodes != two.nodes]
    yield from _said("number the new nodes of", section, grown)


def _by_slot(entries: Mapping[str, Entry]) -> dict[int, tuple[str, Entry]]:
    return {entry.slot: (name, entry) for name, entry in entries.items()}


def _said(verb: str, section: Section, names: list[str]) -> Iterator[str]:
    if not names:
        return
    word = WORDS[section]
    plural = word if len(names) == 1 else _PLURALS.get(word, f"{word}s")
    shown = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    yield f"{verb} {'the' if len(names) == 1 else len(names)} {plural} {shown}"
