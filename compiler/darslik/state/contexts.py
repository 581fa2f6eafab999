"""What the range coder tells apart, and what it expects before it has seen anything: the twin of `contexts.ts`."""

from __future__ import annotations

from enum import IntEnum


class Context(IntEnum):
    """Each has room for 128 contexts of its own."""

    HEAD = 0 * 128
    ABSENT = 1 * 128
    PRESENT = 2 * 128
    LEVEL = 3 * 128
    PLAIN = 4 * 128
    ATTEMPTS = 5 * 128
    SHARE = 6 * 128
    REVISION = 7 * 128
    FORM = 8 * 128
    LETTER = 9 * 128
    MASK = 10 * 128
    MASK_LENGTH = 11 * 128
    ORDER = 12 * 128
    LEFT = 13 * 128
    RIGHT = 14 * 128
    TABLE = 15 * 128
    NUMBER = 16 * 128
    NUMBER_LENGTH = 17 * 128
    LIST = 18 * 128
    LIST_MOST = 19 * 128
    BOOLEAN = 20 * 128
    QUIZ = 21 * 128
    DRAWN = 22 * 128
    PATH = 23 * 128
    TEXT = 24 * 128
    LATIN = 25 * 128
    CYRILLIC = 26 * 128
    COARSE = 27 * 128
    PLACE = 28 * 128


_EXPECTED = {
    Context.ABSENT: "0:18 1:63 2:63 3:48 4:63 5:21",
    Context.PRESENT: "0:63 1:63 2:58 3:63 4:63 5:43 6:53 7:13 36:43 38:16",
    Context.LEVEL: "1:1 2:1 4:61 8:63 9:26 17:56 18:41 19:15 35:50 36:41 38:25 39:18",
    Context.PLAIN: "0:49",
    Context.ATTEMPTS: "0:1",
    Context.SHARE: "0:25 1:28 2:1 33:13 34:37 35:2 36:61 38:52 41:38 42:63 43:54 45:27 51:61 53:2 55:61",
    Context.REVISION: "99:1 100:1 101:1",
    Context.FORM: "2:27 3:27 4:44 5:52 6:59 8:63",
    Context.LETTER: "0:3 1:1 32:1 67:26",
    Context.MASK: "0:43",
    Context.MASK_LENGTH: "0:53 1:1 32:1 65:22 67:23",
    Context.ORDER: "0:15 66:26",
    Context.LEFT: "0:63 1:41 2:1 33:9 67:28 68:56",
    Context.RIGHT: "0:1 1:25 2:1 33:1",
    Context.TABLE: "0:1 1:39",
    Context.NUMBER: "1:19 3:10 4:37 6:23 7:22 8:43 10:40 13:10",
    Context.NUMBER_LENGTH: "0:17 1:1 32:9 65:39 66:52 67:54",
    Context.LIST: "0:63 1:48 2:1 32:63 33:1",
    Context.LIST_MOST: "0:1 65:60 67:50",
    Context.COARSE: "1:1 2:9 4:63 5:1 9:50 10:1 18:53 20:9",
}
"""Chances of a 1, in 1/64, learned from many generated courses (`tests/bench/odds.py`). Strings in LMSs were made with
these: whoever changes one makes a new version of the format."""

PRIOR: dict[int, int] = {
    context + int(place): int(chance) * 1024
    for context, pairs in _EXPECTED.items()
    for place, chance in (pair.split(":") for pair in pairs.split())
}
"""The same in 1/65536, by context."""
