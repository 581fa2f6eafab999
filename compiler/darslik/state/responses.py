"""A response ↔ bits: the twin of `themes/runtime/src/responses.ts`.

Each is written in the cheapest form that gives it back as it was. The form itself is written first, so that no
knowledge of the question is needed to read it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from darslik.state.bits import FLAT, Damaged, Io, gamma, golomb, mixed, tree
from darslik.state.contexts import Context

Response = list[str] | None
TEXT: Response = ["\0text"]
"""Stands for a response whose text is elsewhere, in a chunk of its own."""

LETTERS = "abcdefghijklmnopqrstuvwxyz123456789"
DIGITS_FIRST = "123456789abcdefghijklmnopqrstuvwxyz"
NUMERIC = "0123456789.,-+ %"
MAX_NUMERIC = 12
"""A number with more characters is a text."""
ONE, NONE, MASK, ORDER, PAIRS, NUMBER, LIST, TYPED, BOOLEAN = range(9)


def form_of(response: Response) -> int:
    """The cheapest form."""
    if response is None:
        return NONE
    if response in (["t"], ["f"]):
        return BOOLEAN
    if all(len(item) <= 1 and item in LETTERS for item in response):
        return _coded(response)
    if len(response) == 1 and 0 < len(response[0]) <= MAX_NUMERIC and all(sign in NUMERIC for sign in response[0]):
        return NUMBER
    return PAIRS if is_pairs(response) else TYPED


def _coded(response: Sequence[str]) -> int:
    if "" in response:
        return LIST
    if len(response) == 1:
        return ONE
    codes = [LETTERS.index(code) for code in response]
    if codes == sorted(set(codes)):
        return MASK
    return ORDER if sorted(codes) == list(range(len(codes))) else LIST


def is_pairs(response: Sequence[str]) -> bool:
    """Whether it consists of pairs like `1.b`, in order and each once, and makes no table that is nearly empty."""
    if not all(len(item) == 3 and item[1] == "." and item[0] in LETTERS and item[2] in LETTERS for item in response):
        return False
    places = [(DIGITS_FIRST.index(item[0]), DIGITS_FIRST.index(item[2])) for item in response]
    size = _length([item[0] for item in response]) * _length([item[2] for item in response])
    return places == sorted(set(places)) and size <= most_cells(len(response))


def most_cells(pairs: int) -> int:
    """A table with more cells for so few pairs is kept as text; no field makes one, but who types can."""
    return 16 * pairs + 64


def _length(codes: Sequence[str]) -> int:
    alphabet = DIGITS_FIRST if any(code in "123456789" for code in codes) else LETTERS
    return max(map(alphabet.index, codes)) + 1


def response_bits(io: Io, response: Response) -> Response:
    """Write it, or read it; `TEXT` if it is elsewhere."""
    form = form_of(response)
    form = tree(io, form - 1, 3, Context.FORM + 1) + 1 if io.bit(int(form != ONE), Context.FORM) else ONE
    return _FORMS[form](io, response or [])


def _one(io: Io, response: list[str]) -> Response:
    code = golomb(io, LETTERS.index(response[0]) if response else 0, 2, Context.LETTER)
    return [_letter(LETTERS, code)]


def _letter(alphabet: str, code: int) -> str:
    if code >= len(alphabet):
        raise Damaged
    return alphabet[code]


def _mask(io: Io, response: list[str]) -> Response:
    chosen = {LETTERS.index(code) for code in response}
    length = golomb(io, max(chosen, default=-1) + 1, 2, Context.MASK_LENGTH)
    if length > len(LETTERS):
        raise Damaged
    found = [code for code in range(length - 1) if io.bit(int(code in chosen), Context.MASK)]
    return [LETTERS[code] for code in (*found, length - 1)] if length else []


def _order(io: Io, response: list[str]) -> Response:
    count = golomb(io, len(response) - 2 if response else 0, 2, Context.ORDER) + 2
    if count > len(LETTERS):
        raise Damaged
    return [LETTERS[code] for code in _different(io, [LETTERS.index(code) for code in response], count, count)]


def _pairs(io: Io, response: list[str]) -> Response:
    rows, lefts = _side(io, [item[0] for item in response], Context.LEFT)
    columns, rights = _side(io, [item[2] for item in response], Context.RIGHT)
    table: list[list[int]] = [[] for _ in range(rows)]
    for item in response:
        table[lefts.index(item[0])].append(rights.index(item[2]))
    found = _table(io, table, columns)
    return [f"{lefts[row]}.{rights[column]}" for row, chosen in enumerate(found) for column in chosen]


def _side(io: Io, codes: list[str], context: int) -> tuple[int, str]:
    """How many rows or columns there are at least, and whether they are called by digits or by letters."""
    digits = io.bit(int(any(code in "123456789" for code in codes)), context)
    alphabet = DIGITS_FIRST if digits else LETTERS
    count = golomb(io, max((alphabet.index(code) for code in codes), default=0), 2, context + 1) + 1
    if count > len(alphabet):
        raise Damaged
    return count, alphabet


def _table(io: Io, table: list[list[int]], columns: int) -> list[list[int]]:
    """Which columns each row has: all different ones, exactly one, at most one, or any."""
    most, least = max(map(len, table)), min(map(len, table))
    single = [row[0] for row in table if row]
    if not io.bit(int(most != 1 or least != 1), Context.TABLE):
        if len(table) <= columns and io.bit(int(len(set(single)) == len(table)), Context.TABLE + 1):
            return [[column] for column in _different(io, single, len(table), columns)]
        return [[column] for column in mixed(io, single, [columns] * len(table))]
    if not io.bit(int(most > 1), Context.TABLE + 2):
        values = [row[0] + 1 if row else 0 for row in table]
        return [[value - 1] if value else [] for value in mixed(io, values, [columns + 1] * len(table))]
    return [[column for column in range(columns) if io.bit(int(column in row), FLAT)] for row in table]


def _different(io: Io, chosen: Sequence[int], count: int, of: int) -> list[int]:
    """`count` different numbers below `of`: each as its place among those that are left."""
    left = list(range(of))
    places: list[int] = []
    for number in chosen:
        places.append(left.index(number))
        left.remove(number)
    left = list(range(of))
    return [left.pop(place) for place in mixed(io, places, range(of, of - count, -1))]


def _number(io: Io, response: list[str]) -> Response:
    text = response[0] if response else ""
    length = golomb(io, max(len(text) - 1, 0), 2, Context.NUMBER_LENGTH) + 1
    if length > MAX_NUMERIC:
        raise Damaged
    signs = [NUMERIC.index(sign) for sign in text] or [0] * length
    return ["".join(NUMERIC[tree(io, sign, 4, Context.NUMBER)] for sign in signs)]


def _list(io: Io, response: list[str]) -> Response:
    codes = [LETTERS.index(code) + 1 if code else 0 for code in response]
    count = gamma(io, len(codes), Context.LIST)
    most = golomb(io, max(codes, default=0), 2, Context.LIST_MOST)
    if most > len(LETTERS) or count > 999:
        raise Damaged
    return ["" if not code else LETTERS[code - 1] for code in mixed(io, codes, [most + 1] * count)]


def _boolean(io: Io, response: list[str]) -> Response:
    return ["t" if io.bit(int(response == ["t"]), Context.BOOLEAN) else "f"]


_FORMS: dict[int, Callable[[Io, list[str]], Response]] = {
    ONE: _one,
    NONE: lambda io, response: None,
    MASK: _mask,
    ORDER: _order,
    PAIRS: _pairs,
    NUMBER: _number,
    LIST: _list,
    TYPED: lambda io, response: TEXT,
    BOOLEAN: _boolean,
}
