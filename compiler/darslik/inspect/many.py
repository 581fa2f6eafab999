"""A folder of packages → one row for each, inspected side by side in processes of their own.

A package whose inspection dies or takes too long costs its own row and nothing else. Rows come in the order of names,
whichever is ready first.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from darslik.diagnostics import Diagnostic, Severity
from darslik.discover import modules
from darslik.inspect import Options, inspect
from darslik.inspect.archive.folder import shown

ENDINGS = (".zip", ".pif")
MANIFESTS = frozenset({"imsmanifest.xml", "cmi5.xml", "tincan.xml"})
_MOST = 100_000
"""Packages of a folder."""


@dataclass(frozen=True)
class Row:
    """What came of one package. `size`: bytes of the zip, or of all files of a folder; `kinds`: titles of standards."""

    name: str
    """Its path in the folder."""
    size: int
    kinds: tuple[str, ...] = ()
    errors: int = 0
    warnings: int = 0
    hints: int = 0
    first: Diagnostic | None = None
    """The first error; none if there is no error."""
    failed: str = ""
    """Why it could not be inspected to the end; it then counts as one with errors."""

    @property
    def bad(self) -> bool:
        """Whether it has errors, or nobody knows."""
        return bool(self.errors or self.failed)


Work = Callable[[Path, str, Options], Row]


@dataclass
class _Task:
    process: BaseProcess
    answer: Connection
    until: float


def packages_in(folder: Path) -> list[str]:
    """Zips and unpacked packages under a folder, by their paths in it, sorted; empty if it is itself a package."""
    found: list[str] = []
    waiting = [folder]
    while waiting and len(found) < _MOST:
        names = _names(waiting.pop())
        for entry in names:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            elif entry.name.lower().endswith(ENDINGS):
                found.append(os.path.relpath(entry.path, folder))
        if any(entry.name in MANIFESTS for entry in names):
            here = Path(names[0].path).parent
            if here == folder:
                return []
            inside = f"{os.path.relpath(here, folder)}{os.sep}"
            waiting = [one for one in waiting if here not in one.parents]
            found = [one for one in found if not one.startswith(inside)]
            found.append(inside.rstrip(os.sep))
    return sorted(one.replace(os.sep, "/") for one in found)


def is_collection(path: Path) -> bool:
    """Whether it is a folder that is no package, but holds zips or several packages."""
    if not path.is_dir():
        return False
    found = packages_in(path)
    return len(found) > 1 or any(one.lower().endswith(ENDINGS) for one in found)


def inspect_many(folder: Path, options: Options, jobs: int | None = None) -> Iterator[Row]:
    """Inspect every package under a folder, `jobs` at a time (as many as there are processors)."""
    yield from run_all(folder, packages_in(folder), options, inspect_one, jobs)


def inspect_one(path: Path, name: str, options: Options) -> Row:
    """Inspect one package in this process."""
    result = inspect(path, options)
    counts = Counter(one.severity for one in result.found)
    first = next((one for one in result.found if one.severity is Severity.ERROR), None)
    return Row(
        shown(name),
        _size(path),
        tuple(kind.title for kind in result.kinds),
        counts[Severity.ERROR],
        counts[Severity.WARNING],
        counts[Severity.HINT],
        first,
    )


def run_all(folder: Path, names: Sequence[str], options: Options, work: Work, jobs: int | None = None) -> Iterator[Row]:
    """Rows of `work` for every name, in their order."""
    jobs = jobs or os.cpu_count() or 1
    context = _context()
    running: dict[int, _Task] = {}
    rows: dict[int, Row] = {}
    started = 0
    try:
        for number in range(len(names)):
            while number not in rows:
                while len(running) < jobs and started < len(names):
                    running[started] = _start(context, folder / names[started], names[started], options, work)
                    started += 1
                rows |= _finished(running, folder, names, options)
            yield rows.pop(number)
    finally:
        for task in running.values():
            _end(task)


def _start(context: BaseContext, path: Path, name: str, options: Options, work: Work) -> _Task:
    answer, given = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(work, path, name, options, given), daemon=True)  # type: ignore[attr-defined]
    process.start()
    given.close()
    return _Task(process, answer, time.monotonic() + options.limits.seconds)


def _child(work: Work, path: Path, name: str, options: Options, given: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends it
    try:
        row = work(path, name, options)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this package's row
        row = Row(shown(name), _size(path), failed=f"{type(error).__name__}: {error}"[:300])
    given.send(row)


def _finished(running: dict[int, _Task], folder: Path, names: Sequence[str], options: Options) -> dict[int, Row]:
    """Wait until something happens to one of them."""
    by_answer = {task.answer: number for number, task in running.items()}
    left = max(0.0, min(task.until for task in running.values()) - time.monotonic())
    rows = {}
    for answer in wait(list(by_answer), left):
        number = by_answer[answer]  # type: ignore[index]
        task = running.pop(number)
        try:
            rows[number] = task.answer.recv()
        except EOFError:
            task.process.join()
            reason = f"the inspection broke off (exit code {task.process.exitcode})"
            rows[number] = Row(shown(names[number]), _size(folder / names[number]), failed=reason)
        _end(task)
    for number in [number for number, task in running.items() if task.until <= time.monotonic()]:
        _end(running.pop(number))
        reason = f"the inspection took longer than {options.limits.seconds} seconds"
        rows[number] = Row(shown(names[number]), _size(folder / names[number]), failed=reason)
    return rows


def _end(task: _Task) -> None:
    task.process.join(0.05)
    if task.process.is_alive():
        task.process.kill()
    task.process.join()
    task.process.close()
    task.answer.close()


@cache
def _context() -> BaseContext:
    """Processes that begin with everything imported, where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, *modules("darslik.inspect.rules")])
    return context


def _names(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []


def _size(path: Path) -> int:
    try:
        if path.is_dir():
            return sum(one.stat().st_size for one in path.rglob("*") if one.is_file() and not one.is_symlink())
        return path.stat().st_size
    except OSError:
        return 0
