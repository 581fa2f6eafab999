"""Interface texts: the same keys in every language, every key that is used exists, placeholders agree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

from darslik.diagnostics import Sink
from darslik.locale import categories, category, direction, interface_tag, sort_key, written_date
from darslik.render.theme import interface_texts, locales, read_texts
from darslik.source.yaml import read_yaml
from darslik.translit import to_cyrillic

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "themes" / "locale"
_USED = re.compile(r"""["'](ui\.[a-z0-9.-]*[a-z0-9])["']""")
_USED_IN_RUNTIME = re.compile(r"""\bt\(\s*"([a-z0-9.-]+)\"""")


def document(path: Path) -> Mapping[str, Any]:
    """A locale file; a key written twice fails."""
    sink = Sink()
    found = read_yaml(path.read_text("utf-8"), path.name, sink)
    assert sink.found == []
    value: Mapping[str, Any] = found.value
    return value


FILES = {path.stem: document(path) for path in sorted(LOCALE.glob("*.yaml"))}
LANGUAGES = {
    lang: {key: text for key, text in read_texts(LOCALE / f"{lang}.yaml").items() if key[0] != "_"} for lang in FILES
}
FIRST = ["en", "ru", "uz-Cyrl", "uz-Latn"]
DRAFTS = ["ar", "kk", "ky", "tg"]
COUNTED = [key for key, text in FILES["en"].items() if isinstance(text, Mapping)]


def cldr(lang: str) -> Locale:
    """What CLDR says of a language."""
    return Locale.parse(lang, sep="-")


def test_the_languages_are_there() -> None:
    """The first four, and four drafts, which say so in their heads."""
    assert sorted(LANGUAGES) == sorted([*FIRST, *DRAFTS])
    for lang in LANGUAGES:
        draft = FILES[lang]["_review"] == "draft"
        assert draft == (lang in DRAFTS)
        assert draft == ("unreviewed draft" in (LOCALE / f"{lang}.yaml").read_text("utf-8").splitlines()[0])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_every_text_with_the_same_placeholders(lang: str) -> None:
    """No text falls back to English, none lacks a number but where a plural form says it in words."""
    own, english = LANGUAGES[lang], LANGUAGES["en"]
    assert {key.partition("#")[0] for key in own} == {key.partition("#")[0] for key in english}
    for key, text in own.items():
        base, _, form = key.partition("#")
        wanted, found = (set(re.findall(r"\{(\w+)\}", one)) for one in (english[base], text))
        assert found == wanted or (form in {"zero", "one", "two"} and found == wanted - {"n"}), key
        assert text.strip()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_plural_forms_are_those_of_cldr(lang: str) -> None:
    """Every counted text has each category that the language has, and no other."""
    assert len(COUNTED) >= 4
    wanted = {*cldr(lang).plural_form.tags, "other"}
    for key in COUNTED:
        assert set(FILES[lang][key]) == wanted, key
    assert [key for key, text in FILES[lang].items() if isinstance(text, Mapping)] == COUNTED
    assert set(categories(lang)) == wanted


@pytest.mark.parametrize("lang", [*FIRST, *DRAFTS, "ru-KZ", "uz", "de"])
def test_numbers_have_the_category_of_cldr(lang: str) -> None:
    """For every whole number up to 1,200."""
    rule = cldr(lang).plural_form
    assert [category(n, lang) for n in range(1200)] == [rule(n) for n in range(1200)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_decimal_sign_is_that_of_cldr(lang: str) -> None:
    """In the digits 0 to 9, which the texts of the interface have in all languages."""
    assert LANGUAGES[lang]["ui.decimal"] == cldr(lang).number_symbols["latn"]["decimal"]


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("en", "1 May 2026"),
        ("ru", "1 мая 2026 г."),
        ("uz-Latn", "2026-yil 1-may"),
        ("uz-Cyrl", "2026 йил 1 май"),
        ("kk", "2026 ж. 1 мамыр"),
        ("ky", "2026-ж., 1-май"),
        ("tg", "1 майи 2026"),
        ("ar", "1 مايو 2026"),
    ],
)
def test_dates_are_written_as_the_language_does(lang: str, shown: str) -> None:
    """A date in words stays; so does what is no date."""
    t = LANGUAGES[lang]
    assert written_date("2026-05-01", t) == shown
    assert [written_date(text, t) for text in ("May 2026", "2026", "2026-13-01")] == ["May 2026", "2026", "2026-13-01"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_months_are_those_of_cldr(lang: str) -> None:
    """In the form that stands beside a day. Uzbek Cyrillic keeps the ь of its orthography, Tajik has the izofa."""
    own = [
        name.rstrip("ьӣи" if lang in {"uz-Cyrl", "tg"} else "") for name in LANGUAGES[lang]["date.months"].split(", ")
    ]
    wanted = [name.lower() if lang != "en" else name for name in cldr(lang).months["format"]["wide"].values()]
    assert own == [name.rstrip("ьӣи" if lang in {"uz-Cyrl", "tg"} else "") for name in wanted]


def test_uzbek_cyrillic_follows_the_latin_texts() -> None:
    """A text that was changed in one script only is found; where the scripts differ on purpose, it is said here."""
    on_purpose = {"date.long": "{year} йил {day} {month}"}
    latin, cyrillic = LANGUAGES["uz-Latn"], LANGUAGES["uz-Cyrl"]
    assert list(latin) == list(cyrillic)
    for key, text in latin.items():
        parts = re.split(r"(\{\w+\}|JavaScript)", text)
        derived = "".join(part if number % 2 else to_cyrillic(part) for number, part in enumerate(parts))
        assert cyrillic[key] == on_purpose.get(key, derived), key
    foreign = re.sub(r"\{\w+\}|JavaScript", "", "".join(cyrillic.values()))
    assert not re.search("[A-Za-z]", foreign)


def test_every_text_that_is_used_exists() -> None:
    """In templates, in Python and in the runtime."""
    places = [
        *(ROOT / "themes").glob("*/templates/**/*.j2"),
        *(ROOT / "compiler").glob("darslik/**/*.j2"),
        *(ROOT / "compiler").glob("darslik/**/*.py"),
    ]
    runtime = (ROOT / "themes" / "runtime" / "src").glob("**/*.ts")
    used = {key for path in places for key in _USED.findall(path.read_text("utf-8"))}
    used |= {f"ui.{key}" for path in runtime for key in _USED_IN_RUNTIME.findall(path.read_text("utf-8"))}
    assert len(used) > 60
    assert used <= set(LANGUAGES["en"])


def test_uzbek_letters_are_the_right_ones() -> None:
    """oʻ and gʻ with U+02BB, the tutuq sign U+02BC, nothing that looks alike."""
    for text in LANGUAGES["uz-Latn"].values():
        assert not re.search("[a-zA-Z]['`‘’´][a-zA-Z]?", text), text


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("en", "ltr"), ("uz-Cyrl", "ltr"), ("ar", "rtl"), ("fa-IR", "rtl"), ("uz-Arab", "rtl"), ("ku-Latn", "ltr")],
)
def test_direction_follows_the_script(lang: str, expected: str) -> None:
    """By script if the tag has one, else by the language's usual one."""
    assert direction(lang) == expected


