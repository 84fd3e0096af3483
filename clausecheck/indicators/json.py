"""The indicators as JSON (schema clausecheck-indicators-1): every figure with its definition, and the rows that it counts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from clausecheck.indicators.counting import Count, Figure, Indicators, Line, Row, Table, values_of
from clausecheck.indicators.definitions import SCOPES, in_scope
from clausecheck.indicators.proof import evidence, silent
from clausecheck.indicators.view import Titles
from clausecheck.model import Contract

__all__ = ["SCHEMA", "as_json", "render"]

SCHEMA = "clausecheck-indicators-1"
_INDENTED = 5000
"""Beyond so many rows the text stands on one line: the indented writer is ten times slower."""
_AXES = ("nature", "label", "year", "buyer", "department", "sector", "division", "lot", "force", "stage", "equivalent")


def render(found: Indicators) -> str:
    """The JSON text; the same data give the same bytes."""
    return json.dumps(as_json(found), ensure_ascii=False, indent=1 if len(found.rows) <= _INDENTED else None) + "\n"


def as_json(found: Indicators) -> dict[str, Any]:
    """The JSON object. `rows` are numbered from 0; `rows` of a figure are their numbers, `contracts` the keys of the contracts it counts.

    A line of a breakdown counts the label rows whose `axes[axis]` hold its `value` and whose `scopes` hold the scope.
    """
    numbers = {id(row): index for index, row in enumerate(found.rows)}
    titles = Titles(found)
    return {
        "schema": SCHEMA,
        "year": found.year,
        "scopes": [{"id": scope.id, "title": scope.title, "definition": scope.text} for scope in found.definitions.scopes],
        "figures": [_figure(found, figure, numbers) for figure in found.figures],
        "evolution": [
            {"year": point.year, "contracts": _count(point.every), "strict": _count(point.strict), "wide": _count(point.wide),
             "natures": dict(point.natures)} for point in found.evolution],
        "breakdowns": [_table(table, titles) for table in found.tables],
        "contracts": [_contract(contract) for contract in found.contracts],
        "rows": [_row(index, row) for index, row in enumerate(found.rows)],
        "gaps": [{"contract": gap.key, "failed": gap.failed, "message": gap.message} for gap in found.gaps],
    }


def _count(own: Count) -> dict[str, Any]:
    return {"contracts": own.contracts, "demands": own.demands, "labels": own.labels, "amount": own.amount, "amount_known": own.known}


def _figure(found: Indicators, figure: Figure, numbers: dict[int, int]) -> dict[str, Any]:
    definition = figure.definition
    counts = []
    for scope, own, share in zip(definition.scopes, figure.counts, figure.shares, strict=True):
        rows = list(evidence(found, definition, scope))
        contracts = [contract.key for contract in silent(found, definition)] or _keys(rows)
        counts.append({
            "scope": scope or None, "value": own.value(definition.count), "share": share, **_count(own), "in": contracts,
            "rows": [numbers[id(row)] for row in rows]})
    return {
        "id": definition.id, "title": definition.title, "definition": definition.text, "counts_of": definition.of, "unit": definition.count,
        "share_of": definition.share_of or None, "summary": definition.summary, "counts": counts}


def _keys(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(row.contract.key for row in rows))


def _table(table: Table, titles: Titles) -> dict[str, Any]:
    def line(own: Line) -> dict[str, Any]:
        return {
            "value": own.value, "title": titles.of(table.axis, own.value), "contracts": _count(own.every) if own.every else None,
            **{scope: _count(own.scopes[scope]) for scope in SCOPES}}

    return {"axis": table.axis.id, "title": table.axis.title, "note": table.axis.note, "lines": [line(own) for own in table.lines]}


def _contract(contract: Contract) -> dict[str, Any]:
    return {
        "key": contract.key, "title": contract.title, "object": contract.object, "reference": contract.reference, "buyer": contract.buyer,
        "siret": contract.siret, "department": contract.department, "year": contract.year, "launch_date": contract.launch_date,
        "notified": contract.notified, "sector": contract.sector, "cpv": list(contract.cpv), "amount": contract.amount}


def _row(index: int, row: Row) -> dict[str, Any]:
    demand, label = row.demand, row.label
    out: dict[str, Any] = {
        "row": index, "contract": row.contract.key, "demand": demand.demand, "what": "label" if label else "clause",
        "force": demand.force.value, "stage": demand.stage.value, "lots": list(demand.lots), "quote": demand.quote, "document": demand.document,
        "page": demand.page, "section": demand.section, "places": demand.places}
    if label is not None:
        out |= {
            "label": label.label, "name": label.name, "nature": label.nature.value, "equivalent": label.equivalent,
            "scopes": [scope for scope in SCOPES if in_scope(label, scope)],
            "axes": {axis: list(values_of(axis, row.contract, label)) for axis in _AXES}}
    elif row.clause is not None:
        out |= {"family": row.clause.family.value, "title": row.clause.title}
    return out
