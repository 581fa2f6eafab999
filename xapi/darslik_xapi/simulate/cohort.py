"""Who takes the course: ability, language, agency, pace and patience, each drawn once a learner."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from darslik_xapi.plan import Plan

HOMES = "https://lms-{:02d}.example.org"
AGENCIES = 12
WEEKS = 10
"""Within which learners are enrolled, most of them at the beginning of one of four waves."""


@dataclass(frozen=True)
class Options:
    """What the cohort is like.

    Attributes:
        learners: how many.
        seed: the same seed gives the same statements.
        start: when the first of them is enrolled.
        plant: whether a bad item, a mistranslation and an option that nobody chooses are planted.
    """

    learners: int
    seed: int = 0
    start: datetime = datetime(2026, 1, 5, 4, tzinfo=UTC)
    plant: bool = True


@dataclass(frozen=True)
class Learner:
    """One learner, in standard deviations where nothing else is said.

    Attributes:
        pace: factor on the time for a page; 1 is the median reader.
        patience: the chance to get to the end of the course.
        begins: the first launch.
        again: whether they are enrolled a second time after they failed or left.
    """

    number: int
    ability: float
    language: str
    agency: int
    pace: float
    patience: float
    begins: datetime
    again: bool

    @property
    def account(self) -> tuple[str, str]:
        """Home page and name."""
        return HOMES.format(self.agency), f"c{self.number:06d}"


def new_id(dice: random.Random) -> str:
    """A UUID of version 4."""
    return str(uuid.UUID(int=dice.getrandbits(128), version=4))


def dice_of(seed: int, what: object) -> random.Random:
    """Chance that depends on nothing else, so that one part can change without the others."""
    return random.Random(f"{seed} {what}")  # noqa: S311 - play, not secrecy


def languages(plan: Plan, seed: int) -> list[float]:
    """Shares of the plan's languages, each from a half to one and a half of an even one: all can be compared."""
    dice = dice_of(seed, "languages")
    drawn = [0.5 + dice.random() for _ in plan.languages]
    return [share / sum(drawn) for share in drawn]


def learner(plan: Plan, options: Options, number: int, shares: list[float]) -> Learner:
    """The learner of this number, whatever the size of the cohort."""
    dice = dice_of(options.seed, number)
    agency = min(int(dice.paretovariate(0.9)), AGENCIES)
    better = (agency * 7 % AGENCIES) / AGENCIES - 0.5  # agencies differ by up to half a standard deviation each way
    wave = dice.choice((0, 2, 5, 8))
    day = min(wave * 7 + dice.expovariate(1 / 4), WEEKS * 7)
    return Learner(
        number=number,
        ability=dice.gauss(better, 1),
        language=dice.choices(plan.languages, shares)[0],
        agency=agency,
        pace=dice.lognormvariate(0, 0.35),
        patience=min(0.99, dice.betavariate(4, 1.3) + 0.1 * better),
        begins=options.start + timedelta(days=int(day), seconds=dice.triangular(0, 36_000, 9_000)),
        again=dice.random() < 0.3,
    )
