"""How ClickHouse is reached: in this process (chDB), or a server by HTTP."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from darslik_xapi.errors import XapiError


class Chdb:
    """ClickHouse in this process."""

    def __init__(self) -> None:
        """Load it.

        Raises:
            XapiError: if it is not installed.
        """
        try:
            from chdb import session
        except ImportError:
            raise XapiError(
                "the engine clickhouse needs the package chdb, which is not installed",
                'type: pip install "darslik[clickhouse]", or name a server in DARSLIK_CLICKHOUSE_URL',
            ) from None
        self._session: Any = session.Session()

    def run(self, sql: str) -> bytes:
        """Run a text.

        Raises:
            XapiError: if ClickHouse refuses it.
        """
        try:
            answer: bytes | None = self._session.query(sql, "Null").bytes()  # a query names its own format
        except RuntimeError as error:
            raise _refused(str(error)) from None
        return answer or b""

    def close(self) -> None:
        """End the session, and remove its temporary folder."""
        self._session.close()


class Server:
    """A ClickHouse server's HTTP interface, with one session of its own.

    Args:
        url: e.g. `https://clickhouse.example:8443`.
        user: its name.
        password: never shown.
        timeout: seconds for one query.
    """

    def __init__(self, url: str, user: str = "default", password: str = "", timeout: float = 600) -> None:
        if urlsplit(url).scheme not in ("http", "https"):
            raise XapiError(
                f"{_shown(url)} is no address of a ClickHouse server", "write http://host:8123 or https://host:8443"
            )
        self._url = _shown(url)
        limits = httpx.Timeout(timeout, connect=10)
        # One session keeps the small tables; it must not outlive us by long.
        parameters = {"session_id": uuid4().hex, "session_timeout": "600", "wait_end_of_query": "1"}
        self._http = httpx.Client(
            base_url=url,
            auth=httpx.BasicAuth(user, password),
            params=parameters,
            timeout=limits,
            transport=httpx.HTTPTransport(retries=2),
        )

    def run(self, sql: str) -> bytes:
        """Run a text.

        Raises:
            XapiError: if the server is not reached, does not answer in time, or refuses the text.
        """
        try:
            answer = self._http.post("/", content=sql.encode())
        except httpx.TimeoutException:
            raise XapiError(f"the ClickHouse server at {self._url} did not answer in time") from None
        except httpx.HTTPError as error:
            raise XapiError(
                f"the ClickHouse server at {self._url} is not reached: {type(error).__name__}",
                "check DARSLIK_CLICKHOUSE_URL",
            ) from None
        if answer.status_code in (401, 403) or "AUTHENTICATION_FAILED" in answer.text[:2000]:
            raise XapiError(
                f"the ClickHouse server at {self._url} refused the user",
                "set DARSLIK_CLICKHOUSE_USER and DARSLIK_CLICKHOUSE_PASSWORD",
            )
        if answer.is_error:
            raise _refused(answer.text)
        return answer.content

    def close(self) -> None:
        """Let the connections go; the server drops the session when it times out."""
        self._http.close()


def _refused(said: str) -> XapiError:
    """ClickHouse's own words, without the query that it repeats."""
    words = re.sub(r"\s+", " ", said).split(": In scope ")[0].split(": while ")[0]
    return XapiError(f"ClickHouse refused the query: {words[:400]}")


def _shown(url: str) -> str:
    """An address without user and password."""
    return re.sub(r"//[^/@]*@", "//", url)
