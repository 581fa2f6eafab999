"""The rules about one statement."""

from __future__ import annotations

from darslik_xapi.testing.statement_rules import statement_problems

from .findings import Finding


def check_statement(statement: object, version: str = "1.0.3") -> list[Finding]:
    """All that is wrong with a statement.

    Args:
        statement: parsed JSON, as a client sends it.
        version: of xAPI, `1.0.x` or `2.0.x`.
    """
    del version
    split = (text.partition(": ") for text in statement_problems(statement))
    return [Finding("form", f"$.{path.lstrip('.')}", what) for path, _, what in split]
