"""The order of words in lists that learners read: by the alphabet of the language, not by code points.

Uzbek letters of two signs (oʻ gʻ sh ch) come at the end of the Latin alphabet, ў қ ғ ҳ at the end of the Cyrillic one;
CLDR's order for Uzbek Cyrillic is the same. Letters of other alphabets come behind the own ones.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from darslik.translit import normalise

_RUSSIAN = "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я"
_ALPHABETS = {
    "uz-Latn": "a b c d e f g h i j k l m n o p q r s t u v w x y z oʻ gʻ sh ch",
    "uz-Cyrl": "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я ў қ ғ ҳ",
    "ru": _RUSSIAN,
    "kk": "а ә б в г ғ д е ё ж з и й к қ л м н ң о ө п р с т у ұ ү ф х һ ц ч ш щ ъ ы і ь э ю я",
    "ky": "а б в г д е ё ж з и й к л м н ң о ө п р с т у ү ф х ц ч ш щ ъ ы ь э ю я",
    "tg": "а б в г ғ д е ё ж з и ӣ й к қ л м н о п р с т у ӯ ф х ҳ ц ч ҷ ш щ ъ ы ь э ю я",
}
# A vowel sign or breathing counts only between words that are otherwise equal, as in a Russian dictionary ё with е.
_EQUAL = {"ru": {"ё": "е"}, "kk": {"ё": "е"}, "ky": {"ё": "е"}}
_LATIN = 0x250

SortKey = tuple[tuple[tuple[int, str], ...], str]


@cache
def _places(lang: str) -> tuple[re.Pattern[str], dict[str, int]]:
    letters = _ALPHABETS[lang].split()
    signs = sorted((letter for letter in letters if len(letter) > 1), key=len, reverse=True)
    pattern = re.compile("|".join([*map(re.escape, signs), "."]), re.DOTALL)
    return pattern, {letter: number for number, letter in enumerate(letters)}


def _alphabet(lang: str) -> str:
    parts = lang.split("-")
    if parts[0] in {"uz", "kaa"}:
        return "uz-Cyrl" if "Cyrl" in parts else "uz-Latn"
    return parts[0]


def sort_key(text: str, lang: str) -> SortKey:
    """The key by which a list of words is sorted in a language: case and marks matter only between equal words.

    >>> sorted(["shahar", "ona", "oʻquv", "zamon"], key=lambda word: sort_key(word, "uz-Latn"))
    ['ona', 'zamon', 'oʻquv', 'shahar']
    """
    own = _alphabet(lang)
    folded = unicodedata.normalize("NFC", text).casefold()
    if own not in _ALPHABETS:
        return tuple(_general(letter) for letter in unicodedata.normalize("NFD", folded) if _counts(letter)), folded
    if own == "uz-Latn":
        folded = normalise(folded)
    pattern, places = _places(own)
    same = _EQUAL.get(own, {})
    letters = [same.get(letter, letter) for letter in pattern.findall(folded)]
    return tuple(_place(letter, places) for letter in letters if letter in places or _counts(letter)), folded


def _place(letter: str, places: dict[str, int]) -> tuple[int, str]:
    """Blanks, then digits, then the own letters, then all others."""
    base = letter if letter in places else unicodedata.normalize("NFD", letter)[0]
    return (10 + places[base], "") if base in places else _general(letter)


def _general(letter: str) -> tuple[int, str]:
    if letter.isspace():
        return 0, ""
    if letter.isdigit():
        return 1, f"{unicodedata.digit(letter, 0):02}"
    return (500 if ord(letter) < _LATIN else 501), letter


def _counts(letter: str) -> bool:
    """Whether a sign has a place in the order at all: hyphens, apostrophes, marks and brackets have not."""
    return letter.isspace() or (unicodedata.category(letter)[0] in "LN" and letter not in "ʻʼ")
