"""A certificate as one HTML page that needs nothing else, and as data.

Everything that stands in a course is text here: Jinja escapes it, and the policy in the page's head forbids the rest.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from darslik.diagnostics import Span
from darslik.locale.directions import direction
from darslik.report.human import harmless
from darslik.translate.certificate import FACTS, OWN, Certificate, Difference, Language, ordered, unreviewed
from darslik.version import VERSION

_LOOKS = {"equivalent": "good", "equivalent, not reviewed": "fair", "not equivalent": "bad", "source": "plain"}


def page(found: Certificate) -> str:
    """The page. The same course gives the same bytes."""
    style = _style()
    return (
        _environment()
        .get_template("certificate.html.j2")
        .render(
            found=found,
            facts=list(FACTS),
            own=OWN,
            looks=_LOOKS,
            style=Markup(style),  # noqa: S704 - our own file
            digest=b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            darslik=VERSION,
        )
    )


def data(found: Certificate) -> dict[str, Any]:
    """The same for programs."""
    commit = found.commit.as_data() if found.commit else {}
    return {
        "version": 1,
        "course": {"id": found.course, "version": found.version, "folder": found.name},
        "source": {"sha256": found.sha256, **commit},
        "equivalent": found.equivalent,
        "languages": [_language(one) for one in found.languages],
    }


def _language(one: Language) -> dict[str, Any]:
    return {
        "language": one.tag,
        "title": one.title,
        "verdict": one.verdict,
        "facts": {name: _number(value) for name, value in one.facts.items()},
        "words": one.words,
        "texts": dict(one.states),
        "review": dict(one.review),
        "differs": [_difference(row) for row in one.differs],
        "more": one.more,
    }


def _number(value: str) -> int | str:
    plain = value.replace(",", "")
    return int(plain) if plain.isdigit() else value


def _difference(one: Difference) -> dict[str, Any]:
    source = {"source": place(one.source)} if one.source else {}
    return {"rule": one.rule, "message": one.message, "place": place(one.place), **source, "text": one.text}


def place(span: Span) -> str:
    """`lessons/01-why.ru.md:12`."""
    return f"{span.file}:{span.line}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("darslik.translate", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "harmless": harmless,
        "place": place,
        "direction": direction,
        "unreviewed": unreviewed,
        "ordered": ordered,
    }
    return environment


@cache
def _style() -> str:
    return (files("darslik.translate") / "certificate.css").read_text("utf-8")
