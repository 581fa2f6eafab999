"""Reads a package that came from outside. Whatever is wrong with it is one sentence, `BadPackage`."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pydantic import ValidationError

from darslik.diff.record import FORMAT
from darslik.diff.tracked import Passport
from darslik.package.archive import MAX_FILES

MAX_TOTAL = 4 * 1024**3
"""Bytes of all files of a package, unpacked."""
MAX_PASSPORT = 64 * 1024**2
MAX_DIRECTORY = 64 * 1024**2
PASSPORT = "darslik.json"

_TAIL = 22 + 65535
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    ValueError,
    OSError,  # a place in the file that cannot be
)


class BadPackage(Exception):  # noqa: N818 - it is the user's, not ours
    """What is wrong with a package, in a sentence."""


@dataclass(frozen=True)
class Known:
    """A package as `darslik diff` knows it. `altered`: files that are not what darslik wrote."""

    passport: Passport
    sizes: Mapping[str, int]
    altered: tuple[str, ...] = ()


def shown(text: str, most: int = 120) -> str:
    """A text from outside, safe on a terminal: no control characters, no endless lines."""
    plain = _CONTROL.sub("�", text)
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def read_path(path: Path) -> Known:
    """The package at a path."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise BadPackage("it is not a file")
    with path.open("rb") as file:
        return read(file)


def read(file: IO[bytes]) -> Known:
    """A package. Raises BadPackage, and nothing else, whatever the bytes are."""
    count = _directory(file)
    try:
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()
            if len(entries) != count:
                raise BadPackage("the zip is damaged: its list of files is not whole")
            _entries(entries)
            passport = _passport(package)
            altered = tuple(sorted(_altered(package, passport)))
    except _BROKEN as error:
        raise BadPackage(f"the zip is damaged: {shown(str(error) or type(error).__name__)}") from None
    return Known(passport, {entry.filename: entry.file_size for entry in entries}, altered)


def _directory(file: IO[bytes]) -> int:
    """How many files there are; refuses a list that would not fit into memory, before anything reads it."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < 22:
        raise BadPackage("it is not a zip")
    count, length = struct.unpack("<HL", tail[at + 10 : at + 16])
    if tail[max(0, at - 20) : at].startswith(b"PK\6\7") or count > MAX_FILES:
        raise BadPackage("it is a zip64 archive; darslik never makes one")
    if length > min(MAX_DIRECTORY, size):
        raise BadPackage("its list of files is impossibly long")
    return int(count)


def _entries(entries: Iterable[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    total = 0
    for entry in entries:
        name = entry.filename
        bad = _bad_name(name) or ("it is there twice" if name.lower() in seen else "") or _bad_entry(entry)
        if bad:
            raise BadPackage(f"its file `{shown(name)}` is not safe: {bad}")
        seen.add(name.lower())
        total += entry.file_size
    if total > MAX_TOTAL:
        raise BadPackage(f"unpacked it has {total:,} bytes; {MAX_TOTAL:,} are the most that is read")


def _bad_name(name: str) -> str:
    if name.startswith(("/", "\\")) or "\\" in name or re.match(r"[A-Za-z]:", name) or "\0" in name:
        return "the name is not a path inside the package"
    return "the name leads out of the package" if ".." in name.split("/") else ""


def _bad_entry(entry: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "it is a link or a device"
    return "it is encrypted" if entry.flag_bits & 1 else ""


def _passport(package: zipfile.ZipFile) -> Passport:
    if PASSPORT not in package.namelist():
        raise BadPackage(f"darslik did not build it: there is no {PASSPORT} in it")
    with package.open(PASSPORT) as file:
        body = file.read(MAX_PASSPORT + 1)
    if len(body) > MAX_PASSPORT:
        raise BadPackage(f"its {PASSPORT} is larger than any that darslik writes")
    try:
        value = json.loads(body.decode(), parse_constant=_refused, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise BadPackage(f"its {PASSPORT} is not readable: {shown(str(error))}") from None
    return _typed(value)


def _refused(name: str) -> None:
    raise ValueError(f"{name} is not a JSON value")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        message = "a key is written twice"
        raise ValueError(message)
    return made


def _typed(value: Any) -> Passport:  # noqa: ANN401 - any JSON value
    if not isinstance(value, dict) or "darslik" not in value:
        raise BadPackage(f"darslik did not build it: its {PASSPORT} says something else")
    tracking = value.get("tracking")
    if not isinstance(tracking, dict):
        raise BadPackage(
            f"its {PASSPORT} has no tracking record: it was built by a darslik that did not write one yet. "
            "Build the old version of the course anew and compare with that"
        )
    made = tracking.get("format")
    if isinstance(made, int) and not isinstance(made, bool) and made > FORMAT:
        raise BadPackage(f"a newer darslik built it ({shown(str(value['darslik']))}); install that one")
    try:
        return Passport.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadPackage(f"its {PASSPORT} is not one that darslik writes: {shown(place)}: {first['msg']}") from None
    except RecursionError:
        raise BadPackage(f"its {PASSPORT} is nested too deeply") from None


def _altered(package: zipfile.ZipFile, passport: Passport) -> Iterable[str]:
    """Files that are not what the package's own list says. Reading them also finds damage."""
    found = {entry.filename for entry in package.infolist() if not entry.is_dir()} - {PASSPORT}
    yield from sorted(found ^ set(passport.files))
    for name in sorted(found & set(passport.files)):
        digest = hashlib.sha256()
        with package.open(name) as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
        if digest.hexdigest() != passport.files[name]:
            yield name
