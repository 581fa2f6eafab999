"""An environment of its own for each LMS, made once and used again.

The three LMSs pin packages that clash with each other and with ours, and one of them needs
another Django than the next. Each therefore gets a virtual environment under `.lms/`.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alone import alone

HERE = Path(__file__).parent
HOME = HERE.parent.parent / ".lms"
SECONDS = 600


@dataclass(frozen=True)
class Environment:
    """A virtual environment and, for a site with many migrations, its empty database."""

    python: Path
    data: Path


def environment(name: str, prepare: Path | None = None) -> Environment:
    """The LMS's environment, which is made if it is not there or stale.

    `prepare` is a script that fills the folder named by LMS_DATA with what each run starts from.
    """
    requirements = HERE / f"requirements-{name}.txt"
    folder = HOME / name
    made = Environment(folder / "bin" / "python", folder / "data")
    site = sorted(prepare.parent.glob("*.py")) if prepare else []
    with _only_one_process(name):
        wanted = _fingerprint(requirements, *site)
        stamp = folder / "fingerprint"
        if not stamp.is_file() or stamp.read_text() != wanted:
            _make(folder, requirements)
            if prepare:
                made.data.mkdir()
                run([made.python, prepare, "prepare"], LMS_DATA=str(made.data))
            stamp.write_text(wanted)
    return made


def _fingerprint(*files: Path) -> str:
    python = f"{sys.implementation.name} {sys.version_info[:3]} {sys.base_prefix} "
    contents = b"".join(file.read_bytes() for file in files)
    return hashlib.sha256(python.encode() + contents).hexdigest()


def _make(folder: Path, requirements: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    began = time.monotonic()
    run([sys.executable, "-m", "venv", folder])
    pip: list[str | Path] = [folder / "bin" / "python", "-m", "pip", "--no-input", "--quiet"]
    run([*pip, "--disable-pip-version-check", "install", "--require-hashes", "-r", requirements])
    (folder / "seconds").write_text(f"{time.monotonic() - began:.0f}\n")


@contextmanager
def _only_one_process(name: str) -> Iterator[None]:
    HOME.mkdir(exist_ok=True)
    (HOME / ".gitignore").write_text("*\n")
    with alone(HOME / f"{name}.lock"):
        yield


def run(command: list[str | Path], **variables: str) -> None:
    """Run a command; if it fails, say what it said."""
    done = subprocess.run(
        command,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode:
        message = f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}"
        raise RuntimeError(message)
