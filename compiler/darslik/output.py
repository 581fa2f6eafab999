"""Packages → files: all of them or none, by renaming at the end."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from darslik.pipeline import Checked, Package, build


def write_packages(
    checked: Checked, targets: Sequence[str], languages: Sequence[str], output: Path, *, split: bool
) -> list[dict[str, Any]]:
    """Build every package into a hidden file, then rename all: interrupted, it leaves the old files as they were."""
    output.mkdir(parents=True, exist_ok=True)
    waiting: list[tuple[Path, Path]] = []
    rows: list[dict[str, Any]] = []
    total = len(targets) * len(languages)
    try:
        for number, package in enumerate(build(checked, targets, languages, split=split), 1):
            _progress(number, total, package)
            waiting.append(_write(package, output))
            rows.append(_row(package, output))
        for hidden, final in waiting:
            hidden.replace(final)
    finally:
        for hidden, _ in waiting:
            hidden.unlink(missing_ok=True)
        _progress_end()
    return rows


def _write(package: Package, output: Path) -> tuple[Path, Path]:
    hidden = output / f".{package.name}.{os.getpid()}"
    hidden.write_bytes(package.zip)
    return hidden, output / package.name


def _row(package: Package, output: Path) -> dict[str, Any]:
    return {
        "file": (output / package.name).as_posix(),
        "target": package.target,
        "language": package.language,
        "sha256": package.sha256,
        "bytes": len(package.zip),
        "pages": package.pages,
        "questions": package.questions,
    }


def _progress(number: int, total: int, package: Package) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K[{number}/{total}] {package.name}", nl=False, err=True)


def _progress_end() -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
