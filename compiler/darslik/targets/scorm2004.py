"""`scorm2004-3` and `scorm2004-4`: SCORM 2004, 3rd and 4th edition."""

from __future__ import annotations

import hashlib

from lxml import etree

from darslik.diagnostics import Sink
from darslik.model.tree import Course
from darslik.package.schemas import schema_files
from darslik.package.tree import PackageTree
from darslik.plan.plan import PlanModule
from darslik.policy.parts import Parts
from darslik.render.site import Site
from darslik.targets import Launch, Target, launches
from darslik.targets.content import content, find_module
from darslik.targets.losses import part_losses
from darslik.targets.resources import resources
from darslik.targets.xml import (
    XSI,
    child,
    identifier,
    manifest_identifier,
    schema_location,
    serialise,
)

IMSCP = "http://www.imsglobal.org/xsd/imscp_v1p1"
ADLCP = "http://www.adlnet.org/xsd/adlcp_v1p3"
ADLSEQ = "http://www.adlnet.org/xsd/adlseq_v1p3"
ADLNAV = "http://www.adlnet.org/xsd/adlnav_v1p3"
IMSSS = "http://www.imsglobal.org/xsd/imsss"
# Moodle knows these namespaces only by their usual prefixes.
_NSMAP = {None: IMSCP, "adlcp": ADLCP, "adlseq": ADLSEQ, "adlnav": ADLNAV, "imsss": IMSSS, "xsi": XSI}
_SCHEMAS = {
    IMSCP: "imscp_v1p1.xsd",
    ADLCP: "adlcp_v1p3.xsd",
    ADLSEQ: "adlseq_v1p3.xsd",
    ADLNAV: "adlnav_v1p3.xsd",
    IMSSS: "imsss_v1p0.xsd",
}
GATE = "gate"
"""The objective that a module satisfies when what other modules wait for has happened."""


class Scorm2004:
    """SCORM 2004 (Content Aggregation Model, section 3.4; Sequencing and Navigation)."""

    statements = False

    def __init__(self, edition: int) -> None:
        ordinal = {3: "3rd", 4: "4th"}[edition]
        self.name = f"scorm2004-{edition}"
        self.summary = f"SCORM 2004 {ordinal} Edition: separate completion and success, sequencing for split modules"
        self.version = f"2004 {ordinal} Edition"

    def losses(self, course: Course, split: bool, sink: Sink) -> None:
        """The global objectives of sequencing hold every gate; rules about several parts have no place."""
        part_losses(course, self.name, split, sink)

    def lower(self, site: Site, split: bool) -> PackageTree:
        """Content, manifest and schema files."""
        targets = site.plan.node.targets
        own = targets.scorm2004_3 if self.name == "scorm2004-3" else targets.scorm2004_4
        gates = {"gateObjective": GATE} if split and site.plan.gates else {}
        every = {"saveEvery": own.save_every} if own.save_every else {}
        options = {"interactions": own.interactions, **every, **gates}
        tree = content(site, "scorm2004", split=split, options=options)
        tree.add("imsmanifest.xml", self._manifest(site, split, tree))
        for name, body in schema_files(self.name):
            tree.add(name, body)
        return tree

    def _manifest(self, site: Site, split: bool, tree: PackageTree) -> bytes:
        root = etree.Element(f"{{{IMSCP}}}manifest", nsmap=_NSMAP)
        root.set("identifier", manifest_identifier(site.plan, site.label))
        root.set("version", site.plan.node.version[:20])
        root.set(f"{{{XSI}}}schemaLocation", schema_location(_SCHEMAS))
        metadata = child(root, "metadata")
        child(metadata, "schema", "ADL SCORM")
        child(metadata, "schemaversion", self.version)
        _organizations(root, site, split)
        resources(root, site, tree, split=split, kind="scormType")
        return serialise(root)


