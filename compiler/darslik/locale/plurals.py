"""Plural categories of whole numbers (CLDR, Language Plural Rules; UTS #35 part 3, section 5).

Interface texts count things, so the rules cover whole numbers from 0; the category `other` of Russian, which only
fractions have, is asked for all the same, because a translator's tool does.
"""

from __future__ import annotations

from collections.abc import Callable

Rule = Callable[[int], str]
_MANY_FROM, _MANY_TO = 11, 14


def _one(n: int) -> str:
    return "one" if n == 1 else "other"


def _other(_: int) -> str:
    return "other"


def _slavic(n: int) -> str:
    if n % 10 == 1 and n % 100 != _MANY_FROM:
        return "one"
    if n % 10 in {2, 3, 4} and not _MANY_FROM <= n % 100 <= _MANY_TO:
        return "few"
    return "many"


def _arabic(n: int) -> str:
    if n in {0, 1, 2}:
        return ("zero", "one", "two")[n]
    if n % 100 in range(3, 11):
        return "few"
    return "many" if n % 100 in range(11, 100) else "other"


_RULES: dict[str, tuple[tuple[str, ...], Rule]] = {
    "ar": (("zero", "one", "two", "few", "many", "other"), _arabic),
    "ru": (("one", "few", "many", "other"), _slavic),
    "tg": (("other",), _other),
}
_DEFAULT: tuple[tuple[str, ...], Rule] = (("one", "other"), _one)


def categories(lang: str) -> tuple[str, ...]:
    """The categories that a text with a number has in a language, in CLDR's order."""
    return _RULES.get(lang.split("-", maxsplit=1)[0], _DEFAULT)[0]


def category(n: int, lang: str) -> str:
    """The category of a whole number, such as `few`."""
    return _RULES.get(lang.split("-", maxsplit=1)[0], _DEFAULT)[1](abs(n))
