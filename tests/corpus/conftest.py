"""The builder lives beside the corpus, outside the package: put it on the path, and share the sources."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "corpus"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of the corpus."""
    return ROOT / "corpus"
