"""Writes `secrecy.json`: digests and sealed texts, known to both twins. `python tests/vectors/make_secrecy.py`."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from darslik.quiz.secrecy import digest, salt_of, salted, seal

FILE = Path(__file__).with_name("secrecy.json")
TEXTS = ["", "a", "1.b", "0:c", "gʻoʻza", "Ответ — 42", *("x" * n for n in (31, 32, 33, 55, 56, 64)), "🙂" * 200]
RULES: list[dict[str, Any]] = [
    {"rule": "set", "key": ["a", "c"], "of": ["a", "b", "c"]},
    {"rule": "text", "accept": ["Gʻoʻza", "cotton"], "case": False, "feedback": [{"index": 1, "value": "*"}]},
    {"rule": "text", "accept": ["CSV"], "case": True, "feedback": []},
    {"rule": "range", "accept": [[49.5, 50.5], [7, 7]], "feedback": []},
    {"rule": "pairs", "key": ["1.b", "2.a"]},
    {"rule": "sequence", "key": ["c", "a", "b"]},
    {"rule": "gaps", "gaps": [{"accept": ["CSV", "csv file"], "typed": True}, {"accept": ["b"], "typed": False}]},
    {"rule": "survey"},
]


def vectors() -> dict[str, object]:
    """Everything in the file."""
    salts = ["", "L6mMXeXsVG_N", "соль"]
    return {
        "sha256": [{"text": text, "hex": hashlib.sha256(text.encode()).hexdigest()} for text in TEXTS],
        "digests": [{"salt": s, "text": t, "digest": digest(s, t)} for s in salts for t in TEXTS],
        "sealed": [{"salt": s, "text": t, "sealed": seal(t, s)} for s in salts for t in TEXTS],
        "rules": [
            {"rule": rule, "salted": salted(rule, salt_of("https://example.org/c", "q", rule))} for rule in RULES
        ],
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n", "utf-8")
