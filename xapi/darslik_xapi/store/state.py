"""What a store knows about itself: `store.json`, replaced as a whole; and the lock that lets one process write."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..errors import XapiError
from ..files import write_whole

FORMAT = 1


@dataclass
class State:
    """The state of a store.

    Attributes:
        actors: `pseudonyms` or `real`; a store is one or the other for ever.
        free_text: whether learners' own words are kept.
        key: a keyed hash that tells whether a key is the one of this store.
        parts: the Parquet files that hold its statements, by their place in the store, with their rows. A file that
            is not here is left over from an interrupted command, and is removed by the next one that writes.
        pulls: by the LRS's address, how far it was read (`pulling.py`).
        before: months before this one were dropped, and stay away (`YYYY-MM`).
    """

    format: int = FORMAT
    actors: str = ""
    free_text: bool = False
    key: str = ""
    parts: dict[str, int] = field(default_factory=dict)
    pulls: dict[str, dict[str, Any]] = field(default_factory=dict)
    before: str = ""


def read_state(folder: Path) -> State:
    """The state of a store; a new one if there is none.

    Raises:
        XapiError: if it cannot be read or is of another format.
    """
    path = folder / "store.json"
    try:
        known = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return State()
    except (OSError, ValueError) as error:
        raise XapiError(
            f"{path} cannot be read: {error}", "take it from a backup, or pull into another folder"
        ) from None
    if not isinstance(known, dict) or known.get("format") != FORMAT:
        raise XapiError(f"{path} is of another format than this version knows", "use the version that made it")
    return State(**known)


def write_state(folder: Path, state: State) -> None:
    """Replace the state."""
    write_whole(folder / "store.json", json.dumps(asdict(state), indent=1, sort_keys=True).encode() + b"\n")


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the store's lock. It goes with the process, however that ends.

    Raises:
        XapiError: if another process has it, or the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("a+b") as file:
            if not _lock(file.fileno()):
                raise XapiError(
                    f"another process is writing to {folder}", "wait until it is done; queries work in the meantime"
                )
            yield
    except OSError as error:
        raise XapiError(f"{folder} cannot be written: {error.strerror}") from None


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
