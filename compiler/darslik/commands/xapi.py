"""`darslik xapi`: the verbs of `darslik_xapi`, which borrow the compiler for tracking plans of course folders."""

from __future__ import annotations

from pathlib import Path

from darslik_xapi.cli import Context, group


def _plan_of(course: Path) -> str:
    from darslik.tracking import plan_of_folder

    return plan_of_folder(course)


command = group(Context(_plan_of))
