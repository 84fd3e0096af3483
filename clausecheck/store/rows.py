"""The read side of a store: contracts, demands and counts, streamed in the order in which the tenders were first written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from sqlite3 import Connection
from typing import Any, NamedTuple

from clausecheck.model import Contract, Counted, CountedClause, CountedLabel, PolicyResult, Report
from clausecheck.store.aggregates import DIMENSIONS, Aggregate, Facts, whole
from clausecheck.store.errors import told
from clausecheck.store.rebuild import policy_of, report_of
from clausecheck.store.record import FAILED, CheckRow, clean_text, unpack
from clausecheck.store.tables import CLAUSE, CONTRACT, LABEL, clause_of, contract_of_row, label_of

__all__ = ["Gap", "Rows"]

Row = tuple[Any, ...]
_READ = "status <> 'failed'"


class Gap(NamedTuple):
    """A tender read in part or, `failed`, not at all; `message` is French."""

    key: str
    failed: bool
    message: str


class Rows:
    """What a store answers. Every method raises StoreError when the file cannot be read. A source of indicators: failed tenders are gaps, not
    contracts."""

    def __init__(self, base: Connection, path: Path) -> None:
        self._base = base
        self.path = path

    def keys(self) -> Iterator[str]:
        """Key of every tender, failed ones too."""
        return (key for (key,) in self._select("SELECT key FROM tenders ORDER BY tender"))

    def fingerprint(self, key: str) -> str | None:
        """The fingerprint a tender was stored with; None when it is not in the store."""
        row = self._one("SELECT fingerprint FROM tenders WHERE key = ?", (clean_text(key),))
        return None if row is None else str(row[0])

    def record_json(self, key: str) -> dict[str, Any]:
        """The stored JSON report of a tender, {} for one that could not be checked. Raises KeyError for an unknown key."""
        row = self._one("SELECT body FROM tenders LEFT JOIN reports USING (tender) WHERE key = ?", (clean_text(key),))
        if row is None:
            raise KeyError(key)
        found: dict[str, Any] = unpack(row[0] or b"")
        return found

    def report(self, key: str) -> Report | None:
        """The stored report, without the text of its documents; None for a tender that could not be checked. Raises KeyError for an unknown key."""
        row = self._one("SELECT body, extra FROM tenders LEFT JOIN reports USING (tender) WHERE key = ?", (clean_text(key),))
        if row is None:
            raise KeyError(key)
        return report_of(unpack(row[0]), unpack(row[1])) if row[0] else None

    def contracts(self, *, year: int | None = None) -> Iterator[Contract]:
        """Every contract of which something was read."""
        return (contract for _, contract in self._contracts(*_of(year)))

    def labels(self, *, year: int | None = None) -> Iterator[tuple[Contract, CountedLabel]]:
        """Every label demand with its contract."""
        where, values = _of(year)
        rows = _Grouped(self._details("labels", LABEL, where, values))
        return ((contract, label_of(row)) for tender, contract in self._contracts(where, values) for row in rows.of(tender))

    def clauses(self, *, year: int | None = None) -> Iterator[tuple[Contract, CountedClause]]:
        """Every clause demand with its contract."""
        where, values = _of(year)
        rows = _Grouped(self._details("clauses", CLAUSE, where, values))
        return ((contract, clause_of(row)) for tender, contract in self._contracts(where, values) for row in rows.of(tender))

    def counted(self, *, year: int | None = None) -> Iterator[tuple[Contract, Counted]]:
        """Every contract with all that is counted of it."""
        return ((contract, counted) for _, contract, counted in self._counted(*_of(year)))

    def criteria(self, *, year: int | None = None) -> Iterator[tuple[Contract, bool | None]]:
        """Every contract, and whether one of its award criteria is environmental; None when no criterion was read."""
        where, values = _of(year)
        for row in self._select(f"SELECT environmental_criterion, {', '.join(CONTRACT)} FROM tenders WHERE {where} ORDER BY tender", values):
            yield contract_of_row(row[1:]), None if row[0] is None else bool(row[0])

    def gaps(self) -> Iterator[Gap]:
        """Every tender read in part or not at all."""
        rows = self._select("SELECT key, status, message FROM tenders WHERE status <> 'checked' ORDER BY tender")
        return (Gap(key, status == FAILED, message) for key, status, message in rows)

    def policies(self, *, year: int | None = None) -> Iterator[tuple[Contract, tuple[PolicyResult, ...]]]:
        """Every contract with its policy results, empty when it was checked against none."""
        where, values = _of(year)
        rows = _Grouped(self._details("policies", ("body",), where, values))
        for tender, contract in self._contracts(where, values):
            yield contract, tuple(policy_of(json.loads(body)) for (body,) in rows.of(tender))

    def aggregates(
        self, dimension: str, *, year: int | None = None, measure: str | None = None, key: str | None = None, value: str | None = None,
    ) -> list[Aggregate]:
        """Counts by one of DIMENSIONS, those of one `year` or the sum over all of them; one measure, key or value when given. Sorted.

        Measures: contracts, partial, failed, failure (key: reason), issue (code), with-demand and without-demand (environmental), with-core,
        with-social, with-strict, with-wide, with-unspecified, with-other, label, nature, force, stage, equivalent (of label demands; "label:strict"
        and so on within a scope), family, clause-force, clause-stage, criterion (yes, no, unread), check ("CK-02 missing"), conformity, ambition,
        found-environmental, found-social, declared-environmental, declared-social, against (kind of difference). By buyer only those of BRIEF,
        by department and division those of MEDIUM.
        Raises ValueError for an unknown dimension.
        """
        if dimension not in DIMENSIONS:
            raise ValueError(f"unknown dimension {dimension}")
        by_year = dimension == "year"
        tests, values = ["dimension = ?"], ["all" if by_year else dimension]
        wanted: tuple[tuple[str, object], ...] = (
            ("measure", measure), ("key", key), ("year", int(value or 0) if by_year and value is not None else year),
            ("value", None if by_year else value))
        for name, given in wanted:
            if given is not None:
                tests.append(f"{name} = ?")
                values.append(given)  # type: ignore[arg-type]
        group = "year" if by_year else "value"
        found = self._select(
            f"SELECT {group}, measure, key, sum(contracts), sum(demands), sum(cents), sum(known), sum(points) FROM aggregates "
            f"WHERE {' AND '.join(tests)} GROUP BY measure, key, {group} ORDER BY measure, key, {group}", values)
        out = []
        for own, name, what, contracts, demands, cents, known, points in found:
            shown = (str(own) if own else "") if by_year else own
            own_year = (own or None) if by_year else year
            out.append(Aggregate(
                dimension, shown, own_year, name, what, contracts, demands, cents / 100 if known else None, known, points / 100))
        return out

    def facts(self, where: str = "1", values: Sequence[object] = ()) -> Iterator[tuple[int, Facts]]:
        """(tender number, facts) of the tenders that `where` chooses, failed ones too."""
        wanted = f"SELECT tender, status, failure, conformity, ambition FROM tenders WHERE {where} ORDER BY tender"
        documents = _Grouped(self._details("documents", ("kind", "status"), where, values))
        issues = _Grouped(self._details("issues", ("code",), where, values, order="tender, document, position"))
        checks = _Grouped(self._details("checks", ("id", "verdict", "severity"), where, values, order="tender, id"))
        rows = zip(self._select(wanted, values), self._counted(where, values), strict=True)
        for (tender, status, failure, conformity, ambition), (_, contract, counted) in rows:
            yield tender, Facts(
                contract, counted, status, failure, conformity, ambition, tuple(code for (code,) in issues.of(tender)),
                tuple(CheckRow(*row) for row in checks.of(tender)), whole(documents.of(tender)))

    def query(self, sql: str, values: Sequence[object] = ()) -> tuple[tuple[str, ...], Iterator[Row]]:
        """Column names and rows of any statement that only reads."""
        with told(self.path):
            cursor = self._base.execute(sql, values)
        return tuple(column[0] for column in cursor.description or ()), self._fetched(cursor)

    def _contracts(self, where: str, values: Sequence[object]) -> Iterator[tuple[int, Contract]]:
        rows = self._select(f"SELECT tender, {', '.join(CONTRACT)} FROM tenders WHERE {where} ORDER BY tender", values)
        return ((row[0], contract_of_row(row[1:])) for row in rows)

    def _counted(self, where: str, values: Sequence[object]) -> Iterator[tuple[int, Contract, Counted]]:
        labels = _Grouped(self._details("labels", LABEL, where, values))
        clauses = _Grouped(self._details("clauses", CLAUSE, where, values))
        columns = f"tender, environmental_criterion, found_environmental, found_social, {', '.join(CONTRACT)}"
        for row in self._select(f"SELECT {columns} FROM tenders WHERE {where} ORDER BY tender", values):
            tender, criterion, environment, social = row[:4]
            yield tender, contract_of_row(row[4:]), Counted(
                tuple(map(label_of, labels.of(tender))), tuple(map(clause_of, clauses.of(tender))), None if criterion is None else bool(criterion),
                tuple(json.loads(environment)), tuple(json.loads(social)))

    def _details(
        self, table: str, columns: Sequence[str], where: str, values: Sequence[object], *, order: str = "tender, position",
    ) -> Iterator[Row]:
        chosen = "" if where == "1" else f"WHERE tender IN (SELECT tender FROM tenders WHERE {where})"
        return self._select(f"SELECT tender, {', '.join(columns)} FROM {table} {chosen} ORDER BY {order}", values)

    def _select(self, sql: str, values: Sequence[object] = ()) -> Iterator[Row]:
        with told(self.path):
            cursor = self._base.execute(sql, values)
        return self._fetched(cursor)

    def _fetched(self, cursor: Iterable[Row]) -> Iterator[Row]:
        with told(self.path):
            for row in cursor:  # noqa: UP028 - left half read, "yield from" would close a cursor whose base is closed already
                yield row

    def _one(self, sql: str, values: Sequence[object]) -> Row | None:
        return next(self._select(sql, values), None)


def _of(year: int | None) -> tuple[str, tuple[object, ...]]:
    return (_READ, ()) if year is None else (f"{_READ} AND year = ?", (year,))


class _Grouped:
    """Rows that come sorted by their first column, taken group by group."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, tender: int) -> Iterator[Row]:
        """The rows of a tender without its number; asked for in rising order."""
        while self._next is not None and self._next[0] < tender:
            self._next = next(self._rows, None)
        while self._next is not None and self._next[0] == tender:
            row = self._next
            self._next = next(self._rows, None)
            yield row[1:]


