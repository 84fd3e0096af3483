"""Candidates for the strategic fields of the European forms (eForms): BT-06, BT-774, BT-805, BT-775, BT-754, BT-717 and BT-735.

Codes: OP-TED/eForms-SDK, lists strategic-procurement, environmental-impact, gpp-criteria, social-objective, accessibility, cvd-contract-type.
A candidate is a proposal with its sentence, never a fact: `none` is never proposed, since nobody reads in silence what a buyer decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from clausecheck.indicators.eforms_rules import EformsRules, load_eforms_rules
from clausecheck.model import APART, Contract, Counted, CountedClause, CountedLabel, Family, Force, Nature, Stage

__all__ = ["Candidate", "Confidence", "candidates", "environmental_rows", "firmest", "social_rows"]

Row = CountedLabel | CountedClause
_CONSIDERED = ("Clause environnementale", "Critère environnemental")
_SOCIAL = ("Clause sociale", "Critère social")
_RESERVED = "Marché réservé"
_DUTIES = (Stage.SPECIFICATION, Stage.PERFORMANCE, Stage.AWARD)


class Confidence(StrEnum):
    """How sure a proposal is; the values are French words for the reader."""

    HIGH = "forte"
    MEDIUM = "moyenne"
    LOW = "faible"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One code proposed for one field of one contract. `lot` "" is the whole tender. `demands`: how many demands support it; the sentence is that of
    the firmest, with its place and demand id; empty when the considerations or a CPV code alone speak."""

    field: str
    name: str
    list: str
    code: str
    label: str
    lot: str
    confidence: Confidence
    why: str
    quote: str = ""
    document: str = ""
    page: int | None = None
    section: str = ""
    demand: str = ""
    demands: int = 0


@dataclass(frozen=True, slots=True)
class _Vote:
    """One demand in favour of a code."""

    field: str
    code: str
    row: Row
    confidence: Confidence
    why: str


def environmental_rows(counted: Counted) -> list[Row]:
    """The demands that make a contract green: none when the considerations say that there is no environmental clause nor criterion, as for a bare
    reminder of the law. Demands at the candidacy stage and social labels are not among them."""
    if not any(value in counted.environmental for value in _CONSIDERED):
        return []
    labels: list[Row] = [row for row in counted.labels if row.nature is not Nature.SOCIAL and row.stage in _DUTIES]
    return labels + [row for row in counted.clauses if row.family not in APART and row.stage in _DUTIES]


def social_rows(counted: Counted) -> list[Row]:
    """Social clauses and labels."""
    clauses: list[Row] = [row for row in counted.clauses if row.family is Family.SOCIAL]
    return clauses + [row for row in counted.labels if row.nature is Nature.SOCIAL]


def firmest(rows: Iterable[Row]) -> list[Row]:
    """Required before scored, specifications and performance before award, stronger clauses first; the order of the tender otherwise."""
    return sorted(rows, key=lambda row: (row.force is not Force.REQUIRED, _DUTIES.index(row.stage) if row.stage in _DUTIES else len(_DUTIES),
                                         -(row.points or 0.0) if isinstance(row, CountedClause) else -2.0 * row.strict))


def candidates(contract: Contract, counted: Counted, rules: EformsRules | None = None) -> list[Candidate]:
    """The proposals for one contract, by field, code and lot."""
    rules = rules or load_eforms_rules()
    votes = [*_environmental(counted, rules), *_social(counted, rules), *_accessible(counted)]
    grouped: dict[tuple[str, str, str], list[_Vote]] = {}
    for vote in votes:
        for lot in vote.row.lots or ("",):
            grouped.setdefault((vote.field, vote.code, lot), []).append(vote)
    order = list(rules.fields)
    found = [_candidate(rules, key, held) for key, held in grouped.items() if not key[2] or (key[0], key[1], "") not in grouped]
    found += [*_bare(counted, rules, found), *_vehicles(contract, rules)]
    return sorted(found, key=lambda c: (order.index(c.field), list(rules.codes[c.list]).index(c.code), c.lot))


def _candidate(rules: EformsRules, key: tuple[str, str, str], votes: Sequence[_Vote]) -> Candidate:
    field, code, lot = key
    sure = list(Confidence)
    confidence = min((vote.confidence for vote in votes), key=sure.index)
    rows = firmest(vote.row for vote in votes if vote.confidence is confidence)
    row = rows[0]
    why = next(vote.why for vote in votes if vote.row is row and vote.confidence is confidence)
    known = rules.fields[field]
    return Candidate(
        field, known.name, known.list, code, rules.codes[known.list][code], lot, confidence, why, row.quote, row.document, row.page, row.section,
        row.demand, len({vote.row.demand for vote in votes}))


