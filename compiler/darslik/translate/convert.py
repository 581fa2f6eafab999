"""Side-by-side files into catalogues, and catalogues into side-by-side files; nothing is lost on either way.

A catalogue that became files stays where it is: files cannot say how far each text was reviewed, what a translator
wrote beside it, and what is unused. The words of the files win from then on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from darslik.atomic import write_all
from darslik.diagnostics import Severity, Sink, Span
from darslik.errors import Bug
from darslik.source.course import read_course
from darslik.source.files import Files
from darslik.source.markdown import parse_markdown, split_front_matter
from darslik.source.paths import variant
from darslik.source.text import read_text
from darslik.source.yaml import read_yaml
from darslik.translate.catalogue import Catalogue, Entry
from darslik.translate.overlay import Translated, with_catalogues
from darslik.translate.read import read_bytes, read_catalogue, write_catalogue
from darslik.translate.segments import Segment
from darslik.translate.sources import TABLES, outline, segments_of
from darslik.translate.tables import leaves
from darslik.translate.update import Extracted, extract, same

_MARK = re.compile(r"\A\[[ xX]\]\s+")


@dataclass(frozen=True)
class Conversion:
    """What is to be written (path → text) and what is to be removed afterwards. `unused`: texts that have no place."""

    lang: str
    write: Mapping[str, str]
    remove: tuple[str, ...] = ()
    texts: int = 0
    unused: int = 0


class _Without:
    """Files of a course as if some were not there."""

    def __init__(self, files: Files, gone: Iterable[str]) -> None:
        self.name = files.name
        self._files = files
        self._gone = frozenset(gone)

    def paths(self) -> list[str]:
        """All others."""
        return [path for path in self._files.paths() if path not in self._gone]

    def has(self, path: str) -> bool:
        """Whether it is there and not one of those."""
        return path not in self._gone and self._files.has(path)

    def size(self, path: str) -> int:
        """Bytes of a file."""
        return self._files.size(path)

    def read(self, path: str) -> bytes:
        """Bytes of a file."""
        return self._files.read(path)


def to_catalogues(files: Files, languages: Sequence[str], sink: Sink) -> list[Conversion]:
    """A catalogue for each language that has side-by-side files. Nothing, with findings, if the course has errors."""
    if _broken(files, sink):
        return []
    said = outline(files)
    languages = [lang for lang in languages if lang not in said.derive]
    owned = {lang: [own for one in said.sources if files.has(own := variant(one.path, lang))] for lang in languages}
    segments = {(one.context, one.text): one for source in said.sources for one in segments_of(files, source)}
    found = extract(files, [lang for lang in languages if owned[lang]], sink)
    return [] if sink.errors else [_proven(files, one, owned[one.lang], segments, said.source) for one in found]


def _broken(files: Files, sink: Sink) -> bool:
    """Whether the course cannot be read as it is: then what belongs together is not certain."""
    found = Sink()
    read_course(with_catalogues(files, found), found)
    sink.found += [one for one in found.found if one.severity is Severity.ERROR]
    return sink.errors


def _proven(
    files: Files, one: Extracted, owned: Sequence[str], segments: Mapping[tuple[str, str], Segment], source: str
) -> Conversion:
    """With all that the files say: what would not be shown any more is kept as unused."""
    shown = Translated(_Without(files, owned), {one.lang: one.catalogue})
    kept = {_plain(entry.target) for entry in one.catalogue.unused}
    lost = [entry for path in owned for entry in _lost(files, shown, path) if _plain(entry.target) not in kept]
    catalogue = replace(one.catalogue, unused=(*one.catalogue.unused, *lost))
    text = write_catalogue(catalogue, segments, source, one.form) if lost else one.text
    if not same(catalogue, _read(text, one)):
        raise Bug("convert", f"{one.path} does not say what it should")
    return Conversion(one.lang, {one.path: text}, tuple(owned), len(catalogue.entries), len(catalogue.unused))


def _read(text: str, one: Extracted) -> Catalogue:
    return read_bytes(text.encode(), one.path, one.lang, Sink()) or Catalogue(one.lang)


def _lost(files: Files, shown: Files, path: str) -> Iterator[Entry]:
    """What a file says and the catalogue in its place would not."""
    after = Counter(words for words, _ in _contents(shown, path))
    for words, line in _contents(files, path):
        if after[words]:
            after[words] -= 1
        else:
            why = f"from {path}:{line}: the source has no such text"
            yield Entry(f"{path} line", words, words, "needs-review", comment=why, span=Span(path, line))


def _contents(files: Files, path: str) -> Iterator[tuple[str, int]]:
    """All that a file says, and the line of each."""
    text = read_text(files, path, Sink()) or ""
    if any(path.startswith(table.removesuffix("yaml")) for table in TABLES):
        document = read_yaml(text, path, Sink())
        for route, words in leaves(document.value):
            if route[:1] != ("review",) and words.strip():
                yield _plain(words), document.span(route).line
        return
    _, rest, line = split_front_matter(text)
    yield from _blocks(rest, path, line)


def _blocks(text: str, path: str, line: int) -> Iterator[tuple[str, int]]:
    body = parse_markdown(text, path, line, Sink())
    for token in body.tokens:
        directive = token.meta.get("directive") if token.type == "colon_fence" else None
        at = body.line + (token.map or [0])[0]
        if directive is not None:
            options = [option.value for name, option in directive.options.items() if name != "id"]
            yield from ((_plain(words), at) for words in (directive.argument, *options) if words)
            yield from _blocks(directive.text, path, directive.line)
        elif token.type in {"inline", "fence", "math_block"} and _plain(token.content):
            yield _plain(_MARK.sub("", token.content)), at


def _plain(text: str) -> str:
    return " ".join(text.split())


def to_files(files: Files, languages: Sequence[str], sink: Sink) -> list[Conversion]:
    """Side-by-side files for each language that has a catalogue; files that are there stay as they are."""
    said = outline(files)
    found = []
    for lang in languages:
        if lang in said.derive:  # its texts are made each time: only what people changed is in its catalogue
            continue
        catalogue = read_catalogue(files, lang, sink)
        if catalogue is None:
            continue
        shown = Translated(files, {lang: catalogue})
        paths = [own for one in said.sources if not files.has(own := variant(one.path, lang))]
        write = {path: shown.read(path).decode() for path in paths}
        found.append(Conversion(lang, write, (), len(catalogue.entries), len(catalogue.unused)))
    return [] if sink.errors else found


def carry_out(root: Path, conversions: Sequence[Conversion]) -> None:
    """Write everything or nothing; only then, and once it can be read back, remove what it stands for.

    Raises OSError if something cannot be written: then nothing has changed.
    """
    bodies = {root / path: text.encode() for one in conversions for path, text in one.write.items()}
    write_all(bodies)
    if any(path.read_bytes() != body for path, body in bodies.items()):
        raise Bug("convert", "a file cannot be read back as it was written; nothing was removed")
    for one in conversions:
        for path in one.remove:
            (root / path).unlink()
