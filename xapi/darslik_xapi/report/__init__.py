"""Reports: from a store to a page for people, or to tables for their tools.

Read `write` (what is asked for becomes a file), then `gather` (every measure computed, small cells hidden). The formats
are `page` (HTML), `excel` and `folder` (CSV, Parquet); all of them write what `gather` gives, so that nothing is shown
in one that is hidden in another. Words are in `words` and `locale/`, pictures in `charts`.
"""

from .write import Wish, write_report

__all__ = ["Wish", "write_report"]
