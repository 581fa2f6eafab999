"""The client of an LRS.

Begin with `lrs.LRS`; each module is one idea:

- secrets, auth: credentials that nothing shows. A new kind of authentication is a class in auth.
- transport, retry, body: one request, signed, bounded, repeated; failures, refusals: what goes wrong, in words.
- version: which xAPI is spoken. filters: what can be asked. split, paging: pages and their verbatim statements.
- sending, compare, attachments: statements and files to the LRS and back.
- documents: State, Agent Profile, Activity Profile. probe: what this LRS really does.
"""

from .attachments import Attachment
from .failures import (
    ConflictError,
    ForeignHostError,
    LrsError,
    MoreExpiredError,
    UnreachableError,
    UnusableAnswerError,
)
from .lrs import LRS
from .paging import Page
from .sending import Batches, Item, Outcome

__all__ = [
    "LRS",
    "Attachment",
    "Batches",
    "ConflictError",
    "ForeignHostError",
    "Item",
    "LrsError",
    "MoreExpiredError",
    "Outcome",
    "Page",
    "UnreachableError",
    "UnusableAnswerError",
]
