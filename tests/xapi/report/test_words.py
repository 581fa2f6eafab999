"""The report's texts: the same keys in every language, places agree, one Uzbek in two scripts."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import darslik_xapi.report
from darslik.translit import to_cyrillic
from darslik_xapi.measures import MEASURES
from darslik_xapi.measures.funnel import STAGES
from darslik_xapi.report.words import LANGUAGES, Words, nearest, texts

REPORT = Path(darslik_xapi.report.__file__).parent
# What stays as it is in Cyrillic letters: places, commands, files, names of methods and of a letter for a number.
KEPT = re.compile(r"(\{\w+\}|`[^`]*`|\(pip [^)]*\)|xapi/docs/\w+\.md|KR-20|\bn = |\bn\b(?= =))")

ASKED = re.compile(r"""\b(?:w|words|self|course\.words)\(["']([a-z0-9._-]+)["']""")


def cyrillic(text: str) -> str:
    """A text of `uz-Latn.yaml` as `uz-Cyrl.yaml` has it."""
    return "".join(part if number % 2 else to_cyrillic(part) for number, part in enumerate(KEPT.split(text)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_every_text_with_the_same_places(lang: str) -> None:
    own, english = texts(lang), texts("en")
    assert list(own) == list(english)
    for key, text in own.items():
        assert {name for _, name, _, _ in Formatter().parse(text) if name} == {
            name for _, name, _, _ in Formatter().parse(english[key]) if name
        }, key
        assert text.strip() or key == "report.unreviewed"
    assert Words(lang).unreviewed() == (lang != "en")
    assert bool(own["report.unreviewed"]) == (lang != "en")


def test_uzbek_cyrillic_is_the_latin_text_in_the_other_script() -> None:
    """Made by the compiler's own rules; whoever mends one file mends the other by them."""
    latin = texts("uz-Latn")
    assert {key: text if key == "_review" else cyrillic(text) for key, text in latin.items()} == dict(texts("uz-Cyrl"))
    for text in latin.values():
        assert not re.search("[a-zA-Z]['`‘’´][a-zA-Z]", text), text


def test_every_text_that_is_asked_for_is_there() -> None:
    """In Python and in the template; and texts for what measures say."""
    used = set()
    for path in [*REPORT.rglob("*.py"), *REPORT.rglob("*.j2")]:
        used |= set(
            re.findall(r"""\b(?:w|words|self|course\.words)\(f?["']([a-z0-9._-]+)["']""", path.read_text("utf-8"))
        )
    assert len(used) > 80
    assert used <= set(texts("en"))
    said = {f"stage.{stage}" for stage in STAGES}
    assert said <= set(texts("en"))
    assert len(MEASURES) > 20


@pytest.mark.parametrize(
    ("tag", "found"), [("uz", "uz-Latn"), ("uz-Cyrl-UZ", "uz-Cyrl"), ("ru-KZ", "ru"), ("kaa", "uz-Latn"), ("de", "en")]
)
def test_a_language_without_texts_has_those_of_the_nearest(tag: str, found: str) -> None:
    assert nearest(tag) == found


def test_numbers_and_spans_are_written_as_the_language_does() -> None:
    en, ru = Words("en"), Words("ru")
    assert (en.number(1240.5, 1), ru.number(-1240.5, 1)) == ("1,240.5", "−1\u202f240,5")
    assert (en.percent(0.805), ru.percent(0.805, 1)) == ("80\u202f%", "80,5\u202f%")
    assert [ru.span(seconds) for seconds in (45, 210, 9000, 260_000)] == [
        "45\u202fс",
        "3,5\u202fмин",
        "2,5\u202fч",
        "3,0\u202fдн.",
    ]
