"""The JSON Schema of `course.yaml` that editors use is the model's own.

`DARSLIK_UPDATE=1 pytest tests/test_schema.py` writes it anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import darslik
from darslik.model.course import course_schema

FILE = Path(darslik.__file__).parent / "schemas" / "course.schema.json"


def test_the_committed_schema_is_the_model_s() -> None:
    """Equal as data."""
    made = json.dumps(course_schema(), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("DARSLIK_UPDATE"):
        FILE.write_text(made, encoding="utf-8")
    assert json.loads(FILE.read_text("utf-8")) == json.loads(made)


def test_the_schema_speaks_the_author_s_names() -> None:
    """Hyphens, not the underscores of Python, and unknown keys refused."""
    schema = course_schema()
    assert {"complete-when", "pass-when"} <= set(schema["properties"])
    assert schema["additionalProperties"] is False
