"""Checks statements with ralph's model of xAPI; run it with the Python that has ralph.

Reads NDJSON on stdin, prints a JSON list: {"line": 1, "id": "…", "message": "…"} per finding.
"""

from __future__ import annotations

import json
import sys

from pydantic import ValidationError
from ralph.models.xapi.base.statements import (  # type: ignore[import-not-found]
    BaseXapiStatement,
)


def findings(lines: list[str]) -> list[dict[str, object]]:
    """What is wrong with each line."""
    found: list[dict[str, object]] = []
    for number, line in enumerate(lines, 1):
        try:
            statement = json.loads(line)
            BaseXapiStatement(**statement)
        except ValidationError as error:
            for problem in error.errors():
                where = ".".join(map(str, problem["loc"]))
                message = f"{where}: {problem['msg']}"
                found.append({"line": number, "id": statement.get("id"), "message": message})
        except (ValueError, TypeError) as error:
            found.append({"line": number, "id": None, "message": str(error)})
    return found


if __name__ == "__main__":
    json.dump(findings(sys.stdin.read().splitlines()), sys.stdout)
