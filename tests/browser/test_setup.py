"""What these tests do when something is missing: they fail and say what to type."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from browser import conftest, tools

if TYPE_CHECKING:
    from pathlib import Path


def test_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(RuntimeError, match="apt-get install -y chromium"):
        conftest.chromium()


def test_no_node_modules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tools, "MODULES", tmp_path)
    with pytest.raises(RuntimeError, match="make test"):
        tools.module("axe-core/axe.min.js")
