"""Reads a package that came from outside. Whatever is wrong with it is one sentence, `BadPackage`."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pydantic import ValidationError

from darslik.diff.record import FORMAT
from darslik.diff.tracked import Passport
from darslik.inspect.archive import Damaged, Refused, ZipPackage
from darslik.inspect.archive.directory import Entry
from darslik.inspect.archive.names import CONTROL, leads_out
from darslik.inspect.limits import Limits
from darslik.package.archive import MAX_FILES

LIMITS = Limits(files=MAX_FILES)
MAX_PASSPORT = 64 * 1024**2
PASSPORT = "darslik.json"


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
    plain = CONTROL.sub("�", text)
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def read_path(path: Path) -> Known:
    """The package at a path."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise BadPackage("it is not a file")
    with path.open("rb") as file:
        return read(file)


def read(file: IO[bytes]) -> Known:
    """A package. Raises BadPackage, and nothing else, whatever the bytes are."""
    try:
        package = ZipPackage(file, "", LIMITS)
        _whole(package)
        passport = _passport(package)
        altered = tuple(sorted(_altered(package, passport)))
    except Refused as refused:
        raise BadPackage(shown(str(refused))) from None
    except Damaged as damage:
        raise BadPackage(f"the zip is damaged: {shown(str(damage))}") from None
    return Known(passport, {entry.name: entry.size for entry in package.directory.entries}, altered)


def _whole(package: ZipPackage) -> None:
    """Refuse what darslik never writes."""
    directory = package.directory
    if directory.zip64:
        raise BadPackage("it is a zip64 archive; darslik never makes one")
    if directory.flaws:
        raise BadPackage(f"the zip is damaged: {directory.flaws[0]}")
    seen: set[str] = set()
    for entry in directory.entries:
        twice = entry.name.lower() in seen
        bad = _bad_name(entry.name) or ("it is there twice" if twice else "") or _bad_entry(entry)
        if bad:
            raise BadPackage(f"its file `{shown(entry.name)}` is not safe: {bad}")
        seen.add(entry.name.lower())


def _bad_name(name: str) -> str:
    if not leads_out(name) and "\\" not in name and "\0" not in name:
        return ""
    up = ".." in name.split("/")
    return "the name leads out of the package" if up else "the name is not a path inside the package"


def _bad_entry(entry: Entry) -> str:
    if entry.mode not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "it is a link or a device"
    return "it is encrypted" if entry.encrypted else ""


def _passport(package: ZipPackage) -> Passport:
    if not package.has(PASSPORT):
        raise BadPackage(f"darslik did not build it: there is no {PASSPORT} in it")
    body = package.read(PASSPORT, MAX_PASSPORT + 1)
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


def _altered(package: ZipPackage, passport: Passport) -> Iterable[str]:
    """Files that are not what the package's own list says. Reading them also finds damage."""
    entries = {entry.name: entry for entry in package.directory.entries if not entry.folder}
    found = set(entries) - {PASSPORT}
    yield from sorted(found ^ set(passport.files))
    for name in sorted(found & set(passport.files)):
        digest = hashlib.sha256()
        for chunk in package.chunks(entries[name]):
            digest.update(chunk)
        if digest.hexdigest() != passport.files[name]:
            yield name
