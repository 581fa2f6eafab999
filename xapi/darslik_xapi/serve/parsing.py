"""JSON as it is sent to an LRS: by the strict rules of `rules.reading`; of lists, each item with its own text."""

from __future__ import annotations

from typing import Any

from ..rules.reading import DECODER, read_json, refuse_halves, skip


def text_of(body: bytes) -> str:
    """The body as text. Raises ValueError if it is not UTF-8."""
    return body.decode("utf-8-sig")


def split_list(text: str) -> list[tuple[Any, str]]:
    """The items of a JSON list or a single JSON value, each with its own text as it was sent.

    Raises:
        ValueError: the text is not JSON.
    """
    start = skip(text, 0)
    if text[start : start + 1] != "[":
        return [(read_json(text), text.strip())]
    try:
        found = list(_items(text, start + 1))
    except (RecursionError, IndexError) as error:
        message = "it is nested too deeply, or cut off"
        raise ValueError(message) from error
    for value, raw in found:
        refuse_halves(value, raw)
    return found


def _items(text: str, at: int) -> list[tuple[Any, str]]:
    found: list[tuple[Any, str]] = []
    at = skip(text, at)
    closed = text[at] == "]"
    while not closed:
        value, end = DECODER.raw_decode(text, at)
        found.append((value, text[at:end]))
        at = skip(text, end)
        if text[at] not in ",]":
            message = f"a comma or a bracket is missing at character {at}"
            raise ValueError(message)
        closed = text[at] == "]"
        at = at if closed else skip(text, at + 1)
    if skip(text, at + 1) != len(text):
        message = f"there is more text after the list, at character {at + 1}"
        raise ValueError(message)
    return found
