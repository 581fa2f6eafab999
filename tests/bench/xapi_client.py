"""What the client of an LRS costs over raw paging with httpx.

make bench, or: PYTHONPATH=tests python tests/bench/xapi_client.py

Four ways to read the same statements, in turn, so that the machine's moods hit all alike:

- raw: httpx, each page through `json.loads`, `more` followed; what one writes first
- bytes: httpx, `more` found by a pattern, nothing parsed; the least that paging can be
- pages: `LRS.pages`: checked, split into the verbatim bytes of each statement, circles and other hosts watched for
- statements: `LRS.statements`: the same as dicts, each once

Twice: from `serve` (SQLite, in another process), and from a server that only hands out finished pages, where nothing
of an LRS hides what a client costs.
"""

from __future__ import annotations

import json
import multiprocessing
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection as Pipe
from urllib.parse import urljoin

import httpx

from darslik_xapi.client import LRS
from darslik_xapi.client.auth import Basic
from darslik_xapi.client.secrets import Secret
from darslik_xapi.client.split import split_page
from darslik_xapi.connection import Connection
from hostile_lrs import statement

COUNT, PAGE, ROUNDS = 20_000, 500, 7
USER, PASSWORD = "test", "secret"
_MORE = re.compile(rb'"more":\s*"([^"]*)"')


def typical(number: int) -> dict[str, object]:
    """A statement of the usual size: an answered question with its definition."""
    choices = [{"id": one, "description": {"en": f"An option that is {one}", "uz": f"{one} — javob"}} for one in "abcd"]
    kind = {"type": "http://adlnet.gov/expapi/activities/cmi.interaction", "interactionType": "choice"}
    definition = {
        **kind,
        "choices": choices,
        "correctResponsesPattern": ["a"],
        "name": {"en": "A question of some length"},
    }
    activities = {"parent": [{"id": "https://example.org/course"}], "grouping": [{"id": "https://example.org/all"}]}
    context = {
        "registration": "0f0e0d0c-0b0a-4908-8706-050403020101",
        "language": "uz",
        "contextActivities": activities,
    }
    result = {"response": "a", "success": True, "score": {"scaled": 1}, "duration": "PT12.5S"}
    thing = {"id": f"https://example.org/q{number % 50}", "definition": definition}
    return {**statement(number), "object": thing, "context": context, "result": result}


def _desk(pipe: Pipe) -> None:
    """`serve`, filled."""
    from darslik_xapi.testing import LrsServer

    with LrsServer() as server:
        connection = Connection(server.endpoint, Basic(USER, Secret(PASSWORD)), "1.0.3")
        with LRS(connection) as lrs:
            for _ in lrs.sending(typical(number) for number in range(COUNT)):
                pass
        pipe.send(server.endpoint)
        pipe.recv()


def _pages(pipe: Pipe) -> None:
    """Finished pages and nothing else."""
    every = [json.dumps(typical(number), ensure_ascii=False) for number in range(COUNT)]
    bodies = []
    for start in range(0, COUNT, PAGE):
        more = f"/xapi/statements?at={start // PAGE + 1}" if start + PAGE < COUNT else ""
        bodies.append(f'{{"statements": [{", ".join(every[start : start + PAGE])}], "more": "{more}"}}'.encode())

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            body = bodies[int(self.path.partition("?at=")[2] or 0)]
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        import threading

        threading.Thread(target=server.serve_forever, daemon=True).start()
        pipe.send(f"http://127.0.0.1:{server.server_address[1]}/xapi/")
        pipe.recv()
        server.shutdown()


@contextmanager
def running(serve: Callable[[Pipe], None]) -> Iterator[str]:
    """The endpoint of a server in a process of its own."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours.recv()
    finally:
        ours.send("stop")
        process.join(10)


def raw(endpoint: str) -> int:
    """Pages through `json.loads`."""
    return _by_hand(endpoint, lambda body: (page := json.loads(body), len(page["statements"]), page["more"])[1:])


def least(endpoint: str) -> int:
    """Pages as bytes."""
    return _by_hand(endpoint, lambda body: (body.count(b'"timestamp"'), (_MORE.findall(body) or [b""])[-1].decode()))


def _by_hand(endpoint: str, look: Callable[[bytes], tuple[int, str]]) -> int:
    count, url = 0, f"{endpoint}statements?limit={PAGE}"
    with httpx.Client(auth=(USER, PASSWORD), headers={"X-Experience-API-Version": "1.0.3"}, verify=False) as client:  # noqa: S501 - loopback
        while True:
            response = client.get(url)
            response.raise_for_status()
            found, more = look(response.content)
            count += found
            if not more:
                return count
            url = urljoin(url, more)


def ours(endpoint: str) -> int:
    """Pages of the client."""
    with LRS(Connection(endpoint, Basic(USER, Secret(PASSWORD)), "1.0.3")) as lrs:
        return sum(len(page.raw) for page in lrs.pages(limit=PAGE))


def objects(endpoint: str) -> int:
    """Statements of the client."""
    with LRS(Connection(endpoint, Basic(USER, Secret(PASSWORD)), "1.0.3")) as lrs:
        return sum(1 for _ in lrs.statements(limit=PAGE))


def measure(endpoint: str) -> None:
    """A line for each way: the median of all rounds, and its ratio to raw paging of the same round."""
    ways = {"raw": raw, "bytes": least, "pages": ours, "statements": objects}
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for name, way in ways.items():  # warm
        if way(endpoint) != COUNT:
            raise SystemExit(f"{name} did not read all statements")
    for _ in range(ROUNDS):
        for name, way in ways.items():
            begin, busy = time.perf_counter(), time.process_time()
            way(endpoint)
            seconds[name].append((time.perf_counter() - begin, time.process_time() - busy))
    for name, every in seconds.items():
        wall = statistics.median(one[0] for one in every)
        ratio = statistics.median(one[0] / base[0] for one, base in zip(every, seconds["raw"], strict=True))
        cpu = statistics.median(one[1] / base[1] for one, base in zip(every, seconds["raw"], strict=True))
        print(
            f"  {name:<10} {COUNT / wall:>9,.0f} statements/s   {ratio:.2f} × raw (time)   {cpu:.2f} × raw (processor)"
        )


def splitting() -> None:
    """The splitter beside the standard library's parser."""
    page = json.dumps(
        {"statements": [typical(number) for number in range(PAGE)], "more": ""}, ensure_ascii=False
    ).encode()
    for name, way in (("json.loads", json.loads), ("split_page", split_page)):
        times = []
        for _ in range(20):
            begin = time.perf_counter()
            way(page)
            times.append(time.perf_counter() - begin)
        print(f"  {name:<10} {PAGE / statistics.median(times):>9,.0f} statements/s")


def main() -> None:
    """Everything."""
    print(f"Paging: {COUNT:,} statements, {PAGE} a page, median of {ROUNDS} rounds")
    for title, serve in (("serve (SQLite)", _desk), ("finished pages", _pages)):
        with running(serve) as endpoint:
            print(title)
            measure(endpoint)
    print(f"Splitting a page, {len(json.dumps(typical(0))):,} bytes a statement")
    splitting()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024)
    print(f"Largest memory of this process: {peak:,.0f} MB" if sys.platform != "darwin" else "")


if __name__ == "__main__":
    main()
