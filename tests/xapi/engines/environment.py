"""Spark and ClickHouse, in a folder of their own beside the environment: they are large, and not what darslik needs.

The folder is put behind everything else on the path of a program that wants them; the tests' own process never has it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from alone import alone

ROOT = Path(__file__).parents[3]
REQUIREMENTS = ROOT / "requirements" / "engines.txt"
HOME = ROOT / ".engines"
SECONDS = 900


def site() -> Path:
    """The folder with the packages, which is made if it is not there or stale."""
    HOME.mkdir(exist_ok=True)
    (HOME / ".gitignore").write_text("*\n")
    folder, stamp = HOME / "site", HOME / "fingerprint"
    python = f"{sys.implementation.name} {sys.version_info[:2]} "
    wanted = hashlib.sha256(python.encode() + REQUIREMENTS.read_bytes()).hexdigest()
    with alone(HOME / "lock"):
        if not stamp.is_file() or stamp.read_text() != wanted:
            _install(folder)
            stamp.write_text(wanted)
    return folder


def variables(site: Path) -> dict[str, str]:
    """The environment of a program that uses them: our sources first, and no setting of the machine's own Spark."""
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("SPARK_", "PYSPARK_", "DARSLIK_"))
    }
    paths = [ROOT / "xapi", ROOT / "tests", site]
    return ours | {"PYTHONPATH": os.pathsep.join(map(str, paths)), "SPARK_LOCAL_IP": "127.0.0.1"}


def _install(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    began = time.monotonic()
    pip = [sys.executable, "-m", "pip", "--no-input", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "install", "--no-deps", "--require-hashes", "--target", folder, "-r", REQUIREMENTS],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the engines could not be installed:\n{done.stdout}")
    (HOME / "seconds").write_text(f"{time.monotonic() - began:.0f}\n")
