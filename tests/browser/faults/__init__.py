"""Faults of learning platforms, browsers and learners: one module for each family; `README.md` is the table of all."""

import pytest

pytest.register_assert_rewrite("browser.faults.places", "browser.faults.checks")
