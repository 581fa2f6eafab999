"""A strict small LRS with the launching LMS of cmi5 and tincan, for tests of content and clients.

Everything lives in memory and on the loopback address. `Lrs` answers requests without HTTP;
`LrsServer` puts one behind a port, and launches packages. What content does wrong is refused with
the requirement's id and kept in `lrs.violations`; what it leaves undone is in `Session.unfinished`.
"""

from .cmi5_session import Session
from .exchange import Answer, Refusal, Request
from .launch import LaunchOptions, Registration, learner
from .lrs import Lrs, Violation
from .server import Faults, LrsServer
from .tincan_session import TincanSession

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
