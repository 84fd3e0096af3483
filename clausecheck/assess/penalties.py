"""Penalties with their amount and what they punish, to compare them between pieces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clausecheck.assess.dossier import Dossier, Found
from clausecheck.assess.frame import Frame
from clausecheck.text.numbers import find_amounts

__all__ = ["Penalty", "find_penalties"]

_PER = re.compile(r"par (jour|heure|semaine|mois|manquement|infraction|document|absence|constat|livraison|occurrence|vehicule|agent|repas|produit)")
_RATIO = re.compile(r"1 ?/ ?(\d[\d ]*)")


@dataclass(frozen=True, slots=True)
class Penalty:
    """A penalty of `amount` euros (or 1/amount of the value, unit "ratio") for `topic`, by `unit`."""

    topic: str
    amount: float
    unit: str
    found: Found


def find_penalties(dossier: Dossier, frame: Frame) -> list[Penalty]:
    """Penalties whose sentence names one breach of rules/score/cadre.yaml and one amount; sentences with several are left out."""
    out: list[Penalty] = []
    for sentence in dossier.sentences(frame.words["penalites"]):
        piece = dossier.pieces[sentence.piece]
        folded = piece.folded[sentence.start : sentence.end]
        topics = [name for name, words in frame.breaches.items() if words.search(folded)]
        amounts = find_amounts(piece.document.text[sentence.start : sentence.end])
        ratio = _RATIO.search(folded)
        if len(topics) != 1 or len(amounts) + bool(ratio) != 1:
            continue
        per = _PER.search(folded)
        unit = f"{'€' if amounts else 'ratio'} par {per.group(1) if per else 'manquement'}"
        amount = amounts[0].value if amounts else float(ratio.group(1).replace(" ", "")) if ratio else 0.0
        out.append(Penalty(topics[0], amount, unit, sentence))
    return out
