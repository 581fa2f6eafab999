"""Writes `score.json`: rules, responses and what they are worth, for the runtime and its Python twin.

`python tests/vectors/make_score.py` after a change of the rules of scoring; the diff is the review. Cases with an
expected value were worked out by hand; those by chance pin down what both sides did when they agreed.
"""

from __future__ import annotations

import json
import random
from dataclasses import asdict
from pathlib import Path
from typing import Any

from darslik.scoring import Mark, comparable, mark, parse_number

FILE = Path(__file__).with_name("score.json")
Rule = dict[str, Any]
Case = tuple[str, Rule, bool, list[str], tuple[float, str, list[str]]]

SET: Rule = {"rule": "set", "key": ["a", "c"], "of": ["a", "b", "c", "d"]}
ONE: Rule = {"rule": "set", "key": ["b"], "of": ["a", "b", "c"]}
TEXT: Rule = {
    "rule": "text", "accept": ["Open data", "oʻzbek tili"], "case": False,
    "feedback": [{"index": 0, "value": "Open data"}, {"index": 2, "value": "closed"}, {"index": 3, "value": "*"}],
}  # fmt: skip
RANGE: Rule = {
    "rule": "range", "accept": [[0.3, 0.3], [49.5, 50.5]],
    "feedback": [{"index": 1, "range": [25, 25]}, {"index": 2, "range": None}],
}  # fmt: skip
PAIRS: Rule = {"rule": "pairs", "key": ["1.a", "2.b", "3.a"]}
MATRIX: Rule = {"rule": "pairs", "key": ["a.1", "a.2", "b.3", "c.1", "c.2", "c.3"]}
SEQUENCE: Rule = {"rule": "sequence", "key": ["a", "b", "c", "d"]}
GAPS: Rule = {
    "rule": "gaps",
    "gaps": [{"accept": ["CSV", "csv file"], "typed": True}, {"accept": ["b", "c"], "typed": False}],
}
SELF: Rule = {"rule": "self", "levels": 4}

