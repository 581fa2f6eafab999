"""The version of this distribution."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("darslik")
except PackageNotFoundError:  # imported from a source tree that is not installed
    VERSION = "0"
