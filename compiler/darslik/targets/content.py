"""What every package holds, whatever its standard: shells, scripts, pages, media."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from darslik.errors import Bug
from darslik.package.tree import PackageTree
from darslik.plan.plan import PlanModule
from darslik.render.scripts import course_script, page_script, search_script
from darslik.render.several import language_script, neutral_script, page_path
from darslik.render.site import Site
from darslik.render.theme import themes_root
from darslik.targets import Launch, launches


def content(
    site: Site,
    kind: str,
    *,
    split: bool = False,
    options: Mapping[str, object] | None = None,
    statements: bool = False,
    head: Markup = Markup(""),
) -> PackageTree:
    """The files that learners load. `kind` is the runtime's adapter."""
    tree = PackageTree()
    for launch in launches(site, split):
        boot = {"v": 1, "target": kind, "scope": launch.module}
        tree.add(launch.file, site.shell(boot, find_module(site, launch), head))
    tree.add("assets/runtime.js", runtime(kind))
    if site.variants:
        _several(tree, site, split, options or {}, statements=statements)
    else:
        tree.add("assets/course.js", course_script(site, options or {}))
        tree.add("assets/search.js", search_script(site))
        for page in site.pages:
            tree.add(page.plan.file, page_script(site, page, definitions=statements))
    for name, path in site.media.items():
        tree.add(name, site.plan.files.read(path))
    return tree


def _several(tree: PackageTree, site: Site, split: bool, options: Mapping[str, object], *, statements: bool) -> None:
    """What is the same in all languages, then the words of each."""
    tree.add("assets/course.js", neutral_script(site, options, statements=statements))
    scopes = [launch.module for launch in launches(site, split)]
    for variant in site.variants:
        tree.add(f"assets/course.{variant.lang}.js", language_script(variant, scopes))
        tree.add(f"assets/search.{variant.lang}.js", search_script(variant))
        for page in variant.pages:
            script = page_script(variant, page, definitions=statements, languages=site.languages)
            tree.add(page_path(page.plan.file, variant.lang), script)


def find_module(site: Site, launch: Launch) -> PlanModule | None:
    """The module that a launch shows; none if it shows the whole course."""
    return next((module for module in site.plan.modules if module.id == launch.module), None)


def runtime(kind: str) -> bytes:
    """The learner runtime with this one adapter. Raises Bug if this installation lacks it."""
    path = themes_root() / "runtime" / "dist" / f"runtime-{kind}.js"
    if not path.is_file():
        raise Bug("runtime", "the learner runtime is not installed; reinstall darslik")
    return path.read_bytes()


def own_files(site: Site, launch: Launch, tree: PackageTree) -> tuple[list[str], list[str]]:
    """The files of a launch alone, and those it shares with others."""
    if not launch.module:
        return [launch.file, *(p for p in tree.paths() if p != launch.file)], []
    module = find_module(site, launch)
    files = [page.file for page in module.pages] if module else []
    pages = [page_path(file, lang) for lang in site.languages for file in files] if site.variants else files
    shared = [path for path in tree.paths() if not _belongs(path)]
    return [launch.file, *pages], shared


def _belongs(path: str) -> bool:
    return path.startswith("pages/") or (path.startswith("index-") and "/" not in path)


def texts(site: Site, values: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """A text in all languages of the course, the package's own first."""
    order = [site.lang, *(lang for lang in site.plan.languages if lang != site.lang)]
    return [(lang, values[lang]) for lang in order if lang in values]
