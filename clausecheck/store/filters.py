"""Which tenders a question is about: a year, a buyer, a sector; and their counts, from the table of counts wherever it can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clausecheck.store.aggregates import Aggregate, Deltas, spread
from clausecheck.store.errors import StoreError
from clausecheck.store.rows import Rows
from clausecheck.text.fold import fold

__all__ = ["Filters", "chosen", "counts"]

_SIRET = re.compile(r"\d{14}")
_MANY = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """None: any. `buyers` are names as stored; `siret` instead of names when one was given."""

    year: int | None = None
    buyers: tuple[str, ...] = ()
    siret: str = ""
    sector: str | None = None

    def where(self) -> tuple[str, tuple[object, ...]]:
        """The condition on `tenders`, with its values; "1" for all."""
        tests: list[str] = []
        values: list[object] = []
        if self.year is not None:
            tests.append("year = ?")
            values.append(self.year)
        if self.buyers:
            tests.append(f"buyer IN ({', '.join('?' * len(self.buyers))})")
            values += self.buyers
        if self.siret:
            tests.append("siret = ?")
            values.append(self.siret)
        if self.sector is not None:
            tests.append("sector = ?")
            values.append(self.sector)
        return " AND ".join(tests) or "1", tuple(values)


def chosen(store: Rows, *, year: int | None = None, buyer: str = "", sector: str = "") -> Filters:
    """Filters as a user gives them. A buyer is a SIRET, a name, or words of names (case and accents do not matter). Raises StoreError when no tender
    of the store has such a buyer or sector."""
    siret = "".join(buyer.split())
    if sector:
        known = sorted(row.value for row in store.aggregates("sector", measure="contracts") if row.value)
        if sector not in known:
            raise StoreError(f"« {store.path} » ne connaît pas le secteur « {sector} » ; secteurs connus : {', '.join(known) or 'aucun'}.")
    if not buyer or _SIRET.fullmatch(siret):
        return Filters(year, (), siret if buyer else "", sector or None)
    names = list(dict.fromkeys(row.value for measure in ("contracts", "failed") for row in store.aggregates("buyer", measure=measure) if row.value))
    found = [name for name in names if name == buyer] or [name for name in names if fold(buyer) in fold(name)]
    if not found:
        raise StoreError(f"« {store.path} » ne connaît aucun acheteur « {buyer} » : donnez un mot de son nom, ou son SIRET.")
    if len(found) > _MANY:
        raise StoreError(f"« {buyer} » désigne {len(found)} acheteurs de « {store.path} » : donnez un nom plus précis.")
    return Filters(year, tuple(sorted(found)), "", sector or None)


def counts(store: Rows, filters: Filters, measure: str, *, key: str | None = None) -> list[Aggregate]:
    """Counts of a measure over the tenders chosen, one row a key and year. For one buyer they are counted now, over its own tenders."""
    if filters.buyers or filters.siret:
        rows = _counted(store, filters)
    elif filters.sector is not None:
        rows = _by_year(store, filters, measure)
    else:
        rows = iter(store.aggregates("year", value=None if filters.year is None else str(filters.year), measure=measure))
    return [row for row in rows if row.measure == measure and (key is None or row.key == key)]


def _by_year(store: Rows, filters: Filters, measure: str) -> Iterator[Aggregate]:
    years = [filters.year] if filters.year is not None else [row.year or 0 for row in store.aggregates("year", measure=measure)]
    for year in dict.fromkeys(years):
        yield from store.aggregates("sector", value=filters.sector, year=year, measure=measure)


def _counted(store: Rows, filters: Filters) -> Iterator[Aggregate]:
    deltas: Deltas = {}
    for _, facts in store.facts(*filters.where()):
        spread(facts, 1, deltas)
    for (dimension, year, value), block in sorted(deltas.items()):
        if dimension == "all":
            for (measure, key), (contracts, demands, cents, known, points) in sorted(block.items()):
                yield Aggregate(
                    "all", value, year or None, measure, key, contracts, demands, cents / 100 if known else None, known, points / 100)
