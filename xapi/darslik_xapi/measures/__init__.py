"""Questions about learning as Ibis expressions: one pure function each, the same on every engine.

A measure takes `Tables` and gives an Ibis table; nothing is computed until an engine (`darslik_xapi.engines`) runs it.
Every result has a column `learners`, the distinct learners behind a row: small cells are suppressed by it.

Read `base` first (what a statement is about), then `numbers` (arithmetic that is equal on all engines), then any
measure. To add one: a function in a module that is imported here, with `@measure`, its definition in docs/measures.md
and a recomputation in plain Python in tests/xapi/measures.
"""

from . import attempts, cohorts, completion, dropoff, funnel, items, pages, scores
from .registry import MEASURES, Measure, measure
from .tables import Tables, tables

__all__ = ["MEASURES", "Measure", "Tables", "measure", "tables"]

_MODULES = (completion, funnel, dropoff, pages, attempts, cohorts, scores, items)
"""Imported for their measures, which are listed in the order of these modules in reports."""
