"""`cmi5`: a course structure for LMSs that launch xAPI content by the cmi5 profile."""

from __future__ import annotations

from lxml import etree

from darslik.diagnostics import Sink
from darslik.model.tree import Course
from darslik.package.tree import PackageTree
from darslik.plan.plan import Texts
from darslik.policy.parts import Parts
from darslik.render.site import Site
from darslik.targets import Launch, Target, launches
from darslik.targets.content import content, find_module, texts
from darslik.targets.losses import gate_loss, part_losses, rule_losses
from darslik.targets.xml import child, serialise

CMI5 = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"


class Cmi5:
    """cmi5 Quartz, sections 13 (course structure) and 14 (package)."""

    name = "cmi5"
    summary = "cmi5: xAPI statements launched by an LMS, with completion and mastery by its rules"
    statements = True

    def losses(self, course: Course, split: bool, sink: Sink) -> None:
        """An LMS opens AUs in any order, and its only rule is a mastery score."""
        rule_losses(course, self.name, "the mastery score of cmi5 is all that its LMS knows of a pass rule", sink)
        part_losses(course, self.name, split, sink)
        if split:
            gate_loss(course, self.name, "has no rules between AUs: this module will be open from the start", sink)

    def lower(self, site: Site, split: bool) -> PackageTree:
        """Content and `cmi5.xml`."""
        options = {"interactions": site.plan.node.targets.cmi5.interactions}
        tree = content(site, "cmi5", split=split, options=options, statements=True)
        root = etree.Element(f"{{{CMI5}}}courseStructure", nsmap={None: CMI5})
        course = child(root, "course", id=site.plan.iri)
        _texts(course, site, site.plan.title, site.plan.description)
        parts = Parts(site.plan)
        for launch in launches(site, split):
            _au(root, site, launch, parts)
        tree.add("cmi5.xml", serialise(root))
        return tree


def _au(root: etree._Element, site: Site, launch: Launch, parts: Parts) -> None:
    plan, module = site.plan, find_module(site, launch)
    iri = plan.module_iri(module.id) if module else f"{plan.iri.rstrip('/')}/au"
    au = child(root, "au", id=iri, launchMethod=plan.node.targets.cmi5.launch_method)
    asked = parts.of(launch.module)
    au.set("moveOn", "CompletedAndPassed" if asked.judged else "Completed")
    if asked.mark is not None:
        au.set("masteryScore", f"{asked.mark:.4f}".rstrip("0").rstrip("."))
    title = module.title if module else plan.title
    _texts(au, site, title, (module.description if module else plan.description) or title)
    child(au, "url", launch.file)


def _texts(parent: etree._Element, site: Site, title: Texts, description: Texts) -> None:
    for tag, values in (("title", title), ("description", description)):
        element = child(parent, tag)
        for lang, text in texts(site, values):
            child(element, "langstring", text, lang=lang)


TARGETS: list[Target] = [Cmi5()]
