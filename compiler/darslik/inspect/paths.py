"""What a manifest's references name: `xml:base`, escapes and `..` resolved, compared with what is in the package."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import unquote_to_bytes

from lxml import etree

from darslik.inspect.archive import Package

LONGEST = 4096
"""Characters of an address that are looked at: no file of a package can have a longer name."""
_DEEPEST = 255
_ODD_PART = re.compile(r"(?:^|/)\.{0,2}(?:/|$)")
_URL = re.compile(r"(?:https?|ftps?):", re.IGNORECASE)
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def is_url(address: str) -> bool:
    """Whether it leads to another server: http, https, ftp or ftps."""
    return bool(_URL.match(address))


def without_query(address: str) -> str:
    """Without what a browser keeps to itself (`#…`) or gives to the page (`?…`)."""
    return address.split("#", 1)[0].split("?", 1)[0]


def normalised(path: str) -> str | None:
    """Without `.`, `..` and doubled slashes; none if it climbs out of the package.

    A path of very many folders stays as it is: there is no such file.
    """
    if path.count("/") > _DEEPEST or not _ODD_PART.search(path):
        return path
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


@dataclass(frozen=True)
class Reference:
    """An address in a manifest. `base`: every `xml:base` above it, one after the other."""

    element: etree._Element
    kind: Literal["resource", "file", "location"]
    base: str
    href: str

    @property
    def attribute(self) -> str:
        """The attribute that holds it; empty if it is the element's text."""
        return "" if self.kind == "location" else "href"

    @property
    def address(self) -> str:
        """The whole address, as written."""
        return self.href if is_url(self.href) else (self.base + self.href)[:LONGEST]

    @property
    def escaped(self) -> str:
        """The part of it that names a file, as written. Only the href of a resource may have a query."""
        return without_query(self.address) if self.kind == "resource" else self.address


@dataclass
class References:
    """All references of a manifest, sorted by what became of them. Each is in one list at most."""

    named: set[str] = field(default_factory=set)
    """Files of the package that are named."""
    remote: list[Reference] = field(default_factory=list)
    """On another server."""
    bad_escapes: list[Reference] = field(default_factory=list)
    """With a `%` that two hexadecimal digits do not follow."""
    outside: list[Reference] = field(default_factory=list)
    """Above the root of the package."""
    utf8: list[tuple[Reference, str]] = field(default_factory=list)
    """Found only if the escapes are read as UTF-8; and what they name."""
    other_case: list[tuple[Reference, str]] = field(default_factory=list)
    """Not found, but for capital and small letters; and the file's real name."""
    missing: list[tuple[Reference, str]] = field(default_factory=list)
    """Not found; and what they name."""

    @property
    def absent(self) -> list[tuple[Reference, str]]:
        """Everything that is not in the package under exactly this name; and the name."""
        cased = [(reference, normalised(_latin1(reference.escaped)) or "") for reference, _ in self.other_case]
        return [*self.missing, *cased]


def resolve(references: Iterable[Reference], package: Package) -> References:
    """Look every reference up. A bare manifest has no files to compare with: nothing is missing then."""
    result = References()
    names = {name.lower(): name for name in package.paths()}
    for reference in references:
        _look_up(reference, package, names, result)
    return result


def _look_up(reference: Reference, package: Package, names: dict[str, str], result: References) -> None:
    if is_url(reference.address):
        result.remote.append(reference)
        return
    escaped = reference.escaped
    if _BAD_ESCAPE.search(escaped):
        result.bad_escapes.append(reference)
    path = normalised(_latin1(escaped))
    if path is None:
        result.outside.append(reference)
    elif package.has(path):
        result.named.add(path)
    elif package.form != "file" and not _BAD_ESCAPE.search(escaped):
        _not_found(reference, path, package, names, result)


def _not_found(reference: Reference, path: str, package: Package, names: dict[str, str], result: References) -> None:
    other = normalised(unquote_to_bytes(reference.escaped).decode("utf-8", "replace")) or ""
    if package.has(other):
        result.named.add(other)
        result.utf8.append((reference, other))
    elif path.lower() in names:
        result.named.add(names[path.lower()])
        result.other_case.append((reference, names[path.lower()]))
    else:
        result.missing.append((reference, path))


def _latin1(escaped: str) -> str:
    """Each escape is one character, as the standard's own validator reads them."""
    return re.sub(r"%([0-9A-Fa-f]{2})", lambda found: chr(int(found[1], 16)), escaped)
