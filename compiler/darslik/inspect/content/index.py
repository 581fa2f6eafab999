"""One pass over the files of a package. All rules about content share what it notes down; no text is kept."""

from __future__ import annotations

import hashlib
import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from weakref import WeakKeyDictionary

from darslik.inspect.archive import Damaged, Package
from darslik.inspect.content.fonts import ENDINGS as FONTS
from darslik.inspect.content.fonts import Font, read_font
from darslik.inspect.content.page import read_page
from darslik.inspect.content.script import read_script
from darslik.inspect.content.secrets import read_secrets
from darslik.inspect.content.seen import Reference, Seen, mention, word_of
from darslik.inspect.content.styles import read_styles
from darslik.inspect.content.text import Text
from darslik.inspect.content.tools import Tool, is_library, tools_in
from darslik.inspect.limits import MIB, Limits

TOTAL = 64 * MIB
"""Bytes of pages, scripts and other texts that are searched; of larger packages, only so many."""
PAGES = (".html", ".htm", ".xhtml", ".xht")
SCRIPTS = (".js", ".mjs", ".cjs")
MARKUP = (".svg", ".xml")
PLAIN: tuple[str, ...] = (
    ".json",
    ".webmanifest",
    ".map",
    ".txt",
    ".md",
    ".yml",
    ".yaml",
    ".ini",
    ".env",
    ".cfg",
    ".conf",
    ".csv",
)
PLAIN += (".properties", ".pem", ".key", ".ts", ".vtt", ".srt", ".jsonld", ".php", ".py", ".xsl", ".xslt", ".toml")
_HEAD = 16
_HEADS = 20_000
_FONTS = 500


