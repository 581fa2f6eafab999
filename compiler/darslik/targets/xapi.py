"""`xapi`: a package with `tincan.xml`, for LMSs and players that launch xAPI content without cmi5."""

from __future__ import annotations

from lxml import etree

from darslik.diagnostics import Sink
from darslik.model.tree import Course
from darslik.package.tree import PackageTree
from darslik.plan.plan import Texts
from darslik.render.site import Site
from darslik.targets import Target, launches
from darslik.targets.content import content, find_module, texts
from darslik.targets.losses import gate_loss, part_losses
from darslik.targets.xml import child, serialise

TINCAN = "http://projecttincan.com/tincan.xsd"
COURSE = "http://adlnet.gov/expapi/activities/course"
MODULE = "http://adlnet.gov/expapi/activities/module"


class Xapi:
    """The launch convention of the first xAPI packages."""

    name = "xapi"
    summary = "xAPI with tincan.xml: statements to the LRS that the launch names"
    statements = True

    def losses(self, course: Course, split: bool, sink: Sink) -> None:
        """Launches know nothing of each other."""
        part_losses(course, self.name, split, sink)
        if split:
            gate_loss(
                course, self.name, "has no rules between activities: this module will be open from the start", sink
            )

    def lower(self, site: Site, split: bool) -> PackageTree:
        """Content and `tincan.xml`."""
        options = {"interactions": site.plan.node.targets.xapi.interactions}
        tree = content(site, "xapi", split=split, options=options, statements=True)
        root = etree.Element(f"{{{TINCAN}}}tincan", nsmap={None: TINCAN})
        activities = child(root, "activities")
        plan = site.plan
        _activity(activities, site, plan.iri, COURSE, plan.title, plan.description, None if split else "index.html")
        for launch in launches(site, split) if split else ():
            module = find_module(site, launch)
            if module:
                _activity(
                    activities, site, plan.module_iri(module.id), MODULE, module.title, module.description, launch.file
                )
        tree.add("tincan.xml", serialise(root))
        return tree


def _activity(  # noqa: PLR0913 - one argument a field of the element
    parent: etree._Element,
    site: Site,
    iri: str,
    kind: str,
    title: Texts,
    description: Texts,
    launch: str | None,
) -> None:
    activity = child(parent, "activity", id=iri, type=kind)
    for tag, values in (("name", title), ("description", description)):
        for lang, text in texts(site, values):
            child(activity, tag, text, lang=lang)
    if launch:
        child(activity, "launch", launch, lang=site.lang)


TARGETS: list[Target] = [Xapi()]
