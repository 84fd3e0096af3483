"""Findings of all pieces brought together: demands, coherence, checks, policies, score, counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from clausecheck.assess.bench import Bench, OwnWeights
from clausecheck.assess.checks import run_checks
from clausecheck.assess.coherence import find_incoherences
from clausecheck.assess.counts import count
from clausecheck.assess.decisions import decide_checks, decide_findings
from clausecheck.assess.demands import find_demands
from clausecheck.assess.dossier import Dossier
from clausecheck.assess.frame import load_frame
from clausecheck.assess.grid import load_grid
from clausecheck.assess.policies import run_policies
from clausecheck.assess.rules import load_checks
from clausecheck.assess.score import score
from clausecheck.assess.strength import with_strength
from clausecheck.model import (
    Check,
    CheckedDocument,
    Coherence,
    DecisionNote,
    Demand,
    IndicatorCounts,
    PolicyResult,
    Report,
    Score,
    Tender,
    ToolInfo,
)
from clausecheck.rulebook.pack import pack_root
from clausecheck.structure.decisions import Recorded

__all__ = ["Assessment", "assess"]


@dataclass(frozen=True)
class Assessment:
    """What can be said of a tender. `documents` are the given ones with `demand` and `strength` filled in."""

    documents: tuple[CheckedDocument, ...]
    demands: tuple[Demand, ...]
    coherence: tuple[Coherence, ...]
    checks: tuple[Check, ...]
    policies: tuple[PolicyResult, ...]
    score: Score
    indicators: IndicatorCounts
    decisions: tuple[DecisionNote, ...] = ()

    def report(self, tool: ToolInfo, tender: Tender) -> Report:
        """The whole report."""
        return Report(
            tool, tender, self.documents, self.demands, self.coherence, self.checks, self.policies, self.score, self.indicators,
            self.decisions,
        )


def assess(
    documents: Sequence[CheckedDocument], tender: Tender, *, on: date | None, on_source: str = "", pack: Path | None = None,
    policies: Sequence[str] = (), muted: Collection[str] = (), own: OwnWeights | None = None,
    decisions: Sequence[Recorded] = (),
) -> Assessment:
    """Bring the pieces of one tender together. The same input gives the same output.

    `on` is the date on which the law is applied, None when it is not known (dated checks are then to verify); `on_source` says where it comes from;
    `pack` is the folder of the rules (the shipped one by default); `policies` are ids of rules/policies; `muted` are ids of checks that the buyer has
    switched off; `own` are the buyer's weights; `decisions` those recorded by officers: a dismissed finding counts nowhere, a dismissed check weighs
    nothing. Raises RuleError for a rule that cannot be used, UnknownPolicyError for a policy that does not exist.
    """
    root = pack or pack_root()
    grid = load_grid(root)
    decided, notes = decide_findings(documents, decisions)
    strong = with_strength(Dossier.of(decided, tender, on), grid, load_frame(root).regulated)
    counted, demands = find_demands(strong)
    dossier = Dossier.of(counted, tender, on, on_source)
    bench = Bench(dossier, root, own or OwnWeights())
    rules = load_checks(root)
    checks, check_notes = decide_checks(run_checks(rules, bench, muted), decisions)
    return Assessment(
        documents=counted, demands=demands, coherence=find_incoherences(bench), checks=checks, policies=run_policies(policies, bench),
        score=score(bench, rules, checks), indicators=count(dossier, counted, demands, grid, bench.frame),
        decisions=(*check_notes, *notes),
    )
