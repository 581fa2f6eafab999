"""`cmi5`: a course structure for LMSs that launch xAPI content by the cmi5 profile."""

from __future__ import annotations

from lxml import etree

from darslik.diagnostics import Sink
from darslik.model.tree import Course
from darslik.package.tree import PackageTree
from darslik.plan.plan import Texts
from darslik.render.site import Site
from darslik.targets import Launch, Target, launches
from darslik.targets.content import content, find_module, texts
from darslik.targets.losses import gate_loss
from darslik.targets.xml import child, serialise

CMI5 = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"


class Cmi5:
    """cmi5 Quartz, sections 13 (course structure) and 14 (package)."""

    name = "cmi5"
    summary = "cmi5: xAPI statements launched by an LMS, with completion and mastery by its rules"
    statements = True

    def losses(self, course: Course, split: bool, sink: Sink) -> None:
        """An LMS opens AUs in any order."""
        if split:
            gate_loss(course, self.name, "has no rules between AUs: this module will be open from the start", sink)

    def lower(self, site: Site, split: bool) -> PackageTree:
        """Content and `cmi5.xml`."""
        tree = content(site, "cmi5", split=split, statements=True)
        root = etree.Element(f"{{{CMI5}}}courseStructure", nsmap={None: CMI5})
        course = child(root, "course", id=site.plan.iri)
        _texts(course, site, site.plan.title, site.plan.description)
        for launch in launches(site, split):
            _au(root, site, launch)
        tree.add("cmi5.xml", serialise(root))
        return tree


def _au(root: etree._Element, site: Site, launch: Launch) -> None:
    plan, module = site.plan, find_module(site, launch)
    iri = plan.module_iri(module.id) if module else f"{plan.iri.rstrip('/')}/au"
    au = child(root, "au", id=iri, launchMethod=plan.node.targets.cmi5.launch_method)
    score = plan.pass_score(module)
    au.set("moveOn", "Completed" if score is None else "CompletedAndPassed")
    if score is not None:
        au.set("masteryScore", f"{score / 100:.4f}".rstrip("0").rstrip("."))
    title = module.title if module else plan.title
    _texts(au, site, title, (module.description if module else plan.description) or title)
    child(au, "url", launch.file)


def _texts(parent: etree._Element, site: Site, title: Texts, description: Texts) -> None:
    for tag, values in (("title", title), ("description", description)):
        element = child(parent, tag)
        for lang, text in texts(site, values):
            child(element, "langstring", text, lang=lang)


TARGETS: list[Target] = [Cmi5()]
