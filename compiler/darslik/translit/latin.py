"""Uzbek Cyrillic → Latin. Every rule of the orthography can be told from the word itself; no word list is needed."""

from __future__ import annotations

import re

from darslik.translit.letters import TURNED, TUTUQ

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
_WORD = re.compile(r"[А-Яа-яЁёЎўҚқҒғҲҳ]+(?:[-ʼ’'][А-Яа-яЁёЎўҚқҒғҲҳ]+)*")


def to_latin(text: str) -> str:
    """The text with every Cyrillic word in Latin letters; all else stays as it is."""
    return _WORD.sub(lambda found: word_to_latin(found[0]), text)


def word_to_latin(word: str) -> str:
    """One Cyrillic word, hyphens allowed, in Latin letters. Capitals stay: Шаҳар → Shahar, ШАҲАР → SHAHAR."""
    lower = _respelt(word.lower())
    shouted = len(word) > 1 and word.isupper()
    out = []
    for at, letter in enumerate(lower):
        made = _letter(lower, at)
        if word[at].isupper():
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
    """Whether the letters around are capitals, too: ЎзМУ, АҚШ."""
    around = word[max(at - 1, 0) : at] + word[at + 1 : at + 2]
    return bool(around) and around.isupper() and len(around) > 0 and (at > 0 or word[at + 1 : at + 2].isupper())
