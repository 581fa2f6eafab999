"""Questions about learning as Ibis expressions: one pure function each, the same on every engine.

A measure takes `Tables` and gives an Ibis table; nothing is computed until an engine (`darslik_xapi.engines`) runs it.
Every result has a column `learners`, the distinct learners behind a row: small cells are suppressed by it.

Read `base` first (what a statement is about), then `numbers` (arithmetic that is equal on all engines), then any
measure. To add one: a function with `@measure` in a module of this package (all are imported here), its definition in
docs/measures.md and a recomputation in plain Python in tests/xapi/measures.
"""

import importlib
import pkgutil

from .registry import MEASURES, Measure, measure
from .tables import Tables, tables

__all__ = ["MEASURES", "Measure", "Tables", "measure", "tables"]

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")
