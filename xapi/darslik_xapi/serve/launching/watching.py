"""A guard that lets everything happen and remembers what a strict LMS would have refused."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING

from darslik_xapi.serve.exchange import Guard, Refusal, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from darslik_xapi.rules.values import Json


class Watching:
    """For previews: a package that breaks a rule of cmi5 goes on, and the page shows the rule."""

    def __init__(self, guard: Guard, record: Callable[[Refusal, str], None]) -> None:
        """`record` is told what `guard` would have refused."""
        self._guard = guard
        self._record = record

    def check_request(self, request: Request) -> None:
        """Remember what is not allowed."""
        with self._told(f"{request.method} {request.resource}"):
            self._guard.check_request(request)

    def check_statements(self, statements: list[Json]) -> None:
        """Remember what is not allowed."""
        with self._told("statements"):
            self._guard.check_statements(statements)

    def stored(self, statements: list[Json]) -> None:
        """What follows from statements."""
        self._guard.stored(statements)

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        try:
            yield
        except Refusal as refusal:
            self._record(refusal, what)
