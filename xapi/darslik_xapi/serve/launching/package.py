"""A package to preview, read where it is: a zip or a folder."""

from __future__ import annotations

import mimetypes
import threading
import zipfile
from dataclasses import dataclass
from pathlib import Path

from darslik_xapi.errors import XapiError

from .course import Au, Block, TincanActivity, parse_cmi5, parse_tincan

# A member of a zip may claim any size: this is the most that is unpacked of one.
_LARGEST_FILE = 1024 * 1024 * 1024
_KINDS = {".js": "text/javascript", ".mjs": "text/javascript", ".svg": "image/svg+xml", ".vtt": "text/vtt",
          ".json": "application/json", ".wasm": "application/wasm", ".woff2": "font/woff2", ".css": "text/css",
          ".webp": "image/webp", ".avif": "image/avif", ".xhtml": "application/xhtml+xml"}  # fmt: skip


@dataclass(frozen=True)
class Launchable:
    """Something of a package that a learner can open.

    Attributes:
        title: by language; `und` where the package names none.
    """

    title: dict[str, str]
    au: Au | None = None
    activity: TincanActivity | None = None


class Package:
    """A cmi5 or tincan.xml package.

    Attributes:
        course: the structure of a cmi5 package; None for tincan.xml.
        launchables: in the order of the package.
    """

    def __init__(self, path: Path) -> None:
        """Read what the package says of itself.

        Raises:
            XapiError: it is neither a zip nor a folder, or has neither cmi5.xml nor tincan.xml.
        """
        self.path = path
        self._lock = threading.Lock()
        self._zip = _opened(path)
        self.course: Block | None = None
        try:
            self.launchables = self._launchables()
        except ValueError as error:
            message = f"{path}: {error}"
            raise XapiError(message, "give a cmi5 or tincan.xml package, as a zip or as a folder") from error

    def read(self, name: str) -> bytes | None:
        """A file of the package; None if there is none."""
        if self._zip is None:
            return self._from_folder(name)
        with self._lock:
            try:
                info = self._zip.getinfo(name)
                if info.is_dir() or info.file_size > _LARGEST_FILE:
                    return None
                with self._zip.open(info) as file:
                    return file.read(_LARGEST_FILE)
            except (KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
                return None

    def _from_folder(self, name: str) -> bytes | None:
        root = self.path.resolve()
        file = (root / name).resolve()
        return file.read_bytes() if file.is_relative_to(root) and file.is_file() else None

    def _launchables(self) -> list[Launchable]:
        if (content := self.read("cmi5.xml")) is not None:
            self.course = parse_cmi5(content)
            found = [Launchable(au.title, au=au) for au in self.course.aus()]
        elif (content := self.read("tincan.xml")) is not None:
            found = [Launchable({"und": one.title}, activity=one) for one in parse_tincan(content)]
        else:
            message = "it has neither cmi5.xml nor tincan.xml at its top"
            raise ValueError(message)
        if not found:
            message = "cmi5.xml has no assignable unit"
            raise ValueError(message)
        return found


def _opened(path: Path) -> zipfile.ZipFile | None:
    if path.is_dir():
        return None
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        message = f"{path} is neither a folder nor a zip that can be read"
        raise XapiError(message, "give a cmi5 or tincan.xml package, as a zip or as a folder") from error


def media_type_of(name: str) -> str:
    """The media type of a file by its name, the same on every machine."""
    suffix = Path(name).suffix.lower()
    kind = _KINDS.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith("xml") else kind
