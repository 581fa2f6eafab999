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


SCORM12 = """<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>{0}</title>{1}</organization></organizations>
<resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="a.html"/></resources></manifest>"""
TITLES = [
    "Lesson",
    "&lt;script>alert(1)&lt;/script>",
    "&quot;&gt;&lt;/text>&lt;image href='http://example.org/x.png'/>",
    "W" * 10_000,
    "word " * 2_000,
    "خطوات السلامة في المختبر " * 6,
    "\u202eturned\u202c \u2066isolated\u2069 back",
    "安全第一" * 40,
    "Щербаков и Жуков: Введение в широкополосные системы " * 4,
    "a\u0301\u0302\u0303" * 60,
    "\x7f\x85 controls \ufffd",
    "👩‍🚒👨‍🚒 " * 30,
    " ",
]
"""Of items; XML, already escaped."""


def course(titles: list[str], groups: int = 0) -> str:
    """A course of items with these titles, or of groups that each hold one of each."""
    items = [
        f'<item identifier="i{n}" identifierref="r"><title>{title}</title></item>' for n, title in enumerate(titles)
    ]
    if not groups:
        return SCORM12.format("Course", "".join(items))
    whole = [f'<item identifier="g{n}"><title>Group {n}</title>{"".join(items)}</item>' for n in range(groups)]
    return SCORM12.format("Course", "".join(whole))
