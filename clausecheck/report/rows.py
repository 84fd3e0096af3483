"""Findings, criteria and checks as flat rows with stable columns: what the spreadsheet, the CSV file, the page and the Markdown share.

Words are French; codes of the JSON report stand beside them where a machine may want to join.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clausecheck.model import (
    Check,
    CheckedDocument,
    ClauseFinding,
    Coherence,
    LabelFinding,
    Level,
    PieceKind,
    Report,
    Severity,
    Status,
    Verdict,
)
from clausecheck.report.messages import Translator, mark, mark_plural, translator
from clausecheck.report.phrases import Finding, basis_words, decision_words, flat, set_aside, verdict_word, where
from clausecheck.report.words import CRITERIA, FAMILIES, FORCES, NATURES, PIECES, SEVERITIES, STAGES, STATUSES

__all__ = [
    "CHECK_COLUMNS", "CRITERION_COLUMNS", "DECISION_COLUMNS", "FINDING_COLUMNS", "LABEL_COLUMNS", "NOTES", "VERDICT_ORDER", "Cell", "FoundRow",
    "absent_pieces", "by_verdict", "check_rows", "coherence_places", "criterion_rows", "decision_note_rows", "english_titles", "finding_rows",
    "findings", "gain_words", "kinds_of", "label_rows", "not_read", "nothing_read", "settings_lines", "tally",
]

_FRENCH = translator("fr")

Cell = str | int | float | None
VERDICT_ORDER = (Verdict.MISSING, Verdict.PARTIAL, Verdict.TO_VERIFY, Verdict.MET, Verdict.NOT_APPLICABLE)

FINDING_COLUMNS = (
    "identifiant", "type", "demande", "famille", "objet", "force", "portée", "phrase", "document", "page", "article", "lots", "quantité", "unité",
    "comparaison", "solidité", "solidité_sur", "équivalents", "règle", "décision",
)
LABEL_COLUMNS = (
    "identifiant", "demande", "label", "code", "nature", "sens_strict", "niveau", "force", "portée", "équivalents", "phrase", "document", "page",
    "article", "lots", "note", "décision",
)
CRITERION_COLUMNS = ("document", "lot", "critère", "sous-critère de", "poids", "unité", "nature", "environnement", "méthode", "page")
DECISION_COLUMNS = ("état", "ce qui s'est passé", "décision")
CHECK_COLUMNS = (
    "identifiant", "contrôle", "portée", "verdict", "motif", "conseil", "texte à reprendre", "base légale", "preuve", "document", "page",
    "niveau", "confiance", "décision",
)

NOTES = {
    "edited": mark("suit une phrase modifiée"), "moved": mark("suit une phrase déplacée"), "changed": mark("à reprendre, le constat a changé"),
    "ambiguous": mark("à reprendre, plusieurs endroits conviennent"), "lost": mark("sans objet, le constat n'existe plus"),
}
"""Codes of a DecisionNote in words."""
_TALLIED = {
    Verdict.MISSING: mark_plural("{n} à corriger", "{n} à corriger"),
    Verdict.PARTIAL: mark_plural("{n} respectée en partie", "{n} respectées en partie"),
    Verdict.TO_VERIFY: mark_plural("{n} à vérifier", "{n} à vérifier"),
    Verdict.MET: mark_plural("{n} respectée", "{n} respectées"),
}
_USUAL = (PieceKind.NOTICE, PieceKind.RC, PieceKind.CCAP, PieceKind.CCTP, PieceKind.AE, PieceKind.BPU)
_PRICES = frozenset({PieceKind.BPU, PieceKind.DPGF, PieceKind.DQE})
_LEVELS = {Level.MECHANICAL: "automatique", Level.LAWYER: "avis d'un juriste utile"}
_YES = {True: "oui", False: "non", None: ""}


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A finding with the piece it stands in; `index` is the piece's number, from 0, `repeats` names the first place of the same demand."""

    index: int
    item: CheckedDocument
    row: Finding
    repeats: str = ""

    @property
    def anchor(self) -> str:
        """A name that is unique in the report: ids of findings start again in every piece."""
        return f"p{self.index + 1}-{self.row.id}"


