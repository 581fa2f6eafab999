"""Small packages, and what `inspect` says of them with the text that it points to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from darslik.inspect import Inspection, Options, inspect
from inspect_examples import base, overlaid

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Seen(NamedTuple):
    """A finding: its rule, the text under the caret, message and help."""

    rule: str
    under: str
    message: str
    help: str


def package(standard: str, fragment: str = "", **others: str) -> dict[str, bytes]:
    """The correct package of a standard with a fragment of XML over its manifest; `others`: files by name, `_` for `.`.

    The name `manifest` is the manifest itself.
    """
    files = dict(base(standard))
    name = next(path for path in files if path.endswith(".xml"))
    if fragment:
        files[name] = overlaid(files[name].decode(), fragment).encode()
    for path, text in others.items():
        files[name if path == "manifest" else path.replace("_xsd", ".xsd").replace("_xml", ".xml")] = text.encode()
    return files


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    """The package as a folder."""
    root = folder / "package"
    for path, body in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(body)
    return root


def looked_at(files: Mapping[str, bytes], folder: Path, standard: str | None = None) -> Inspection:
    """The whole inspection."""
    return inspect(written(files, folder), Options(standard=standard))


def seen(files: Mapping[str, bytes], folder: Path, prefix: str = "") -> list[Seen]:
    """Every finding, or those of rules whose names begin so, with the text under the caret."""
    found = []
    for item in looked_at(files, folder).found:
        lines = files.get(item.span.file, b"").decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
        line = lines[item.span.line - 1] if item.span.line <= len(lines) else ""
        under = line[item.span.column - 1 : item.span.column - 1 + item.span.length]
        if item.rule.startswith(prefix):
            found.append(Seen(item.rule, under, item.message, " ".join(item.help)))
    return found
