"""One activity of the plan, as JSON has it: what is empty is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from darslik.diagnostics import Span

Entry = dict[str, Any]


def entry(iri: str, kind: str, id_: str, title: Mapping[str, str], span: Span, fields: Mapping[str, Any]) -> Entry:
    """An entry of `activities`; `fields` are those of its kind."""
    own = {key: value for key, value in fields.items() if value or (key == "minutes" and value is not None)}
    return {"iri": iri, "kind": kind, "id": id_, "title": dict(title), "file": span.file, "line": span.line, **own}
