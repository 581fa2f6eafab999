"""Synthetic cohorts: the same again, true to the standard, and with what was planted in them."""

from __future__ import annotations

import gzip
import itertools
import json
from collections import Counter, defaultdict
from pathlib import Path
from statistics import correlation, mean
from typing import Any

import pytest
from click.testing import CliRunner

from darslik_xapi.cli import group
from darslik_xapi.rules import check_statement
from darslik_xapi.simulate import Options, simulate, truth
from tracking_plans import plan

COHORT = Options(900, seed=3)
ANSWERED = "http://adlnet.gov/expapi/verbs/answered"


@pytest.fixture(scope="module")
def cohort() -> list[dict[str, Any]]:
    return [json.loads(line) for line in simulate(plan(), COHORT)]


def first_answers(statements: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    """By registration and question, the first answer."""
    found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for one in statements:
        if one["verb"]["id"] == ANSWERED:
            found[one["context"]["registration"]].setdefault(one["object"]["id"], one)
    return found


def test_every_statement_is_true_to_the_standard(cohort: list[dict[str, Any]]) -> None:
    sample = [*cohort[:2000], *cohort[-500:]]
    for version in ("1.0.3", "2.0.0"):
        assert [(one["id"], check_statement(one, version)) for one in sample if check_statement(one, version)] == []
    assert len({one["id"] for one in cohort}) == len(cohort)


def test_every_session_is_true_to_cmi5(tmp_path: Path, cohort: list[dict[str, Any]]) -> None:
    """Those that nobody ended, too: the LMS gave them up."""
    file = tmp_path / "cohort.ndjson"
    file.write_text("".join(f"{json.dumps(one)}\n" for one in cohort), "utf-8")
    result = CliRunner().invoke(group(), ["check", str(file)])
    assert result.exit_code == 0, result.output
    assert result.output.startswith("nothing found")
    assert any(one["verb"]["id"].endswith("/abandoned") for one in cohort)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    one, same, other = (list(simulate(plan(), Options(30, seed=seed))) for seed in (1, 1, 2))
    assert one == same
    assert not set(one) & set(other)


def test_a_bigger_cohort_begins_with_the_smaller_one() -> None:
    small, big = list(simulate(plan(), Options(20))), simulate(plan(), Options(60))
    assert list(itertools.islice(big, len(small))) == small


def test_a_registration_begins_with_initialized_and_ends_once(cohort: list[dict[str, Any]]) -> None:
    verbs: dict[str, list[str]] = defaultdict(list)
    for one in cohort:
        verbs[one["context"]["registration"]].append(one["verb"]["id"].rsplit("/", 1)[-1])
    counted = Counter(one for each in verbs.values() for one in set(each))
    assert all(each[0] == "initialized" for each in verbs.values())
    assert max(Counter(each)["completed"] for each in verbs.values()) == 1
    assert counted["completed"] == counted["passed"] + counted["failed"]
    assert 0.3 < counted["completed"] / len(verbs) < 0.95  # some leave
    assert max(Counter(each)["initialized"] for each in verbs.values()) > 2  # some need several sittings


def test_what_was_planted_is_in_the_answers(cohort: list[dict[str, Any]]) -> None:
    planted = truth(plan(), COHORT).planted
    answers = first_answers(cohort)

    def right(question: str, language: str = "") -> list[tuple[float, float]]:
        """(rest score, right) of each registration that answered the question."""
        rows = []
        for each in answers.values():
            if question in each and language in ("", each[question]["context"]["language"]):
                rest = [
                    one["result"]["success"]
                    for iri, one in each.items()
                    if iri != question and "success" in one["result"]
                ]
                rows.append((mean(rest or [0]), float(each[question]["result"]["success"])))
        return rows

    scored = [one.iri for one in plan().activities if one.scored]
    against_rest = {iri: correlation(*zip(*right(iri), strict=True)) for iri in scored}
    assert min(against_rest, key=lambda iri: against_rest[iri]) == planted.bad_item
    assert against_rest[planted.bad_item] < 0
    facility = {lang: mean(was for _, was in right(planted.mistranslation, lang)) for lang in plan().languages}
    assert min(facility, key=lambda lang: facility[lang]) == planted.language
    assert facility[planted.language] < min(v for lang, v in facility.items() if lang != planted.language) - 0.2
    chosen = Counter(
        one[planted.unchosen_in]["result"]["response"] for one in answers.values() if planted.unchosen_in in one
    )
    assert chosen[planted.unchosen] == 0
    assert sum(chosen.values()) > 200


def test_difficulties_can_be_recovered(cohort: list[dict[str, Any]]) -> None:
    real, answers = truth(plan(), COHORT), first_answers(cohort)
    planted = {real.planted.bad_item, real.planted.mistranslation}
    single = [
        one.iri for one in plan().activities if one.scored and one.interaction == "choice" and one.iri not in planted
    ]
    shares = [mean(one[iri]["result"]["success"] for one in answers.values() if iri in one) for iri in single]
    assert correlation(shares, [real.difficulty[iri] for iri in single]) < -0.85


def test_a_cohort_is_written_packed_and_names_what_it_planted(tmp_path: Path) -> None:
    source, target = tmp_path / "waste.plan.json", tmp_path / "cohort.ndjson.gz"
    source.write_text(plan().model_dump_json(), "utf-8")
    result = CliRunner().invoke(
        group(), ["simulate", str(source), "--learners", "40", "--seed", "3", "-o", str(target)]
    )
    assert result.exit_code == 0, result.output
    lines = gzip.decompress(target.read_bytes()).decode().splitlines()
    assert lines == list(simulate(plan(), Options(40, seed=3)))
    planted = truth(plan(), Options(40, seed=3)).planted
    line = next(one.line for one in plan().activities if one.iri == planted.bad_item)
    assert "a wrong key: courses/waste/lessons/" in result.output
    assert f".md:{line} " in result.output
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []
