"""Reads XLIFF 2.0, 2.1 and 1.2 that may come from anywhere; also 1.1, which differs in nothing that is read here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from darslik.diagnostics import Sink, Span
from darslik.package.schemas import safe_parser
from darslik.translate import xliff
from darslik.translate.catalogue import STATES, Catalogue, Entry, State
from darslik.translate.elements import codes2, codes12, codes_of, name_of, text2, text12
from darslik.translate.reviews import from_header
from darslik.translate.segments import VERBATIM

_CONFLICT = re.compile(rb"^(<{7}|={7}|>{7})( |\r?$)", re.MULTILINE)
_PROLOG = re.compile(rb"<[A-Za-z]")
_DOCTYPE = re.compile(rb"<!DOCTYPE")
_TARGET = re.compile(r"<(?:\w+:)?target\b[^>]*>")
_BREAK = re.compile(r"(?<!\\)\n([ \t]*)")
_WRAPPED = re.compile(r"(?<!\\)[ \t]*\n\s*")
_SPACE_11 = "urn:oasis:names:tc:xliff:document:1.1"
_HINT = "ask the tool to save it again as XLIFF; the last committed version is whole: `git restore`"


def read_xliff(
    body: bytes, path: str, lang: str, sink: Sink, sources: Mapping[str, str] | None = None
) -> Catalogue | None:
    """A catalogue; none, with a finding, if the file is damaged, hostile or for another language.

    `sources`: texts of the course by the id of their unit, to repair what tools do to codes and blanks.
    """
    root = _root(body, path, sink)
    if root is None:
        return None
    space = etree.QName(root).namespace if name_of(root) == "xliff" else None
    if space not in {xliff.SPACE_2, xliff.SPACE_12, _SPACE_11}:
        found = root.get("version") or space or name_of(root)
        sink.add(
            "catalogue-damaged",
            f"this is not XLIFF 2.1, 2.0 or 1.2, but `{found[:60]}`",
            Span(path, root.sourceline or 1),
            help="export it again as XLIFF 2.1 or 1.2",
        )
        return None
    if not _right_language(root, path, lang, sink):
        return None
    lines = body.decode("utf-8", "replace").split("\n")
    if space == xliff.SPACE_2:
        return _Reader2(path, lines, sources or {}).read(root, lang)
    return _Reader12(path, lines, sources or {}, f"{{{space}}}").read(root, lang)


def _root(body: bytes, path: str, sink: Sink) -> etree._Element | None:
    bare = body.replace(b"\0", b"")  # UTF-16 shows its ASCII so
    conflict = _CONFLICT.search(bare)
    if conflict:
        line = bare.count(b"\n", 0, conflict.start()) + 1
        message = "a merge conflict was left in this catalogue"
        help_ = "take one side of it, or both, and delete the marks"
        sink.add("catalogue-damaged", message, Span(path, line, 1, len(conflict[0])), help=help_)
        return None
    first = _PROLOG.search(bare)
    doctype = _DOCTYPE.search(bare, 0, first.start() if first else len(bare))
    if doctype:
        line = bare.count(b"\n", 0, doctype.start()) + 1
        message = "XLIFF has no document type, and entities are not read"
        sink.add("catalogue-damaged", message, Span(path, line), help="delete `<!DOCTYPE …>`")
        return None
    try:
        return etree.fromstring(body, safe_parser())
    except etree.XMLSyntaxError as error:
        line, column = error.position
        message = f"this is not XML: {(error.msg or 'it breaks off').splitlines()[0][:120]}"
        sink.add("catalogue-damaged", message, Span(path, max(line or 1, 1), max(column or 1, 1)), help=_HINT)
        return None


def _right_language(root: etree._Element, path: str, lang: str, sink: Sink) -> bool:
    owner = root if root.get("trgLang") else next(iter(root), root)
    said = owner.get("trgLang") or owner.get("target-language") or lang
    if said.replace("_", "-").casefold() == lang.casefold():
        return True
    message = f"this catalogue is for `{said[:40]}`, not for `{lang}`"
    sink.add("catalogue-damaged", message, Span(path, owner.sourceline or 1), help=f"is it the file of `{said[:40]}`?")
    return False


class _Reader:
    """What both versions have in common."""

    def __init__(self, path: str, lines: Sequence[str], sources: Mapping[str, str]) -> None:
        self.path = path
        self.lines = lines
        self.sources = sources

    def read(self, root: etree._Element, lang: str) -> Catalogue:
        """All entries."""
        entries: list[Entry] = []
        unused: list[Entry] = []
        head: dict[str, str] = {}
        for file in root:
            if name_of(file) != "file":
                continue
            head |= self.head(file)
            mark = file.get("id") if file.get("original") == xliff.UNUSED and file.get("id") else file.get("original")
            (unused if mark == xliff.UNUSED else entries).extend(self.units(file))
        header = {key: text for key, text in head.items() if not key.startswith("X-Review")}
        return Catalogue(lang, tuple(entries), tuple(unused), from_header(head), header)

    def head(self, file: etree._Element) -> dict[str, str]:
        """What the notes at the head of a file say."""
        raise NotImplementedError

    def units(self, file: etree._Element) -> Iterator[Entry]:
        """The entries of a file."""
        raise NotImplementedError

    def repaired(self, unit: etree._Element, entry: Entry) -> Entry:
        """With the course's own source text; if a tool has indented the texts, without its line breaks."""
        source = self.sources.get(unit.get("id") or "")
        if source is None or source == entry.source:
            return entry
        verbatim = entry.context.rsplit(" ", 1)[-1] in VERBATIM
        if verbatim:
            return replace(entry, source=source)
        added = re.compile(rf"(?<!\\)\n[ \t]{{0,{_indent(entry.source)}}}")
        pattern, blank = (added, "") if added.sub("", entry.source).strip() == source else (_WRAPPED, " ")
        return replace(entry, source=source, target=pattern.sub(blank, entry.target).strip())

    def place(self, target: etree._Element | None, unit: etree._Element) -> Span:
        """Where the words of a translation begin."""
        element = unit if target is None else target
        line = element.sourceline or 1
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        found = _TARGET.search(text) if target is not None else None
        if found:
            return Span(self.path, line, found.end() + 1, max(len(text.rstrip()) - found.end(), 1))
        return Span(self.path, line, len(text) - len(text.lstrip()) + 1)


