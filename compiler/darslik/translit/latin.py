"""Uzbek Cyrillic → Latin. Every rule of the orthography can be told from the word itself; no word list is needed."""

from __future__ import annotations

import re

from darslik.translit.exceptions import NONE, Exceptions
from darslik.translit.letters import ALIKE, TURNED, TUTUQ

_LETTERS = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёўқғҳ",
        ["a", "b", "v", "g", "d", "e", "j", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "x",
         "ts", "ch", "sh", "sh", TUTUQ, "i", "", "e", "yu", "ya", "yo", f"o{TURNED}", "q", f"g{TURNED}", "h"],
        strict=True,
    )
)  # fmt: skip
_VOWELS = frozenset("аеёиоуўэюяыʼъь")
_SPOKEN = frozenset("аеёиоуўэюяы")
_IOTATED = frozenset("еёюя")
_RUSSIAN = re.compile(r"(?:^|-)(?:аэро|фото|гидро|теле|кино)*(?:об|суб|ад|под|раз|из|пред|ин|кон|с|в)\Z")
"""Before е, ё, ю, я the sign ъ is silent after a Russian prefix (объект, съезд), and ʼ in words from Arabic (меъёр)."""
_CYRILLIC = "А-Яа-яЁёЎўҚқҒғҲҳ"
_WORD = re.compile(rf"[{_CYRILLIC}A-Za-z]+(?:[-ʼ’'][{_CYRILLIC}A-Za-z]+)*")
_PART = re.compile(rf"[{_CYRILLIC}]+(?:[-ʼ’'][{_CYRILLIC}]+)*")
_ROMAN = re.compile(r"[IVXLCDMХІМС]+")
_MONTHS = "январ феврал март апрел май июн июл август сентябр октябр ноябр декабр".replace(" ", "|")
_DATE = re.compile(rf"\b([12]\d\d\d(?= йил(?!лар))|[0-3]?\d(?= (?:{_MONTHS}))) ")
"""Years and days have no hyphen in Cyrillic (2021 йил 1 февраль), and one in Latin (2021-yil 1-fevral)."""
_TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in ALIKE.items()}


def to_latin(text: str, exceptions: Exceptions = NONE) -> str:
    """The text with every Cyrillic word in Latin letters; all else stays as it is.

    A word that holds Latin letters which look like Cyrillic ones is taken for one in Cyrillic letters if most of it is;
    Roman numerals typed with Х and І become real ones.
    """
    text = _DATE.sub(r"\1-", text)
    return _WORD.sub(lambda found: _mended(found[0], exceptions), text)


def _mended(word: str, exceptions: Exceptions) -> str:
    latin = re.findall("[A-Za-z]", word)
    if latin and _ROMAN.fullmatch(word):
        return word.translate(ALIKE)
    if latin and len(latin) * 2 < len(word):
        cyrillic = word.translate(_TO_CYRILLIC)
        word = word if re.search("[A-Za-z]", cyrillic) else cyrillic
    return _PART.sub(lambda found: word_to_latin(found[0], exceptions), word)


def word_to_latin(word: str, exceptions: Exceptions = NONE) -> str:
    """One Cyrillic word, hyphens allowed, in Latin letters. Capitals stay: Шаҳар → Shahar, ШАҲАР → SHAHAR."""
    lower = _respelt(word.lower())
    shouted = len(word) > 1 and word.isupper()
    for length in range(len(lower), 2 if exceptions.words else len(lower), -1):
        own = exceptions.back.get(lower[:length])
        if own is not None:
            made = own + word_to_latin(word[length:]).lower()
            return made.upper() if shouted else made[:1].upper() + made[1:] if word[0].isupper() else made
    out = []
    for at, sign in enumerate(word):
        made = _letter(lower, at)
        if sign.isupper():
            made = made.upper() if shouted or _beside(word, at) else made[:1].upper() + made[1:]
        out.append(made)
    return "".join(out)


def _respelt(word: str) -> str:
    """The two names of months without the letter that their Latin spelling lacks; as long as before."""
    return re.sub("^(сент|окт)ябр", r"\1абр", word)


def _letter(word: str, at: int) -> str:
    letter = word[at]
    before, after = word[at - 1 : at] if at else "", word[at + 1 : at + 2]
    if letter == "е":
        return "e" if before and before not in _VOWELS and before.isalpha() else "ye"
    if letter == "ц":
        return "ts" if before and before in _SPOKEN else "s"
    if letter == "ъ":
        return "" if after in _IOTATED and _RUSSIAN.search(word[:at]) else TUTUQ
    if letter == "ь":
        return "y" if after == "о" else ""
    if letter == "с" and after == "ҳ":
        return f"s{TUTUQ}"
    return _LETTERS.get(letter, letter)


def _beside(word: str, at: int) -> bool:
    """Whether the letter is one of several capitals (АҚШ, ЯИМга) and does not only begin a part (ЁМон)."""
    before, after, next_one = word[at - 1 : at] if at else "", word[at + 1 : at + 2], word[at + 2 : at + 3]
    return before.isupper() or (after.isupper() and not before and not next_one.islower())
