"""What stands behind a number: the contracts and sentences that it counts; and one figure over chosen contracts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from clausecheck.indicators.counting import Bucket, Count, Indicators, Row, count_of, values_of
from clausecheck.indicators.definitions import Definition, in_scope
from clausecheck.indicators.source import Source, WithCriteria
from clausecheck.model import Contract, Nature

__all__ = ["by_contract", "evidence", "line_rows", "measure", "rows_by_line", "silent"]


def by_contract(rows: Iterator[Row] | list[Row]) -> list[tuple[Contract, list[Row]]]:
    """Rows under their contract, in the order of their first row."""
    out: dict[str, tuple[Contract, list[Row]]] = {}
    for row in rows:
        out.setdefault(row.contract.key, (row.contract, []))[1].append(row)
    return list(out.values())


def silent(found: Indicators, definition: Definition) -> list[Contract]:
    """The contracts of a figure « without »: those in which no demand is of its kind. The contracts themselves for a figure of contracts."""
    if definition.of == "marches":
        members = found.members.get(definition.id)
        return [contract for contract in found.contracts if members is None or contract.key in members]
    having = {row.contract.key for row in found.rows if _taken(row, definition, "")} if definition.without else set()
    return [contract for contract in found.contracts if definition.without and contract.key not in having]


def _taken(row: Row, definition: Definition, scope: str) -> bool:
    if row.label is not None:
        return definition.of in ("labels", "demandes") and definition.select.label(row.label, scope)
    return row.clause is not None and definition.of in ("clauses", "demandes") and definition.select.clause(row.clause)


def evidence(found: Indicators, definition: Definition, scope: str = "") -> Iterator[Row]:
    """The rows that a figure counts; for a figure « without », none: see the contracts that have no row."""
    if definition.without or definition.of == "marches":
        return
    for row in found.rows:
        if _taken(row, definition, scope):
            yield row


def line_rows(found: Indicators, axis: str, value: str, scope: str = "") -> Iterator[Row]:
    """The label rows of one line of a breakdown."""
    return (row for row in rows_by_line(found, axis).get(value, ()) if row.label is not None and in_scope(row.label, scope))


def rows_by_line(found: Indicators, axis: str) -> Mapping[str, list[Row]]:
    """The label rows of every line of a breakdown, in one pass: a large store has a line for each of its buyers."""
    out: dict[str, list[Row]] = {}
    for row in found.rows:
        if row.label is not None:
            for value in values_of(axis, row.contract, row.label):
                out.setdefault(value, []).append(row)
    return out


def measure(
    source: Source, definition: Definition, *, year: int | None = None, wanted: Callable[[Contract], bool] | None = None, scope: str = "",
) -> tuple[Count, int, list[Row]]:
    """One figure over the contracts that `wanted` accepts, in one scope: its Count, the number of those contracts, and its rows."""
    contracts = [contract for contract in source.contracts(year=year) if wanted is None or wanted(contract)]
    keys = {contract.key for contract in contracts}
    bucket, every = Bucket(), Bucket()
    rows: list[Row] = []
    for contract in contracts:
        every.add(contract, demands=0)
    if definition.of in ("labels", "demandes"):
        for contract, label in source.labels(year=year):
            if contract.key in keys and definition.select.label(label, scope):
                bucket.add(contract, "" if label.nature is Nature.UNSPECIFIED else label.label)
                rows.append(Row(contract, label=label))
    if definition.of in ("clauses", "demandes"):
        for contract, clause in source.clauses(year=year):
            if contract.key in keys and definition.select.clause(clause):
                bucket.add(contract)
                rows.append(Row(contract, clause=clause))
    if definition.select.criterion and isinstance(source, WithCriteria):
        for contract, criterion in source.criteria(year=year):
            if contract.key in keys and definition.select.contract(criterion):
                bucket.add(contract, demands=0)
    return count_of(bucket, definition, contracts, every), len(contracts), rows
