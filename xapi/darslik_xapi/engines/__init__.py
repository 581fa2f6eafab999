"""What runs a measure: Ibis compiles it to the engine's SQL, the engine runs it. DuckDB is always there."""

from .duckdb import DuckDb
from .engine import Engine, Result

__all__ = ["DuckDb", "Engine", "Result"]
