"""A course folder between two builds, with the words that its changes need; random ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
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
