"""Uzbek Latin → Cyrillic: rules, and a list of stems for what Latin letters do not show (ц, ь, ъ, э, й before a vowel)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from darslik.translit.letters import TURNED, TUTUQ

STEMS = "stems.tsv"

_PAIRS = {
    f"o{TURNED}": "ў", f"g{TURNED}": "ғ", f"yo{TURNED}": "йў", "sh": "ш", "ch": "ч", "yo": "ё", "yu": "ю", "ya": "я",
    f"s{TUTUQ}h": "сҳ",
}  # fmt: skip
_SINGLE = dict(zip("abdefghijklmnopqrstuvxyz", "абдефгҳижклмнопқрстувхйз", strict=True)) | {
    TUTUQ: "ъ",
    "c": "с",
    "w": "в",
}
_VOWELS = frozenset("aeiou")
_TSIYA = re.compile(r"ts(?=iya|ion|iy(?:a|$)|ent|e[lnrv]|ik(?!r)|it)")
_WORD = re.compile(rf"[A-Za-z{TURNED}{TUTUQ}]+(?:-[A-Za-z{TURNED}{TUTUQ}]+)*")
_LONGEST = 24
_FIRST_PARTS = tuple(
    "aero agit agro antropo astro audio avia avto bio elektro energo foto geo gidro giper infra inter kardio kino "
    "kontr makro mega mezo mikro mini moto nano nevro neyro orto para pnevmo poli psevdo psixo radio remont sans spets "
    "stereo super sverx tele termo trans ultra velo video yarim zoo".split()
)
"""Beginnings of compounds: what follows may be a stem."""


def to_cyrillic(text: str) -> str:
    """The text with every Latin word in Cyrillic letters; apostrophes must be normalised, all else stays as it is."""
    return _WORD.sub(lambda found: word_to_cyrillic(found[0]), text)


def word_to_cyrillic(word: str) -> str:
    """One Latin word, hyphens allowed, in Cyrillic letters. Capitals stay: Shahar → Шаҳар, SHAHAR → ШАҲАР."""
    return "-".join(_part(part) for part in word.split("-"))


def _part(word: str) -> str:
    lower = word.lower()
    made = _by_stem(lower) or _by_rules(lower)
    if word == lower:
        return made
    letters = [letter for letter in word if letter.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters) and (len(made) > 1 or len(letters) > 2):
        return made.upper()
    return _capitals(word, made)


def _by_stem(word: str) -> str | None:
    known = stems()
    for length in range(min(len(word), _LONGEST), 2, -1):
        found = known.get(word[:length])
        if found is not None:
            return _joined(found, word[length:], word[length - 1])
    for first in _FIRST_PARTS:
        if word.startswith(first) and (rest := _by_stem(word[len(first) :])) is not None:
            return _by_rules(first) + rest
    return None


def _joined(stem: str, ending: str, last: str) -> str:
    """A stem with an ending: ь is lost before a vowel (модель, модели)."""
    if ending[:1] in _VOWELS:
        stem = stem.removesuffix("ь")
    return stem + _by_rules(ending, after=last)


@cache
def stems() -> dict[str, str]:
    """Latin beginnings of words → Cyrillic, where the rules do not lead there."""
    text = (files("darslik.translit") / STEMS).read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {latin: cyrillic for latin, cyrillic in rows}


def _by_rules(word: str, after: str = "") -> str:
    """A word, or the rest of one `after` a letter."""
    out: list[str] = []
    at = 0
    while at < len(word):
        made, length = _next(word, at, after)
        out.append(made)
        at += length
        after = word[at - 1]
    return "".join(out)


def _next(word: str, at: int, after: str) -> tuple[str, int]:
    rest = word[at:]
    if rest.startswith(f"yo{TURNED}"):
        return "йў", 3
    if rest.startswith(f"s{TUTUQ}h"):
        return "сҳ", 3
    if _TSIYA.match(rest):
        return "ц", 2
    if rest.startswith("ye"):
        return ("ъе" if after.isalpha() and after not in _VOWELS else "е"), 2
    pair = _PAIRS.get(rest[:2])
    if pair:
        return pair, 2
    if rest[0] == "e":
        return ("э" if not after.isalpha() or after in _VOWELS else "е"), 1
    return _SINGLE.get(rest[0], rest[0]), 1


def _capitals(word: str, made: str) -> str:
    """Capitals in the middle of a word (OʻzMU) at the letters that they became."""
    if word[:1].isupper() and word[1:] == word[1:].lower():
        return made[:1].upper() + made[1:]
    parts = re.findall(rf"[A-Z](?:[{TURNED}{TUTUQ}]|[a-z])*|^[a-z{TURNED}{TUTUQ}]+", word)
    return "".join(_case(part) for part in parts)


def _case(part: str) -> str:
    made = _by_rules(part.lower())
    return made[:1].upper() + made[1:] if part[:1].isupper() else made
