"""What differs from language to language beside the words: plurals, numbers, dates, the order of letters.

Small tables of our own, held to CLDR by tests: a package must not depend on what a build machine has installed.
"""

from darslik.locale.dates import written_date
from darslik.locale.directions import direction
from darslik.locale.nearest import interface_tag
from darslik.locale.order import sort_key
from darslik.locale.plurals import categories, category
from darslik.locale.texts import Texts, flat_texts

__all__ = ["Texts", "categories", "category", "direction", "flat_texts", "interface_tag", "sort_key", "written_date"]
