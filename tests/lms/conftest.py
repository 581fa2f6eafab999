from __future__ import annotations

import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lms.environment import HERE
from lms.matrix import LMSS, TARGETS
from lms.play import Seen, play_all

if TYPE_CHECKING:
    from collections.abc import Callable

WORKERS = 2


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The course in this folder, compiled to each target that the LMSs can import."""
    folder = tmp_path_factory.mktemp("packages")
    chosen = [word for target in TARGETS for word in ("-t", target)]
    darslik = Path(sys.executable).with_name("darslik")
    subprocess.run([darslik, "build", HERE / "course", *chosen, "-o", folder], check=True)
    return {target: folder / f"course-en-{target}.zip" for target in TARGETS}


@pytest.fixture(scope="session")
def plays(packages: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Future[dict[str, Seen]]]:
    """Every package played in every LMS.

    Each LMS is played in a thread of its own: two at a time keep both cores busy, and the
    browser tests of other folders may hold this thread's one Playwright.
    """
    with ThreadPoolExecutor(WORKERS) as pool:
        return {lms: pool.submit(play_all, lms, packages, tmp_path_factory.mktemp(lms)) for lms in LMSS}


@pytest.fixture(scope="session")
def look(plays: dict[str, Future[dict[str, Seen]]]) -> Callable[[str, str], Seen]:
    """What was seen of a target in an LMS; raises what went wrong, if anything did."""

    def look(lms: str, target: str) -> Seen:
        seen = plays[lms].result()[target]
        assert seen.failure is None, f"{seen.failure}\nUntil then: {seen}"
        return seen

    return look
