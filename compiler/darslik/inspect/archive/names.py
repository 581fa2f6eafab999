"""Names of files from outside: which may be unpacked."""

from __future__ import annotations

import re

_DRIVE = re.compile(r"[A-Za-z]:")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Characters that end a name, break a line or turn the direction of writing."""


def leads_out(name: str) -> bool:
    """Whether a name is no path inside the package: `..`, absolute, on a drive."""
    path = name.replace("\\", "/")
    return path.startswith("/") or bool(_DRIVE.match(path)) or ".." in path.split("/")


def has_control(name: str) -> bool:
    """Whether a name has characters that end it, break a line or turn the direction of writing."""
    return bool(CONTROL.search(name))