@pytest.mark.parametrize(
    ("lang", "served"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("ru-KZ", "ru"),
        ("uz", "uz-Latn"),
        ("uz-UZ", "uz-Latn"),
        ("uz-Latn-UZ", "uz-Latn"),
        ("uz-Cyrl-UZ", "uz-Cyrl"),
        ("kaa", "uz-Latn"),
        ("kaa-Cyrl", "uz-Cyrl"),
        ("ar-EG", "ar"),
        ("de", None),
    ],
)
def test_a_language_without_texts_has_those_of_the_nearest_one(lang: str, served: str | None) -> None:
    """English comes last, and its plural forms with it."""
    assert interface_tag(lang, locales()) == served
    texts = interface_texts(lang)
    assert texts["ui.next"] == LANGUAGES[served or "en"]["ui.next"]
    assert texts.lang == (served or "en")


def test_a_text_is_counted_by_the_rule_of_the_language_it_is_written_in() -> None:
    """Russian words about 22 pages; English ones for a language that has none."""
    assert interface_texts("ru").count("ui.search-results", 22) == "Найдены 22 страницы"
    assert interface_texts("ru").count("ui.search-results", 25) == "Найдено 25 страниц"
    assert interface_texts("pl").count("ui.search-results", 2) == "2 pages found"
    assert interface_texts("ru").count("ui.minutes", 5) == "5 мин"


@pytest.mark.parametrize(
    ("lang", "ordered"),
    [
        ("uz-Latn", "axborot bola Dars ehtiyoj gul ona sanʼat sʼh soha syujet zamon oʻquv Oʻzbek gʻalla shahar chiroq"),
        ("uz-Cyrl", "ахборот бола Дарс ёш жавоб эҳтиёж юз ядро Ўзбек ўқув қонун ғалла ҳисоб"),
        ("ru", "арбуз елка ёлка ель жук щит экран юг якорь"),
        ("kk", "ай әке бал гүл ғылым қала он өлең үй ілім"),
        ("ky", "ай бал өлкө суу таң үй"),
        ("tg", "аввал гул ғам имло ӣ кор қалам он ӯрду хат ҳақ чой ҷавоб"),
        ("en", "apple Éclair edge zebra"),
    ],
)
def test_words_are_in_the_order_of_the_alphabet(lang: str, ordered: str) -> None:
    """Whatever order they come in, and whichever apostrophe was typed."""
    words = ordered.split()
    if lang == "en":
        words = ["apple", "Éclair", "edge", "zebra"]
    assert sorted(set(words), key=lambda word: sort_key(word, lang)) == words
    if lang == "uz-Latn":
        typed = [word.replace("ʻ", "'").replace("ʼ", "’") for word in words]
        assert sorted(set(typed), key=lambda word: sort_key(word, lang)) == typed
