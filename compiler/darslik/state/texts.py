"""Typed texts ↔ bits: the twin of `themes/runtime/src/shorttext.ts`.

Six bits for a small letter, Latin and Cyrillic alike; a capital takes two sixes, a change of script one more.
"""

from __future__ import annotations

from darslik.state.bits import FLAT, Damaged, Io, PlainWriter, gamma, golomb, tree
from darslik.state.contexts import Context

END, CAPITAL, OTHER, CODE = range(4)
_MARKS = " 0123456789.,-"
LATIN = f"\0\0\0\0{_MARKS}abcdefghijklmnopqrstuvwxyz'’ʻʼ\"():;?!/%+=\n&–_"
CYRILLIC = f'\0\0\0\0{_MARKS}абвгдежзийклмнопрстуфхцчшщъыьэюяёўқғҳ"():;?!\n'
_PAGES = ((LATIN, Context.LATIN), (CYRILLIC, Context.CYRILLIC))
MAX_TEXTS = 99
"""Texts of one response."""
MAX_ENTRIES = 9999
"""Responses and notes of one chunk."""


def texts_bits(io: Io, texts: list[str]) -> list[str]:
    """The texts of one response, or one note."""
    count = gamma(io, len(texts), FLAT)
    if count > MAX_TEXTS:
        raise Damaged
    return [text_bits(io, text) for text in texts or [""] * count]


def texts_length(texts: list[str]) -> int:
    """Bits of texts side by side."""
    writer = PlainWriter()
    texts_bits(writer, texts)
    return len(writer.bits)


def text_bits(io: Io, text: str) -> str:
    """One text, closed by its end."""
    found: list[str] = []
    page = 0
    rest = [*reversed(text)]
    while True:
        symbol, page_after = _next(rest, page)
        symbol = _symbol(io, symbol, page)
        if symbol == END:
            return "".join(found)
        if symbol == OTHER:
            page = 1 - page
        elif symbol == CODE:
            found.append(_code_point(io, rest))
        else:
            capital = symbol == CAPITAL
            symbol = _symbol(io, page_after, page) if capital else symbol
            found.append(_sign(symbol, page, capital=capital))
            del rest[-1:]


def _symbol(io: Io, symbol: int, page: int) -> int:
    return tree(io, symbol, 6, _PAGES[page][1])


def _next(rest: list[str], page: int) -> tuple[int, int]:
    """The symbol for what comes next; behind a `CAPITAL`, its small letter."""
    if not rest:
        return END, 0
    sign = rest[-1]
    for there in (page, 1 - page):
        symbol, small = _find(sign, there)
        if symbol:
            return (symbol, small) if there == page else (OTHER, 0)
    return CODE, 0


def _find(sign: str, page: int) -> tuple[int, int]:
    table = _PAGES[page][0]
    if sign != "\0" and sign in table:
        return table.index(sign), 0
    small = sign.lower()
    if len(small) == 1 and small in table and small != "\0" and small.upper() == sign:
        return CAPITAL, table.index(small)
    return END, 0


def _code_point(io: Io, rest: list[str]) -> str:
    own = ord(rest.pop()) if rest else 0
    point = golomb(io, 0xFFFD if 0xD800 <= own < 0xE000 else own, 8, FLAT)  # half a character is none
    if point > 0x10FFFF or 0xD800 <= point < 0xE000:
        raise Damaged
    return chr(point)


def _sign(symbol: int, page: int, *, capital: bool) -> str:
    table = _PAGES[page][0]
    if not CODE < symbol < len(table):
        raise Damaged
    return table[symbol].upper() if capital else table[symbol]


def slots_bits(io: Io, texts: dict[int, list[str]]) -> dict[int, list[str]]:
    """Texts with their slots."""
    given = sorted(texts.items())
    count = gamma(io, len(given), FLAT)
    if count > MAX_ENTRIES:
        raise Damaged
    found: dict[int, list[str]] = {}
    last = -1
    for place in range(count):
        slot, strings = given[place] if given else (0, [])
        last += golomb(io, max(slot - last - 1, 0), 4, FLAT) + 1
        found[last] = texts_bits(io, strings)
    return found
