"""A store of a simulated cohort, and every measure of it on every engine."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from darslik.tracking import plan_of_folder
from darslik_xapi.building import voiding
from darslik_xapi.plan import plan_from
from darslik_xapi.privacy.pseudonyms import Key
from darslik_xapi.simulate import Options, simulate
from darslik_xapi.store.store import Store
from realcourse import REAL
from xapi.engines import cluster, environment

LEARNERS = 300  # about 23,000 statements
SECONDS = 600
VOIDED_EVERY = 500
RELABELLED_EVERY = 70


@dataclass(frozen=True)
class Cohort:
    """A store and the plan of its course.

    Attributes:
        store: its folder.
        plan: the file.
        variables: the environment of programs that read it with an engine.
    """

    store: Path
    plan: Path
    variables: dict[str, str]


@dataclass(frozen=True)
class Ran:
    """What `run.py` wrote: tables by the measure's name, and the seconds that they took."""

    results: dict[str, Any]
    seconds: dict[str, float]


@pytest.fixture(scope="session")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    """The real course, its learners, and a few statements that are voided; three files, so that months have several."""
    folder = tmp_path_factory.mktemp("engines")
    text = plan_of_folder(REAL)
    (folder / "course.plan.json").write_text(text)
    lines = list(simulate(plan_from(text, "course"), Options(LEARNERS, seed=8)))
    lines[::RELABELLED_EVERY] = [json.dumps(_of_another_course(json.loads(line))) for line in lines[::RELABELLED_EVERY]]
    lines += [json.dumps(_voiding(json.loads(line))) for line in lines[::VOIDED_EVERY]]
    store = Store(folder / "store", Key(b"a key for tests that is long enough", "the tests"))
    for third in range(3):
        file = folder / f"{third}.ndjson"
        file.write_text("".join(f"{line}\n" for line in lines[third::3]))
        store.load([file])
    variables = environment.variables(environment.site())
    return Cohort(store.path, folder / "course.plan.json", variables)


def _of_another_course(statement: dict[str, Any]) -> dict[str, Any]:
    """An LMS may group a course's parts under a course of its own; the plan knows better."""
    statement["context"]["contextActivities"]["grouping"] = [{"id": "https://lms.example/courses/7"}]
    return statement


def _voiding(statement: dict[str, Any]) -> dict[str, Any]:
    times = {name: statement[name] for name in ("stored", "timestamp")}
    return {**voiding(statement["id"], statement["actor"]), **times}


@pytest.fixture(scope="session")
def runs(cohort: Cohort, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Future[Ran]]:
    """What each engine gave. Spark and its cluster, which take longest, run beside the others."""
    folder = tmp_path_factory.mktemp("ran")

    def run(name: str, *master: str, **variables: str) -> Ran:
        output = folder / f"{name}.json"
        done = subprocess.run(
            [sys.executable, Path(__file__).with_name("run.py"), name, cohort.store, cohort.plan, output, *master],
            env=cohort.variables | variables,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{name} ended with {done.returncode}:\n{done.stdout[-5000:]}")
        return Ran(**json.loads(output.read_text()))

    def on_cluster() -> Ran:
        with cluster.standalone(environment.site(), cohort.variables) as master:
            return run("spark", master)

    with ThreadPoolExecutor(2) as pool:
        return {"spark": pool.submit(on_cluster)} | {
            name: pool.submit(run, name) for name in ("duckdb", "chdb", "server")
        }


@pytest.fixture(scope="session")
def ran(runs: dict[str, Future[Ran]]) -> Callable[[str], Ran]:
    """What an engine gave; raises what went wrong."""
    return lambda name: runs[name].result()
