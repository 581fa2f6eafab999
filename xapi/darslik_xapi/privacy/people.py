"""Who is behind the pseudonyms of a store: encrypted, so that the answer takes the key and not only the files."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ..errors import XapiError
from .pseudonyms import Key

_NONCE = 12


@dataclass(frozen=True)
class Person:
    """A pseudonym, and what a statement said about who it is.

    Attributes:
        pseudonym: in the store.
        identity: the canonical identifier.
        name: as the newest statement seen has it; may be empty.
    """

    pseudonym: str
    identity: str
    name: str = ""


class People:
    """The folder `people` of a store: lines of a pseudonym and an AES-GCM box with the identity.

    Files are named by their content and only added; `merge` makes one of many. The pseudonym is bound to its box
    as associated data: boxes cannot be swapped between people.
    """

    def __init__(self, folder: Path, key: Key) -> None:
        self.folder = folder
        self._key = key
        self._cipher = AESGCM(key.derived("identity"))
        self._known: set[str] | None = None
        self._new: dict[str, Person] = {}

    def meet(self, person: Person) -> None:
        """Remember a person until `save`; one who is known already stays as they are."""
        if person.pseudonym not in self.known and person.pseudonym not in self._new:
            self._new[person.pseudonym] = person

    @property
    def known(self) -> set[str]:
        """The pseudonyms that are on the disk."""
        if self._known is None:
            self._known = {pseudonym for pseudonym, _ in self._boxes()}
        return self._known

    def save(self) -> None:
        """Write those who were met: before the statements that name them, so that nobody stays unknown."""
        if self._new:
            self._write(self._lock_up(person) for person in self._new.values())
            self.known.update(self._new)
            self._new.clear()

    def real(self, pseudonym: str = "") -> Iterator[Person]:
        """Who a pseudonym is, or all of them.

        Raises:
            XapiError: if the key is another than the one they were kept with.
        """
        for known, box in self._boxes():
            if not pseudonym or known == pseudonym:
                yield self._open(known, box)

    def merge(self, without: Iterable[str] = ()) -> None:
        """One file of many, without some people."""
        gone = set(without)
        old = self._files()
        if len(old) < 2 and not gone:
            return
        kept = {known: box for known, box in self._boxes() if known not in gone}
        written = self._write(f"{known} {box}" for known, box in kept.items()) if kept else None
        for path in old:
            if path != written:
                path.unlink()
        self._known = None

    def _lock_up(self, person: Person) -> str:
        nonce = os.urandom(_NONCE)
        plain = json.dumps([person.identity, person.name]).encode()
        box = self._cipher.encrypt(nonce, plain, person.pseudonym.encode())
        return f"{person.pseudonym} {base64.b64encode(nonce + box).decode()}"

    def _open(self, pseudonym: str, box: str) -> Person:
        data = base64.b64decode(box)
        try:
            plain = self._cipher.decrypt(data[:_NONCE], data[_NONCE:], pseudonym.encode())
        except InvalidTag:
            raise XapiError(
                f"{self._key.place} is not the key with which these people were kept",
                "give the key of the landing in DARSLIK_XAPI_KEY",
            ) from None
        name: str
        identity, name = json.loads(plain)
        return Person(pseudonym, identity, name)

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("people-*.txt"))

    def _boxes(self) -> Iterator[tuple[str, str]]:
        for path in self._files():
            with path.open(encoding="ascii") as lines:
                for line in lines:
                    known, _, box = line.rstrip("\n").partition(" ")
                    yield known, box

    def _write(self, lines: Iterable[str]) -> Path:
        body = "".join(f"{line}\n" for line in lines).encode("ascii")
        path = self.folder / f"people-{hashlib.sha256(body).hexdigest()[:32]}.txt"
        self.folder.mkdir(parents=True, exist_ok=True)
        hidden = path.with_name(f".{path.name}")
        with hidden.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        hidden.replace(path)
        return path
