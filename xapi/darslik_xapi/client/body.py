"""Reads an answer's body: bounded in bytes and time, decompressed with care, and never silently cut."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator

import httpx

from .failures import CutError, UnusableAnswerError

_GZIP = 31  # zlib's word for: with gzip's head and sum


def read_body(response: httpx.Response, deadline: float, largest: int) -> bytes:
    """The decompressed body.

    Raises:
        CutError: if a compressed body ends early. (Of others httpx says so, where the length was stated.)
        UnusableAnswerError: if it is larger than `largest` or compressed in an unknown way.
        httpx.TransportError: if the connection breaks, or `deadline` (of `time.monotonic`) passes.
    """
    coding = response.headers.get("content-encoding", "").strip().lower()
    pieces = _in_time(response, deadline)
    if coding in ("gzip", "x-gzip"):
        pieces = _inflated(pieces, largest)
    elif coding not in ("", "identity"):
        raise UnusableAnswerError(f"the LRS compresses its answer as `{coding[:40]}`, which was not asked for")
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > largest:
            raise UnusableAnswerError(
                f"the LRS answers more than {largest // 1_000_000} MB at once",
                "ask for smaller pages with a limit",
            )
    return bytes(body)


def _in_time(response: httpx.Response, deadline: float) -> Iterator[bytes]:
    for chunk in response.iter_raw():
        yield chunk
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout("the body does not come to an end")


def _inflated(pieces: Iterator[bytes], largest: int) -> Iterator[bytes]:
    """Never more than a little above `largest` at a time, however tightly it was packed; all members of a gzip file."""
    inflater = zlib.decompressobj(wbits=_GZIP)
    begun = False
    for piece in pieces:
        rest = piece
        while rest:
            if inflater.eof:
                inflater = zlib.decompressobj(wbits=_GZIP)
            begun = True
            try:
                yield inflater.decompress(rest, largest + 1)
            except zlib.error:
                raise UnusableAnswerError("the LRS's answer is broken: it says gzip and is none") from None
            rest = inflater.unconsumed_tail or inflater.unused_data
    if begun and not inflater.eof:
        raise CutError
