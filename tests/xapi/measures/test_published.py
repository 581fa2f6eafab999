"""Figures that others published for data that they published too."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product

import pytest

from xapi.measures.conftest import Run
from xapi.measures.landing import Row
from xapi.measures.truth_base import World

COURSE = "https://example.org/test"

# LSAT section 6 (Bock and Lieberman, Psychometrika 35, 1970): how many of 1,000 had each pattern, 00000 … 11111.
LSAT6 = [int(n) for n in "3 6 2 11 1 1 3 4 1 8 0 16 0 3 2 15 10 29 14 81 3 28 15 80 16 56 21 173 11 61 28 298".split()]

# As the R package ltm describes them (Rizopoulos, J. Stat. Software 17, 2006): proportions, point-biserials without the
# item itself, alpha.
FACILITY = (0.924, 0.709, 0.553, 0.763, 0.870)
CORRECTED = (0.1128, 0.1532, 0.1728, 0.1444, 0.1216)
ALPHA = 0.2950

# Eight centres of a clinical trial (Beitler and Landis, Biometrics 41, 1985), as Agresti prints them: drug success and
# failure, control success and failure. His figures: odds ratio 2.13, its logarithm 0.758 with standard error 0.303.
CENTRES = (
    (11, 25, 10, 27),
    (16, 4, 22, 10),
    (14, 5, 7, 12),
    (2, 14, 1, 16),
    (6, 11, 0, 12),
    (1, 10, 0, 10),
    (1, 4, 1, 8),
    (4, 2, 6, 1),
)


def answer(learner: str, item: str, right: bool, language: str = "en") -> Row:
    empty = dict.fromkeys(Row.__dataclass_fields__)
    said = {
        "id": "00000000-0000-4000-8000-000000000000",
        "timestamp": 1_700_000_000_000_000,
        "learner": learner,
        "verb": "http://adlnet.gov/expapi/verbs/answered",
        "object_type": "Activity",
        "object": f"{COURSE}/{item}",
        "course": COURSE,
        "language": language,
        "success": right,
        "grouping": (),
    }
    return Row(**{**empty, **said})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def lsat() -> World:
    def rows() -> Iterator[Row]:
        for pattern, count in zip(product((False, True), repeat=5), LSAT6, strict=True):
            for n in range(count):
                for item, right in enumerate(pattern):
                    yield answer(f"{pattern} {n}", f"q{item}", right)

    return World(list(rows()), ())


def test_item_analysis_of_lsat_section_6(run: Run, lsat: World) -> None:
    found = run("item-analysis", lsat)
    assert [round(row["facility"], 3) for row in found] == list(FACILITY)
    assert [round(row["discrimination"], 4) for row in found] == list(CORRECTED)
    assert {row["learners"] for row in found} == {1000}


def test_reliability_of_lsat_section_6(run: Run, lsat: World) -> None:
    (found,) = run("reliability", lsat)
    assert (round(found["alpha"], 4), found["method"], found["items"]) == (ALPHA, "KR-20", 5)
    # Bonett's interval in the form of his equation 5, by hand: ln(1 - alpha) +- 1.96 sqrt(2 · 5 / (4 · 998))
    assert found["alpha_low"] == pytest.approx(1 - math.exp(math.log(1 - found["alpha"]) + 0.098095), abs=1e-4)
    assert found["flag"] == "poor"


def test_mantel_haenszel_of_a_published_trial(run: Run) -> None:
    rows = []
    for stratum, counts in enumerate(CENTRES):
        for (language, right), count in zip(product(("drug", "control"), (True, False)), counts, strict=True):
            for n in range(count):
                who = f"{stratum} {language} {right} {n}"
                rows.append(answer(who, "studied", right, language))
                rows += [answer(who, f"other{item}", item < stratum, language) for item in range(10)]
    (row,) = [row for row in run("translation-dif", World(rows, ())) if row["item"].endswith("studied")]
    assert (row["reference"], row["reference_learners"]) == ("control", 143)
    assert (row["language"], row["learners"]) == ("drug", 130)
    assert row["delta"] / 2.35 == pytest.approx(0.758, abs=0.001)
    assert (row["delta_high"] - row["delta"]) / 2.35 / 1.959964 == pytest.approx(0.303, abs=0.001)
    assert row["level"] == "B"
