"""The `resources` of a SCORM manifest: a SCO for each launch first, then what they share."""

from __future__ import annotations

from lxml import etree

from darslik.package.tree import PackageTree
from darslik.render.site import Site
from darslik.targets import Launch, launches
from darslik.targets.content import own_files
from darslik.targets.xml import child, identifier

SHARED = "shared"


def resources(root: etree._Element, site: Site, tree: PackageTree, *, split: bool, kind: str) -> None:
    """Add them to a manifest. `kind` is the edition's spelling of the attribute: `scormtype` or `scormType`.

    Open edX launches the first resource whatever the organisation says, so SCOs come first.
    """
    parent = child(root, "resources")
    found = list(launches(site, split))
    for launch in found:
        _sco(parent, site, launch, tree, kind)
    if split:
        _, shared = own_files(site, found[0], tree)
        asset = {"identifier": SHARED, "type": "webcontent", f"adlcp__{kind}": "asset"}
        _list(child(parent, "resource", None, **asset), [*shared, "darslik.json"])


def _sco(parent: etree._Element, site: Site, launch: Launch, tree: PackageTree, kind: str) -> None:
    own, shared = own_files(site, launch, tree)
    name = identifier("sco", launch.module or "course")
    sco = {"identifier": name, "type": "webcontent", f"adlcp__{kind}": "sco", "href": launch.file}
    resource = child(parent, "resource", None, **sco)
    _list(resource, own if shared else [*own, "darslik.json"])
    if shared:
        child(resource, "dependency", identifierref=SHARED)


def _list(resource: etree._Element, paths: list[str]) -> None:
    for path in paths:
        child(resource, "file", href=path)
