"""What runs a measure: Ibis compiles it to the engine's SQL, the engine runs it. DuckDB is always there.

`open("duckdb" | "spark" | "clickhouse", store, plans)` gives an engine with a store's tables. What an engine needs to
give the same cells as DuckDB is in `compilers.py` (its SQL), `source.py` (which files, of what types) and `typed.py`
(the values that come back). A new engine is a module with a class like these, and a line in `opening.py`.
"""

from .duckdb import DuckDb
from .engine import Engine, Result
from .opening import NAMES, open  # noqa: A004

__all__ = ["NAMES", "DuckDb", "Engine", "Result", "open"]
