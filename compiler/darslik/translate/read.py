"""Finds and reads a language's catalogue in the folder `locale/` of a course."""

from __future__ import annotations

from darslik.diagnostics import Sink
from darslik.source.files import Files
from darslik.source.text import read_text
from darslik.translate.catalogue import Catalogue
from darslik.translate.po import read_po

FOLDER = "locale"
ENDINGS = (".po",)


def catalogue_path(files: Files, lang: str) -> str | None:
    """The file of a language's catalogue, if it has one."""
    return next((path for ending in ENDINGS if files.has(path := f"{FOLDER}/{lang}{ending}")), None)


def read_catalogue(files: Files, lang: str, sink: Sink) -> Catalogue | None:
    """A language's catalogue; none if there is none, or it is damaged and a finding says so."""
    path = catalogue_path(files, lang)
    text = read_text(files, path, sink) if path else None
    return read_po(text, path, lang, sink) if path and text is not None else None
