"""Conformity and ambition, with the points of each part, and the changes that would raise them most for least effort."""

from __future__ import annotations

from dataclasses import replace

from clausecheck.assess.ambition import FAMILY_TITLES, ambition_parts
from clausecheck.assess.bench import Bench
from clausecheck.assess.demands import dismissed
from clausecheck.assess.rules import CheckRule
from clausecheck.assess.weights import AmbitionWeights, ConformityWeights, load_ambition, load_conformity
from clausecheck.assess.wordings import Wording, load_wordings, pick
from clausecheck.model import Check, Family, NextBest, Score, ScorePart, Severity, Verdict

__all__ = ["conformity_parts", "score"]

_JUDGED = (Verdict.MET, Verdict.PARTIAL, Verdict.MISSING)
_NEXT = 8
"""Most proposals shown."""
_LEAST_GAIN = 0.5


def score(bench: Bench, rules: tuple[CheckRule, ...], checks: tuple[Check, ...]) -> Score:
    """The score of one tender. `conformity` is None when no obligation could be judged, `ambition` when nothing was read."""
    conforming = conformity_parts(checks, load_conformity(bench.pack).with_own(bench.own.obligations))
    out_of = sum(part.out_of for part in conforming)
    conformity = round(100 * sum(part.points for part in conforming) / out_of, 1) if out_of else None
    if not bench.dossier.readable():
        return Score(conformity, None, conformity_parts=conforming)
    parts = _rounded(ambition_parts(bench))
    ambition = round(min(100.0, sum(part.points for part in parts)), 1)
    return Score(conformity, ambition, parts, _next_best(bench, rules, checks, conforming, parts), conforming)


def _rounded(parts: tuple[ScorePart, ...]) -> tuple[ScorePart, ...]:
    return tuple(replace(part, points=round(part.points, 2), out_of=round(part.out_of, 2)) for part in parts)


def conformity_parts(checks: tuple[Check, ...], weights: ConformityWeights) -> tuple[ScorePart, ...]:
    """One part for each obligation that applies and was judged; one that an officer has set aside weighs nothing."""
    worth = {Verdict.MET: 1.0, Verdict.PARTIAL: weights.partial, Verdict.MISSING: 0.0}
    out = []
    for check in checks:
        if check.severity is Severity.OBLIGATION and check.verdict in _JUDGED and not dismissed(check):
            weight = weights.of(check.id)
            out.append(ScorePart(check.id, check.title, weight * worth[check.verdict], weight, check.reason))
    return tuple(out)


def _next_best(
    bench: Bench, rules: tuple[CheckRule, ...], checks: tuple[Check, ...], conforming: tuple[ScorePart, ...], parts: tuple[ScorePart, ...]
) -> tuple[NextBest, ...]:
    """Obligations first, then what raises ambition; within each, the most points for the least effort."""
    by_id = {rule.id: rule for rule in rules}
    total = sum(part.out_of for part in conforming)
    lost = {part.id: 100 * (part.out_of - part.points) / total for part in conforming if part.points < part.out_of}
    duties = [
        NextBest(check.id, round(lost[check.id], 1), by_id[check.id].effort, check.wording, f"Conformité : {check.title}")
        for check in checks if check.id in lost and check.wording
    ]
    wishes = _ambitions(bench, parts, load_ambition(bench.pack))
    ordered = [*sorted(duties, key=_order), *sorted(wishes, key=_order)]
    return tuple(ordered[:_NEXT])


def _order(proposal: NextBest) -> tuple[float, str]:
    return -proposal.gain / proposal.effort, proposal.check + proposal.title


def _ambitions(bench: Bench, parts: tuple[ScorePart, ...], weights: AmbitionWeights) -> list[NextBest]:
    """For each family of the sector, the wording that gains most for its effort."""
    wordings = load_wordings(bench.pack)
    out: list[NextBest] = []
    for part in parts:
        if not part.id.startswith("famille:"):
            continue
        family = Family(part.id.removeprefix("famille:"))
        choices = [(w, _gain(w, part, weights)) for w in pick(wordings, family=family, sectors=bench.dossier.tender.sectors)]
        choices = [(w, gain) for w, gain in choices if gain >= _LEAST_GAIN]
        if choices:
            best, gain = min(choices, key=lambda c: (-c[1] / c[0].effort, c[0].id))
            out.append(NextBest("", gain, best.effort, best.filled(), f"Ambition : {FAMILY_TITLES[family]} – {best.title}"))
    return out


def _gain(wording: Wording, part: ScorePart, weights: AmbitionWeights) -> float:
    """Points that one more demand of the wording's level would add to its family."""
    return round((part.out_of - part.points) * weights.one_demand * weights.levels[wording.level], 1)
