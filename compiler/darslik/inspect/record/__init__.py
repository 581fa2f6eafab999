"""What will the LMS record? The manifest alone says much of it; what it cannot say is said, too.

1. `read_record`: Subject → `Record` (model.py), by scorm12.py, scorm2004.py, cmi5.py, xapi.py, one a standard.
2. `Words` (words.py): an activity → sentences that an administrator understands; `gradebook`, `unknown` (promises.py).
3. `outline` (outline.py): Record → nested data, for JSON and the terminal. `picture` (picture.py): Record → SVG.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from darslik.inspect.record import cmi5, scorm12, scorm2004, xapi
from darslik.inspect.record.model import Record

if TYPE_CHECKING:
    from darslik.inspect.subject import Subject

__all__ = ["Record", "read_record"]


def read_record(subject: Subject) -> Record | None:
    """What a package will have recorded; none for a standard that has no such thing (Common Cartridge)."""
    if subject.kind is None:
        return None
    title = subject.kind.title
    match subject.kind.standard:
        case "scorm12":
            return scorm12.read(subject.manifest, title)
        case "scorm2004":
            return scorm2004.read(subject.manifest, subject.sequencings, title)
        case "cmi5":
            return cmi5.read(subject.xml, title)
        case "xapi":
            return xapi.read(subject.xml, title)
        case _:
            return None
