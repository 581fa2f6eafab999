"""Keyed pseudonyms: the same person gets the same one for ever, and only who has the key can tell whose it is."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from ..errors import XapiError

VARIABLE = "DARSLIK_XAPI_KEY"
SHORTEST = 16

HOME = "https://darslik.invalid/people"
"""The home page of the account that stands for a person who was known by a mailbox or an OpenID."""

FORGOTTEN = "p-" + 32 * "0"
"""Stands for every forgotten person where a statement of somebody else names them."""

PSEUDONYM = re.compile(r"p-[0-9a-f]{32}")


@dataclass(frozen=True)
class Key:
    """The secret of a store. It is never inside the store, and nothing prints it.

    Attributes:
        place: where it came from, for messages.
        made: whether it was made just now.
    """

    secret: bytes
    place: str
    made: bool = False

    def __repr__(self) -> str:
        return f"Key({self.place})"

    def pseudonym(self, identity: str) -> str:
        """`p-` and 128 bits of HMAC-SHA256 in hex."""
        return "p-" + self.digest("person", identity)[:32]

    def digest(self, purpose: str, text: str) -> str:
        """A keyed hash in hex; those of different purposes have nothing to do with each other."""
        return hmac.new(self.derived(purpose), text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def derived(self, purpose: str) -> bytes:
        """32 bytes for one purpose."""
        return hmac.new(self.secret, f"darslik xapi: {purpose}".encode(), hashlib.sha256).digest()


def find_key(environment: Mapping[str, str] | None = None, *, make: bool = True) -> Key:
    """The key of DARSLIK_XAPI_KEY, else that of the file in the user's own settings, which is made if it is missing.

    Args:
        environment: instead of this process's.
        make: whether a missing key is made.

    Raises:
        XapiError: if it is too short, others can read the file, or there is none and none is made.
    """
    given = (os.environ if environment is None else environment).get(VARIABLE, "")
    if given:
        if len(given) < SHORTEST:
            raise XapiError(
                f"{VARIABLE} is shorter than {SHORTEST} characters",
                "make one with: python -c 'import secrets; print(secrets.token_hex(32))'",
            )
        return Key(given.encode(), VARIABLE)
    path = Path(click.get_app_dir("darslik")) / "key"
    if not path.exists() and not make:
        raise XapiError(f"there is no key: neither {VARIABLE} nor {path}", "give the key of the landing")
    return _from_file(path) if path.exists() else _make(path)


def _from_file(path: Path) -> Key:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise XapiError(f"others can read the key {path}", f"make it yours alone: chmod 600 {path}")
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        raise XapiError(f"the key {path} cannot be read: {error.strerror}") from None
    if len(secret) < SHORTEST:
        raise XapiError(f"the key {path} is shorter than {SHORTEST} characters", f"put it back, or set {VARIABLE}")
    return Key(secret, str(path))


def _make(path: Path) -> Key:
    secret = secrets.token_hex(32).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secret + b"\n")
    except FileExistsError:  # another process was quicker
        return _from_file(path)
    except OSError as error:
        raise XapiError(f"the key {path} cannot be made: {error.strerror}", f"set {VARIABLE} instead") from None
    return Key(secret, str(path), made=True)


def identity(agent: Mapping[str, object]) -> str:
    """The canonical identifier of an agent or identified group; empty if it has none.

    `mailto:…` in lower case, `sha1:…`, an OpenID, or an account as `homePage|name`. The order is that of the
    standard's list of inverse functional identifiers (xAPI 1.0.3, Data 2.4.2.3).
    """
    for name, prefix in (("mbox", ""), ("mbox_sha1sum", "sha1:"), ("openid", "")):
        value = agent.get(name)
        if isinstance(value, str) and value:
            return prefix + (value if name == "openid" else value.lower())
    account = agent.get("account")
    if isinstance(account, Mapping):
        home, own = account.get("homePage"), account.get("name")
        if isinstance(home, str) and isinstance(own, str):
            return f"{home}|{own}"
    return ""


def same_person(known: str) -> tuple[str, ...]:
    """All identifiers that are surely of the same person: a mailbox is also known by its SHA-1."""
    if known.startswith("mailto:"):
        return known, "sha1:" + hashlib.sha1(known.encode(), usedforsecurity=False).hexdigest()
    return (known,)
