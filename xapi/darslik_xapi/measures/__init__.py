"""Questions about learning as Ibis expressions: one pure function each, the same on every engine.

A measure takes `Tables` and gives an Ibis table; nothing is computed until an engine (`darslik_xapi.engines`) runs it.
Every result has a column `learners`, the distinct learners behind a row: small cells are suppressed by it.
"""

from .registry import MEASURES, Measure, measure
from .tables import Tables, tables

__all__ = ["MEASURES", "Measure", "Tables", "measure", "tables"]
