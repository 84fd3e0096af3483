"""Contracts and demands added up: the figures, the breakdowns and the rows that prove them, in one pass over a source."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from clausecheck.indicators.definitions import SCOPES, Axis, Definition, Definitions, in_scope, load_definitions
from clausecheck.indicators.source import Gap, Source, WithCriteria, WithGaps
from clausecheck.model import Contract, CountedClause, CountedLabel, Force, Nature, Stage

__all__ = [
    "LOT_MARK", "Bucket", "Count", "Figure", "Indicators", "Line", "Row", "Table", "YearPoint", "breakdowns", "count", "count_of", "history",
    "share", "table_of", "values_of",
]

LOT_MARK = "\N{INFORMATION SEPARATOR ONE}"
"""Between the contract's key and the lot in a value of the axis `lot`: lot 1 of one contract is not lot 1 of another."""
_FIXED: Mapping[str, Sequence[str]] = {
    "nature": [nature.value for nature in Nature], "force": [force.value for force in Force if force.demand],
    "stage": [stage.value for stage in Stage], "equivalent": ["yes", "no", ""],
}
"""Axes whose lines are always there, in this order, zeros too."""


_LARGEST = 1e12
"""Amounts beyond this many euros, and those that are no number, are slips of the pen: shown with the contract, left out of the sums. Sums are made
in whole hundredths, so that the order of the contracts does not change them; the aggregates of a store are made so too."""


@dataclass(frozen=True, slots=True)
class Count:
    """One number in its three units (`labels` is counted only where it is the number asked for), and its value: `amount` is the sum in euros over the
    `known` contracts whose amount is known, None when none is."""

    contracts: int = 0
    demands: int = 0
    labels: int = 0
    amount: float | None = None
    known: int = 0

    def value(self, unit: str) -> int:
        """The number in a unit of definitions.COUNTS."""
        return {"marches": self.contracts, "demandes": self.demands, "differents": self.labels}[unit]


@dataclass(frozen=True, slots=True)
class Row:
    """One demand that is counted, with its contract: a label or a clause, the other is None."""

    contract: Contract
    label: CountedLabel | None = None
    clause: CountedClause | None = None

    @property
    def demand(self) -> CountedLabel | CountedClause:
        """The label or the clause."""
        found = self.label or self.clause
        if found is None:
            raise ValueError("a row holds a label or a clause")
        return found


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the summary: one Count for each of its definition's scopes; `shares` are percentages of `share_of`, None without one."""

    definition: Definition
    counts: tuple[Count, ...]
    shares: tuple[float | None, ...]

    def value(self, scope: str = "") -> int:
        """The number of one scope, in the figure's own unit."""
        return self.counts[self.definition.scopes.index(scope)].value(self.definition.count)


@dataclass(frozen=True, slots=True)
class Line:
    """One value of an axis. `every`: its contracts, with or without labels (None on an axis of demands); `scopes`: a Count for each of SCOPES."""

    value: str
    every: Count | None
    scopes: Mapping[str, Count]


@dataclass(frozen=True, slots=True)
class Table:
    """One breakdown."""

    axis: Axis
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class YearPoint:
    """One year of the evolution; `natures` counts its label demands by nature."""

    year: str
    every: Count
    strict: Count
    wide: Count
    natures: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Indicators:
    """Everything counted of a source. `rows`, `contracts` and `members` are empty when they were not asked for.

    `members`: keys of the contracts of each figure of contracts chosen by their criteria; `names`: label id to French name; `lotted`: contracts by
    key whose label demands name lots.
    """

    definitions: Definitions
    year: int | None
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    evolution: tuple[YearPoint, ...]
    contracts: tuple[Contract, ...]
    members: Mapping[str, frozenset[str]]
    rows: tuple[Row, ...]
    gaps: tuple[Gap, ...]
    names: Mapping[str, str]
    lotted: Mapping[str, Contract]

    def figure(self, name: str) -> Figure:
        """The figure of that id. Raises KeyError."""
        for figure in self.figures:
            if figure.definition.id == name:
                return figure
        raise KeyError(name)


class Bucket:
    """A Count being made."""

    __slots__ = ("amounts", "demands", "labels")

    def __init__(self) -> None:
        self.amounts: dict[str, float | None] = {}
        self.demands = 0
        self.labels: set[str] = set()

    def add(self, contract: Contract, label: str = "", demands: int = 1) -> None:
        """One more demand of a contract."""
        self.amounts[contract.key] = contract.amount
        self.demands += demands
        if label:
            self.labels.add(label)

    def count(self) -> Count:
        """The Count so far."""
        known = [round(amount * 100) for amount in self.amounts.values() if amount is not None and abs(amount) <= _LARGEST]
        return Count(len(self.amounts), self.demands, len(self.labels), sum(known) / 100 if known else None, len(known))


