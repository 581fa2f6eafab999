"""Colours of the theme: readable for eyes of all kinds."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping

from darslik.checks import Finding, Subject, check
from darslik.diagnostics import Severity, Span

TEXT = 4.5
"""WCAG 2.2, 1.4.3: text on its ground."""
GRAPHIC = 3.0
"""WCAG 2.2, 1.4.11: edges of fields, focus rings, bars."""

_TONES = ("good", "bad", "warn")
PAIRS: dict[tuple[str, str], float] = {
    **{(ink, ground): TEXT for ink in ("fg", "muted", "link", "accent") for ground in ("bg", "surface")},
    ("fg", "accent-soft"): TEXT,
    ("link", "accent-soft"): TEXT,
    ("accent", "accent-soft"): TEXT,
    ("accent-fg", "accent"): TEXT,
    ("bar-fg", "bar"): TEXT,
    **{(tone, ground): TEXT for tone in _TONES for ground in ("bg", f"{tone}-soft")},
    **{("fg", f"{tone}-soft"): TEXT for tone in _TONES},
    ("good", "surface"): TEXT,
    ("warn", "surface"): TEXT,
    ("focus", "bg"): GRAPHIC,
    ("focus", "surface"): GRAPHIC,
}
"""Ink and ground that the templates use together, with the least contrast."""

_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\Z")


@check(Severity.WARNING)
def token_contrast(subject: Subject) -> Iterator[Finding]:
    """Two colours of the theme that are used together are too much alike.

    Text needs a contrast of 4.5 to 1 to its ground, edges and focus rings 3 to 1, in the light scheme and in the dark
    one. WCAG 2.2, 1.4.3 and 1.4.11.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    theme: theme
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === theme/theme.toml
    name = "own"
    extends = "default"
    [tokens.light]
    link = "#9cc3d4"
    Good:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    theme: theme
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    === theme/theme.toml
    name = "own"
    extends = "default"
    [tokens.light]
    link = "#0a5a78"
    """
    theme = subject.theme
    for scheme in ("light", "dark"):
        tokens = {**theme.tokens.get("base", {}), **theme.tokens.get(scheme, {})} if theme else {}
        worst = _worst(tokens)
        for (ink, ground), ratio in worst.items():
            least = PAIRS[ink, ground]
            yield Finding(
                f"in the {scheme} scheme `{ink}` on `{ground}` has a contrast of {ratio:.1f}, and needs {least:g}",
                _span(subject, scheme, ink, ground),
                help=f"make one of them {'darker' if scheme == 'light' else 'lighter'}",
            )


def _worst(tokens: Mapping[str, str]) -> dict[tuple[str, str], float]:
    """Pairs below their least contrast; pairs of which a colour is not written in hexadecimal are passed over."""
    found = {}
    for (ink, ground), least in PAIRS.items():
        ratio = contrast(tokens.get(ink, ""), tokens.get(ground, ""))
        if ratio is not None and ratio < least:
            found[ink, ground] = ratio
    return found


def contrast(one: str, other: str) -> float | None:
    """The contrast of two colours such as `#0a5a78` (WCAG 2.2, contrast ratio); none for other notations."""
    lights = [_luminance(colour) for colour in (one, other) if _HEX.match(colour)]
    if len(lights) < 2:
        return None
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _span(subject: Subject, scheme: str, ink: str, ground: str) -> Span:
    """The token in the course's own theme, or the theme's name in course.yaml."""
    path = f"{subject.course.node.theme.strip('./')}/theme.toml"
    if subject.course.files.has(path):
        text = subject.course.files.read(path).decode("utf-8", "replace")
        own = _own_tokens(text).get(scheme, {})
        for name in (ink, ground):
            if name in own and (place := _line(text, scheme, name)):
                return Span(path, *place)
        return Span(path)
    return subject.course.document.span(("theme",))


def _own_tokens(text: str) -> Mapping[str, Mapping[str, str]]:
    try:
        tokens = tomllib.loads(text).get("tokens", {})
    except tomllib.TOMLDecodeError:
        return {}
    return tokens if isinstance(tokens, dict) else {}


def _line(text: str, scheme: str, name: str) -> tuple[int, int, int] | None:
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("["):
            table = line.strip("[] ")
        elif table == f"tokens.{scheme}" and line.split("=")[0].strip() == name:
            value = line.partition("=")[2].strip()
            return number, line.index(value) + 1, len(value)
    return None
