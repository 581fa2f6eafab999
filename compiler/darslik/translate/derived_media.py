"""Captions and drawings of a derived language: those of the language that it is made from, in its letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from posixpath import splitext

from darslik.diagnostics import Span
from darslik.source.files import Files
from darslik.source.paths import variant
from darslik.translate.derive import Convert
from darslik.translate.sources import Outline
from darslik.translit.media import convert_svg, convert_vtt

ENDINGS = (".svg", ".vtt")


class DerivedMedia:
    """Files of a course with the drawings and captions that are derived; a file that is there counts more.

    `said`: the languages of the course, and which are derived; the first is that of files without a tag.
    """

    def __init__(
        self,
        files: Files,
        said: Outline,
        converters: Mapping[str, Convert],
    ) -> None:
        self.name = files.name
        self.real = files
        self._derive = said.derive
        self._converters = converters
        self._languages = said.languages
        self._from = dict(self._names())
        self._made: dict[str, bytes] = {}

    def _names(self) -> Iterator[tuple[str, tuple[str, str]]]:
        paths = [path for path in self.real.paths() if path.endswith(ENDINGS)]
        for lang, base in self._derive.items():
            for path in paths:
                plain = self._plain(path, base)
                own = variant(plain, lang) if plain else ""
                if own and not self.real.has(own):
                    yield own, (path, lang)

    def _plain(self, path: str, base: str) -> str | None:
        """The name of a file of the base language without its tag."""
        stem, ending = splitext(path)
        if base == self._languages[0]:
            return None if stem.endswith(tuple(f".{lang}" for lang in self._languages)) else path
        return f"{stem.removesuffix(f'.{base}')}{ending}" if stem.endswith(f".{base}") else None

    @cached_property
    def _paths(self) -> list[str]:
        return sorted({*self.real.paths(), *self._from})

    def paths(self) -> list[str]:
        """All files, sorted."""
        return self._paths

    def has(self, path: str) -> bool:
        """Whether there is a file of exactly this spelling."""
        return path in self._from or self.real.has(path)

    def size(self, path: str) -> int:
        """Bytes of a file."""
        return len(self.read(path)) if path in self._from else self.real.size(path)

    def read(self, path: str) -> bytes:
        """Bytes of a file."""
        if path not in self._from:
            return self.real.read(path)
        if path not in self._made:
            self._made[path] = self._derived(*self._from[path])
        return self._made[path]

    def place(self, span: Span) -> Span:
        """Where a finding in one of these files really is: the same line of the file that it was made from."""
        return replace(span, file=self._from[span.file][0]) if span.file in self._from else span

    def _derived(self, path: str, lang: str) -> bytes:
        body = self.real.read(path)
        try:
            text = body.decode()
        except UnicodeDecodeError:  # a check says so of the file itself
            return body
        convert = self._converters[lang]
        if path.endswith(".vtt"):
            return convert_vtt(text, convert).encode()
        return convert_svg(text, convert, (self._derive[lang], lang)).encode()
