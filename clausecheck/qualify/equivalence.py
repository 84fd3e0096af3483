"""Whether the words around a label accept its equivalents; the words are data in rules/context/equivalence.yaml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from clausecheck.find.labels import LabelCandidate
from clausecheck.find.windows import Unit
from clausecheck.rulebook.labels_phrases import PhraseError, phrases_regex
from clausecheck.rulebook.source import Source, load_yaml

__all__ = ["Equivalence"]


class Equivalence:
    """The cues of one rule pack. Raises RuleError for a cue that cannot be read."""

    def __init__(self, root: Path) -> None:
        keys = load_yaml(root / "context" / "equivalence.yaml").keys(("pres", "partout", "pas"), required=("pres", "partout", "pas"))
        self._near, self._general, self._never = (_regex(keys[name]) for name in ("pres", "partout", "pas"))

    def of(self, units: Sequence[Unit], candidates: Sequence[LabelCandidate]) -> list[bool]:
        """For each candidate, whether equivalents are accepted: in its unit, the same paragraph or cell, its list's opening, or once for all labels."""
        if not candidates:
            return []
        general = any(self._general.search(unit.folded) for unit in units)
        return [general or any(self._accepts(text) for text in _around(units, units[c.unit])) for c in candidates]

    def _accepts(self, folded: str) -> bool:
        return self._near.search(self._never.sub(" ", folded)) is not None


def _regex(source: Source) -> re.Pattern[str]:
    try:
        return phrases_regex(source.texts())
    except PhraseError as error:
        raise source.error(str(error)) from error


def _around(units: Sequence[Unit], unit: Unit) -> list[str]:
    """The unit, its neighbours in the same paragraph, the opening of its list, its heads."""
    beside = [units[i] for i in (unit.index - 1, unit.index + 1) if 0 <= i < len(units)]
    near = [u.folded for u in beside if u.block == unit.block or (u.lead and u.lead == unit.lead)]
    return [unit.folded, *near, *(units[i].folded for i in unit.lead[:2]), *unit.heads]
