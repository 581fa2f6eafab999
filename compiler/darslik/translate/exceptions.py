"""`translit.yaml` of a course: words that a derived language spells in another way, or leaves as they are."""

from __future__ import annotations

from darslik.diagnostics import Severity, Sink, Span
from darslik.rules import define
from darslik.source.files import Files
from darslik.source.text import read_text
from darslik.source.yaml import YamlDocument, read_yaml
from darslik.translit import Exceptions, normalise

PATH = "translit.yaml"
_KEYS = ("words", "keep")

define(
    "translit-exceptions",
    Severity.ERROR,
    """
    The exceptions for transliteration are not what they should be.

    `words` maps the beginning of a Latin word to its Cyrillic spelling, endings not included; `keep` lists words that
    stay in Latin letters, spelt as in the text. Quote what YAML would take for a number or a truth value.

    Bad:
    === translit.yaml
    words: [rayon]
    === lessons/01-first.md
    Text.
    Good:
    === translit.yaml
    words: {rayon: район}
    keep: [Eurostat]
    === lessons/01-first.md
    Text.
    """,
)


def read_exceptions(files: Files, sink: Sink) -> Exceptions:
    """The exceptions of a course; none if it has no such file."""
    text = read_text(files, PATH, sink) if files.has(PATH) else None
    if text is None:
        return Exceptions()
    document = read_yaml(text, PATH, sink)
    value = document.value if isinstance(document.value, dict) else {}
    if document.value is not None and not isinstance(document.value, dict):
        _say(sink, "this file is a mapping with `words` and `keep`", Span(PATH))
    for key in value:
        if key not in _KEYS:
            _say(sink, f"`{key}` is neither `words` nor `keep`", document.key((key,)))
    return Exceptions(_words(value.get("words"), document, sink), _keep(value.get("keep"), document, sink))


def _words(value: object, document: YamlDocument, sink: Sink) -> dict[str, str]:
    if value is not None and not isinstance(value, dict):
        _say(sink, "`words` maps beginnings of Latin words to Cyrillic ones", document.span(("words",)))
    found: dict[str, str] = {}
    for latin, cyrillic in value.items() if isinstance(value, dict) else ():
        if isinstance(latin, str) and isinstance(cyrillic, str) and latin.strip() and cyrillic.strip():
            found[normalise(latin.strip()).lower()] = cyrillic.strip()
        else:
            _say(sink, f"`{latin}` and its spelling must be words", document.key(("words", latin)))
    return found


def _keep(value: object, document: YamlDocument, sink: Sink) -> frozenset[str]:
    if value is not None and not isinstance(value, list):
        _say(sink, "`keep` is a list of words", document.span(("keep",)))
    found = set()
    for number, word in enumerate(value if isinstance(value, list) else ()):
        if isinstance(word, str) and word.strip():
            found.add(normalise(word.strip()))
        else:
            _say(sink, f"`{word}` must be a word", document.span(("keep", number)))
    return frozenset(found)


def _say(sink: Sink, message: str, span: Span) -> None:
    sink.add("translit-exceptions", message, span)
