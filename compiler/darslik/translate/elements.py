"""Parts of a text ↔ inline elements of XLIFF 2 (`<pc>`, `<ph>`, `<cp>`) and 1.2 (`<bpt>`, `<ept>`, `<ph>`).

XLIFF 2.1 §2.3, §4.3.1; XLIFF 1.2 §2.4. The codes themselves are kept in the file (in 2: `originalData`), so that a
translation can be put together without the course.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from lxml import etree

from darslik.translate.inline import Code, Pair, Part, joined, parts

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROL = "x-control"
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_QUOTED = {**_ESCAPES, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
_BARE_TERM = re.compile(r"(\{term\}`)([^`<>]+)`")
_INDENT = re.compile(r"\n[ \t]*\Z")
_TERM_END = re.compile(r"<([^`<>]+)>`")
_LOOSE = frozenset({"emphasis", "span", "break", "bar", "attributes", "comment"})
_STYLES = {"*": "i", "_": "i", "**": "b", "__": "b"}


def escaped(text: str) -> str:
    """As the content of an element; what XML cannot say becomes U+FFFD."""
    return "".join(_ESCAPES.get(one, one) for one in _FORBIDDEN.sub("\ufffd", text))


def quoted(text: str) -> str:
    """As the value of an attribute."""
    return "".join(_QUOTED.get(one, one) for one in _FORBIDDEN.sub("\ufffd", text))


def _shown_parts(text: str) -> tuple[Part, ...]:
    """The parts as translators see them: the word of a term that has no words of its own may be translated, too.

    `` {term}`licence` `` is shown as `` {term}`licence<licence>` ``: without the blank that ids have in front of them.
    """
    return tuple(_shown_part(part) for part in parts(text))


def _shown_part(part: Part) -> Part:
    if isinstance(part, Code) and (found := _BARE_TERM.fullmatch(part.text)):
        return Pair("term", found[1], f"<{found[2]}>`", (found[2],))
    if not isinstance(part, Pair):
        return part
    if part.kind == "term" and part.close.startswith("<"):
        return Code("term", joined([part]))
    return replace(part, parts=tuple(_shown_part(one) for one in part.parts))


def _add(made: list[str], code: str) -> None:
    """Add the end of a pair; a bare term that was translated needs its id, one that was not has none."""
    found = _TERM_END.fullmatch(code)
    before = _INDENT.sub("", "".join(made[-4:]))  # that some tools put in front of elements
    bare = found and before.endswith(f"{{term}}`{found[1]}")
    made.append("`" if bare else f" {code}" if found else code)


class Writer(Protocol):
    """Inline elements of one unit: first the source, then the target, whose codes get the numbers of the same ones."""

    def content(self, text: str, *, verbatim: bool) -> str:
        """The content of `<source>` or `<target>`."""


@dataclass
class _Numbers:
    """Numbers of codes: equal codes of source and target share theirs."""

    last: int = 0
    given: dict[tuple[str, ...], list[int]] = field(default_factory=lambda: defaultdict(list))
    left: dict[tuple[str, ...], list[int]] = field(default_factory=dict)

    def start(self) -> None:
        """Begin another text of the unit."""
        self.left = {key: list(numbers) for key, numbers in self.given.items()}

    def take(self, *key: str) -> int:
        """The number of a code."""
        if self.left.get(key):
            return self.left[key].pop(0)
        self.last += 1
        self.given[key].append(self.last)
        return self.last


@dataclass
class Writer2:
    """XLIFF 2. `data`: what the codes are, for `originalData`."""

    data: dict[str, str] = field(default_factory=dict)
    numbers: _Numbers = field(default_factory=_Numbers)

    def content(self, text: str, *, verbatim: bool) -> str:
        """Of `<source>` or `<target>`."""
        self.numbers.start()
        return "".join(self._parts((text,) if verbatim else _shown_parts(text)))

    def _parts(self, found: Sequence[Part]) -> Iterator[str]:
        for part in found:
            if isinstance(part, str):
                yield self.words(part)
            elif isinstance(part, Code):
                number = self.numbers.take(part.kind, part.text)
                keep = "" if part.kind in _LOOSE else ' canDelete="no"'
                yield f'<ph id="{number}"{keep} dataRef="{self.ref(part.text)}"{_shown(part.text)}/>'
            else:
                number = self.numbers.take(part.kind, part.open, part.close.strip())
                refs = f'dataRefStart="{self.ref(part.open)}" dataRefEnd="{self.ref(part.close)}"'
                keep = "" if part.kind in _LOOSE else ' canDelete="no"'
                yield f'<pc id="{number}"{keep} {refs}{_type(part)}>{"".join(self._parts(part.parts))}</pc>'

    def words(self, text: str) -> str:
        """Words; characters that XML cannot say are elements."""
        at, made = 0, []
        for found in _FORBIDDEN.finditer(text):
            made += [escaped(text[at : found.start()]), f'<cp hex="{ord(found[0]):04X}"/>']
            at = found.end()
        return "".join([*made, escaped(text[at:])])

    def ref(self, text: str) -> str:
        """The id of a code's text."""
        return self.data.setdefault(text, f"d{len(self.data) + 1}")

    def original(self) -> Iterator[str]:
        """Lines of `originalData`."""
        for text, name in self.data.items():
            yield f'<data id="{name}" xml:space="preserve">{self.words(text)}</data>'


def _shown(text: str) -> str:
    """For readers that do not look codes up; some of these write an attribute with `<` or `&` back as no XML."""
    return f' disp="{quoted(text)}"' if len(text) <= 40 and not set(text) & set('<>&"') else ""


def _type(part: Pair) -> str:
    if part.kind == "emphasis" and part.open in _STYLES:
        return f' type="fmt" subType="xlf:{_STYLES[part.open]}"'
    return f' type="{part.kind}"' if part.kind in {"link", "image"} else ""


