"""A course that lives: random ones, and random edits as authors make them, with the words that each edit needs.

draft = random_draft(rng)
draft.take(check(draft.files()))       # as `darslik build` would: the lock goes into the folder
done = random_edits(draft, rng, 5)     # what was done, for whoever knows what must follow from it
draft.take(check(draft.files()))
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from drafts import Asked, Draft, Lesson, Page, fill, new_page, new_question, random_draft, words

__all__ = ["EDITS", "Draft", "Edit", "random_draft", "random_edits"]


@dataclass(frozen=True)
class Edit:
    """What was done: to which question (its id when it was last built) or page, with which policy."""

    what: str
    id: str
    policy: str = ""


# Editing: each says what it did, or none where it could not


def _page_of(draft: Draft) -> Page:
    return draft.rng.choice(draft.pages())


def add_question(draft: Draft) -> Edit:
    """At any place."""
    page, asked = _page_of(draft), new_question(draft)
    page.asked.insert(draft.rng.randint(0, len(page.asked)), asked)
    return Edit("add-question", asked.id)


def _any(draft: Draft, *, old: bool = False, kinds: tuple[str, ...] = ()) -> tuple[Page, Asked] | None:
    """Some question; `old`: one that was built and not revised since."""
    found = [
        (page, asked)
        for page, asked in draft.asked()
        if (not old or (asked.built and not asked.fresh and asked.policy != "back"))
        and (not kinds or asked.kind in kinds)
    ]
    return draft.rng.choice(found) if found else None


def remove_question(draft: Draft) -> Edit | None:
    """It may come back one day."""
    if not (found := _any(draft)):
        return None
    page, asked = found
    page.asked.remove(asked)
    if asked.built and not asked.fresh and asked.policy != "back":
        asked.id = asked.built
        draft.gone.append(asked)
    return Edit("remove-question", asked.built)


def bring_back(draft: Draft) -> Edit | None:
    """A question that was taken out, as it was."""
    if not draft.gone:
        return None
    asked = draft.gone.pop(draft.rng.randrange(len(draft.gone)))
    asked.policy = "back"
    _page_of(draft).asked.append(asked)
    return Edit("bring-back", asked.built)


def move_question(draft: Draft) -> Edit | None:
    """To any page."""
    if not (found := _any(draft)):
        return None
    page, asked = found
    page.asked.remove(asked)
    _page_of(draft).asked.insert(0, asked)
    return Edit("move-question", asked.built)


def rename_question(draft: Draft) -> Edit | None:
    """With `:was:`, if it was built."""
    if not (found := _any(draft)) or found[1].policy == "back":
        return None
    found[1].id = draft.name("q")
    return Edit("rename-question", found[1].built)


def _revised(draft: Draft, asked: Asked, what: str, policies: tuple[str, ...]) -> Edit:
    asked.rev, asked.policy, asked.fresh = asked.rev + 1, draft.rng.choice(policies), True
    return Edit(what, asked.built, asked.policy)


ALL = ("keep", "reset-item", "regrade")


def rekey(draft: Draft) -> Edit | None:
    """Another answer is right."""
    if not (found := _any(draft, old=True)):
        return None
    asked = found[1]
    if asked.kind == "text":
        asked.sides.append((words(draft, asked.used), "x"))
    elif asked.kind == "ordering":
        asked.sides.append(asked.sides.pop(0))
    else:
        meanings = [means for _, means in asked.sides]
        asked.sides = [(text, means) for (text, _), means in zip(asked.sides, meanings[1:] + meanings[:1], strict=True)]
    return _revised(draft, asked, "rekey", ALL)


def reweigh(draft: Draft) -> Edit | None:
    """More points."""
    if not (found := _any(draft, old=True)):
        return None
    found[1].points += 1
    return _revised(draft, found[1], "reweigh", ALL)


def change_options(draft: Draft) -> Edit | None:
    """One more, or another one in place of the last."""
    found = _any(draft, old=True, kinds=("choice", "ordering"))
    if not found or len(found[1].sides) > 8 or len(found[1].used) > 20:
        return None
    asked = found[1]
    if draft.rng.random() < 0.5:
        asked.sides.append((words(draft, asked.used), " "))
    else:
        asked.sides[-1] = (words(draft, asked.used), asked.sides[-1][1])
    return _revised(draft, asked, "change-options", ALL)


def change_kind(draft: Draft) -> Edit | None:
    """Another kind of question under the same id."""
    if not (found := _any(draft, old=True)):
        return None
    asked = found[1]
    asked.kind = draft.rng.choice([kind for kind in ("choice", "text", "true-false") if kind != asked.kind])
    fill(draft, asked)
    return _revised(draft, asked, "change-kind", ("reset-item",))


def reword(draft: Draft) -> Edit | None:
    """A letter more; no change to anybody's answer."""
    if not (found := _any(draft, kinds=("choice", "ordering", "matching"))):
        return None
    asked = found[1]
    number = draft.rng.randrange(len(asked.sides))
    text, means = asked.sides[number]
    asked.sides[number] = (text[:11] + draft.rng.choice("aeiou"), means)
    return Edit("reword", asked.built)