class Content:
    """What is in the files of a package."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self.paths = tuple(package.paths())
        self.sizes = {path: package.size(path) for path in self.paths}
        self.seen = Seen()
        self.heads: dict[str, bytes] = {}
        self.fonts: list[Font] = []
        self.tools: list[Tool] = []
        self._names = _names(self.paths)
        self._left = TOTAL
        for path in self.paths:
            self._read(package, path, limits)
        self.same = _same(package, self.sizes)

    def _read(self, package: Package, path: str, limits: Limits) -> None:
        lower = path.lower()
        if not lower.endswith((*PAGES, *SCRIPTS, *MARKUP, *PLAIN, ".css")) and "." in posixpath.basename(lower)[1:]:
            if len(self.heads) < _HEADS and self.sizes[path]:
                self.heads[path] = _bytes(package, path, _HEAD)
            if lower.endswith(FONTS) and len(self.fonts) < _FONTS:
                self.fonts.append(read_font(path, _bytes(package, path, limits.text)))
            return
        most = min(limits.text, self._left)
        if self.sizes[path] > most:
            self.seen.partial.add(path)
        if most <= 0:
            return
        body = _bytes(package, path, most)
        if not body and self.sizes[path]:
            self.seen.partial.add(path)
        text = Text(path, body)
        self._left -= min(self.sizes[path], most)
        self.tools += tools_in(path, text.text)
        self._search(text, lower)

    def _search(self, text: Text, lower: str) -> None:
        read_secrets(text, self.seen)
        if lower.endswith(PAGES):
            read_page(text, self._names, self.seen)
        elif lower.endswith(MARKUP):
            read_page(text, self._names, self.seen, markup=True)
        elif lower.endswith(SCRIPTS):
            read_script(text, [(0, len(text.text))], self._names, self.seen)
            if is_library(text.text):
                self.seen.forget(text.path, *_OF_LIBRARIES)
        elif lower.endswith(".css"):
            read_styles(text, 0, len(text.text), self.seen)
        else:
            mention(text, self._names, self.seen)

    @property
    def partial(self) -> list[str]:
        """Files that were not, or not wholly, searched."""
        return sorted(self.seen.partial)

    @cached_property
    def folded(self) -> dict[str, str]:
        """Paths by their form without case."""
        return {path.casefold(): path for path in self.paths}

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """Paths by their last part, as far as it is a word."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in self.paths:
            found[word_of(posixpath.basename(path))].append(path)
        return found

    def has(self, path: str) -> bool:
        """Whether there is a file of exactly this spelling, or a folder if the path ends so."""
        return path in self.sizes or path.rstrip("/") in self.folders or path == "."

    @cached_property
    def folders(self) -> set[str]:
        """All folders."""
        found = {""}
        for path in self.paths:
            while (path := posixpath.dirname(path)) and path not in found:
                found.add(path)
        return found

    @cached_property
    def words(self) -> set[str]:
        """Calls and elements of the standards that occur anywhere."""
        return set().union(*self.seen.words.values())

    def references(self) -> Iterator[tuple[str, Reference]]:
        """Every address, with the file that it is in."""
        return ((path, one) for path in self.paths for one in self.seen.references.get(path, ()))

    def leading_to(self, ends: Iterable[str]) -> set[str]:
        """The files from which these are reached, by address or by name in a script, themselves included."""
        todo = list(ends)
        found = set(todo)
        names: set[str] = set()
        while todo:
            path = todo.pop()
            new = set(self._naming[0].get(path, ()))
            name = posixpath.basename(path)
            if name not in names:
                names.add(name)
                new.update(self._naming[1].get(name, ()))
            new -= found
            found |= new
            todo += new
        return found

    @cached_property
    def _naming(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """Which files have the address of a file, and which have a name."""
        addresses: dict[str, list[str]] = defaultdict(list)
        for path, one in self.references():
            if not one.address.host and one.address.path in self.sizes:
                addresses[one.address.path].append(path)
        mentions: dict[str, list[str]] = defaultdict(list)
        for path, names in self.seen.mentions.items():
            for name in names:
                mentions[name].append(path)
        return addresses, mentions

    def loaded(self, starts: Iterable[str]) -> set[str]:
        """Pages and the scripts, style sheets and frames that they load at once; no links."""
        todo = list(starts)
        found = set(todo)
        while todo:
            for one in self.seen.references.get(todo.pop(), ()):
                path = one.address.path
                if one.use != "link" and not one.address.host and path in self.sizes and path not in found:
                    found.add(path)
                    todo.append(path)
        return found

    def in_folder(self, folder: str) -> list[str]:
        """The files that stand directly in a folder."""
        return self._by_folder.get(folder, [])

    @cached_property
    def _by_folder(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path in self.paths:
            found[posixpath.dirname(path)].append(path)
        return found

    def with_words(self, words: set[str]) -> Iterator[str]:
        """Files in which one of these calls and elements of the standards occurs."""
        return (path for path, some in self.seen.words.items() if some & words)

    def loads_more(self, path: str) -> bool:
        """Whether a file loads others in a way that cannot be followed."""
        return bool(self.seen.count["loads", path] or self.seen.count["document-write", path])


_KNOWN: WeakKeyDictionary[Package, Content] = WeakKeyDictionary()


def content_of(package: Package, limits: Limits) -> Content:
    """The content of a package, read when it is asked for first."""
    found = _KNOWN.get(package)
    if found is None:
        found = _KNOWN[package] = Content(package, limits)
    return found


def series(stem: str) -> str:
    """The name of `slide12` and its like without the number, as scripts write it that count."""
    return stem.rstrip("0123456789").rstrip("-_ ")


def _bytes(package: Package, path: str, most: int) -> bytes:
    try:
        return package.read(path, most)
    except Damaged:
        return b""  # `archive` says so


def _names(paths: tuple[str, ...]) -> set[str]:
    """What a text may call the files of the package: by name, by name without ending."""
    names = {word_of(posixpath.basename(path)) for path in paths}
    stems = {name.rsplit(".", 1)[0] for name in names}
    return names | stems | {series(stem) for stem in stems if len(series(stem)) > 2}


_OF_LIBRARIES = ("eval", "synchronous", "document-write", "activex", "window-top", "storage", "unload")
_LARGE = 100_000
_HASHED = 64 * MIB


def _same(package: Package, sizes: dict[str, int]) -> list[list[str]]:
    """Large files whose bytes are the same, in groups."""
    by_size: dict[int, list[str]] = defaultdict(list)
    for path, size in sizes.items():
        if _LARGE <= size <= _HASHED:
            by_size[size].append(path)
    groups: dict[bytes, list[str]] = defaultdict(list)
    left = 4 * _HASHED
    for size, paths in sorted(by_size.items()):
        if len(paths) > 1 and left > size * len(paths):
            left -= size * len(paths)
            for path in paths:
                groups[hashlib.sha256(_bytes(package, path, size)).digest()].append(path)
    return [group for group in groups.values() if len(group) > 1]
