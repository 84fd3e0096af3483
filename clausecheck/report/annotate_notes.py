"""What the annotated copies say, whatever their format: a note for each finding, each check to settle and each disagreement, and one on the whole
piece. A note knows the words it is about by their offsets in the document's text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from clausecheck.assess.rules import load_checks
from clausecheck.assess.wordings import LEVELS, Wording, load_wordings, pick
from clausecheck.model import Check, CheckedDocument, ClauseFinding, Force, LabelFinding, PieceKind, Report, Severity, Verdict
from clausecheck.report.messages import translator
from clausecheck.report.phrases import (
    Finding,
    basis_words,
    cue_quotes,
    decision_text,
    matched_words,
    nature_words,
    quoted,
    set_aside,
    verdict_word,
)
from clausecheck.report.words import FAMILIES, FORCES, ON_SOURCES, PIECES, SEVERITIES, STAGES, long_date
from clausecheck.rulebook.pack import pack_root

__all__ = ["CHECK", "NBSP", "SUMMARY", "Note", "kinds_of", "notes_of", "span_of"]

NBSP = "\N{NO-BREAK SPACE}"
CHECK = "check"
SUMMARY = "summary"

_T = translator("fr")
_OPEN = (Verdict.MISSING, Verdict.PARTIAL)
_WEAK = 0.5
"""A demand that earned less than this share of the strength grid is shown a firmer wording."""
_PIECES_OF = {PieceKind.CCP: (PieceKind.CCP, PieceKind.CCTP, PieceKind.CCAP)}
_MEANING = {
    Force.INFORMATIVE: "Simple mention : rien n'est demandé au titulaire.",
    Force.ENCOURAGED: "Souhait : une offre qui n'y répond pas reste régulière et n'est pas notée.",
    Force.EXCLUDED: "Ce que ces mots écartent n'est pas accepté.",
}

@dataclass(frozen=True, slots=True)
class Note:
    """One note on `document.text[start:end]`; 0, 0 for the piece as a whole. `kind` is a Force value, CHECK or SUMMARY.

    `head` is its title, `lines` are (lead, text), the lead "" for a plain sentence. `page` is the page the report gives, None when unknown.
    """

    kind: str
    head: str
    lines: tuple[tuple[str, str], ...]
    start: int = 0
    end: int = 0
    page: int | None = None

    @property
    def text(self) -> str:
        """The note as plain lines, as viewers of PDF show it."""
        return "\n".join([self.head, *(f"{lead}{NBSP}: {text}" if lead else text for lead, text in self.lines)])


def kinds_of(item: CheckedDocument) -> frozenset[PieceKind]:
    """Kinds of piece that a document holds; a CCP stands for CCAP and CCTP too."""
    kinds = {item.outline.kind, *(part.kind for part in item.outline.parts)}
    return frozenset(kinds | {PieceKind.CCAP, PieceKind.CCTP} if PieceKind.CCP in kinds else kinds)


def span_of(item: CheckedDocument, quote: str, start: int, end: int) -> tuple[int, int] | None:
    """Where quoted words stand in a document: the offsets given, else the first place of the quote, else None."""
    if end > start:
        return start, end
    at = item.document.text.find(quote) if quote.strip() else -1
    return (at, at + len(quote)) if at >= 0 else None


def notes_of(report: Report, targets: Sequence[int], others: Sequence[int] = ()) -> dict[int, tuple[Note, ...]]:
    """The notes of the documents `targets` (indexes into report.documents), by index, the one on the whole piece first, then in text order.

    A check to settle is placed on the sentence the report shows for it; without one in a target, on the first target of a kind of piece that can hold
    it, else on the first target. What has its sentence in one of `others`, pieces annotated elsewhere, is left to them. With no target the answer is
    empty.
    """
    return _Composer(report, targets, others).compose() if targets else {}


@dataclass(slots=True)
class _Placed:
    """A check at one place of a target."""

    check: Check
    start: int
    end: int
    why: str = ""
    page: int | None = None


@dataclass
class _Composer:
    report: Report
    targets: Sequence[int]
    others: Sequence[int] = ()
    _placed: dict[int, list[_Placed]] = field(default_factory=lambda: defaultdict(list))
    _whole: dict[int, list[Check]] = field(default_factory=lambda: defaultdict(list))
    _told: set[tuple[int, str]] = field(default_factory=set)
    _pasted: set[tuple[int, str]] = field(default_factory=set)

    def compose(self) -> dict[int, tuple[Note, ...]]:
        self._place_checks()
        return {index: self._document(index) for index in self.targets}

    def _place_checks(self) -> None:
        groups = {rule.id: rule.conclude for rule in load_checks(pack_root())}
        for check in self.report.checks:
            if check.verdict is Verdict.NOT_APPLICABLE:
                continue
            found = list(self._places(check))
            for index, placed in found:
                self._placed[index].append(placed)
            if not found and check.verdict in _OPEN:
                self._whole[self._home(groups.get(check.id, ()))].append(check)

    def _places(self, check: Check) -> Iterator[tuple[int, _Placed]]:
        shown = [(e.document, e.quote, e.start, e.end, "", e.page) for e in check.evidence]
        if check.nearest is not None and check.verdict in _OPEN:
            near = check.nearest
            shown.append((near.document, near.quote, near.start, near.end, near.why, near.page))
        done: set[tuple[int, int]] = set()
        for name, quote, start, end, why, page in shown:
            index = next((i for i in (*self.targets, *self.others) if self.report.documents[i].document.name == name), None)
            span = span_of(self.report.documents[index], quote, start, end) if index is not None else None
            if index is not None and span is not None and (index, span[0]) not in done:
                done.add((index, span[0]))
                yield index, _Placed(check, *span, why, page)

    def _home(self, groups: Iterable[frozenset[PieceKind]]) -> int:
        """The target that a missing check concerns."""
        for group in groups:
            for index in self.targets:
                if kinds_of(self.report.documents[index]) & group:
                    return index
        return self.targets[0]

    def _document(self, index: int) -> tuple[Note, ...]:
        item = self.report.documents[index]
        waiting = list(self._placed[index])
        cited: list[tuple[Finding, list[_Placed]]] = []
        rows: list[Finding] = sorted((*item.labels, *item.clauses), key=_order)
        for row in rows:
            mine = [p for p in waiting if p.start < max(row.end, row.quote_end) and min(row.start, row.quote_start) < p.end]
            waiting = [p for p in waiting if p not in mine]
            cited.append((row, mine))
        apart = [self._check(index, check, "") for check in self._whole[index]]
        alone = [p for p in waiting if p.check.verdict in _OPEN or set_aside(p.check)]
        notes: list[Note] = []
        for at in sorted({row.start for row, _ in cited} | {p.start for p in alone}):
            notes += [self._finding(index, item, row, mine) for row, mine in cited if row.start == at]
            notes += [replace(self._check(index, p.check, p.why), start=p.start, end=p.end, page=p.page) for p in alone if p.start == at]
        for note in self._disagreements(item):
            (notes if note.end else apart).append(note)
        notes.sort(key=_place)
        return (self._summary(index, item), *apart, *notes)

    def _finding(self, index: int, item: CheckedDocument, row: Finding, checks: Sequence[_Placed]) -> Note:
        title = row.name if isinstance(row, LabelFinding) else row.title
        head = f"{title} — {FORCES[row.force]}, {STAGES[row.stage]}"
        if set_aside(row):
            head = f"{title} — écarté par décision"
        lines: list[tuple[str, str]] = []
        if row.decision is not None:
            lines.append(("", decision_text(row.decision, _T)))
        lines.append(("Famille", FAMILIES[row.family]) if isinstance(row, ClauseFinding) else ("Nature", nature_words(row)))
        if row.lots:
            lines.append(("Lots" if len(row.lots) > 1 else "Lot", ", ".join(row.lots)))
        lines.append(("Pourquoi", _why(item, row)))
        if row.force in _MEANING and not set_aside(row):
            lines.append(("", _MEANING[row.force].replace(" :", f"{NBSP}:")))
        if isinstance(row, LabelFinding) and row.note:
            lines.append(("", row.note))
        weak = isinstance(row, ClauseFinding) and row.strength is not None and not set_aside(row) and row.force is not Force.EXCLUDED
        if weak and isinstance(row, ClauseFinding) and row.strength is not None and row.force is not Force.INFORMATIVE:
            lines.append(("Solidité", _strength(row)))
        for placed in checks:
            lines += self._check_lines(index, placed.check, placed.why)
        if weak and isinstance(row, ClauseFinding) and not any(lead == "Texte à coller" for lead, _ in lines):
            lines += self._firmer(index, item, row)
        return Note(row.force.value, head, tuple(lines), row.start, row.end, row.page)

    def _firmer(self, index: int, item: CheckedDocument, row: ClauseFinding) -> Iterator[tuple[str, str]]:
        """A wording of the catalogue for a wish or a weak demand, once a family and document."""
        strength = row.strength
        if row.force is Force.INFORMATIVE or strength is None:
            return
        if row.force is not Force.ENCOURAGED and strength.points >= _WEAK * strength.out_of:
            return
        kind = item.outline.kind_of(row.block)
        choices: list[Wording] = []
        for piece in _PIECES_OF.get(kind, (kind,)):
            choices = choices or pick(load_wordings(pack_root()), family=row.family, sectors=self.report.tender.sectors, piece=piece)
        if choices:
            best = min(choices, key=_lowest)
            if (index, best.id) not in self._pasted:
                self._pasted.add((index, best.id))
                yield "Formulation plus ferme, à adapter", best.filled()

    def _check(self, index: int, check: Check, why: str) -> Note:
        lines = self._check_lines(index, check, why, named=False)
        return Note(CHECK, f"{check.title} — {_verdict(check)} [{check.id}]", tuple(lines))

    def _check_lines(self, index: int, check: Check, why: str, *, named: bool = True) -> Iterator[tuple[str, str]]:
        told = (index, check.id) in self._told
        self._told.add((index, check.id))
        if named and (not told or check.verdict is not Verdict.MET):
            yield f"Contrôle {check.id}", f"{check.title}{NBSP}: {_verdict(check)}" + (", voir la note qui précède à ce sujet" if told else "")
        if why:
            yield "Ici", why
        if told:
            if not named:
                yield "", f"Voir la note qui précède sur {check.id}."
            return
        if check.decision is not None:
            yield "", decision_text(check.decision, _T)
        if check.verdict is not Verdict.MET:
            yield "Constat", check.reason
        if check.basis:
            yield "Base", basis_words(check.basis)
        if check.verdict is Verdict.MET or set_aside(check):
            return
        if check.advice:
            yield ("Si besoin" if check.verdict is Verdict.TO_VERIFY else "À faire"), check.advice
        if check.wording and check.verdict in _OPEN:
            yield "Texte à coller", check.wording

    def _disagreements(self, item: CheckedDocument) -> Iterator[Note]:
        for row in self.report.coherence:
            for value in row.values:
                if value.document != item.document.name:
                    continue
                span = span_of(item, value.quote, 0, 0) or (0, 0)
                others = [v for v in row.values if v is not value]
                lines = [("Ici", quoted(value.quote))] if span == (0, 0) else []
                lines += [(f"Dans {v.document}" + (f", page {v.page}" if v.page else ""), quoted(v.quote)) for v in others]
                yield Note(CHECK, row.what, tuple(lines), *span, value.page)

    def _summary(self, index: int, item: CheckedDocument) -> Note:
        tool, document = self.report.tool, item.document
        day = long_date(tool.on, _T) if tool.on else "une date inconnue"
        rows: list[Finding] = [*item.labels, *item.clauses]
        lines = [
            ("Pièce", PIECES[item.outline.kind]),
            ("Droit appliqué au", f"{day} ({ON_SOURCES.get(tool.on_source, tool.on_source)})"),
            ("Relevé", ", ".join(_counts(rows)) or "aucun label ni clause dans cette pièce"),
        ]
        checks = [c for c in self.report.checks if c.severity is Severity.OBLIGATION and not set_aside(c)]
        open_ = [c for c in checks if c.verdict in _OPEN]
        lines.append(("Obligations à revoir dans le marché", "".join(f"\n• {c.title}{NBSP}: {_verdict(c)} [{c.id}]" for c in open_) or "aucune"))
        lines += [("À savoir", issue.message) for issue in document.reading.issues]
        if index == self.targets[0]:
            lines += self._to_verify()
        lines.append(("", "Chaque note dit ce qui a été relevé, pourquoi, et quoi faire. Ce n'est pas un avis juridique."))
        return Note(SUMMARY, f"Contrôle clausecheck {tool.version}", tuple(lines))

    def _to_verify(self) -> Iterator[tuple[str, str]]:
        """What no rule can settle from the pieces given, once for the whole tender, by reason."""
        reasons: dict[str, list[Check]] = defaultdict(list)
        for check in self.report.checks:
            if check.verdict is Verdict.TO_VERIFY:
                reasons[check.reason].append(check)
        for reason, checks in reasons.items():
            names = "".join(f"\n• {c.title} [{c.id}]" + (f" — {decision_text(c.decision, _T)}" if c.decision else "") for c in checks)
            yield "À vérifier", f"{reason}{names}"


def _order(row: Finding) -> tuple[int, int, str]:
    return row.start, row.end, row.id


def _place(note: Note) -> tuple[int, int]:
    return note.start, note.end


def _lowest(wording: Wording) -> tuple[bool, int, str]:
    """Those written for the sector first, then the lowest level."""
    return not wording.sectors, LEVELS.index(wording.level), wording.id


def _verdict(check: Check) -> str:
    """The verdict, with the weight of what may be improved: a comment stands alone, away from the list of its kind."""
    if set_aside(check):
        return "écarté par décision"
    weight = check.verdict is Verdict.MISSING and check.severity is not Severity.OBLIGATION
    return f"{verdict_word(check)} ({SEVERITIES[check.severity]})" if weight else verdict_word(check)


def _why(item: CheckedDocument, row: Finding) -> str:
    """The words found and the words that decide their force, as they stand in the sentence."""
    words, cues = f"mots relevés {matched_words(item, row)}", cue_quotes(row)
    if not cues:
        return f"{words}{NBSP}; force par défaut dans cette pièce et cette rubrique"
    return f"{words}{NBSP}; la force vient de {', '.join(cues)}"


def _strength(row: ClauseFinding) -> str:
    strength = row.strength
    if strength is None:
        return ""
    lacks = [part.why for part in strength.parts if not part.points]
    said = f"{_T.number(strength.points)} sur {_T.number(strength.out_of)}"
    return f"{said}. Ce qui lui manque{NBSP}: {', '.join(lacks)}." if lacks else said


def _counts(rows: Sequence[Finding]) -> Iterator[str]:
    labels = sum(isinstance(row, LabelFinding) for row in rows)
    if labels:
        yield f"{labels} label" + ("s" if labels > 1 else "")
    if len(rows) > labels:
        yield f"{len(rows) - labels} clause" + ("s" if len(rows) - labels > 1 else "")
    for force in Force:
        count = sum(row.force is force and not set_aside(row) for row in rows)
        if count:
            yield f"{FORCES[force]}{NBSP}: {count}"
