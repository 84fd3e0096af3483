"""Declared against found: contracts whose declared considerations and text contradict each other, with the sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from clausecheck.model import APART, Contract, Counted, CountedClause, CountedLabel, Family, Force, Nature, Stage
from clausecheck.store.aggregates import DECLARED_NOT_FOUND, FOUND_NOT_DECLARED, Facts, against
from clausecheck.store.filters import Filters
from clausecheck.store.rows import Rows

__all__ = ["Disagreement", "disagreements"]

Found = CountedLabel | CountedClause
_AT_ONCE = 200
_SENTENCES = 3
_WORDS = {FOUND_NOT_DECLARED: "trouvé, non déclaré", DECLARED_NOT_FOUND: "déclaré, non trouvé"}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One consideration of one contract, with a sentence that shows it. `kind` is found-not-declared or declared-not-found, `words` its French name.

    Nothing can be quoted for what was not found: `quote` is then "", and so it is for a criterion read in a table.
    """

    contract: Contract
    kind: str
    value: str
    quote: str = ""
    document: str = ""
    page: int | None = None

    @property
    def words(self) -> str:
        """The kind in French."""
        return _WORDS[self.kind]


def disagreements(store: Rows, filters: Filters, limit: int | None = None) -> Iterator[Disagreement]:
    """Every consideration on which declaration and text contradict each other, the latest years first; at most `limit` contracts. Up to three
    sentences for what was found. What could not be read in full is no contradiction (see aggregates.against)."""
    where, values = filters.where()
    _, rows = store.query(
        f"SELECT tender FROM tenders INDEXED BY tenders_disagree WHERE disagrees = 1 AND {where} "
        "ORDER BY year DESC, buyer DESC, sector DESC, key DESC LIMIT ?", (*values, -1 if limit is None else limit))
    numbers: list[int] = [int(row[0]) for row in rows]
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        found = dict(store.facts(f"tender IN ({', '.join('?' * len(part))})", part))
        for number in part:
            yield from _of(store, number, found[number])


def _of(store: Rows, number: int, facts: Facts) -> Iterator[Disagreement]:
    for kind, values in against(facts).items():
        if kind not in _WORDS:
            continue
        for value in values:
            rows = _sentences(facts.counted, value) if kind == FOUND_NOT_DECLARED else []
            for row in rows[:_SENTENCES]:
                yield Disagreement(facts.contract, kind, value, row.quote, row.document, row.page)
            if not rows:
                yield _criterion(store, number, facts.contract, kind, value)


def _criterion(store: Rows, number: int, contract: Contract, kind: str, value: str) -> Disagreement:
    """The award criterion that shows a consideration, when it is one and was found."""
    test = _CRITERIA.get(value)
    if kind == FOUND_NOT_DECLARED and test is not None:
        _, rows = store.query(f"SELECT name, document, page FROM criteria WHERE tender = ? AND {test} ORDER BY position LIMIT 1", (number,))
        for name, document, page in rows:
            return Disagreement(contract, kind, value, str(name), str(document), page)
    return Disagreement(contract, kind, value)


def _sentences(counted: Counted, value: str) -> Sequence[Found]:
    test = _SHOWS.get(value)
    rows: tuple[Found, ...] = (*counted.labels, *counted.clauses)
    return [row for row in rows if test(row)] if test is not None else []


def _green(row: Found) -> bool:
    return row.nature is not Nature.SOCIAL if isinstance(row, CountedLabel) else row.family not in APART


def _clause(row: Found) -> bool:
    return _green(row) and row.force is Force.REQUIRED and row.stage in (Stage.SPECIFICATION, Stage.PERFORMANCE)


def _award(row: Found) -> bool:
    return _green(row) and row.force is Force.SCORED and row.stage is Stage.AWARD


def _social_clause(row: Found) -> bool:
    return isinstance(row, CountedClause) and row.family is Family.SOCIAL and row.force is Force.REQUIRED


def _social_award(row: Found) -> bool:
    return isinstance(row, CountedClause) and row.family is Family.SOCIAL and row.force is Force.SCORED


_SHOWS: Mapping[str, Callable[[Found], bool]] = {
    "Clause environnementale": _clause, "Critère environnemental": _award, "Clause sociale": _social_clause, "Critère social": _social_award,
}
"""Which demands show a consideration that the tool found (assess.counts decides it); names of the DECP schema."""
_CRITERIA = {"Critère environnemental": "environmental = 1", "Critère social": "kind = 'social'"}
