"""What goes wrong in a way that a person can mend."""

from __future__ import annotations


class XapiError(Exception):
    """A message for the person at the terminal: what is wrong, and what to do.

    Never holds a secret, the text of an Authorization header or a learner's identity.

    Attributes:
        message: what is wrong, one sentence without a full stop.
        help: what to type or change instead; may be empty.
    """

    def __init__(self, message: str, help: str = "") -> None:  # noqa: A002 - the word of all our messages
        super().__init__(message)
        self.message = message
        self.help = help

    def __str__(self) -> str:
        return f"{self.message}\n  help: {self.help}" if self.help else self.message
