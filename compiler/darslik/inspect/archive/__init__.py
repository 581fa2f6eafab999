"""Zip, folder or single file → a mapping of names to bytes, refused before it can do harm.

    base.py       what rules may ask of any package
    directory.py  a zip's list of files, number by number
    names.py      which names may be unpacked
    zip.py        its entries and their bytes, never more than they declare
    folder.py     folders and single files; no link is followed
    refusals.py   the rules of what is not looked into at all

What is wrong with single entries is said by `rules/archive_*.py`; the rest of the package is judged all the same.
"""

from __future__ import annotations

import stat
from pathlib import Path

from darslik.diagnostics import Sink, Span
from darslik.inspect.archive import refusals
from darslik.inspect.archive.base import Damaged, Package
from darslik.inspect.archive.directory import Refused
from darslik.inspect.archive.folder import FilePackage, FolderPackage, shown
from darslik.inspect.archive.zip import ZipPackage
from darslik.inspect.limits import Limits

__all__ = ["Damaged", "FilePackage", "FolderPackage", "Package", "Refused", "ZipPackage", "open_package"]


def open_package(path: Path, limits: Limits, sink: Sink) -> Package | None:
    """Open what is at a path; none, with the reason as a finding, if it is refused. Raises OSError."""
    try:
        return _opened(path, limits)
    except Refused as refused:
        sink.add(refused.rule, str(refused), Span(shown(path.name)), help=refusals.HELP[refused.rule])
        return None


def _opened(path: Path, limits: Limits) -> Package:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        return FolderPackage(path, limits)
    if not stat.S_ISREG(mode):
        raise Refused("not-a-zip", "it is no file, but a pipe or a device")
    if path.name.lower().endswith(".xml"):
        return FilePackage(path)
    return ZipPackage.at(path, limits)
