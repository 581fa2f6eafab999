"""What could not be taken as a statement: counted, and listed with its place and the reason, without its content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from ..files import write_whole


class Rejects:
    """The file `rejects.ndjson` of a store: place, reason, size, and a keyed hash of what was rejected.

    The content may name people, so it stays where it came from.
    """

    def __init__(self, folder: Path, digest: Callable[[str, str], str]) -> None:
        self.path = folder / "rejects.ndjson"
        self._digest = digest
        self._lines: dict[str, str] | None = None
        self._changed = False

    def add(self, raw: str | bytes, place: str, reason: str) -> None:
        """Note something that is no statement; the same one at the same place is noted once."""
        body = raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass")
        known = self._digest("reject", f"{place}\n{hashlib.sha256(body).hexdigest()}")[:32]
        lines = self._known()
        if known not in lines:
            lines[known] = json.dumps({"place": place, "reason": reason, "bytes": len(body), "hash": known})
            self._changed = True

    def save(self) -> None:
        """Write the file."""
        if self._changed:
            write_whole(self.path, "".join(f"{line}\n" for line in self._known().values()).encode())
            self._changed = False

    def _known(self) -> dict[str, str]:
        if self._lines is None:
            text = self.path.read_text("utf-8") if self.path.exists() else ""
            self._lines = {json.loads(line)["hash"]: line for line in text.splitlines()}
        return self._lines
