"""Statuses of an LRS as messages: what it refuses, and what to do."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from .failures import LrsError
from .transport import Reply

if TYPE_CHECKING:
    from ..connection import Connection

_LONGEST = 300
_HELP = {
    401: "check the credentials: user and password, token, or client id and secret",
    403: "these credentials may not do this; ask whoever runs the LRS for the right to it",
    404: "check the endpoint: it is the address above `statements`",
    413: "the LRS takes no body of this size; it has a setting for that",
}


def refusal(connection: Connection, reply: Reply) -> LrsError:
    """The error for a status that means no."""
    if reply.status in (301, 302, 303, 307, 308):
        text = f"the LRS has moved (status {reply.status})"
        return LrsError(text, "name its new address as the endpoint", reply.status)
    said = server_text(connection, reply)
    words = {401: "does not accept the credentials", 403: "does not allow this", 404: "does not know this address"}
    what = words.get(reply.status, "refuses")
    message = f"the LRS {what} (status {reply.status})" + (f": {said}" if said else "")
    return LrsError(message, _HELP.get(reply.status, ""), reply.status)


def server_text(connection: Connection, reply: Reply) -> str:
    """What the server says about it, short, in one line, without our secrets; nothing if it is a web page."""
    if "html" in reply.header("content-type") or reply.body.lstrip()[:1] == b"<":
        return ""
    text = reply.body[:100_000].decode("utf-8", "replace")
    with suppress(ValueError, RecursionError):
        text = _message(json.loads(text)) or text
    text = " ".join("".join(one if one.isprintable() else " " for one in connection.scrub(text)).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _message(answer: object) -> str:
    """The text in the usual forms of errors: `{"error": …}`, `{"message": …}`, `{"detail": …}`."""
    if not isinstance(answer, dict):
        return ""
    found = (answer.get(name) for name in ("error", "message", "detail", "errorMessage", "warnings", "errors"))
    value = next((one for one in found if one), "")
    if isinstance(value, dict):
        return _message(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) if value else ""
