"""States of learners, for tests and measurements: random ones, and a realistic course of any size."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from darslik.state.model import Answer, QuizState, State, round_score
from darslik.state.records import COARSE, LEVELS, MANY_PAGES

RUNTIME = Path(__file__).parents[1] / "themes" / "runtime"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
FIGURES = "123456789"
WORDS = (
    "данные",
    "ochiq",
    "maʼlumot",
    "Portal",
    "the",
    "licence",
    "Очиқ",
    "2024",
    "о закупках",
    "oʻquv",
    "CSV;",
    "«да»",
    "😀",
)

Part = dict[str, Any]
"""A question, as `render/scripts.py` hands it to the runtime: kind, rule, attempts; with its slot."""


def _coded(kind: str, rule: Part, **more: Any) -> Part:
    return {"kind": kind, "attempts": 2, "partial": True, "points": 1, "rule": rule, **more}


def _choice(rng: random.Random) -> Part:
    count = rng.choice((3, 4, 4, 4, 5))
    return _coded("choice", {"rule": "set", "key": [rng.choice(LETTERS[:count])], "of": [*LETTERS[:count]]})


def _many(rng: random.Random) -> Part:
    count = rng.choice((4, 5, 5, 6))
    key = sorted(rng.sample(LETTERS[:count], rng.randint(2, count - 1)))
    return _coded("choice", {"rule": "set", "key": key, "of": [*LETTERS[:count]]}, many=True)


def _boolean(rng: random.Random) -> Part:
    return _coded("true-false", {"rule": "set", "key": [rng.choice("tf")], "of": ["t", "f"]})


def _pairs(
    kind: str, rows: tuple[int, ...], columns: tuple[int, ...], *, apart: bool
) -> Callable[[random.Random], Part]:
    def make(rng: random.Random) -> Part:
        count, width = rng.choice(rows), rng.choice(columns)
        width = max(width, count) if apart else width
        chosen = rng.sample(LETTERS[:width], count) if apart else [rng.choice(LETTERS[:width]) for _ in range(count)]
        key = [f"{FIGURES[row]}.{column}" for row, column in enumerate(chosen)]
        rule: Part = {"rule": "survey"} if kind == "likert" else {"rule": "pairs", "key": key}
        return _coded(kind, rule, rows=count, columns=width, answer=key)

    return make


def _ordering(rng: random.Random) -> Part:
    count = rng.choice((4, 5, 6))
    return _coded("ordering", {"rule": "sequence", "key": [*LETTERS[:count]]})


def _numeric(rng: random.Random) -> Part:
    value = rng.choice((rng.randint(2, 99), rng.randint(100, 9999), rng.randint(1, 999) / 10))
    return _coded("numeric", {"rule": "range", "accept": [[value, value]], "feedback": []})


def _cloze(rng: random.Random) -> Part:
    gaps = [{"accept": [rng.choice(LETTERS[:3])], "typed": False} for _ in range(rng.choice((2, 3, 4)))]
    return _coded("cloze", {"rule": "gaps", "gaps": gaps})


def _typed(rng: random.Random) -> Part:
    return _coded("text", {"rule": "text", "accept": [sentence(rng, 2)], "case": False, "feedback": []})


def _long(rng: random.Random) -> Part:
    return _coded("long-answer", {"rule": "self", "levels": 4})


MIX: tuple[tuple[int, Callable[[random.Random], Part]], ...] = (
    (47, _choice),
    (14, _boolean),
    (12, _many),
    (4, _pairs("matching", (4, 4, 5, 6), (4, 5, 6), apart=True)),
    (3, _ordering),
    (3, _numeric),
    (4, _cloze),
    (2, _typed),
    (3, _pairs("categorising", (6, 8, 9), (2, 3, 4), apart=False)),
    (3, _choice),
    (2, _pairs("matrix", (3, 4, 5), (3, 4), apart=False)),
    (2, _pairs("likert", (4, 5, 6), (5,), apart=False)),
    (1, _long),
)
"""How many of 100 questions are of which kind. The second choice stands for hotspots, whose responses look the same."""


def sentence(rng: random.Random, words: int) -> str:
    """Some words."""
    return " ".join(rng.choice(WORDS) for _ in range(words))


def questions(rng: random.Random, count: int) -> list[Part]:
    """A realistic mix, in any order."""
    kinds = [make for share, make in MIX for _ in range(share)] * (count // 100 + 1)
    return [{**make(rng), "slot": slot} for slot, make in enumerate(rng.sample(kinds, count))]


def right(part: Part) -> list[str]:
    """The response that is fully right."""
    rule = part["rule"]
    match rule["rule"]:
        case "set" | "sequence" | "pairs":
            return list(rule["key"])
        case "range":
            return [f"{rule['accept'][0][0]:g}"]
        case "text":
            return [rule["accept"][0]]
        case "gaps":
            return [gap["accept"][0] for gap in rule["gaps"]]
        case "self":
            return ["", "3"]
        case _:
            return list(part["answer"])


def other(rng: random.Random, part: Part) -> list[str]:
    """Any response that its fields can give."""
    rule = part["rule"]
    match rule["rule"]:
        case "set":
            many = part.get("many", False)
            return sorted(rng.sample(rule["of"], rng.randint(1, len(rule["of"])))) if many else [rng.choice(rule["of"])]
        case "sequence":
            return rng.sample(rule["key"], len(rule["key"]))
        case "range":
            return [rng.choice(("-", "")) + str(rng.randint(0, 99999)) + rng.choice(("", ",5", ".25", "%"))]
        case "gaps":
            return [rng.choice(("", *LETTERS[:3])) if not gap["typed"] else sentence(rng, 2) for gap in rule["gaps"]]
        case "text":
            return [sentence(rng, 3)]
        case "self":
            return [sentence(rng, 12), str(rng.randint(0, 3))]
        case _:
            rows, columns = FIGURES[: part["rows"]], LETTERS[: part["columns"]]
            return [f"{row}.{rng.choice(columns)}" for row in rows]


def typical(rng: random.Random, pages: int, parts: list[Part], *, typed: bool = False) -> State:
    """Everything seen, everything answered at the first attempt, three of four right."""
    state = State(nonce="k3Xz", counter=1200, page=pages - 1, completed=True, passed=True, recorded=len(parts))
    state.pages = {
        slot: near(round(rng.lognormvariate(3.8, 0.7)), COARSE if pages > MANY_PAGES else LEVELS)
        for slot in range(pages)
    }
    state.seconds = sum(state.pages.values())
    for part in parts:
        state.answers[part["slot"]] = _first(rng, part, typed=typed)
    return state


def _first(rng: random.Random, part: Part, *, typed: bool) -> Answer:
    rule = part["rule"]["rule"]
    is_right = rng.random() < 0.75 or rule in {"survey", "self"}
    response = right(part) if is_right else other(rng, part)
    if not typed and rule in {"text", "self"}:
        return Answer(None, float(is_right), 1, done=is_right)
    return Answer(response, 1.0 if is_right else _share(part, response), 1, done=is_right)


def _share(part: Part, response: list[str]) -> float:
    """Partial credit, as it is given."""
    rule = part["rule"]
    match rule["rule"]:
        case "set":
            hits = sum(code in rule["key"] for code in response)
            return round_score((2 * hits - len(response)) / len(rule["key"]))
        case "pairs" | "sequence":
            return round_score(sum(a == b for a, b in zip(response, rule["key"], strict=False)) / len(rule["key"]))
        case "gaps":
            return round_score(
                sum(a in gap["accept"] for a, gap in zip(response, rule["gaps"], strict=True)) / len(rule["gaps"])
            )
        case _:
            return 0.0


def near(seconds: int, levels: list[int]) -> int:
    """The time that is kept for it."""
    return min(levels, key=lambda level: abs(level - seconds))


# --- as JSON, for the runtime -------------------------------------------------------------------------------------


def plain(state: State) -> dict[str, Any]:
    """The same as `themes/runtime/test/plain.ts`."""
    value: dict[str, Any] = {name: getattr(state, name) for name in SIMPLE}
    value |= {
        name: [[slot, mine] for slot, mine in sorted(getattr(state, name).items())] for name in ("pages", "notes")
    }
    value["paths"] = [[slot, path] for slot, path in sorted(state.paths.items())]
    value["answers"] = [[slot, vars(answer)] for slot, answer in sorted(state.answers.items())]
    value["quizzes"] = [[slot, vars(quiz)] for slot, quiz in sorted(state.quizzes.items())]
    value |= {"language": state.language} if state.language else {}
    value["known"] = sorted(state.known)
    value["knownShare"] = [[slot, share] for slot, share in sorted(state.known_share.items())]
    return value


SIMPLE = ("counter", "nonce", "page", "completed", "passed", "seconds", "recorded", "order")


def from_plain(value: dict[str, Any]) -> State:
    """Back again."""
    return State(
        **{name: value[name] for name in SIMPLE},
        pages=dict(value["pages"]),
        notes=dict(value["notes"]),
        paths=dict(value["paths"]),
        answers={slot: Answer(**answer) for slot, answer in value["answers"]},
        quizzes={slot: QuizState(**quiz) for slot, quiz in value["quizzes"]},
        known=set(value["known"]),
        known_share=dict(value["knownShare"]),
        language=value.get("language", ""),
    )


def in_runtime(folder: Path, jobs: list[dict[str, Any]]) -> list[Any]:
    """What the runtime makes of each job (`themes/runtime/test/plain.ts`)."""
    batch, made = folder / "batch.ts", folder / "batch.mjs"
    batch.write_text(
        'import { readFileSync } from "node:fs";\n'
        f"import {{ work }} from {json.dumps(str(RUNTIME / 'test/plain.ts'))};\n"
        'for (const line of readFileSync(0, "utf8").trim().split("\\n")) '
        "console.log(JSON.stringify(work(JSON.parse(line))));\n",
        encoding="utf-8",
    )
    options = ["--bundle", "--format=esm", "--platform=node", "--log-level=warning", f"--outfile={made}"]
    subprocess.run([RUNTIME / "node_modules/.bin/esbuild", batch, *options], check=True)
    lines = "\n".join(json.dumps(job) for job in jobs)
    done = subprocess.run(["node", made], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def report(text: str) -> None:
    """Numbers of cases, seen with `pytest -s` or in the report of a failure."""
    sys.stdout.write(f"{text}\n")
