"""The store: statements of an LRS or of files as Parquet, pulled without loss and kept without names.

Read `store.Store`; each module is one idea:

- reading: forms of files → the text of each statement. A new form is a key in its `_WRAPS` or a branch of `_value`.
- persons, splice: people → pseudonyms, inside the text of a statement. bulk: the same for whole files, in SQL.
- landing: statements → durable lines. flatten: lines → the columns of `statements`; the only SQL that knows paths.
- parts: Parquet files come in, doubles stay out (conflicts), small ones are merged. rejects: what is no statement.
- loading, pulling, forgetting: the verbs. state: what a store knows of itself, and its lock.
- views: the tables for measures and queries. querying: an analyst's own SQL, which can only read.
"""

from .loading import Loaded
from .parts import Added
from .pulling import Pulled, Wish
from .store import Settings, Store

__all__ = ["Added", "Loaded", "Pulled", "Settings", "Store", "Wish"]
