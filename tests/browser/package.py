"""A built package, read from its own files: its pages, its questions and what answers them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from darslik.quiz.secrecy import unseal

if TYPE_CHECKING:
    from pathlib import Path

Response = list[str]


@dataclass(frozen=True)
class Question:
    """A question of a page with its rule."""

    id: str
    kind: str
    rule: dict[str, Any]
    attempts: int
    points: float
    partial: bool
    parts: list[dict[str, Any]] = field(default_factory=list)
    quiz: str = ""

    def right(self) -> Response:
        """A fully right answer."""
        rule = self.rule
        if rule["rule"] in ("set", "pairs", "sequence"):
            return list(rule["key"])
        if rule["rule"] == "text":
            return [rule["accept"][0]]
        if rule["rule"] == "range":
            return [_number(sum(rule["accept"][0]) / 2)]
        if rule["rule"] == "survey":
            return [f"{part['code']}.2" for part in self.parts]
        if rule["rule"] == "self":
            return ["In words of my own.", str(rule["levels"] - 1)]
        return [gap["accept"][0] for gap in rule["gaps"]]

    def wrong(self) -> Response:
        """An answer with nothing right in it."""
        rule = self.rule
        if rule["rule"] == "set":
            others = [code for code in rule["of"] if code not in rule["key"]]
            return others if len(rule["key"]) > 1 else others[:1]
        if rule["rule"] == "text":
            return ["surely not this"]
        if rule["rule"] == "range":
            return [_number(max(high for _low, high in rule["accept"]) + 1000)]
        if rule["rule"] == "gaps":
            return ["surely not this" if gap["typed"] else "" for gap in rule["gaps"]]
        if rule["rule"] == "survey":
            return self.right()
        if rule["rule"] == "self":
            return ["In words of my own.", "0"]
        key = rule["key"]
        if rule["rule"] == "sequence":
            return [*key[1:], key[0]]
        pairs = dict.fromkeys(pair.split(".")[0] for pair in key)
        rights = list(dict.fromkeys(pair.split(".")[1] for pair in key))
        other = {left: [right for right in rights if f"{left}.{right}" not in key] for left in pairs}
        return [f"{left}.{rest[0]}" for left, rest in other.items() if rest]


@dataclass(frozen=True)
class Page:
    """A page of the package."""

    id: str
    title: str
    html: str
    questions: tuple[Question, ...]


class CoursePackage:
    """An unpacked package."""

    def __init__(self, folder: Path, scope: str = "") -> None:
        """`scope` is the id of a module, if that alone is played. Of several languages the first is read."""
        self.folder = folder
        self.course: dict[str, Any] = _call(folder / "assets" / "course.js")
        self.page_list = [self._page(reference) for reference in self._references(scope)]
        self.pages = {page.id: page for page in self.page_list}
        self.questions = {one.id: one for page in self.page_list for one in page.questions}

    def page_of(self, question: str) -> str:
        """The page a question stands on."""
        return next(page.id for page in self.page_list for one in page.questions if one.id == question)

    def _references(self, scope: str) -> list[dict[str, Any]]:
        modules = [module for module in self.course["modules"] if scope in ("", module["id"])]
        return [page for module in modules for lesson in module["lessons"] for page in lesson["pages"]]

    def _page(self, reference: dict[str, Any]) -> Page:
        languages = self.course.get("languages", [])
        place = f"pages/{languages[0]['lang']}/" if languages else "pages/"
        raw = _call(self.folder / reference["file"].replace("pages/", place, 1))
        quizzes = {one["id"]: one.get("quiz", "") for one in reference["questions"]}
        questions = [_question(one, quizzes[one["id"]]) for one in raw["questions"]]
        return Page(raw["id"], raw["title"], raw["html"], tuple(questions))


def _question(raw: dict[str, Any], quiz: str) -> Question:
    """With its key, which is sealed in an exam."""
    names = ("id", "kind", "attempts", "points", "partial")
    sealed = raw.get("sealed")
    rule = json.loads(unseal(sealed, raw["salt"]))["rule"] if sealed else raw["rule"]
    return Question(**{name: raw[name] for name in names}, rule=rule, parts=raw.get("parts", []), quiz=quiz)


def _call(file: Path) -> dict[str, Any]:
    """The argument of the one call that a data file consists of."""
    text = file.read_text("utf-8")
    found: dict[str, Any] = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    return found


def _number(value: float) -> str:
    return f"{value:g}"
