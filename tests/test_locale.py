"""Interface texts: the same keys in every language, every key that is used exists, placeholders agree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from darslik.diagnostics import Sink
from darslik.render.theme import direction
from darslik.source.yaml import read_yaml

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "themes" / "locale"
_USED = re.compile(r"""["'](ui\.[a-z0-9.-]*[a-z0-9])["']""")
_USED_IN_RUNTIME = re.compile(r"""\bt\(\s*"([a-z0-9.-]+)\"""")


def texts(path: Path) -> Mapping[str, str]:
    """The texts of a file; a key written twice fails."""
    sink = Sink()
    document = read_yaml(path.read_text("utf-8"), path.name, sink)
    assert sink.found == []
    return {key: str(value) for key, value in document.value.items() if not key.startswith("_")}


LANGUAGES = {path.stem: texts(path) for path in sorted(LOCALE.glob("*.yaml"))}


def test_the_first_languages_are_there() -> None:
    """English, Russian, Uzbek in Latin script."""
    assert {"en", "ru", "uz-Latn"} <= set(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_every_text_with_the_same_placeholders(lang: str) -> None:
    """No text falls back to English, none lacks a number."""
    own, english = LANGUAGES[lang], LANGUAGES["en"]
    assert set(own) == set(english)
    for key, text in own.items():
        assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", english[key])), key
        assert text.strip()


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
