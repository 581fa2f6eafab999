"""How fast statements become typed Parquet, beside tincan's parser, Ralph's reader and the raw engine.

    PYTHONPATH=tests python tests/bench/xapi_landing.py --statements 300000

The statements are a simulated cohort of the real course. Every run is a process of its own; the kinds take turns, and
the figures are medians. Only ratios mean something on a machine that others use: seconds of the clock, and seconds of
the processor, which suffer less. Three things are measured of the raw engine, all with one `json_extract_string` of the
same paths: typed columns; the same with the statement beside them, which is what a store keeps too.
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
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COURSE = ROOT / "courses" / "open-data-essentials"
TINCAN = 3_000
"""Statements that tincan parses: it takes too long for all."""

TINCAN_FACTOR = 50
RAW_SHARE = 0.6

_RALPH = """
import sys, time
from ralph.backends.data.fs import FSDataBackend, FSDataBackendSettings
folder, name = sys.argv[1:]
backend = FSDataBackend(FSDataBackendSettings(DEFAULT_DIRECTORY_PATH=folder))
began, used = time.perf_counter(), time.process_time()
count = sum(1 for _ in backend.read(query=name, raw_output=False))
print(count, time.perf_counter() - began, time.process_time() - used)
"""


def tincan(path: Path, _: Path) -> int:
    """A loop over tincan's parser."""
    from tincan import Statement

    count = 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            Statement.from_json(line)
            count += 1
            if count == TINCAN:
                break
    return count


def raw_typed(path: Path, folder: Path) -> int:
    """The engine alone: all paths of the columns in one list, typed, into one Parquet file."""
    return _raw(path, folder, kept=False)


def raw_kept(path: Path, folder: Path) -> int:
    """The same, and the statement beside its columns."""
    return _raw(path, folder, kept=True)


def _raw(path: Path, folder: Path, *, kept: bool) -> int:
    import duckdb

    from darslik_xapi.store.database import lines
    from darslik_xapi.store.flatten import fields, rows

    made = {"source": "'x'", "learner": "actor", "team": "team_name", "authority": "authority_agent"}
    select = rows(f"({fields(lines([path]))})", made)
    if not kept:
        select = f"SELECT * EXCLUDE (raw) FROM ({select})"  # noqa: S608
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'; SET preserve_insertion_order = false")
        target = folder / "raw.parquet"
        done = connection.execute(f"COPY ({select}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)").fetchone()
    return int(done[0]) if done else 0


def ours(path: Path, folder: Path) -> int:
    """`load`: pseudonyms, months, doubles, conflicts and all."""
    from darslik_xapi.privacy.pseudonyms import Key
    from darslik_xapi.store import Store

    return Store(folder / "store", Key(b"only for the benchmark", "")).load([path]).added.new


def ralph(path: Path, _: Path) -> tuple[int, float, float]:
    """Ralph's reader of its file backend, in its own environment."""
    sys.path.insert(0, str(ROOT / "tests"))
    from browser.tools import ralph_python

    command = [str(ralph_python()), "-c", _RALPH, str(path.parent), path.name]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=path.parent)
    count, clock, processor = done.stdout.split()[-3:]
    return int(count), float(clock), float(processor)


def pull(endpoint: Path, folder: Path) -> int:
    """A pull from an LRS that is another process."""
    from datetime import timedelta

    from darslik_xapi.client import LRS
    from darslik_xapi.connection import connection_from_environment
    from darslik_xapi.privacy.pseudonyms import Key
    from darslik_xapi.store import Store, Wish

    with LRS(connection_from_environment()) as lrs:
        store = Store(folder / "store", Key(b"only for the benchmark", ""))
        return store.pull(lrs, Wish(str(endpoint), timedelta(0))).added.new


KINDS: dict[str, Callable[[Path, Path], Any]] = {
    one.__name__: one for one in (tincan, raw_typed, raw_kept, ours, ralph, pull)
}


