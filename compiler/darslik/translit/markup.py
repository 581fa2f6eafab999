"""Markdown from one script into the other: the words, and nothing that only machines read.

What stays: code, formulas, URLs, addresses of mail, names of files and hosts, targets of links, attributes and what
they mark as another language (`[Open Data Charter]{lang=en}`), HTML tags, character references, names and targets of
roles (`{term}`text <id>`` keeps `id`, `{cite}` all), ids of headings, marks of footnotes and of right answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_LATER = r"""
    (?P<code>(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))
  | (?P<formula>\$\$.+?\$\$|(?<![\\$\w])\$(?!\s)(?:[^$\n\\]|\\.)+?(?<!\s)\$(?!\w)|\\\(.+?\\\)|\\\[.+?\\\])
  | (?P<tag><!--.*?-->|</?[A-Za-z][^<>]*>|<[A-Za-z][\w+.-]*:[^<>\s]*>|<[^<>\s@]+@[^<>\s]+>)
  | (?P<entity>&(?:\#\d+|\#[xX][\da-fA-F]+|[A-Za-z][A-Za-z\d]*);)
  | (?P<foreign>\[(?:[^\[\]]|\[[^\[\]]*\])*\]\{[^{}]*\blang=[^{}]*\})
  | (?P<target>\]\((?:[^()\\]|\\.|\([^()]*\))*\)|\]\[[^\[\]]*\]|\[\^[^\]]+\]:?)
  | (?P<attributes>\{(?:[#.:%]|[\w-]+=)[^{}]*\})
  | (?P<url>(?:https?|ftp)://[^\s<>()\[\]“”«»"|]*[^\s<>()\[\]“”«»"|.,;:!?…'’]|mailto:\S+)
  | (?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
  | (?P<host>(?<![\w.-])(?:[A-Za-z\d-]+\.)+(?:uz|com|org|net|gov|edu|int|info|io|ru|eu|dev|app|uk|de|kz)
      (?![\w.-]*@)(?:/[^\s<>()\[\]“”«»"|]*[^\s<>()\[\]“”«»"|.,;:!?…'’])?(?!\w))
  | (?P<file>(?<![\w.])(?:[\w*][\w/*-]*(?:\.[\w-]+)*)?\.(?:csv|tsv|xlsx?|ods|odt|docx?|pptx?|json|geojson|xml|ya?ml|md
      |txt|pdf|html?|svg|png|jpe?g|gif|webp|mp[34]|vtt|zip|gz|rdf|ttl|sql|py|js|css|shp|kml)(?!\w))
"""
_ROLE = r"(?P<role>\{(?P<name>[a-z][\w-]*)\}(?P<fence>`+)(?P<words>.*?)(?P<id>\s*<[^<>]*>)?(?P=fence)(?!`))"
_KEPT = re.compile(f"{_ROLE}|{_LATER}", re.VERBOSE | re.DOTALL)
_TITLE = re.compile(r"""(\s+)("[^"]*"|'[^']*')\s*\)\Z""")

Convert = Callable[[str], str]


def convert_markdown(text: str, convert: Convert) -> str:
    """A Markdown text with `convert` applied to its words."""
    out: list[str] = []
    at = 0
    for found in _KEPT.finditer(text):
        out += [convert(text[at : found.start()]), _kept(found, convert)]
        at = found.end()
    return "".join([*out, convert(text[at:])])


def _kept(found: re.Match[str], convert: Convert) -> str:
    whole = found[0]
    if found["role"] is not None:
        if found["name"] != "term" or found["id"] is None:
            return whole
        words = found["words"]
        start = found.start("words") - found.start()
        return whole[:start] + convert(words) + whole[start + len(words) :]
    titled = _TITLE.search(whole) if found["target"] is not None and whole.startswith("](") else None
    if titled:
        return whole[: titled.start(2)] + convert(titled[2]) + whole[titled.end(2) :]
    return whole
