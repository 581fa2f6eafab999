"""Where the LRS is and who we are to it: from the environment or a profile file, never from an argument."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import yaml

from .client.auth import Anonymous, Basic, Bearer, ClientCredentials
from .client.secrets import Secret, scrub
from .errors import XapiError

PREFIX = "DARSLIK_LRS_"
_PLAIN = ("endpoint", "user", "client_id", "token_url", "scope", "version")
_SECRET = ("password", "token", "client_secret")
_VERSION = re.compile(r"[12]\.0(\.\d{1,2})?", re.ASCII)
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Patience:
    """How long to wait and how often to try; seconds.

    Attributes:
        connect: for a connection.
        read: for the next bytes of an answer.
        write: for the next bytes of a request to be taken.
        pool: for a free connection of ours.
        total: for one request with all its repetitions; nothing waits longer.
        attempts: how often a request that may be repeated is sent.
        base: the first pause; doubled from one attempt to the next, with jitter.
        cap: the longest pause of ours; what `Retry-After` asks for counts up to `total`.
    """

    connect: float = 10
    read: float = 60
    write: float = 60
    pool: float = 10
    total: float = 300
    attempts: int = 6
    base: float = 0.5
    cap: float = 30


@dataclass(frozen=True)
class Connection:
    """An LRS and how to speak to it.

    Attributes:
        endpoint: the address above `statements`, with or without a slash at its end.
        auth: the credentials; sent to the endpoint's host alone.
        version: of xAPI; None to ask the LRS.
        patience: waiting and repeating.
        largest: the longest answer that is read, in bytes after decompression.

    Raises:
        XapiError: if the endpoint is no address, or holds credentials.
    """

    endpoint: str
    auth: httpx.Auth = field(default_factory=Anonymous)
    version: str | None = None
    patience: Patience = Patience()
    largest: int = 256 * _MEGABYTE

    def __post_init__(self) -> None:
        object.__setattr__(self, "endpoint", _checked(self.endpoint).rstrip("/") + "/")

    def scrub(self, text: str) -> str:
        """A text of the server's without our secrets."""
        return scrub(text, getattr(self.auth, "secrets", ()))


def connection_from_environment(profile: Path | None = None) -> Connection:
    """The connection that a profile file or else the environment names.

    A profile is a YAML file with `endpoint`, `user`, `password`, `token`, `client_id`, `client_secret`, `token_url`,
    `scope`, `version`; `keyring: {service: …, user: …}` stands for a secret that the system keeps. What a profile
    lacks is taken from DARSLIK_LRS_ENDPOINT and so on, but never an endpoint from one and a secret from the other.

    Raises:
        XapiError: if something is missing, contradictory, or readable for others.
    """
    values = _from_file(profile) if profile else _from_variables(os.environ)
    where = f"in {profile}" if profile else "in the environment"
    endpoint = _text(values.get("endpoint"))
    if not endpoint:
        raise XapiError(f"no LRS is named {where}", _HELP)
    version = _text(values.get("version")) or None
    if version and not _VERSION.fullmatch(version):
        raise XapiError(f"the version of xAPI {where} is none that we speak", "write 1.0.3 or 2.0.0")
    return Connection(endpoint, _auth(values, where), version)


_HELP = (
    f"set {PREFIX}ENDPOINT, {PREFIX}USER and {PREFIX}PASSWORD, or write endpoint, user and password into a file"
    " that only you can read and give it with --profile FILE"
)


def _auth(values: Mapping[str, Any], where: str) -> httpx.Auth:
    password, token, client_secret = (_secret(values.get(name)) for name in _SECRET)
    user, client_id, token_url = (_text(values.get(name)) for name in ("user", "client_id", "token_url"))
    kinds = [bool(user or password), bool(token), bool(client_id or client_secret or token_url)]
    if sum(kinds) > 1:
        raise XapiError(
            f"more than one kind of credentials is named {where}",
            "keep user and password, or the token, or the client's id and secret with the token's address",
        )
    if kinds[1]:
        return Bearer(token)
    if kinds[2]:
        _complete(where, client_id=client_id, client_secret=client_secret, token_url=token_url)
        return ClientCredentials(client_id, client_secret, _checked(token_url, "token's"), _text(values.get("scope")))
    if kinds[0]:
        _complete(where, user=user, password=password)
        return Basic(user, password)
    return Anonymous()


