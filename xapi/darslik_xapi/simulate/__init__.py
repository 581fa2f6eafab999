"""A synthetic cohort: statements as if learners had taken the course, from its tracking plan.

Reports can be tried before launch, and measures be tested for finding what was planted. The same plan, seed and
options give the same bytes. Read `cohort` (who), `items` (how hard), `walk` (what they do), `statements` (how it is
written down).
"""

from .cohort import Options
from .walk import Truth, simulate, truth

__all__ = ["Options", "Truth", "simulate", "truth"]
