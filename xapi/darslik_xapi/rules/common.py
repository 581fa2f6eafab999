"""What many properties share: IRIs, UUIDs, times, language maps, extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .findings import show, step
from .shape import formatted
from .values import is_duration, is_iri, is_language, is_timestamp, is_uuid

if TYPE_CHECKING:
    from .findings import Report

iri = formatted(is_iri, "iri", "an IRI with a scheme, like https://example.org/a")
irl = formatted(is_iri, "iri", "an address with a scheme, like https://example.org/a")
uuid = formatted(is_uuid, "uuid", "a UUID like 0f0e0d0c-0b0a-4908-8706-050403020100")
language = formatted(is_language, "language-tag", "a language tag of RFC 5646, like uz-Latn")
duration = formatted(is_duration, "duration", "a duration of ISO 8601 without a sign, like PT1M2.5S")
_time_1_0 = formatted(is_timestamp, "timestamp", "a date and time of ISO 8601, like 2026-01-31T09:05:00.000Z")
_time_2_0 = formatted(
    lambda value: is_timestamp(value, "2.0.0"),
    "timestamp",
    "a date and time of RFC 3339 with its zone, like 2026-01-31T09:05:00.000Z",
)


def timestamp(value: object, path: str, report: Report) -> None:
    """A date and time, in the form of the version."""
    (_time_2_0 if report.later else _time_1_0)(value, path, report)


def language_map(value: object, path: str, report: Report) -> None:
    """Texts by language tag, at least one."""
    if not isinstance(value, dict):
        report.wrong_type(path, value, "must be an object of texts by language tag")
        return
    if not value:
        report.add("language-map", path, "must have at least one language")
    for tag, words in value.items():
        if not is_language(tag):
            report.add("language-tag", f"{path}{step(tag)}", f"{show(tag)} must be a language tag of RFC 5646")
        if not isinstance(words, str):
            report.wrong_type(f"{path}{step(tag)}", words, "must be a text")


def extensions(value: object, path: str, report: Report) -> None:
    """Any values by IRI; the values are never judged (Data 4.1.s3.b2)."""
    if not isinstance(value, dict):
        report.wrong_type(path, value, "must be an object of values by IRI")
        return
    for key in value:
        if not is_iri(key):
            report.add("extension-key", f"{path}{step(key)}", f"the key {show(key)} must be an IRI with a scheme")
