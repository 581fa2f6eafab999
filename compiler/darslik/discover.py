"""Finds the parts that plug in: every module of a package, then entry points of other distributions."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points


@cache
def modules(package: str) -> tuple[str, ...]:
    """Names of the modules of a package, sorted."""
    found = importlib.import_module(package)
    return tuple(sorted(f"{package}.{m.name}" for m in pkgutil.iter_modules(found.__path__)))


def parts(package: str, attribute: str, group: str) -> Iterator[object]:
    """`attribute` of every module of `package` that has it, then the objects of an entry-point group."""
    for name in modules(package):
        module = importlib.import_module(name)
        if hasattr(module, attribute):
            yield getattr(module, attribute)
    for point in sorted(entry_points(group=group), key=lambda item: item.name):
        yield point.load()