def findings(report: Report) -> Iterator[FoundRow]:
    """Every label and clause of every piece, in the order of the report."""
    first: dict[tuple[str, int, int], str] = {}
    for demand in report.demands:
        head, *rest = demand.places
        document = report.documents[head[0]]
        row = (document.labels if demand.what == "label" else document.clauses)[head[1]]
        first.update({(demand.what, *place): f"{row.id} ({document.document.name})" for place in rest})
    for index, item in enumerate(report.documents):
        for number, label in enumerate(item.labels):
            yield FoundRow(index, item, label, first.get(("label", index, number), ""))
        for number, clause in enumerate(item.clauses):
            yield FoundRow(index, item, clause, first.get(("clause", index, number), ""))


def english_titles(report: Report, t: Translator) -> dict[str, str]:
    """Titles of checks by id where the report is in English: parts of the score and next steps, titled in French by the rules, name a check."""
    return {check.id: check.title_en for check in report.checks if check.title_en} if t.lang == "en" else {}


def by_verdict(report: Report, *severities: Severity) -> list[Check]:
    """Checks of these severities, what is to be done first, those set aside by decision next to last, those that do not apply last."""
    def order(check: Check) -> tuple[bool, bool, int]:
        return check.verdict is Verdict.NOT_APPLICABLE, set_aside(check), VERDICT_ORDER.index(check.verdict)

    return sorted((c for c in report.checks if c.severity in severities), key=order)


def kinds_of(item: CheckedDocument, t: Translator = _FRENCH) -> str:
    """What a piece is, « règlement de la consultation (RC) + … »; "" for a piece that was not read."""
    return " + ".join(t(PIECES[kind]) for kind in _kinds(item))


def _kinds(item: CheckedDocument) -> list[PieceKind]:
    """Kinds of the parts, in order, each once; the kind of the whole when it has no parts."""
    if item.document.reading.status is Status.FAILED:
        return []
    return list(dict.fromkeys(part.kind for part in item.outline.parts)) or [item.outline.kind]


def absent_pieces(report: Report) -> list[PieceKind]:
    """Kinds of piece that a tender usually has and that were not given. Price schedules stand for each other, a CCP for CCAP and CCTP."""
    kinds = {kind for item in report.documents for kind in _kinds(item)}
    if PieceKind.CCP in kinds:
        kinds |= {PieceKind.CCAP, PieceKind.CCTP}
    if kinds & _PRICES:
        kinds |= _PRICES
    return [kind for kind in _USUAL if kind not in kinds]


def not_read(report: Report, t: Translator = _FRENCH) -> list[tuple[str, str, list[str]]]:
    """Pieces that are missing, failed or were read in part: name, how far, and what reading said."""
    return [
        (item.document.name, t(STATUSES[item.document.reading.status]),
         [issue.message + ("" if issue.page is None else t(" (page {page})", page=issue.page)) for issue in item.document.reading.issues])
        for item in report.documents if item.document.reading.status is not Status.COMPLETE
    ]


def nothing_read(report: Report) -> bool:
    """True when every piece failed: then nothing was checked, and nothing may be called missing."""
    return all(item.document.reading.status is Status.FAILED for item in report.documents)


def tally(report: Report, t: Translator = _FRENCH) -> list[tuple[Verdict, int, str]]:
    """Obligations by verdict, those that occur: verdict, number, and the number with its word. Those set aside are not counted."""
    verdicts = [check.verdict for check in report.checks if check.severity is Severity.OBLIGATION and not set_aside(check)]
    return [(verdict, n, t.plural(*pair, n)) for verdict, pair in _TALLIED.items() if (n := verdicts.count(verdict))]


def gain_words(gain: float, t: Translator = _FRENCH) -> str:
    """« + 8 points », « + 1 point »."""
    return t.plural("+ {gain} point", "+ {gain} points", int(gain), gain=t.number(gain)).replace(" ", "\N{NO-BREAK SPACE}")


