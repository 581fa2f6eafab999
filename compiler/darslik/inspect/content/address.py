"""What an address in a page leads to: a file of the package, or a host."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*+:")
_HOST = re.compile(r"(?:(https?|wss?|ftp):)?[/\\]{2}(?:[^/\\?#@]{0,256}@)?(\[[0-9a-f:]+\]|[^/\\?#:\s]+)", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{|\$\{|<%|\[%|#\{|\{%|%%")
_OWN = re.compile(r"(localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)", re.IGNORECASE)

TRACKERS = (
    "google-analytics.com googletagmanager.com googletagservices.com doubleclick.net googlesyndication.com"
    " connect.facebook.net mc.yandex.ru metrika.yandex.ru hotjar.com clarity.ms mixpanel.com cdn.segment.com"
    " api.segment.io amplitude.com fullstory.com heapanalytics.com matomo.cloud piwik.pro plausible.io"
    " statcounter.com quantserve.com scorecardresearch.com omtrdc.net demdex.net newrelic.com nr-data.net"
    " browser.sentry-cdn.com bat.bing.com snap.licdn.com analytics.tiktok.com top-fwz1.mail.ru counter.yadro.ru"
    " stats.wp.com chartbeat.com crazyegg.com mouseflow.com luckyorange.com posthog.com addthis.com sharethis.com"
).split()
FONTS = (
    "fonts.googleapis.com fonts.gstatic.com use.typekit.net p.typekit.net use.fontawesome.com kit.fontawesome.com"
    " fast.fonts.net fonts.bunny.net cloud.typography.com rsms.me fonts.cdnfonts.com"
).split()


@dataclass(frozen=True, slots=True)
class Address:
    """`scheme`: `http`, `https`, … or empty; `host` if it leaves the package; `path`: the file that it names."""

    scheme: str = ""
    host: str = ""
    path: str = ""
    rooted: bool = False
    """It starts at the root of the server: the LMS, not the package."""
    outside: bool = False
    """It climbs out of the package."""


def address(raw: str, folder: str) -> Address | None:
    """Where an address in a file of that folder leads; none if nowhere (data, script, a template, a fragment)."""
    raw = raw.strip()
    if not raw or raw[0] in "#?" or _TEMPLATE.search(raw):
        return None
    if found := _HOST.match(raw):
        return Address((found[1] or "").lower(), found[2].lower().rstrip("."))
    if _SCHEME.match(raw) and not re.match(r"[a-zA-Z]:[\\/]", raw):
        return None
    path = unquote(re.split(r"[?#]", raw, maxsplit=1)[0]).replace("\\", "/")
    if not path or "\0" in path:
        return None
    if path.startswith("/"):
        return Address(path=posixpath.normpath(path.lstrip("/") or "."), rooted=True)
    joined = posixpath.normpath(posixpath.join(folder, path))
    if path.endswith("/"):
        joined = posixpath.join(joined, "")
    return Address(path=joined, outside=joined.startswith("../") or joined == "..")


def is_among(host: str, known: list[str]) -> bool:
    """Whether a host is one of these or below one of them."""
    return any(host == one or host.endswith("." + one) for one in known)


def is_own(host: str) -> bool:
    """Whether it is the learner's own computer: left over from development, nothing is sent to others."""
    return bool(_OWN.fullmatch(host))