def _organizations(root: etree._Element, site: Site, split: bool) -> None:
    organizations = child(root, "organizations", default="org")
    # The global objectives belong to one learner's attempt at this course, not to the whole system.
    organization = child(organizations, "organization", identifier="org", adlseq__objectivesGlobalToSystem="false")
    child(organization, "title", site.plan.title[site.lang])
    parent = organization
    if split:
        parent = child(organization, "item", identifier="item_modules", isvisible="true")
        child(parent, "title", site.plan.title[site.lang])
    parts = Parts(site.plan)
    for launch in launches(site, split):
        _item(parent, site, launch, find_module(site, launch), parts)
    if split:
        _control(child(parent, "imsss:sequencing"))
    _control(child(organization, "imsss:sequencing"))


def _control(sequencing: etree._Element) -> None:
    child(sequencing, "imsss:controlMode", choice="true", flow="true")


def _item(parent: etree._Element, site: Site, launch: Launch, module: PlanModule | None, parts: Parts) -> None:
    name = launch.module or "course"
    item = child(
        parent, "item", identifier=identifier("item", name), isvisible="true", identifierref=identifier("sco", name)
    )
    child(item, "title", (module.title if module else site.plan.title)[site.lang])
    sequencing = child(item, "imsss:sequencing")
    if module:
        _gate(sequencing, site, module, parts)
    # Without both flags, LMSs that follow the sequencing defaults complete a SCO that reports nothing.
    child(
        sequencing,
        "imsss:deliveryControls",
        tracked="true",
        completionSetByContent="true",
        objectiveSetByContent="true",
    )
    if not module:
        _hide_buttons(item)


def _hide_buttons(item: etree._Element) -> None:
    """A single SCO has its own navigation: the LMS's previous and continue would only leave it."""
    presentation = child(item, "adlnav:presentation")
    interface = child(presentation, "adlnav:navigationInterface")
    for button in ("previous", "continue"):
        child(interface, "adlnav:hideLMSUI", button)


def _gate(sequencing: etree._Element, site: Site, module: PlanModule, parts: Parts) -> None:
    """Rules and objectives of a gated module, and of one that others wait for (SN 3.4, 3.10)."""
    waited = any(other.gate and other.gate.module == module.id for other in site.plan.modules)
    if module.gate:
        rules = child(sequencing, "imsss:sequencingRules")
        rule = child(rules, "imsss:preConditionRule")
        conditions = child(rule, "imsss:ruleConditions", conditionCombination="any")
        for condition in ("satisfied", "objectiveStatusKnown"):
            child(conditions, "imsss:ruleCondition", referencedObjective="needed", operator="not", condition=condition)
        child(rule, "imsss:ruleAction", action="disabled")
    _rollup(sequencing, module, parts)
    if module.gate or waited:
        objectives = child(sequencing, "imsss:objectives")
        child(objectives, "imsss:primaryObjective", objectiveID="primary")
        if waited:
            _map(objectives, GATE, _global(site, module.id), write=True)
        if module.gate:
            _map(objectives, "needed", _global(site, module.gate.module), write=False)


def _rollup(sequencing: etree._Element, module: PlanModule, parts: Parts) -> None:
    """What a module is worth in the course: one that cannot be passed must not keep the course from being passed."""
    judged, weight = parts.of(module.id).judged, parts.weight(module.id)
    if judged and weight == 1:
        return  # as without saying so
    child(
        sequencing,
        "imsss:rollupRules",
        rollupObjectiveSatisfied=str(judged).lower(),
        rollupProgressCompletion="true",
        objectiveMeasureWeight=f"{weight:.4f}",
    )


def _map(objectives: etree._Element, name: str, target: str, *, write: bool) -> None:
    objective = child(objectives, "imsss:objective", objectiveID=name)
    child(
        objective,
        "imsss:mapInfo",
        targetObjectiveID=target,
        readSatisfiedStatus=str(not write).lower(),
        readNormalizedMeasure="false",
        writeSatisfiedStatus=str(write).lower(),
        writeNormalizedMeasure="false",
    )


def _global(site: Site, module: str) -> str:
    digest = hashlib.sha256(site.plan.iri.encode()).hexdigest()[:12]
    return f"darslik-{digest}-{module}"


TARGETS: list[Target] = [Scorm2004(3), Scorm2004(4)]