def reorder(draft: Draft) -> Edit | None:
    """Options in another order; no change to anybody's answer."""
    if not (found := _any(draft, kinds=("choice", "matching"))):
        return None
    draft.rng.shuffle(found[1].sides)
    return Edit("reorder", found[1].built)


def add_page(draft: Draft) -> Edit:
    """At any place."""
    lesson, page = draft.rng.choice(draft.lessons()), new_page(draft)
    lesson.pages.insert(draft.rng.randint(0, len(lesson.pages)), page)
    return Edit("add-page", page.id)


def _loose_page(draft: Draft) -> tuple[Lesson, Page] | None:
    """A page whose lesson has others, too."""
    found = [(lesson, page) for lesson in draft.lessons() if len(lesson.pages) > 1 for page in lesson.pages]
    return draft.rng.choice(found) if found else None


def remove_page(draft: Draft) -> Edit | None:
    """With its questions."""
    if not (found := _loose_page(draft)):
        return None
    found[0].pages.remove(found[1])
    return Edit("remove-page", found[1].built)


def move_page(draft: Draft) -> Edit | None:
    """To any lesson, with `was=` if that is another one."""
    if not (found := _loose_page(draft)):
        return None
    found[0].pages.remove(found[1])
    draft.rng.choice(draft.lessons()).pages.append(found[1])
    return Edit("move-page", found[1].built)


def rename_page(draft: Draft) -> Edit:
    """With `was=`."""
    page = _page_of(draft)
    page.id = draft.name("p")
    return Edit("rename-page", page.built)


def rename_lesson(draft: Draft) -> Edit:
    """With `was:`, which carries its pages along."""
    lesson = draft.rng.choice(draft.lessons())
    lesson.id = draft.name("l")
    return Edit("rename-lesson", lesson.built)


def rename_module(draft: Draft) -> Edit:
    """With `was:`."""
    module = draft.rng.choice(draft.modules)
    module.id = draft.name("m")
    return Edit("rename-module", module.built)


def shuffle_lessons(draft: Draft) -> Edit:
    """Within a module."""
    module = draft.rng.choice(draft.modules)
    draft.rng.shuffle(module.lessons)
    return Edit("shuffle-lessons", module.built)


EDITS: tuple[Callable[[Draft], Edit | None], ...] = (
    add_question, remove_question, bring_back, move_question, rename_question, rekey, reweigh, change_options,
    change_kind, reword, reorder, add_page, remove_page, move_page, rename_page, rename_lesson, rename_module,
    shuffle_lessons,
)  # fmt: skip


def random_edits(draft: Draft, rng: random.Random, count: int) -> list[Edit]:
    """Edit the draft at random; what was done."""
    draft.rng = rng
    done = [rng.choice(EDITS)(draft) for _ in range(count)]
    return [edit for edit in done if edit]
