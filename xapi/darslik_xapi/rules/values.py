"""Forms of single values in xAPI: identifiers, times, durations, languages, versions.

Also used for query parameters, which obey the same rules as values in statements (Data 2.2.s4.b4).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

# RFC 3987: a scheme, and neither blanks, control characters nor what an IRI must write with a percent sign.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f-\x9f<>\"{}|\\^`]+")
_NO_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MAILTO = re.compile(r"mailto:[^\x00-\x20\x7f<>@?\s]+@[^\x00-\x20\x7f<>@?\s]+")
_UUID = re.compile(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}")
_SHA1 = re.compile(r"[0-9A-Fa-f]{40}")
_SHA2 = re.compile(r"[0-9A-Fa-f]{56}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{96}|[0-9A-Fa-f]{128}")
_MEDIA = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+*-]+[ \t]*(?:;[^\x00-\x1f\x7f]*)?", re.ASCII)

# ISO 8601, a date with a time: extended or basic, whole hours or finer, week dates; a zone should be there.
_ISO8601 = re.compile(
    r"(?:\d{4}-(?:\d\d-\d\d|W\d\d-\d)T\d\d(?::\d\d(?::\d\d(?:[.,]\d+)?)?)?(?:Z|[+-]\d\d(?::?[0-5]\d)?)?"
    r"|\d{4}(?:\d{4}|W\d{3})T\d\d(?:\d\d(?:\d\d(?:[.,]\d+)?)?)?(?:Z|[+-]\d\d(?::?[0-5]\d)?)?)",
    re.ASCII,
)
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:[0-5]\d)", re.ASCII)
_NEGATIVE_ZERO = re.compile(r"-00(?::?00)?")
_NO_ZONES = ("-00", "-0000", "-00:00")
_LEAP = re.compile(r"([Tt ]\d\d:?\d\d:?)60")

# ISO 8601:2004 section 4.4.3.2: designators; only the last number may have a fraction; weeks stand alone; no sign.
_DURATION = re.compile(
    r"P(?:(?P<weeks>{n}W)|(?=.)(?:(?P<years>{n}Y))?(?:(?P<months>{n}M))?(?:(?P<days>{n}D))?"
    r"(?:T(?=.)(?:(?P<hours>{n}H))?(?:(?P<minutes>{n}M))?(?:(?P<seconds>{n}S))?)?)".replace("{n}", r"\d+(?:[.,]\d+)?"),
    re.ASCII,
)
_BEYOND_HUNDREDTHS = re.compile(r"(?<=[.,]\d\d)\d+(?=S$)")
_FRACTION_INSIDE = re.compile(r"[.,]\d+[A-Z].")
_LENGTHS = {
    "weeks": 604800,
    "years": 31536000,
    "months": 2592000,
    "days": 86400,
    "hours": 3600,
    "minutes": 60,
    "seconds": 1,
}

# RFC 5646 section 2.1.
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*)(?P<extensions>(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*)"
    r"(?:-x(?:-[a-z\d]{1,8})+)?|x(?:-[a-z\d]{1,8})+"
)
_GRANDFATHERED = frozenset(
    "en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu "
    "sgn-be-fr sgn-be-nl sgn-ch-de art-lojban cel-gaulish no-bok no-nyn zh-guoyu zh-hakka zh-min zh-min-nan "
    "zh-xiang".split()
)
_LONGEST_TAG = 200
_UTC = ("Z", "+00:00", "+0000", "+00")
_VERSION_1_0 = re.compile(r"1\.0(?:\.\d+)?")
_VERSION_2_0 = re.compile(r"2\.0(?:\.\d+)?")


def is_iri(value: object) -> bool:
    """An IRI with a scheme (best effort, as Data 2.2.s4.b6 allows)."""
    if not isinstance(value, str) or _IRI.fullmatch(value) is None:
        return False
    return "%" not in value or _NO_ESCAPE.search(value) is None


def is_mailto(value: object) -> bool:
    """A mailto IRI of one address: `mailto:name@example.org`."""
    return isinstance(value, str) and _MAILTO.fullmatch(value) is not None


def is_sha1(value: object) -> bool:
    """A SHA-1 in hexadecimal digits."""
    return isinstance(value, str) and _SHA1.fullmatch(value) is not None


def is_sha2(value: object) -> bool:
    """A SHA-2 (224, 256, 384 or 512 bits) in hexadecimal digits."""
    return isinstance(value, str) and _SHA2.fullmatch(value) is not None


def is_media_type(value: object) -> bool:
    """A media type, with or without parameters."""
    return isinstance(value, str) and _MEDIA.fullmatch(value) is not None


def is_uuid(value: object) -> bool:
    """A UUID in its standard form; of any variant and version, as the standard only recommends one."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def is_language(value: object) -> bool:
    """A language tag of RFC 5646, well-formed, without a repeated variant or extension."""
    return isinstance(value, str) and len(value) <= _LONGEST_TAG and _language(value)


