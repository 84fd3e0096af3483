"""The words of the yearly review, shared by its page, its Markdown and its Word file."""

from __future__ import annotations

from collections.abc import Mapping

from clausecheck.indicators.review import Review
from clausecheck.indicators.view import number
from clausecheck.model import Contract

__all__ = ["NO_POLICY", "REACH", "data_holes", "holes", "summary"]

REACH: Mapping[str, str] = {
    "tender": "Se lit dans chaque marché des secteurs visés.", "portfolio": "Se compte sur les marchés de l'année.",
    "organisation": "Ne se lit pas dans les marchés."}
NO_POLICY = (
    "Aucun marché de l'année n'a été confronté à cette politique : les engagements qui se lisent dans un marché ne sont pas jugés. "
    "Relancez le contrôle des marchés avec --policy.")
_NB = "\N{NO-BREAK SPACE}"


def summary(review: Review) -> str:
    """The first lines: how many contracts, and the published number."""
    found = review.found
    contracts = found.figure("contracts").value()
    if not contracts:
        return f"Aucun marché de {review.year} dans ces données."
    with_label, demands, labels = (found.figure(name) for name in ("with-label", "demands", "labels"))
    strict, wide = with_label.value("strict"), with_label.value("wide")
    return (
        f"{number(contracts)} marché{'s' if contracts > 1 else ''} de {review.year}{_NB}: {number(strict)} "
        f"demande{'nt' if strict > 1 else ''} au moins un écolabel au sens strict, {number(wide)} au sens large. "
        f"Demandes{_NB}: {number(demands.value('strict'))} au sens strict, {number(demands.value('wide'))} au sens large. "
        f"Labels différents{_NB}: {number(labels.value('strict'))} et {number(labels.value('wide'))}.")


def holes(review: Review) -> list[tuple[str, list[tuple[Contract, str]]]]:
    """What the contracts of the year lack, those kinds that occur: a title, and each contract with what is said of it."""
    closed = [(row.contract, row.label.name) for row in review.closed if row.label]
    unnamed = [(row.contract, f"«{_NB}{' '.join(row.demand.quote.split())}{_NB}»") for row in review.unnamed]
    every = [
        ("Marchés sans demande environnementale", [(contract, "") for contract in review.silent]),
        ("Labels demandés sans «\N{NO-BREAK SPACE}ou équivalent\N{NO-BREAK SPACE}»", closed),
        ("Écolabel demandé sans nom", unnamed)]
    return [(name, rows) for name, rows in every if rows]


def data_holes(review: Review) -> list[str]:
    """What the data lack: « Les mêmes chiffres en valeur : 3 marchés sur 5 ; … »."""
    out = []
    for own in review.coverage.indicators:
        state = review.coverage.state(own)
        if state in ("full", "unknown"):
            continue
        covered = own.covered or 0
        known = f"{number(covered)} marché{'s' if covered > 1 else ''} sur {number(review.coverage.contracts)}"
        out.append(f"{own.need.title}{_NB}: {known}. {own.need.otherwise}")
    return out
