"""Secrets that no repr, log or traceback can show."""

from __future__ import annotations

import base64
from collections.abc import Iterable

HIDDEN = "***"


class Secret:
    """A value that is only given out by `reveal`; its repr and str are stars."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself; never put it into a message."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return HIDDEN

    __str__ = __repr__


def scrub(text: str, secrets: Iterable[Secret]) -> str:
    """A text without the secrets, in any of the forms in which a server might echo them."""
    for secret in secrets:
        value = secret.reveal()
        for form in (value, base64.b64encode(value.encode()).decode()):
            if len(form) > 3:  # shorter ones would only tear words apart
                text = text.replace(form, HIDDEN)
    return text
