"""Who we are to the LRS: basic, bearer, and OAuth 2.0 client credentials (RFC 6749, section 4.4).

Each is an `httpx.Auth` with `secrets`, which are scrubbed from all that a server says. No repr shows them.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Generator
from contextlib import suppress
from urllib.parse import quote_plus

import httpx

from ..errors import XapiError
from .body import read_body
from .failures import CutError, UnusableAnswerError
from .secrets import Secret
from .trust import certificates

_LARGEST_TOKEN = 100_000
_OAUTH_ERRORS = frozenset(
    {"invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type",
     "invalid_scope"}
)  # fmt: skip


class Authentication(httpx.Auth):
    """An authentication that knows what must not be shown.

    Attributes:
        secrets: everything to be scrubbed from messages.
    """

    secrets: tuple[Secret, ...] = ()

    def refused(self) -> bool:
        """Told of a 401; whether the request is worth another attempt with other credentials."""
        return False

    def __repr__(self) -> str:
        return f"{type(self).__name__}(***)"


class Anonymous(Authentication):
    """No credentials: an LRS on this machine, or one that is open to all."""


class Basic(Authentication):
    """User and password (RFC 7617), in UTF-8."""

    def __init__(self, user: str, password: Secret) -> None:
        if ":" in user:
            raise XapiError("the user's name holds a colon, which basic authentication cannot carry")
        pair = f"{user}:{password.reveal()}"
        self._header = Secret("Basic " + base64.b64encode(pair.encode()).decode())
        self.secrets = (password, Secret(pair), self._header)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the header."""
        request.headers["Authorization"] = self._header.reveal()
        yield request


class Bearer(Authentication):
    """A token (RFC 6750)."""

    def __init__(self, token: Secret) -> None:
        _check_token(token)
        self._token = token
        self.secrets = (token,)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the header."""
        request.headers["Authorization"] = f"Bearer {self._token.reveal()}"
        yield request


class ClientCredentials(Authentication):
    """OAuth 2.0 client credentials: a token is kept until shortly before its end, and renewed once after a 401.

    The client's id and secret go to the token's address only, in a header of basic authentication.
    """

    def __init__(
        self, client_id: str, client_secret: Secret, token_url: str, scope: str = "", timeout: float = 30
    ) -> None:
        """Nothing is sent yet; `timeout` (seconds) is for asking for a token, once."""
        pair = f"{quote_plus(client_id)}:{quote_plus(client_secret.reveal())}"
        self._basic = Secret("Basic " + base64.b64encode(pair.encode()).decode())
        self._url = token_url
        self._scope = scope
        self._timeout = timeout
        self._token = Secret("")
        self._ends = 0.0
        self._lock = threading.Lock()
        self._fixed = (client_secret, Secret(pair), self._basic)
        self.secrets = self._fixed

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the token; ask for one if there is none that still holds."""
        with self._lock:
            if not self._token or time.monotonic() >= self._ends:
                self._renew()
            request.headers["Authorization"] = f"Bearer {self._token.reveal()}"
        yield request

    def refused(self) -> bool:
        """Forget the token, which was refused: the next request asks for another."""
        self._token = Secret("")
        return True

    def _renew(self) -> None:
        data = {"grant_type": "client_credentials", **({"scope": self._scope} if self._scope else {})}
        headers = {"Authorization": self._basic.reveal(), "Accept": "application/json", "Accept-Encoding": "identity"}
        deadline = time.monotonic() + self._timeout
        with (
            httpx.Client(timeout=self._timeout, verify=certificates()) as client,
            client.stream("POST", self._url, data=data, headers=headers) as response,
        ):
            self._token, seconds = _read_token(response, deadline)
        self._ends = time.monotonic() + max(0.9 * seconds, seconds - 30)
        self.secrets = (*self._fixed, self._token)


class TokenError(httpx.TransportError):
    """The token's server is out of order: worth another try."""


def _read_token(response: httpx.Response, deadline: float) -> tuple[Secret, float]:
    """The token and its life in seconds; what the server says is never quoted, for it may hold secrets."""
    token, seconds, error = _token_in(response, deadline)
    if response.status_code in (429, 500, 502, 503, 504):
        raise TokenError(f"the token's server answers {response.status_code}")
    if response.status_code != httpx.codes.OK or not token:
        raise _no_token(response.status_code, error)
    _check_token(token)
    return token, seconds


def _token_in(response: httpx.Response, deadline: float) -> tuple[Secret, float, str]:
    """The token, its life in seconds and the error's name, as far as they are there."""
    answer: object = None
    with suppress(ValueError, RecursionError, CutError, UnusableAnswerError):
        answer = json.loads(read_body(response, deadline, _LARGEST_TOKEN))
    if not isinstance(answer, dict):
        return Secret(""), 0, ""
    token, seconds, error = (answer.get(name) for name in ("access_token", "expires_in", "error"))
    return (
        Secret(token if isinstance(token, str) else ""),
        float(seconds) if isinstance(seconds, int | float) else 3600.0,
        error if isinstance(error, str) and error in _OAUTH_ERRORS else "",
    )


def _no_token(status: int, error: str) -> XapiError:
    reason = f", {error}" if error else ""
    return XapiError(
        f"the token's server gives no token (status {status}{reason})",
        "check DARSLIK_LRS_TOKEN_URL, DARSLIK_LRS_CLIENT_ID and DARSLIK_LRS_CLIENT_SECRET",
    )


def _check_token(token: Secret) -> None:
    """A header takes visible ASCII only; the HTTP library would quote the whole header in its complaint."""
    if not token or any(not "!" <= character <= "~" for character in token.reveal()):
        raise XapiError("the token is empty or holds characters that a header cannot carry", "copy it again")
