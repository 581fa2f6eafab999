"""A request to the LRS and its answer, free of any HTTP library; and how requests are refused."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from ..rules.reading import read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

Json: TypeAlias = dict[str, Any]

VERSION_HEADER = "X-Experience-API-Version"
CONSISTENT_HEADER = "X-Experience-API-Consistent-Through"


@dataclass(frozen=True)
class Request:
    """A request; `resource` is the path below the endpoint, header names are in lower case.

    Attributes:
        version: of xAPI, as the headers ask for it; set by the LRS before a resource sees the request.
    """

    method: str
    resource: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""
    version: str = "1.0.3"

    def json(self) -> object:
        """The body as JSON.

        Raises:
            Refusal: it is none, or an object in it names a property twice.
        """
        try:
            return read_json(self.body)
        except ValueError as error:
            raise Refusal(400, f"the body is not JSON: {error}") from error

    def agent(self) -> Json:
        """The agent parameter.

        Raises:
            Refusal: it is missing, or not a JSON object.
        """
        try:
            agent = read_json(self.need("agent").encode())
        except ValueError as error:
            raise Refusal(400, "the parameter agent is not JSON") from error
        if not isinstance(agent, dict):
            raise Refusal(400, "the parameter agent is not an object")
        return agent

    def need(self, name: str) -> str:
        """A parameter that must be there.

        Raises:
            Refusal: it is not.
        """
        if not self.query.get(name):
            raise Refusal(400, f"the parameter {name} is missing")
        return self.query[name]


@dataclass(frozen=True)
class Answer:
    """What the LRS says to a request."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json"


def json_answer(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer with a JSON body."""
    return Answer(status, json.dumps(value, ensure_ascii=False).encode(), headers or {})


class Refusal(Exception):  # noqa: N818 - it is an answer, not a failure of ours
    """A request that is answered with an error; `rule` names the requirement it broke."""

    def __init__(self, status: int, text: str, rule: str = "xapi") -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.rule = rule


class Guard(Protocol):
    """Decides what the holder of an authorization may do; raises `Refusal` where it may not."""

    def check_request(self, request: Request) -> None:
        """Before a request is carried out."""

    def check_statements(self, statements: list[Json]) -> None:
        """Before statements of correct form are stored."""

    def stored(self, statements: list[Json]) -> None:
        """After new statements were stored."""


class Trusted:
    """The guard of a holder who may do everything."""

    def check_request(self, request: Request) -> None:
        """Everything is allowed."""

    def check_statements(self, statements: list[Json]) -> None:
        """Everything is allowed."""

    def stored(self, statements: list[Json]) -> None:
        """Nothing follows from it."""
