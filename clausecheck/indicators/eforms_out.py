"""eForms candidates as a table (text, CSV) and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from clausecheck import __version__
from clausecheck.indicators.eforms import Candidate
from clausecheck.model import Contract

__all__ = ["EFORMS_COLUMNS", "render_csv", "render_json", "render_text"]

EFORMS_COLUMNS: tuple[str, ...] = (
    "marché", "siret_acheteur", "lot", "champ", "nom", "liste", "code", "libellé", "confiance", "motif", "phrase", "document", "page", "article",
    "demande", "demandes",
)
_NOTICE = "Propositions à valider par l'acheteur : un candidat n'est pas un fait, et l'absence de candidat ne vaut pas « none »."
Pairs = Sequence[tuple[Contract, Sequence[Candidate]]]


def render_csv(pairs: Pairs) -> str:
    """One row a candidate, as French spreadsheets open it."""
    from clausecheck.report.csv import written

    return written(EFORMS_COLUMNS, (
        (contract.key, contract.siret, c.lot, c.field, c.name, c.list, c.code, c.label, c.confidence.value, c.why, c.quote, c.document, c.page,
         c.section, c.demand, c.demands) for contract, found in pairs for c in found))


def render_json(pairs: Pairs) -> str:
    """{"schema", "tool", "notice", "contracts": [{"key", "title", "siret", "candidates": […]}]}."""
    body = {
        "schema": "clausecheck-eforms-1", "tool": {"version": __version__}, "notice": _NOTICE,
        "contracts": [
            {"key": contract.key, "title": contract.title, "reference": contract.reference, "siret": contract.siret or None,
             "candidates": [_candidate(c) for c in found]} for contract, found in pairs],
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _candidate(c: Candidate) -> dict[str, object]:
    return {
        "field": c.field, "name": c.name, "list": c.list, "code": c.code, "label": c.label, "lot": c.lot or None, "confidence": c.confidence.value,
        "why": c.why, "quote": c.quote or None, "document": c.document or None, "page": c.page, "section": c.section or None,
        "demand": c.demand or None, "demands": c.demands,
    }


def render_text(pairs: Pairs, *, width: int = 80, colour: bool = False) -> str:
    """Each contract with its candidates, each with its sentence."""
    from clausecheck.report.sheet import Sheet

    sheet = Sheet(width=width, colour=colour)
    sheet.line((_NOTICE, "bold"))
    for contract, found in pairs:
        sheet.title(contract.title or contract.key)
        if not found:
            sheet.line("Aucune proposition : les pièces lues ne demandent rien de tel, ou ne permettent pas de le dire.")
        for c in found:
            lot = f", lot {c.lot}" if c.lot else ""
            sheet.item((f"{c.field} {c.name}{lot} : {c.code}", "bold"), f" ({c.label}) ; confiance {c.confidence.value} ; {c.why}")
            if c.quote:
                page = f", page {c.page}" if c.page is not None else ""
                sheet.quote(c.quote, indent=4)
                sheet.line(f"{c.document}{page}" + (f" ; {c.demands} demandes en ce sens" if c.demands > 1 else ""), indent=4)
    return sheet.text()
