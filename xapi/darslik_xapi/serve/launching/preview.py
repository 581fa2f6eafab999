"""The page of `serve --launch`: what a package has, a link to open each part, and what came of it."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from darslik_xapi.serve.exchange import Answer

from .lms import Lms
from .package import media_type_of
from .page import Row, Shown, page, readable
from .registration import LaunchOptions
from .watching import Watching

if TYPE_CHECKING:
    from darslik_xapi.rules.values import Json
    from darslik_xapi.serve.core import Core
    from darslik_xapi.serve.exchange import Guard, Request

    from .package import Launchable, Package
    from .registration import Registration

_MODES = ("Normal", "Browse", "Review")
_SHOWN = 50
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


class Preview:
    """Opens a package for a test learner, on the same server as the LRS."""

    def __init__(self, core: Core, package: Package, base: str) -> None:
        """`base`: the server's address without a slash at its end."""
        self._core = core
        self._package = package
        self._base = base
        self._lms = Lms(core, base, self._watch)
        self._start()

    def answer(self, request: Request) -> Answer | None:
        """Answer what is not the LRS's; None where there is nothing."""
        if request.resource == "":
            return self._page()
        if request.resource == "launch" and request.method == "POST":
            return self._launch(request)
        if request.resource == "start" and request.method == "POST":
            self._start()
            return _see("/")
        if request.resource.startswith("package/"):
            return self._file(request)
        if request.resource.startswith("return/"):
            self._lms.answer(request)
            return _see("/")
        return self._lms.answer(request)

    def _watch(self, guard: Guard) -> Guard:
        return Watching(guard, self._core.record)

    def _start(self) -> None:
        """A new learner with a registration of their own."""
        name = f"learner-{uuid.uuid4().hex[:6]}"
        account = {"homePage": self._base, "name": name}
        self._actor: Json = {"objectType": "Agent", "name": name, "account": account}
        self._key = str(uuid.uuid4())
        self._registration: Registration | None = None
        self._core.violations.clear()
        if self._package.course:
            self._registration = self._lms.register(self._package.course, self._content, self._actor, self._key)

    @property
    def _content(self) -> str:
        return f"{self._base}/package/"

    def _launch(self, request: Request) -> Answer:
        form = dict(part.partition("=")[::2] for part in request.body.decode("ascii", "replace").split("&"))
        number, mode = form.get("part", ""), form.get("mode", "Normal")
        launchables = self._package.launchables
        if not number.isdecimal() or int(number) >= len(launchables) or mode not in _MODES:
            return Answer(400, b"there is no such part", kind="text/plain; charset=utf-8")
        return _see(self._open(launchables[int(number)], mode))

    def _open(self, launchable: Launchable, mode: str) -> str:
        if launchable.activity:
            session = self._lms.launch_tincan(launchable.activity, self._content, self._actor, self._key)
            return session.url
        if self._registration is None or launchable.au is None:
            return "/"
        return self._registration.launch(launchable.au.id, LaunchOptions(mode=mode)).url

    def _page(self) -> Answer:
        statements = [json.loads(body) for body in self._core.bodies(max(0, self._core.count() - _SHOWN))]
        rows = [Row(one.title, self._state(one)) for one in self._package.launchables]
        problems = [str(one) for one in self._core.violations]
        name, cmi5 = self._package.path.name, self._package.course is not None
        shown = Shown(name, self._actor["name"], rows, statements, problems, self._labels(), cmi5)
        return Answer(200, page(shown).encode(), {"Cache-Control": "no-store"}, "text/html; charset=utf-8")

    def _labels(self) -> dict[str, str]:
        """Titles of the units by the ids that the LMS gave them."""
        records = self._registration.records.values() if self._registration else ()
        return {record.activity_id: readable(record.au.title) for record in records}

    def _state(self, launchable: Launchable) -> str:
        if self._registration is None or launchable.au is None:
            return ""
        record = self._registration.records[launchable.au.id]
        words = ("completed", "passed", "waived", "satisfied")
        return ", ".join(word for word in words if getattr(record, word)) or "not satisfied"

    def _file(self, request: Request) -> Answer:
        name = request.resource.removeprefix("package/")
        content = self._package.read(name)
        if content is None:
            text = f"the package has no file {quote(name)}"
            return Answer(404, text.encode(), kind="text/plain; charset=utf-8")
        whole = Answer(200, content, {"Accept-Ranges": "bytes", "Cache-Control": "no-store"}, media_type_of(name))
        return _part(whole, request.headers.get("range", ""))


def _part(whole: Answer, wanted: str) -> Answer:
    """The range that a media element asks for."""
    match = _RANGE.fullmatch(wanted)
    size = len(whole.body)
    if not match or int(match[1]) >= size:
        return whole
    start, end = int(match[1]), min(int(match[2] or size - 1), size - 1)
    headers = {**whole.headers, "Content-Range": f"bytes {start}-{end}/{size}"}
    return replace(whole, status=206, body=whole.body[start : end + 1], headers=headers)


def _see(url: str) -> Answer:
    return Answer(303, headers={"Location": quote(url, safe="%/:=&?~#+!$,;'@()*[]"), "Cache-Control": "no-store"})
