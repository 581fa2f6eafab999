"""Where a package comes from: its own record, signatures that other tools can check, and what a source builds."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import stat
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from darslik.cli import main
from darslik.provenance.commit import Commit, commit_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COURSE = {
    "course.yaml": """\
id: https://example.org/courses/small
version: "1"
title: Small
description: A small course.
languages: [en]
licence: CC-BY-4.0
authors: [A. Author]
modules:
  - id: basics
    title: Basics
    lessons: [lessons/01-first.md]
""",
    "lessons/01-first.md": "---\ntitle: First\n---\nText.\n",
}


def run(*words: str | Path, env: dict[str, str] | None = None, typed: str | None = None) -> Result:
    """`darslik …`, which must never end in a traceback."""
    result = CliRunner().invoke(main, [str(word) for word in words], env=env, input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *identity, "-C", folder, *words], capture_output=True, check=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course folder in a repository, all of it committed, its lock too."""
    folder = tmp_path / "repository" / "small"
    for path, text in COURSE.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    assert run("build", folder, "-o", tmp_path / "first").exit_code == 0
    git(folder.parent, "init", "-q")
    git(folder.parent, "add", "-A")
    git(folder.parent, "commit", "-q", "-m", "A course")
    return folder


@pytest.fixture
def package(course: Path, tmp_path: Path) -> Path:
    """The course, built."""
    assert run("build", course, "-o", tmp_path / "out").exit_code == 0
    return tmp_path / "out" / "small-en-scorm12.zip"


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """A private and a public key."""
    assert run("keygen", tmp_path / "agency").exit_code == 0
    return tmp_path / "agency", tmp_path / "agency.pub"


def passport(package: Path) -> dict[str, Any]:
    with zipfile.ZipFile(package) as archive:
        value: dict[str, Any] = json.loads(archive.read("darslik.json"))
    return value


