"""Writes policy.json: courses with rules, states of learners, and what follows. Run it only when the meaning changes.

`PYTHONPATH=tests .venv/bin/python tests/vectors/make_policy.py`
"""

from __future__ import annotations

import json
from pathlib import Path

from policies import cases

FILE = Path(__file__).parent / "policy.json"
SEED, COUNT = 3, 150

if __name__ == "__main__":
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases(SEED, COUNT))
    FILE.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
