"""A manifest and its metadata against the official schemas and against those of the package, offline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml import etree

from darslik.diagnostics import Sink, Span
from darslik.inspect.archive import Damaged, Package
from darslik.inspect.limits import Limits
from darslik.inspect.manifest import Manifest
from darslik.inspect.recognise import Kind
from darslik.inspect.schema_use import SchemaUse
from darslik.inspect.schemas.apart import Unusable, validate
from darslik.inspect.schemas.carried import Carried, carried
from darslik.inspect.schemas.compare import is_official_name, sets_with
from darslik.inspect.schemas.complaints import Complaint, understood
from darslik.inspect.xml import Document, local, read_document, space
from darslik.package.schemas import NAMESPACES, manifest_schema

MOST_COMPARED = 100
MOST_GROUPS = 8
"""Sets of schemas that metadata files may name; more are not asked, nor any after one that could not be used."""
LARGEST_COMPARED = 1024**2


@dataclass(frozen=True)
class Result:
    """What schemas say of one document; `problem`: why they could not be asked."""

    document: Document
    complaints: tuple[Complaint, ...] = ()
    problem: str = ""

    def spans(self) -> Iterable[tuple[Complaint, Span]]:
        """Complaints with their places."""
        for one in self.complaints:
            yield one, self.document.span(at(self.document.root, one.path), one.attribute)

    @property
    def undeclared(self) -> set[str]:
        """Namespaces that no schema declares."""
        return {one.undeclared for one in self.complaints if one.undeclared}

    @property
    def declared(self) -> Result:
        """Without complaints that say no more than that."""
        return Result(self.document, tuple(one for one in self.complaints if not one.undeclared), self.problem)


def at(root: etree._Element, path: str) -> etree._Element:
    """The element of one of libxml2's paths: `/*/*[2]/imsss:sequencing[1]`, as far as it can be followed.

    A star counts all elements, a name those of the same name and prefix.
    """
    element = root
    for step in path.split("/")[2:]:
        found = _STEP.fullmatch(step)
        if not found:
            break
        prefix, name, number = found[1], found[2], int(found[3] or 1)
        same = (one for one in element.iterchildren("*") if name == "*" or (one.prefix, local(one)) == (prefix, name))
        child = next(islice(same, number - 1, None), None)
        if child is None:
            break
        element = child
    return element


_STEP = re.compile(r"(?:([^:\[\]]+):)?([^:\[\]]+)(?:\[(\d+)\])?")


class SchemaCheck:
    """Everything that schemas say of a SCORM package, each reckoned once."""

    def __init__(self, package: Package, kind: Kind, manifest: Manifest, limits: Limits) -> None:
        self.package = package
        self.kind = kind
        self.manifest = manifest
        self.limits = limits
        old = kind.standard == "scorm12"
        self.set = "scorm12" if old else "scorm2004-3" if kind.edition in {"2nd", "3rd"} else "scorm2004-4"

    @cached_property
    def official(self) -> Result:
        """The manifest against the official schemas of its standard and edition."""
        return _official(self.set, self.manifest.document)

    @cached_property
    def carried(self) -> Carried:
        """The schema files of the package that the manifest leads to."""
        return carried(self.package, self._mapped(self.manifest.schema_uses[0]))

    @cached_property
    def own(self) -> Result:
        """The manifest against those: only what the official ones do not say as well."""
        found = self._by_own(self.carried, [self.manifest.document])[0].declared
        known = set(self.official.complaints)
        return Result(found.document, tuple(one for one in found.complaints if one not in known), found.problem)

    @cached_property
    def metadata(self) -> list[Result]:
        """Every readable external metadata file against the schemas that it names, or the official ones of IMS."""
        groups: dict[tuple[tuple[str, str], ...], list[Document]] = {}
        for use in self.manifest.schema_uses[1:]:
            document = read_document(self.package, use.path, self.limits, Sink())
            if document is not None:
                groups.setdefault(tuple(self._mapped(use)), []).append(document)
        found: list[Result] = []
        for number, (mapped, documents) in enumerate(groups.items()):
            asked = number < MOST_GROUPS and not any(one.problem for one in found)
            found += self._metadata(mapped, documents) if asked else map(_not_asked, documents)
        return found

    def _metadata(self, mapped: Sequence[tuple[str, str]], documents: list[Document]) -> list[Result]:
        schemas = carried(self.package, mapped)
        if schemas.roots:
            return self._by_own(schemas, documents)
        return [_official("scorm12", document) for document in documents]

    def _mapped(self, use: SchemaUse) -> list[tuple[str, str]]:
        """Namespace and file of each mapping; the usual files if there is none at all."""
        if use.locations:
            return [(one.namespace, one.address) for one in use.mappings]
        usual = NAMESPACES[self.set.split("-", maxsplit=1)[0]]
        return [(space, file) for space, file in usual.items() if space in use.used]

    def _by_own(self, schemas: Carried, documents: list[Document]) -> list[Result]:
        same = self._same_as(schemas)
        if same:
            return [self.official if self._is_manifest(one, same) else _official(same, one) for one in documents]
        return by_schemas(schemas, documents)

    def _is_manifest(self, document: Document, name: str) -> bool:
        return document is self.manifest.document and name == self.set

    def _same_as(self, schemas: Carried) -> str:
        """The official set that the files are taken from; empty if they are of several, or changed."""
        if not schemas.roots or schemas.missing or schemas.unreadable:
            return ""
        sets = [set(sets_with(path, body)) for path, body in schemas.bodies.items()]
        common = set.intersection(*sets) if sets else set()
        named = {name for name in common if schemas.roots.keys() <= NAMESPACES[name.split("-", maxsplit=1)[0]].keys()}
        return self.set if self.set in named else min(named, default="")

    @cached_property
    def strangers(self) -> list[tuple[str, tuple[str, ...]]]:
        """Files with the name of an official schema that are not the one of this edition; the sets that they are of."""
        names = [path for path in self.package.paths() if "/" not in path and is_official_name(path)]
        found = []
        for path in dict.fromkeys(
            [*names[:MOST_COMPARED], *(one for one in self.carried.bodies if is_official_name(one))]
        ):
            sets = sets_with(path, self._body(path))
            if self.set not in sets and not (sets and not self.kind.edition):
                found.append((path, sets))
        return found

    def _body(self, path: str) -> bytes:
        try:
            return self.package.read(path, LARGEST_COMPARED)
        except Damaged:
            return b""


def by_schemas(schemas: Carried, documents: list[Document]) -> list[Result]:
    """Documents against schema files of the package."""
    if not schemas.roots:
        return [Result(one) for one in documents]
    try:
        found = validate(schemas.clean, schemas.roots, [etree.tostring(one.root) for one in documents])
    except Unusable as error:
        said = str(error)
        for name, path in sorted(schemas.paths.items(), key=lambda pair: -len(pair[0])):
            said = said.replace(f"package:///{name}", path)
        return [Result(one, (), said) for one in documents]
    return [Result(one, tuple(understood(raw))) for one, raw in zip(documents, found, strict=True)]


def _not_asked(document: Document) -> Result:
    namespace = space(document.root) or "none"
    return Result(document, (Complaint("/*", "", "not asked", undeclared=namespace),))


def _official(name: str, document: Document) -> Result:
    if not {space(document.root)} & NAMESPACES[name.split("-", maxsplit=1)[0]].keys():
        undeclared = space(document.root) or "none"
        return Result(document, (Complaint("/*", "", f"`{local(document.root)}` is unknown", undeclared=undeclared),))
    schema = manifest_schema(name)
    schema.validate(document.root)
    return Result(document, tuple(understood((str(one.path), str(one.message)) for one in schema.error_log)))
