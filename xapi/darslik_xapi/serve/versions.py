"""Which xAPI a request speaks (xAPI 1.0.3 Communication 3.3; IEEE 9274.1.1 4.1.5)."""

from __future__ import annotations

import re

from .exchange import VERSION_HEADER, Refusal, Request

ONE = "1.0.3"
TWO = "2.0.0"
SUPPORTED = ("1.0.0", "1.0.1", "1.0.2", ONE, TWO)
# "1.0" and "2.0" stand for "1.0.0" and "2.0.0".
_ONE = re.compile(r"1\.0(\.\d+)?")
_TWO = re.compile(r"2\.0(\.\d+)?")


def version_of(request: Request) -> str:
    """The newest version that we speak of the line that the request names.

    Raises:
        Refusal: it names none, or one that is not spoken here.
    """
    said = request.headers.get(VERSION_HEADER.lower(), "")
    if _ONE.fullmatch(said):
        return ONE
    if _TWO.fullmatch(said):
        return TWO
    if not said:
        raise Refusal(400, f"the header {VERSION_HEADER} is missing: send {ONE} or {TWO}")
    raise Refusal(400, f"{VERSION_HEADER} {said} is not spoken here: send {ONE} or {TWO}")


def version_or_newest(request: Request) -> str:
    """For answers that are given without a version too, such as refusals and `about`."""
    said = request.headers.get(VERSION_HEADER.lower(), "")
    return TWO if _TWO.fullmatch(said) else ONE
