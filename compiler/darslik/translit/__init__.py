"""Uzbek in Latin and Cyrillic letters: one text in both scripts.

to_cyrillic("Toshkent shahri")                 Тошкент шаҳри
to_latin("Ўзбекистон")                         Oʻzbekiston
normalise("O'zbekiston")                       Oʻzbekiston
markdown_to_cyrillic("`csv` [fayl](a.csv)")    `csv` [файл](a.csv)

Exceptions(words, keep) are a course's own: beginnings of words with another spelling, and words that stay.
"""

from collections.abc import Callable

from darslik.translit.cyrillic import to_cyrillic
from darslik.translit.exceptions import NONE, Exceptions
from darslik.translit.latin import to_latin
from darslik.translit.letters import normalise
from darslik.translit.markup import convert_markdown

__all__ = ["Exceptions", "markdown_to_cyrillic", "markdown_to_latin", "normalise", "to_cyrillic", "to_latin"]


def markdown_to_cyrillic(text: str, exceptions: Exceptions = NONE) -> str:
    """A Markdown text in Cyrillic letters: its words, whatever apostrophes were typed; never what machines read."""
    return convert_markdown(text, lambda words: _but_phrases(words, exceptions, _cyrillic))


def markdown_to_latin(text: str, exceptions: Exceptions = NONE) -> str:
    """A Markdown text in Latin letters: its words, never what machines read."""
    return convert_markdown(text, lambda words: _but_phrases(words, exceptions, to_latin))


def _but_phrases(text: str, exceptions: Exceptions, convert: Callable[[str, Exceptions], str]) -> str:
    parts = exceptions.split(text)
    return "".join(part if number % 2 else convert(part, exceptions) for number, part in enumerate(parts))


def _cyrillic(text: str, exceptions: Exceptions) -> str:
    return to_cyrillic(normalise(text), exceptions)
