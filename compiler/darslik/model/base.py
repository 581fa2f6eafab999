"""The shared shape of what authors write: frozen, no unknown keys, text stays as it was written."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from darslik.source.yaml import SourceFloat, SourceInt


def _as_written(value: Any) -> Any:  # noqa: ANN401 - runs before validation
    return value.text if isinstance(value, SourceInt | SourceFloat) else value


Text = Annotated[str, BeforeValidator(_as_written), StringConstraints(strip_whitespace=True, min_length=1)]
"""A text; `1.10` without quotes is the text 1.10."""

Slug = Annotated[
    str,
    BeforeValidator(_as_written),
    StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=40),
]
"""A permanent id of the course language."""

Percent = Annotated[float, Field(ge=0, le=100)]

SLUG_HELP = "ids begin with a letter and have only a–z, 0–9 and hyphens, at most 40 characters"


class Node(BaseModel):
    """A mapping that an author wrote."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
