"""How much of a hostile package is read: the options `--max-…` of the commands that open packages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from darslik.inspect.limits import Limits

_UNITS = {"": 1, "k": 1024, "m": 1024**2, "g": 1024**3}
_SIZE = re.compile(r"([0-9]{1,15})\s*([kmg]?)(i?b)?", re.IGNORECASE)


class Size(click.ParamType[int]):
    """Bytes, written `16M`, `4 GiB` or `1000`."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """The number of bytes; a usage error if it is none."""
        found = _SIZE.fullmatch(str(value).strip())
        if not found or not int(found[1]):
            self.fail(f"`{value}` is no size; write it as `64M` or `2G`", param, ctx)
        return int(found[1]) * _UNITS[found[2].lower()]


_OPTIONS: dict[str, tuple[str, click.ParamType[int], str]] = {
    "files": ("--max-files", click.IntRange(1), "Files in the package (200,000)."),
    "total": ("--max-size", Size(), "Bytes of all files, unpacked (4G)."),
    "ratio": ("--max-ratio", click.IntRange(1), "Unpacked to packed bytes (200)."),
    "xml": ("--max-xml", Size(), "Bytes of a manifest or other XML file (16M)."),
    "elements": ("--max-elements", click.IntRange(1), "Elements of such a file (500,000)."),
    "text": ("--max-text", Size(), "Bytes of a page or script that are searched (8M)."),
    "findings": ("--max-findings", click.IntRange(1), "Findings of one rule that are told (1,000)."),
    "seconds": ("--max-seconds", click.IntRange(1), "Time for each package of a folder of packages (300)."),
}


def limit_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options; it takes what was given as keywords `max_…`."""
    for name, (option, kind, text) in reversed(_OPTIONS.items()):
        command = click.option(option, f"max_{name}", type=kind, metavar="N", help=text)(command)
    return command


def limits_of(given: dict[str, Any]) -> Limits:
    """The limits after what was given."""
    from darslik.inspect.limits import Limits

    names = {one.name for one in fields(Limits)}
    chosen = {
        name.removeprefix("max_"): value
        for name, value in given.items()
        if value is not None and name.removeprefix("max_") in names
    }
    return replace(Limits(), **chosen)
