"""Is this package what it says it is? Its own record, a signature, and what a source builds, one step each."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from darslik import pipeline
from darslik.diff.package import PASSPORT, Known, read_path, shown
from darslik.diff.run import As, checked_course, profiles_of
from darslik.errors import Bug
from darslik.provenance.commit import Commit
from darslik.provenance.signature import signed_by
from darslik.render.site import MULTI
from darslik.version import VERSION

State = Literal["yes", "no", "not asked"]


@dataclass(frozen=True)
class Answer:
    """One answer. `details`: more lines, such as the names of files."""

    question: str
    state: State
    text: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What is known of a package, and the answers to what was asked."""

    path: str
    sha256: str
    known: Known
    answers: tuple[Answer, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing that was asked is answered with no."""
        return all(answer.state != "no" for answer in self.answers)


@dataclass(frozen=True)
class Asked:
    """What to verify against. `keys`: public keys by name; `signature`: none: there is no such file."""

    keys: dict[str, Ed25519PublicKey]
    signature: Path | None
    source: pipeline.Checked | None
    source_name: str = ""


def verify(path: Path, asked: Asked) -> Verdict:
    """Verify a package. Raises BadPackage if darslik did not build it or it is damaged, BadKey for a signature file."""
    known = read_path(path)
    answers = (_files(known), _signature(path, asked), *([_source(path, known, asked)] if asked.source else []))
    return Verdict(path.as_posix(), _sha256(path), known, answers)


def checked_source(path: Path, course: Path) -> pipeline.Checked:
    """The course, checked for being built as the package was. Raises BadPackage."""
    known = read_path(path)
    target, _, split = As().over(known)
    return checked_course(course, target, split=split, profiles=profiles_of(known))


def _files(known: Known) -> Answer:
    count = len(known.sizes) - 1
    if not known.altered:
        return Answer("files", "yes", f"all {count:,} are as {PASSPORT} says")
    altered = tuple(shown(name) for name in known.altered)
    return Answer("files", "no", f"{len(altered)} of them are not what darslik wrote", altered)


def _signature(path: Path, asked: Asked) -> Answer:
    if asked.signature is None:
        if asked.keys:
            return Answer("signature", "no", "there is none: the .sig file is missing")
        return Answer("signature", "not asked", "none given")
    if not asked.keys:
        return Answer("signature", "not asked", f"there is {asked.signature.name}; name the signer's key with --key")
    name = signed_by(path, asked.signature, asked.keys)
    if name is None:
        return Answer(
            "signature", "no", f"{asked.signature.name} was not made of this package with a key that you named"
        )
    return Answer("signature", "yes", f"made with the key of {name}")


def _source(path: Path, known: Known, asked: Asked) -> Answer:
    built = _built(known, asked)
    if isinstance(built, str):
        return Answer("source", "no", built)
    if hashlib.sha256(built).hexdigest() == _sha256(path):
        return Answer("source", "yes", f"identical to what {asked.source_name} builds, byte for byte")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(io.BytesIO(built)) as new:
        details = tuple(_differences(old, new))
    names = [line for line in details if not line.startswith(PASSPORT)]
    if not details:
        return Answer("source", "no", "the same files, but packed anew by another program")
    if not names:
        return Answer("source", "no", "learners get the same files, but its record says something else", details)
    more = "" if known.passport.darslik == VERSION else f" (it was built by darslik {shown(known.passport.darslik)})"
    return Answer("source", "no", f"{asked.source_name} builds other files{more}", details)


def _built(known: Known, asked: Asked) -> bytes | str:
    """The package that the source builds in the same way; a sentence if it cannot."""
    source = asked.source
    if source is None or source.course is None:
        raise Bug("verify", "a course with errors cannot be built")
    target, language, split = As().over(known)
    said_languages = known.passport.course.languages or [language]
    for lang in said_languages:
        if lang not in source.course.node.languages:
            return f"{asked.source_name} has no language `{shown(lang)}`"
    said = known.passport.source
    commit = Commit(said.commit, said.modified) if said.commit else None
    (package,) = pipeline.build(source, [target], said_languages, split=split, multi=language == MULTI, commit=commit)
    return package.zip


def _differences(old: zipfile.ZipFile, new: zipfile.ZipFile) -> list[str]:
    before, after = set(old.namelist()), set(new.namelist())
    lines = [f"{shown(name)}: only in the package" for name in sorted(before - after)]
    lines += [f"{shown(name)}: only in what the source builds" for name in sorted(after - before)]
    lines += [
        f"{shown(name)}: {_what(name, old, new)}" for name in sorted(before & after) if old.read(name) != new.read(name)
    ]
    return lines


def _what(name: str, old: zipfile.ZipFile, new: zipfile.ZipFile) -> str:
    if name != PASSPORT:
        return "differs"
    before, after = json.loads(old.read(name)), json.loads(new.read(name))
    changed = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    return f"differs in {', '.join(f'`{shown(key)}`' for key in changed) or 'its form'}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
