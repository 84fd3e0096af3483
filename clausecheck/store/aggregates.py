"""What each tender adds to the counts, and the counts as they are read. Whole numbers only: adding and taking away again leaves nothing behind."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from clausecheck.model import CORE, ENVIRONMENTAL, Contract, Counted, CountedLabel, Family, Nature
from clausecheck.store.record import FAILED, PARTIAL, CheckRow, Record
from clausecheck.text.fold import fold

__all__ = [
    "BRIEF", "COUNTED_AS", "DECLARED_NOT_FOUND", "DIMENSIONS", "FOUND_NOT_DECLARED", "MEDIUM", "Aggregate", "Deltas", "Facts", "against", "disagrees",
    "environmental", "facts_of", "spread", "whole",
]

COUNTED_AS = "1"
"""Changed whenever what is counted changes: a store counted otherwise is counted again before it is written to."""
DIMENSIONS = ("all", "year", "buyer", "department", "sector", "division")
"""What counts can be asked by. `year` is read from the rows of `all`: every row has its year."""
SCOPES = ("strict", "wide", "unspecified", "other")
BRIEF = frozenset({
    "contracts", "partial", "failed", "with-demand", "without-demand", "with-core", "with-social", "conformity", "ambition",
    *(f"with-{scope}" for scope in SCOPES),
})
"""Measures kept by buyer too; there are too many buyers for the others."""
MEDIUM = BRIEF | {
    "failure", "label", "nature", "family", "criterion", "found-environmental", "found-social", "declared-environmental", "declared-social",
    "against", *(f"label:{scope}" for scope in SCOPES),
}
"""Measures kept by department and CPV division; all of them are kept for the whole store and by sector."""
DECLARED_NOT_FOUND, DECLARED_UNSEEN, FOUND_NOT_DECLARED = "declared-not-found", "declared-unseen", "found-not-declared"
_NONE = "pas de consideration"
_LARGEST = 1e12
"""Amounts beyond this many euros are slips of the pen, kept with the contract but left out of the sums."""

Block = dict[tuple[str, str], list[int]]
Deltas = dict[tuple[str, int, str], Block]
"""(dimension, year, value), year 0 when unknown, to (measure, key) to five numbers: contracts,
demands, hundredths of euros, contracts whose amount is known, hundredths of score points."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One count. `value` is that of the dimension ("" when unknown, and for `all`); `year` None when it was summed over the years or is unknown.

    `amount` in euros over the `known` contracts whose amount is known, None when it is nobody's; `points` a sum of scores (measures conformity,
    ambition: divide by `contracts`).
    """

    dimension: str
    value: str
    year: int | None
    measure: str
    key: str
    contracts: int
    demands: int
    amount: float | None
    known: int
    points: float


@dataclass(frozen=True, slots=True)
class Facts:
    """What the counts are made of, the same out of a record or out of the tables. `issues` are codes; `whole`: see the function of that name."""

    contract: Contract
    counted: Counted
    status: str
    failure: str
    conformity: float | None
    ambition: float | None
    issues: tuple[str, ...]
    checks: tuple[CheckRow, ...]
    whole: bool


def facts_of(record: Record) -> Facts:
    """The facts of a record."""
    issues = tuple(issue.code.value for document in record.documents for issue in document.issues)
    return Facts(
        record.contract, record.counted, record.status, record.failure, record.conformity, record.ambition, issues,
        tuple(check for check in record.checks if check.verdict != "not-applicable"),
        whole((document.kind, document.status) for document in record.documents))


def whole(documents: Iterable[tuple[str, str]]) -> bool:
    """Whether rules and contract were given and read completely, so that what was not found is not there. Pairs of kind and status."""
    given = list(documents)
    kinds = {kind for kind, _ in given}
    contract = "ccp" in kinds or {"ccap", "cctp"} <= kinds
    return "rc" in kinds and contract and all(status == "complete" for _, status in given)


def environmental(counted: Counted) -> int:
    """Number of environmental demands: labels that are not social, and clauses of the environmental families."""
    labels = sum(1 for label in counted.labels if label.nature is not Nature.SOCIAL)
    return labels + sum(1 for clause in counted.clauses if clause.family in ENVIRONMENTAL)


def against(facts: Facts) -> dict[str, tuple[str, ...]]:
    """Declared considerations held against the text: the values of each kind of difference; empty without a declaration or when nothing was read.

    `declared-not-found` is said only when everything was read (or « Pas de considération » was found); else it is `declared-unseen`.
    """
    out: dict[str, list[str]] = {}
    if facts.status == FAILED:
        return {}
    pairs = ((facts.contract.declared_environmental, facts.counted.environmental), (facts.contract.declared_social, facts.counted.social))
    for declared, found in pairs:
        if declared is None:
            continue
        said, seen = _real(declared), _real(found)
        sure = facts.whole or (bool(found) and not seen)
        for value in (said[name] for name in said if name not in seen):
            out.setdefault(DECLARED_NOT_FOUND if sure else DECLARED_UNSEEN, []).append(value)
        for value in (seen[name] for name in seen if name not in said):
            out.setdefault(FOUND_NOT_DECLARED, []).append(value)
    return {kind: tuple(values) for kind, values in out.items()}


def disagrees(facts: Facts) -> bool:
    """Whether the declaration and the text contradict each other."""
    return bool({DECLARED_NOT_FOUND, FOUND_NOT_DECLARED} & against(facts).keys())


def _real(values: Iterable[str]) -> dict[str, str]:
    """Considerations by their folded name, « Pas de considération… » left out."""
    named = {fold(value).strip(): value for value in values}
    return {name: value for name, value in named.items() if name and not name.startswith(_NONE)}


def spread(facts: Facts, sign: int, deltas: Deltas) -> None:
    """Add (sign 1) or take away (-1) a tender's part of every count."""
    contract = facts.contract
    year = contract.year or 0
    cents = _cents(contract.amount)
    money, known = (sign * cents, sign) if cents is not None else (0, 0)
    measures = [(item, (sign, sign * demands, money, known, sign * points)) for item, (demands, points) in _measures(facts).items()]
    medium = [pair for pair in measures if pair[0][0] in MEDIUM]
    brief = [pair for pair in medium if pair[0][0] in BRIEF]
    for dimension, value, own in (
        ("all", "", measures), ("sector", contract.sector, measures), ("department", contract.department, medium),
        ("division", contract.division, medium), ("buyer", contract.buyer, brief),
    ):
        block = deltas.setdefault((dimension, year, value), {})
        for item, (contracts, demands, cents_, known_, points) in own:
            row = block.get(item)
            if row is None:
                block[item] = [contracts, demands, cents_, known_, points]
            else:
                row[0] += contracts
                row[1] += demands
                row[2] += cents_
                row[3] += known_
                row[4] += points


