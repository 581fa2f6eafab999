"""Uzbek Latin → Cyrillic: rules, and stems of words whose Latin letters do not show all (ц, ь, ъ, э, й)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from darslik.translit.exceptions import ENDING, NONE, Exceptions
from darslik.translit.letters import ALIKE, TURNED, TUTUQ

STEMS = "stems.tsv"

_PAIRS = {f"o{TURNED}": "ў", f"g{TURNED}": "ғ", "sh": "ш", "ch": "ч", "yo": "ё", "yu": "ю", "ya": "я"}
_SINGLE = dict(zip("abdefghijklmnopqrstuvxyz", "абдефгҳижклмнопқрстувхйз", strict=True)) | {TUTUQ: "ъ", TURNED: "ъ"}
_VOWELS = frozenset("aeiou")
_TSIYA = re.compile(r"ts(?=iya|ion|iy(?:a|$)|ent|e[lnr]|ev(?!ar)|ik(?!r)|it)")
_SIYA = re.compile(r"si(?=ya|on|al|o?ner)")
_BEFORE_SIYA = frozenset("kpn")
_SIGNS = f"{TURNED}{TUTUQ}"
_WORD = re.compile(rf"[^\W\d_{_SIGNS}][^\W\d_{_SIGNS}]*(?:[{_SIGNS}]+[^\W\d_{_SIGNS}]*)*[\d_]*(?:(?<=[\d_])\w+)?")
_FOREIGN = re.compile(rf"c(?!h)|[^a-z{_SIGNS}]|w", re.IGNORECASE)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_UNIT = re.compile(r"(?<=\d)([\s\u00a0\u202f]?)(k|M|G|T)?(m/h|Hz|Wh|W|lx|Gy|Sv|h)(?![\w-])")
_UNITS = {"m/h": "м/соат", "Hz": "Гц", "Wh": "Вт·соат", "W": "Вт", "lx": "лк", "Gy": "Гр", "Sv": "Зв", "h": "соат"}
_BY = {None: "", "k": "к", "M": "М", "G": "Г", "T": "Т"}
_SHORT = re.compile(r"(?<![\w-])[A-Z]{2,}(?:-[A-Z]+)+(?![\w-])")
_NUMERAL = re.compile(rf"(?<![\w{_SIGNS}])[IVX](?=\s+[a-z]|[-–—](?:[a-z]|[IVXLCDM]+\b))")
_PREFIX = re.compile(r"(?:\w*o)?(?:ob|sub|ad|ab|in|kon|pod|raz|iz|pred|ot|trans|s|v)")
_MONTHS = "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr".replace(" ", "|")
_DATE = re.compile(rf"(?:(?<=\b[12]\d\d\d)-(?=yil(?!lar))|(?<=\d)-(?=(?:{_MONTHS})))")
"""Years and days have a hyphen in Latin (2021-yil 1-fevral), and none in Cyrillic (2021 йил 1 февраль)."""
_LONGEST = 24
_LEAST = 3
_SHORT_STEM = 4
_FIRST_PARTS = tuple(
    "aero agit agro antropo astro audio avia avto bio elektro energo foto geo gidro giper infra inter kardio kino "
    "kontr makro mega mezo mikro mini moto nano nevro neyro orto para pnevmo poli psevdo psixo radio remont sans spets "
    "stereo super sverx tele termo trans ultra velo video yarim zoo".split()
)
"""Beginnings of compounds: what follows may be a stem."""


def to_cyrillic(text: str, exceptions: Exceptions = NONE) -> str:
    """The text with every Latin word in Cyrillic letters; apostrophes must be normalised, all else stays as it is.

    Words that stay: those with a letter that Uzbek has not (c, w, é), foreign names and abbreviations, Roman numerals,
    and what has digits or underscores in it. A word with letters of both alphabets that look alike is taken for one in
    Latin letters if most of it is.
    """
    text = _DATE.sub(" ", text)
    text = _UNIT.sub(lambda found: f"{found[1]}{_BY[found[2]]}{_UNITS[found[3]]}", text)
    kept = {found.start() for found in _NUMERAL.finditer(text)}
    for found in _SHORT.finditer(text):  # DCAT-AP: what hangs together with a foreign abbreviation
        if any(exceptions.foreign(part) or _FOREIGN.search(part) for part in found[0].split("-")):
            kept |= set(range(*found.span()))
    return _WORD.sub(lambda found: found[0] if found.start() in kept else _word(found[0], exceptions), text)


def word_to_cyrillic(word: str) -> str:
    """One Latin word, hyphens allowed, in Cyrillic letters. Capitals stay: Shahar → Шаҳар, SHAHAR → ШАҲАР."""
    return _WORD.sub(lambda found: _part(found[0]), word)


def _word(word: str, exceptions: Exceptions) -> str:
    if any(sign.isdigit() or sign == "_" for sign in word):
        return word
    if _CYRILLIC.search(word):
        latin = word.translate(ALIKE)
        if _CYRILLIC.search(latin) or len(_CYRILLIC.findall(word)) * 2 >= len(word):
            return re.sub(rf"[A-Za-z][A-Za-z{_SIGNS}]*", lambda found: _latin(found[0], exceptions), word)
        word = latin
    return _latin(word, exceptions)


def _latin(word: str, exceptions: Exceptions) -> str:
    own = _own(word, exceptions)
    if own is not None:
        return own
    kept = exceptions.foreign(word)
    if kept is not None:
        return kept + _by_rules(word[len(kept) :].removeprefix(TUTUQ), after=kept[-1:].lower())
    return word if _FOREIGN.search(word) else _part(word)


def _own(word: str, exceptions: Exceptions) -> str | None:
    """By the exceptions of the course."""
    lower = word.lower()
    for length in range(min(len(word), exceptions.longest), 0, -1):
        found = exceptions.words.get(lower[:length])
        if found is not None and (length >= _LEAST or length == len(word)):
            return cased(word, _joined(found, lower[length:], lower[length - 1]))
    return None


@lru_cache(maxsize=65536)
def _part(word: str) -> str:
    lower = word.lower()
    return cased(word, _by_stem(lower) or _by_rules(lower))


def cased(word: str, made: str) -> str:
    """What was made of a word in small letters, with the word's capitals."""
    if word == word.lower() or made != made.lower():
        return made
    letters = [letter for letter in word if letter not in _SIGNS]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return made.upper()
    if word[:1].isupper() and word[1:] == word[1:].lower():
        return made[:1].upper() + made[1:]
    return _mixed(word)