def rewrite(package: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Pack it anew, with other files."""
    with zipfile.ZipFile(package) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(package, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)


def forge(files: dict[str, bytes]) -> None:
    """Change a page, and the record with it, as one who means harm would."""
    files["index.html"] = files["index.html"].replace(b"Small", b"Evil!")
    said = json.loads(files["darslik.json"])
    said["files"]["index.html"] = hashlib.sha256(files["index.html"]).hexdigest()
    files["darslik.json"] = json.dumps(said).encode()


# The commit


def test_a_package_names_the_last_commit_of_its_folder(course: Path, package: Path) -> None:
    (course.parent / "elsewhere.txt").write_text("x")
    git(course.parent, "add", "-A")
    git(course.parent, "commit", "-q", "-m", "Something else")
    first = git(course.parent, "rev-list", "--max-parents=0", "HEAD")
    assert passport(package)["source"]["commit"] == first
    assert commit_of(course) == Commit(first)


@pytest.mark.parametrize("change", ["lessons/01-first.md", "lessons/new.md"])
def test_a_package_says_that_its_folder_was_changed_since(course: Path, tmp_path: Path, change: str) -> None:
    with (course / change).open("a") as file:
        file.write("\nMore.\n")
    assert run("build", course, "-o", tmp_path / "out").exit_code == 0
    assert passport(tmp_path / "out" / "small-en-scorm12.zip")["source"]["modified"] is True


def test_what_a_build_writes_is_no_change(course: Path) -> None:
    assert run("build", course, "-o", course / "dist").exit_code == 0
    (course / ".DS_Store").write_bytes(b"x")
    found = commit_of(course)
    assert found is not None
    assert not found.modified


def test_without_a_repository_there_is_no_commit(course: Path, tmp_path: Path) -> None:
    shutil.rmtree(course.parent / ".git")
    assert run("build", course, "-o", tmp_path / "out").exit_code == 0
    assert "commit" not in passport(tmp_path / "out" / "small-en-scorm12.zip")["source"]


def test_a_history_that_is_cut_off_names_no_commit(course: Path, tmp_path: Path) -> None:
    """Its first commit seems to have touched every folder."""
    (course.parent / "elsewhere.txt").write_text("x")
    git(course.parent, "add", "-A")
    git(course.parent, "commit", "-q", "-m", "Something else")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{course.parent}", "shallow")
    assert commit_of(tmp_path / "shallow" / "small") is None
    assert commit_of(course) is not None


def test_without_git_there_is_no_commit(course: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert commit_of(course) is None


# The record


def test_a_package_as_it_was_built(package: Path) -> None:
    result = run("verify", package)
    assert result.exit_code == 0
    assert "who built it is not shown" in result.output
    assert hashlib.sha256(package.read_bytes()).hexdigest() in result.output


def test_a_changed_file_is_named(package: Path) -> None:
    rewrite(package, lambda files: files.update({"index.html": b"<p>Other"}))
    result = run("verify", package)
    assert result.exit_code == 1
    assert "✗ files" in result.output
    assert "index.html" in result.output


def test_added_and_missing_files_are_named(package: Path) -> None:
    rewrite(package, lambda files: (files.update({"new.html": b"x"}), files.pop("lock.js", files.pop("index.html")))[0])
    result = run("verify", package, "--format", "json")
    said = json.loads(result.output)
    assert result.exit_code == 1
    assert said["ok"] is False
    assert set(said["answers"][0]["details"]) == {"new.html", "index.html"}


# Signatures


def test_a_signature_is_right_only_for_these_bytes(package: Path, keys: tuple[Path, Path]) -> None:
    private, public = keys
    assert run("sign", package, "--key", private).exit_code == 0
    assert "verified" in run("verify", package, "--key", public).output
    with package.open("ab") as file:
        file.write(b"\0")
    result = run("verify", package, "--key", public)
    assert result.exit_code == 1
    assert "✗ signature" in result.output


def test_who_forges_the_record_cannot_forge_the_signature(package: Path, keys: tuple[Path, Path], course: Path) -> None:
    private, public = keys
    assert run("sign", package, "--key", private).exit_code == 0
    rewrite(package, forge)
    assert run("verify", package).exit_code == 0, "the record alone shows accidents only"
    assert run("verify", package, "--key", public).exit_code == 1
    result = run("verify", package, "--source", course)
    assert result.exit_code == 1
    assert "index.html: differs" in result.output


def test_any_of_the_keys_will_do_and_is_named(package: Path, keys: tuple[Path, Path], tmp_path: Path) -> None:
    assert run("keygen", tmp_path / "ministry").exit_code == 0
    assert run("sign", package, "--key", tmp_path / "ministry").exit_code == 0
    assert run("verify", package, "--key", keys[1]).exit_code == 1
    result = run("verify", package, "--key", keys[1], "--key", tmp_path / "ministry.pub")
    assert result.exit_code == 0
    assert "ministry.pub" in result.output


def test_a_wanted_signature_that_is_missing_is_a_no(package: Path, keys: tuple[Path, Path]) -> None:
    result = run("verify", package, "--key", keys[1])
    assert result.exit_code == 1
    assert "there is none" in result.output


def openssl(*words: str | Path) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True)


def test_openssl_checks_our_signatures_and_we_check_its(package: Path, keys: tuple[Path, Path], tmp_path: Path) -> None:
    assert run("sign", package, "--key", keys[0]).exit_code == 0
    ours = package.with_name(package.name + ".sig")
    openssl("pkeyutl", "-verify", "-pubin", "-inkey", keys[1], "-rawin", "-in", package, "-sigfile", ours)
    theirs, public, made = tmp_path / "theirs.pem", tmp_path / "theirs.pub", tmp_path / "made.sig"
    openssl("genpkey", "-algorithm", "ed25519", "-out", theirs)
    openssl("pkey", "-in", theirs, "-pubout", "-out", public)
    openssl("pkeyutl", "-sign", "-inkey", theirs, "-rawin", "-in", package, "-out", made)
    result = run("verify", package, "--key", public, "--signature", made)
    assert result.exit_code == 0, result.output


def test_a_private_key_is_for_its_owner_alone(keys: tuple[Path, Path]) -> None:
    assert stat.S_IMODE(keys[0].stat().st_mode) == 0o600
    before = keys[0].read_bytes()
    result = run("keygen", keys[0])
    assert result.exit_code == 2
    assert keys[0].read_bytes() == before


def test_a_key_with_a_password(package: Path, tmp_path: Path) -> None:
    key = tmp_path / "guarded"
    assert run("keygen", key, "--password", typed="open sesame\nopen sesame\n").exit_code == 0
    assert b"ENCRYPTED" in key.read_bytes()
    wrong = run("sign", package, "--key", key, env={"DARSLIK_KEY_PASSWORD": "guess"})
    assert wrong.exit_code == 2
    assert "guess" not in wrong.output
    assert not package.with_name(package.name + ".sig").exists()
    assert run("sign", package, "--key", key, env={"DARSLIK_KEY_PASSWORD": "open sesame"}).exit_code == 0
    assert run("verify", package, "--key", f"{key}.pub").exit_code == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no public key that can be read"),
        (b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "no public key that can be read"),
        (os.urandom(100_000), "far too long"),
    ],
)
def test_a_key_that_is_none(package: Path, tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "key.pub").write_bytes(content)
    result = run("verify", package, "--key", tmp_path / "key.pub")
    assert result.exit_code == 2
    assert said in result.output


def test_the_wrong_half_of_a_key_is_explained(package: Path, keys: tuple[Path, Path]) -> None:
    assert "keep this one to yourself" in run("verify", package, "--key", keys[0]).output
    assert "signing takes the private one" in run("sign", package, "--key", keys[1]).output


def test_another_kind_of_key_is_explained(package: Path, tmp_path: Path) -> None:
    key = tmp_path / "rsa"
    openssl("genpkey", "-algorithm", "RSA", "-out", key)
    result = run("sign", package, "--key", key)
    assert result.exit_code == 2
    assert "is not an Ed25519 key" in result.output


def test_a_signature_file_that_is_none(package: Path, keys: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "x.sig").write_bytes(b"signed: me")
    result = run("verify", package, "--key", keys[1], "--signature", tmp_path / "x.sig")
    assert result.exit_code == 2
    assert "an Ed25519 signature has 64" in result.output


# The source


@pytest.mark.parametrize("target", ["scorm12", "scorm2004-4", "cmi5", "xapi", "web"])
def test_the_source_builds_the_same(course: Path, tmp_path: Path, target: str) -> None:
    assert run("build", course, "-t", target, "-o", tmp_path / "out").exit_code == 0
    before = sorted(course.rglob("*"))
    result = run("verify", tmp_path / "out" / f"small-en-{target}.zip", "--source", course)
    assert result.exit_code == 0, result.output
    assert "byte for byte" in result.output
    assert sorted(course.rglob("*")) == before, "verifying writes nothing into the source"


def test_another_source_builds_something_else(course: Path, package: Path) -> None:
    with (course / "lessons/01-first.md").open("a") as file:
        file.write("\nMore.\n")
    result = run("verify", package, "--source", course)
    assert result.exit_code == 1
    assert "pages/" in result.output


def test_a_file_that_learners_never_get_is_told_apart(course: Path, package: Path) -> None:
    (course / "notes.txt").write_text("For ourselves.\n")
    result = run("verify", package, "--source", course)
    assert result.exit_code == 1
    assert "learners get the same files" in result.output


def test_the_same_files_packed_anew(course: Path, package: Path) -> None:
    rewrite(package, lambda files: None)
    result = run("verify", package, "--source", course)
    assert result.exit_code == 1
    assert "packed anew" in result.output


def test_a_source_with_errors_builds_nothing(course: Path, package: Path) -> None:
    (course / "course.yaml").write_text("id: [\n")
    result = run("verify", package, "--source", course)
    assert result.exit_code == 1
    assert "nothing was compared" in result.output


def test_a_folder_without_a_course(package: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("verify", package, "--source", tmp_path / "empty").exit_code == 3


# What is no package


@pytest.mark.parametrize("body", [b"", b"PK", b"no zip at all", os.urandom(5000)])
def test_no_package_is_a_no(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(body)
    result = run("verify", tmp_path / "x.zip")
    assert result.exit_code == 1
    assert "cannot be verified" in result.output


def test_a_package_of_others_is_a_no(tmp_path: Path) -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("imsmanifest.xml", "<manifest/>")
    (tmp_path / "x.zip").write_bytes(body.getvalue())
    result = run("verify", tmp_path / "x.zip")
    assert result.exit_code == 1
    assert "darslik did not build it" in result.output
    assert run("verify", tmp_path / "none.zip").exit_code == 2
