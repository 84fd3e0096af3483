"""What the tool says: checks, coherence, policies, score, indicators, and the whole report."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from clausecheck.model.document import Document
from clausecheck.model.finding import ClauseFinding, Decision, Demand, LabelFinding
from clausecheck.model.outline import Fact, Lot, Outline

__all__ = [
    "Basis",
    "Check",
    "CheckedDocument",
    "Coherence",
    "CoherenceValue",
    "Commitment",
    "DecisionNote",
    "Evidence",
    "IndicatorCounts",
    "Level",
    "Nearest",
    "NextBest",
    "PolicyResult",
    "Report",
    "Score",
    "ScorePart",
    "Severity",
    "Tender",
    "ToolInfo",
    "Verdict",
]


class Verdict(StrEnum):
    """The answer of a check."""

    MET = "met"
    PARTIAL = "partial"
    MISSING = "missing"
    NOT_APPLICABLE = "not-applicable"
    TO_VERIFY = "to-verify"


class Severity(StrEnum):
    """How binding a check is."""

    OBLIGATION = "obligation"
    RECOMMENDATION = "recommendation"
    GOOD_PRACTICE = "good-practice"


class Level(StrEnum):
    """Whether a machine can answer alone or a lawyer must look."""

    MECHANICAL = "mechanical"
    LAWYER = "lawyer"


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis: `text` (code or act), `article`, in force `since` … `until` (ISO dates or None), `url` of the source."""

    text: str
    article: str
    since: str | None = None
    until: str | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that support a verdict. `start`, `end` are offsets into the document's text (0, 0 when none)."""

    document: str
    quote: str
    page: int | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest sentence when something is missing, and why it does not do."""

    document: str
    quote: str
    page: int | None
    why: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """One legal check answered. `reason` is a French sentence or a coded reason (`piece-not-given`, `date-unknown`); see rules/checks/."""

    id: str
    title: str
    verdict: Verdict
    reason: str
    severity: Severity
    level: Level
    confidence: str
    basis: tuple[Basis, ...]
    evidence: tuple[Evidence, ...] = ()
    nearest: Nearest | None = None
    advice: str = ""
    wording: str = ""
    code: str = ""
    decision: Decision | None = None
    title_en: str = ""
    """The title in English, for --lang en; "" when the rule has none."""


@dataclass(frozen=True, slots=True)
class CoherenceValue:
    """One of the values that disagree."""

    document: str
    page: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class Coherence:
    """A disagreement between pieces; `what` is a French sentence."""

    what: str
    values: tuple[CoherenceValue, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise of a policy, judged. `scope`: tender, portfolio or organisation; `verdict`: kept, partial, missing, not-applicable, to-verify (the
    pieces it needs were not all read), not-readable (no single tender can show it)."""

    id: str
    title: str
    scope: str
    verdict: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyResult:
    """A policy held against the tender."""

    id: str
    name: str
    commitments: tuple[Commitment, ...]


@dataclass(frozen=True, slots=True)
class ScorePart:
    """Points of one part of the ambition score; `findings` say what earned them: "1:c0003" is the row c0003 of the second
    document (documents are numbered from 0)."""

    id: str
    title: str
    points: float
    out_of: float
    why: str
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NextBest:
    """One change that would raise the score: points gained, effort 1 (a sentence) to 3 (a new requirement to study), wording to paste."""

    check: str
    gain: float
    effort: int
    wording: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """`conformity` and `ambition` are 0–100 or None as DESIGN says: nothing applies or was given; nothing was read.

    `parts` add up to `ambition`. `conformity_parts` are the obligations judged, by check id: their points over their `out_of` make `conformity`.
    """

    conformity: float | None
    ambition: float | None
    parts: tuple[ScorePart, ...] = ()
    next_best: tuple[NextBest, ...] = ()
    conformity_parts: tuple[ScorePart, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorCounts:
    """Counts of one tender. `by_nature` maps a Nature to a number of demanded labels."""

    demands: int
    labels_strict: int
    labels_wide: int
    other_schemes: int
    by_nature: tuple[tuple[str, int], ...] = ()
    environmental_considerations: tuple[str, ...] = ()
    social_considerations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionNote:
    """What became of a recorded decision that needs a look.

    `code`: `edited` or `moved` (it still stands, on a sentence that was slightly changed or stands elsewhere), `changed` (a figure, the force or the
    verdict is another: the decision no longer stands), `ambiguous` (several places fit), `lost` (none fits). `message` is a French sentence.
    """

    code: str
    message: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class CheckedDocument:
    """One piece with everything found in it."""

    document: Document
    outline: Outline
    labels: tuple[LabelFinding, ...] = ()
    clauses: tuple[ClauseFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolInfo:
    """Which tool, rules and date made the report."""

    version: str
    rules_version: str
    rules_sha256: str
    on: str
    on_source: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tender:
    """Facts of the tender joined over its pieces."""

    title: str | None = None
    reference: str | None = None
    buyer: str | None = None
    buyer_kind: str | None = None
    object: str | None = None
    cpv: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    procedure: str | None = None
    launch_date: str | None = None
    lots: tuple[Lot, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The whole answer for one tender."""

    tool: ToolInfo
    tender: Tender
    documents: tuple[CheckedDocument, ...]
    demands: tuple[Demand, ...] = ()
    coherence: tuple[Coherence, ...] = ()
    checks: tuple[Check, ...] = ()
    policies: tuple[PolicyResult, ...] = ()
    score: Score = field(default_factory=lambda: Score(None, None))
    indicators: IndicatorCounts = field(default_factory=lambda: IndicatorCounts(0, 0, 0, 0))
    decisions: tuple[DecisionNote, ...] = ()
    """Recorded decisions that need a look; those that stand without more are on their finding or check."""