@dataclass(slots=True)
class _Pass:
    """What one pass over a source fills."""

    figures: dict[tuple[str, str], Bucket] = field(default_factory=lambda: defaultdict(Bucket))
    cells: dict[tuple[str, str, str], Bucket] = field(default_factory=lambda: defaultdict(Bucket))
    natures: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    names: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    lotted: dict[str, Contract] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


def values_of(axis: str, contract: Contract, label: CountedLabel | None = None) -> tuple[str, ...]:
    """The values of a contract, or of one of its label demands, on an axis; "" where it is not known. Raises KeyError for an unknown axis."""
    if axis in _CONTRACT_AXES:
        return (_CONTRACT_AXES[axis](contract),)
    if label is None:
        return ()
    if axis == "lot":
        return tuple(f"{contract.key}{LOT_MARK}{lot}" for lot in label.lots) or ("",)
    if axis == "equivalent":
        return ({True: "yes", False: "no", None: ""}[label.equivalent],)
    return ({"nature": label.nature.value, "label": label.label, "force": label.force.value, "stage": label.stage.value}[axis],)


_CONTRACT_AXES: Mapping[str, Callable[[Contract], str]] = {
    "year": lambda c: "" if c.year is None else str(c.year), "buyer": lambda c: c.buyer, "department": lambda c: c.department,
    "sector": lambda c: c.sector, "division": lambda c: c.division,
}


def count(
    source: Source, *, year: int | None = None, by: Sequence[str] = (), keep: bool = True, definitions: Definitions | None = None,
) -> Indicators:
    """Count a source. `year` keeps the contracts of that year; `by` names the axes broken down; `keep` keeps contracts and rows as proof.

    Raises KeyError for an unknown axis.
    """
    known = definitions or load_definitions()
    axes = [known.axis(name) for name in dict.fromkeys(by)]
    got = _Pass()
    contracts = list(source.contracts(year=year))
    for contract in contracts:
        _take_contract(got, contract, [axis for axis in axes if axis.of_contract])
    for contract, label in source.labels(year=year):
        _take_label(got, known, contract, label, axes, keep)
    for contract, clause in source.clauses(year=year):
        _take_clause(got, known, contract, clause, keep)
    for contract, criterion in source.criteria(year=year) if isinstance(source, WithCriteria) else ():
        _take_criterion(got, known, contract, criterion)
    return Indicators(
        known, year, _figures(got, known, contracts), tuple(_table(got, axis) for axis in axes), _evolution(got), tuple(contracts) if keep else (),
        _members(got, known) if keep else {}, tuple(got.rows),
        tuple(source.gaps()) if isinstance(source, WithGaps) else (), _usual_names(got), got.lotted,
    )


def history(source: Source) -> tuple[YearPoint, ...]:
    """The evolution over all the years of a source, its labels alone read."""
    got, known = _Pass(), load_definitions()
    for contract in source.contracts():
        _take_contract(got, contract, ())
    for contract, label in source.labels():
        _take_label(got, known, contract, label, (), False)
    return _evolution(got)


def _take_contract(got: _Pass, contract: Contract, axes: Iterable[Axis]) -> None:
    got.cells["evolution", _CONTRACT_AXES["year"](contract), "every"].add(contract, demands=0)
    for axis in axes:
        got.cells[axis.id, values_of(axis.id, contract)[0], "every"].add(contract, demands=0)


def _take_label(got: _Pass, known: Definitions, contract: Contract, label: CountedLabel, axes: Sequence[Axis], keep: bool) -> None:
    got.names[label.label][label.name] += 1
    if label.lots:
        got.lotted[contract.key] = contract
    key = "" if label.nature is Nature.UNSPECIFIED else label.label
    scopes = [scope for scope in SCOPES if in_scope(label, scope)]
    for figure in known.figures:
        if figure.of in ("labels", "demandes"):
            for scope in figure.scopes:
                if figure.select.label(label, scope):
                    got.figures[figure.id, scope].add(contract, key if figure.count == "differents" else "")
    year = _CONTRACT_AXES["year"](contract)
    got.natures[year][label.nature.value] += 1
    for scope in scopes:
        got.cells["evolution", year, scope].add(contract, key)
        for axis in axes:
            for value in values_of(axis.id, contract, label):
                got.cells[axis.id, value, scope].add(contract, key)
    if keep:
        got.rows.append(Row(contract, label=label))


def _take_criterion(got: _Pass, known: Definitions, contract: Contract, criterion: bool | None) -> None:
    for figure in known.figures:
        if figure.of == "marches" and figure.select.criterion and figure.select.contract(criterion):
            got.figures[figure.id, ""].add(contract, demands=0)


