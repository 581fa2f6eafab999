"""Bits ↔ digits of base 64: the twin of `themes/runtime/src/bits.ts`, bit for bit.

Each part of a state is described once, as calls on an `Io`: a writer takes the values handed to it, a reader returns
what it finds. Bits are either laid side by side, or coded by how likely they are (a range coder whose probabilities
adapt to what went before in the same `context`); the caller writes both and keeps the shorter one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
VALUES = {digit: value for value, digit in enumerate(DIGITS)}
FLAT = -1
"""The context of bits that are as often 0 as 1."""
MAX_NUMBER = 2**30 - 1
_EVEN = 1 << 15
_MASK = (1 << 30) - 1
_TOP = 24
_ZEROS = 4096
"""Digits that may be understood at the end; more than any chunk needs."""
_SURE = 10
"""What is expected counts as much as this many bits seen."""
_SLOW = 30
"""The more a context has seen, the less one more bit changes it, down to this."""


class Damaged(ValueError):  # noqa: N818 - names what it found
    """What is read cannot have been written."""


class Io(Protocol):
    """Writes or reads bits."""

    def bit(self, value: int, context: int) -> int:
        """Write `value`, or read; the bit in either case."""
        ...


class Odds:
    """How likely a 1 is in each context, in 1/65536."""

    def __init__(self, prior: dict[int, int]) -> None:
        self._known = {context: (chance, _SURE) for context, chance in prior.items()}

    def of(self, context: int) -> int:
        """The chance of a 1."""
        return _EVEN if context < 0 else self._known.get(context, (_EVEN, 0))[0]

    def learn(self, context: int, value: int) -> None:
        """A bit was seen."""
        if context < 0:
            return
        chance, count = self._known.get(context, (_EVEN, 0))
        step = (65536 - chance if value else chance) // (count + 2)
        self._known[context] = (chance + step if value else chance - step, min(count + 1, _SLOW))


class PlainWriter:
    """One bit after the other."""

    def __init__(self) -> None:
        self.bits: list[int] = []

    def bit(self, value: int, context: int) -> int:
        """Write."""
        self.bits.append(value)
        return value

    def text(self) -> str:
        """The digits; zeros at the end are understood."""
        padded = [*self.bits, *[0] * (-len(self.bits) % 6)]
        digits = (int("".join(map(str, padded[at : at + 6])), 2) for at in range(0, len(padded), 6))
        return "".join(DIGITS[digit] for digit in digits).rstrip(DIGITS[0])


class _Digits:
    """The digits of a text, and then a few zeros."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def next(self) -> int:
        at = self._at
        self._at += 1
        if at >= len(self._text) + _ZEROS:
            raise Damaged
        return VALUES[self._text[at]] if at < len(self._text) else 0


class PlainReader:
    """Reads what a `PlainWriter` wrote."""

    def __init__(self, text: str) -> None:
        self._digits = _Digits(text)
        self._digit = self._left = 0

    def bit(self, value: int, context: int) -> int:
        """Read."""
        if not self._left:
            self._digit, self._left = self._digits.next(), 6
        self._left -= 1
        return self._digit >> self._left & 1


class RangeWriter:
    """A binary range coder: likely bits take less than one."""

    def __init__(self, prior: dict[int, int]) -> None:
        self._odds = Odds(prior)
        self._low, self._high = 0, _MASK
        self._out: list[str] = []

    def bit(self, value: int, context: int) -> int:
        """Write."""
        middle = self._low + ((self._high - self._low) * self._odds.of(context) >> 16)
        if value:
            self._high = middle
        else:
            self._low = middle + 1
        self._odds.learn(context, value)
        while self._low >> _TOP == self._high >> _TOP:
            self._out.append(DIGITS[self._low >> _TOP])
            self._low = self._low << 6 & _MASK
            self._high = self._high << 6 & _MASK | 63
        return value

    def text(self) -> str:
        """The digits; zeros at the end are understood."""
        last = DIGITS[(self._low >> _TOP) + 1] if self._low else ""
        return ("".join(self._out) + last).rstrip(DIGITS[0])


class RangeReader:
    """Reads what a `RangeWriter` wrote."""

    def __init__(self, text: str, prior: dict[int, int]) -> None:
        self._odds = Odds(prior)
        self._digits = _Digits(text)
        self._low, self._high, self._value = 0, _MASK, 0
        for _ in range(5):
            self._value = self._value << 6 | self._digits.next()

    def bit(self, value: int, context: int) -> int:
        """Read."""
        middle = self._low + ((self._high - self._low) * self._odds.of(context) >> 16)
        found = int(self._value <= middle)
        if found:
            self._high = middle
        else:
            self._low = middle + 1
        self._odds.learn(context, found)
        while self._low >> _TOP == self._high >> _TOP:
            self._low = self._low << 6 & _MASK
            self._high = self._high << 6 & _MASK | 63
            self._value = self._value << 6 & _MASK | self._digits.next()
        return found


def tree(io: Io, value: int, width: int, context: int) -> int:
    """A number of `width` bits, highest first; each bit in the context of those before it."""
    node = 1
    for place in range(width - 1, -1, -1):
        node = node << 1 | io.bit(value >> place & 1, within(context, node))
    return node - (1 << width)


def within(context: int, place: int) -> int:
    """A context of its own for a place, unless it is flat."""
    return context + place if context >= 0 else FLAT


def gamma(io: Io, value: int, context: int) -> int:
    """A number from 0: its length as ones and a zero, then its bits (Elias gamma)."""
    number = min(value, MAX_NUMBER - 1) + 1
    length = 0
    while io.bit(int(number >> length > 1), within(context, length)):
        length += 1
        if length > 30:
            raise Damaged
    if not length:
        return 0
    first = io.bit(number >> (length - 1) & 1, within(context, 31 + length))
    rest = tree(io, number & (1 << (length - 1)) - 1, length - 1, FLAT)
    return ((2 | first) << (length - 1) | rest) - 1


def golomb(io: Io, value: int, low: int, context: int) -> int:
    """A number whose `low` lowest bits are laid down as they are, the rest as gamma."""
    value = min(value, MAX_NUMBER)
    high = gamma(io, value >> low, context)
    return high << low | tree(io, value & (1 << low) - 1, low, within(context, 64) if low < 4 else FLAT)


def mixed(io: Io, values: Sequence[int], bases: Sequence[int]) -> list[int]:
    """Numbers, each below its base, packed together."""
    found: list[int] = []
    at = 0
    while at < len(bases):
        product, end = 1, at
        while end < len(bases) and product * bases[end] <= 1 << 24:
            product *= bases[end]
            end += 1
        packed = 0
        for place in range(at, end):
            packed = packed * bases[place] + (values[place] if values else 0)
        packed = tree(io, packed, (product - 1).bit_length(), FLAT)
        digits: list[int] = []
        for place in range(end - 1, at - 1, -1):
            packed, digit = divmod(packed, bases[place])
            digits.append(digit)
        if packed:
            raise Damaged
        found += reversed(digits)
        at = end
    return found
