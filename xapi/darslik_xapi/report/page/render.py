"""The page as text: one file that asks for nothing else, neither script nor network."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from darslik_xapi.report.charts import available
from darslik_xapi.report.gather import Gathered
from darslik_xapi.report.words import Words

from . import designer, manager, records
from .course import Course
from .view import Part, Tile

AUDIENCES = ("manager", "designer")


@dataclass(frozen=True)
class Audience:
    """A page for somebody."""

    id: str
    title: str
    lead: str
    tiles: Sequence[Tile]
    plain: Sequence[str]
    parts: Sequence[Part]


@dataclass(frozen=True)
class Shown:
    """A course on the page."""

    id: str
    title: str
    audiences: Sequence[Audience]


def render(courses: Sequence[Course], gathered: Gathered, words: Words, audiences: Sequence[str] = AUDIENCES) -> str:
    """The HTML page, for managers, designers or both."""
    style = Markup(_style())  # noqa: S704 - our own file
    shown = [Shown(course.id("course"), course.title, _audiences(course, audiences)) for course in courses]
    return _template().render(
        w=words,
        title=courses[0].title if len(courses) == 1 else words("report.courses"),
        facts=words.facts(gathered),
        contents=list(_contents(shown, words)),
        courses=shown,
        quality=records.quality(gathered, words) if courses and "designer" in audiences else None,
        method=_method(gathered, words),
        style=style,
        digest=b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def _audiences(course: Course, names: Sequence[str]) -> list[Audience]:
    make = {"manager": _manager, "designer": _designer}
    return [make[name](course) for name in AUDIENCES if name in names]


def _manager(course: Course) -> Audience:
    w = course.words
    return Audience(
        course.id("manager"),
        w("manager.title"),
        w("manager.lead"),
        manager.tiles(course),
        manager.plain_words(course),
        manager.parts(course),
    )


def _designer(course: Course) -> Audience:
    w = course.words
    parts = designer.parts(course)
    return Audience(
        course.id("designer"), w("designer.title"), w("designer.lead"), [], designer.plain_words(course), parts
    )


def _contents(shown: Sequence[Shown], words: Words) -> Iterator[tuple[str, str]]:
    if len(shown) == 1:
        for audience in shown[0].audiences:
            yield audience.id, audience.title
    else:
        for course in shown:
            yield course.id, course.title
    yield "method", words("method.title")


def _method(gathered: Gathered, words: Words) -> list[tuple[str, list[str]]]:
    hidden = sum(answer.published.rows + answer.published.cells for answer in gathered.answers.values())
    dropped = sum(answer.published.dropped for answer in gathered.answers.values())
    privacy = [words("method.hidden", k=gathered.k, n=words.number(hidden))]
    if dropped:
        privacy.append(words("method.dropped"))
    found = [
        (words("method.privacy"), privacy),
        (words("method.data"), [words("method.learners"), words("method.period")]),
        (words("method.items"), [words("method.facility"), words("method.discrimination"), words("method.dif")]),
        (words("method.more"), [words("method.docs")]),
    ]
    if not available():
        found.append((words("method.charts"), [words("method.no-charts")]))
    return found


@cache
def _style() -> str:
    body = files(__package__).joinpath("page.css").read_text("utf-8")
    return " ".join(body.split())


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("darslik_xapi.report.page", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    return environment.get_template("page.html.j2")
