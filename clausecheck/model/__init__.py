"""The nouns of clausecheck: frozen dataclasses that every room speaks."""

from clausecheck.model.contract import Contract, Counted, CountedClause, CountedLabel
from clausecheck.model.document import ASIDE, Block, BlockKind, Cell, Document, IssueCode, Reading, ReadingIssue, Run, Status, WordBox
from clausecheck.model.finding import (
    APART,
    CORE,
    ENVIRONMENTAL,
    ClauseFinding,
    Decision,
    Demand,
    Family,
    Force,
    LabelFinding,
    Nature,
    Quantity,
    Stage,
    Strength,
    StrengthPart,
)
from clausecheck.model.outline import (
    Criterion,
    CriterionKind,
    CrossReference,
    Fact,
    Lot,
    Outline,
    Part,
    PieceKind,
    Section,
    SectionRole,
)
from clausecheck.model.report import (
    Basis,
    Check,
    CheckedDocument,
    Coherence,
    CoherenceValue,
    Commitment,
    DecisionNote,
    Evidence,
    IndicatorCounts,
    Level,
    Nearest,
    NextBest,
    PolicyResult,
    Report,
    Score,
    ScorePart,
    Severity,
    Tender,
    ToolInfo,
    Verdict,
)

__all__ = [
    "APART", "ASIDE", "CORE", "ENVIRONMENTAL", "Basis", "Block", "BlockKind", "Cell", "Check", "CheckedDocument", "ClauseFinding", "Coherence",
    "CoherenceValue", "Commitment", "Contract", "Counted", "CountedClause", "CountedLabel",
    "Criterion", "CriterionKind", "CrossReference", "Decision", "DecisionNote", "Demand", "Document", "Evidence", "Fact", "Family",
    "Force", "IndicatorCounts", "IssueCode", "LabelFinding", "Level", "Lot", "Nature", "Nearest", "NextBest", "Outline", "Part", "PieceKind",
    "PolicyResult", "Quantity", "Reading", "ReadingIssue", "Report", "Run", "Score", "ScorePart", "Section", "SectionRole", "Severity", "Stage",
    "Status", "Strength", "StrengthPart", "Tender", "ToolInfo", "Verdict", "WordBox",
]
