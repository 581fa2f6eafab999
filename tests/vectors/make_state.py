"""Writes `state.json`: states and the strings that they are kept in. The runtime and its twin must make the same.

Strings in LMSs have this form: if a vector changes, learners lose what they did, unless the version changes, too.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from anystates import LANGUAGES, any_state
from darslik.state.codec import encode
from darslik.state.model import State
from states import plain, questions, typical

FILE = Path(__file__).with_name("state.json")
KEY = "e610a27cd971"


def cases() -> list[dict[str, Any]]:
    """Nothing, much, and anything."""
    rng = random.Random(20)  # noqa: S311
    states = [State(), *(any_state(rng, 12) for _ in range(60)), any_state(rng, 400)]
    states.append(typical(rng, 120, questions(rng, 60), typed=True))
    states.append(typical(rng, 500, questions(rng, 300)))
    states += [any_state(rng, 12, (lang,)) for lang in LANGUAGES if lang]
    return [{"state": plain(state), "text": encode(state, KEY).text} for state in states]


if __name__ == "__main__":
    rows = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases())
    FILE.write_text(f"[\n{rows}\n]\n", encoding="utf-8")
