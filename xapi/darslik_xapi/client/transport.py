"""One request to the LRS: signed, bounded in time, repeated where that is safe, never to another host."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar
from urllib.parse import urljoin

import httpx

from ..errors import XapiError
from .auth import Authentication
from .body import read_body
from .failures import CutError, ForeignHostError, UnreachableError
from .retry import REPEATED, pause, retry_after
from .trust import certificates

if TYPE_CHECKING:
    from ..connection import Connection

T = TypeVar("T")
_MOVED = frozenset({301, 302, 303, 307, 308})
_MOST_MOVES = 5
_BROKEN = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)


@dataclass(frozen=True)
class Call:
    """A request.

    Attributes:
        method: of HTTP.
        url: absolute, or relative to the endpoint.
        headers: besides those of every request.
        content: the body.
        repeat: whether sending it twice does what sending it once does.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = field(default=None, repr=False)
    repeat: bool = True


@dataclass(frozen=True)
class Reply:
    """An answer, read to its end.

    Attributes:
        url: that it came from, after redirects.
        attempts: how often it was asked for.
    """

    status: int
    headers: httpx.Headers = field(repr=False)  # a server may say back in them, and in its body, what it was told
    body: bytes = field(repr=False)
    url: str = field(repr=False)
    attempts: int = 1

    def header(self, name: str) -> str:
        """A header, or nothing; the first one if the server repeats it."""
        return next(iter(self.headers.get_list(name)), "").strip()


@dataclass(frozen=True)
class _Failure:
    """No answer to be used, for now.

    Attributes:
        text: what happened; no secret in it.
        asked: seconds that the server asks us to wait.
        sent: whether the request may have been carried out.
        status: of HTTP; 0 if there was no answer.
        choked: see `UnreachableError`.
    """

    text: str
    asked: float | None = None
    sent: bool = True
    status: int = 0
    choked: bool = False


def _as_it_is(reply: Reply) -> Reply:
    return reply


