"""Interface texts with plural forms."""

from __future__ import annotations

from collections.abc import Mapping

from darslik.locale.plurals import category

FORM = "#"
"""Between the key of a text and the plural category: `ui.search-results#few`. The key alone has the form `other`."""


class Texts(dict[str, str]):
    """Texts by key in one language; `lang` is the language whose plural forms they have."""

    def __init__(self, texts: Mapping[str, str], lang: str) -> None:
        super().__init__(texts)
        self.lang = lang

    def count(self, key: str, n: int, **values: object) -> str:
        """A text about `n` things, in the form that the number asks for. Raises KeyError if there is no such text."""
        text = self.get(f"{key}{FORM}{category(n, self.lang)}", self[key])
        return text.format(n=n, **values)


def flat_texts(value: Mapping[str, object]) -> dict[str, str]:
    """Texts as a locale file has them, `{one: …, other: …}` for plural forms → one text a key.

    Raises ValueError if a text has plural forms, but not `other`.
    """
    found: dict[str, str] = {}
    for key, text in value.items():
        if not isinstance(text, Mapping):
            found[key] = str(text)
            continue
        if "other" not in text:
            raise ValueError(key)
        found[key] = str(text["other"])
        found |= {f"{key}{FORM}{form}": str(own) for form, own in text.items() if form != "other"}
    return found
