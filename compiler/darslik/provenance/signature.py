"""Detached Ed25519 signatures (RFC 8032): 64 bytes beside the package, over all of its bytes.

Keys are PEM files (PKCS #8, RFC 8410), so other tools can make and check them too, for example
`openssl pkeyutl -verify -pubin -inkey key.pub -rawin -in package.zip -sigfile package.zip.sig`.
"""

from __future__ import annotations

import base64
import hashlib
import mmap
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LENGTH = 64
ENDING = ".sig"
_MAX_KEY = 65536


class BadKey(Exception):  # noqa: N818 - it is the user's, not ours
    """What is wrong with a key or signature file, in a sentence. Never with anything of its content."""


def new_key(path: Path, password: bytes | None) -> Path:
    """Write a new private key (mode 0600) and, beside it, the public one; gives the path of the latter.

    Raises FileExistsError rather than write over a key.
    """
    key = Ed25519PrivateKey.generate()
    hidden = (
        serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    )  # PKCS #8 with PBES2
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, hidden)
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    beside = path.with_name(f"{path.name}.pub")
    if beside.exists():
        raise FileExistsError(17, "there is a key already", str(beside))
    _write_new(path, private, 0o600)
    _write_new(beside, public, 0o644)
    return beside


def _write_new(path: Path, body: bytes, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(body)


def private_key(path: Path, ask: Callable[[], bytes]) -> Ed25519PrivateKey:
    """Read a private key; `ask` is called for the password if it has one. Raises BadKey."""
    body = _small(path)
    try:
        try:
            key = serialization.load_pem_private_key(body, None)
        except TypeError:  # it has a password
            key = serialization.load_pem_private_key(body, ask())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        hint = " It is a public key; signing takes the private one." if b"PUBLIC KEY" in body else ""
        raise BadKey(f"{path} is no private key that can be read, or the password is wrong.{hint}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey(f"{path} is not an Ed25519 key; `darslik keygen` makes one")
    return key


def public_key(path: Path) -> Ed25519PublicKey:
    """Read a public key. Raises BadKey."""
    body = _small(path)
    if b"PRIVATE KEY" in body:
        raise BadKey(f"{path} is a private key; check with the public one, and keep this one to yourself")
    try:
        key = serialization.load_pem_public_key(body)
    except (ValueError, UnsupportedAlgorithm):
        raise BadKey(f"{path} is no public key that can be read") from None
    if not isinstance(key, Ed25519PublicKey):
        raise BadKey(f"{path} is not an Ed25519 key")
    return key


def fingerprint(key: Ed25519PublicKey) -> str:
    """SHA-256 of the raw key, as people compare it: `SHA256:` and base64 without padding."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return "SHA256:" + base64.b64encode(hashlib.sha256(raw).digest()).decode().rstrip("=")


def sign(package: Path, key: Ed25519PrivateKey) -> bytes:
    """The signature of a package."""
    with _bytes_of(package) as body:
        return key.sign(body)


def signed_by(package: Path, signature: Path, keys: dict[str, Ed25519PublicKey]) -> str | None:
    """The name of the first key that made the signature; none if none of them did. Raises BadKey."""
    found = _small(signature)
    if len(found) != LENGTH:
        raise BadKey(f"{signature} is no signature: it has {len(found):,} bytes, an Ed25519 signature has {LENGTH}")
    with _bytes_of(package) as body:
        return next((name for name, key in keys.items() if _made(key, found, body)), None)


def _made(key: Ed25519PublicKey, signature: bytes, body: memoryview) -> bool:
    try:
        key.verify(signature, body)
    except InvalidSignature:
        return False
    return True


@contextmanager
def _bytes_of(path: Path) -> Iterator[memoryview]:
    """A file as bytes that need not fit into memory."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size == 0:
            yield memoryview(b"")
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as body, memoryview(body) as view:
            yield view


def _small(path: Path) -> bytes:
    with path.open("rb") as file:
        body = file.read(_MAX_KEY + 1)
    if len(body) > _MAX_KEY:
        raise BadKey(f"{path} is far too long for a key or a signature")
    return body
