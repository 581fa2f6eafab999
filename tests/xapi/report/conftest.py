"""A store with a synthetic cohort of a planned course, and a hostile course without a plan."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from darslik_xapi.cli import group
from darslik_xapi.report import write
from darslik_xapi.report.gather import Gathered, gather
from darslik_xapi.simulate import Options, simulate
from darslik_xapi.store import Store
from tracking_plans import plan
from xapi.report import hostile

Report = Callable[..., Result]


@dataclass(frozen=True)
class Desk:
    """What a person has before them."""

    store: Path
    plan: Path
    folder: Path


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("report")
    source = folder / "statements.ndjson"
    made = simulate(plan(), Options(160, 3))
    source.write_text("\n".join([*made, *hostile.statements()]) + "\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DARSLIK_XAPI_KEY", "00112233445566778899aabbccddeeff")
        Store(folder / "store").load([source])
    (folder / "waste.plan.json").write_text(plan().model_dump_json(), "utf-8")
    return Desk(folder / "store", folder / "waste.plan.json", folder)


SHARED = ("--course", "--since", "--until", "--k")
"""Options that decide what is computed; the others, how it is written."""


@pytest.fixture(scope="session")
def report(desk: Desk) -> Iterator[Report]:
    """Runs `darslik xapi report`; what is computed for one format is kept for the others."""
    computed: dict[tuple[str, ...], Gathered] = {}
    key: list[tuple[str, ...]] = []

    def kept(*arguments: Any) -> Gathered:
        if key[-1] not in computed:
            computed[key[-1]] = gather(*arguments)
        return computed[key[-1]]

    def run(*arguments: str | Path, store: Path = desk.store) -> Result:
        words = [str(store), *map(str, arguments)]
        pairs = itertools.pairwise(words)
        key.append((words[0], *(value for name, value in pairs if name in SHARED)))
        return CliRunner().invoke(group(), ["report", "--store", *words], catch_exceptions=False)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write, "gather", kept)
        yield run
