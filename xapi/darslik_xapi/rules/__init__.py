"""What the standard asks of a statement: the one set of rules behind `check`, `send` and `serve`."""

from .findings import Finding
from .statement import check_statement

__all__ = ["Finding", "check_statement"]
