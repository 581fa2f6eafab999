"""Every measure on many statements: milliseconds on DuckDB, and on Spark and ClickHouse if they are asked for.

    python tests/bench/xapi_measures.py --statements 1000000 --engines duckdb,clickhouse,spark

The statements are a simulated cohort of the real course, repeated with other ids, registrations, learners and weeks
until there are enough. `raw` is left out: no measure reads it. A time is the median of so many runs of building the
expression, compiling, computing and fetching; a limit counts for DuckDB. Each engine runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COURSE = ROOT / "courses" / "open-data-essentials"
LIMITS = {1_000_000: 500, 10_000_000: 2000}
"""Milliseconds that a measure may take on DuckDB, by the number of statements."""

_REPEATED = """
SELECT * REPLACE (
    md5(id::VARCHAR || k)::UUID AS id,
    CASE WHEN registration IS NOT NULL THEN md5(registration::VARCHAR || k)::UUID END AS registration,
    'p-' || md5(learner || k) AS learner,
    stored + INTERVAL (7 * (k % 40)) DAY AS stored,
    "timestamp" + INTERVAL (7 * (k % 40)) DAY AS "timestamp",
    NULL::VARCHAR AS raw)
FROM landed, range({copies}) AS c(k)
"""


def prepare(folder: Path, statements: int, learners: int) -> tuple[Path, int]:
    """A store of at least so many statements; its rows."""
    from darslik.tracking import plan_of_folder
    from darslik_xapi.plan import plan_from
    from darslik_xapi.privacy.pseudonyms import Key
    from darslik_xapi.simulate import Options, simulate
    from darslik_xapi.store import Store
    from darslik_xapi.store.database import copy_parts
    from darslik_xapi.store.flatten import month
    from darslik_xapi.store.state import read_state, write_state

    text = plan_of_folder(COURSE)
    lines = folder / "cohort.ndjson"
    lines.write_text("".join(f"{line}\n" for line in simulate(plan_from(text, "course"), Options(learners, seed=1))))
    small, large = Store(folder / "small", Key(b"only for the benchmark of measures", "")), folder / "large"
    small.load([lines])
    with small.connect() as connection:
        connection.execute("SET preserve_insertion_order = false; SET partitioned_write_flush_threshold = 100000")
        row = connection.execute("SELECT count(*) FROM landed").fetchone()
        copies = -(-statements // (row[0] if row else 1))
        year, of_year = month()
        select = f"SELECT *, {year} AS year, {of_year} AS month FROM ({_REPEATED.format(copies=copies)})"  # noqa: S608
        large.mkdir()
        connection.execute(copy_parts(select, large / "statements"))
        state = read_state(small.path)
        state.parts = {}
        for part in sorted((large / "statements").rglob("*.parquet")):
            row = connection.execute("SELECT count(*) FROM read_parquet(?)", [str(part)]).fetchone()
            state.parts[part.relative_to(large).as_posix()] = row[0] if row else 0
    write_state(large, state)
    (large / "plans").mkdir(exist_ok=True)
    (large / "plans" / "course.json").write_text(text)
    return large, sum(state.parts.values())


def measure(engine: str, store: str, repeat: int, only: str) -> dict[str, Any]:
    """Milliseconds by measure, of start, and megabytes of this process at most."""
    from darslik_xapi import engines
    from darslik_xapi.measures import MEASURES, tables
    from darslik_xapi.store import Store

    began = time.perf_counter()
    with engines.open(engine, Store(Path(store))) as opened:
        found: dict[str, Any] = {"start": 1000 * (time.perf_counter() - began), "measures": {}}
        for one in MEASURES.values():
            if only not in one.name:
                continue
            spent, used = [], []
            for _ in range(repeat):
                began, before = time.perf_counter(), time.process_time()
                rows = opened.run(one.build(tables())).rows
                spent.append(1000 * (time.perf_counter() - began))
                used.append(1000 * (time.process_time() - before))
            found["measures"][one.name] = (statistics.median(spent), min(spent), min(used), len(rows))
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def table(found: dict[str, dict[str, Any]], statements: int) -> str:
    """A Markdown table."""
    limit = next((value for size, value in sorted(LIMITS.items()) if statements <= size * 1.2), None)
    heads = [f"{name}: median ms | least ms | processor ms" for name in found]
    lines = [f"| measure | rows | {' | '.join(heads)} |", "|---|---" + "|---" * 3 * len(found) + "|"]
    for name, (*_, rows) in next(iter(found.values()))["measures"].items():
        cells = [f"{ms:,.0f}" for one in found.values() for ms in one["measures"][name][:3]]
        late = limit and "duckdb" in found and found["duckdb"]["measures"][name][0] > limit
        lines.append(f"| {name}{' (late)' if late else ''} | {rows} | {' | '.join(cells)} |")
    for name, key in (("start", "start"), ("peak MB of the process", "peak")):
        cells = [f"{one[key]:,.0f} | |" for one in found.values()]
        lines.append(f"| {name} | | {' '.join(cells)}")
    return "\n".join(lines)


def main() -> None:
    """Prepare, run each engine in a process, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--statements", type=int, default=1_000_000)
    options.add_argument("--learners", type=int, default=500, help="of the cohort that is repeated")
    options.add_argument("--engines", default="duckdb")
    options.add_argument("--repeat", type=int, default=5)
    options.add_argument("--only", default="", help="measures with this in their name")
    options.add_argument("--folder", type=Path, help="keep the store there, and use it if it is there")
    options.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.child:
        engine, store = given.child
        print(json.dumps(measure(engine, store, given.repeat, given.only)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder: Path = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        large = folder / "large"
        if not (large / "store.json").exists():
            prepare(folder, given.statements, given.learners)
        statements = sum(json.loads((large / "store.json").read_text())["parts"].values())
        size = sum(part.stat().st_size for part in large.rglob("*.parquet"))
        load = os.getloadavg()[0]
        print(f"{statements:,} statements, {size / 1e6:,.0f} MB, {os.cpu_count()} cores, load {load:.1f} before\n")
        found = {name: _child(name, large, given) for name in given.engines.split(",")}
        print(table(found, statements))


def _child(engine: str, store: Path, given: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, __file__, "--child", engine, str(store), "--repeat", str(given.repeat)]
    paths = [str(ROOT / name) for name in ("compiler", "xapi", "tests")] + [os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    done = subprocess.run([*command, "--only", given.only], env=environment, stdout=subprocess.PIPE, check=True)
    last: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return last


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "compiler"), str(ROOT / "xapi")]
    main()
