"""Where indicators come from: a store, or tenders read now. Both give the same three streams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from clausecheck.model import Contract, Counted, CountedClause, CountedLabel, PolicyResult
from clausecheck.store.rows import Gap

__all__ = ["Gap", "Reports", "Source", "WithCounted", "WithCriteria", "WithGaps", "WithPolicies"]


class Source(Protocol):
    """Contracts with their demands, each demand once. `year` keeps the contracts of that year; None keeps all, those without a year too.

    Tenders of which nothing could be read are no contracts here: nothing may be called absent in them (see WithGaps).
    """

    def contracts(self, *, year: int | None = None) -> Iterator[Contract]:
        """Every contract once."""
        ...

    def labels(self, *, year: int | None = None) -> Iterator[tuple[Contract, CountedLabel]]:
        """Every label demand with its contract."""
        ...

    def clauses(self, *, year: int | None = None) -> Iterator[tuple[Contract, CountedClause]]:
        """Every clause demand with its contract, social and accessibility clauses included."""
        ...


@runtime_checkable
class WithGaps(Protocol):
    """A source that knows what could not be read."""

    def gaps(self) -> Iterator[Gap]:
        """Every tender read in part or not at all."""
        ...


@runtime_checkable
class WithCounted(Protocol):
    """A source that gives each contract with all that is counted of it, for exports of one row a contract."""

    def counted(self, *, year: int | None = None) -> Iterator[tuple[Contract, Counted]]:
        """Every contract with its demands and considerations."""
        ...


@runtime_checkable
class WithCriteria(Protocol):
    """A source that knows whether an award criterion is environmental."""

    def criteria(self, *, year: int | None = None) -> Iterator[tuple[Contract, bool | None]]:
        """Every contract with True or False, None when no criterion of it was read."""
        ...


@runtime_checkable
class WithPolicies(Protocol):
    """A source that kept how each contract answers the policies it was checked against."""

    def policies(self, *, year: int | None = None) -> Iterator[tuple[Contract, tuple[PolicyResult, ...]]]:
        """Every contract with its policy results, empty when it was checked against none."""
        ...


@dataclass(frozen=True, slots=True)
class Reports:
    """A source made of (contract, counted) pairs. `results` are the policy results by contract key."""

    pairs: Sequence[tuple[Contract, Counted]]
    unread: Sequence[Gap] = ()
    results: Sequence[tuple[str, tuple[PolicyResult, ...]]] = ()

    def counted(self, *, year: int | None = None) -> Iterator[tuple[Contract, Counted]]:
        """Every contract with its demands and considerations."""
        return (pair for pair in self.pairs if year is None or pair[0].year == year)

    def contracts(self, *, year: int | None = None) -> Iterator[Contract]:
        """Every contract once."""
        return (contract for contract, _ in self.counted(year=year))

    def labels(self, *, year: int | None = None) -> Iterator[tuple[Contract, CountedLabel]]:
        """Every label demand with its contract."""
        return ((contract, label) for contract, counted in self.counted(year=year) for label in counted.labels)

    def clauses(self, *, year: int | None = None) -> Iterator[tuple[Contract, CountedClause]]:
        """Every clause demand with its contract."""
        return ((contract, clause) for contract, counted in self.counted(year=year) for clause in counted.clauses)

    def criteria(self, *, year: int | None = None) -> Iterator[tuple[Contract, bool | None]]:
        """Every contract, and whether one of its award criteria is environmental."""
        return ((contract, counted.environmental_criterion) for contract, counted in self.counted(year=year))

    def gaps(self) -> Iterator[Gap]:
        """Every tender read in part or not at all."""
        return iter(self.unread)

    def policies(self, *, year: int | None = None) -> Iterator[tuple[Contract, tuple[PolicyResult, ...]]]:
        """Every contract with its policy results."""
        known = dict(self.results)
        return ((contract, known.get(contract.key, ())) for contract in self.contracts(year=year))
