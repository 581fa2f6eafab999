"""The foreign clients are pinned by version and content, and by no address."""

from __future__ import annotations

import json

from xapi.clients.tools import HERE


def test_every_package_is_pinned() -> None:
    text = (HERE / "package-lock.json").read_text("utf-8")
    packages = json.loads(text)["packages"]
    assert packages.pop("")["dependencies"] == {"@xapi/cmi5": "1.4.0", "@xapi/xapi": "3.0.3", "tincanjs": "0.50.0"}
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert '"resolved"' not in text
