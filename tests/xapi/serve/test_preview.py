"""`serve --launch`: a package is opened for a test learner, and the page shows what came of it."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest

from darslik_xapi.errors import XapiError
from darslik_xapi.serve import Core, HttpServer
from darslik_xapi.serve.desk import answer_of
from darslik_xapi.serve.launching.package import Package
from darslik_xapi.serve.launching.preview import Preview

from .made import Json, found

CMI5 = """<?xml version="1.0" encoding="utf-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id="http://example.org/course"><title><langstring lang="en">Course</langstring></title></course>
  <au id="http://example.org/first" moveOn="Completed">
    <title><langstring lang="ru">Первый</langstring><langstring lang="en">First &amp; best</langstring></title>
    <url>pages/index.html?x=1</url>
  </au>
  <block id="http://example.org/block"><title><langstring lang="en">Block</langstring></title>
    <au id="http://example.org/second" moveOn="Passed" masteryScore="0.5">
      <title><langstring lang="ru">Второй</langstring></title><url>иккинчи бет.html</url>
    </au>
  </block>
</courseStructure>
"""
TINCAN = """<tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>
  <activity id="http://example.org/course" type="http://adlnet.gov/expapi/activities/course">
    <name>Whole</name><launch lang="en">index.html</launch></activity>
  <activity id="http://example.org/part" type="x"><name>Part without a start</name></activity>
