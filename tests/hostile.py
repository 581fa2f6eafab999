"""Runs `darslik inspect` on what wants to harm it, in a process of its own whose memory is measured."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

MIB = 1024 if sys.platform != "darwin" else 1024 * 1024
MOST = 700
"""MiB that no inspection may pass, however large or sly the package is; Python and all rules alone take about 100."""
OPEN = '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><metadata><schema>ADL SCORM</schema>'
OPEN += "<schemaversion>2004 4th Edition</schemaversion></metadata>"
CLOSE = "</manifest>"


@dataclass(frozen=True)
class Outcome:
    """What a process of its own came to."""

    code: int
    rules: set[str]
    peak: float
    """MiB."""


def judged(path: Path, *options: str) -> Outcome:
    """`darslik inspect`, as a user runs it."""
    command = [sys.executable, "-m", "darslik", "inspect", str(path), "--format", "json", *options]
    out, err = path.with_name("out"), path.with_name("err")
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen(command, stdout=stdout, stderr=stderr)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert err.read_text("utf-8") == ""
    rules = {item["rule"] for item in json.loads(out.read_bytes())["findings"]}
    return Outcome(process.returncode, rules, usage.ru_maxrss / MIB)
