"""Golden packages: a small course lowered to every target, compared file by file, XML as trees.

`DARSLIK_UPDATE=1 pytest tests/test_golden.py` writes them anew; the diff is the review.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from darslik import DiskFiles, build, check
from darslik.package.schemas import manifest_schema
from darslik.targets import targets

HERE = Path(__file__).parent
COURSE = HERE / "golden" / "course"
CASES = [(name, split) for name in targets() for split in (False, True)]
# Made elsewhere, or checked by tests of its own: the goldens would only repeat it.
LEFT_OUT = ("assets/runtime.js", "darslik.json", "sw.js")
# Pages are the same in all packages but for the xAPI definitions, so two packages keep them.
WITH_PAGES = {("scorm12", False), ("xapi", False)}


@cache
def package(target: str, language: str, *, split: bool) -> dict[str, str]:
    """What is in a package of the golden course: path → text, without what is tested elsewhere."""
    checked = check(DiskFiles(COURSE), [target], split=split)
    assert checked.ok, checked.found
    (made,) = build(checked, [target], [language], split=split)
    with zipfile.ZipFile(io.BytesIO(made.zip)) as archive:
        return {
            name: archive.read(name).decode()
            for name in archive.namelist()
            if not name.endswith((".xsd", ".dtd", ".html")) and name not in LEFT_OUT
        }


def contents(target: str, *, split: bool) -> dict[str, str]:
    """What the golden folder of a case holds: the names of all files, and the texts that are its own."""
    files = package(target, "ru", split=split)
    names = "\n".join(files) + "\n"
    keep = (target, split) in WITH_PAGES
    own = {name: text for name, text in files.items() if keep or "/" not in name}
    return {**own, "assets/course.js": without_texts(files["assets/course.js"]), "files.txt": names}


def without_texts(script: str) -> str:
    """`course.js` without the interface texts, which have tests of their own."""
    course = json.loads(script[script.index("(") + 1 : script.rindex(")")])
    assert course.pop("strings")["ui.next"]
    return f"DARSLIK.course({json.dumps(course, ensure_ascii=False, indent=1)});\n"


def comparable(name: str, text: str) -> object:
    """XML in canonical form, scripts as their data, other text as it is."""
    if name.endswith(".xml"):
        return etree.tostring(etree.fromstring(text.encode()), method="c14n2", strip_text=True).decode()
    if name.endswith(".js") and text.startswith("DARSLIK."):
        return json.loads(text[text.index("(") + 1 : text.rindex(")")])
    return text


@pytest.mark.parametrize(("target", "split"), CASES)
def test_packages_are_what_they_were(target: str, split: bool) -> None:
    """Each file of each package equals the committed one, and none is missing or new."""
    folder = HERE / "golden" / (target + ("-split" if split else ""))
    found = contents(target, split=split)
    if os.environ.get("DARSLIK_UPDATE"):
        for name, text in found.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    expected = {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*") if p.is_file()}
    assert sorted(found) == sorted(expected)
    for name, text in found.items():
        assert comparable(name, text) == comparable(name, expected[name]), name


@pytest.mark.parametrize(("target", "split"), CASES)
def test_pages_are_the_same_in_all_packages(target: str, split: bool) -> None:
    """Pages differ only by the xAPI definitions."""
    twin = "xapi" if targets()[target].statements else "scorm12"
    expected = HERE / "golden" / twin
    pages = {n: t for n, t in package(target, "ru", split=split).items() if n.startswith("pages/")}
    assert pages
    for name, text in pages.items():
        assert comparable(name, text) == comparable(name, (expected / name).read_text("utf-8"))


@pytest.mark.parametrize("target", ["scorm12", "scorm2004-3", "scorm2004-4"])
@pytest.mark.parametrize("split", [False, True])
def test_golden_manifests_are_valid(target: str, split: bool) -> None:
    """The committed manifests validate against the standard's schemas, and a damaged one does not."""
    path = HERE / "golden" / (target + ("-split" if split else "")) / "imsmanifest.xml"
    manifest = etree.fromstring(path.read_bytes())
    manifest_schema(target).assertValid(manifest)
    next(manifest.iter("{*}resource")).set("nonsense", "1")
    assert not manifest_schema(target).validate(manifest)
