"""What `check` does: statements from files or a store go through the rules; what is found has a place.

`run` goes through the statements, `output` writes the findings for people or programs.
"""

from .run import Check, Located, Options, of_files, of_store

__all__ = ["Check", "Located", "Options", "of_files", "of_store"]
