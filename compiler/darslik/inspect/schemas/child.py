"""Validate documents with schemas of a stranger: a program of its own, started by `apart.py`.

It reads a JSON object from standard input, `{"files": {name: text}, "roots": [[namespace, name]], "documents":
[base64], "most": number, "seconds": number, "memory": bytes}`, and writes `{"unusable": message}` or `{"complaints":
[[[path, message]]]}`, a list for each document. It opens no file and no connection, and imports nothing of darslik,
which would take longer than the work.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

_ORIGIN = "package:///"


class _Given(etree.Resolver):
    """Finds files in the task, and nowhere else."""

    def __init__(self, files: Mapping[str, str]) -> None:
        super().__init__()
        self.files = files

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:  # noqa: ANN401
        """The file of this name, or an empty one."""
        del public_id
        name = (system_url or "").rsplit("/", 1)[-1]
        return self.resolve_string(self.files.get(name, "<none/>"), context, base_url=_ORIGIN + name)


def answer(task: Mapping[str, Any]) -> dict[str, Any]:
    """Do the work of the process."""
    imports = "".join(
        f"<import namespace={quoteattr(space)} schemaLocation={quoteattr(_ORIGIN + name)}/>"
        if space
        else f"<include schemaLocation={quoteattr(_ORIGIN + name)}/>"
        for space, name in task["roots"]
    )
    driver = f'<schema xmlns="http://www.w3.org/2001/XMLSchema">{imports}</schema>'
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False)
    parser.resolvers.add(_Given(task["files"]))
    try:
        schema = etree.XMLSchema(etree.fromstring(driver.encode(), parser, base_url=f"{_ORIGIN}driver.xsd"))
    except etree.XMLSchemaParseError as error:
        said = [one for one in error.error_log if one.level_name != "WARNING"]
        return {"unusable": str(said[0].message if said else error)[:500]}
    plain = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False)
    found = []
    for document in task["documents"]:
        schema.validate(etree.fromstring(base64.b64decode(document), plain))
        log = list(schema.error_log)[: task["most"]]
        found.append([[one.path, str(one.message)[:8000]] for one in log])
    return {"complaints": found}


def _limit(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the patience of the caller is the only limit
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    given = json.load(sys.stdin.buffer)
    _limit(given["seconds"], given["memory"])
    json.dump(answer(given), sys.stdout)
