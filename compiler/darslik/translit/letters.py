"""The letters of Uzbek in both scripts, and the signs that people type for two of them.

The Latin alphabet is that of the law of 1993 in its wording of 1995; the orthography is that of Cabinet resolution
No. 339 of 1995 for Latin, and the rules of 1956 for Cyrillic.
"""

from __future__ import annotations

TURNED = "\u02bb"
"""Part of the letters oʻ and gʻ."""
TUTUQ = "\u02bc"
"""Tutuq belgisi: a sign of its own, ъ in Cyrillic."""

APOSTROPHES = "'`\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u2018\u2019\u201b\u2032\u2035\uff07\u05f3"
"""What stands for either in texts that people type: on keyboards there is neither."""

ALIKE = str.maketrans("АВЕКМНОРСТУХасеорухі", "ABEKMHOPCTYXaceopyxi")
"""Cyrillic letters that cannot be told from Latin ones by eye."""
_TURNS = frozenset("OoGg")


def normalise(text: str) -> str:
    """Every apostrophe after o and g as U+02BB, every other inside a word as U+02BC; quotation marks stay.

    An apostrophe after `o` or `g` at the end of a word is taken for a part of the letter (`togʻ`) only if no quotation
    opened with the same sign, or if another one closes it.
    """
    out: list[str] = []
    opened: set[str] = set()
    for at, sign in enumerate(text):
        if sign not in APOSTROPHES:
            out.append(sign)
            continue
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        inside = _is_letter(before) and (_is_letter(after) or (before in _TURNS and after in APOSTROPHES and after))
        if inside:
            out.append(TURNED if before in _TURNS else TUTUQ)
        elif before in _TURNS and sign not in opened:
            out.append(TURNED)
        else:
            out.append(_kept(sign, before))
            opened ^= {sign} if sign not in (TURNED, TUTUQ) else set()
    return "".join(out)


def _is_letter(sign: str) -> bool:
    return sign.isalpha() and sign not in APOSTROPHES


def _kept(sign: str, before: str) -> str:
    """At the end of a word: the letter U+02BB after other letters than o and g is tutuq belgisi, typed wrong."""
    return TUTUQ if sign == TURNED and _is_letter(before) and before.isascii() else sign
