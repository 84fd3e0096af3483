"""The yearly review as one self-contained page."""

from __future__ import annotations

from dataclasses import replace

from clausecheck.indicators.page import context, render_page
from clausecheck.indicators.review import VERDICTS, Review, load_method
from clausecheck.indicators.review_words import NO_POLICY, REACH, data_holes, holes, summary
from clausecheck.report.words import FAMILIES

__all__ = ["render"]

_CLASSES = {"kept": "kept met", "partial": "partial", "missing": "missing", "to-verify": "to-verify", "measured": "scored"}


def render(review: Review) -> str:
    """The page in French; the same data give the same text."""
    values = context(replace(review.found, evolution=review.evolution), review.title)
    values |= {
        "review": review, "summary": summary(review), "no_policy": NO_POLICY, "classes": _CLASSES, "verdicts": VERDICTS, "reach": REACH,
        "families": FAMILIES, "holes": holes(review), "data_holes": data_holes(review), "method": load_method()}
    return render_page("review.html.j2", values)
