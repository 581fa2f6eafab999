"""What is not spelt by the rules: words that stay as they are, and words with a spelling of their own.

Names and abbreviations that are foreign everywhere are in `foreign.txt`; a course adds its own in `translit.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files

from darslik.translit.letters import TUTUQ

ENDING = re.compile(
    rf"{TUTUQ}?(?:lar)?(?:(?:i|si|im|imiz|ing|ingiz)(?=n|g|d|$))?"
    r"(?:ni|ning|ga|ka|qa|da|dan|dagi|ning|gacha|cha|chi|li|lik|siz|dek|day|mi|dir|lar)*"
)
"""What Uzbek adds to a noun; the rest of a word that begins with a foreign name must be this."""
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SMALL = frozenset("IVX")
_SURE = 4


@dataclass(frozen=True)
class Exceptions:
    """Of a course. `words`: Latin beginning of a word → Cyrillic; `keep`: words that stay in Latin letters.

    `phrases`: stretches of the text at hand that stay, such as names in another language.
    A beginning shorter than three letters, and a word to keep, may only be followed by an Uzbek ending.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    keep: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()

    def split(self, text: str) -> list[str]:
        """A text cut at the phrases that stay: these have odd numbers."""
        if not self.phrases:
            return [text]
        longest = sorted(map(re.escape, self.phrases), key=len, reverse=True)
        return re.split(rf"(?<!\w)({'|'.join(longest)})(?!\w)", text)

    @cached_property
    def longest(self) -> int:
        """Letters of the longest beginning."""
        return max(map(len, self.words), default=0)

    @cached_property
    def back(self) -> Mapping[str, str]:
        """Cyrillic beginning of a word → Latin."""
        return {cyrillic.lower(): latin.lower() for latin, cyrillic in self.words.items()}

    def foreign(self, word: str) -> str | None:
        """The part of a Latin word that stays: all of it, or all but its Uzbek ending. None if nothing does."""
        known = self.keep | foreign_words()
        if word in known or is_roman(word):
            return word
        for length in range(len(word) - 1, 1, -1):
            if word[:length] in known and ENDING.fullmatch(word, length):
                return word[:length]
        return None


NONE = Exceptions()


@cache
def foreign_words() -> frozenset[str]:
    """Names and abbreviations that are written in Latin letters in every language, as they are spelt."""
    text = (files("darslik.translit") / "foreign.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def is_roman(word: str) -> bool:
    """Whether a word is a Roman numeral, and no abbreviation or name of the same letters.

    Of small letters only I, V and X are taken for granted in short ones; one letter alone is not.
    """
    if len(word) < 2 or not _ROMAN.fullmatch(word):
        return False
    return set(word) <= _SMALL or len(word) >= _SURE
