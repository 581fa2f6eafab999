"""Languages in their own words, for those who look for theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from darslik.locale import direction

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAMES = {
    "ar": "العربية",
    "az": "Azərbaycanca",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fa": "فارسی",
    "fr": "Français",
    "he": "עברית",
    "hi": "हिन्दी",
    "hy": "Հայերեն",
    "it": "Italiano",
    "ja": "日本語",
    "ka": "ქართული",
    "kaa": "Qaraqalpaqsha",
    "kk": "Қазақша",
    "ko": "한국어",
    "ky": "Кыргызча",
    "mn": "Монгол",
    "pl": "Polski",
    "prs": "دری",
    "ps": "پښتو",
    "pt": "Português",
    "ru": "Русский",
    "tg": "Тоҷикӣ",
    "tk": "Türkmençe",
    "tr": "Türkçe",
    "tt": "Татарча",
    "uk": "Українська",
    "ur": "اردو",
    "uz": "Oʻzbekcha",
    "uz-Cyrl": "Ўзбекча",
    "uz-Latn": "Oʻzbekcha",
    "zh": "中文",
}


def own_name(lang: str) -> str:
    """What speakers of a language call it; the tag itself if nobody said."""
    parts = lang.split("-")
    tags = ("-".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((_NAMES[tag] for tag in tags if tag in _NAMES), lang)


def choices(languages: Iterable[str]) -> list[dict[str, str]]:
    """Languages as the reader sees them: `lang`, `dir`, `name`; names that are the same get the tag beside them."""
    names = {lang: own_name(lang) for lang in languages}
    shared = {name for name in names.values() if list(names.values()).count(name) > 1}
    return [
        {"lang": lang, "dir": direction(lang), "name": f"{name} ({lang})" if name in shared else name}
        for lang, name in names.items()
    ]
