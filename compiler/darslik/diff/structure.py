"""Parts that were added, removed, moved or renamed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from darslik.diagnostics import Span
from darslik.diff.change import Change
from darslik.diff.match import Matched, match, moved
from darslik.diff.places import Places
from darslik.diff.tracked import Extra, Lesson, Module, Page, Question, Quiz, Tracking
from darslik.lock.model import Section
from darslik.lock.parts import WORDS


@dataclass(frozen=True)
class Side:
    """One package: its parts in order, and where each stands (part → parent, page → module)."""

    tracking: Tracking
    modules: Sequence[Module]
    pages: Sequence[Page]
    questions: Sequence[Question]
    quizzes: Sequence[Quiz]
    notes: Sequence[Extra]
    scenarios: Sequence[Extra]
    lessons: Sequence[Lesson]
    module_of: Mapping[str, str] = field(default_factory=dict)
    """Page id → module id."""
    lesson_of: Mapping[str, str] = field(default_factory=dict)
    page_of: Mapping[tuple[Section, str], str] = field(default_factory=dict)
    """What stands on a page → page id; the first page, for a question that several quizzes draw."""
    lesson_module: Mapping[str, str] = field(default_factory=dict)

    def module_with(self, section: Section, name: str) -> str:
        """The module that a part stands in."""
        page = name if section == "pages" else self.page_of.get((section, name), "")
        return self.module_of.get(page, "")


def side(tracking: Tracking) -> Side:
    """The parts of a record, flat."""
    lessons = [(module, lesson) for module in tracking.modules for lesson in module.lessons]
    pages = [(module, lesson, page) for module, lesson in lessons for page in lesson.pages]
    inside: list[tuple[Section, Any, Page]] = [
        (section, part, page) for _, _, page in pages for section, own in _inside(page) for part in own
    ]
    page_of: dict[tuple[Section, str], str] = {}
    for section, part, page in inside:
        page_of.setdefault((section, part.id), page.id)

    def of(section: Section) -> list[Any]:
        return list({part.id: part for kind, part, _ in reversed(inside) if kind == section}.values())[::-1]

    return Side(
        tracking,
        tracking.modules,
        [page for _, _, page in pages],
        of("questions"),
        of("quizzes"),
        of("notes"),
        of("scenarios"),
        [lesson for _, lesson in lessons],
        {page.id: module.id for module, _, page in pages},
        {page.id: lesson.id for _, lesson, page in pages},
        page_of,
        {lesson.id: module.id for module, lesson in lessons},
    )


def _inside(page: Page) -> Iterator[tuple[Section, Sequence[Any]]]:
    yield "questions", page.questions
    yield "quizzes", page.quizzes
    yield "notes", page.notes
    yield "scenarios", page.scenarios


@dataclass(frozen=True)
class Pairing:
    """Both sides with what goes on as what."""

    old: Side
    new: Side
    places: Places
    modules: Matched[Module]
    pages: Matched[Page]
    questions: Matched[Question]
    quizzes: Matched[Quiz]
    notes: Matched[Extra]
    scenarios: Matched[Extra]
    lessons: Mapping[str, str]
    """Lesson of old → lesson of new."""

    @property
    def renamed(self) -> Mapping[str, str]:
        """Old id → new id, of everything that was renamed."""
        found: dict[str, str] = {}
        for matched in (self.modules, self.pages, self.questions, self.quizzes):
            found |= matched.renamed
        return found


def pair(old: Side, new: Side, places: Places) -> Pairing:
    """Find out what goes on as what."""

    def former(section: Section) -> Callable[[str], tuple[str, ...]]:
        return lambda name: places.former(section, name)

    pages = match(old.pages, new.pages, former("pages"))
    return Pairing(
        old,
        new,
        places,
        match(old.modules, new.modules, former("modules")),
        pages,
        match(old.questions, new.questions, former("questions")),
        match(old.quizzes, new.quizzes, former("quizzes")),
        match(old.notes, new.notes, former("notes")),
        match(old.scenarios, new.scenarios, former("scenarios")),
        _lessons(old, new, pages),
    )


def _lessons(old: Side, new: Side, pages: Matched[Page]) -> dict[str, str]:
    """Lessons have no slots: one goes on under its id, or as the new lesson that has its pages."""
    after = {lesson.id for lesson in new.lessons}
    found = {lesson.id: lesson.id for lesson in old.lessons if lesson.id in after}
    for one, two in pages.pairs:
        was, now = old.lesson_of[one.id], new.lesson_of[two.id]
        if was not in found and now not in found.values():
            found[was] = now
    return found


def structural(both: Pairing) -> Iterator[Change]:
    """Everything that was added, removed, moved or renamed."""
    yield from _section(both, "modules", both.modules, {})
    yield from _lesson_changes(both)
    yield from _section(both, "pages", both.pages, both.lessons)
    page_names = {one.id: two.id for one, two in both.pages.pairs}
    for section, matched in (
        ("questions", both.questions),
        ("quizzes", both.quizzes),
        ("notes", both.notes),
        ("scenarios", both.scenarios),
    ):
        yield from _section(both, section, matched, page_names)  # type: ignore[arg-type]
    yield from _other_record(both)


def _section(both: Pairing, section: Section, matched: Matched[Any], parents: Mapping[str, str]) -> Iterator[Change]:
    word = WORDS[section].replace("reflection", "note")
    for new in matched.added:
        yield Change(f"{word}-added", f"{_called(section, new)} is new", both.places.part(section, new.id))
    for old in matched.removed:
        yield Change(f"{word}-removed", f"{_called(section, old)} is gone", _gone(both, section, old.id, parents))
    for old, new in matched.confused:
        yield Change(
            "slot-changed",
            f"{_called(section, old)} has another number in learners' records: this darslik.lock is not the one "
            "that the old package was built with",
            both.places.part(section, new.id),
            str(old.slot),
            str(new.slot),
        )
    for old, new in matched.pairs:
        if old.id != new.id and not _by_lesson(both, section, old.id, new.id):
            span = both.places.part(section, new.id, "was")
            yield Change(f"{word}-renamed", f"{_called(section, new)} has another id", span, old.id, new.id)
    yield from _moves(both, section, matched, parents)


def _called(section: Section, part: Any) -> str:  # noqa: ANN401 - any part
    return f"{WORDS[section]} `{part.id}`"


def _by_lesson(both: Pairing, section: Section, old: str, new: str) -> bool:
    """Whether a page has another id only because its lesson has."""
    was, _, page = old.partition("/")
    return section == "pages" and both.lessons.get(was) == new.partition("/")[0] and page == new.partition("/")[2]


def _gone(both: Pairing, section: Section, name: str, parents: Mapping[str, str]) -> Span:
    if section == "modules":
        return both.places.rule("modules")
    if section == "pages":
        return both.places.lesson(parents.get(both.old.lesson_of[name], ""))
    return both.places.page(parents.get(both.old.page_of[section, name], ""))


def _moves(both: Pairing, section: Section, matched: Matched[Any], parents: Mapping[str, str]) -> Iterator[Change]:
    """What stands under another parent, then what changed its place under the same one."""
    word = WORDS[section].replace("reflection", "note")
    was, now = _parents(both.old, section), _parents(both.new, section)
    stayed: dict[str, tuple[list[str], list[str]]] = {}
    for old, new in matched.pairs:
        before, after = was.get(old.id, ""), now.get(new.id, "")
        if parents.get(before, before) != after:
            what = f"{_called(section, new)} stands elsewhere"
            yield Change(f"{word}-moved", what, both.places.part(section, new.id), before, after)
        else:
            stayed.setdefault(after, ([], []))[0].append(new.id)
    kept = {name for names, _ in stayed.values() for name in names}
    for new in _all(both.new, section):
        if new.id in kept:
            stayed[now.get(new.id, "")][1].append(new.id)
    for old_order, new_order in stayed.values():
        for name in sorted(map(str, moved(old_order, new_order))):
            what = f"{WORDS[section]} `{name}` stands at another place"
            span = both.places.part(section, name)
            yield Change(f"{word}-moved", what, span, _place(old_order, name), _place(new_order, name))


def _place(order: Sequence[str], name: str) -> str:
    at = order.index(name)
    return f"after `{order[at - 1]}`" if at else "first"


def _parents(one: Side, section: Section) -> Mapping[str, str]:
    if section == "pages":
        return one.lesson_of
    return {name: page for (kind, name), page in one.page_of.items() if kind == section}


def _all(one: Side, section: Section) -> Sequence[Any]:
    found: Sequence[Any] = getattr(one, section)
    return found


def _lesson_changes(both: Pairing) -> Iterator[Change]:
    names = both.lessons
    modules = {one.id: two.id for one, two in both.modules.pairs}
    for lesson in both.old.lessons:
        if lesson.id not in names:
            module = modules.get(both.old.lesson_module[lesson.id], "")
            yield Change("lesson-removed", f"lesson `{lesson.id}` is gone", both.places.module(module, "lessons"))
        elif names[lesson.id] != lesson.id:
            new = names[lesson.id]
            span = both.places.lesson(new)
            yield Change("lesson-renamed", f"lesson `{new}` has another id", span, lesson.id, new)
    for lesson in both.new.lessons:
        if lesson.id not in names.values():
            yield Change("lesson-added", f"lesson `{lesson.id}` is new", both.places.lesson(lesson.id))
    yield from _lesson_moves(both, modules)


def _lesson_moves(both: Pairing, modules: Mapping[str, str]) -> Iterator[Change]:
    stayed: dict[str, list[str]] = {}
    for lesson in both.old.lessons:
        name = both.lessons.get(lesson.id)
        if name is None:
            continue
        before, after = both.old.lesson_module[lesson.id], both.new.lesson_module[name]
        if modules.get(before, before) != after:
            yield Change("lesson-moved", f"lesson `{name}` stands elsewhere", both.places.lesson(name), before, after)
        else:
            stayed.setdefault(after, []).append(name)
    for module, before_order in stayed.items():
        order = [one.id for one in both.new.lessons if both.new.lesson_module[one.id] == module]
        now = [name for name in order if name in before_order]
        for name in sorted(map(str, moved(before_order, now))):
            what = f"lesson `{name}` stands at another place"
            places = _place(before_order, name), _place(now, name)
            yield Change("lesson-moved", what, both.places.lesson(name), *places)


def _other_record(both: Pairing) -> Iterator[Change]:
    """With one SCO a module, what moves to another module leaves its record behind."""
    if not (both.old.tracking.split and both.new.tracking.split):
        return
    modules = {one.id: two.id for one, two in both.modules.pairs}
    for section in ("pages", "questions", "quizzes", "notes", "scenarios"):
        matched: Matched[Any] = getattr(both, section)
        for old, new in matched.pairs:
            before, after = both.old.module_with(section, old.id), both.new.module_with(section, new.id)
            if modules.get(before) != after:
                what = f"{_called(section, new)} went to another module, which has a record of its own"
                span = both.places.part(section, new.id)
                yield Change("record-split-moved", what, span, before, after)
