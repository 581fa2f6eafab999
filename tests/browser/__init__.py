"""Tests that drive a real browser."""

import pytest

pytest.register_assert_rewrite("browser.learner", "browser.play", "browser.statements", "browser.story")