@lru_cache(maxsize=512)
def _language(value: str) -> bool:
    tag = value.lower()
    if tag in _GRANDFATHERED:
        return True
    match = _LANGUAGE.fullmatch(tag)
    if match is None or not tag.isascii():
        return False
    variants = (match["variants"] or "").split("-")[1:]
    singletons = re.findall(r"-([a-z\d])(?=-)", match["extensions"] or "")
    return len(set(variants)) == len(variants) and len(set(singletons)) == len(singletons)


def is_version(value: object, version: str = "1.0.3") -> bool:
    """A version that a statement may carry where `version` is spoken (2.0 takes statements of 1.0, too)."""
    if not isinstance(value, str):
        return False
    later = is_2_0(version) and _VERSION_2_0.fullmatch(value) is not None
    return later or _VERSION_1_0.fullmatch(value) is not None


def is_2_0(version: str) -> bool:
    """Whether a version of xAPI is 2.0.x."""
    return _VERSION_2_0.fullmatch(version) is not None


def is_timestamp(value: object, version: str = "1.0.3") -> bool:
    """A date and time that the calendar knows.

    1.0.3 takes any form of ISO 8601, a zone should be given; 2.0 takes RFC 3339, which has one. An offset
    of minus zero says that nothing is known about the zone, and is refused by both.
    """
    pattern = _ISO8601 if version == "1.0.3" or not is_2_0(version) else _RFC3339
    return isinstance(value, str) and pattern.fullmatch(value) is not None and _moment(value) is not None


def is_utc(value: object) -> bool:
    """A timestamp whose zone is written as UTC."""
    return isinstance(value, str) and is_timestamp(value) and value.endswith(_UTC)


def parse_timestamp(value: object) -> datetime | None:
    """The moment a timestamp (of 1.0.3 or 2.0) names, or None if it is none; without a zone it is taken as UTC."""
    if isinstance(value, str) and (_ISO8601.fullmatch(value) or _RFC3339.fullmatch(value)):
        return _moment(value)
    return None


def _moment(text: str) -> datetime | None:
    """The moment that a text of the right form names, if the calendar has it."""
    if text.endswith(_NO_ZONES) and _NEGATIVE_ZERO.fullmatch(text, _zone_at(text)):
        return None
    if "60" in text:
        # A leap second is told as the second before it: the calendar of Python has none.
        text = _LEAP.sub(r"\g<1>59", text)
    try:
        moment = datetime.fromisoformat(text.upper().replace(",", "."))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _zone_at(value: str) -> int:
    """Where the last minus sign behind the time is, or the end."""
    time = re.search("[Tt ]", value)
    return value.find("-", time.end()) if time and "-" in value[time.end() :] else len(value)


def is_duration(value: object) -> bool:
    """An ISO 8601 duration with designators."""
    return parse_duration(value) is not None


def parse_duration(value: object) -> float | None:
    """Seconds of an ISO 8601 duration (a year is 365 days, a month 30), or None if it is none."""
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None or _FRACTION_INSIDE.search(match.string):
        return None
    parts = match.groupdict()
    return sum(float(part[:-1].replace(",", ".")) * _LENGTHS[name] for name, part in parts.items() if part)


def hundredths(duration: str) -> str:
    """A duration as it is compared: digits beyond hundredths of a second do not count (IEEE 9274.1.1 4.2.7)."""
    return _BEYOND_HUNDREDTHS.sub("", duration)
