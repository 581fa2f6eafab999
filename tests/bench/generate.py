"""Writes a course of any size, the same bytes for the same arguments.

A page is what an average page of a real course is: about 2.5 kB of Markdown with two inner
headings, paragraphs with emphasis, code and links, a list, a table and a small drawing. Ten pages
are a module of two lessons; the questions, of all kinds in turn, stand at the ends of the modules.
Words are made of syllables, with the frequencies of a natural language.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import cycle
from typing import TYPE_CHECKING

from questions import KINDS

if TYPE_CHECKING:
    from pathlib import Path

PAGES_A_LESSON = 5
PAGES_A_MODULE = 10
SYLLABLES = [consonant + vowel for consonant in "bchdfgklmnprstvz" for vowel in "aeiou"]


@dataclass
class Prose:
    """A seeded source of words and sentences."""

    seed: int = 7
    chance: random.Random = field(init=False)
    vocabulary: list[str] = field(init=False)
    weights: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.vocabulary = sorted({self.new_word() for _ in range(4000)})
        self.chance.shuffle(self.vocabulary)
        self.weights = [1 / (rank + 3) for rank in range(len(self.vocabulary))]

    def new_word(self) -> str:
        return "".join(self.chance.choices(SYLLABLES, k=self.chance.choice((1, 2, 2, 3, 3, 4))))

    def words(self, count: int) -> list[str]:
        return self.chance.choices(self.vocabulary, self.weights, k=count)

    def phrase(self, low: int, high: int) -> str:
        return " ".join(self.words(self.chance.randint(low, high))).capitalize()

    def sentence(self) -> str:
        words = self.words(self.chance.randint(7, 16))
        place = self.chance.randrange(1, len(words))
        match self.chance.randrange(8):
            case 0:
                words[place] = f"*{words[place]}*"
            case 1:
                words[place] = f"**{words[place]}**"
            case 2:
                words[place] = f"`{words[place]}`"
            case 3:
                words[place] = f"[{words[place]}](https://example.org/{words[place]})"
            case _:
                pass
        return " ".join(words).capitalize() + "."

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.chance.randint(2, 4)))


def write_course(folder: Path, pages: int, questions: int, *, media: bool = True) -> None:
    """Write the course into `folder`, which must not exist."""
    prose = Prose()
    modules = max(1, -(-pages // PAGES_A_MODULE))
    kinds = cycle(KINDS)
    shares = [questions // modules + (index < questions % modules) for index in range(modules)]
    (folder / "lessons").mkdir(parents=True)
    if media:
        (folder / "media").mkdir()
    outline: list[str] = []
    for module, share in enumerate(shares, 1):
        first = (module - 1) * PAGES_A_MODULE + 1
        numbers = range(first, min(first + PAGES_A_MODULE, pages + 1))
        texts = [page(number, prose, folder if media else None) for number in numbers]
        quiz = [next(kinds)(f"q{module}-{index}", prose) for index in range(1, share + 1)]
        texts[-1] = "\n".join([texts[-1], *quiz])
        names = write_module(folder, module, texts, prose)
        outline += [f"  - id: m{module}", f"    title: {prose.phrase(2, 5)}"]
        outline.append(f"    lessons: [{names}]")
    (folder / "course.yaml").write_text(course_yaml(outline, scored=questions > 0), encoding="utf-8")


def write_module(folder: Path, module: int, texts: list[str], prose: Prose) -> str:
    """Write the pages of one module as lessons; their paths, as YAML wants them."""
    names = []
    for part, start in enumerate(range(0, len(texts), PAGES_A_LESSON), 1):
        pages = texts[start : start + PAGES_A_LESSON]
        names.append(f"lessons/{module:03}{part}-lesson-{module}-{part}.md")
        head = f"---\ntitle: {prose.phrase(3, 6)}\nminutes: {3 * len(pages)}\n---\n"
        (folder / names[-1]).write_text(head + "\n---\n\n".join(pages), encoding="utf-8")
    return ", ".join(names)


def page(number: int, prose: Prose, folder: Path | None) -> str:
    """One page of Markdown; its drawing goes to `folder`/media."""
    parts = [f"## {prose.phrase(3, 7)} {{#p{number}}}", prose.paragraph(), prose.paragraph()]
    parts += [f"### {prose.phrase(2, 5)}", prose.paragraph(), bullets(prose), prose.paragraph()]
    if folder is not None:
        parts.append(figure(number, prose, folder))
    parts += [f"### {prose.phrase(2, 5)}", prose.paragraph(), table(prose)]
    parts += [prose.paragraph() for _ in range(prose.chance.randint(1, 2))]
    return "\n\n".join(parts) + "\n"


def bullets(prose: Prose) -> str:
    return "\n".join(f"- {prose.phrase(4, 9)}" for _ in range(4))


def table(prose: Prose) -> str:
    """Four columns, five rows, the last two columns of numbers."""
    head = "| " + " | ".join(prose.phrase(1, 2) for _ in range(4)) + " |\n|:--|:--|--:|--:|"
    rows = [
        f"| {prose.phrase(1, 2)} | {prose.phrase(1, 3)} "
        f"| {prose.chance.randint(1, 999)} | {prose.chance.randint(1, 99)}.5 |"
        for _ in range(5)
    ]
    return f":::{{table}} {prose.phrase(3, 6)}\n" + "\n".join([head, *rows]) + "\n:::"


def figure(number: int, prose: Prose, folder: Path) -> str:
    """A bar drawing of about half a kilobyte."""
    bars = "".join(
        f'<rect x="{12 * index}" y="{60 - height}" width="9" height="{height}"/>'
        for index, height in enumerate(prose.chance.choices(range(4, 60), k=7))
    )
    text = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 84 60" fill="#246">{bars}</svg>\n'
    (folder / "media" / f"bars-{number:04}.svg").write_text(text, encoding="utf-8")
    alt, caption = prose.phrase(5, 9), prose.phrase(4, 8)
    return f":::{{figure}} ../media/bars-{number:04}.svg\n:alt: {alt}\n{caption}.\n:::"


def course_yaml(outline: list[str], *, scored: bool) -> str:
    return "\n".join([
        "id: https://example.org/courses/generated",
        'version: "1.0"',
        "title: A generated course",
        "description: Made of chance, to measure how long a build takes.",
        "languages: [en]",
        "licence: CC0-1.0",
        "authors: [The generator]",
        "audience: Compilers.",
        f"complete-when: {{pages: 100, questions: {'all' if scored else 'none'}}}",
        *(["pass-when: {score: 70}"] if scored else []),
        "modules:",
        *outline,
        "",
    ])  # fmt: skip
