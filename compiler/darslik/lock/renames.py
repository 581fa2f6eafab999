"""Which entry of the lock a part goes on with: by its id, or by what the author says that it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from darslik.diagnostics import Label, Sink, Span
from darslik.lock import rules as _rules  # noqa: F401 - the documentation of what is found here
from darslik.lock.model import Entry, Lock
from darslik.lock.parts import Part
from darslik.model.tree import Course
from darslik.suggest import did_you_mean


def origins(old: Mapping[str, Entry], parts: Sequence[Part], sink: Sink, *, known: bool) -> dict[str, str]:
    """The old id of each part that is not new, by its present id. `known`: there was a lock."""
    present = {part.id: part for part in parts}
    formers = {former: name for name, entry in old.items() for former in entry.was}
    taken: dict[str, Part] = {}
    found: dict[str, str] = {}
    for part in parts:
        origin = _origin(part, old, formers, sink, known=known)
        if origin is None:
            continue
        if origin != part.id and origin in present:
            _add(sink, f"the {part.word} `{origin}` is still there, at another place", part, present[origin].span)
        elif origin in taken:
            _add(sink, f"`{origin}` is said to have become two things", part, taken[origin].span)
        else:
            found[part.id], taken[origin] = origin, part
    return found


def _add(sink: Sink, message: str, part: Part, there: Span) -> None:
    sink.add(
        "wrong-rename",
        message,
        part.was_span or part.span,
        related=[Label(there, "here")],
        help="`was` names what this one was called; take it out if this is a new one",
    )


def _origin(part: Part, old: Mapping[str, Entry], formers: Mapping[str, str], sink: Sink, *, known: bool) -> str | None:
    entry = old.get(part.id)
    if entry and (not entry.retired or part.id in part.was):
        _recorded(part, entry, old, sink)
        return part.id
    renamed = next((name for name in part.was if name in old), None)
    if entry or (part.id in formers and formers[part.id] != renamed):
        _reused(part, formers.get(part.id), sink)
        return None
    if renamed is None and part.was and part.certain:
        _unknown(part, old, sink, known=known)
    return renamed


def _recorded(part: Part, entry: Entry, old: Mapping[str, Entry], sink: Sink) -> None:
    """A rename that was recorded may stay in the source; another one cannot come on top."""
    if not part.was or not part.certain or any(name in entry.was or name == part.id for name in part.was):
        return
    other = next((name for name in part.was if name in old), None)
    sink.add(
        "wrong-rename",
        f"`{part.id}` has a slot of its own and cannot take over that of `{other}`"
        if other
        else f"`{part.id}` was never called `{part.was[0]}`",
        part.was_span or part.span,
        help=(
            "take `was` out",
            *([f"if `{part.id}` was never published: bring back the darslik.lock from before it"] if other else []),
        ),
    )


def _reused(part: Part, new_name: str | None, sink: Sink) -> None:
    why = f"`{new_name}` was called so before" if new_name else "it was taken out of the course"
    again = f"if it is the same {part.word} again: say so with {_was(part, part.id)}"
    sink.add(
        "id-reused",
        f"the id `{part.id}` had another {part.word}: {why}",
        part.at("id"),
        help=("choose an id that was never used: learners' records have this one", *([] if new_name else [again])),
    )


def _was(part: Part, name: str) -> str:
    """How to say in the source what a part was."""
    forms = {"modules": f"`was: {name}` beside its `id`", "pages": f"`{{#{part.id.rsplit('/', 1)[-1]} was={name}}}`"}
    return forms.get(part.section, f"`:was: {name}`")


def _unknown(part: Part, old: Mapping[str, Entry], sink: Sink, *, known: bool) -> None:
    names = [name for name, entry in old.items() if entry.asked is not None or part.section != "questions"]
    sink.add(
        "wrong-rename",
        f"no {part.word} was ever called `{part.was[0]}`"
        if known
        else f"there is no darslik.lock that knows the {part.word} `{part.was[0]}`",
        part.was_span or part.span,
        label=did_you_mean(part.was[0], names),
        help="take `was` out if this is new" if known else "bring darslik.lock back, or take `was` out",
    )


def unknown_lessons(course: Course, lock: Lock, sink: Sink) -> None:
    """`was:` in a lesson's front matter must name a lesson that the lock has pages of."""
    pages = lock.sections["pages"]
    names = {name for page, entry in pages.items() for name in (page, *entry.was)}
    lessons = {name.split("/", 1)[0] for name in names}
    present = {lesson.id for lesson in course.lessons()}
    for lesson in course.lessons():
        text = lesson.texts[course.source]
        was = text.head.was
        if was and (was not in lessons or (was in present and was != lesson.id)):
            sink.add(
                "wrong-rename",
                f"the lesson `{was}` is still there" if was in present else f"no lesson was ever called `{was}`",
                text.document.span(("was",)),
                label="" if was in present else did_you_mean(was, lessons),
                help="take `was` out if this lesson is new",
            )


def looks_renamed(gone: Mapping[str, Entry], new: Iterable[Part], sink: Sink) -> None:
    """Something vanished and something alike appeared: probably the same under another id."""
    left = dict(gone)
    for part in new:
        name = next((name for name, entry in left.items() if _alike(name, entry, part)), None)
        if name is None or (part.was and part.certain):
            continue
        del left[name]
        sink.add(
            "looks-renamed",
            f"the {part.word} `{name}` is gone, and `{part.id}` looks like the same one",
            part.at("id"),
            help=(
                f"if it is the same: write {_was(part, name)}, or learners lose what they did there",
                "if this was built already, bring back the darslik.lock from before: `git restore darslik.lock`",
            ),
        )


def _alike(name: str, entry: Entry, part: Part) -> bool:
    """By title, which the lock may have cut; a page also by its own part of the id."""
    if part.section == "pages" and name.split("/", 1)[1] == part.id.split("/", 1)[1] != "start":
        return True
    title, known = " ".join(part.title.split()).casefold(), entry.title.casefold()
    return bool(title) and (title.startswith(known[:-1]) if known.endswith("…") else title == known)