def _environmental(counted: Counted, rules: EformsRules) -> Iterator[_Vote]:
    for row in environmental_rows(counted):
        firm = Confidence.HIGH if row.force is Force.REQUIRED or row.stage is Stage.AWARD else Confidence.MEDIUM
        what = f"label « {row.name} »" if isinstance(row, CountedLabel) else f"clause « {row.title} »"
        yield _Vote("BT-06", "env-imp", row, firm, f"{what}, {_asked(row)}")
        code, words = rules.effect(row)
        direct = isinstance(row, CountedClause) and not words and row.family in rules.sure_families
        sure = Confidence.LOW if code == "other" else firm if direct else Confidence.MEDIUM
        usual = f"{what} : plusieurs effets possibles" if code == "other" else f"{what} : effet habituel de cette famille"
        yield _Vote("BT-774", code, row, sure, f"mots « {words} »" if words else usual)
        gpp, words = rules.gpp(row.quote)
        yield _Vote("BT-805", gpp or "other", row, Confidence.HIGH if gpp else Confidence.LOW,
                    f"mots « {words} »" if gpp else "demandes écologiques sans renvoi aux critères de l'UE ni à des critères nationaux")


def _social(counted: Counted, rules: EformsRules) -> Iterator[_Vote]:
    said = any(value in counted.social for value in _SOCIAL)
    for row in social_rows(counted):
        sure = Confidence.HIGH if said and row.force is Force.REQUIRED else Confidence.MEDIUM
        what = row.name if isinstance(row, CountedLabel) else row.title
        yield _Vote("BT-06", "soc-obj", row, sure, f"« {what} », {_asked(row)}")
        code, words = rules.social(row.quote)
        why = f"mots « {words} »" if words else "aucun objectif plus précis n'est nommé"
        yield _Vote("BT-775", code, row, sure if words else Confidence.LOW, why)


def _accessible(counted: Counted) -> Iterator[_Vote]:
    for row in counted.clauses:
        if row.family is Family.ACCESSIBILITY:
            sure = Confidence.HIGH if row.force is Force.REQUIRED else Confidence.MEDIUM
            yield _Vote("BT-754", "inc", row, sure, f"« {row.title} », {_asked(row)}")
            yield _Vote("BT-775", "acc-all", row, Confidence.MEDIUM, f"« {row.title} », {_asked(row)}")


def _asked(row: Row) -> str:
    return "exigé" if row.force is Force.REQUIRED else "noté"


def _bare(counted: Counted, rules: EformsRules, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """What the considerations say without any sentence of a demand: an award criterion, a reserved contract."""
    held = {(c.field, c.code) for c in found}
    if "Critère environnemental" in counted.environmental and ("BT-06", "env-imp") not in held:
        yield _plain(rules, "BT-06", "env-imp", Confidence.HIGH, "un critère d'attribution environnemental a été lu")
    if _RESERVED in counted.social:
        if ("BT-06", "soc-obj") not in held:
            yield _plain(rules, "BT-06", "soc-obj", Confidence.HIGH, "le marché est réservé")
        if ("BT-775", "opp") not in held:
            yield _plain(rules, "BT-775", "opp", Confidence.HIGH, "le marché est réservé")


def _plain(rules: EformsRules, field: str, code: str, confidence: Confidence, why: str) -> Candidate:
    known = rules.fields[field]
    return Candidate(field, known.name, known.list, code, rules.codes[known.list][code], "", confidence, why)


def _vehicles(contract: Contract, rules: EformsRules) -> Iterator[Candidate]:
    code, why, by_cpv = rules.vehicle(contract.cpv, contract.sectors)
    if not code:
        return
    sure = Confidence.MEDIUM if by_cpv else Confidence.LOW
    yield _plain(rules, "BT-717", "true", sure, f"{why} ; seuils et véhicules exemptés à vérifier")
    more = " ; si le service relève du règlement (CE) n° 1370/2007, sinon oth-serv-contr" if code == "pass-tran-serv" else ""
    yield _plain(rules, "BT-735", code, Confidence.LOW if more else sure, why + more)
