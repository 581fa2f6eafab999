"""How much of a hostile package is read before it is refused. Every limit is an option of the command."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024**2
DIRECTORY = 64 * MIB
"""Bytes of a zip's list of files: more than names and attributes of real files fill."""
SMALL = 8 * MIB
"""Of what has fewer bytes unpacked, no ratio is a danger: silence and empty pictures pack a thousand to one."""


@dataclass(frozen=True)
class Limits:
    """Bytes and counts. The defaults are several times what real courses need."""

    files: int = 200_000
    """Entries of an archive or files of a folder."""
    total: int = 4096 * MIB
    """Bytes of all files, unpacked."""
    ratio: int = 200
    """Unpacked to packed bytes, of a file and of the whole archive, if they are not `SMALL`."""
    xml: int = 16 * MIB
    """Bytes of a manifest, or any other XML file that is parsed."""
    elements: int = 500_000
    """Elements of a manifest, or any other XML file that is parsed."""
    text: int = 8 * MIB
    """Bytes of a page, script or style sheet that is searched; of longer ones, only so many."""
    seconds: int = 300
    """Time for each package of a folder of packages."""
    findings: int = 1_000
    """Findings of one rule that are told; of more, only that there are."""
