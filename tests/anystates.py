"""Any state at all: what learners, and what nobody would do."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from darslik.state.bits import DIGITS
from darslik.state.model import Answer, QuizState, State, round_score
from darslik.state.records import COARSE, LEVELS, MANY_PAGES
from states import FIGURES, LETTERS, MIX, other, right

_SIGNS = "abcXYZ 0129.,-'’ʻʼ\"():;?!/%+=\n&–_абвЯҒўқҳЁ«»#\t\\\0ñçİΩ中😀{}[]<>~*@"

# A package of several languages keeps the one that the learner chose; another one keeps none.
LANGUAGES = ("", "ru", "uz-Latn", "uz-Cyrl", "zh-Hant-HK")


def any_text(rng: random.Random, longest: int = 40) -> str:
    """Signs of all kinds."""
    return "".join(rng.choice(_SIGNS) for _ in range(rng.randint(0, longest)))


def any_response(rng: random.Random) -> list[str] | None:
    """One that a field gives, or something that none does."""
    part = rng.choice(MIX)[1](rng)
    choices: tuple[Callable[[], list[str] | None], ...] = (
        lambda: right(part),
        lambda: other(rng, part),
        lambda: other(rng, part),
        lambda: None,
        list,
        lambda: [any_text(rng)],
        lambda: [any_text(rng) for _ in range(rng.randint(1, 5))],
        lambda: [rng.choice(("", *LETTERS, *FIGURES)) for _ in range(rng.randint(0, 9))],
        lambda: [f"{rng.choice(FIGURES + 'abc')}.{rng.choice('abcd12')}" for _ in range(rng.randint(1, 8))],
        lambda: sorted({f"{rng.choice(FIGURES)}.{rng.choice('abcd')}" for _ in range(rng.randint(1, 12))}),
        lambda: ["".join(rng.choice("0123456789.,-+ %") for _ in range(rng.randint(1, 14)))],
    )
    return rng.choice(choices)()


def any_answer(rng: random.Random) -> Answer:
    """Attempts, drafts, hints, revisions."""
    if rng.random() < 0.3:
        return Answer(any_response(rng), 1.0, 1, done=True)
    share = rng.choice((0.0, 1.0, rng.randint(0, 10) / 10, rng.randint(0, 2520) / 2520))
    return Answer(
        any_response(rng),
        round_score(share),
        rng.choice((0, 1, 1, 2, 3, rng.randint(0, 63))),
        done=rng.random() < 0.5,
        rev=rng.choice((1, 1, 1, 2, rng.randint(1, 40))),
        draft=rng.random() < 0.15,
        hinted=rng.random() < 0.15,
    )


def any_quiz(rng: random.Random) -> QuizState:
    """A quiz that was begun."""
    attempts = rng.randint(0, 12)
    drawn = sorted(rng.sample(range(400), rng.randint(0, 12)))
    used, extended = rng.choice(((0, 0), (rng.randint(0, 9999), rng.randint(0, 10))))
    best, seed = rng.randint(0, 2520) / 2520, rng.getrandbits(30)
    return QuizState(attempts, rng.random() < 0.5, seed, drawn, used, extended, best, rng.randint(0, attempts))


def _slots(rng: random.Random, most: int) -> list[int]:
    """Runs, or here and there; few or many."""
    count = rng.choice((0, 1, rng.randint(0, 20), rng.randint(0, most)))
    start = rng.choice((0, 0, rng.randint(0, 500)))
    if rng.random() < 0.5:
        return list(range(start, start + count))
    return sorted(rng.sample(range(start, start + 2 * count + 1), count))


def any_state(rng: random.Random, most: int = 60, languages: Sequence[str] = ("",)) -> State:
    """Whatever a state may hold."""
    state = State("".join(rng.choice(DIGITS) for _ in range(4)), rng.randint(0, 10 ** rng.randint(0, 8)))
    state.page, state.seconds, state.recorded = rng.randint(-1, 600), rng.randint(0, 10**6), rng.randint(0, 900)
    state.completed, state.passed = rng.random() < 0.3, rng.random() < 0.3
    pages = _slots(rng, most * 2)
    levels = COARSE if len(pages) > MANY_PAGES else LEVELS
    state.pages = {slot: rng.choice(levels[: rng.choice((1, 20, 40))]) for slot in pages}
    state.answers = {slot: any_answer(rng) for slot in _slots(rng, most)}
    state.quizzes = {slot: any_quiz(rng) for slot in _slots(rng, 6)}
    state.known = set(rng.sample(range(12), rng.choice((0, 0, 4))))
    state.known_share = {slot: rng.randint(0, 2520) / 2520 for slot in sorted(state.known) if rng.random() < 0.8}
    state.notes = {slot: any_text(rng, 120) for slot in _slots(rng, 4)}
    state.paths = {slot: [rng.randint(0, 30) for _ in range(rng.randint(0, 60))] for slot in _slots(rng, 5)}
    state.order = rng.sample(list(state.answers), len(state.answers)) if rng.random() < 0.3 else []
    state.language = languages[state.seconds % len(languages)]
    return state
