"""The indicators as one self-contained page: no network, no script, printable, each figure opening onto its contracts and sentences."""

from __future__ import annotations

from clausecheck.indicators.counting import Indicators
from clausecheck.indicators.page import context, render_page
from clausecheck.indicators.text import heading

__all__ = ["render"]


def render(found: Indicators) -> str:
    """The page in French; the same data give the same text."""
    return render_page("indicators.html.j2", context(found, heading(found)))
