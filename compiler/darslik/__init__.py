"""darslik compiles course folders into packages for learning management systems."""

from darslik.diagnostics import Diagnostic, Severity, Span
from darslik.pipeline import Checked, Package, build, check
from darslik.source.files import DiskFiles, MemoryFiles
from darslik.version import VERSION as __version__  # noqa: N811

__all__ = [
    "Checked",
    "Diagnostic",
    "DiskFiles",
    "MemoryFiles",
    "Package",
    "Severity",
    "Span",
    "__version__",
    "build",
    "check",
]
