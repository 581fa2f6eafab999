"""Finds, reads and writes a language's catalogue in the folder `locale/` of a course, whatever its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from darslik.diagnostics import Sink, Span
from darslik.source.files import Files
from darslik.source.text import decoded
from darslik.translate.catalogue import Catalogue
from darslik.translate.po import read_po, write_po
from darslik.translate.segments import Segment
from darslik.translate.xliff import SPACE_12, write_xliff
from darslik.translate.xliff_read import read_xliff

FOLDER = "locale"
ENDINGS = (".po", ".xlf", ".xliff")
MAX_CATALOGUE = 64 * 1024 * 1024
"""Bytes of a catalogue: ten times what a course of 1,000 pages needs."""

Form = Literal["po", "xliff", "xliff12"]
FORMS: tuple[Form, ...] = ("po", "xliff", "xliff12")
"""Gettext PO; XLIFF 2.1; XLIFF 1.2."""


def catalogue_path(files: Files, lang: str) -> str | None:
    """The file of a language's catalogue, if it has one."""
    return next((path for ending in ENDINGS if files.has(path := f"{FOLDER}/{lang}{ending}")), None)


def new_path(lang: str, form: Form) -> str:
    """Where a language's first catalogue goes."""
    return f"{FOLDER}/{lang}.{'po' if form == 'po' else 'xlf'}"


def form_of(path: str, body: bytes) -> Form:
    """The form of a catalogue, by its name and beginning."""
    if path.endswith(".po"):
        return "po"
    return "xliff12" if SPACE_12.encode() in body[:4096].replace(b"\0", b"") else "xliff"


def read_catalogue(files: Files, lang: str, sink: Sink) -> Catalogue | None:
    """A language's catalogue; none if there is none, or it is damaged and a finding says so."""
    path = catalogue_path(files, lang)
    if path is None:
        return None
    if files.size(path) > MAX_CATALOGUE:
        sink.add("catalogue-damaged", f"this file has {files.size(path):,} bytes", Span(path), help="divide the course")
        return None
    return read_bytes(files.read(path), path, lang, sink)


def read_bytes(
    body: bytes, path: str, lang: str, sink: Sink, sources: Mapping[str, str] | None = None
) -> Catalogue | None:
    """The catalogue that a file holds; none, with a finding, if it is damaged. `sources`: as in `read_xliff`."""
    if not path.endswith((".po", ".pot")):
        return read_xliff(body, path, lang, sink, sources)
    text = decoded(body, path, sink)
    return read_po(text, path, lang, sink) if text is not None else None


def write_catalogue(catalogue: Catalogue, segments: Mapping[tuple[str, str], Segment], source: str, form: Form) -> str:
    """The text of a catalogue's file; `segments` by context and text, `source` the source language."""
    if form == "po":
        return write_po(catalogue, dict(segments), source)
    return write_xliff(catalogue, segments, source, form)
