"""What is known of LMSs, as data: one `<id>.yaml` each. Which rows matter to what, a row says itself.

A profile takes over the rows of the one that it `extends`, but for those that it names in `without` or writes itself.
Files of this folder are known by their ids; another distribution adds a folder of such files by an entry point of the
group `darslik.profiles` that names a package; and on the command line a path to a file does as well as an id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from darslik.diagnostics import Diagnostic, Sink
from darslik.errors import Bug
from darslik.profiles.model import Profile, Quirk, Replacing
from darslik.profiles.read import parse_profile, read_profile, whole
from darslik.suggest import did_you_mean

GENERIC = "generic"


class NoProfile(Exception):  # noqa: N818 - it is the user's, not ours
    """There is no such profile: a sentence for the user."""


class BadProfile(Exception):  # noqa: N818
    """A profile that cannot be used. `found` says why, `body` is what was read."""

    def __init__(self, path: str, found: list[Diagnostic], body: bytes) -> None:
        super().__init__(path)
        self.path, self.found, self.body = path, found, body


@cache
def profiles() -> dict[str, Profile]:
    """All profiles that are installed, whole; the generic one first. Raises Bug for one that cannot be read."""
    written = {profile.id: profile for profile in _installed()}
    names = sorted(written, key=lambda name: (name != GENERIC, name))
    found: dict[str, Profile] = {}
    for name in names:
        _complete(name, written, found, ())
    return {name: found[name] for name in names}


def choose(names: Iterable[str]) -> list[Profile]:
    """The profiles of these names or paths, each once; `all` is every one. Raises NoProfile, BadProfile, OSError."""
    known = profiles()
    found: dict[str, Profile] = {}
    for name in names:
        if name == "all":
            found.update(known)
        elif is_path(name):
            profile = from_file(Path(name), known)
            found[profile.id] = profile
        elif name in known:
            found[name] = known[name]
        else:
            raise NoProfile(f"there is no profile `{name}`. {did_you_mean(name, known)}".strip())
    return list(found.values())


def is_path(name: str) -> bool:
    """Whether a name on the command line means a file."""
    return "/" in name or "\\" in name or name.endswith((".yaml", ".yml"))


def from_file(path: Path, known: Mapping[str, Profile]) -> Profile:
    """The profile in a file. Raises OSError if it cannot be read, BadProfile if something is wrong with it."""
    body = path.read_bytes()
    sink = Sink()
    profile = read_profile(body, path.name, known, sink)
    if profile is None:
        raise BadProfile(path.as_posix(), sink.found, body)
    return profile


def _installed() -> Iterator[Profile]:
    folders: list[Traversable] = [files("darslik") / "profiles"]
    points = sorted(entry_points(group="darslik.profiles"), key=lambda point: point.name)
    folders += [files(point.value) for point in points]
    for folder in folders:
        for file in sorted(folder.iterdir(), key=lambda one: one.name):
            if file.name.endswith(".yaml"):
                yield _parsed(file)


def _parsed(file: Traversable) -> Profile:
    sink = Sink()
    profile, _ = parse_profile(file.read_bytes(), file.name, sink)
    if profile is None:
        first = sink.found[0]
        raise Bug("profiles", f"{file}:{first.span.line}:{first.span.column}: {first.message}")
    return profile


def _complete(name: str, written: Mapping[str, Profile], found: dict[str, Profile], chain: tuple[str, ...]) -> None:
    if name in found:
        return
    parent = written[name].extends
    if parent is not None:
        if parent not in written or parent in (*chain, name):
            raise Bug("profiles", f"the profile `{name}` extends `{parent}`, which cannot be")
        _complete(parent, written, found, (*chain, name))
    found[name] = whole(written[name], found)


__all__ = ["GENERIC", "BadProfile", "NoProfile", "Profile", "Quirk", "Replacing", "choose", "from_file", "profiles"]