class Transport:
    """Sends requests over kept connections; a context manager."""

    def __init__(self, connection: Connection) -> None:
        patience = connection.patience
        self.connection = connection
        self.headers: dict[str, str] = {}
        self._origin = httpx.URL(connection.endpoint)
        self._client = httpx.Client(
            auth=connection.auth,
            timeout=httpx.Timeout(
                connect=patience.connect, read=patience.read, write=patience.write, pool=patience.pool
            ),
            headers={"Accept-Encoding": "gzip", "User-Agent": "darslik-xapi"},
            verify=certificates(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def ask(self, call: Call) -> Reply:
        """The answer, whatever its status.

        Raises:
            UnreachableError: there is none that can be used, for as long as we wait.
            ForeignHostError: the call, or a redirect, leads to another host.
            UnusableAnswerError: the answer is too large or cannot be unpacked.
        """
        return self.read(call, _as_it_is)

    def read(self, call: Call, use: Callable[[Reply], T]) -> T:
        """What `use` makes of the answer; if it raises `CutError` the request is repeated like after a broken one."""
        patience = self.connection.patience
        deadline = time.monotonic() + patience.total
        attempt = 0
        while True:
            attempt += 1
            outcome = self._attempt(call, use, deadline, attempt)
            if isinstance(outcome, XapiError):
                # Without the frames below: an answer's text, and what it says back, would be in their variables.
                outcome.__context__ = None
                raise outcome.with_traceback(None)
            if not isinstance(outcome, _Failure):
                return outcome
            wait = pause(patience, attempt, outcome.asked)
            last = attempt >= patience.attempts or not (call.repeat or not outcome.sent)
            if last or time.monotonic() + wait > deadline:
                raise self._gave_up(outcome, attempt)
            time.sleep(wait)

    def address(self, url: str, base: str = "") -> str:
        """An address on the LRS's host as it was given; relative ones count from `base` or the endpoint.

        Behind a proxy that ends TLS an LRS may give its own addresses as http: they are asked for over https.

        Raises:
            ForeignHostError: it is on another host.
        """
        try:
            target = httpx.URL(urljoin(base or self.connection.endpoint, url))
        except (httpx.InvalidURL, ValueError):
            raise ForeignHostError("the LRS gives an address that cannot be understood") from None
        if not self._is_ours(target):
            raise ForeignHostError(
                self.connection.scrub(f"the LRS sends us to another host: {target.scheme}://{_host(target)}"),
                "our credentials are not for it; if it is the same LRS, name that address as the endpoint",
            )
        return str(target.copy_with(scheme=self._origin.scheme, port=self._origin.port))

    def _is_ours(self, target: httpx.URL) -> bool:
        if target.userinfo or target.host != self._origin.host:
            return False
        if (target.scheme, target.port) == (self._origin.scheme, self._origin.port):
            return True
        plain = (target.scheme, target.port) == ("http", None)
        return plain and (self._origin.scheme, self._origin.port) == ("https", None)

    def _attempt(
        self, call: Call, use: Callable[[Reply], T], deadline: float, attempt: int
    ) -> T | _Failure | XapiError:
        """One attempt; errors are returned, so that nothing of a request is in their context."""
        try:
            reply = self._exchange(call, deadline, attempt)
            if reply.status not in REPEATED:
                return use(reply)
        except httpx.TransportError as error:
            sent = not isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout))
            return _Failure(_told(error), sent=sent, choked=isinstance(error, _BROKEN))
        except CutError:
            return _Failure("the LRS's answer ends in the middle")
        except XapiError as error:
            return error
        text = f"the LRS answers {reply.status}"
        status = reply.status
        return _Failure(text, retry_after(reply.headers), status not in (429, 503), status, choked=status == 500)

    def _exchange(self, call: Call, deadline: float, attempt: int) -> Reply:
        url = self.address(call.url)
        for _ in range(_MOST_MOVES):
            reply = self._once(call, url, deadline, attempt)
            if reply.status == httpx.codes.UNAUTHORIZED and _may_renew(self.connection.auth):
                reply = self._once(call, url, deadline, attempt)
            target = reply.header("location")
            if reply.status not in _MOVED or not target or not _may_move(call.method, reply.status):
                return reply
            url = self.address(target, url)
        raise UnreachableError("the LRS redirects us without end", "check the endpoint", reply.status)

    def _once(self, call: Call, url: str, deadline: float, attempt: int) -> Reply:
        headers = {**self.headers, **call.headers}
        with self._client.stream(call.method, url, headers=headers, content=call.content) as response:
            body = read_body(response, deadline, self.connection.largest)
        return Reply(response.status_code, response.headers, body, url, attempt)

    def _gave_up(self, failure: _Failure, attempts: int) -> UnreachableError:
        status, choked = failure.status, failure.choked
        if failure.asked and failure.asked > self.connection.patience.cap:
            text = f"{failure.text} and asks us to wait {failure.asked:.0f} s"
            return UnreachableError(text, "try again after that time", status)
        times = f" (tried {attempts} times)" if attempts > 1 else ""
        help_text = "check the endpoint and the network, then run it again: nothing is lost"
        return UnreachableError(f"{failure.text}{times}", help_text, status, choked=choked)


def _may_renew(auth: httpx.Auth) -> bool:
    return isinstance(auth, Authentication) and auth.refused()


def _may_move(method: str, status: int) -> bool:
    """Whether a redirect keeps the method and body (RFC 9110, 15.4)."""
    return method in ("GET", "HEAD") or status in (307, 308)


def _told(error: httpx.TransportError) -> str:
    """A transport error in words; only those texts are taken over that cannot quote a header of ours."""
    kinds: tuple[tuple[type[httpx.TransportError], str], ...] = (
        (httpx.ConnectTimeout, "the LRS cannot be reached in time"),
        (httpx.ReadTimeout, "the LRS does not answer in time"),
        (httpx.WriteTimeout, "the LRS does not take the request in time"),
        (httpx.PoolTimeout, "all connections to the LRS are in use"),
        (httpx.ConnectError, f"the LRS cannot be reached: {error}"),
        (httpx.RemoteProtocolError, "the LRS breaks the connection in the middle of its answer"),
        (httpx.LocalProtocolError, "the request cannot be written as HTTP"),
        (httpx.ProxyError, "the proxy does not let us through"),
    )
    known = next((text for kind, text in kinds if isinstance(error, kind)), "")
    return known or (str(error) if type(error).__name__ == "TokenError" else "the connection to the LRS breaks")


def _host(url: httpx.URL) -> str:
    return url.netloc.decode("ascii", "replace")[-80:]
