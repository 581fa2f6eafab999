"""State ↔ one short string: the twin of `themes/runtime/src/codec.ts`, character for character.

`2`, then chunks with a point between them. A chunk is a letter, digits of base 64 and a checksum of four; the letter
says what is in it, and whether its bits lie side by side (capital) or were coded by how likely they are (small). The
checksum is seeded with the course's key, so that another course's string vouches for nothing. A damaged chunk is left
out, the others count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from darslik.state.bits import (
    DIGITS,
    FLAT,
    VALUES,
    Damaged,
    Io,
    PlainReader,
    PlainWriter,
    RangeReader,
    RangeWriter,
    golomb,
    tree,
)
from darslik.state.contexts import PRIOR
from darslik.state.model import Answer, QuizState, State
from darslik.state.records import (
    MANY_ANSWERS,
    MANY_PAGES,
    answer_bits,
    ascending,
    block_bits,
    coarse_bits,
    fine_bits,
    order_bits,
    path_bits,
    quiz_bits,
    share_bits,
)
from darslik.state.responses import TEXT, TYPED, form_of
from darslik.state.texts import slots_bits, texts_bits, texts_length

VERSION = "2"
TEXT_CHUNK = 1200
"""Bits of typed texts after which a new chunk begins, so that damage takes few of them."""
MAX_LENGTH = 70_000
_CHUNK = re.compile(r"([A-Za-z])([\w-]*)([\w-]{4})", re.ASCII)

Spare = Callable[[str, int], bool]
"""Whether a page, question, quiz, note or path (by slot) may be left out first: the course no longer has it."""


@dataclass(frozen=True)
class Encoded:
    """A state as a string."""

    text: str
    dropped: int
    """Texts that were left out because they did not fit."""


@dataclass
class Decoded:
    """What could be read of a string."""

    state: State
    damaged: bool


@dataclass(frozen=True)
class _Text:
    """A typed answer, or a note."""

    letter: str
    slot: int
    texts: list[str]
    size: int


@dataclass
class _Reading:
    state: State
    texts: dict[int, list[str]] = field(default_factory=dict)
    chunks: int = -1
    found: int = 0
    damaged: bool = False


@dataclass(frozen=True)
class _Block:
    """A map of the state that is kept in blocks of slots."""

    letter: str
    name: str
    size: int
    each: Callable[[Io, Any], Any]
    blank: Any


BLOCKS = (
    _Block("P", "pages", 128, fine_bits, 0),
    _Block("C", "pages", 256, coarse_bits, 0),
    _Block("A", "answers", 48, answer_bits, Answer()),
    _Block("B", "answers", 128, answer_bits, Answer()),
    _Block("Q", "quizzes", 8, quiz_bits, QuizState()),
    _Block("W", "paths", 16, path_bits, []),
)
_KINDS = {"pages": "page", "answers": "question", "quizzes": "quiz", "paths": "path", "notes": "note"}


def checksum(body: str, key: str) -> str:
    """Four digits over a chunk."""
    value = 0x811C9DC5
    for sign in key + ":" + body:
        value = (value ^ ord(sign)) * 0x01000193 & 0xFFFFFFFF
    value = (value ^ value >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    value = (value ^ value >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    value ^= value >> 16
    return "".join(DIGITS[value >> shift & 63] for shift in (18, 12, 6, 0))


def _chunk(letter: str, write: Callable[[Io], object], key: str) -> str:
    plain, ranged = PlainWriter(), RangeWriter(PRIOR)
    write(plain)
    write(ranged)
    first, second = letter + plain.text(), letter.lower() + ranged.text()
    body = first if len(first) <= len(second) else second
    return body + checksum(body, key)


def _head(io: Io, state: State, chunks: int) -> int:
    """Everything that is no map."""
    chunks = golomb(io, chunks, 3, FLAT)
    state.counter = golomb(io, state.counter, 8, FLAT)
    nonce = [VALUES.get(sign, 0) for sign in f"{state.nonce:A<4}"[:4]]
    state.nonce = "".join(DIGITS[tree(io, digit, 6, FLAT)] for digit in nonce)
    state.page = golomb(io, state.page + 1, 6, FLAT) - 1
    state.completed = bool(io.bit(int(state.completed), FLAT))
    state.passed = bool(io.bit(int(state.passed), FLAT))
    state.seconds = golomb(io, state.seconds, 12, FLAT)
    state.recorded = golomb(io, state.recorded, 6, FLAT)
    _known(io, state)
    return chunks


def _known(io: Io, state: State) -> None:
    slots = ascending(io, state.known | set(state.known_share))
    known, shares = state.known, state.known_share
    state.known, state.known_share = set(), {}
    for slot in slots:
        if io.bit(int(slot in known), FLAT):
            state.known.add(slot)
        if io.bit(int(slot in shares), FLAT):
            state.known_share[slot] = share_bits(io, shares.get(slot, 0.0))


def _block_bits(block: _Block, part: dict[int, Any], io: Io) -> dict[int, Any]:
    return block_bits(io, block.size, part, block.each, block.blank)


def _blocks(state: State, key: str) -> list[str]:
    found: list[str] = []
    unused = ("P" if len(state.pages) > MANY_PAGES else "C") + ("A" if len(state.answers) > MANY_ANSWERS else "B")
    for block in BLOCKS:
        entries: Mapping[int, Any] = {} if block.letter in unused else getattr(state, block.name)
        parts: dict[int, dict[int, Any]] = {}
        for slot in sorted(entries):
            parts.setdefault(slot // block.size, {})[slot] = entries[slot]
        found += [_chunk(block.letter, partial(_block_bits, block, part), key) for part in parts.values()]
    if state.order:
        found.append(_chunk("O", lambda io: order_bits(io, list(state.order)), key))
    if state.language:
        found.append(_chunk("L", lambda io: texts_bits(io, [state.language]), key))
    return found


def _texts(state: State) -> list[_Text]:
    typed = [
        ("T", slot, answer.response)
        for slot, answer in sorted(state.answers.items())
        if answer.response is not None and form_of(answer.response) == TYPED
    ]
    notes = [("N", slot, [text]) for slot, text in sorted(state.notes.items())]
    return [_Text(letter, slot, texts, texts_length(texts)) for letter, slot, texts in (*typed, *notes)]


def _text_chunks(texts: list[_Text], key: str) -> list[str]:
    found: list[str] = []
    for letter in ("T", "N"):
        group: list[_Text] = []
        for text in [one for one in texts if one.letter == letter]:
            if group and sum(one.size for one in group) + text.size > TEXT_CHUNK:
                found.append(_text_chunk(letter, group, key))
                group = []
            group.append(text)
        if group:
            found.append(_text_chunk(letter, group, key))
    return found


def _text_chunk(letter: str, texts: list[_Text], key: str) -> str:
    return _chunk(letter, lambda io: slots_bits(io, {text.slot: text.texts for text in texts}), key)


def encode(state: State, key: str, limit: float = float("inf"), spare: Spare | None = None) -> Encoded:
    """The state in at most `limit` characters.

    What does not fit is left out in this order: what the course no longer has, then typed answers and notes, the
    longest first. Only if that does not help (the compiler sees to it that it does), other responses; scores never.
    """
    result = _fit(state, key, limit, drop=spare is None)
    if len(result.text) > limit and spare:
        state = _without(state, spare)
        result = _fit(state, key, limit)
    if len(result.text) > limit:
        bare = {slot: replace(answer, response=None) for slot, answer in state.answers.items()}
        result = replace(_fit(replace(state, answers=bare), key, limit), dropped=result.dropped)
    return result


def _fit(state: State, key: str, limit: float, *, drop: bool = True) -> Encoded:
    blocks, texts = _blocks(state, key), _texts(state)
    dropped = 0
    while True:
        chunks = [*blocks, *_text_chunks(texts, key)]
        head = _chunk("H", partial(_head, state=replace(state), chunks=len(chunks)), key)
        text = VERSION + ".".join([head, *chunks])
        excess = (len(text) - limit) * 6
        if excess <= 0 or not texts or not drop:
            return Encoded(text, dropped)
        while excess > 0 and texts:
            longest = max(texts, key=lambda one: one.size)
            texts.remove(longest)
            excess -= longest.size
            dropped += 1


def _without(state: State, spare: Spare) -> State:
    kept = replace(state)
    for name, kind in _KINDS.items():
        setattr(kept, name, {slot: value for slot, value in getattr(state, name).items() if not spare(kind, slot)})
    return kept


def decode(text: str, key: str) -> Decoded | None:
    """What can be read of a string; None if nothing can. Never raises."""
    if not text.startswith(VERSION) or len(text) > MAX_LENGTH:
        return None
    reading = _Reading(State(nonce=""))
    for chunk in text[1:].split("."):
        found = _CHUNK.fullmatch(chunk)
        if not found or checksum(chunk[:-4], key) != found[3]:
            reading.damaged = True
            continue
        reading.found += 1
        try:
            _read_chunk(reading, found[1], found[2])
        except Damaged:
            reading.damaged = True
    if not reading.found:
        return None
    state = reading.state
    for slot, answer in state.answers.items():
        if answer.response is TEXT:
            answer.response = reading.texts.get(slot)
    return Decoded(state, reading.damaged or reading.chunks != reading.found - 1)


def _read_chunk(reading: _Reading, letter: str, digits: str) -> None:
    io: Io = PlainReader(digits) if letter.isupper() else RangeReader(digits, PRIOR)
    kind, state = letter.upper(), reading.state
    if kind == "H":
        head = State()
        reading.chunks = _head(io, head, 0)
        _take_head(state, head)
    elif kind == "O":
        state.order = order_bits(io, [])
    elif kind == "L":
        state.language = next(iter(texts_bits(io, [])), "")
    elif kind == "T":
        reading.texts |= slots_bits(io, {})
    elif kind == "N":
        state.notes |= {slot: texts[0] for slot, texts in slots_bits(io, {}).items() if texts}
    for block in BLOCKS:
        if block.letter == kind:
            getattr(state, block.name).update(_block_bits(block, {}, io))


def _take_head(state: State, head: State) -> None:
    for name in ("counter", "nonce", "page", "completed", "passed", "seconds", "recorded", "known", "known_share"):
        setattr(state, name, getattr(head, name))
