"""What may become of an inspection in a process of its own; such a process can only import it from a module."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from darslik.inspect.many import Row

if TYPE_CHECKING:
    from pathlib import Path

    from darslik.inspect import Options


def dies_or_raises(path: Path, name: str, options: Options) -> Row:
    """`a.zip` ends the process, `b.zip` raises, others are fine."""
    del options
    if name == "a.zip":
        os._exit(7)
    if name == "b.zip":
        raise ValueError("a bug in a rule")
    return Row(name, path.stat().st_size)


def hangs_at_a(path: Path, name: str, options: Options) -> Row:
    """`a.zip` never ends."""
    del path, options
    while name == "a.zip":
        time.sleep(60)
    return Row(name, 0)
