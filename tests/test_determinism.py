"""The same course gives the same bytes, whatever runs the compiler and wherever."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import deflate
import pytest

from interpreters import ROOT, equipped, others

COURSE = ROOT / "courses" / "open-data-essentials"
NO_OTHER = pytest.mark.skip(reason="this machine has no other Python from 3.11")
MAKE = "import os, sys; os.umask(int(sys.argv.pop(1), 8)); from darslik.cli import main; main()"


def digests(python: Path, course: Path, out: Path, umask: str = "022", **variables: str) -> dict[str, str]:
    """Build everything; SHA-256 by file name."""
    environment = {"PATH": os.defpath, "HOME": str(out.parent), **variables}
    done = subprocess.run(
        [python, "-c", MAKE, umask, "build", course, "--all", "--frozen", "-o", out],
        cwd=out.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    written = sorted(out.iterdir())
    assert {path.suffix for path in written} == {".zip", ".json", ".jsonld"}
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in written}


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy outside of any repository: there, packages name no commit."""
    return shutil.copytree(COURSE, tmp_path_factory.mktemp("copy") / COURSE.name)


@pytest.fixture(scope="session")
def expected(course: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What an ordinary build gives."""
    out = tmp_path_factory.mktemp("ordinary") / "out"
    return digests(Path(sys.executable), course, out, TZ="UTC", LC_ALL="C.UTF-8")


def test_place_time_zone_locale_and_chance_change_nothing(expected: dict[str, str], tmp_path: Path) -> None:
    """Another folder, other file times and modes, another zone, locale, hash seed and umask."""
    elsewhere = tmp_path / "elsewhere and further" / COURSE.name
    shutil.copytree(COURSE, elsewhere, copy_function=shutil.copyfile)
    for number, path in enumerate(sorted(elsewhere.rglob("*"), reverse=True)):
        os.utime(path, (10**9 + number, 10**9 + number))
        path.chmod(0o700)
    settings = {"TZ": "Asia/Tashkent", "LC_ALL": "C", "PYTHONHASHSEED": "12345"}
    found = digests(Path(sys.executable), elsewhere, tmp_path / "out", umask="077", **settings)
    assert found == expected


@pytest.mark.parametrize("version", list(others()) or [pytest.param("", marks=NO_OTHER)])
def test_other_pythons_give_the_same_bytes(
    course: Path, expected: dict[str, str], version: str, tmp_path: Path
) -> None:
    """They run the wheel, so that the checkout and what users install are compared, too."""
    found = digests(equipped(version), course, tmp_path / "out", PYTHONHASHSEED="0")
    assert found == expected


def test_compressor_is_the_one_whose_bytes_are_known() -> None:
    """Another version of the compressor may be better, and would change every package."""
    data = b"".join(f"<p>{number} {number * number % 977}</p>\n".encode() for number in range(4000))
    digest = hashlib.sha256(deflate.deflate_compress(data, 9)).hexdigest()
    assert digest == "0559bef462e5eadb4478bb199fc96746d697dfb9cb88cb98bc37f7e06d1ad9db"
