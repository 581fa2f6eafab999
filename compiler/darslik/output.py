"""Packages, the lock and the tracking plan → files: all of them or none, by renaming at the end."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import click

from darslik.diagnostics import Diagnostic, Severity
from darslik.errors import Exit
from darslik.lock.model import LOCK_FILE
from darslik.pipeline import Checked, Package, build
from darslik.profiles.build import unfit
from darslik.provenance.commit import commit_of
from darslik.source.files import DiskFiles, Files
from darslik.tracking import tracking_files


class CannotLock(click.ClickException):
    """`darslik.lock` cannot be written, so nothing was."""

    exit_code = Exit.USAGE

    def __init__(self, why: str) -> None:
        super().__init__(
            f"darslik.lock cannot be written: {why}. No package was written: its slots must be recorded first"
        )


@dataclass
class Written:
    """What came of it.

    `unfit`: by package, its files and what the LMSs that it is for mind in them. `done`: whether all were written.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    unfit: dict[str, tuple[Files, list[Diagnostic]]] = field(default_factory=dict)
    done: bool = True


def write_packages(  # noqa: PLR0913 - what to build, and how
    checked: Checked,
    files: DiskFiles,
    targets: Sequence[str],
    languages: Sequence[str],
    output: Path,
    *,
    split: bool,
    strict: bool = False,
    multi: bool = False,
) -> Written:
    """Build every file under a hidden name, then rename all: interrupted, it leaves the old files as they were.

    The lock comes first: a package whose slots nobody recorded would be worse than a lock without its packages.
    `strict`: nothing is written if an LMS that the packages are for minds something in them.
    """
    output.mkdir(parents=True, exist_ok=True)
    waiting: list[tuple[Path, Path]] = []
    written = Written()
    total = len(targets) * (1 if multi else len(languages))
    try:
        commit = commit_of(files.root)
        packages = build(checked, targets, languages, split=split, multi=multi, commit=commit)
        for number, package in enumerate(packages, 1):
            _progress(number, total, package)
            waiting.append(_write(package.name, package.zip, output))
            _judge(waiting[-1][0], package, checked, written, strict=strict)
            written.rows.append(_row(package, output))
        waiting += [_write(name, body, output) for name, body in tracking_files(checked, files, commit).items()]
        written.done = not (strict and written.unfit)
        if written.done:
            write_lock_file(checked, files)
            for hidden, final in waiting:
                hidden.replace(final)
    finally:
        for hidden, _ in waiting:
            hidden.unlink(missing_ok=True)
        _progress_end()
    return written


def _judge(hidden: Path, package: Package, checked: Checked, written: Written, *, strict: bool) -> None:
    if not checked.profiles:
        return
    inside, found = unfit(hidden, checked.profiles)
    if found:
        raised = [replace(one, severity=Severity.ERROR) for one in found] if strict else found
        written.unfit[package.name] = (inside, raised)


def write_lock_file(checked: Checked, files: DiskFiles) -> None:
    """Write `darslik.lock` whole or not at all, if it changed. Raises CannotLock."""
    locked = checked.locked
    if locked is None or not locked.changed:
        return
    final = files.root / LOCK_FILE
    hidden = files.root / f".{LOCK_FILE}.{os.getpid()}"
    if (final.read_bytes() if final.is_file() else None) != locked.stored:
        raise CannotLock("it was changed while the course was built; build again")
    try:
        with hidden.open("xb") as file:
            file.write(locked.text.encode())
            file.flush()
            os.fsync(file.fileno())
        hidden.replace(final)
    except OSError as error:
        raise CannotLock(error.strerror or str(error)) from None
    finally:
        hidden.unlink(missing_ok=True)


def _write(name: str, body: bytes, output: Path) -> tuple[Path, Path]:
    hidden = output / f".{name}.{os.getpid()}"
    hidden.write_bytes(body)
    return hidden, output / name


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
