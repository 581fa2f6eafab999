"""Measures a build of a generated course beside the floor: `make bench`.

Compiler and floor run in turn, each as a process of its own, so that a busy machine slows both;
every figure is a median. CPU seconds (user and system) hardly depend on what else the machine does,
and the ratio to the floor hardly depends on the machine.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from generate import write_course

HERE = Path(__file__).parent
TARGET = "scorm2004-3"
"""In SCORM 1.2 what a learner does in a course this long would not fit into 4,096 characters."""
MIB = 1024 if sys.platform != "darwin" else 1024 * 1024


@dataclass(frozen=True)
class Run:
    """What one process took."""

    wall: float
    cpu: float
    peak: float  # MiB


def measure(command: list[str]) -> Run:
    """Run a command to its end; a failure ends the benchmark with the command's own words."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        if process.returncode:
            sys.exit(f"{' '.join(command)}\n{output.read().decode(errors='replace')}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MIB)


def build_command(course: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "darslik", "build", str(course), "-t", TARGET, "-o", str(out)]


def floor_command(course: Path, out: Path) -> list[str]:
    return [sys.executable, str(HERE / "floor.py"), str(course), str(out / "floor.zip")]


def in_turn(course: Path, out: Path, repetitions: int) -> tuple[list[Run], list[Run]]:
    """Compiler and floor, alternating."""
    compiler, floor = [], []
    for _ in range(repetitions):
        floor.append(measure(floor_command(course, out)))
        compiler.append(measure(build_command(course, out)))
    return compiler, floor


def median(runs: list[Run], name: str) -> float:
    return float(statistics.median(getattr(run, name) for run in runs))


def package(out: Path, course: Path) -> Path:
    return out / f"{course.name}-en-{TARGET}.zip"


def before_first_page(archive: Path) -> int:
    """Gzipped bytes of the style sheet and of the scripts that the shell names."""
    with zipfile.ZipFile(archive) as content:
        shell = content.read("index.html").decode()
        styles = "".join(re.findall(r"<style[^>]*>(.*?)</style>", shell, re.DOTALL))
        scripts = re.findall(r'<script[^>]*\bsrc="([^"]+)"', shell)
        parts = [styles.encode(), *(content.read(name) for name in scripts)]
    return sum(len(gzip.compress(part, 6, mtime=0)) for part in parts)


def report(rows: list[tuple[str, str]]) -> None:
    width = max(len(label) for label, _ in rows)
    for label, value in rows:
        print(f"{label:<{width}}  {value}")


def large(arguments: argparse.Namespace, folder: Path) -> list[tuple[str, str]]:
    """The course of many pages."""
    course, out = folder / "large", folder / "out"
    write_course(course, arguments.pages, arguments.questions)
    compiler, floor = in_turn(course, out, arguments.repetitions)
    cpu, floor_cpu = median(compiler, "cpu"), median(floor, "cpu")
    archive = package(out, course)
    return [
        ("course", f"{arguments.pages} pages, {arguments.questions} questions"),
        ("pages per second", f"{arguments.pages / median(compiler, 'wall'):.0f}"),
        ("CPU seconds", f"{cpu:.2f}  ({spread(compiler)})"),
        ("wall seconds", f"{median(compiler, 'wall'):.2f}"),
        ("peak memory", f"{median(compiler, 'peak'):.0f} MiB"),
        ("floor, CPU seconds", f"{floor_cpu:.2f}  ({spread(floor)})"),
        ("ratio to the floor", f"{cpu / floor_cpu:.2f}"),
        ("package", f"{archive.stat().st_size / 1000:.0f} kB"),
        ("JS + CSS before the first page", f"{before_first_page(archive) / 1000:.1f} kB gzipped"),
    ]


def spread(runs: list[Run]) -> str:
    seconds = [run.cpu for run in runs]
    return f"{min(seconds):.2f} to {max(seconds):.2f} in {len(seconds)} runs"


def small(folder: Path, out: Path) -> list[tuple[str, str]]:
    """One page without media: what a package costs before it holds anything."""
    course = folder / "alone" / "small"  # beside the large one it would look like its copy
    write_course(course, 1, 0, media=False)
    runs = [measure(build_command(course, out)) for _ in range(3)]
    archive = package(out, course)
    return [
        ("course", "1 page, no media"),
        ("CPU seconds", f"{median(runs, 'cpu'):.2f}"),
        ("package", f"{archive.stat().st_size / 1000:.1f} kB"),
        ("JS + CSS before the first page", f"{before_first_page(archive) / 1000:.1f} kB gzipped"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, prog="make bench")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--repetitions", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "out").mkdir()
        load = os.getloadavg()[0]
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f}\n")
        report(large(arguments, folder))
        print()
        report(small(folder, folder / "out"))


if __name__ == "__main__":
    main()