</activities></tincan>
"""
FILES = {"pages/index.html": "<!doctype html><title>Aʼlo</title>", "pages/a.js": "1", "film.mp4": "0123456789"}


def folder(path: Path, name: str, text: str) -> Path:
    for file, content in {name: text, **FILES}.items():
        (path / "package" / file).parent.mkdir(parents=True, exist_ok=True)
        (path / "package" / file).write_text(content, encoding="utf-8")
    return path / "package"


def zipped(path: Path) -> Path:
    target = path.with_suffix(".zip")
    with zipfile.ZipFile(target, "w") as archive:
        for file in path.rglob("*"):
            if file.is_file():
                archive.write(file, file.relative_to(path))
    return target


@pytest.fixture(params=["folder", "zip"])
def cmi5(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    made = folder(tmp_path, "cmi5.xml", CMI5)
    return made if request.param == "folder" else zipped(made)


class Desk:
    """A preview behind a port, and who looks at it."""

    def __init__(self, core: Core, package: Path) -> None:
        self.server = HttpServer("127.0.0.1", 0, lambda _request: None)
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"
        preview = Preview(core, Package(package), self.base)
        self.server.answer = lambda request: answer_of(core, preview, request, near=True)
        self.client = httpx.Client(base_url=self.base, verify=False)  # noqa: S501 - no TLS here

    def page(self) -> str:
        answer = self.client.get("/")
        assert answer.status_code == 200
        return unescape(answer.text)

    def launch(self, part: int = 0, mode: str = "Normal") -> dict[str, str]:
        """The parameters of the address that the browser is sent to; `url` is the rest of it."""
        answer = self.client.post("/launch", data={"part": str(part), "mode": mode})
        assert answer.status_code == 303
        address = urlsplit(answer.headers["Location"])
        return {"url": address.path, **{name: value[0] for name, value in parse_qs(address.query).items()}}


@pytest.fixture
def desks(core: Core) -> Iterator[list[Desk]]:
    made: list[Desk] = []
    yield made
    for desk in made:
        desk.client.close()
        desk.server.shutdown()
        desk.server.server_close()


def start(desks: list[Desk], core: Core, package: Path) -> Desk:
    desk = Desk(core, package)
    desk.server.start()
    desks.append(desk)
    return desk


def test_a_cmi5_unit_from_launch_to_satisfied(core: Core, desks: list[Desk], cmi5: Path) -> None:
    desk = start(desks, core, cmi5)
    assert desk.page().index("First & best") < desk.page().index("Второй")
    launched = desk.launch()
    assert launched["url"] == "/package/pages/index.html"
    assert launched["x"] == "1"
    assert desk.client.get(launched["url"]).text == FILES["pages/index.html"]
    token = desk.client.post(launched["fetch"]).json()["auth-token"]
    headers = {"Authorization": f"Basic {token}", "X-Experience-API-Version": "1.0.3"}
    with httpx.Client(base_url=launched["endpoint"], headers=headers, verify=False) as unit:  # noqa: S501
        data = open_unit(unit, launched)
        assert data["launchMode"] == "Normal"
        for verb in ("initialized", "completed", "terminated"):
            unit.post("statements", json=said(launched, data, verb)).raise_for_status()
    page = desk.page()
    assert "completed, satisfied" in page
    assert re.search(r">terminated<.*>completed<.*>initialized<.*>launched<", page, re.DOTALL)
    assert page.count("First & best") > 4
    assert "Nothing so far." in page
    assert desk.client.get(data["returnURL"]).status_code == 303


def test_what_a_strict_lms_would_refuse_is_shown(core: Core, desks: list[Desk], cmi5: Path) -> None:
    desk = start(desks, core, cmi5)
    launched = desk.launch(1)
    token = desk.client.post(launched["fetch"]).json()["auth-token"]
    assert desk.client.post(launched["fetch"]).json()["error-code"] == "1"
    headers = {"Authorization": f"Basic {token}", "X-Experience-API-Version": "1.0.3"}
    with httpx.Client(base_url=launched["endpoint"], headers=headers, verify=False) as unit:  # noqa: S501
        sent = said(launched, {"contextTemplate": {}}, "completed")
        assert unit.post("statements", json=sent).status_code == 200
        assert sent["id"] in found(unit)
        assert unit.post("statements", json={"actor": 1}).status_code == 400
    page = desk.page()
    assert "L4 (403): statements before LMS.LaunchData was read in statements" in page
    assert "the token was fetched before" in page
    assert "$.actor" in page
    desk.client.post("/start")
    assert "Nothing so far." in desk.page()


def test_addresses_in_any_script(core: Core, desks: list[Desk], cmi5: Path) -> None:
    assert start(desks, core, cmi5).launch(1)["url"] == "/package/" + quote("иккинчи бет.html")


def test_other_modes(core: Core, desks: list[Desk], cmi5: Path) -> None:
    desk = start(desks, core, cmi5)
    launched = desk.launch(0, "Review")
    headers = {"Authorization": core.authorization, "X-Experience-API-Version": "1.0.3"}
    with httpx.Client(base_url=launched["endpoint"], headers=headers, verify=False) as unit:  # noqa: S501
        assert open_unit(unit, launched)["launchMode"] == "Review"


def test_a_new_learner_begins_anew(core: Core, desks: list[Desk], cmi5: Path) -> None:
    desk = start(desks, core, cmi5)
    first, again = desk.launch(), desk.launch()
    assert first["registration"] == again["registration"]
    assert desk.client.post("/start").status_code == 303
    second = desk.launch()
    assert first["registration"] != second["registration"]
    assert first["actor"] != second["actor"]


def test_a_tincan_package(core: Core, desks: list[Desk], tmp_path: Path) -> None:
    desk = start(desks, core, zipped(folder(tmp_path, "tincan.xml", TINCAN)))
    assert "Part without a start" not in desk.page()
    launched = desk.launch()
    assert (launched["url"], launched["activity_id"]) == ("/package/index.html", "http://example.org/course")
    headers = {"Authorization": launched["auth"], "X-Experience-API-Version": "1.0.3"}
    sent = {
        "actor": json.loads(launched["actor"]),
        "verb": {"id": "http://example.org/verbs/opened", "display": {"en": "opened <it>"}},
        "object": {"id": launched["activity_id"]},
    }
    with httpx.Client(base_url=launched["endpoint"], headers=headers, verify=False) as unit:  # noqa: S501
        assert unit.post("statements", json=sent).status_code == 200
    page = desk.client.get("/").text
    assert "opened &lt;it&gt;" in page
    assert "context.registration is missing or wrong" in unescape(page)


def test_files_of_the_package(core: Core, desks: list[Desk], cmi5: Path) -> None:
    desk = start(desks, core, cmi5)
    (cmi5.parent / "secret.txt").write_text("secret", encoding="utf-8")
    script = desk.client.get("/package/pages/a.js")
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert "Access-Control-Allow-Origin" not in script.headers
    film = desk.client.get("/package/film.mp4", headers={"Range": "bytes=2-4"})
    assert (film.status_code, film.text, film.headers["Content-Range"]) == (206, "234", "bytes 2-4/10")
    assert desk.client.get("/package/film.mp4", headers={"Range": "bytes=7-"}).text == "789"
    assert desk.client.get("/package/film.mp4", headers={"Range": "bytes=70-"}).status_code == 200
    for path in (
        "/package/none.html",
        "/package/%2e%2e/secret.txt",
        "/package//etc/passwd",
        "/package/pages",
        "/other",
    ):
        assert desk.client.get(path).status_code == 404
    assert desk.client.get("/launch").status_code == 404
    for form in ({}, {"part": "9"}, {"part": "x"}, {"part": "0", "mode": "Other"}):
        assert desk.client.post("/launch", data=form).status_code == 400


def test_names_that_were_turned_to_this_machine(core: Core, desks: list[Desk], cmi5: Path) -> None:
    desk = start(desks, core, cmi5)
    for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "["):
        for method, path in (("GET", "/"), ("POST", "/launch")):
            answer = desk.client.request(method, path, headers={"Host": host}, data={"part": "0"})
            assert answer.status_code == 403
    for host in ("localhost:9000", "127.0.0.1", "[::1]:80"):
        assert desk.client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("cmi5.xml", "<courseStructure/>", "no course"),
        ("cmi5.xml", "<courseStructure><course id='x'/></courseStructure>", "no assignable unit"),
        ("cmi5.xml", "<broken", "not well-formed"),
        ("tincan.xml", "<tincan/>", "no launchable activity"),
        ("imsmanifest.xml", "<manifest/>", "neither cmi5.xml nor tincan.xml"),
    ],
)
def test_what_cannot_be_previewed(tmp_path: Path, name: str, text: str, what: str) -> None:
    with pytest.raises(XapiError, match=what):
        Package(zipped(folder(tmp_path, name, text)))


def test_what_is_no_package(tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(b"no zip")
    for path in (file, tmp_path / "none.zip"):
        with pytest.raises(XapiError, match="neither a folder nor a zip"):
            Package(path)


def open_unit(unit: httpx.Client, launched: dict[str, str]) -> Json:
    """What a unit reads first."""
    agent = launched["actor"]
    state = {"activityId": launched["activityId"], "agent": agent, "registration": launched["registration"]}
    answer = unit.get("activities/state", params={**state, "stateId": "LMS.LaunchData"})
    unit.get("agents/profile", params={"agent": agent, "profileId": "cmi5LearnerPreferences"})
    data: Json = answer.raise_for_status().json()
    return data


def said(launched: dict[str, str], data: Json, verb: str) -> Json:
    """A statement as cmi5 wants it."""
    context = json.loads(json.dumps(data["contextTemplate"]))
    activities = context.setdefault("contextActivities", {})
    activities["category"] = [{"id": "https://w3id.org/xapi/cmi5/context/categories/cmi5"}]
    context["registration"] = launched["registration"]
    result: Json = {} if verb == "initialized" else {"duration": "PT0S"}
    if verb == "completed":
        result["completion"] = True
        activities["category"].append({"id": "https://w3id.org/xapi/cmi5/context/categories/moveon"})
    return {
        "id": f"00000000-0000-4000-8000-{len(verb):012}",
        "timestamp": "2026-03-01T08:00:00Z",
        "actor": json.loads(launched["actor"]),
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
        "object": {"id": launched["activityId"]},
        "context": context,
        **({"result": result} if result else {}),
    }
