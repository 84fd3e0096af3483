"""The same figures out of the aggregates of a store: contracts and clauses are not read again.

Breakdowns whose distinct labels the aggregates do not keep (buyer, and every axis of demands) are counted over the labels alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, runtime_checkable

from clausecheck.indicators.counting import Count, Figure, Indicators, Line, Table, YearPoint, breakdowns, count, share, table_of
from clausecheck.indicators.definitions import SCOPES, Axis, Definition, Definitions, Select, load_definitions
from clausecheck.indicators.source import Source, WithGaps
from clausecheck.model import CORE, ENVIRONMENTAL, Family, Nature
from clausecheck.store.aggregates import Aggregate

__all__ = ["WithAggregates", "count_quickly"]

_BY_AGGREGATES = ("year", "department", "sector", "division")
_CLAUSES: Mapping[frozenset[Family], str] = {CORE: "with-core", frozenset({Family.SOCIAL}): "with-social"}
Rows = Mapping[str, Mapping[tuple[str, str], Aggregate]]
"""Aggregates of one dimension: by value, then by (measure, key)."""


@runtime_checkable
class WithAggregates(Protocol):
    """A source that keeps its counts."""

    def aggregates(self, dimension: str, *, year: int | None = None) -> Sequence[Aggregate]:
        """The counts of one dimension, over all years when `year` is None."""
        ...


def count_quickly(source: Source, *, year: int | None = None, by: Sequence[str] = ()) -> Indicators:
    """What counting.count gives without the proof, out of aggregates where the source keeps them and they can say it.

    Raises KeyError for an unknown axis.
    """
    known = load_definitions()
    measures = _mapped(known) if isinstance(source, WithAggregates) else None
    if measures is None or not isinstance(source, WithAggregates):
        return count(source, year=year, by=by, keep=False)
    axes = [known.axis(name) for name in dict.fromkeys(by)]
    every = _rows(source.aggregates("all", year=year)).get("", {})
    years = _rows(source.aggregates("year", year=year))
    read, names, lotted = breakdowns(source, [axis for axis in axes if axis.id not in _BY_AGGREGATES], year=year)
    tables: dict[str, Table] = {table.axis.id: table for table in read}
    for axis in axes:
        if axis.id in _BY_AGGREGATES:
            tables[axis.id] = _table(axis, years if axis.id == "year" else _rows(source.aggregates(axis.id, year=year)))
    return Indicators(
        known, year, _figures(known, measures, every), tuple(tables[axis.id] for axis in axes), _evolution(years), (), {}, (),
        tuple(source.gaps()) if isinstance(source, WithGaps) else (), names, lotted)


def _rows(aggregates: Iterable[Aggregate]) -> Rows:
    out: dict[str, dict[tuple[str, str], Aggregate]] = defaultdict(dict)
    for row in aggregates:
        out[row.value][row.measure, row.key] = row
    return out


def _mapped(known: Definitions) -> Mapping[tuple[str, str], tuple[tuple[str, str], ...]] | None:
    """For each figure and scope the (measure, key) whose counts add up to it; None when a figure of the summary has none."""
    out: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    for figure in known.figures:
        for scope in figure.scopes:
            measures = _measures(figure, scope)
            if measures is not None:
                out[figure.id, scope] = measures
            elif figure.summary:
                return None
    return out


def _measures(figure: Definition, scope: str) -> tuple[tuple[str, str], ...] | None:
    find: Mapping[str, Callable[[Definition, str], tuple[tuple[str, str], ...] | None]] = {
        "marches": _of_contracts, "labels": _of_labels, "clauses": _of_clauses, "demandes": _of_both}
    return find[figure.of](figure, scope)


def _of_contracts(figure: Definition, scope: str) -> tuple[tuple[str, str], ...] | None:
    return {"": (("contracts", ""),), "yes": (("criterion", "yes"),), "read": (("criterion", "yes"), ("criterion", "no"))}[figure.select.criterion]


def _of_labels(figure: Definition, scope: str) -> tuple[tuple[str, str], ...] | None:
    select = figure.select
    if figure.without or not scope or select.families or (figure.count == "differents" and select != Select()):
        return None
    if select == Select():
        return ((f"with-{scope}", ""),)
    if select == Select(equivalent=select.equivalent) and select.equivalent is not None:
        return ((f"equivalent:{scope}", "yes" if select.equivalent else "no"),)
    if len(select.forces) == 1 and select == Select(forces=select.forces):
        return ((f"force:{scope}", next(iter(select.forces)).value),)
    if len(select.natures) == 1 and select == Select(natures=select.natures):
        return ((f"nature:{scope}", next(iter(select.natures)).value),)
    return None


def _of_clauses(figure: Definition, scope: str) -> tuple[tuple[str, str], ...] | None:
    select = figure.select
    if figure.without or select != Select(families=select.families):
        return None
    if select.families in _CLAUSES:
        return ((_CLAUSES[select.families], ""),)
    return (("family", next(iter(select.families)).value),) if len(select.families) == 1 else None


def _of_both(figure: Definition, scope: str) -> tuple[tuple[str, str], ...] | None:
    if scope or figure.select != Select(families=ENVIRONMENTAL):
        return None
    return (("without-demand" if figure.without else "with-demand", ""),)


def _one(rows: Mapping[tuple[str, str], Aggregate], measures: Iterable[tuple[str, str]], labels: int = 0) -> Count:
    """The Count of measures that share no contract."""
    found = [rows[measure] for measure in measures if measure in rows and rows[measure].contracts]
    known = sum(row.known for row in found)
    cents = sum(round(row.amount * 100) for row in found if row.amount is not None)
    return Count(
        sum(row.contracts for row in found), sum(row.demands for row in found), labels, cents / 100 if known else None, known)


def _labels(rows: Mapping[tuple[str, str], Aggregate], scope: str) -> int:
    """Number of distinct labels in a scope; an ecolabel without a name is none."""
    return sum(1 for (measure, _), row in rows.items() if measure == f"label:{scope}" and row.contracts) if scope != "unspecified" else 0


def _figures(
    known: Definitions, measures: Mapping[tuple[str, str], tuple[tuple[str, str], ...]], rows: Mapping[tuple[str, str], Aggregate],
) -> tuple[Figure, ...]:
    """The figures that the aggregates can say, in the order of the definitions."""
    out: dict[str, Figure] = {}
    for definition in known.figures:
        if any((definition.id, scope) not in measures for scope in definition.scopes):
            continue
        counts = []
        for scope in definition.scopes:
            labels = _labels(rows, scope) if definition.count == "differents" else 0
            own = _one(rows, measures[definition.id, scope], labels)
            counts.append(own if definition.of != "marches" and not definition.without else Count(own.contracts, 0, 0, own.amount, own.known))
        shares = tuple(share(own, definition, scope, out) for own, scope in zip(counts, definition.scopes, strict=True))
        out[definition.id] = Figure(definition, tuple(counts), shares)
    return tuple(out.values())


def _scope_count(rows: Mapping[tuple[str, str], Aggregate], scope: str) -> Count:
    return _one(rows, ((f"with-{scope}", ""),), _labels(rows, scope))


def _table(axis: Axis, rows: Rows) -> Table:
    lines = [
        Line(value, _one(own, (("contracts", ""),)), {scope: _scope_count(own, scope) for scope in SCOPES})
        for value, own in rows.items() if ("contracts", "") in own and own["contracts", ""].contracts]
    return table_of(axis, lines)


def _evolution(years: Rows) -> tuple[YearPoint, ...]:
    points = []
    for value in sorted(years):
        own = years[value]
        if value and ("contracts", "") in own and own["contracts", ""].contracts:
            natures = {nature.value: own["nature", nature.value].demands for nature in Nature if ("nature", nature.value) in own}
            points.append(YearPoint(
                value, _one(own, (("contracts", ""),)), _scope_count(own, "strict"), _scope_count(own, "wide"),
                {name: number for name, number in natures.items() if number}))
    return tuple(points)