def _cents(amount: float | None) -> int | None:
    if amount is None or not math.isfinite(amount) or abs(amount) > _LARGEST:
        return None
    return round(amount * 100)


class _Measures(dict[tuple[str, str], list[int]]):
    """Demands and points by (measure, key)."""

    def add(self, measure: str, key: str = "", demands: int = 0, points: int = 0) -> None:
        row = self.setdefault((measure, key), [0, 0])
        row[0] += demands
        row[1] += points


def _measures(facts: Facts) -> Mapping[tuple[str, str], Sequence[int]]:
    out = _Measures()
    for code in facts.issues:
        out.add("issue", code, 1)
    if facts.status == FAILED:
        out.add("failed")
        out.add("failure", facts.failure or "unread")
        return out
    counted = facts.counted
    out.add("contracts")
    if facts.status == PARTIAL:
        out.add("partial")
    for label in counted.labels:
        _label(out, label)
    demands = environmental(counted)
    out.add("with-demand" if demands else "without-demand", demands=demands)
    for clause in counted.clauses:
        out.add("family", clause.family.value, 1)
        out.add("clause-force", clause.force.value, 1)
        out.add("clause-stage", clause.stage.value, 1)
        if clause.family in CORE:
            out.add("with-core", demands=1)
        elif clause.family is Family.SOCIAL:
            out.add("with-social", demands=1)
    out.add("criterion", {True: "yes", False: "no", None: "unread"}[counted.environmental_criterion])
    for check in facts.checks:
        out.add("check", f"{check.id} {check.verdict}")
    for measure, score in (("conformity", facts.conformity), ("ambition", facts.ambition)):
        if score is not None:
            out.add(measure, points=round(score * 100))
    _considerations(out, facts)
    return out


def _label(out: _Measures, label: CountedLabel) -> None:
    equivalent = {True: "yes", False: "no", None: "none"}[label.equivalent]
    scopes = _scopes(label)
    for scope in scopes:
        out.add(f"with-{scope}", demands=1)
    pairs = (("label", label.label), ("nature", label.nature.value), ("force", label.force.value), ("stage", label.stage.value),
             ("equivalent", equivalent))
    for measure, key in pairs:
        out.add(measure, key, 1)
        for scope in scopes:
            out.add(f"{measure}:{scope}", key, 1)


def _scopes(label: CountedLabel) -> tuple[str, ...]:
    """Scopes a label demand counts in: wide holds strict, the others exclude one another."""
    wide = (("strict",) if label.strict else ()) + (("wide",) if label.wide else ())
    if label.nature is Nature.UNSPECIFIED:
        return (*wide, "unspecified")
    return wide or ("other",)


def _considerations(out: _Measures, facts: Facts) -> None:
    contract, counted = facts.contract, facts.counted
    for name, declared, found in (
        ("environmental", contract.declared_environmental, counted.environmental), ("social", contract.declared_social, counted.social),
    ):
        for value in dict.fromkeys(found):
            out.add(f"found-{name}", value)
        for value in dict.fromkeys(declared or ()):
            out.add(f"declared-{name}", value)
    for kind, values in against(facts).items():
        out.add("against", kind, len(values))
