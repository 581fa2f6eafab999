"""A strict small LRS with the launching LMS of cmi5 and tincan, for tests of content and clients.

It is the LRS of `serve`, in memory and on the loopback address. `Lrs` answers requests without HTTP;
`LrsServer` puts one behind a port, and launches packages. What content does wrong is refused with
the requirement's id and kept in `lrs.violations`; what it leaves undone is in `Session.unfinished`.
"""

from darslik_xapi.serve.core import Violation
from darslik_xapi.serve.exchange import Answer, Refusal, Request
from darslik_xapi.serve.launching import LaunchOptions, Registration, Session, TincanSession, learner

from .lrs import Lrs
from .server import Faults, LrsServer

__all__ = [
    "Answer",
    "Faults",
    "LaunchOptions",
    "Lrs",
    "LrsServer",
    "Refusal",
    "Registration",
    "Request",
    "Session",
    "TincanSession",
    "Violation",
    "learner",
]
