"""Scoring: the Python twin gives what the vectors say, and what the runtime gives."""

from __future__ import annotations

import json
import random
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from darslik.scoring import after_hint, comparable, mark, parse_number
from vectors.make_score import cases, random_response, random_rule, texts

ROOT = Path(__file__).parents[1]
RUNTIME = ROOT / "themes" / "runtime"
VECTORS: dict[str, list[dict[str, Any]]] = json.loads((ROOT / "tests/vectors/score.json").read_text("utf-8"))
RANDOM_CASES = 20_000


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_what_a_response_is_worth(case: dict[str, Any]) -> None:
    assert asdict(mark(case["rule"], case["partial"], case["response"])) == case["mark"]


@pytest.mark.parametrize("case", VECTORS["texts"], ids=lambda case: ascii(case["text"]))
def test_what_a_typed_text_is_taken_for(case: dict[str, Any]) -> None:
    assert comparable(case["text"]) == case["comparable"]
    assert comparable(case["text"], keep_case=True) == case["cased"]
    assert parse_number(case["text"]) == case["number"]


def test_the_committed_vectors_are_the_generator_s() -> None:
    assert json.loads(json.dumps({"cases": cases(), "texts": texts()})) == VECTORS


def test_the_vectors_cover_every_rule_and_verdict() -> None:
    found = {(case["rule"]["rule"], case["mark"]["verdict"]) for case in VECTORS["cases"]}
    scored = {"set", "text", "range", "pairs", "sequence", "gaps", "self"}
    parts = scored - {"text", "range"}
    wanted = {(rule, verdict) for rule in scored for verdict in ("right", "wrong")}
    assert found == wanted | {(rule, "partly") for rule in parts} | {("survey", "noted")}


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown rule 'magic'"):
        mark({"rule": "magic"}, True, ["a"])


@pytest.mark.parametrize(
    ("score", "cost", "left"), [(1, 25, 0.75), (0.5, 50, 0.25), (1, 0, 1), (1, 100, 0), (1, 400, 0), (1, -5, 1)]
)
def test_a_hint_takes_its_share(score: float, cost: float, left: float) -> None:
    assert after_hint(score, cost) == left


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The runtime's scoring as a script: JSON lines in, marks out."""
    folder = tmp_path_factory.mktemp("score")
    (folder / "batch.ts").write_text(
        f"""\
import {{ readFileSync }} from "node:fs";
import {{ afterHint, mark }} from {json.dumps(str(RUNTIME / "src/score.ts"))};
import {{ comparable, parseNumber }} from {json.dumps(str(RUNTIME / "src/text.ts"))};
for (const line of readFileSync(0, "utf8").trim().split("\\n")) {{
  const {{ rule, partial, response, cost }} = JSON.parse(line);
  const made = mark({{ rule, partial }}, response);
  const texts = response.map((text) => [comparable(text), comparable(text, true), parseNumber(text)]);
  process.stdout.write(JSON.stringify([made, texts, afterHint(made.score, cost)]) + "\\n");
}}
""",
        encoding="utf-8",
    )
    made = folder / "batch.mjs"
    options = ["--bundle", "--format=esm", "--platform=node", "--log-level=warning", f"--outfile={made}"]
    subprocess.run([RUNTIME / "node_modules/.bin/esbuild", folder / "batch.ts", *options], check=True)
    return made


def test_the_runtime_and_its_twin_agree(runtime: Path) -> None:
    """Random rules, right, wrong and hostile responses."""
    chance = random.Random(20)  # noqa: S311
    asked: list[dict[str, Any]] = []
    for _ in range(RANDOM_CASES):
        rule = random_rule(chance)
        response = [mixed(chance, text) for text in random_response(chance, rule)]
        asked.append(
            {"rule": rule, "partial": chance.random() < 0.8, "response": response, "cost": chance.randint(-9, 120)}
        )
    lines = "\n".join(json.dumps(case) for case in asked)
    run = subprocess.run(["node", runtime], input=lines, capture_output=True, encoding="utf-8", check=True)
    told = [json.loads(line) for line in run.stdout.strip("\n").split("\n")]
    assert len(told) == RANDOM_CASES
    for case, (theirs, texts_there, left) in zip(asked, told, strict=True):
        ours = mark(case["rule"], case["partial"], case["response"])
        assert theirs == asdict(ours), case
        assert left == after_hint(ours.score, case["cost"]), case
        for text, there in zip(case["response"], texts_there, strict=True):
            assert there == [comparable(text), comparable(text, keep_case=True), parse_number(text)], ascii(text)


MIXED = [
    *" \t\u00a0\u2009\u202f\u3000\ufeff\u200b\u00ad\u2060\u0085\u001c'’ʻʼ`´＇.,%-−–+٣İΣßǅÅ😀",
    "e\u0301",
    "i\u0307",
    "\r\n",
]


def mixed(chance: random.Random, text: str) -> str:
    """The text with something strange at one of its places, now and then."""
    if chance.random() < 0.7:
        return text
    place = chance.randint(0, len(text))
    return text[:place] + "".join(chance.choices(MIXED, k=chance.randint(1, 3))) + text[place:]
