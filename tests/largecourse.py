"""A course of any size with all kinds of questions in the mix of `states.MIX`, and quizzes that draw from banks."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

LETTERS = "abcdefghijklmnopqrstuvwxyz"
FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 400" width="800" height="400"><title>Hall</title></svg>'
)

Body = Callable[[random.Random], str]


def _choice(right: int, least: int, most: int) -> Body:
    def make(rng: random.Random) -> str:
        count = rng.randint(least, most)
        marks = rng.sample(range(count), right)
        rows = [f"- [{'x' if at in marks else ' '}] Option {LETTERS[at]}" for at in range(count)]
        return "\n".join(rows)

    return make


def _boolean(rng: random.Random) -> str:
    right = rng.random() < 0.5
    return f"- [{'x' if right else ' '}] true\n- [{' ' if right else 'x'}] false"


def _matching(rng: random.Random) -> str:
    return "\n".join(f"- Left {at} :: Right {at}" for at in range(rng.randint(4, 6)))


def _ordering(rng: random.Random) -> str:
    return "\n".join(f"{at}. Step {at}" for at in range(1, rng.randint(4, 6) + 1))


def _cloze(rng: random.Random) -> str:
    gaps = " ".join(f"word {{{{*right{at}|wrong{at}|other{at}}}}}" for at in range(rng.randint(2, 4)))
    return f"A text with {gaps}."


def _categorising(rng: random.Random) -> str:
    groups = rng.randint(2, 4)
    items = rng.choice((6, 8, 9))
    return "\n".join(
        f"- Group {group}\n" + "\n".join(f"  - Item {item}" for item in range(items) if item % groups == group)
        for group in range(groups)
    )


def _hotspot(rng: random.Random) -> str:
    shapes = [f"- [{'x' if at == 1 else ' '}] Part {at} {{#part-{at} rect {at * 90} 10 80 80}}" for at in range(4)]
    return "![A hall](../media/hall.svg)\n\n" + "\n".join(shapes)


def _matrix(rng: random.Random) -> str:
    rows, columns = rng.randint(3, 5), rng.randint(3, 4)
    head = "| | " + " | ".join(f"Column {at}" for at in range(columns)) + " |"
    line = "|:--|" + ":-:|" * columns
    cells = [
        "| Row {} | {} |".format(row, " | ".join("x" if at == row % columns else "" for at in range(columns)))
        for row in range(rows)
    ]
    return "\n".join([head, line, *cells])


def _likert(rng: random.Random) -> str:
    return "\n".join(f"- Statement {at}" for at in range(rng.randint(4, 6)))


KINDS: tuple[tuple[int, str, Body], ...] = (
    (47, "choice", _choice(1, 3, 5)),
    (14, "true-false", _boolean),
    (12, "choice", _choice(2, 4, 6)),
    (4, "matching", _matching),
    (3, "ordering", _ordering),
    (3, "numeric", lambda rng: f"- [x] {rng.randint(2, 9999)}"),
    (4, "cloze", _cloze),
    (2, "text", lambda rng: f"- [x] word{rng.randint(1, 99)}"),
    (3, "categorising", _categorising),
    (3, "hotspot", _hotspot),
    (2, "matrix", _matrix),
    (2, "likert", _likert),
    (1, "long-answer", lambda _: "> What a good answer says."),
)
"""How many of 100, kind, body: the mix of `states.MIX`."""
QUIZ = 20
"""Each so many questions of the banks make a quiz that draws ten."""


def _question(rng: random.Random, name: str, kind: str, body: Body, *more: str) -> str:
    return "\n".join([f":::{{{kind}}} What about {name}?", f":id: {name}", *more, body(rng), ":::", ""])


def write_large_course(folder: Path, pages: int, questions: int, *, banked: int = 100) -> None:
    """`banked` of the questions are in banks, the others stand on pages; 25 pages make a lesson."""
    rng = random.Random(3)  # noqa: S311
    kinds = [(kind, body) for share, kind, body in KINDS for _ in range(share)] * (questions // 100 + 1)
    asked = rng.sample(kinds, questions)
    for name in ("lessons", "banks", "media"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "media/hall.svg").write_text(FIGURE, encoding="utf-8")
    places = [at for at, (kind, _) in enumerate(asked) if kind not in {"likert", "long-answer"}][:banked]
    drawable = [asked[at] for at in places]
    free = [one for at, one in enumerate(asked) if at not in places]
    quizzes = _write_bank(folder, rng, drawable)
    lessons = _write_lessons(folder, rng, pages, free, quizzes)
    modules = [f"  - id: m{at}\n    title: Module {at}\n    lessons: [{name}]" for at, name in enumerate(lessons)]
    (folder / "course.yaml").write_text(
        "id: https://example.org/courses/large\nversion: '1'\ntitle: Large\ndescription: A large course.\n"
        "languages: [en]\nlicence: CC-BY-4.0\nauthors: [A. Author]\nreview: {state: final}\npass-when: {score: 70}\n"
        "banks: [banks/all.md]\nmodules:\n" + "\n".join(modules) + "\n",
        encoding="utf-8",
    )


def _write_bank(folder: Path, rng: random.Random, asked: list[tuple[str, Body]]) -> list[str]:
    """The bank, and the quizzes that draw from it."""
    texts = [
        _question(rng, f"bank-{at}", kind, body, f":tags: tag-{at // QUIZ}") for at, (kind, body) in enumerate(asked)
    ]
    (folder / "banks/all.md").write_text("\n".join(texts), encoding="utf-8")
    count = len(asked) // QUIZ
    return [
        f"::::{{quiz}} Quiz {at}\n:id: quiz-{at}\n:attempts: 3\n:minutes: 20\n:draw: 10 tag-{at}\n::::\n"
        for at in range(count)
    ]


def _write_lessons(
    folder: Path, rng: random.Random, pages: int, asked: list[tuple[str, Body]], quizzes: list[str]
) -> list[str]:
    names: list[str] = []
    left, numbered = list(quizzes), iter(enumerate(asked))
    for start in range(0, pages, 25):
        parts: list[str] = []
        for page in range(start, min(start + 25, pages)):
            due = (page + 1) * len(asked) // pages - page * len(asked) // pages
            own = [_question(rng, f"q{at}", *one) for _, (at, one) in zip(range(due), numbered, strict=False)]
            parts.append("\n".join([f"## Page {page} {{#p{page}}}", "", "Some text.", "", *own]))
        if left:
            parts[-1] += "\n" + left.pop()
        name = f"lessons/{start // 25:02}-lesson{start // 25}.md"
        (folder / name).write_text(
            f"---\ntitle: Lesson {start // 25}\nminutes: 30\n---\n" + "\n---\n\n".join(parts), encoding="utf-8"
        )
        names.append(name)
    return names
