"""Packages of several languages: golden files, what a learner loads, split into modules, verified, compared."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree

from darslik import DiskFiles, build, check
from darslik.cli import main
from darslik.package.schemas import manifest_schema
from darslik.render.languages import choices, own_name
from darslik.targets import targets

HERE = Path(__file__).parent
COURSE = HERE / "golden" / "course"
TEA = HERE / "browser" / "fixtures" / "tea"
LANGUAGES = ["en", "uz-Latn", "ar"]


@cache
def package(course: Path, target: str, languages: tuple[str, ...], *, split: bool = False) -> dict[str, bytes]:
    """Path → content."""
    checked = check(DiskFiles(course), [target], split=split)
    assert checked.ok, checked.found
    (made,) = build(checked, [target], languages, split=split, multi=True)
    assert (made.name, made.language) == (f"{course.name}-multi-{target}.zip", "multi")
    with zipfile.ZipFile(io.BytesIO(made.zip)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tea(target: str, *, split: bool = False) -> dict[str, bytes]:
    return package(TEA, target, tuple(LANGUAGES), split=split)


def data(body: bytes) -> Any:
    """What a script hands to the runtime."""
    text = body.decode()
    return json.loads(text[text.index("(") + 1 : text.rindex(")")])


@pytest.mark.parametrize(("target", "manifest"), [("scorm12", "imsmanifest.xml"), ("cmi5", "cmi5.xml")])
def test_packages_are_what_they_were(target: str, manifest: str) -> None:
    """`DARSLIK_UPDATE=1` writes the golden files anew."""
    folder = HERE / "golden" / f"{target}-multi"
    files = package(COURSE, target, ("en", "ru"))
    course = json.dumps(data(files["assets/course.js"]), ensure_ascii=False, indent=1)
    own = [name for name in files if not name.endswith((".xsd", ".dtd"))]
    found = {manifest: files[manifest].decode(), "course.json": f"{course}\n", "files.txt": "\n".join(own) + "\n"}
    if os.environ.get("DARSLIK_UPDATE"):
        folder.mkdir(exist_ok=True)
        for name, text in found.items():
            (folder / name).write_text(text, encoding="utf-8")
    assert found == {path.name: path.read_text("utf-8") for path in folder.iterdir()}


@pytest.mark.parametrize("target", ["scorm12", "scorm2004-3", "scorm2004-4"])
@pytest.mark.parametrize("split", [False, True])
def test_manifests_are_valid_and_name_every_file(target: str, split: bool) -> None:
    files = package(COURSE, target, ("en", "ru"), split=split)
    manifest = etree.fromstring(files["imsmanifest.xml"])
    manifest_schema(target).assertValid(manifest)
    named = {one.get("href") for one in manifest.iter("{*}file")}
    assert named == {name for name in files if not name.endswith((".xsd", ".dtd", "imsmanifest.xml"))}
    assert str(manifest.get("identifier")).endswith("_multi")


def test_each_part_of_a_split_package_has_its_cover_in_every_language() -> None:
    files = package(COURSE, "cmi5", ("en", "ru"), split=True)
    launched = {name.removeprefix("index-").removesuffix(".html") for name in files if name.startswith("index-")}
    assert launched == {"first-things", "questions"}
    for lang in ("en", "ru"):
        covers = data(files[f"assets/course.{lang}.js"])["covers"]
        assert set(covers) == launched
    assert "Первое" in covers["first-things"]
    assert "Вопросы" in covers["questions"]


def test_a_learner_loads_one_language() -> None:
    """What is loaded first does not grow with the number of languages: only their names are added."""
    first = ("index.html", "assets/course.js", "assets/course.en.js", "pages/en/tea_pour.js")
    two, three = package(TEA, "scorm12", ("en", "uz-Latn")), tea("scorm12")
    for name in first:
        grown = len(three[name]) - len(two[name])
        assert 0 <= grown < 220, name
    neutral = three["assets/course.js"].decode()
    assert "Choy" not in neutral
    assert "How it is poured" not in neutral
    assert sum(name.endswith(".svg") for name in three) == 2  # one, and another one in Arabic


def test_the_words_of_each_language_fit_into_the_structure() -> None:
    """As many as there are titles and prompts, in its order."""
    for lang, words in (("en", "Tea"), ("uz-Latn", "Choy"), ("ar", "الشاي")):
        language = data(tea("web")[f"assets/course.{lang}.js"])
        assert language["titles"][:2] == [words, words]
        assert len(language["titles"]) == 6  # module, lesson, two pages, quiz, note
        assert (language["lang"], language["dir"]) == (lang, "rtl" if lang == "ar" else "ltr")
        assert 'id="language-button"' in language["body"]


def question(files: dict[str, bytes], lang: str, page: str, name: str) -> Any:
    found = data(files[f"pages/{lang}/tea_{page}.js"])
    assert found["lang"] == lang
    return next(one for one in found["questions"] if one["id"] == name)


def test_typed_words_count_in_every_language() -> None:
    """Codes, keys and settings are the same; words of the own language come first."""
    files = tea("cmi5")
    asked = {lang: question(files, lang, "pour", "name") for lang in LANGUAGES}
    accepted = [one["rule"]["accept"] for one in asked.values()]
    assert [words[0] for words in accepted] == ["green tea", "koʻk choy", "شاي أخضر"]
    assert len({frozenset(words) for words in accepted}) == 1
    assert [one["rule"]["feedback"][-1] for one in asked.values()] == [{"index": 2, "value": "*"}] * 3
    assert {"index": 1, "value": "black tea"} in asked["ar"]["rule"]["feedback"]
    assert len({json.dumps(one["definition"], sort_keys=True) for one in asked.values()}) == 1
    assert set(asked["ar"]["definition"]["name"]) == set(LANGUAGES)
    choices_of = [question(files, lang, "pour", "full")["rule"] for lang in LANGUAGES]
    assert choices_of == [choices_of[0]] * 3


def test_statements_have_names_in_every_language() -> None:
    files = tea("xapi")
    assert {name: set(texts) for name, texts in data(files["assets/course.js"])["names"].items()} == {
        "": set(LANGUAGES),
        "tea": set(LANGUAGES),
        "quiz.exam": set(LANGUAGES),
    }
    assert data(files["pages/ar/tea_pour.js"])["names"]["uz-Latn"] == "Choy qanday quyiladi"
    assert "names" not in data(tea("scorm12")["assets/course.js"])


def test_a_site_keeps_the_language_that_is_read() -> None:
    worker = tea("web")["sw.js"].decode()
    own = json.loads(worker[worker.index("LANGUAGES = ") + 12 :].partition(";\n")[0])
    assert set(own) == set(LANGUAGES)
    assert own["ar"] == ["assets/course.ar.js", "assets/search.ar.js", "pages/ar/tea_along.js", "pages/ar/tea_pour.js"]
    always = worker.partition("const LANGUAGES")[0]
    assert "pages/" not in always
    assert '"assets/course.js"' in always


def test_packages_of_one_language_know_nothing_of_it() -> None:
    checked = check(DiskFiles(TEA), ["web"])
    (made,) = build(checked, ["web"], ["en"])
    with zipfile.ZipFile(io.BytesIO(made.zip)) as archive:
        assert b"language-button" not in archive.read("index.html")
        assert "languages" not in data(archive.read("assets/course.js"))
        assert data(archive.read("pages/tea_pour.js"))["questions"][1]["rule"]["accept"] == ["green tea"]


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(one) for one in arguments])
    return done.exit_code, done.output


def test_built_verified_and_compared_by_command(tmp_path: Path) -> None:
    course, out = tmp_path / "tea", tmp_path / "dist"
    shutil.copytree(TEA, course)
    names = [argument for name in targets() for argument in ("-t", name)]
    code, said = run("build", course, "--multi", *names, "-o", out)
    assert (code, len(list(out.glob("*.zip")))) == (0, len(targets())), said
    old = out / "tea-multi-scorm12.zip"
    code, said = run("verify", old, "--source", course)
    assert code == 0, said
    assert "scorm12 in en, uz-Latn, ar" in said
    assert "byte for byte" in said
    code, said = run("diff", old, course)
    assert code == 0
    assert "no difference" in said
    lesson = course / "lessons" / "01-tea.ar.md"
    lesson.write_text(lesson.read_text("utf-8").replace("يملأ ثلث", "يملأ ربع"), "utf-8")
    code, said = run("diff", old, course)
    assert "the text of page `tea/pour`" in said, said
    assert "tea/along" not in said
    assert run("verify", old, "--source", course)[0] == 1
    code, said = run("diff", old, course, "-l", "en")
    assert "the package is in another language" in said, said


def test_one_language_is_not_several(tmp_path: Path) -> None:
    code, said = run("build", TEA, "--multi", "-l", "en", "-o", tmp_path)
    assert code == 2
    assert "two languages or more" in said
    assert not list(tmp_path.iterdir())


def test_languages_are_named_in_themselves() -> None:
    assert [own_name(tag) for tag in ("ru", "uz-Latn", "uz-Cyrl", "ar-EG", "tlh")] == [
        "Русский", "Oʻzbekcha", "Ўзбекча", "العربية", "tlh",
    ]  # fmt: skip
    assert [one["name"] for one in choices(["uz", "uz-Latn", "ar"])] == [
        "Oʻzbekcha (uz)", "Oʻzbekcha (uz-Latn)", "العربية",
    ]  # fmt: skip
