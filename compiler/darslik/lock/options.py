"""Which option of today is which one of the lock: by its text, exact or nearly so, never by its position."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from darslik.lock.model import Asked, Codes
from darslik.questions import Question, kinds
from darslik.questions.codes import Coded, Group

SIMILAR = 0.6
"""From this ratio on (`difflib`), a text is the other one reworded."""
_NUMBER = re.compile(r"[0-9]+")


def one_line(text: str) -> str:
    """A text as the lock has it: blanks joined."""
    return " ".join(text.split())


def groups(question: Question) -> tuple[Group, ...]:
    """The options of a question by group; none for a kind without codes."""
    kind: object = kinds()[question.kind]
    return kind.coded(question.content) if isinstance(kind, Coded) else ()


def recoded(question: Question, codes: Mapping[str, tuple[str, ...]]) -> Any:  # noqa: ANN401 - the kind's own
    """The content of a question under these codes."""
    kind: object = kinds()[question.kind]
    return kind.recode(question.content, codes) if isinstance(kind, Coded) else question.content


def recode(texts: Mapping[str, Question], asked: Asked) -> dict[str, Question]:
    """A question in all languages, source first, under the codes of the lock."""
    found = codes_of(next(iter(texts.values())), asked.options, asked.retired_options)
    codes = {name: given for name, given in found.items() if given is not None}
    return {lang: replace(question, content=recoded(question, codes)) for lang, question in texts.items()}


def codes_of(
    question: Question, known: Codes, retired: Codes, *, mixing: str = ""
) -> dict[str, tuple[str, ...] | None]:
    """By group, the code of each option, in the author's order; none where no code is left.

    `mixing`: new codes are dealt in an order that depends on it, since the author's may tell what is right.
    """
    found = [_mixed(group, mixing) if mixing else group for group in groups(question)]
    return {group.name: assign(group, known.get(group.name, {}), retired.get(group.name, {})) for group in found}


def _mixed(group: Group, by: str) -> Group:
    first, rest = group.alphabet[: len(group.texts)], group.alphabet[len(group.texts) :]
    dealt = sorted(first, key=lambda code: hashlib.sha256(f"{by}|{group.name}|{code}".encode()).digest())
    if dealt == list(first):  # by chance
        dealt = [*dealt[1:], *dealt[:1]]
    return replace(group, alphabet="".join(dealt) + rest)


def assign(group: Group, known: Mapping[str, str], retired: Mapping[str, str]) -> tuple[str, ...] | None:
    """The code of each text: its own, that of the text it was made from, or one that was never used."""
    texts = [one_line(text) for text in group.texts]
    given: dict[int, str] = {}
    _same(texts, known, given)
    if not group.exact:
        _reworded(texts, known, given)
    _same(texts, retired, given)
    free = (code for code in group.alphabet if code not in known and code not in retired)
    for number in range(len(texts)):
        if number not in given and (code := next(free, "")):
            given[number] = code
    return tuple(given[number] for number in range(len(texts))) if len(given) == len(texts) else None


def _left(known: Iterable[str], given: Mapping[int, str]) -> list[str]:
    taken = set(given.values())
    return [code for code in known if code not in taken]


def _same(texts: list[str], known: Mapping[str, str], given: dict[int, str]) -> None:
    for number, text in enumerate(texts):
        if number not in given:
            same = next((code for code in _left(known, given) if known[code] == text), "")
            given.update({number: same} if same else {})


def _reworded(texts: list[str], known: Mapping[str, str], given: dict[int, str]) -> None:
    """The most similar pairs first; of equals, those that stand first."""
    left = _left(known, given)
    open_texts = [number for number in range(len(texts)) if number not in given]
    pairs = [(likeness(known[code], texts[n]), n, code) for n in open_texts for code in left]
    for ratio, number, code in sorted(pairs, key=lambda pair: (-pair[0], pair[1], left.index(pair[2]))):
        if ratio >= SIMILAR and number not in given and code not in given.values():
            given[number] = code


def likeness(one: str, other: str) -> float:
    """From 0 to 1; texts with other numbers in them are never alike."""
    if _NUMBER.findall(one) != _NUMBER.findall(other):
        return 0
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()
