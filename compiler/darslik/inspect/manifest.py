"""A SCORM manifest with its parts by name. Nothing here judges: what is missing is empty, what is double is there.

Every lookup is made once, for the whole document, and without recursion: a manifest may have 100,000 items.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from urllib.parse import unquote

from lxml import etree

from darslik.inspect.archive import Package
from darslik.inspect.limits import Limits
from darslik.inspect.paths import LONGEST, Reference, References, resolve, without_query
from darslik.inspect.schema_use import SchemaUse, Unreadable, external_uses, schema_use
from darslik.inspect.xml import Document, local, space
from darslik.suggest import did_you_mean

XML = "http://www.w3.org/XML/1998/namespace"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
CP12 = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
CP2004 = "http://www.imsglobal.org/xsd/imscp_v1p1"
ADLCP12 = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
ADLCP = "http://www.adlnet.org/xsd/adlcp_v1p3"
ADLSEQ = "http://www.adlnet.org/xsd/adlseq_v1p3"
ADLNAV = "http://www.adlnet.org/xsd/adlnav_v1p3"
SS = "http://www.imsglobal.org/xsd/imsss"
_GUESSES = 50
_GUESSED_AMONG = 500


def children(element: etree._Element, name: str, namespace: str = "") -> list[etree._Element]:
    """Child elements of a local name, in a namespace if one is given."""
    if namespace:
        return list(element.iterchildren(f"{{{namespace}}}{name}"))
    return [child for child in element if isinstance(child.tag, str) and local(child) == name]


def child(element: etree._Element | None, name: str, namespace: str = "") -> etree._Element | None:
    """The first of them."""
    return next(iter(children(element, name, namespace)), None) if element is not None else None


def text_of(element: etree._Element | None) -> str:
    """The text of an element without its outer white space and comments; empty if there is none."""
    return "".join(element.itertext()).strip() if element is not None else ""


def attribute(element: etree._Element, name: str, namespace: str = "") -> str | None:
    """An attribute, by local name; of a namespace if one is given, otherwise of any or none."""
    if namespace:
        return element.get(f"{{{namespace}}}{name}")
    plain = element.get(name)
    if plain is not None:
        return plain
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith(f"}}{name}")), None)


def short(text: str, most: int = 120) -> str:
    """As much of a text from outside as a message can hold, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}…"