def _indent(text: str) -> int:
    """How far a tool has indented the lines that it has made of a text."""
    return min((len(found[1]) for found in _BREAK.finditer(text.rstrip())), default=0)


def _header(notes: Iterator[tuple[str, str]]) -> dict[str, str]:
    mark = xliff.HEAD.strip()
    return {name[len(mark) :].strip(): text for name, text in notes if f"{name} ".startswith(xliff.HEAD)}


class _Reader2(_Reader):
    """XLIFF 2.0 and 2.1."""

    def head(self, file: etree._Element) -> dict[str, str]:
        found = file.iterfind(f"{{{xliff.SPACE_2}}}notes/{{{xliff.SPACE_2}}}note")
        return _header((note.get("category") or "", note.text or "") for note in found)

    def units(self, file: etree._Element) -> Iterator[Entry]:
        for unit in file.iter(f"{{{xliff.SPACE_2}}}unit"):
            yield self.unit(unit)

    def unit(self, unit: etree._Element) -> Entry:
        """One; a tool may have cut it into several segments."""
        space = f"{{{xliff.SPACE_2}}}"
        data = {one.get("id") or "": text2(one, {}, {}) for one in unit.iterfind(f"{space}originalData/{space}data")}
        known = codes_of(self.sources[unit.get("id", "")]) if unit.get("id") in self.sources else {}
        source = target = ""
        states: list[State] = []
        where: etree._Element | None = None
        for part in unit:
            if name_of(part) not in {"segment", "ignorable"}:
                continue
            ours, theirs = part.find(f"{space}source"), part.find(f"{space}target")
            codes = {**codes2(ours, data), **known}
            source += text2(ours, data, codes)
            if name_of(part) == "segment":
                words = text2(theirs, data, codes)
                states.append(_state_2(part, words))
                where = where if where is not None else theirs
            else:
                words = text2(theirs if theirs is not None else ours, data, codes)
            target += words
        previous = unit.find(
            f"{{{xliff.MATCHES}}}matches/{{{xliff.MATCHES}}}match[@subType='darslik:previous']/{space}source"
        )
        entry = Entry(
            unit.get("name") or unit.get("id") or "",
            source,
            target if where is not None and target.strip() else "",
            min(states, key=STATES.index, default="new"),
            text2(previous, data, {}),
            "\n".join(_comments(unit, "category")),
            self.place(where, unit),
        )
        return _agreed(self.repaired(unit, entry))


