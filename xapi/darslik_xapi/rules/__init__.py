"""What the standard asks of a statement: the one set of rules behind `check`, `send` and `serve`.

Read `catalogue` for the rules by name with their clauses, then `statement`: each object of the standard is a
`Shape` (see `shape`), a table of its properties and the rule of each. A rule is a function of a value, its
path and a `Report`. What a property's value must look like is in `values`; what spans properties is beside
the shape it belongs to. A new rule gets a row in the catalogue and cases in the corpus of the tests.

`cmi5` has the rules of cmi5 on top, `reading` the strict JSON, `signatures` the signed statements.
"""

from .activities import check_activity
from .actors import check_actor
from .catalogue import RULES
from .findings import Finding
from .reading import NotJsonError, read_json
from .statement import check_statement

__all__ = ["RULES", "Finding", "NotJsonError", "check_activity", "check_actor", "check_statement", "read_json"]
