"""The git commit of a course folder, as a build records it in `darslik.json`."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from darslik.source.files import SKIPPED

SECONDS = 20
_SAFE = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "log.showSignature=false")

_NO_COURSE_FILES = (":(exclude,glob)**/.*", *(f":(exclude,glob)**/{name}/**" for name in sorted(SKIPPED)))
"""What a build does not read, its own output for one."""


@dataclass(frozen=True)
class Commit:
    """The last commit that touched the course folder; `modified`: its files are not quite what was committed."""

    id: str
    modified: bool = False
    time: str = field(default="", compare=False)
    """When it was made, UTC, ISO 8601."""

    def as_data(self) -> dict[str, str | bool]:
        """As it stands in `darslik.json`, under `source`."""
        return {"commit": self.id, **({"modified": True} if self.modified else {})}


def commit_of(folder: Path) -> Commit | None:
    """The commit of a course folder; none without git, outside of a repository, or if the history is cut off there.

    A commit that touches only other folders does not count: it would change the bytes of packages for nothing.
    """
    found, _, seconds = (_git(folder, "log", "-1", "--format=%H %ct", "--", ".") or "").partition(" ")
    if not found or found in _cut_off(folder):
        return None
    time = datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    changed = _git(folder, "status", "--porcelain", "--untracked-files=normal", "--", ".", *_NO_COURSE_FILES)
    return None if changed is None else Commit(found, bool(changed), time)


def _cut_off(folder: Path) -> set[str]:
    """Commits whose parents a shallow clone has not got: they seem to have touched everything."""
    place = _git(folder, "rev-parse", "--git-path", "shallow")
    try:
        return set((folder / place).read_text("ascii").split()) if place else set()
    except (OSError, UnicodeDecodeError):
        return set()


def _git(folder: Path, *words: str) -> str | None:
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - fixed words
            ["git", *_SAFE, "-C", str(folder), *words],  # noqa: S607 - the user's own git
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=SECONDS,
            env=environment,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None
