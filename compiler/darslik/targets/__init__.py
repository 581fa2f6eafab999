"""Targets: one module a standard. To add one, write `<name>.py` with `TARGETS` here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol, cast

from darslik.discover import parts as discovered

if TYPE_CHECKING:
    from darslik.diagnostics import Sink
    from darslik.model.tree import Course
    from darslik.package.tree import PackageTree
    from darslik.render.site import Site


class Target(Protocol):
    """What the compiler must know of a target."""

    name: str
    summary: str
    statements: bool
    """Whether it sends xAPI statements, so that pages carry activity definitions."""

    def losses(self, course: Course, split: bool, sink: Sink) -> None:
        """Report what the course asks for and this standard cannot hold."""

    def lower(self, site: Site, split: bool) -> PackageTree:
        """The files of the package, without `darslik.json`."""


@dataclass(frozen=True)
class Launch:
    """A SCO or AU: the whole course (`module` is empty), or one module."""

    module: str
    file: str


def launches(site: Site, split: bool) -> Iterator[Launch]:
    """The SCOs or AUs of a package."""
    if not split:
        yield Launch("", "index.html")
        return
    for module in site.plan.modules:
        yield Launch(module.id, f"index-{module.id}.html")


@cache
def targets() -> dict[str, Target]:
    """All targets by name, in the order in which users should consider them."""
    found: dict[str, Target] = {}
    for group in discovered("darslik.targets", "TARGETS", "darslik.targets"):
        found |= {target.name: target for target in cast("Iterable[Target]", group)}
    order = ["scorm12", "scorm2004-3", "scorm2004-4", "cmi5", "xapi", "web"]
    names = sorted(found, key=lambda name: (order.index(name) if name in order else 99, name))
    return {name: found[name] for name in names}