def one(kind: str, path: Path) -> None:
    """Run a kind once and print its figures; the modules it needs are loaded before the clock starts."""
    import darslik_xapi.store  # noqa: F401 - loaded before the clock starts

    with tempfile.TemporaryDirectory() as folder:
        began, used = time.perf_counter(), time.process_time()
        found = KINDS[kind](path, Path(folder))
        times = (time.perf_counter() - began, time.process_time() - used)
    count, *other = found if isinstance(found, tuple) else (found,)
    clock, processor = other or times
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"count": count, "clock": clock, "processor": processor, "peak": peak}))


def run(kind: str, path: Path, **environment: str) -> dict[str, float]:
    """A kind in a process of its own."""
    command = [sys.executable, __file__, "--one", kind, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def cohort(path: Path, statements: int) -> int:
    """Write at least so many statements; how many."""
    from darslik.tracking import plan_of_folder
    from darslik_xapi.plan import plan_from
    from darslik_xapi.simulate import Options, simulate

    plan = plan_from(plan_of_folder(COURSE), "course")
    with path.open("w", encoding="utf-8") as file:
        return sum(1 for line in simulate(plan, Options(statements // 70 + 1, seed=1)) if file.write(f"{line}\n"))


def compare(path: Path, repeats: int) -> None:
    """The table of speeds, and which limits are missed, by the clock."""
    kinds = ("tincan", "ralph", "raw_typed", "raw_kept", "ours")
    found: dict[str, list[dict[str, float]]] = {kind: [] for kind in kinds}
    for _ in range(repeats):
        for kind in kinds:
            found[kind].append(run(kind, path))
    speed = {
        kind: {unit: statistics.median(one["count"] / one[unit] for one in every) for unit in ("clock", "processor")}
        for kind, every in found.items()
    }
    print("| | thousand/s | per second of processor | ours is | by processor | peak MB |\n|---|---|---|---|---|---|")
    for kind in kinds:
        clock, processor = speed[kind]["clock"], speed[kind]["processor"]
        shares = " | ".join(f"{speed['ours'][unit] / speed[kind][unit]:.2f} ×" for unit in ("clock", "processor"))
        peak = statistics.median(one["peak"] for one in found[kind])
        print(f"| {kind} | {clock / 1000:.1f} | {processor / 1000:.1f} | {shares} | {peak:.0f} |")
    for kind, least in (("tincan", TINCAN_FACTOR), ("raw_kept", RAW_SHARE), ("raw_typed", RAW_SHARE)):
        share = speed["ours"]["clock"] / speed[kind]["clock"]
        print(f"{'ok    ' if share >= least else 'MISSED'} at least {least} × {kind}: {share:.2f}")


def memory(path: Path, larger: Path, statements: int) -> None:
    """Peak memory of a load and of a pull, of so many statements and of four times as many."""
    print("| peak MB | 1 × | 4 × |\n|---|---|---|")
    print(f"| load | {run('ours', path)['peak']:.0f} | {run('ours', larger)['peak']:.0f} |")
    sys.path.insert(0, str(ROOT / "tests"))
    from hostile_lrs import PASSWORD, USER, HostileLrs

    peaks = []
    for count in (statements, 4 * statements):
        with HostileLrs(cap=500) as server:
            server.fill(count)
            found = run(
                "pull", path, DARSLIK_LRS_ENDPOINT=server.endpoint, DARSLIK_LRS_USER=USER, DARSLIK_LRS_PASSWORD=PASSWORD
            )
        if found["count"] != count:
            raise SystemExit(f"{found['count']} of {count} statements were pulled")
        peaks.append(f"{found['peak']:.0f}")
    print(f"| pull | {' | '.join(peaks)} |")


def main() -> None:
    """The tables, and which limits are missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--no-memory", action="store_true", help="only speed")
    parser.add_argument("--one", nargs=2, metavar=("KIND", "FILE"), help=argparse.SUPPRESS)
    wish = parser.parse_args()
    if wish.one:
        one(wish.one[0], Path(wish.one[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        path, larger = Path(folder) / "cohort.ndjson", Path(folder) / "larger.ndjson"
        print(f"{cohort(path, wish.statements):,} statements, {path.stat().st_size / 1e6:.0f} MB")
        compare(path, wish.repeats)
        if not wish.no_memory:
            cohort(larger, 4 * wish.statements)
            memory(path, larger, 10_000)


if __name__ == "__main__":
    main()
