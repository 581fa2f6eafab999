"""The locale file that serves a language."""

from __future__ import annotations

from collections.abc import Container

# A language tag without its own file → the tag whose readers are nearest: the usual script of a language, or the
# language that its readers are taught in beside their own. Never merely the same letters.
_NEAREST = {
    "uz": "uz-Latn",
    "uz-Arab": "uz-Latn",
    "kaa": "uz-Latn",
    "kaa-Latn": "uz-Latn",
    "kaa-Cyrl": "uz-Cyrl",
}


def interface_tag(lang: str, known: Container[str]) -> str | None:
    """The tag of the file that serves a language; none if only English is left.

    Subtags fall away from the right (RFC 4647, 3.4), so `ru-KZ` is served by `ru`, `uz-Cyrl-UZ` by `uz-Cyrl`.
    """
    parts = lang.split("-")
    for length in range(len(parts), 0, -1):
        tag = "-".join(parts[:length])
        for one in (tag, _NEAREST.get(tag, tag)):
            if one in known:
                return one
    return None
