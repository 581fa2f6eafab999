"""The state of a learner: kept in a short string, read back, and what is left of it after damage."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from anystates import LANGUAGES, any_state
from darslik.state.codec import checksum, decode, encode
from darslik.state.model import Answer, State
from darslik.state.records import COARSE, LEVELS, level_of
from states import from_plain, in_runtime, plain, questions, report, typical
from vectors.make_state import FILE, KEY, cases

VECTORS: list[dict[str, Any]] = json.loads(FILE.read_text("utf-8"))
RANDOM_STATES = 300
DAMAGED = 1500
SAFE = re.compile(r"2[A-Za-z0-9_.-]*", re.ASCII)


def test_the_committed_vectors_are_the_generator_s() -> None:
    assert cases() == VECTORS


def test_the_vectors_hold() -> None:
    for case in VECTORS:
        assert encode(from_plain(case["state"]), KEY).text == case["text"]
        decoded = decode(case["text"], KEY)
        assert decoded
        assert (plain(decoded.state), decoded.damaged) == (case["state"], False)


def test_random_states_come_back_as_they_were_in_the_runtime_too(tmp_path: Path) -> None:
    rng = random.Random(1)  # noqa: S311
    states = [any_state(rng, 300 if number % 100 == 0 else 25, LANGUAGES) for number in range(RANDOM_STATES)]
    texts = [encode(state, KEY).text for state in states]
    for state, text in zip(states, texts, strict=True):
        assert SAFE.fullmatch(text)
        decoded = decode(text, KEY)
        assert decoded
        assert (decoded.state, decoded.damaged) == (state, False)
    told = in_runtime(tmp_path, [{"state": plain(state), "key": KEY} for state in states])
    assert told == [{"text": text, "dropped": 0} for text in texts]
    read = in_runtime(tmp_path, [{"text": text, "key": KEY} for text in texts])
    assert read == [{"state": plain(state), "damaged": False} for state in states]
    report(f"{RANDOM_STATES} random states, written and read by both sides")


def test_what_does_not_fit_is_left_out_alike(tmp_path: Path) -> None:
    """Texts of the longest first, after what the course no longer has; scores never."""
    rng = random.Random(2)  # noqa: S311
    jobs: list[dict[str, Any]] = []
    for _ in range(250):
        state = any_state(rng, 20)
        full = len(encode(state, KEY).text)
        gone = {"question": sorted(slot for slot in state.answers if rng.random() < 0.3), "page": [0, 1, 2]}
        jobs.append({"state": plain(state), "key": KEY, "limit": rng.randint(1, full), "spare": gone})
    for job, told in zip(jobs, in_runtime(tmp_path, jobs), strict=True):
        state, gone = from_plain(job["state"]), job["spare"]
        made = encode(state, KEY, job["limit"], partial(_is_in, gone))
        assert told == {"text": made.text, "dropped": made.dropped}
        decoded = decode(made.text, KEY)
        assert decoded
        assert not decoded.damaged
        for slot, answer in state.answers.items():
            kept = decoded.state.answers.get(slot)
            if kept is None:
                assert slot in gone["question"]
            else:
                assert replace(kept, response=None) == replace(answer, response=None)
                assert kept.response in (answer.response, None)


def _is_in(parts: dict[str, list[int]], kind: str, slot: int) -> bool:
    return slot in parts.get(kind, [])


def test_texts_go_the_longest_first() -> None:
    state = State(answers={0: Answer(["b"], 1, 1, done=True)}, notes={0: "A short note."})
    state.answers[1] = Answer(["word " * 40], 0, 1)
    state.answers[2] = Answer(["two words"], 0.5, 2)
    full = len(encode(state, KEY).text)
    first = encode(state, KEY, full - 1)
    found = decode(first.text, KEY)
    assert found
    assert first.dropped == 1
    assert [answer.response for answer in found.state.answers.values()] == [["b"], None, ["two words"]]
    assert (found.state.notes, found.state.answers[1].attempts) == ({0: "A short note."}, 1)
    second = encode(state, KEY, len(first.text) - 1)
    found = decode(second.text, KEY)
    assert found
    assert (second.dropped, found.state.notes, found.state.answers[2].response) == (2, {}, ["two words"])


def _harm(rng: random.Random, text: str, other: str) -> str:
    """Damage as networks, databases and people do it."""
    at = rng.randrange(1, len(text))
    chunks = text[1:].split(".")
    swapped = rng.sample(chunks, len(chunks))
    return rng.choice(
        (
            text[:at],
            text[:at] + chr(ord(text[at]) ^ 1 << rng.randrange(7)) + text[at + 1 :],
            text[:at] + text[at + rng.randint(1, 5) :],
            text[:at] + "".join(rng.choice("aZ09_-.A") for _ in range(rng.randint(1, 4))) + text[at:],
            text[: at - 1] + text[at : at + 1] + text[at - 1 : at] + text[at + 1 :],
            text[at:],
            text + other[1:],
            "2" + ".".join(swapped),
            "2" + ".".join(chunks[:-1] + other[1:].split(".")),
            text.lower(),
            text.replace("-", "%2D"),
            text[:at] + " " + text[at:],
        )
    )


def _trusted(original: State, found: State) -> None:
    """Nothing is in `found` that was not in `original`."""
    assert found.completed <= original.completed
    assert found.passed <= original.passed
    for name in ("pages", "answers", "quizzes", "notes", "paths", "known_share"):
        mine, theirs = getattr(original, name), getattr(found, name)
        for slot, value in theirs.items():
            if name == "answers" and value.response is None:
                assert value == replace(mine[slot], response=None)
            else:
                assert value == mine[slot]


def test_damage_takes_only_what_it_strikes_and_completes_nothing(tmp_path: Path) -> None:
    rng = random.Random(3)  # noqa: S311
    jobs: list[dict[str, Any]] = []
    kept = lost = 0
    states = [any_state(rng, 300 if number == 0 else 30) for number in range(100)]
    texts = [encode(state, KEY).text for state in states]
    others = [encode(state, "another").text for state in states]
    for _ in range(DAMAGED):
        which = rng.randrange(100)
        state = states[which]
        harmed = _harm(rng, texts[which], rng.choice(others))
        found = decode(harmed, KEY)
        jobs.append({"text": harmed, "key": KEY})
        if found is None:
            lost += 1
            continue
        kept += 1
        _trusted(state, found.state)
        assert found.damaged or found.state == state
    assert kept > DAMAGED / 2
    told = in_runtime(tmp_path, jobs)
    for job, answer in zip(jobs, told, strict=True):
        mine = decode(job["text"], KEY)
        assert answer == (mine and {"state": plain(mine.state), "damaged": mine.damaged})
    report(f"{DAMAGED} damaged strings read alike by both sides: {kept} gave something, {lost} nothing")


def test_one_string_cut_at_every_place_and_each_of_its_bits_flipped() -> None:
    state = any_state(random.Random(11), 12)  # noqa: S311
    state.completed = state.passed = True
    text = encode(state, KEY).text
    harmed = [text[:at] for at in range(len(text))]
    harmed += [
        text[:at] + chr(ord(text[at]) ^ 1 << bit) + text[at + 1 :] for at in range(len(text)) for bit in range(7)
    ]
    for one in harmed:
        found = decode(one, KEY)
        if found:
            assert found.damaged
            _trusted(state, found.state)
    report(f"{len(harmed)} cuts and flips of one string of {len(text)} characters")


def foreign() -> list[str]:
    """What other tools, other versions and noise leave behind."""
    rng = random.Random(4)  # noqa: S311
    state = any_state(rng, 40)
    state.completed = state.passed = True
    own = encode(state, KEY).text
    noise = ["".join(rng.choice("2HPAaph.-_0Zz") for _ in range(rng.randint(0, 200))) for _ in range(3000)]
    bytes_ = ["2" + "".join(chr(rng.randrange(256)) for _ in range(100)) for _ in range(200)]
    return [
        *("", " ", "2", "2.", "2H", "2HAAAA", "null", "{}", '{"v":1,"completed":true}', "completed", "\0", "2\ud800"),
        *("1" + own[1:], "3" + own[1:], encode(state, "another-key").text, "1*0000000*zz*abcd*-*3**"),
        "2" + "A" * 65_000,
        "2" + ".HAAAA" * 10_000,
        "".join(rng.choice("2H.abcAZ-_09") for _ in range(65_536)),
        "2" * 200_000,
        *noise,
        *bytes_,
    ]


def test_foreign_strings_vouch_for_nothing(tmp_path: Path) -> None:
    strings = foreign()
    for one in strings:
        assert decode(one, KEY) is None
    told = in_runtime(tmp_path, [{"text": one, "key": KEY} for one in strings])
    assert told == [None] * len(strings)
    report(f"{len(strings)} foreign strings")


def test_a_right_checksum_over_nonsense_is_survived_alike(tmp_path: Path) -> None:
    """Nobody but an attacker writes this; the reader must come back, and both must read the same."""
    from darslik.state.bits import DIGITS
    from darslik.state.codec import checksum

    rng = random.Random(5)  # noqa: S311
    texts: list[str] = []
    for _ in range(3000):
        chunks = [
            rng.choice("HPCABQWOTNXhpcabqwotn") + "".join(rng.choice(DIGITS) for _ in range(rng.randint(0, 40)))
            for _ in range(rng.randint(1, 3))
        ]
        texts.append("2" + ".".join(chunk + checksum(chunk, KEY) for chunk in chunks))
    told = in_runtime(tmp_path, [{"text": text, "key": KEY} for text in texts])
    for text, answer in zip(texts, told, strict=True):
        mine = decode(text, KEY)
        assert mine
        assert answer == {"state": plain(mine.state), "damaged": mine.damaged}
        for one in mine.state.answers.values():
            assert 0 <= one.score <= 1
            assert one.attempts < 64


@pytest.mark.parametrize("seed", range(12))
def test_a_typical_learner_of_a_large_course_takes_700_characters(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    state = typical(rng, 500, questions(rng, 300))
    text = encode(state, KEY, 4096).text
    found = decode(text, KEY)
    assert found
    assert found.state == state
    assert len(text) <= 700


def test_an_empty_state_costs_next_to_nothing() -> None:
    assert len(encode(State(nonce="abcd"), KEY).text) == 13


@pytest.mark.parametrize(("levels", "share"), [(LEVELS, 1 / 5), (COARSE, 1 / 3)])
def test_times_are_kept_closely_enough_and_stay_what_they_are(levels: list[int], share: float) -> None:
    for seconds in (*range(1, 5000), 80_000):
        kept = levels[level_of(seconds, levels)]
        assert abs(kept - seconds) <= max(share * seconds, 0.5)
        assert levels[level_of(kept, levels)] == kept


@pytest.mark.parametrize(
    ("text", "most"),
    [("Ochiq maʼlumotlar portali", 9), ("Открытые данные о закупках", 9), ("Очиқ маълумотлар ва ўқиш", 9)],
)
def test_latin_and_cyrillic_texts_are_as_short(text: str, most: int) -> None:
    bare = len(encode(State(notes={0: ""}), KEY).text)
    assert (len(encode(State(notes={0: text}), KEY).text) - bare) * 6 / len(text) <= most


def test_a_chunk_of_a_later_darslik_is_passed_over(tmp_path: Path) -> None:
    """So that a player that does not know the chosen language, or what comes after it, loses nothing else."""
    state = State(nonce="abcd", page=3, language="uz-Cyrl", notes={1: "oʻzim"})
    text = encode(state, KEY).text
    own = re.search(r"\.([Ll][\w-]+)[\w-]{4}(?=\.|\Z)", text)
    assert own
    later = f"x{own[1][1:]}"
    text = text.replace(own[0], f".{later}{checksum(later, KEY)}")
    found = decode(text, KEY)
    assert found
    assert (found.state, found.damaged) == (replace(state, language=""), False)
    assert in_runtime(tmp_path, [{"text": text, "key": KEY}]) == [{"state": plain(found.state), "damaged": False}]
