r"""Markdown of one text → words, codes, and pairs of codes around words. Joining the parts gives the text back.

Words are for translators; codes are not: `` `code` ``, `$formulas$`, the id in `` {term}`words <id>` ``, the braces
and bars in `{{one|other}}`, the address in `[words](address)`, `![words](picture)`, `[^1]`, `{lang=ru}`, `<b>`, hard
breaks. Emphasis is a pair around its words. Escapes (`\*`) stay in the words, for they mean something only there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_PARTS = 10_000
"""Codes in a text; no text of a course has so many, and deep trees end readers of XML."""
MOST_DEPTH = 50


@dataclass(frozen=True)
class Code:
    """What translators must not change, but may move. `kind`: `code`, `formula`, `link` … as in the patterns."""

    kind: str
    text: str


@dataclass(frozen=True)
class Pair:
    """Two codes and what is between them. `kind`: `emphasis`, `link`, `image`, `term`, `gap`, `span`."""

    kind: str
    open: str
    close: str
    parts: tuple[Part, ...]


Part = str | Code | Pair

_CODES = {
    "escape": r"\\[!-/:-@\[-`{-~]",
    "break": r"\\\n|[ ]{2,}\n",
    "code": r"(?<!`)(?P<ticks>`+)(?!`).{1,2000}?(?<!`)(?P=ticks)(?!`)",
    "term": r"\{term\}`(?=[^`\n]+`)",
    "role": r"\{[a-z]+\}`[^`\n]+`",
    "gap": r"\{\{\*?(?=[^{}\n]+\}\})",
    "gap-end": r"\}\}",
    "formula": r"\$\$[^$\n]+\$\$|(?<![\\$\w])\$(?=[^\s$])[^$\n]*?(?<=[^\s\\])\$(?![\w$])",
    "footnote": r"\[\^[^\]\s]+\]",
    "comment": r"<!--.{0,2000}?-->",
    "link": r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.+-]+@[\w.-]+)>",
    "tag": r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>",
    "image-start": r"!\[",
    "link-start": r"\[",
    "link-end": r"\]\((?:[^()\n]|\([^()\n]*\))*\)(?:\{[^{}\n]*\})?|\]\[[^\]\n]*\]|\]\{[^{}\n]*\}",
    "attributes": r"(?<=[*_`)\]])\{[^{}\n]*\}",
    "emphasis": r"\*+|(?<!\w)_+|_+(?!\w)|~~",
}
_TOKEN = re.compile("|".join(f"(?P<{name.replace('-', '_')}>{pattern})" for name, pattern in _CODES.items()), re.DOTALL)
_TERM_END = re.compile(r"(?:\s*<[^<>`]*>\s*)?`")
_BAR = re.compile(r"(?<!\\)\|\s*\*?")

SINGLE = frozenset({"break", "code", "role", "formula", "footnote", "comment", "link", "tag", "attributes"})
_WHOLE = {"link-end": ("link-start", "image-start"), "gap-end": ("gap",)}


@dataclass
class _Open:
    """A pair whose end has not come yet: everything since is its inside, or it was none."""

    kind: str
    text: str
    parts: list[Part]


def parts(text: str) -> tuple[Part, ...]:
    """The parts of a text; `joined(parts(text)) == text` for every string."""
    return _Reader(text).read()


def joined(found: Sequence[Part]) -> str:
    """The Markdown that these are the parts of."""
    return "".join(_written(found))


def _written(found: Sequence[Part]) -> Iterator[str]:
    for part in found:
        if isinstance(part, str):
            yield part
        elif isinstance(part, Code):
            yield part.text
        else:
            yield part.open
            yield from _written(part.parts)
            yield part.close


class _Reader:
    """One pass from left to right; what is never closed becomes words again."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open: list[_Open] = [_Open("", "", [])]
        self.count = 0

    def read(self) -> tuple[Part, ...]:
        """All parts."""
        at = 0
        while found := _TOKEN.search(self.text, at):
            if self.count > MOST_PARTS:
                break
            self.words(self.text[at : found.start()])
            at = self.token(found)
        self.words(self.text[at:])
        while len(self.open) > 1:
            self.give_up()
        return tuple(self.open[0].parts)

    def words(self, text: str) -> None:
        """Add words; those next to each other are one part."""
        inside = self.open[-1].parts
        if not text:
            return
        if inside and isinstance(inside[-1], str):
            inside[-1] += text
        else:
            inside.append(text)

    def give_up(self) -> None:
        """The last pair is none: its first code is words."""
        last = self.open.pop()
        self.words(last.text)
        for part in last.parts:
            if isinstance(part, str):
                self.words(part)
            else:
                self.open[-1].parts.append(part)

    def token(self, found: re.Match[str]) -> int:
        """Take one; where to go on."""
        kind, text = str(found.lastgroup).replace("_", "-"), found[0]
        kind = "code" if kind == "ticks" else kind
        if kind == "term":
            return self.term(found)
        if kind == "gap":
            return self.gap(found)
        self.count += 1
        if kind in SINGLE:
            self.open[-1].parts.append(Code(kind, text))
        elif kind in {"link-start", "image-start"}:
            self.begin(kind, text)
        elif kind == "link-end":
            self.end(text)
        elif kind == "emphasis":
            self.emphasis(found)
        else:
            self.words(text)
        return found.end()

    def begin(self, kind: str, text: str) -> None:
        """Something that may be closed later."""
        if len(self.open) > MOST_DEPTH:
            self.words(text)
        else:
            self.open.append(_Open(kind, text, []))

    def close(self, kind: str, text: str) -> None:
        """The last pair is complete."""
        last = self.open.pop()
        self.open[-1].parts.append(Pair(kind, last.text, text, tuple(last.parts)))

    def end(self, text: str) -> None:
        """The end of a link, picture or span, if one has begun; emphasis that began inside is none."""
        starts = [number for number, one in enumerate(self.open) if one.kind in {"link-start", "image-start"}]
        if not starts:
            self.words(text)
            return
        while len(self.open) > starts[-1] + 1:
            self.give_up()
        kind = "image" if self.open[-1].kind == "image-start" else "span" if text.startswith("]{") else "link"
        self.close(kind, text)

    def emphasis(self, found: re.Match[str]) -> None:
        """A run of marks: it ends what the same run began, or begins, or is a sign like any other."""
        text, before, after = found[0], self.text[: found.start()][-1:], self.text[found.end() :][:1]
        if before.strip():
            for number in range(len(self.open) - 1, 0, -1):
                if self.open[number].kind != "emphasis":
                    break
                if self.open[number].text == text:
                    while len(self.open) > number + 1:
                        self.give_up()
                    self.close("emphasis", text)
                    return
        if after.strip():
            self.begin("emphasis", text)
        else:
            self.words(text)

    def term(self, found: re.Match[str]) -> int:
        """`` {term}`words <id>` ``: without words of its own, the term is a code as a whole."""
        self.count += 1
        end = self.text.index("`", found.end())
        close = next(one for one in _TERM_END.finditer(self.text, found.end()) if one.end() == end + 1)
        inner = self.text[found.end() : close.start()]
        if close[0] == "`" or not inner:
            self.open[-1].parts.append(Code("role", self.text[found.start() : end + 1]))
        else:
            self.open[-1].parts.append(Pair("term", found[0], close[0], (inner,)))
        return end + 1

    def gap(self, found: re.Match[str]) -> int:
        """`{{one|*other}}`: words between codes."""
        end = self.text.index("}}", found.end())
        inside: list[Part] = []
        at = found.end()
        for bar in _BAR.finditer(self.text, at, end):
            inside += [self.text[at : bar.start()]] if bar.start() > at else []
            inside.append(Code("bar", bar[0]))
            at = bar.end()
        inside += [self.text[at:end]] if end > at else []
        self.count += len(inside) + 1
        self.open[-1].parts.append(Pair("gap", found[0], "}}", tuple(inside)))
        return end + 2


def protected(text: str) -> Counter[str]:
    """What a translation must have as often as its source: codes, and the ends of links, pictures, terms and spans.

    Not counted: emphasis, breaks, bars and stars of gaps, languages of phrases, for these may differ.
    """
    return Counter(_protected(parts(text)))


def _protected(found: Sequence[Part]) -> Iterator[str]:
    for part in found:
        if isinstance(part, Code) and part.kind not in {"break", "bar", "attributes", "comment"}:
            yield part.text
        elif isinstance(part, Pair):
            if part.kind == "gap":
                yield "{{…}}"
            elif part.kind not in {"emphasis", "span"}:
                yield f"{'!' if part.kind == 'image' else ''}[…{part.close}" if part.kind != "term" else _term(part)
            yield from _protected(part.parts)


def _term(part: Pair) -> str:
    return f"{part.open}…{part.close.strip()}"
