"""Slow tests run in CI, or when asked for: `pytest -m slow`, or CI=true."""

from __future__ import annotations

import os

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip the slow tests in a plain local run."""
    if os.environ.get("CI") or config.getoption("-m"):
        return
    skip = pytest.mark.skip(reason="slow: set CI=true or give -m slow")
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(skip)
