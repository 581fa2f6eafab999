from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lms.environment import HERE
from lms.matrix import LMSS, TARGETS
from lms.play import Seen, play_all

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
def seen(packages: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Seen]:
    """Everything that was seen, by LMS and target.

    Each LMS is played in a thread of its own: two at a time keep both cores busy, and the
    browser tests of other folders may hold this thread's one Playwright.
    """
    with ThreadPoolExecutor(WORKERS) as pool:
        plays = {lms: pool.submit(play_all, lms, packages, tmp_path_factory.mktemp(lms)) for lms in LMSS}
    played = {lms: play.result() for lms, play in plays.items()}
    return {(lms, target): found for lms, of in played.items() for target, found in of.items()}
