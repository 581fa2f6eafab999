"""The wheel, and the Pythons of this machine with an environment for it."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / "requirements" / "run.txt"
MINORS = range(11, 16)
FOLDERS = (".pyenv/versions/*/bin/python3", ".local/share/uv/python/*/bin/python3")
ASK = "import sys; print(*sys.version_info[:2], sys.implementation.name, sys._base_executable)"


@functools.cache
def others() -> dict[str, Path]:
    """One interpreter for each minor version that is not the running one."""
    named = [path for minor in MINORS if (path := shutil.which(f"python3.{minor}"))]
    stored = [str(path) for folder in FOLDERS for path in sorted(Path.home().glob(folder))]
    found: dict[str, Path] = {}
    for candidate in [*named, *stored]:
        version, python = identify(candidate)
        if version is not None and version != sys.version_info[:2]:
            found.setdefault("{}.{}".format(*version), python)
    return dict(sorted(found.items()))


def identify(candidate: str) -> tuple[tuple[int, int] | None, Path]:
    """Version and path of an interpreter that may be used, else None."""
    done = subprocess.run([candidate, "-c", ASK], capture_output=True, text=True, check=False)
    words = done.stdout.split(maxsplit=3)
    if done.returncode or len(words) < 4 or words[2] != "cpython":
        return None, Path(candidate)
    version = int(words[0]), int(words[1])
    return (version if version >= (3, 11) else None), Path(words[3].strip())


def build(source: Path, kind: str, out: Path, **variables: str) -> Path:
    """Build a wheel or a source archive with the build tools of this environment."""
    command = [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", str(out), str(source)]
    done = subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(out.glob("*.whl" if kind == "wheel" else "*.tar.gz"))


@functools.cache
def wheel() -> Path:
    """The wheel of the checkout as it is now."""
    out = ROOT / "build" / "tests"
    shutil.rmtree(out, ignore_errors=True)
    return build(ROOT, "wheel", out)


def equipped(version: str) -> Path:
    """The Python of an environment with the wheel; the dependencies are installed once, then kept."""
    folder = ROOT / ".venv-interpreters" / version
    stamp, pins = folder / "pins", PINS.read_text("utf-8")
    if not stamp.is_file() or stamp.read_text("utf-8") != pins:
        make_environment(others()[version], folder, PINS)
        stamp.write_text(pins, "utf-8")
    install(folder, "--no-deps", "--force-reinstall", wheel())
    return python_of(folder)


def make_environment(python: Path, folder: Path, *requirements: Path) -> None:
    """An environment without pip, filled by our own pip."""
    subprocess.run([python, "-m", "venv", "--clear", "--without-pip", folder], check=True)
    for path in requirements:
        install(folder, "-r", path)


def install(folder: Path, *arguments: str | Path) -> None:
    """Install into an environment."""
    pip = [sys.executable, "-m", "pip", "--python", str(python_of(folder)), "--no-input"]
    command = [*pip, "install", "-qq", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def python_of(folder: Path) -> Path:
    """An environment's interpreter."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
