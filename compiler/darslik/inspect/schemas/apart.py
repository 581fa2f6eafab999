"""Validation with schemas of a package, in a process that has little time and memory.

A schema can make any validator run for ever or fill the memory: occurrences of occurrences, patterns of patterns.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

SECONDS = 20
MEMORY = 1536 * 1024**2
MOST = 800


class Unusable(Exception):  # noqa: N818 - it is the package's, not ours
    """Why the schemas could not be used, in a sentence."""


def validate(
    files: Mapping[str, bytes], roots: Mapping[str, str], documents: Sequence[bytes]
) -> list[list[tuple[str, str]]]:
    """For each document, pairs of XPath and libxml2's message.

    `files`: schemas by the names that they use for each other; `roots`: namespace → name. Raises Unusable.
    """
    task = {
        "files": {name: body.decode("utf-8", "replace") for name, body in files.items()},
        "roots": list(roots.items()),
        "documents": [base64.b64encode(one).decode() for one in documents],
        "most": MOST,
        "seconds": SECONDS,
        "memory": MEMORY,
    }
    command = [sys.executable, "-I", str(Path(__file__).with_name("child.py"))]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and program
            command, input=json.dumps(task).encode(), capture_output=True, timeout=2 * SECONDS, check=False
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise Unusable("reading them takes more time or memory than a schema should") from None
    if "unusable" in answer:
        raise Unusable(str(answer["unusable"]))
    return [[(path, message) for path, message in one] for one in answer["complaints"]]
