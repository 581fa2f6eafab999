"""A theme folder, with the one that it extends, as templates, tokens and CSS."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from darslik.diagnostics import Severity, Sink, Span
from darslik.errors import Bug
from darslik.locale import Texts, flat_texts, interface_tag, written_date
from darslik.rules import define
from darslik.source.yaml import read_yaml
from darslik.suggest import did_you_mean

define(
    "unknown-theme",
    Severity.ERROR,
    """
    The course names a theme that is not there, or one that cannot be used.

    Bad:
    === course.yaml
    id: https://example.org/courses/small
    version: "1"
    title: Small
    description: A small course.
    languages: [en]
    licence: CC-BY-4.0
    authors: [A. Author]
    theme: defualt
    modules:
      - id: basics
        title: Basics
        lessons: [lessons/01-first.md]
    Good:
    === lessons/01-first.md
    A course with the default theme.
    """,
)


@dataclass(frozen=True)
class Theme:
    """A theme and its ancestors, nearest first."""

    name: str
    folders: tuple[Path, ...]
    tokens: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def css(self) -> str:
        """Tokens as custom properties, then every style sheet of the chain, ancestors first; minified."""
        return minify(tokens_css(self.tokens) + "".join(self._sheets()))

    @property
    def css_of_several(self) -> str:
        """The same with what only packages of several languages need."""
        return self.css + minify("".join(self._sheets("languages")))

    def _sheets(self, part: str = "") -> Iterator[str]:
        for folder in reversed(self.folders):
            for sheet in sorted((folder / "static" / part).glob("*.css")):
                yield sheet.read_text(encoding="utf-8")

    def environment(self) -> Environment:
        """Jinja2 with autoescape and StrictUndefined; a theme's file shadows the one it inherits."""
        here = package_files("darslik")
        loaders: list[BaseLoader] = [FileSystemLoader(folder / "templates") for folder in self.folders]
        own = {kind: FileSystemLoader(str(here / kind)) for kind in ("blocks", "questions")}
        environment = Environment(
            loader=ChoiceLoader([*loaders, PrefixLoader(own)]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.globals = {}
        environment.filters["written_date"] = written_date
        return environment


def themes_root() -> Path:
    """The folder of the themes that come with darslik: in the wheel, or in a checkout."""
    installed = Path(str(package_files("darslik"))) / "_themes"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[3] / "themes"


def theme_names() -> list[str]:
    """The themes that can be named in a course."""
    own = [p.parent.name for p in themes_root().glob("*/theme.toml")]
    return sorted({*own, *_installed_themes()})


@cache
def _installed_themes() -> Mapping[str, EntryPoint]:
    """Themes of other distributions by name. Looking for them is slow."""
    return {point.name: point for point in entry_points(group="darslik.themes")}


def find_theme(name: str, course_root: Path | None, span: Span, sink: Sink) -> Theme | None:
    """The theme that a course names: one of darslik's, one of an entry point, or a folder in the course."""
    folder = _folder(name, course_root)
    if folder is None:
        sink.add(
            "unknown-theme",
            f"there is no theme `{name}`",
            span,
            label=did_you_mean(name, theme_names()),
            help=f"themes: {', '.join(theme_names())}; or the path of a folder with a theme.toml",
        )
        return None
    try:
        return load_theme(folder)
    except (OSError, ValueError, tomllib.TOMLDecodeError) as error:
        sink.add("unknown-theme", f"the theme `{name}` cannot be used: {error}", span)
        return None


def _folder(name: str, course_root: Path | None) -> Path | None:
    if name in _installed_themes():
        return Path(str(_installed_themes()[name].load()))
    known = themes_root() / name
    if name in theme_names() and (known / "theme.toml").is_file():
        return known
    if course_root:
        own = (course_root / name).resolve()
        if own.is_relative_to(course_root.resolve()) and (own / "theme.toml").is_file():
            return own
    return None


def load_theme(folder: Path) -> Theme:
    """A theme from its folder. Raises OSError or ValueError if it, or one it extends, is not whole."""
    folders: list[Path] = []
    tokens: dict[str, dict[str, str]] = {}
    following: Path | None = folder
    while following:
        if following in folders:
            message = "it extends itself"
            raise ValueError(message)
        folders.append(following)
        data = tomllib.loads((following / "theme.toml").read_text(encoding="utf-8"))
        _inherit(tokens, data.get("tokens", {}))
        parent = data.get("extends")
        following = themes_root() / parent if parent else None
    return Theme(folder.name, tuple(folders), tokens)


def _inherit(tokens: dict[str, dict[str, str]], found: Mapping[str, Any]) -> None:
    for scheme, values in found.items():
        for name, value in values.items():
            if not re.fullmatch(r"[a-z][a-z0-9-]*", name) or re.search(r"[;{}<>]", str(value)):
                message = f"the token `{name}` is not usable in CSS"
                raise ValueError(message)
            tokens.setdefault(scheme, {}).setdefault(name, str(value))


def tokens_css(tokens: Mapping[str, Mapping[str, str]]) -> str:
    """Tokens as custom properties: base and light for all, dark on screens by the system's or the learner's wish."""
    light = _properties({**tokens.get("base", {}), **tokens.get("light", {})})
    dark = _properties(tokens.get("dark", {}))
    return (
        f":root{{color-scheme:light;{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-scheme=light]){{color-scheme:dark;{dark}}}}}"
        f"@media screen{{:root[data-scheme=dark]{{color-scheme:dark;{dark}}}}}"
    )


def _properties(values: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in values.items())


_STRING = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|url\([^)]*\)"


def minify(css: str) -> str:
    """CSS without comments and needless blanks; strings and addresses stay as they are."""
    css = re.sub(rf"({_STRING})|/\*.*?\*/", lambda m: m.group(1) or "", css, flags=re.DOTALL)
    parts = re.split(rf"({_STRING})", css)
    for number in range(0, len(parts), 2):
        text = re.sub(r"\s+", " ", parts[number])
        text = re.sub(r"\s*([{};,>])\s*", r"\1", text)
        parts[number] = re.sub(r":\s+", ":", text).replace(";}", "}")
    return "".join(parts).strip()


@cache
def interface_texts(lang: str) -> Texts:
    """Texts of the interface in a language, of the nearest language that has a file, or in English."""
    tag = interface_tag(lang, locales()) or "en"
    return Texts(read_texts(themes_root() / "locale" / f"{tag}.yaml"), tag)


@cache
def locales() -> Mapping[str, str]:
    """Tags of the languages that the interface speaks, each with its state of review, such as `draft`."""
    files = sorted((themes_root() / "locale").glob("*.yaml"))
    return {path.stem: read_texts(path).get("_review", "draft") for path in files}


def read_texts(path: Path) -> dict[str, str]:
    """Texts of a file by key, each as it is written. Raises Bug if the file is damaged."""
    sink = Sink()
    value = read_yaml(path.read_text(encoding="utf-8"), path.name, sink).value
    if sink.found or not isinstance(value, dict):
        raise Bug("locale", f"the interface texts {path.name} cannot be read")
    try:
        return flat_texts(value)
    except ValueError as error:
        raise Bug("locale", f"{path.name}: the text {error} lacks the form `other`") from None