def _state_2(segment: etree._Element, words: str) -> State:
    """Tools may know nothing of `subState`: it counts as long as `state` is the one that it was written with."""
    state, own = segment.get("state") or "initial", segment.get("subState") or ""
    if not words.strip():
        return "new"
    if state in {"final", "reviewed"}:
        return "final"
    if own == "darslik:stale":
        return "stale" if state == "initial" else "needs-review"
    return "machine" if own == "darslik:machine" and state == "translated" else "needs-review"


def _comments(unit: etree._Element, attribute: str) -> Iterator[str]:
    for note in unit.iter():
        if name_of(note) == "note" and note.get(attribute) not in xliff.OURS and (note.text or "").strip():
            yield (note.text or "").strip("\n")


def _agreed(entry: Entry) -> Entry:
    """Without a translation nothing is stale; without being stale, nothing was before."""
    if not entry.target:
        return replace(entry, state="new", previous="")
    return entry if entry.state == "stale" else replace(entry, previous="")


class _Reader12(_Reader):
    """XLIFF 1.1 and 1.2. `space`: the namespace, as in tags."""

    def __init__(self, path: str, lines: Sequence[str], sources: Mapping[str, str], space: str) -> None:
        super().__init__(path, lines, sources)
        self.space = space

    def head(self, file: etree._Element) -> dict[str, str]:
        found = file.iterfind(f"{self.space}header/{self.space}note")
        return _header((note.get("from") or "", note.text or "") for note in found)

    def units(self, file: etree._Element) -> Iterator[Entry]:
        for unit in file.iter(f"{self.space}trans-unit"):
            if unit.get("restype") != "x-gettext-domain-header":
                yield self.unit(unit)

    def unit(self, unit: etree._Element) -> Entry:
        """One."""
        space = self.space
        ours, theirs = unit.find(f"{space}source"), unit.find(f"{space}target")
        codes = codes12(ours)
        words = text12(theirs, codes)
        previous = unit.find(f"{space}alt-trans[@alttranstype='previous-version']/{space}source")
        entry = Entry(
            unit.get("resname") or unit.get("id") or "",
            text12(ours, codes),
            words if words.strip() else "",
            _state_12(unit, theirs, previous=previous is not None),
            text12(previous, {}),
            "\n".join(_comments(unit, "from")),
            self.place(theirs, unit),
        )
        return _agreed(self.repaired(unit, entry))


def _state_12(unit: etree._Element, target: etree._Element | None, *, previous: bool) -> State:
    if target is None:
        return "new"
    state, qualifier = target.get("state") or "", target.get("state-qualifier") or ""
    if unit.get("approved") == "yes" or state in {"final", "signed-off"}:
        return "final"
    if state == "needs-review-translation" and qualifier == "fuzzy-match" and previous:
        return "stale"
    machine = state == "needs-review-translation" and qualifier in {"leveraged-mt", "mt-suggestion"}
    return "machine" if machine else "needs-review"
