"""`darslik xapi serve` as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

from darslik_xapi.cli import group

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVE = (sys.executable, "-c", "from darslik_xapi.cli import group; group()()", "serve")


class Served:
    """A running server.

    Attributes:
        said: what it printed until it was ready.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        assert process.stdout is not None
        for line in process.stdout:
            self.said.append(line.rstrip("\n"))
            if line.startswith("Ctrl-C"):
                break

    @property
    def endpoint(self) -> str:
        return self.exported("ENDPOINT")

    def exported(self, name: str) -> str:
        [line] = [line for line in self.said if line.startswith(f"export DARSLIK_LRS_{name}=")]
        return line.partition("=")[2]


@contextmanager
def serving(*arguments: str | Path) -> Iterator[Served]:
    """Run it with these arguments, and end it."""
    with subprocess.Popen([*SERVE, *map(str, arguments)], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Served(process)
        finally:
            process.kill()


def refused(*arguments: str | Path) -> str:
    """What it says when it does not start."""
    done = CliRunner().invoke(group(), ["serve", *map(str, arguments)])
    assert (done.exit_code, done.stdout) == (2, "")
    return done.stderr