BY_HAND: list[Case] = [
    ("all right ones", SET, True, ["a", "c"], (1, "right", ["a", "c"])),
    ("in another order, one twice", SET, True, ["c", "a", "c"], (1, "right", ["c", "a"])),
    ("one of two", SET, True, ["a"], (0.5, "partly", ["a"])),
    ("one right, one wrong", SET, True, ["a", "b"], (0, "wrong", ["a", "b"])),
    ("two right, one wrong", SET, True, ["a", "b", "c"], (0.5, "partly", ["a", "b", "c"])),
    ("everything ticked", SET, True, ["a", "b", "c", "d"], (0, "wrong", ["a", "b", "c", "d"])),
    ("one of two, all or nothing", SET, False, ["a"], (0, "wrong", ["a"])),
    ("nothing ticked", SET, True, [], (0, "wrong", [])),
    ("a code of another build", SET, True, ["a", "c", "z"], (0.5, "partly", ["a", "c", "z"])),
    ("a name that objects have", SET, True, ["a", "__proto__"], (0, "wrong", ["a", "__proto__"])),
    ("an empty code", SET, True, [""], (0, "wrong", [""])),
    ("digits before letters", SET, True, ["c", "1", "a"], (0.5, "partly", ["c", "1", "a"])),
    ("one of one", ONE, True, ["b"], (1, "right", ["b"])),
    ("the wrong one", ONE, True, ["a"], (0, "wrong", ["a"])),
    ("a rule without a key", {"rule": "set", "key": [], "of": ["a"]}, True, [], (0, "wrong", [])),
    ("text: blanks and case", TEXT, True, ["  OPEN \t data "], (1, "right", ["0"])),
    ("text: no-break and narrow blanks", TEXT, True, ["open\u00a0\u202fdata"], (1, "right", ["0"])),
    ("text: a line break", TEXT, True, ["open\r\ndata"], (1, "right", ["0"])),
    ("text: a soft hyphen and a zero-width blank", TEXT, True, ["op\u00aden da\u200bta"], (1, "right", ["0"])),
    ("text: no feedback for this one", TEXT, True, ["O'zbek tili"], (1, "right", [])),
    ("text: a typographic apostrophe", TEXT, True, ["O’ZBEK TILI"], (1, "right", [])),
    ("text: a grave accent for an apostrophe", TEXT, True, ["o`zbek tili"], (1, "right", [])),
    ("text: a modifier letter", TEXT, True, ["oʼzbek tili"], (1, "right", [])),
    ("text: a double quote is no apostrophe", TEXT, True, ['o"zbek tili'], (0, "wrong", ["3"])),
    ("text: an expected mistake", TEXT, True, ["Closed"], (0, "wrong", ["2"])),
    ("text: the star is a word like others", TEXT, True, ["*"], (0, "wrong", ["3"])),
    ("text: nothing", TEXT, True, [], (0, "wrong", ["3"])),
    ("text: half a character", TEXT, True, ["\ud800"], (0, "wrong", ["3"])),
    ("text: composed and not", {**TEXT, "accept": ["café"]}, True, ["CAFE\u0301"], (1, "right", [])),
    ("text: Cyrillic", {**TEXT, "accept": ["Ўзбекистон"]}, True, ["ўЗБЕКИСТОН"], (1, "right", [])),
    ("text: Cyrillic letters are not Latin ones", {**TEXT, "accept": ["Ocean"]}, True, ["Осеan"], (0, "wrong", ["3"])),
    ("text: case matters", {**TEXT, "case": True}, True, ["open data"], (0, "wrong", ["3"])),
    ("text: case matters, blanks do not", {**TEXT, "case": True}, True, [" Open  data"], (1, "right", ["0"])),
    ("text: a dotted capital I", {**TEXT, "accept": ["i̇stanbul"]}, True, ["İSTANBUL"], (1, "right", [])),
    ("text: sharp s is no double s", {**TEXT, "accept": ["straße"]}, True, ["STRASSE"], (0, "wrong", ["3"])),
    ("text: final sigma", {**TEXT, "accept": ["ΟΔΟΣ"]}, True, ["οδος"], (1, "right", [])),
    ("number: in the range", RANGE, True, ["50"], (1, "right", [])),
    ("number: a decimal comma at the edge", RANGE, True, ["49,5"], (1, "right", [])),
    ("number: binary fractions", RANGE, True, ["0.30000000000000004"], (1, "right", [])),
    ("number: just outside", RANGE, True, ["50.51"], (0, "wrong", ["2"])),
    ("number: an expected mistake", RANGE, True, ["25.0"], (0, "wrong", ["1"])),
    ("number: percent", RANGE, True, ["50 %"], (1, "right", [])),
    ("number: words", RANGE, True, ["fifty"], (0, "wrong", ["2"])),
    ("number: nothing", RANGE, True, [""], (0, "wrong", ["2"])),
    ("number: Arabic digits", RANGE, True, ["٥٠"], (1, "right", [])),
    ("number: Arabic decimals and percent", RANGE, True, ["٤٩٫٥ ٪"], (1, "right", [])),
    ("number: an exponent is not read", RANGE, True, ["5e1"], (0, "wrong", ["2"])),
    ("number: a minus sign", {**RANGE, "accept": [[-3, -2]]}, True, ["−2,5"], (1, "right", [])),
    ("number: thousands and decimals", {**RANGE, "accept": [[1234.5, 1234.5]]}, True, ["1 234,5"], (1, "right", [])),
    ("number: points for thousands", {**RANGE, "accept": [[1234567, 1234567]]}, True, ["1.234.567"], (1, "right", [])),
    ("number: too many digits to count", RANGE, True, ["9" * 400], (0, "wrong", ["2"])),
    ("pairs: all", PAIRS, True, ["3.a", "1.a", "2.b"], (1, "right", [])),
    ("pairs: one of three", PAIRS, True, ["1.a", "2.c"], (1 / 3, "partly", ["2", "3"])),
    ("pairs: all or nothing", PAIRS, False, ["1.a", "2.b"], (0, "wrong", ["3"])),
    ("pairs: a side with two partners", PAIRS, True, ["1.a", "1.b", "2.b", "3.a"], (2 / 3, "partly", ["1"])),
    ("pairs: sides of another build", PAIRS, True, ["9.a", "1.z", "2", ".", ""], (0, "wrong", ["1", "2", "3"])),
    ("pairs: nothing", PAIRS, True, [], (0, "wrong", ["1", "2", "3"])),
    ("matrix: all", MATRIX, True, ["a.1", "a.2", "b.3", "c.1", "c.2", "c.3"], (1, "right", [])),
    ("matrix: half of a row", MATRIX, True, ["a.1", "b.3", "c.1", "c.2", "c.3"], (2.5 / 3, "partly", ["a"])),
    ("matrix: one too many in a row", MATRIX, True, [*MATRIX["key"], "b.1"], (2 / 3, "partly", ["b"])),
    ("matrix: a wrong one takes from its row alone", MATRIX, True, ["a.3", "b.3"], (1 / 3, "partly", ["a", "c"])),
    ("pairs: sides beside the key", {**MATRIX, "of": [*"aabccc"]}, True, ["a.1", "b.3"], (0.5, "partly", ["a", "c"])),
    ("sequence: all", SEQUENCE, True, ["a", "b", "c", "d"], (1, "right", [])),
    ("sequence: two changed places", SEQUENCE, True, ["a", "c", "b", "d"], (0.5, "partly", ["c", "b"])),
    ("sequence: one moved to the end", SEQUENCE, True, ["b", "c", "d", "a"], (0, "wrong", ["b", "c", "d", "a"])),
    ("sequence: too short", SEQUENCE, True, ["a", "b"], (0.5, "partly", [])),
    ("sequence: too long", SEQUENCE, True, ["a", "b", "c", "d", "e"], (1, "right", [])),
    ("sequence: one item all over", SEQUENCE, True, ["a", "a", "a", "a"], (0.25, "partly", ["a"])),
    ("gaps: all", GAPS, True, [" Csv", "c"], (1, "right", [])),
    ("gaps: one empty", GAPS, True, ["CSV FILE", ""], (0.5, "partly", ["2"])),
    ("gaps: codes have case", GAPS, True, ["csv", "B"], (0.5, "partly", ["2"])),
    ("gaps: too few", GAPS, True, [], (0, "wrong", ["1", "2"])),
    ("gaps: too many", GAPS, True, ["csv", "b", "x"], (1, "right", [])),
    ("survey: an answer", {"rule": "survey"}, True, ["a.1", "b.5"], (0, "noted", [])),
    ("survey: none", {"rule": "survey"}, False, [], (0, "noted", [])),
    ("self: the top", SELF, True, ["Because.", "3"], (1, "right", ["3"])),
    ("self: between", SELF, True, ["Because.", "1"], (1 / 3, "partly", ["1"])),
    ("self: between, all or nothing", SELF, False, ["Because.", "2"], (0, "wrong", ["2"])),
    ("self: the bottom", SELF, True, ["Because.", "0"], (0, "wrong", ["0"])),
    ("self: beyond the levels", SELF, True, ["Because.", "4"], (0, "wrong", [])),
    ("self: no level", SELF, True, ["Because."], (0, "wrong", [])),
    ("self: no number", SELF, True, ["Because.", "-1"], (0, "wrong", [])),
    ("self: digits of another script", SELF, True, ["Because.", "٣"], (0, "wrong", [])),
    ("self: no text", SELF, True, [" \u200b ", "3"], (0, "wrong", [])),
    ("self: one level", {"rule": "self", "levels": 1}, True, ["x", "0"], (1, "right", ["0"])),
]  # fmt: skip

