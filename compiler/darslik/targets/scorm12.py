"""`scorm12`: SCORM 1.2, the edition that every LMS plays."""

from __future__ import annotations

from lxml import etree

from darslik.diagnostics import Sink
from darslik.model.course import Scorm12Options
from darslik.model.tree import Course
from darslik.package.schemas import schema_files
from darslik.package.tree import PackageTree
from darslik.plan.plan import PlanModule
from darslik.policy.parts import Parts
from darslik.render.site import Site
from darslik.targets import Launch, Target, launches
from darslik.targets.content import content, find_module
from darslik.targets.losses import gate_loss, part_losses, rule_losses
from darslik.targets.resources import resources
from darslik.targets.xml import (
    XSI,
    child,
    identifier,
    manifest_identifier,
    schema_location,
    serialise,
)

IMSCP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
IMSMD = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
ADLCP = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_SCHEMAS = {
    IMSCP: "imscp_rootv1p1p2.xsd",
    IMSMD: "imsmd_rootv1p2p1.xsd",
    ADLCP: "adlcp_rootv1p2.xsd",
}


class Scorm12:
    """SCORM 1.2 (Content Aggregation Model 1.2, section 2.3)."""

    name = "scorm12"
    summary = "SCORM 1.2: the safest choice, plays everywhere, also in the Moodle app"
    statements = False

    def losses(self, course: Course, split: bool, sink: Sink) -> None:
        """One status must hold both completion and success."""
        if course.node.targets.scorm12.mastery_score:
            rule_losses(course, self.name, "with a mastery score the LMS passes a learner by the score alone", sink)
        part_losses(course, self.name, split, sink)
        if split and course.node.pass_when:
            gate_loss(
                course,
                self.name,
                "has one status: a module that was completed but not passed keeps the next one closed",
                sink,
                when="completed",
            )

    def lower(self, site: Site, split: bool) -> PackageTree:
        """Content, manifest and schema files."""
        tree = content(site, "scorm12", split=split, options=_options(site.plan.node.targets.scorm12))
        manifest = _manifest(site, split, tree)
        tree.add("imsmanifest.xml", manifest)
        for name, body in schema_files("scorm12"):
            tree.add(name, body)
        return tree


def _options(own: Scorm12Options) -> dict[str, object]:
    """What the runtime is told; what is as usual is left out."""
    words = own.statuses.model_dump()
    statuses = {word: said for word, said in words.items() if said != word}
    return {
        "interactions": own.interactions,
        **({"statuses": statuses} if statuses else {}),
        **({} if own.quotes else {"quotes": False}),
        **({"saveEvery": own.save_every} if own.save_every else {}),
    }


def _manifest(site: Site, split: bool, tree: PackageTree) -> bytes:
    root = etree.Element(f"{{{IMSCP}}}manifest", nsmap={None: IMSCP, "adlcp": ADLCP, "imsmd": IMSMD, "xsi": XSI})
    root.set("identifier", manifest_identifier(site.plan, site.label))
    root.set("version", site.plan.node.version[:20])
    root.set(f"{{{XSI}}}schemaLocation", schema_location(_SCHEMAS))
    _metadata(root, site)
    _organizations(root, site, split)
    resources(root, site, tree, split=split, kind="scormtype")
    return serialise(root)


def _metadata(root: etree._Element, site: Site) -> None:
    metadata = child(root, "metadata")
    child(metadata, "schema", "ADL SCORM")
    child(metadata, "schemaversion", "1.2")
    lom = child(metadata, "imsmd:lom")
    general = child(lom, "imsmd:general")
    _langstring(child(general, "imsmd:title"), site.plan.title[site.lang], site.lang)
    for lang in site.languages:
        child(general, "imsmd:language", lang)
    _langstring(child(general, "imsmd:description"), site.plan.description[site.lang], site.lang)
    for word in site.plan.keywords[site.lang]:
        _langstring(child(general, "imsmd:keyword"), word, site.lang)
    rights = child(lom, "imsmd:rights")
    _langstring(child(rights, "imsmd:description"), site.plan.node.licence, "x-none")


def _langstring(parent: etree._Element, text: str, lang: str) -> None:
    element = child(parent, "imsmd:langstring", text)
    element.set("{http://www.w3.org/XML/1998/namespace}lang", lang)


def _organizations(root: etree._Element, site: Site, split: bool) -> None:
    plan, parts = site.plan, Parts(site.plan)
    organizations = child(root, "organizations", default="org")
    organization = child(organizations, "organization", identifier="org")
    child(organization, "title", plan.title[site.lang])
    if not split:
        _item(organization, site, Launch("", "index.html"), None, parts)
        return
    cluster = child(organization, "item", identifier="item_modules", isvisible="true")
    child(cluster, "title", plan.title[site.lang])
    for launch in launches(site, split):
        _item(cluster, site, launch, find_module(site, launch), parts)


def _item(parent: etree._Element, site: Site, launch: Launch, module: PlanModule | None, parts: Parts) -> None:
    name = launch.module or "course"
    item = child(
        parent, "item", identifier=identifier("item", name), isvisible="true", identifierref=identifier("sco", name)
    )
    child(item, "title", (module.title if module else site.plan.title)[site.lang])
    if module and module.gate:
        # AICC script: an item's name is true once it is passed or completed (CAM 1.2, 2.3.2.5.1).
        child(item, "adlcp:prerequisites", identifier("item", module.gate.module), type="aicc_script")
    mark = parts.of(launch.module).mark
    if site.plan.node.targets.scorm12.mastery_score and mark is not None:
        child(item, "adlcp:masteryscore", f"{mark * 100:g}")


TARGETS: list[Target] = [Scorm12()]
