"""The seam between measures and engines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class Result:
    """A table in memory; small, for results only."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def dicts(self) -> list[dict[str, Any]]:
        """One dictionary a row."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Engine(Protocol):
    """Has the tables `statements`, `activities`, `labels` and `components`."""

    def run(self, expression: ir.Table) -> Result:
        """Compute a measure."""
        ...

    def close(self) -> None:
        """Let go of what it holds; a `with` statement does so at its end."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...
