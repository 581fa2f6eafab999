"""What the range coder of the learner's state should expect: the chances in `compiler/darslik/state/contexts.py`.

Prints them as learned from many generated courses. To put new ones there (and into `themes/runtime/src/contexts.ts`)
makes a new version of the format: strings in LMSs were made with the old ones.

    PYTHONPATH=tests .venv/bin/python tests/bench/odds.py
"""

from __future__ import annotations

import random
from collections import defaultdict

from darslik.state.bits import RangeWriter
from darslik.state.codec import encode
from darslik.state.contexts import Context
from states import questions, typical

COURSES = 40
ROOM = 128
"""Contexts of one field."""


def observed() -> dict[int, list[int]]:
    """How often each context had a 0 and a 1."""
    seen: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    plain = RangeWriter.bit

    def bit(self: RangeWriter, value: int, context: int) -> int:
        if context >= 0:
            seen[context][value] += 1
        return plain(self, value, context)

    RangeWriter.bit = bit  # type: ignore[method-assign]
    for seed in range(COURSES):
        chance = random.Random(1000 + seed)
        parts = questions(chance, 300)
        encode(typical(chance, 500, parts), "odds")
        encode(typical(chance, 200, parts[:100]), "odds")
    return seen


def main() -> None:
    """One line a field: places and chances in 1/64, without those that are about even."""
    fields: dict[str, list[str]] = defaultdict(list)
    for context, (zeros, ones) in sorted(observed().items()):
        chance = min(max(round((ones + 0.5) / (zeros + ones + 1) * 64), 1), 63)
        if zeros + ones > 2 * COURSES and abs(chance - 32) > 3:
            fields[Context(context // ROOM * ROOM).name].append(f"{context % ROOM}:{chance}")
    for name, chances in fields.items():
        print(f'Context.{name}: "{" ".join(chances)}",')


if __name__ == "__main__":
    main()
