"""Builds packages the way a user does, once per run, from copies: a build writes `darslik.lock` into the course."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

from darslik.cli import main

REPOSITORY = Path(__file__).parents[2]
HARBOUR = Path(__file__).parent / "fixtures" / "harbour"
OPEN_DATA = REPOSITORY / "courses" / "open-data-essentials"
LANGUAGES = ["en", "ru", "uz-Latn"]


class Builder:
    """Keeps what was built."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._built: dict[tuple[str, ...], Path] = {}
        self._copies: dict[Path, Path] = {}

    def _copy(self, course: Path) -> Path:
        """The course in a folder of its own, so that nothing beside it has the same id."""
        if course not in self._copies:
            self._copies[course] = self.folder / f"course-{len(self._copies)}" / course.name
            shutil.copytree(course, self._copies[course])
        return self._copies[course]

    def zip(self, course: Path, target: str, language: str, *options: str) -> Path:
        """The package of a course for a target in a language; `multi`: in all of them."""
        key = (str(course), target, language, *options)
        if key not in self._built:
            out = self.folder / str(len(self._built))
            wanted = ["--multi"] if language == "multi" else ["-l", language]
            arguments = ["build", str(self._copy(course)), "-t", target, *wanted, "-o", str(out)]
            status = main([*arguments, *options], standalone_mode=False)
            assert not status, f"the build ended with {status}"
            self._built[key] = out / f"{course.name}-{language}-{target}.zip"
        return self._built[key]

    def unpacked(self, course: Path, target: str, language: str, *options: str) -> Path:
        """The same package as a folder."""
        package = self.zip(course, target, language, *options)
        folder = package.with_suffix("")
        if not folder.exists():
            with zipfile.ZipFile(package) as archive:
                archive.extractall(folder)
        return folder


def copy_with_theme(course: Path, theme: str, folder: Path) -> Path:
    """The same course in another theme."""
    copy = folder / f"{course.name}-{theme}"
    shutil.copytree(course, copy)
    text = (copy / "course.yaml").read_text("utf-8")
    changed = re.sub(r"(?m)^theme: .*$", f"theme: {theme}", text)
    assert f"theme: {theme}" in changed
    (copy / "course.yaml").write_text(changed, "utf-8")
    return copy