def _by_stem(word: str) -> str | None:
    known = stems()
    for length in range(min(len(word), _LONGEST), _LEAST - 1, -1):
        found = known.get(word[:length])
        if found is not None and _ends_well(word, length):
            return _joined(found, word[length:], word[length - 1])
    for first in _FIRST_PARTS:
        if word.startswith(first) and (rest := _by_stem(word[len(first) :])) is not None:
            return _by_rules(first) + rest
    return None


def _ends_well(word: str, length: int) -> bool:
    """Whether a stem may end there: not inside a letter, and only before an Uzbek ending if it is short."""
    after = word[length : length + 1]
    if (after in _SIGNS and after) or (after == "h" and word[length - 1] in "sc"):
        return False
    return length > _SHORT_STEM or ENDING.fullmatch(word, length) is not None


def _joined(stem: str, ending: str, last: str) -> str:
    """A stem with an ending, before which a ь is lost: модель, модели, моделлар."""
    return (stem.removesuffix("ь") if ending else stem) + _by_rules(ending, after=last)


@cache
def stems() -> dict[str, str]:
    """Latin beginnings of words → Cyrillic, where the rules do not lead there."""
    text = (files("darslik.translit") / STEMS).read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


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
    length = _tse(rest, after)
    if length:
        return "ц", length
    if rest.startswith("ye"):
        return f"{_divided(word[:at], after)}е", 2
    if after == "l" and rest.startswith("yon"):
        return "ьо", 2
    pair = _PAIRS.get(rest[:2])
    if pair:
        return pair, 2
    if rest[0] == "e":
        return ("э" if not after.isalpha() or after in _VOWELS else "е"), 1
    return _SINGLE.get(rest[0], rest[0]), 1


def _tse(rest: str, after: str) -> int:
    """How many letters stand for ц, 0 for none: ts in what only loan words have, s in -psiya, -ksiya, -nsiya."""
    if _TSIYA.match(rest):
        return 2
    return int(after in _BEFORE_SIYA and bool(_SIYA.match(rest)))


def _divided(before: str, after: str) -> str:
    """The sign between a consonant and е: ъ after a Russian prefix (объект, съезд), ь else (премьера, Васильевич)."""
    if not after.isalpha() or after in _VOWELS or after in _SIGNS:
        return ""
    return "ъ" if _PREFIX.fullmatch(before) else "ь"


def _mixed(word: str) -> str:
    """Capitals in the middle of a word (OʻzMU) at the letters that they became."""
    parts = re.findall(rf"(?:[SC]H|[A-Z])(?:[{_SIGNS}]|[a-z])*|^[a-z{_SIGNS}]+", word)
    return "".join(_case(part) for part in parts)


def _case(part: str) -> str:
    made = _by_rules(part.lower())
    return made[:1].upper() + made[1:] if part[:1].isupper() else made
