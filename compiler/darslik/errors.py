"""Exit codes, and the two ways in which something that is not the course's fault ends a run."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of the command line; `compiler/README.md` has the table."""

    OK = 0
    FOUND_ERRORS = 1
    USAGE = 2
    NO_COURSE = 3
    BUG = 70


class Bug(Exception):  # noqa: N818 - it is not a user's error
    """Something that must never happen: a mistake in darslik or in a plug-in. `step` names where."""

    def __init__(self, step: str, message: str) -> None:
        super().__init__(message)
        self.step = step
