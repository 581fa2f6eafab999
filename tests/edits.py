"""A course that lives: random ones, and random edits as authors make them, with the words that each edit needs.

draft = random_draft(rng)
draft.take(check(draft.files()))       # as `darslik build` would: the lock goes into the folder
done = random_edits(draft, rng, 5)     # what was done, for whoever knows what must follow from it
draft.take(check(draft.files()))
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from courses import COURSE
from darslik import MemoryFiles
from darslik.lock.model import LOCK_FILE
from darslik.lock.options import likeness
from darslik.pipeline import Checked

HEAD = COURSE[: COURSE.index("modules:")]


@dataclass
class Asked:
    """A question. `sides` are its options with what they mean to its kind; `rev` and `policy` its last revision."""

    id: str
    kind: str
    prompt: str
    sides: list[tuple[str, str]]
    points: int = 1
    rev: int = 1
    policy: str = ""
    fresh: bool = False
    """Changed since the last build."""
    built: str = ""
    """Its id when it was last built."""
    used: set[str] = field(default_factory=set)

    def text(self) -> str:
        """In the course language."""
        lines = [f":::{{{self.kind}}} {self.prompt}", f":id: {self.id}", f":points: {self.points}"]
        if self.built and (self.built != self.id or self.policy == "back"):
            lines.append(f":was: {self.built}")
        if self.policy and self.policy != "back":
            lines.append(f":revision: {self.rev} {self.policy}")
        return "\n".join([*lines, *map(self._line, self.sides), ":::", ""])

    def _line(self, side: tuple[str, str]) -> str:
        text, means = side
        if self.kind == "ordering":
            return f"1. {text}"
        return f"- {text} :: {means}" if self.kind == "matching" else f"- [{means}] {text}"


@dataclass
class Page:
    """A page. `built` is its whole id when it was last built."""

    id: str
    title: str
    asked: list[Asked]
    built: str = ""


@dataclass
class Lesson:
    """A lesson."""

    id: str
    pages: list[Page]
    built: str = ""

    def text(self) -> str:
        """In the course language."""
        was = f"was: {self.built}\n" if self.built not in {"", self.id} else ""
        return f"---\ntitle: Lesson\nid: {self.id}\n{was}---\n" + "\n---\n\n".join(map(self._page, self.pages))

    def _page(self, page: Page) -> str:
        moved = page.built and page.built not in {f"{self.id}/{page.id}", f"{self.built}/{page.id}"}
        was = f" was={page.built}" if moved else ""
        return f"## {page.title} {{#{page.id}{was}}}\n\nText.\n\n" + "\n".join(asked.text() for asked in page.asked)


@dataclass
class Module:
    """A module."""

    id: str
    lessons: list[Lesson]
    built: str = ""


@dataclass(frozen=True)
class Edit:
    """What was done: to which question (its id when it was last built) or page, with which policy."""

    what: str
    id: str
    policy: str = ""


@dataclass
class Draft:
    """A course folder between two builds."""

    modules: list[Module]
    rng: random.Random
    lock: str = ""
    gone: list[Asked] = field(default_factory=list)
    count: int = 0

    def name(self, letter: str) -> str:
        """An id that was never used."""
        self.count += 1
        return f"{letter}{self.count}"

    def lessons(self) -> list[Lesson]:
        """All lessons."""
        return [lesson for module in self.modules for lesson in module.lessons]

    def pages(self) -> list[Page]:
        """All pages."""
        return [page for lesson in self.lessons() for page in lesson.pages]

    def asked(self) -> Iterator[tuple[Page, Asked]]:
        """All questions, with their pages."""
        return ((page, asked) for page in self.pages() for asked in page.asked)

    def files(self) -> MemoryFiles:
        """The folder."""
        files = {f"lessons/{lesson.id}.md": lesson.text() for lesson in self.lessons()}
        files["course.yaml"] = HEAD + "modules:\n" + "".join(map(_module_text, self.modules))
        return MemoryFiles({**files, **({LOCK_FILE: self.lock} if self.lock else {})}, "small")

    def take(self, checked: Checked) -> None:
        """What a build leaves behind. The words about the last changes stay in the source, or go, as authors like."""
        assert checked.locked, [(item.rule, item.message) for item in checked.found]
        self.lock = checked.locked.text
        for module in self.modules:
            module.built = module.id
            for lesson in module.lessons:
                lesson.built = lesson.id
                for page in lesson.pages:
                    page.built = f"{lesson.id}/{page.id}"
        for _, asked in self.asked():
            asked.built, asked.fresh = asked.id, False
            if asked.policy == "back" or self.rng.random() < 0.5:
                asked.policy = ""
        self.gone = [asked for asked in self.gone if asked.built]


def _module_text(module: Module) -> str:
    was = f"    was: {module.built}\n" if module.built not in {"", module.id} else ""
    files = ", ".join(f"lessons/{lesson.id}.md" for lesson in module.lessons)
    return f"  - id: {module.id}\n{was}    title: Module {module.id}\n    lessons: [{files}]\n"


# Making


def words(draft: Draft, used: set[str]) -> str:
    """A text that is like none of these, and is remembered with them."""
    while True:
        text = "".join(draft.rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(12))
        if all(likeness(text, other) < 0.5 for other in used):
            used.add(text)
            return text


def new_question(draft: Draft, kind: str = "") -> Asked:
    """A question of any kind."""
    kind = kind or draft.rng.choice(["choice", "choice", "matching", "ordering", "text", "true-false"])
    asked = Asked(draft.name("q"), kind, words(draft, set()), [])
    fill(draft, asked)
    return asked


def fill(draft: Draft, asked: Asked) -> None:
    """Options for its kind."""
    if asked.kind == "true-false":
        asked.sides = [("true", "x"), ("false", " ")]
        return
    count = 1 if asked.kind == "text" else draft.rng.randint(2, 5)
    meanings = [words(draft, asked.used) if asked.kind == "matching" else "x" if not n else " " for n in range(count)]
    asked.sides = [(words(draft, asked.used), meaning) for meaning in meanings]


def new_page(draft: Draft) -> Page:
    """A page with some questions."""
    asked = [new_question(draft) for _ in range(draft.rng.randint(0, 3))]
    return Page(draft.name("p"), words(draft, set()), asked)


def random_draft(rng: random.Random) -> Draft:
    """A course that was never built."""
    draft = Draft([], rng)
    for _ in range(rng.randint(1, 2)):
        lessons = [
            Lesson(draft.name("l"), [new_page(draft) for _ in range(rng.randint(1, 3))])
            for _ in range(rng.randint(1, 2))
        ]
        draft.modules.append(Module(draft.name("m"), lessons))
    return draft


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
