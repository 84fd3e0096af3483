"""Wordings as text: a list, one in full, suggestions for a tender."""

from __future__ import annotations

from collections.abc import Iterable

from clausecheck.assess.suggest import Suggestion
from clausecheck.assess.wordings import Wording

__all__ = ["list_text", "suggestions_text", "wording_text"]


def list_text(wordings: Iterable[Wording]) -> str:
    """One line a wording: id, piece, level, title."""
    return "".join(f"{w.id:34} {w.piece.value:5} {w.level:11} {w.title}\n" for w in wordings)


def wording_text(wording: Wording) -> str:
    """One wording in full: the text to paste, its variables, proof, penalty, points of vigilance and legal basis."""
    lines = [wording.title, f"Pièce : {wording.piece.value.upper()} — niveau : {wording.level}", "", wording.filled(), ""]
    lines += [f"À choisir : {v.name} ({v.help}), proposé : {v.value}" for v in wording.variables]
    for head, text in (("Preuve", wording.proof), ("Pénalité", wording.penalty), ("Vigilance", wording.care), ("Base", " ; ".join(wording.basis))):
        if text:
            lines.append(f"{head} : {text}")
    return "\n".join(lines) + "\n"


def suggestions_text(suggestions: Iterable[Suggestion]) -> str:
    """Each suggestion with the gap it fills and the text to paste; a sentence when there is nothing to propose."""
    blocks = []
    for number, item in enumerate(suggestions, 1):
        place = f" — à mettre dans : {item.piece.value.upper()}" if item.piece else ""
        body = wording_text(item.wording).split("\n", 3)[3] if item.wording else item.text + "\n"
        blocks.append(f"{number}. {item.title} [{item.id}]{place}\n   Pourquoi : {item.reason}\n\n{body}")
    nothing = "Rien à proposer : les contrôles qui s'appliquent sont respectés et les familles du secteur sont demandées.\n"
    return "\n".join(blocks) or nothing
