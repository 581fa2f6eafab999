"""A course on the page: its answers, in the report's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from darslik_xapi.privacy.shape import HIDDEN
from darslik_xapi.privacy.shapes import SHAPES
from darslik_xapi.report.charts import draw
from darslik_xapi.report.gather import Gathered
from darslik_xapi.report.plain import plain
from darslik_xapi.report.words import Words

from .view import Column, Maker, Part, Table


@dataclass(frozen=True)
class Course:
    """What a part of the page is made from.

    Attributes:
        iri: of the course.
        number: of the course in the report, from 1; begins identifiers.
        title: in the report's language.
        gathered: the answers.
        words: the language.
        labels: texts in that language by activity and component ('' for the activity itself).
    """

    iri: str
    number: int
    title: str
    gathered: Gathered
    words: Words
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def maker(self) -> Maker:
        """Makes cells and tables."""
        return Maker(self.words)

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The course's rows of a measure."""
        return self.gathered.rows(name, course=self.iri)

    def label(self, activity: object, fallback: object = "", component: str = "") -> str:
        """An activity's title (or a component's text) in the report's language, else in the course's, else its IRI."""
        found = self.labels.get((str(activity), component)) or str(fallback or activity or "")
        return plain(found)

    def id(self, name: str) -> str:
        """An identifier of the page."""
        return f"c{self.number}-{name}"

    def chart(self, spec: dict[str, Any], name: str, title: str, text: str) -> Markup:
        """A picture."""
        return draw(spec, self.id(f"{name}-chart"), title, text)

    def table(self, name: str, columns: list[Column], rows: list[dict[str, Any]]) -> Table:
        """A table with its measure's caption."""
        return self.maker.table(self.words(f"caption.{name}"), columns, rows)

    def part(self, name: str, measure: str, table: Table) -> Part:
        """A part that is a table alone."""
        title, lead = self.words(f"part.{name}"), self.words(f"lead.{name}")
        return Part(self.id(name), title, lead, table=table, notes=self.notes(measure), method=measure)

    def notes(self, name: str) -> list[str]:
        """What must be known to read a measure's table: what is hidden in it, and how many learners it needs."""
        answer = self.gathered.answers.get(name)
        if answer is None:
            return []
        running = SHAPES[name].running if name in SHAPES else ()
        hidden = sum(any(row[one] is HIDDEN for one in row if one not in running) for row in self.rows(name))
        return self.words.notes(answer.measure.minimum, hidden, answer.published.dropped, self.gathered.k)
