"""Uzbek in Latin and Cyrillic letters: one text in both scripts.

to_cyrillic("Toshkent shahri")   Тошкент шаҳри
to_latin("Ўзбекистон")           Oʻzbekiston
normalise("O'zbekiston")         Oʻzbekiston
"""

from darslik.translit.cyrillic import to_cyrillic
from darslik.translit.latin import to_latin
from darslik.translit.letters import normalise

__all__ = ["normalise", "to_cyrillic", "to_latin"]