WORDS = [
    "CSV", "csv  file", "oʻzbek", "O'ZBEK", "o`zbek", "Ўзбек", "ўзбек", "café", "cafe\u0301", "", " ", "*", "\u00a0x",
]  # fmt: skip
NUMBERS = [
    "0", "1", "2,5", "2.5", "-3", "−3", "1 000", "1.000,5", "50%", ".5", "5.", "x", "", "1e3", "'1'", "0.1", "1,2,3",
]  # fmt: skip
WORLD_NUMBERS = [
    "1\u2009234,5", "1\u202f234\u202f567", "1\u00a0000,25", "1\u2019234.5", "1\u02bc000", "\u22125,5", "\u201112",
    "\u221250\u00a0%", "\u0661\u066c\u0662\u0663\u0664\u066b\u0665", "\u06f1\u06f2\u066b\u06f5", "\u200f\u0661\u0662",
    "\u0665\u0660\u066a", "\u0663\u060c\u0665", "\u0663a",
]  # fmt: skip
SPANS = [[0, 0], [1, 2.5], [-3, -3], [0.1, 0.1], [1000, 1000.5], [0.5, 50]]


def some(chance: random.Random, of: list[str], most: int) -> list[str]:
    """Up to `most` of them, also twice."""
    return [chance.choice(of) for _ in range(chance.randint(0, most))]


