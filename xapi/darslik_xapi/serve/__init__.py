"""A small LRS for the desk: all resources of xAPI 1.0.3 and 2.0 on SQLite and the standard library's HTTP server.

Read `exchange` (a request and its answer), `core` (what is done with one), `statements` (writing), `reading`
(filters and pages), `documents`, `database` (the tables), `http` (the wire). A new filter is a term in `traits` and a
line in `parameters` and `reading`; a new resource is a line in `parameters` and a method of `Core`.
"""

from .core import Core
from .database import Database
from .exchange import Answer, Guard, Refusal, Request, Trusted
from .http import HttpServer

__all__ = ["Answer", "Core", "Database", "Guard", "HttpServer", "Refusal", "Request", "Trusted"]
