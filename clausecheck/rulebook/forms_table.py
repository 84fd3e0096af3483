"""Writes forms.json, the inflected forms of the words of the shipped pack: `python -m clausecheck.rulebook.forms_table`."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import patch

from clausecheck.rulebook import forms
from clausecheck.rulebook.book import load

__all__ = ["main", "pack_forms"]


def pack_forms() -> dict[str, str]:
    """Every word that the shipped pack inflects, with the other forms of its lemmas."""
    asked: set[str] = set()

    def note(word: str) -> frozenset[str]:
        asked.add(word)
        return forms.looked_up(word)

    forms.inflect.cache_clear()
    with patch.object(forms, "table_forms", note):
        load(cached=False)
    forms.inflect.cache_clear()
    return {word: " ".join(sorted(forms.looked_up(word) - {word})) for word in sorted(asked)}


def main() -> None:
    """Write the table beside this module."""
    text = json.dumps(pack_forms(), ensure_ascii=False, indent=0, sort_keys=True)
    Path(__file__).with_name(forms.TABLE).write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