class Manifest:
    """`imsmanifest.xml`: its organizations, items, resources; the parts of nested manifests are not among them."""

    def __init__(self, document: Document, package: Package, limits: Limits | None = None) -> None:
        self.document = document
        self.package = package
        self.limits = limits or Limits()
        self.root = document.root
        self.cp = space(document.root)
        """The namespace of the manifest itself; elements of other namespaces are extensions."""
        self._guesses = 0

    @cached_property
    def _index(self) -> tuple[dict[str, list[etree._Element]], list[etree._Element]]:
        """Elements by tag (with namespace) in document order, and nested manifests, which are left out."""
        found: dict[str, list[etree._Element]] = {}
        nested: list[etree._Element] = []
        walker = etree.iterwalk(self.root, events=("start",), tag="*")
        for _, element in walker:
            if element is not self.root and element.tag == self.root.tag:
                nested.append(element)
                walker.skip_subtree()
            else:
                found.setdefault(str(element.tag), []).append(element)
        return found, nested

    def each(self, name: str, namespace: str | None = None) -> list[etree._Element]:
        """Every element of a local name, at any depth; of the manifest's own namespace if none is given."""
        namespace = self.cp if namespace is None else namespace
        return self._index[0].get(f"{{{namespace}}}{name}" if namespace else name, [])

    @property
    def elements(self) -> Iterator[etree._Element]:
        """Every element, those of one tag together."""
        return (element for group in self._index[0].values() for element in group)

    @property
    def nested(self) -> list[etree._Element]:
        """The manifests inside this one (SCORM 1.2 calls them submanifests)."""
        return self._index[1]

    @cached_property
    def organizations(self) -> list[etree._Element]:
        """Every `organization` of every `organizations`."""
        return [one for all_ in self.own("organizations") for one in children(all_, "organization", self.cp)]

    @cached_property
    def items(self) -> list[etree._Element]:
        """Every `item` at any depth, in document order."""
        return [activity for activity in self.activities if local(activity) == "item"]

    @cached_property
    def activities(self) -> list[etree._Element]:
        """Organizations and items: the activities that a sequencer sees."""
        found = []
        stack = self.organizations[::-1]
        while stack:
            found.append(stack.pop())
            stack.extend(reversed(children(found[-1], "item", self.cp)))
        return found

    @cached_property
    def resources(self) -> list[etree._Element]:
        """Every `resource`."""
        return [one for all_ in self.own("resources") for one in children(all_, "resource", self.cp)]

    def own(self, name: str, namespace: str | None = None) -> list[etree._Element]:
        """Children of the manifest element itself."""
        return children(self.root, name, self.cp if namespace is None else namespace)

    @cached_property
    def resource(self) -> dict[str, etree._Element]:
        """Resources by identifier; the first of several."""
        found: dict[str, etree._Element] = {}
        for one in self.resources:
            found.setdefault(one.get("identifier") or "", one)
        found.pop("", None)
        return found

    @cached_property
    def identifiers(self) -> list[tuple[str, etree._Element]]:
        """Every identifier of a manifest, organization, item or resource, also of nested ones, with its element."""
        tags = [f"{{{self.cp}}}{name}" if self.cp else name for name in IDENTIFIED]
        return [(one.get("identifier") or "", one) for one in self.root.iter(*tags) if one.get("identifier")]

    @cached_property
    def nested_identifiers(self) -> frozenset[str]:
        """The identifiers of nested manifests and all their parts."""
        tags = [f"{{{self.cp}}}{name}" if self.cp else name for name in IDENTIFIED]
        return frozenset(
            one.get("identifier") or ""
            for manifest in self.nested
            for one in manifest.iter(*tags)
            if one.get("identifier")
        )

    def resource_of(self, item: etree._Element) -> etree._Element | None:
        """The resource that an item launches, if it has one."""
        return self.resource.get(item.get("identifierref") or "")

    @cached_property
    def sequencings(self) -> dict[str, etree._Element]:
        """The sequencings of the collection, by `ID`."""
        return {
            one.get("ID") or "": one
            for collection in children(self.root, "sequencingCollection", SS)
            for one in children(collection, "sequencing", SS)
        }

    def sequencing_of(self, activity: etree._Element) -> tuple[etree._Element, ...]:
        """An activity's own sequencing, then the one of the collection that it takes over (SCORM 2004 SN 4.2.1)."""
        own = child(activity, "sequencing", SS)
        if own is None:
            return ()
        shared = self.sequencings.get(own.get("IDRef") or "")
        return (own,) if shared is None else (own, shared)

    def is_sco(self, item: etree._Element) -> bool:
        """Whether an item launches something that talks to the LMS."""
        return self.scorm_type(self.resource_of(item)) == "sco"

    def scorm_type(self, resource: etree._Element | None) -> str:
        """`sco` or `asset`, in small letters; empty if there is no resource or it does not say."""
        if resource is None:
            return ""
        return (attribute(resource, "scormType") or attribute(resource, "scormtype") or "").lower()

    @cached_property
    def version(self) -> str:
        """What `schemaversion` says."""
        return text_of(child(next(iter(self.own("metadata")), None), "schemaversion", self.cp))

    # ---- resources and files

    def base(self, element: etree._Element) -> str:
        """`xml:base` of the manifest, resources and resource in which an element is, one after the other."""
        names = {"manifest", "resources", "resource"}
        chain = [one for one in (element, *element.iterancestors()) if local(one) in names and space(one) == self.cp]
        return "".join((one.get(f"{{{XML}}}base") or "").strip()[:LONGEST] for one in reversed(chain))[:LONGEST]

    def path(self, resource: etree._Element, href: str) -> str:
        """The file that an `href` of a resource names: with every base, without query and fragment, unescaped."""
        return unquote(without_query(self.base(resource) + href))

    def launch_path(self, item: etree._Element) -> str:
        """The file that an item launches; empty if none."""
        resource = self.resource_of(item)
        href = resource.get("href") if resource is not None else None
        return self.path(resource, href) if resource is not None and href else ""

    def href_of(self, resource: etree._Element) -> Reference | None:
        """Where a resource is launched."""
        href = resource.get("href")
        return Reference(resource, "resource", self.base(resource), href) if href else None

    def files_of(self, resource: etree._Element) -> list[Reference]:
        """The files that a resource lists."""
        base = self.base(resource)
        files = ((one, one.get("href")) for one in children(resource, "file", self.cp))
        return [Reference(one, "file", base, href) for one, href in files if href]

    def dependencies_of(self, resource: etree._Element) -> list[etree._Element]:
        """The `dependency` elements of a resource."""
        return children(resource, "dependency", self.cp)

    @cached_property
    def depends_on(self) -> dict[etree._Element, list[etree._Element]]:
        """The resources that each resource depends on directly."""
        return {
            one: [target for each in self.dependencies_of(one) if (target := self.resource_of(each)) is not None]
            for one in self.resources
        }

    def closure(self, resource: etree._Element) -> Iterator[etree._Element]:
        """A resource, then every resource that it depends on, nearest first; cycles end where they begin."""
        seen = {resource}
        queue = [resource]
        for one in queue:
            yield one
            for target in self.depends_on.get(one, ()):
                if target not in seen:
                    seen.add(target)
                    queue.append(target)

    @cached_property
    def locations(self) -> list[Reference]:
        """The metadata files that `adlcp:location` names, wherever it is a child of a `metadata`."""
        found = []
        for one in [*self.each("location", ADLCP), *self.each("location", ADLCP12)]:
            parent = one.getparent()
            if parent is not None and local(parent) == "metadata" and space(parent) == self.cp and text_of(one):
                found.append(Reference(one, "location", self.base(one), text_of(one)))
        return found

    @cached_property
    def references(self) -> References:
        """Every file that the manifest or a nested one names, compared with the package."""
        return resolve([*self._references(), *self.locations], self.package)

    @cached_property
    def schema_uses(self) -> list[SchemaUse]:
        """Namespaces and schemas of the manifest, then of every metadata file that it names and that can be read."""
        return [schema_use(self.document), *self._external[0]]

    @property
    def unreadable(self) -> list[Unreadable]:
        """The metadata files that cannot be read as XML."""
        return self._external[1]

    @cached_property
    def _external(self) -> tuple[list[SchemaUse], list[Unreadable]]:
        return external_uses(self.locations, self.package, self.limits)

    def _references(self) -> Iterator[Reference]:
        nested = [one for manifest in self.nested for one in manifest.iter(f"{{{self.cp}}}resource")]
        for resource in [*self.resources, *nested]:
            href = self.href_of(resource)
            if href:
                yield href
            yield from self.files_of(resource)

    def guess(self, word: str, names: Collection[str]) -> str:
        """``did you mean `name`?``, as long as looking for it costs little; otherwise nothing."""
        self._guesses += 1
        cheap = self._guesses <= _GUESSES and len(names) <= _GUESSED_AMONG and len(word) <= _GUESSED_AMONG
        return did_you_mean(word, names) if cheap else ""


IDENTIFIED = ("manifest", "organization", "item", "resource")
"""Elements whose identifiers must differ."""
