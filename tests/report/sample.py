"""A whole report made by hand: every part of it filled, so that every part of an output can be tested."""

from __future__ import annotations

from dataclasses import replace

from clausecheck.model import (
    Basis,
    Block,
    BlockKind,
    Check,
    CheckedDocument,
    ClauseFinding,
    Coherence,
    CoherenceValue,
    Commitment,
    Criterion,
    Decision,
    Demand,
    Document,
    Evidence,
    Fact,
    Family,
    Force,
    IndicatorCounts,
    IssueCode,
    LabelFinding,
    Level,
    Lot,
    Nature,
    Nearest,
    NextBest,
    Outline,
    Part,
    PieceKind,
    PolicyResult,
    Quantity,
    Reading,
    ReadingIssue,
    Report,
    Score,
    ScorePart,
    Severity,
    Stage,
    Status,
    Strength,
    StrengthPart,
    Tender,
    ToolInfo,
    Verdict,
)

CCTP = "Les ordinateurs portables sont reconditionnés à 30 % au moins.\nLes écrans portent l'écolabel TCO Certified ou un label équivalent."
RC = "Le critère environnement compte pour 20 %."


def clause(**changes: object) -> ClauseFinding:
    """A required clause on reconditioned laptops."""
    row = ClauseFinding(
        id="c0001", family=Family.REUSE, title="Part de matériel reconditionné", page=None, block=0, section="5 Exigences › 5.2 Ordinateurs", lots=(),
        quote="Les ordinateurs portables sont reconditionnés à 30 % au moins.", force=Force.REQUIRED, stage=Stage.SPECIFICATION,
        rule="reuse-reconditionne", cues=("sont",), start=30, end=44, quote_start=0, quote_end=62, quantity=Quantity(30.0, "%", ">=", ""),
        strength=Strength(6, 10, (StrengthPart("verbe", 2, 2, "obligation"), StrengthPart("seuil", 2, 2, "30 %"))), why=("cible « reconditionnés »",),
        demand="d001",
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def label(**changes: object) -> LabelFinding:
    """A demanded TCO Certified label that accepts equivalents."""
    row = LabelFinding(
        id="l0001", label="tco-certified", name="TCO Certified", nature=Nature.ISO14024_TYPE_I, strict=True, tier=None,
        quote="Les écrans portent l'écolabel TCO Certified ou un label équivalent.", page=None, block=1,
        section="5 Exigences › 5.3 Écrans", lots=("1",), force=Force.REQUIRED, stage=Stage.SPECIFICATION, equivalent=True,
        rule="tco-certified", cues=("portent",), start=93, end=106, quote_start=63, quote_end=130, demand="d002",
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def sample() -> Report:
    """One tender of three pieces: a Word file read whole, a PDF read in part, and a file that is not there."""
    cctp = Document(
        "cctp.docx", "cctp.docx", "docx", CCTP, (Block(0, BlockKind.PARAGRAPH, 0, 62), Block(1, BlockKind.PARAGRAPH, 63, 130)), sha256="a" * 64)
    issue = ReadingIssue(IssueCode.SCANNED_NO_OCR, "« rc.pdf » : la page 3 est une image sans texte ; installez Tesseract pour la lire.", 3)
    rc = Document("rc.pdf", "rc.pdf", "pdf", RC, (Block(0, BlockKind.PARAGRAPH, 0, len(RC), page=1),), Reading(Status.PARTIAL, (issue,)), "b" * 64, 3)
    gone = ReadingIssue(IssueCode.MISSING_FILE, "« bpu.xlsx » est introuvable : vérifiez le chemin indiqué.")
    bpu = Document("bpu.xlsx", "bpu.xlsx", "", reading=Reading(Status.FAILED, (gone,)))
    criteria = (
        Criterion("Prix", 60, "%", None, None, False, 1),
        Criterion("Valeur technique", 40, "%", None, None, False, 1),
        Criterion("Qualité du matériel proposé", 20, "%", None, "Valeur technique", False, 1),
        Criterion("Performances en matière de protection de l'environnement", 20, "%", None, "Valeur technique", True, 1),
    )
    scored = clause(id="c0001", family=Family.ENERGY, title="Consommation", quote=RC, page=1, block=0, section="",
                    force=Force.SCORED, stage=Stage.AWARD, start=3, end=10, quantity=None, strength=None, demand="d003", quote_end=len(RC))
    mention = clause(id="c0002", force=Force.INFORMATIVE, demand=None, page=1, block=0, section="", strength=None, quantity=None)
    dismissed = clause(id="c0003", family=Family.SOCIAL, force=Force.REQUIRED, demand=None, page=1, block=0,
                       decision=Decision("dismissed", "A. Martin", "2026-09-02", "phrase d'un autre marché"))
    word = CheckedDocument(
        cctp, Outline(PieceKind.CCTP, 0.9, (Part(PieceKind.CCTP, 0, 1, 0.9),), (), (-1, -1)),
        (label(), label(id="l0002", label="epeat", name="EPEAT", force=Force.INFORMATIVE, equivalent=None, demand=None)), (clause(),))
    quarrel = Coherence(
        "La durée du marché diffère d'une pièce à l'autre", (CoherenceValue("rc.pdf", 2, "24 mois"), CoherenceValue("cctp.docx", None, "36 mois")))
    kept = Commitment(
        "AR-1", "Acheter du matériel reconditionné", "tender", "kept", (Evidence("cctp.docx", "Les ordinateurs portables sont reconditionnés"),))
    step = NextBest(
        "CK-02", 8, 1, "Le titulaire livre les matériels dans des emballages repris et réutilisés.", "Ajouter une condition d'exécution")
    return Report(
        tool=ToolInfo("0.1.0", "2026.1", "c" * 64, "2026-09-01", "read", (("revisions", "accepted"), ("gate", "on"))),
        tender=Tender(
            title="Matériel informatique", reference="2026-017", buyer="Commune de Villeneuve-sur-Lyre", buyer_kind="commune",
            object="Fourniture d'ordinateurs, d'écrans et de tablettes pour les services et les écoles", cpv=("30200000-1",), sectors=("it",),
            procedure="appel d'offres ouvert", launch_date="2026-09-01", lots=(Lot("1", "Écrans"), Lot("2", "Ordinateurs")),
            facts=(Fact("launch_date", "2026-09-01", "Date d'envoi de l'avis : 1er septembre 2026", 1, document="rc.pdf"),)),
        documents=(
            word,
            CheckedDocument(rc, Outline(PieceKind.RC, 0.9, (), (), (-1,), criteria=criteria), (), (scored, mention, dismissed)),
            CheckedDocument(bpu, Outline(PieceKind.OTHER, 0.0, (), (), ())),
        ),
        demands=(
            Demand("d001", "clause", "reuse", Force.REQUIRED, (), ((0, 0),)),
            Demand("d002", "label", "tco-certified", Force.REQUIRED, ("1",), ((0, 0),)),
            Demand("d003", "clause", "energy", Force.SCORED, (), ((1, 0),)),
        ),
        coherence=(quarrel,),
        checks=_checks(),
        policies=(PolicyResult("arras", "Ville d'Arras", (kept,)),),
        score=Score(50.0, 41.6, (ScorePart("forces", "Fermeté des demandes", 12.5, 30, "2 demandes exigées", ("c0001",)),
                                 ScorePart("place", "Critères d'attribution", 9, 20, "un critère noté")),
                    (step,)),
        indicators=IndicatorCounts(3, 1, 1, 0, (("iso14024_type1", 1),), ("Clause environnementale",), ()),
    )


def _checks() -> tuple[Check, ...]:
    basis = (Basis("Code de la commande publique", "L2112-2-1", "2026-08-22", None, "https://www.legifrance.gouv.fr/"),)
    met = Check(
        "CK-01", "Un critère d'attribution porte sur l'environnement", Verdict.MET, "Le critère « Performances… » compte pour 20 %.",
        Severity.OBLIGATION, Level.MECHANICAL, "confirmed", basis,
        (Evidence("rc.pdf", "Performances en matière de protection de l'environnement", 1, 0, 10),))
    missing = replace(
        met, id="CK-02", title="Une condition d'exécution prend en compte l'environnement", verdict=Verdict.MISSING, evidence=(),
        reason="Aucune condition d'exécution environnementale n'a été trouvée.", advice="Ajoutez au CCAP une condition liée à l'objet du marché.",
        nearest=Nearest("cctp.docx", "Le titulaire évacue ses déchets.", None, "La phrase n'exige ni tri ni traçabilité."), wording="Le titulaire …")
    unknown = replace(
        met, id="CK-07", title="Les labels acceptent les équivalents", verdict=Verdict.TO_VERIFY, evidence=(), code="piece-not-given",
        reason="Le CCAP n'a pas été fourni.", confidence="to-verify", level=Level.LAWYER)
    aside = replace(
        met, id="CK-11", title="Logements neufs", verdict=Verdict.NOT_APPLICABLE, evidence=(), reason="Pas un marché de construction.")
    advice = replace(
        met, id="CK-20", title="Pénalité pour manquement environnemental", severity=Severity.RECOMMENDATION, verdict=Verdict.PARTIAL,
        reason="Une pénalité existe, sans montant.", evidence=())
    return met, missing, unknown, aside, advice