def _take_clause(got: _Pass, known: Definitions, contract: Contract, clause: CountedClause, keep: bool) -> None:
    for figure in known.figures:
        if figure.of in ("clauses", "demandes") and figure.select.clause(clause):
            for scope in figure.scopes:
                got.figures[figure.id, scope].add(contract)
    if keep:
        got.rows.append(Row(contract, clause=clause))


def _members(got: _Pass, known: Definitions) -> Mapping[str, frozenset[str]]:
    return {figure.id: frozenset(got.figures[figure.id, ""].amounts) for figure in known.figures if figure.select.criterion}


def _usual_names(got: _Pass) -> Mapping[str, str]:
    return {key: _usual(names) for key, names in got.names.items()}


def _usual(names: Counter[str]) -> str:
    """The name met most often; among equals the first in the alphabet, so that the same data give the same name."""
    return min(names, key=lambda name: (-names[name], name))


def _figures(got: _Pass, known: Definitions, contracts: Sequence[Contract]) -> tuple[Figure, ...]:
    every = Bucket()
    for contract in contracts:
        every.add(contract, demands=0)
    out: dict[str, Figure] = {}
    for definition in known.figures:
        scopes = definition.scopes
        counts = tuple(count_of(got.figures[definition.id, scope], definition, contracts, every) for scope in scopes)
        shares = tuple(share(own, definition, scope, out) for own, scope in zip(counts, scopes, strict=True))
        out[definition.id] = Figure(definition, counts, shares)
    return tuple(out.values())


def count_of(bucket: Bucket, definition: Definition, contracts: Sequence[Contract], every: Bucket) -> Count:
    """The Count of a figure: of its demands' bucket, of every contract, or of the contracts without such a demand."""
    if definition.of == "marches" and not definition.select.criterion:
        return every.count()
    if not definition.without:
        return bucket.count()
    rest = Bucket()
    for contract in contracts:
        if contract.key not in bucket.amounts:
            rest.add(contract, demands=0)
    return rest.count()


def share(own: Count, definition: Definition, scope: str, done: Mapping[str, Figure]) -> float | None:
    """Percentage of the figure it is a share of; None without one, or when that is 0."""
    if not definition.share_of:
        return None
    whole = done[definition.share_of]
    total = whole.value(scope if scope in whole.definition.scopes else whole.definition.scopes[0])
    return 100 * own.value(definition.count) / total if total else None


def breakdowns(source: Source, axes: Sequence[Axis], *, year: int | None = None) -> tuple[
    tuple[Table, ...], Mapping[str, str], Mapping[str, Contract],
]:
    """Breakdowns alone, with `names` and `lotted` as in Indicators: clauses are not read, contracts only for an axis of contracts."""
    got, known = _Pass(), load_definitions()
    if not axes:
        return (), {}, {}
    own = [axis for axis in axes if axis.of_contract]
    for contract in source.contracts(year=year) if own else ():
        _take_contract(got, contract, own)
    for contract, label in source.labels(year=year):
        _take_label(got, known, contract, label, axes, False)
    return tuple(_table(got, axis) for axis in axes), _usual_names(got), got.lotted


def _table(got: _Pass, axis: Axis) -> Table:
    values = {value for name, value, _ in got.cells if name == axis.id}
    if axis.id in _FIXED:
        values |= {value for value in _FIXED[axis.id] if value}
    return table_of(axis, [_line(got, axis, value) for value in values])


def table_of(axis: Axis, lines: list[Line]) -> Table:
    """A breakdown with its lines in order: those of a fixed list, years by date, others by their demands; what is unknown last."""
    order = _FIXED.get(axis.id)
    if order is not None:
        lines.sort(key=lambda line: list(order).index(line.value) if line.value in order else len(order))
    elif axis.id == "year":
        lines.sort(key=lambda line: (not line.value, line.value))
    else:
        lines.sort(key=lambda line: (not line.value, -line.scopes["wide"].demands, -(line.every.contracts if line.every else 0), line.value))
    return Table(axis, tuple(lines))


def _line(got: _Pass, axis: Axis, value: str) -> Line:
    def cell(scope: str) -> Count:
        bucket = got.cells.get((axis.id, value, scope))
        return bucket.count() if bucket else Count()

    return Line(value, cell("every") if axis.of_contract else None, {scope: cell(scope) for scope in SCOPES})


def _evolution(got: _Pass) -> tuple[YearPoint, ...]:
    years = sorted({value for name, value, _ in got.cells if name == "evolution" and value})

    def cell(year: str, scope: str) -> Count:
        bucket = got.cells.get(("evolution", year, scope))
        return bucket.count() if bucket else Count()

    return tuple(
        YearPoint(year, cell(year, "every"), cell(year, "strict"), cell(year, "wide"), {
            nature.value: got.natures[year][nature.value] for nature in Nature if got.natures[year][nature.value]})
        for year in years
    )
