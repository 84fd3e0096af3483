"""A report's demands as the store and the indicators count them. What counts is decided here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from clausecheck.assess.counts import WIDE
from clausecheck.model import ClauseFinding, Contract, Counted, CountedClause, CountedLabel, Demand, Family, Force, LabelFinding, Nature, Report

__all__ = ["contract_of", "counted"]

GENERIC = "generic-ecolabel"
"""The catalogue id of « un écolabel » asked for without a name."""

Row = TypeVar("Row", LabelFinding, ClauseFinding)


def counted(report: Report) -> Counted:
    """The demands of a report, each with its firmest place: mentions, wishes, refusals and findings set aside by an officer are not among them."""
    criteria = [criterion for item in report.documents for criterion in item.outline.criteria]
    return Counted(
        labels=tuple(_label(report, demand) for demand in report.demands if demand.what == "label"),
        clauses=tuple(_clause(report, demand) for demand in report.demands if demand.what == "clause"),
        environmental_criterion=any(c.environmental for c in criteria) if criteria else None,
        environmental=report.indicators.environmental_considerations,
        social=report.indicators.social_considerations,
    )


def contract_of(report: Report, *, key: str, stated: Mapping[str, object] | None = None) -> Contract:
    """The contract a report speaks of. `stated` gives fields of Contract, from a manifest or a register; they win over
    what a tender.toml states, which wins over what was read. An amount read in the pieces is an estimate or a ceiling, and is not taken."""
    tender = report.tender
    facts = {fact.field: fact.value for fact in reversed(tender.facts)}
    beside = {fact.field: fact.value for fact in tender.facts if fact.source == "stated"}
    read: dict[str, object] = {
        "title": tender.title or "", "reference": tender.reference or "", "object": tender.object or "", "buyer": tender.buyer or "",
        "siret": "".join(facts.get("siret", "").split()), "buyer_kind": tender.buyer_kind or "", "cpv": tender.cpv, "sectors": tender.sectors,
        "procedure": tender.procedure or "", "launch_date": (tender.launch_date or "")[:10],
        "department": beside.get("department", ""), "notified": beside.get("notified", ""),
        "amount": float(beside["amount"]) if "amount" in beside else None,
    }
    given = {name: value for name, value in (stated or {}).items() if value not in (None, "", ())}
    return Contract(key=key, **{**read, **given})  # type: ignore[arg-type]


def _label(report: Report, demand: Demand) -> CountedLabel:
    rows = [(report.documents[index].document.name, report.documents[index].labels[number]) for index, number in demand.places]
    name, row = _firmest(rows, demand.force)
    nature = Nature.UNSPECIFIED if demand.key == GENERIC else row.nature
    said = {found.equivalent for _, found in rows if found.force.demand}
    return CountedLabel(
        demand=demand.id, label=demand.key, name=row.name, nature=nature, strict=row.strict and nature is not Nature.UNSPECIFIED,
        wide=(row.strict or nature in WIDE) and nature is not Nature.UNSPECIFIED, force=demand.force, stage=row.stage,
        equivalent=True if True in said else False if False in said else None, lots=demand.lots, document=name, page=row.page, section=row.section,
        quote=row.quote, places=len(rows), tier=row.tier,
    )


def _clause(report: Report, demand: Demand) -> CountedClause:
    rows = [(report.documents[index].document.name, report.documents[index].clauses[number]) for index, number in demand.places]
    name, row = _firmest(rows, demand.force)
    strength = row.strength
    return CountedClause(
        demand=demand.id, family=Family(demand.key), title=row.title, force=demand.force, stage=row.stage, lots=demand.lots, document=name,
        page=row.page, section=row.section, quote=row.quote, rule=row.rule, places=len(rows),
        points=None if strength is None else strength.points, out_of=None if strength is None else strength.out_of,
    )


def _firmest(rows: Sequence[tuple[str, Row]], force: Force) -> tuple[str, Row]:
    return next((pair for pair in rows if pair[1].force is force), rows[0])
