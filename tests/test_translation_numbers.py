"""Numbers and dates that say the same in other languages, and those that do not."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from darslik.checks.dates import dates
from darslik.checks.numbers import numbers


def values(text: str) -> Counter[Decimal]:
    return Counter(one.value for one in numbers(text))


@pytest.mark.parametrize(
    "text",
    [
        "On 14 March 2024 it began.", "On March 14, 2024 it began.", "On the 14th of March 2024.", "14 mar 2024",
        "Началось 14 марта 2024 года.", "14 марта 2024 г.", "2024-yil 14-martda boshlandi.", "2024 yil 14 mart",
        "2024-йил 14-мартда бошланди.", "2024 йилнинг 14 мартида", "14.03.2024", "14/03/2024", "2024-03-14",
        "2024 yilning 14-martida",
    ],
)  # fmt: skip
def test_a_date_is_the_same_however_it_is_written(text: str) -> None:
    assert [one.value for one in dates(text)] == [20240314]
    assert values(text) == values("14.03.2024")


@pytest.mark.parametrize(
    "text", ["14 апреля 2024", "15 марта 2024", "14 марта 2023", "14.04.2024", "14 и 2024", "2024-yil 14-may"]
)
def test_another_day_is_another_date(text: str) -> None:
    assert values(text) != values("14 March 2024")


@pytest.mark.parametrize(
    "text", ["14 March", "99.99.2024", "2024", "1.2.3", "40 mars 2024", "version 14.03", "мартышка 14", "14 marches"]
)
def test_no_date(text: str) -> None:
    assert list(dates(text)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("30,000 people", "30 000 человек"), ("30,000", "30\u00a0ming"), ("1.5 million", "1,5 млн"),
        ("12.5%", "12,5 %"), ("81,250,000", "81 250 000"), ("1'200", "1.200"), ("0.75", "0,75"),
        ("14 March 2024 and 120", "120 и 14 марта 2024 года"),
        ("from 1 May 2023 to 12 November 2024", "2023-yil 1-maydan 2024-yil 12-noyabrgacha"),
    ],
)  # fmt: skip
def test_the_same_in_another_way(one: str, other: str) -> None:
    assert values(one) == values(other) != Counter()


@pytest.mark.parametrize(
    ("one", "other"),
    [("30,000", "3 000"), ("1.5 million", "15 млн"), ("12.5", "125"), ("120", "102"), ("0.75", "0,57")],
)
def test_not_the_same(one: str, other: str) -> None:
    assert values(one) != values(other)
