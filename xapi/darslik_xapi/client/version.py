"""Which version of xAPI we speak with an LRS."""

from __future__ import annotations

from contextlib import suppress

from .failures import CutError, LrsError, UnusableAnswerError
from .split import parse
from .transport import Call, Reply, Transport

VERSION_HEADER = "X-Experience-API-Version"
SPOKEN = ("2.0.0", "1.0.3")
"""The newest first. A 2.0 LRS gives 1.0.x statements as they are; a 1.0.3 client would not be shown all of 2.0."""
_FALLBACK = "1.0.3"


def negotiate(transport: Transport) -> str:
    """The newest version that both speak; 1.0.3 if the LRS does not say (`about` is missing, or unusable).

    Raises:
        LrsError: if there is none, or the credentials are refused.
    """
    reply = transport.ask(Call("GET", "about", {VERSION_HEADER: _FALLBACK}))
    offered = versions_in(reply)
    if not offered:
        return _FALLBACK
    for version in SPOKEN:
        if any(f"{one}.".startswith(version.rpartition(".")[0] + ".") for one in offered):
            return version
    raise LrsError(
        f"the LRS speaks xAPI {', '.join(offered)}; we speak {' and '.join(SPOKEN)}",
        "if it also speaks one of these, set DARSLIK_LRS_VERSION",
    )


def versions_in(reply: Reply) -> list[str]:
    """The versions that an answer of `about` lists, else the one in its header."""
    about: object = None
    with suppress(CutError, UnusableAnswerError):
        about = parse(reply.body) if reply.status == 200 else None
    listed = about.get("version") if isinstance(about, dict) else None
    if isinstance(listed, list):
        return [one.strip()[:20] for one in listed if isinstance(one, str)]
    header = reply.header(VERSION_HEADER)
    return [header[:20]] if header else []
