"""How much of a hostile package is read before it is refused. Every limit is an option of the command."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024**2


@dataclass(frozen=True)
class Limits:
    """Bytes and counts. The defaults are several times what real courses need."""

    files: int = 50_000
    """Entries of an archive or files of a folder."""
    total: int = 4096 * MIB
    """Bytes of all files, unpacked."""
    ratio: int = 200
    """Unpacked to packed bytes, of a file of more than a mebibyte and of the whole archive."""
    xml: int = 16 * MIB
    """Bytes of a manifest, or any other XML file that is parsed."""
    text: int = 8 * MIB
    """Bytes of a page, script or style sheet that is searched; of longer ones, only so many."""