@dataclass
class Writer12:
    """XLIFF 1.2: the codes stand in the elements."""

    numbers: _Numbers = field(default_factory=_Numbers)

    def content(self, text: str, *, verbatim: bool) -> str:
        """Of `<source>` or `<target>`."""
        self.numbers.start()
        return "".join(self._parts((text,) if verbatim else _shown_parts(text)))

    def _parts(self, found: Sequence[Part]) -> Iterator[str]:
        for part in found:
            if isinstance(part, str):
                yield self.words(part)
            elif isinstance(part, Code):
                number = self.numbers.take(part.kind, part.text)
                yield f'<ph id="{number}" ctype="x-{part.kind}">{escaped(part.text)}</ph>'
            else:
                number = self.numbers.take(part.kind, part.open, part.close.strip())
                kind = {"emphasis": "x-emphasis", "link": "link", "image": "image"}.get(part.kind, f"x-{part.kind}")
                yield f'<bpt id="{number}" ctype="{kind}">{escaped(part.open)}</bpt>'
                yield from self._parts(part.parts)
                yield f'<ept id="{number}">{escaped(part.close)}</ept>'

    def words(self, text: str) -> str:
        """Words; characters that XML cannot say are elements."""
        at, made = 0, []
        for found in _FORBIDDEN.finditer(text):
            number = self.numbers.take(_CONTROL, found[0])
            made.append(escaped(text[at : found.start()]))
            made.append(f'<ph id="{number}" ctype="{_CONTROL}">{ord(found[0]):04X}</ph>')
            at = found.end()
        return "".join([*made, escaped(text[at:])])


def name_of(element: etree._Element) -> str:
    """The local name; empty for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


Codes = Mapping[str, tuple[str, str]]
"""Texts of codes, begin and end, by the id of the element."""


def codes_of(text: str) -> dict[str, tuple[str, str]]:
    """The codes of a source text by the numbers that both writers give them, for files whose codes a tool has lost."""
    numbers = _Numbers()

    def walk(found: Sequence[Part]) -> Iterator[tuple[str, tuple[str, str]]]:
        for part in found:
            if isinstance(part, Code):
                yield str(numbers.take(part.kind, part.text)), (part.text, "")
            elif isinstance(part, Pair):
                yield str(numbers.take(part.kind, part.open, part.close.strip())), (part.open, part.close)
                yield from walk(part.parts)

    return dict(walk(_shown_parts(text)))


def text2(element: etree._Element | None, data: Mapping[str, str], codes: Codes) -> str:
    """The Markdown of `<source>` or `<target>` in XLIFF 2. `codes`: the source's, for elements that name none."""
    if element is None:
        return ""
    return _inner(element, lambda one: _code2(one, data, codes), [])


def codes2(element: etree._Element | None, data: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The codes of a `<source>` in XLIFF 2."""
    found = {}
    for one in element.iter() if element is not None else ():
        start = data.get(one.get("dataRef") or one.get("dataRefStart") or "", "")
        found[one.get("id") or ""] = start, data.get(one.get("dataRefEnd") or "", "")
    return found


def _code2(one: etree._Element, data: Mapping[str, str], codes: Codes) -> tuple[str, str]:
    name = name_of(one)
    if name == "cp":
        return _character(one.get("hex") or ""), ""
    known = codes.get(one.get("id") or one.get("startRef") or "", ("", ""))
    if name == "pc":
        return data.get(one.get("dataRefStart") or "", known[0]), data.get(one.get("dataRefEnd") or "", known[1])
    if name in {"ph", "sc"}:
        return data.get(one.get("dataRef") or "", known[0]), ""
    return (data.get(one.get("dataRef") or "", known[1]) if name == "ec" else ""), ""


def text12(element: etree._Element | None, codes: Codes) -> str:
    """The Markdown of `<source>` or `<target>` in XLIFF 1.2."""
    return "" if element is None else _inner(element, lambda one: _code12(one, codes), [])


def codes12(element: etree._Element | None) -> dict[str, tuple[str, str]]:
    """The codes of a `<source>` in XLIFF 1.2."""
    found: dict[str, tuple[str, str]] = {}
    for one in element.iter() if element is not None else ():
        name, key = name_of(one), one.get("id") or ""
        text = "".join(str(part) for part in one.itertext()) if name in {"bpt", "ept", "ph", "it"} else ""
        start, end = found.get(key, ("", ""))
        found[key] = (start, text) if name == "ept" else (text or start, end)
    return found


def _code12(one: etree._Element, codes: Codes) -> tuple[str, str]:
    name = name_of(one)
    start, end = codes.get(one.get("id") or "", ("", ""))
    if name == "ph" and one.get("ctype") == _CONTROL:
        text, one.text = one.text or "", None
        return _character(text), ""
    if name == "g":
        return start, end
    if name in {"x", "bx"}:
        return start or one.get("equiv-text") or "", ""
    return (end, "") if name == "ex" else ("", "")


def _inner(element: etree._Element, code: _Code, made: list[str]) -> str:
    """The text in an element, with the codes that its elements stand for; `made`: what came before."""
    made.append(element.text or "")
    for one in element:
        if name_of(one) == "ept":
            _add(made, "".join(str(part) for part in one.itertext()))
        elif name_of(one):
            start, end = code(one)
            made.append(start)
            _inner(one, code, made)
            _add(made, end)
        made.append(one.tail or "")
    return "".join(made)


class _Code(Protocol):
    def __call__(self, one: etree._Element, /) -> tuple[str, str]: ...


def _character(digits: str) -> str:
    try:
        return chr(int(digits, 16))
    except (ValueError, OverflowError):
        return ""
