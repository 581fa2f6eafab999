"""Records of packages that tests write or build, without judging them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from darslik.diagnostics import Sink
from darslik.inspect.archive import open_package
from darslik.inspect.limits import Limits
from darslik.inspect.recognise import recognise
from darslik.inspect.subject import Subject
from darslik.inspect.xml import read_document

if TYPE_CHECKING:
    from pathlib import Path

    from darslik.inspect.record import Record

FILES = {"manifest": "imsmanifest.xml", "courseStructure": "cmi5.xml", "tincan": "tincan.xml"}


def record_of(path: Path) -> Record:
    """What is recorded of the first standard that a package follows."""
    sink = Sink()
    package = open_package(path, Limits(), sink)
    assert package, sink.found
    kind = recognise(package, None, sink)[0]
    document = read_document(package, kind.file, Limits(), sink)
    assert document, sink.found
    return Subject(package, kind, document, Limits()).record


def record_of_text(text: str, folder: Path) -> Record:
    """The same of a manifest alone."""
    name = next(file for root, file in FILES.items() if f"<{root}" in text)
    (folder / name).write_text(text, encoding="utf-8")
    return record_of(folder)
