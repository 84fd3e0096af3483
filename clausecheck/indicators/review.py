"""The yearly review of a policy: the year's figures, the evolution, every commitment, the best clauses, and what is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from clausecheck.assess.policies import Policy, Promise, UnknownPolicyError, load_policies
from clausecheck.indicators.counting import Indicators, Row, YearPoint, count, history
from clausecheck.indicators.coverage import Coverage, cover
from clausecheck.indicators.definitions import load_definitions, typeset
from clausecheck.indicators.proof import measure, silent
from clausecheck.indicators.source import Source, WithPolicies
from clausecheck.indicators.view import UNITS, amount_words, number, percent
from clausecheck.model import ENVIRONMENTAL, Contract, Nature
from clausecheck.report.words import NATURES
from clausecheck.rulebook.pack import pack_root
from clausecheck.rulebook.source import load_yaml

__all__ = ["AXES", "VERDICTS", "Judged", "Review", "load_method", "review"]

AXES = ("nature", "label", "sector", "equivalent")
VERDICTS: Mapping[str, str] = {
    "kept": "tenu", "partial": "en partie", "missing": "manquant", "measured": "mesuré", "to-verify": "à vérifier",
    "not-applicable": "sans objet", "not-readable": "ne se lit pas dans les marchés"}
_ENGAGEMENTS = "engagements"
_BEST = 10
_BEST_OF_FAMILY = 2


@dataclass(frozen=True, slots=True)
class Judged:
    """One commitment over the year. `verdict` is one of VERDICTS; `words` say on what; `tally` counts contracts by verdict for a commitment judged
    contract by contract; `contracts` are those with their verdict; `rows` the demands that a measured one counts."""

    promise: Promise
    verdict: str
    words: tuple[str, ...]
    tally: Mapping[str, int]
    contracts: tuple[tuple[Contract, str], ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """The whole review. `best`: clauses by strength; `silent`: contracts without any environmental demand; `closed`: demands of a named label that
    accept no equivalent; `unnamed`: ecolabels asked for without a name; `judged_tenders`: contracts held against the policy."""

    policy: Policy
    year: int
    found: Indicators
    evolution: tuple[YearPoint, ...]
    commitments: tuple[Judged, ...]
    best: tuple[Row, ...]
    silent: tuple[Contract, ...]
    closed: tuple[Row, ...]
    unnamed: tuple[Row, ...]
    coverage: Coverage
    judged_tenders: int

    @property
    def title(self) -> str:
        """« Bilan 2026 — Sobriété numérique (Ville d'Arras) »."""
        return f"Bilan {self.year} — {self.policy.name}"


def review(source: Source, policy: str, *, year: int, pack: Path | None = None) -> Review:
    """The review of one policy over the contracts of a year. Raises UnknownPolicyError."""
    policies = load_policies(pack or pack_root())
    if policy not in policies:
        raise UnknownPolicyError(policy, sorted(policies))
    chosen = policies[policy]
    found = count(source, year=year, by=AXES)
    verdicts, judged = _verdicts(source, policy, year)
    tenders = [_tender(promise, verdicts[promise.id]) for promise in chosen.promises if promise.scope == "tender"]
    by_id = {own.promise.id: own for own in tenders}
    commitments = [by_id.get(promise.id) or _beyond(source, promise, year, tenders) for promise in chosen.promises]
    labels = [row for row in found.rows if row.label is not None]
    return Review(
        chosen, year, found, history(source), tuple(commitments), tuple(_best(found.rows)),
        tuple(silent(found, found.figure("without-environmental").definition)),
        tuple(row for row in labels if row.label is not None and row.label.equivalent is False and row.label.nature is not Nature.UNSPECIFIED),
        tuple(row for row in labels if row.label is not None and row.label.nature is Nature.UNSPECIFIED), cover(source, year=year), judged)


def _verdicts(source: Source, policy: str, year: int) -> tuple[Mapping[str, list[tuple[Contract, str]]], int]:
    """By commitment, each contract with its verdict; and how many contracts were held against the policy."""
    out: dict[str, list[tuple[Contract, str]]] = defaultdict(list)
    judged = 0
    for contract, results in source.policies(year=year) if isinstance(source, WithPolicies) else ():
        for result in results:
            if result.id == policy:
                judged += 1
                for commitment in result.commitments:
                    out[commitment.id].append((contract, commitment.verdict))
    return out, judged


def _tender(promise: Promise, verdicts: Sequence[tuple[Contract, str]]) -> Judged:
    """A commitment judged contract by contract: kept when every contract that was judged keeps it."""
    tally = Counter(verdict for _, verdict in verdicts)
    concerned = [(contract, verdict) for contract, verdict in verdicts if verdict in ("kept", "partial", "missing")]
    if not verdicts:
        return Judged(promise, "to-verify", ("Aucun marché n'a été confronté à cette politique.",), {})
    if not concerned:
        unsure = tally["to-verify"]
        said = f"{number(unsure)} marché{'s' if unsure > 1 else ''} à vérifier (pièces non fournies ou lues en partie)"
        said = said if unsure else "aucun marché des secteurs visés"
        return Judged(promise, "to-verify" if tally["to-verify"] else "not-applicable", (f"Rien n'a pu être jugé : {said}.",), tally, tuple(verdicts))
    verdict = "kept" if tally["kept"] == len(concerned) else "partial" if tally["kept"] or tally["partial"] else "missing"
    kept, of = tally["kept"], len(concerned)
    words = f"Tenu dans {number(kept)} marché{'s' if kept > 1 else ''} sur {number(of)} jugé{'s' if of > 1 else ''}"
    words += f" ; {number(tally['to-verify'])} à vérifier" if tally["to-verify"] else ""
    return Judged(promise, verdict, (f"{words}.",), tally, tuple(verdicts))


def _beyond(source: Source, promise: Promise, year: int, tenders: Sequence[Judged]) -> Judged:
    """A commitment of the year's portfolio, or of the organisation."""
    if promise.scope == "organisation":
        return Judged(promise, "not-readable", (f"{promise.measure[:1].upper()}{promise.measure[1:]}.",), {})
    if not promise.indicators:
        return Judged(promise, "to-verify", (f"À mesurer à la main : {promise.measure}.",), {})
    if promise.indicators == (_ENGAGEMENTS,):
        return _engagements(promise, tenders)
    return _measured(source, promise, year)


def _engagements(promise: Promise, tenders: Sequence[Judged]) -> Judged:
    judged = [own for own in tenders if own.verdict in ("kept", "partial", "missing")]
    if not judged:
        return Judged(promise, "to-verify", ("Aucun engagement n'a pu être jugé sur les marchés de l'année.",), {})
    kept = sum(own.verdict == "kept" for own in judged)
    aside = len(tenders) - len(judged)
    words = f"{kept} engagement{'s' if kept > 1 else ''} sur {len(judged)} tenu{'s' if kept > 1 else ''} dans tous les marchés jugés"
    words += f" ; {aside} sans marché jugé" if aside else ""
    return Judged(promise, "measured", (f"{words}. Le détail est donné engagement par engagement.",), {})


def _measured(source: Source, promise: Promise, year: int) -> Judged:
    definitions = load_definitions()
    wanted = (lambda contract: bool(promise.sectors & set(contract.sectors))) if promise.sectors else None
    words: list[str] = []
    rows: dict[tuple[str, str], Row] = {}
    share: float | None = None
    concerned = 0
    for name in promise.indicators:
        definition = definitions.figure(name)
        for scope in definition.scopes:
            own, concerned, found = measure(source, definition, year=year, wanted=wanted, scope=scope)
            rows.update({(row.contract.key, row.demand.demand): row for row in found})
            value = own.value(definition.count)
            share = 100 * own.contracts / concerned if concerned and definition.count == "marches" else share
            title = _scope_words(scope)
            part = f" ({percent(100 * own.contracts / concerned)})" if definition.count == "marches" and concerned else ""
            money = f" ; {amount_words(own)}" if own.amount is not None and definition.count == "marches" else ""
            of = f" sur {number(concerned)}" if definition.count == "marches" else ""
            words.append(f"{definition.title}{title} : {number(value)} {UNITS[definition.count][value > 1]}{of}{part}{money}.")
    natures = Counter(row.label.nature for row in rows.values() if row.label is not None)
    if natures:
        words.append(f"Par nature : {', '.join(f'{NATURES[nature]} {number(natures[nature])}' for nature in Nature if natures[nature])}.")
    if not concerned:
        return Judged(promise, "not-applicable", ("Aucun marché des secteurs visés cette année.",), {})
    return Judged(promise, _against(promise.objective, share), tuple(typeset(text) for text in words), {}, rows=tuple(rows.values()))


def _scope_words(scope: str) -> str:
    """« , sens strict », "" without a scope."""
    return f", {load_definitions().scope(scope).title}" if scope else ""


def _against(objective: float | None, share: float | None) -> str:
    if objective is None or share is None:
        return "measured"
    return "kept" if share >= objective else "partial" if share else "missing"


def _best(rows: Sequence[Row]) -> list[Row]:
    """The strongest environmental clauses, at most two of a family so that one subject does not take the whole list."""
    def strength(row: Row) -> float:
        clause = row.clause
        return clause.points / clause.out_of if clause and clause.points is not None and clause.out_of else 0.0

    clauses = [row for row in rows if row.clause is not None and row.clause.family in ENVIRONMENTAL and strength(row) > 0]
    clauses.sort(key=lambda row: (-strength(row), row.contract.key, row.demand.document, row.demand.demand))
    seen: Counter[str] = Counter()
    best = []
    for row in clauses:
        family = row.clause.family.value if row.clause else ""
        seen[family] += 1
        if seen[family] <= _BEST_OF_FAMILY:
            best.append(row)
    return best[:_BEST]


@lru_cache(maxsize=4)
def load_method(pack: Path | None = None) -> tuple[tuple[str, str], ...]:
    """Titles and texts of rules/indicators/methode.yaml. Raises RuleError at the first faulty line."""
    keys = load_yaml((pack or pack_root()) / "indicators" / "methode.yaml").keys(("methode",), required=("methode",))
    out = []
    for item in keys["methode"].items():
        own = item.keys(("titre", "texte"), required=("titre", "texte"))
        out.append((own["titre"].text(), typeset(own["texte"].text())))
    return tuple(out)