def random_rule(chance: random.Random) -> Rule:
    """A rule as a compiler, or a hostile hand, may write it."""
    codes, lefts = list("abcdef"), list("1234")
    name = chance.choice(["set", "text", "range", "pairs", "sequence", "gaps", "survey", "self"])
    if name == "set":
        return {"rule": name, "key": chance.sample(codes, chance.randint(chance.randint(0, 1), 4)), "of": codes}
    if name == "text":
        feedback = [{"index": i, "value": v} for i, v in enumerate(some(chance, WORDS, 3))]
        return {"rule": name, "accept": some(chance, WORDS, 3), "case": chance.random() < 0.3, "feedback": feedback}
    if name == "range":
        spans = [chance.choice([*SPANS, None]) for _ in range(chance.randint(0, 3))]
        accept = chance.sample(SPANS, chance.randint(0, 2))
        return {"rule": name, "accept": accept, "feedback": [{"index": i, "range": s} for i, s in enumerate(spans)]}
    if name == "pairs":
        key = sorted({f"{chance.choice(lefts)}.{chance.choice(codes)}" for _ in range(chance.randint(0, 6))})
        of = {"of": [pair[0] for pair in key]} if chance.random() < 0.2 else {}
        return {"rule": name, "key": key, **of}
    if name == "sequence":
        return {"rule": name, "key": chance.sample(codes, chance.randint(0, 6))}
    if name == "gaps":
        gaps = [
            {"accept": some(chance, WORDS if typed else codes, 3), "typed": typed}
            for typed in (chance.random() < 0.5 for _ in range(chance.randint(0, 4)))
        ]
        return {"rule": name, "gaps": gaps}
    return {"rule": name} if name == "survey" else {"rule": name, "levels": chance.randint(1, 5)}


def random_response(chance: random.Random, rule: Rule) -> list[str]:
    """An answer that may fit the rule."""
    pairs = [f"{left}.{right}" for left in "12345" for right in "abcg"]
    held = [str(part) for part in rule.get("key", [])]
    pools = {
        "set": [*"abcdefz", ""],
        "text": WORDS,
        "range": NUMBERS,
        "pairs": [*pairs, *held, *held, "1", ""],
        "sequence": list("abcdefz"),
        "gaps": [*WORDS, *"abc"],
        "survey": pairs,
        "self": ["x", "0", "1", "2", "", "01", "9"],
    }
    draw = chance.random()
    if draw < 0.5 and rule["rule"] == "gaps":
        return [chance.choice([*gap["accept"], "x"]) for gap in rule["gaps"]]
    if draw < 0.6 and held:
        kept = held if rule["rule"] == "sequence" else chance.sample(held, len(held))
        return kept[: chance.randint(len(kept) // 2, len(kept))]
    return some(chance, pools[rule["rule"]], 6)


def cases() -> list[dict[str, Any]]:
    """By hand, then by chance."""
    found = []
    for name, rule, partial, response, (score, verdict, feedback) in BY_HAND:
        made = mark(rule, partial, response)
        assert (made.verdict, made.feedback) == (verdict, feedback), (name, made)
        assert abs(made.score - score) < 1e-12, (name, made)
        found.append(case(name, rule, partial, response, made))
    chance = random.Random(3)  # noqa: S311
    for number in range(320):
        rule = random_rule(chance)
        partial, response = chance.random() < 0.8, random_response(chance, rule)
        found.append(case(f"by chance {number}", rule, partial, response, mark(rule, partial, response)))
    return found


def case(name: str, rule: Rule, partial: bool, response: list[str], made: Mark) -> dict[str, Any]:
    return {"name": name, "rule": rule, "partial": partial, "response": response, "mark": asdict(made)}


def texts() -> list[dict[str, Any]]:
    """What typed texts and numbers are taken for."""
    typed = dict.fromkeys(
        [*WORDS, *NUMBERS, *WORLD_NUMBERS, *(c[3][0] for c in BY_HAND if c[3] and c[1]["rule"] in {"text", "range"})]
    )
    typed.pop("9" * 400, None)  # infinite: JSON has no word for it
    return [
        {"text": text, "comparable": comparable(text), "cased": comparable(text, keep_case=True),
         "number": parse_number(text)}
        for text in typed
    ]  # fmt: skip


def rows(values: list[dict[str, Any]]) -> str:
    return ",\n".join("  " + json.dumps(value, separators=(", ", ": ")) for value in values)


if __name__ == "__main__":
    FILE.write_text(f'{{"cases": [\n{rows(cases())}\n], "texts": [\n{rows(texts())}\n]}}\n', encoding="utf-8")