def _complete(where: str, **values: object) -> None:
    if missing := [name for name, value in values.items() if not value]:
        names = " and ".join(f"{name} ({PREFIX}{name.upper()})" for name in missing)
        raise XapiError(f"{names} is missing {where}", _HELP)


def _from_variables(environment: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {name: environment.get(PREFIX + name.upper(), "") for name in _PLAIN}
    return values | {name: Secret(environment.get(PREFIX + name.upper(), "")) for name in _SECRET}


def _from_file(path: Path) -> dict[str, Any]:
    _check_private(path)
    values = _parsed(path)
    if unknown := values.keys() - {*_PLAIN, *_SECRET, "keyring"}:
        known = ", ".join((*_PLAIN, *_SECRET, "keyring"))
        raise XapiError(f"{path} holds unknown keys: {', '.join(sorted(map(str, unknown)))}", f"known are {known}")
    if "keyring" in values:
        values |= _from_keyring(values.pop("keyring"), values, path)
    return values


def _parsed(path: Path) -> dict[str, Any]:
    """The file's values; the secrets are wrapped before anything else can happen to them."""
    try:
        values = _loaded(path)
    except (OSError, UnicodeDecodeError) as error:
        raise XapiError(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8'}") from None
    if values is None:
        raise XapiError(f"{path} is no profile", "write one `name: value` a line: endpoint, user, password")
    return values


def _loaded(path: Path) -> dict[str, Any] | None:
    """All scalars as text (a password may be 0123); None if it is no mapping."""
    values: object = None
    with suppress(yaml.YAMLError):  # its message would quote the line
        values = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - makes text only
    if not isinstance(values, dict):
        return None
    return {name: Secret(_text(value)) if name in _SECRET else value for name, value in values.items()}


def _check_private(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise XapiError(f"{path} cannot be read: {error.strerror}") from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise XapiError(f"others can read {path}", f"keep it to yourself: chmod 600 {path}")


def _from_keyring(entry: object, values: Mapping[str, Any], path: Path) -> dict[str, Any]:
    if not isinstance(entry, dict) or not entry.get("service"):
        raise XapiError(f"keyring in {path} names no service", "write `keyring: {service: …, user: …}`")
    try:
        import keyring
    except ImportError:
        raise XapiError(f"{path} names the keyring, which is not installed", "pip install 'darslik[keyring]'") from None
    user = _text(entry.get("user")) or _text(values.get("user")) or _text(values.get("client_id"))
    found = keyring.get_password(_text(entry["service"]), user)
    if found is None:
        raise XapiError(
            f"the keyring has no secret of {user or 'nobody'} for {entry['service']}",
            f"keyring set {entry['service']} {user or 'USER'}",
        )
    kind = "password" if values.get("user") else "client_secret" if values.get("client_id") else "token"
    return {kind: Secret(found)}


def _checked(address: str, whose: str = "LRS's") -> str:
    """An address without credentials, query or fragment; wrong ones are not quoted: they may hold a password."""
    try:
        problem = next(_problems(httpx.URL(address.strip())), "")
    except (httpx.InvalidURL, TypeError):
        problem = "cannot be understood"
    if problem:
        raise XapiError(f"the {whose} address {problem}", "write it as https://lrs.example/xapi")
    return address.strip()


def _problems(url: httpx.URL) -> Iterator[str]:
    if url.scheme not in ("http", "https") or not url.host:
        yield "is no http or https address"
    if url.userinfo:
        yield "holds credentials; they have settings of their own"
    if url.query or url.fragment:
        yield "has a query or fragment"


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _secret(value: object) -> Secret:
    return value if isinstance(value, Secret) else Secret("")
