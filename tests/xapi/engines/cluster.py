"""A Spark cluster of one master and one worker, on loopback and on ports that are free."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

SECONDS = 120
_JAVA = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"  # starts sooner, on less memory


@contextmanager
def standalone(site: Path, variables: dict[str, str]) -> Iterator[str]:
    """Start both, give the master's address, and end both.

    Raises:
        RuntimeError: if one does not start; with what it said.
    """
    home = site / "pyspark"
    environment = variables | {
        "SPARK_HOME": str(home),
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": _JAVA,
        "PYTHONPATH": "",
    }
    with ExitStack() as stack:
        work = Path(stack.enter_context(TemporaryDirectory(prefix="spark-")))

        def start(daemon: str, *options: str | Path, until: str) -> str:
            log = stack.enter_context((work / f"{daemon}.log").open("wb"))
            name = f"org.apache.spark.deploy.{daemon}"
            ports = ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
            process = subprocess.Popen(
                [home / "bin" / "spark-class", name, *ports, *options],
                env=environment,
                cwd=work,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            stack.callback(_end, process)
            return _said(process, Path(log.name), until)

        master = start("master.Master", until=r"Starting Spark master at (spark://127\.0\.0\.1:[0-9]+)")
        resources: list[str | Path] = ["--cores", "2", "--memory", "1g", "--work-dir", work]
        start("worker.Worker", *resources, master, until="(Successfully registered) with master")
        yield master


def _said(process: subprocess.Popen[bytes], log: Path, until: str) -> str:
    """What the expression's group found in the log."""
    last = time.monotonic() + SECONDS
    while time.monotonic() < last:
        ended = process.poll()
        if found := re.search(until, log.read_text("utf-8", "replace")):
            return found[1]
        if ended is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"it did not say {until}:\n{log.read_text('utf-8', 'replace')}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
