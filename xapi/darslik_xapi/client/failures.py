"""What can go wrong between us and an LRS, as messages for people."""

from __future__ import annotations

from ..errors import XapiError


class LrsError(XapiError):
    """The LRS refuses, is out of order, or answers what nobody can use.

    Attributes:
        status: of HTTP; 0 if there was no answer.
    """

    def __init__(self, message: str, help: str = "", status: int = 0) -> None:  # noqa: A002 - see XapiError
        super().__init__(message, help)
        self.status = status


class UnreachableError(LrsError):
    """No answer in the time and number of attempts allowed.

    Attributes:
        choked: whether it may be what was sent that the LRS cannot bear: it fails (500), or breaks the connection.
    """

    def __init__(self, message: str, help: str = "", status: int = 0, *, choked: bool = False) -> None:  # noqa: A002
        super().__init__(message, help, status)
        self.choked = choked


class MoreExpiredError(LrsError):
    """The address of the next page holds no longer: begin the query again; what was read before stays valid."""


class ForeignHostError(LrsError):
    """The LRS sends us to another host, which our credentials are not for."""


class UnusableAnswerError(LrsError):
    """An answer that is no answer of an LRS: a web page, no JSON, nothing at all."""


class ConflictError(LrsError):
    """A document was changed by somebody else since it was read (412), or exists already."""


class CutError(Exception):
    """A body ends in the middle; the request is repeated if that is safe."""
