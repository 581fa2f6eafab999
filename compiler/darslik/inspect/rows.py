"""The requirements that rules about packages cover, row by row, as `rows.yaml` lists them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

Weight = Literal["must", "should", "advice"]
_PART = re.compile(r"^([A-Z][0-9]+)[a-z]$")


@dataclass(frozen=True)
class Row:
    """One requirement. `clause`: where the standard asks for it; empty if only a schema or a conformance test does."""

    id: str
    says: str
    weight: Weight
    clause: str = ""


@dataclass(frozen=True)
class Section:
    """Rows that belong together. `about`: a standard, or `profile` for what single LMSs mind."""

    title: str
    about: str
    rows: Mapping[str, Row]


@cache
def sections() -> Sequence[Section]:
    """All rows, in the order of the tables."""
    text = (files("darslik.inspect") / "rows.yaml").read_text("utf-8")
    return tuple(
        Section(one["title"], one["about"], {key: Row(key, **row) for key, row in one["rows"].items()})
        for one in yaml.safe_load(text)
    )


@cache
def rows() -> Mapping[str, Row]:
    """All rows by id."""
    return {key: row for section in sections() for key, row in section.rows.items()}


def row_of(name: str) -> Row | None:
    """The row that a rule names; a letter behind it (`N4a`) says which half of it."""
    part = _PART.match(name)
    return rows().get(name) or (rows().get(part[1]) if part else None)
