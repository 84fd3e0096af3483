"""Plain functions on strings: normalise, fold, sentences, tokens, numbers, dates."""

from clausecheck.text.fold import GE, LE, fold
from clausecheck.text.normalise import normalise, normalise_with_map

__all__ = ["GE", "LE", "fold", "normalise", "normalise_with_map"]
