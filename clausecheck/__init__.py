"""clausecheck reads French public tenders and says what they demand for the environment.

The public interface is `check(paths, *, on=None, policies=(), config=None) -> Report` and the nouns of `clausecheck.model`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clausecheck.model import Report
    from clausecheck.pipeline import check

__all__ = ["Report", "__version__", "check"]

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """`check` and `Report`, imported when first asked for: importing the package alone stays quick."""
    if name == "check":
        from clausecheck.pipeline import check

        return check
    if name == "Report":
        from clausecheck.model import Report

        return Report
    raise AttributeError(f"module 'clausecheck' has no attribute {name!r}")
