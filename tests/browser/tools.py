"""Finds, or installs, what the browser tests need besides Python packages of ours.

The LMS (scorm-again) and the accessibility checker (axe-core) come with the runtime's npm packages.
ralph, an independent model of xAPI, gets an environment of its own: its pins are older than ours.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

from alone import alone

HERE = Path(__file__).parent
MODULES = HERE.parents[1] / "themes" / "runtime" / "node_modules"
RALPH = HERE / ".venv-ralph"


def module(path: str) -> Path:
    """A file of an npm package."""
    found = MODULES / path
    if not found.exists():
        message = f"{path} is missing. Install it with: make test"
        raise RuntimeError(message)
    return found


def ralph_python() -> Path:
    """The interpreter of ralph's environment, made on first use."""
    pins = (HERE / "ralph.txt").read_text("utf-8")
    stamp = RALPH / ".stamp"
    with alone(HERE / ".venv-ralph-lock" / "lock"):
        if not stamp.exists() or stamp.read_text("utf-8") != pins:
            venv.create(RALPH, with_pip=True, clear=True)
            pip = [str(_python()), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
            subprocess.run([*pip, "-r", str(HERE / "ralph.txt")], check=True)
            stamp.write_text(pins, "utf-8")
    return _python()


def _python() -> Path:
    return RALPH / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


if __name__ == "__main__":
    ralph_python()
