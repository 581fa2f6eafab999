"""`:::{download} path`: a file to keep, with its type and size."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup

from darslik.blocks import Block, FileRef, Options, file_argument
from darslik.source.markdown import Directive
from darslik.source.media_types import media_type

if TYPE_CHECKING:
    from darslik.render.page import PageRenderer


class DownloadOptions(Options):
    """Options of a download."""

    title: str


def _files(directive: Directive) -> Iterable[FileRef]:
    return file_argument(directive, "file")


def _render(directive: Directive, page: PageRenderer) -> Markup:
    asset = page.asset(directive.argument, directive.argument_span.file)
    size = page.files.size(asset.path)
    block = {
        "href": asset.href,
        "name": posixpath.basename(asset.href),
        "title": directive.data.title,
        "mime": media_type(asset.href),
        "bytes": size,
        "size": page.size_text(size),
    }
    return page.block("download", block, directive)


BLOCKS = [Block("download", _render, DownloadOptions, "required", "the path of a file", files=_files)]