def settings_lines(report: Report, t: Translator = _FRENCH) -> list[str]:
    """What the buyer's own settings change in this report: rules and checks muted, rules added, weights; empty when nothing."""
    told = dict(report.tool.options)
    out = []
    if muted := told.get("muted_rules"):
        out.append(t("règles désactivées : {names}", names=muted))
    if checks := told.get("muted_checks"):
        out.append(t("contrôles désactivés : {names}", names=checks))
    if local := told.get("local_rules"):
        count, _, mark_of = local.partition(" fichiers, ")
        added = t.plural("{n} règle propre ajoutée", "{n} règles propres ajoutées", int(count)) if count.isdigit() else local
        out.append(f"{added} ({mark_of})" if count.isdigit() else added)
    if weights := told.get("weights"):
        out.append(t("poids changés : {names}", names=weights))
    return out


def decision_note_rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    """One row a recorded decision that needs a look, columns DECISION_COLUMNS."""
    for note in report.decisions:
        yield NOTES.get(note.code, note.code), note.message, decision_words(note.decision)


def finding_rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    """One row a label or clause, columns FINDING_COLUMNS."""
    for found in findings(report):
        row = found.row
        quantity = row.quantity if isinstance(row, ClauseFinding) else None
        strength = row.strength if isinstance(row, ClauseFinding) else None
        yield (
            found.row.id, "label" if isinstance(row, LabelFinding) else "clause", row.demand or "",
            "" if isinstance(row, LabelFinding) else FAMILIES[row.family], row.name if isinstance(row, LabelFinding) else row.title,
            FORCES[row.force], STAGES[row.stage], flat(row.quote), found.item.document.name, row.page, row.section, ", ".join(row.lots),
            quantity.value if quantity else None, f"{quantity.unit} {quantity.of}".strip() if quantity else "",
            quantity.comparator if quantity else "",
            strength.points if strength else None, strength.out_of if strength else None,
            _YES[row.equivalent] if isinstance(row, LabelFinding) else "", row.rule, decision_words(row.decision),
        )


def label_rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    """One row a label, columns LABEL_COLUMNS."""
    for found in findings(report):
        row = found.row
        if isinstance(row, LabelFinding):
            yield (
                row.id, row.demand or "", row.name, row.scope or row.label, NATURES[row.nature], _YES[row.strict], row.tier or "", FORCES[row.force],
                STAGES[row.stage], _YES[row.equivalent], flat(row.quote), found.item.document.name, row.page, row.section, ", ".join(row.lots),
                row.note, decision_words(row.decision),
            )


def criterion_rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    """One row an award criterion, columns CRITERION_COLUMNS."""
    for item in report.documents:
        for row in item.outline.criteria:
            yield (
                item.document.name, row.lot or "", row.name, row.parent or "", row.weight, row.unit or "", CRITERIA[row.kind],
                _YES[row.environmental], row.method, row.page,
            )


def check_rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    """One row a check, obligations first, columns CHECK_COLUMNS."""
    for check in by_verdict(report, Severity.OBLIGATION) + by_verdict(report, Severity.RECOMMENDATION, Severity.GOOD_PRACTICE):
        proof = check.evidence[0] if check.evidence else None
        yield (
            check.id, check.title, SEVERITIES[check.severity], verdict_word(check), check.reason, check.advice, flat(check.wording),
            basis_words(check.basis, None), flat(proof.quote) if proof else "",
            proof.document if proof else "", proof.page if proof else None, _LEVELS[check.level],
            {"confirmed": "confirmée", "to-verify": "à vérifier"}.get(check.confidence, check.confidence), decision_words(check.decision),
        )


def coherence_places(row: Coherence, t: Translator = _FRENCH) -> list[tuple[str, str]]:
    """Where and what, for each of the values that disagree."""
    return [(where(value.document, value.page, t), flat(value.quote)) for value in row.values]
