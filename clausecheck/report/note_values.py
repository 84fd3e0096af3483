"""What the Word note says, as plain values for its template; cut so that the shipped template keeps to two pages of A4.

Names are French, for the buyer who makes a template of their own; docs/guide/note.md describes each. Rows that do not fit are counted, never dropped
in silence: the note points to the whole report.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from clausecheck.model import APART, Check, ClauseFinding, Demand, Family, Force, LabelFinding, Report, Severity, Verdict
from clausecheck.report import phrases, rows
from clausecheck.report.messages import translator
from clausecheck.report.sheet import shorten
from clausecheck.report.words import COMMITMENTS, FAMILIES, FORCES, FORCES_COUNTED, NATURES, ON_SOURCES, PIECES, STATUSES, Typeset, long_date

__all__ = ["LINES", "Limits", "note_values"]

Row = dict[str, str]
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BULLETS = "•●▪■‣◦–—-*· \t"
_TO_DO = (Verdict.MISSING, Verdict.PARTIAL, Verdict.TO_VERIFY)
_GROUNDS = {"missing": "F9DEDE", "partial": "FFF0CC", "to-verify": "ECE2F7", "met": "DDF1E3"}
"""Fill of a verdict's cell, RRGGBB; the word in it says the same."""
LINES = 145
"""Lines of 8.5 points that two pages of the shipped template hold, headings and the spacing of tables put in lines: 170 by
LibreOffice, less a reserve for what Word sets otherwise."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many rows of a kind are written, and how many characters of a text."""

    pieces: int
    unread: int
    checks: int
    reason: int
    labels: int
    clauses: int
    quote: int
    wordings: int


_STEPS = (
    Limits(12, 8, 16, 260, 12, 16, 190, 8), Limits(12, 8, 14, 220, 10, 14, 150, 6),
    Limits(10, 6, 12, 180, 8, 10, 120, 4), Limits(8, 6, 10, 140, 8, 9, 100, 3),
    Limits(7, 4, 8, 110, 6, 8, 90, 3), Limits(6, 4, 8, 90, 5, 6, 70, 2), Limits(5, 3, 6, 70, 4, 5, 60, 2), Limits(4, 2, 5, 60, 3, 4, 50, 1),
)
"""From generous to spare; the first that fits is taken."""


def note_values(report: Report, *, lang: str = "fr") -> dict[str, Any]:
    """The values of the note, in French or English; strings, lists of rows and truth values only."""
    t = Typeset(translator(lang))
    values: dict[str, Any] = {}
    for limits in _STEPS:
        values = _values(report, limits, t)
        if _height(values) <= LINES:
            break
    return values


def _values(report: Report, limits: Limits, t: Typeset) -> dict[str, Any]:
    tender, tool = report.tender, report.tool
    pieces = [_piece(report, index, t) for index in range(len(report.documents))]
    unread = [f"{name} — {status}{t(' : ') if messages else ''}{' '.join(messages)}" for name, status, messages in rows.not_read(report, t.plain)]
    checks = _checks(report, t)
    labels, clauses, gaps = _labels(report, t), _clauses(report, limits, t), _gaps(report, t)
    return {
        "titre": _clean(tender.object or tender.title or t("Marché sans titre"), 220), "acheteur": _clean(tender.buyer or "", 120),
        "reference": _clean(tender.reference or "", 60), "procedure": _clean(tender.procedure or "", 80),
        "lots": _clean(" ; ".join(f"{lot.id} {lot.title}".strip() for lot in tender.lots), 220),
        "date_droit": long_date(tool.on, t.plain) if tool.on else t("date inconnue"),
        "source_date": t(ON_SOURCES.get(tool.on_source, tool.on_source)),
        "rien_lu": rows.nothing_read(report), "pieces": pieces[: limits.pieces], "pieces_suite": _more(len(pieces) - limits.pieces, t),
        "pieces_absentes": ", ".join(t(PIECES[kind]) for kind in rows.absent_pieces(report)),
        "non_lu": [_clean(text, 200) for text in unread[: limits.unread]], "non_lu_suite": _more(len(unread) - limits.unread, t),
        "verdict": _verdict(report, t), "obligations": [{**row, "motif": _clean(row["motif"], limits.reason)} for row in checks[: limits.checks]],
        "obligations_suite": _more(len(checks) - limits.checks, t),
        "respectees": _clean(" ; ".join(f"{phrases.title_of(c, t.plain)} ({c.id})" for c in _kept(report)), 5 * limits.reason),
        "conformite": _figure(report.score.conformity, t), "ambition": _figure(report.score.ambition, t), "points": _points(report, t),
        "labels_resume": _label_counts(report, t), "labels": labels[: limits.labels], "labels_suite": _more(len(labels) - limits.labels, t),
        "clauses_resume": _clause_counts(report, t), "clauses": clauses[: limits.clauses], "clauses_suite": _more(len(clauses) - limits.clauses, t),
        "manques": gaps[: limits.wordings], "manques_suite": _clean(" ; ".join(row["titre"] for row in gaps[limits.wordings :]), 3 * limits.reason),
        "decisions": [_clean(text, 160) for text in _decisions(report, t)[: limits.unread]], "politiques": _policies(report, t),
        "version": tool.version, "regles": tool.rules_version,
    }


def _clean(text: str, length: int) -> str:
    """One line that XML can hold, of at most `length` characters."""
    return shorten(_CONTROL.sub(" ", text), length)


def _more(count: int, t: Typeset) -> str:
    return t.plural("et {n} autre, dans le rapport complet", "et {n} autres, dans le rapport complet", count) if count > 0 else ""


def _figure(value: float | None, t: Typeset) -> str:
    return t("non calculée") if value is None else f"{t.number(value)} {t('sur 100')}"


def _piece(report: Report, index: int, t: Typeset) -> Row:
    document = report.documents[index].document
    return {
        "nom": _clean(document.name, 70), "nature": rows.kinds_of(report.documents[index], t.plain), "lecture": t(STATUSES[document.reading.status]),
        "pages": "" if document.pages is None else str(document.pages), "mots": t.number(document.words),
    }


def _verdict(report: Report, t: Typeset) -> str:
    if rows.nothing_read(report):
        return t("Aucun fichier n'a pu être lu : rien n'a été contrôlé.")
    counts = [word for _, _, word in rows.tally(report, t.plain)]
    return ", ".join(counts) if counts else t("aucune ne s’applique à ce marché à cette date")


def _checks(report: Report, t: Typeset) -> list[Row]:
    """Obligations that call for something, one row each; those that wait for the same piece or fact share one."""
    open_ones = [c for c in rows.by_verdict(report, Severity.OBLIGATION) if c.verdict in _TO_DO and not phrases.set_aside(c)]
    waiting = Counter(check.reason for check in open_ones if check.code == "piece-not-given")
    told: set[str] = set()
    out: list[Row] = []
    for check in open_ones:
        if check.code == "piece-not-given" and waiting[check.reason] > 1:
            if check.reason not in told:
                told.add(check.reason)
                same = [c for c in open_ones if c.code == check.code and c.reason == check.reason]
                out.append(_check_row(check, t, title=", ".join(c.id for c in same)))
        else:
            out.append(_check_row(check, t))
    return out


def _check_row(check: Check, t: Typeset, *, title: str = "") -> Row:
    basis = ", ".join(part for part in (check.basis[0].text, check.basis[0].article) if part) if check.basis else ""
    if check.confidence == "to-verify" and basis:
        basis += f" ({t('base à vérifier')})"
    return {
        "id": check.id, "titre": title or f"{phrases.title_of(check, t.plain)} ({check.id})",
        "verdict": phrases.sentence(phrases.verdict_word(check, t.plain)),
        "motif": check.reason, "base": "" if title else _clean(basis, 110), "fond": _GROUNDS[check.verdict.value], "conseil": check.advice,
    }


def _kept(report: Report) -> list[Check]:
    return [c for c in report.checks if c.severity is Severity.OBLIGATION and c.verdict is Verdict.MET and not phrases.set_aside(c)]


def _points(report: Report, t: Typeset) -> list[Row]:
    """The parts of the ambition, two a row, to keep the table low."""
    cells = [(_clean(part.title, 46), f"{t.number(part.points)} / {t.number(part.out_of)}") for part in report.score.parts]
    half = ceil(len(cells) / 2)
    pairs = [(cells[i], cells[half + i] if half + i < len(cells) else ("", "")) for i in range(half)]
    return [{"partie": a[0], "points": a[1], "partie2": b[0], "points2": b[1]} for a, b in pairs]


def _label_counts(report: Report, t: Typeset) -> str:
    asked = len({demand.key for demand in report.demands if demand.what == "label"})
    if not asked:
        return t("Aucun label ni écolabel n'est demandé dans ce qui a été lu.")
    counts = report.indicators
    return t("Labels demandés : {n}", n=asked) + ". " + t(
        "Écolabels au sens strict : {strict} ; labels au sens large : {wide} ; autres démarches, comptées à part : {other}.",
        strict=counts.labels_strict, wide=counts.labels_wide, other=counts.other_schemes)


def _firm(demands: Iterable[Demand]) -> list[Demand]:
    return sorted(demands, key=lambda demand: list(Force).index(demand.force))


def _labels(report: Report, t: Typeset) -> list[Row]:
    out = []
    for demand in _firm(demand for demand in report.demands if demand.what == "label"):
        index, number = demand.places[0]
        row = report.documents[index].labels[number]
        equivalent = {True: t("équivalents acceptés"), False: t("sans « ou équivalent »"), None: ""}[row.equivalent]
        out.append({
            "nom": _clean(row.name, 80), "force": t(FORCES[demand.force]), "nature": t(NATURES[row.nature]), "equivalents": equivalent,
            "place": _place(report, index, row, t)})
    return out


def _place(report: Report, index: int, row: LabelFinding | ClauseFinding, t: Typeset) -> str:
    section = row.section.split(" › ")[-1]
    place = phrases.where(report.documents[index].document.name, row.page, t.plain)
    return _clean(f"{place}, {section}" if section and row.page is None else place, 80)


def _clause_counts(report: Report, t: Typeset) -> str:
    green = sum(1 for demand in report.demands if demand.what == "clause" and Family(demand.key) not in APART)
    return t.plural("Clauses environnementales : {n} exigée ou notée", "Clauses environnementales : {n} exigées ou notées", green)


def _clauses(report: Report, limits: Limits, t: Typeset) -> list[Row]:
    """One row a family: how many demands, and the sentence of the strongest."""
    out = []
    for family in Family:
        own = [demand for demand in report.demands if demand.what == "clause" and demand.key == family.value]
        found = [(demand, demand.places[0][0], report.documents[demand.places[0][0]].clauses[demand.places[0][1]]) for demand in own]
        if not found:
            continue
        forces = Counter(demand.force for demand in own)
        best = max(found, key=lambda f: (f[2].strength.points if f[2].strength else 0.0, -list(Force).index(f[0].force)))
        name = t(FAMILIES[family]) + (t(" (compté à part)") if family in APART else "")
        out.append({
            "famille": name, "nombre": ", ".join(t.plural(*FORCES_COUNTED[force], forces[force]) for force in Force if forces[force]),
            "phrase": f"«\N{NO-BREAK SPACE}{_clean(best[2].quote.lstrip(_BULLETS), limits.quote)}\N{NO-BREAK SPACE}»",
            "place": _place(report, best[1], best[2], t)})
    return out


def _gaps(report: Report, t: Typeset) -> list[Row]:
    """What is missing with a wording to paste: obligations first, then what would raise the ambition most."""
    out = [
        {"titre": f"{phrases.title_of(check, t.plain)} ({check.id})", "texte": _clean(check.wording, 600), "conseil": _clean(check.advice, 300),
         "gain": t("obligation")}
        for check in rows.by_verdict(report, Severity.OBLIGATION) if check.verdict in (Verdict.MISSING, Verdict.PARTIAL)
        and check.wording and not phrases.set_aside(check)
    ]
    named = {check.id for check in report.checks if check.severity is Severity.OBLIGATION}
    titles = rows.english_titles(report, t.plain)
    out += [
        {"titre": _clean(titles.get(step.check, step.title or step.check), 120), "texte": _clean(step.wording, 600), "conseil": "",
         "gain": rows.gain_words(step.gain, t.plain)}
        for step in report.score.next_best if step.wording and step.check not in named
    ]
    return out


def _decisions(report: Report, t: Typeset) -> list[str]:
    """Checks set aside or accepted, then findings: none is hidden."""
    decided = [(check.id, check.decision) for check in report.checks if check.decision]
    decided += [(f"{found.row.id} ({found.item.document.name})", found.row.decision) for found in rows.findings(report) if found.row.decision]
    return [f"{name} : {phrases.decision_words(decision, t.plain)}" for name, decision in decided]


def _policies(report: Report, t: Typeset) -> list[str]:
    out = []
    for policy in report.policies:
        counts = Counter(row.verdict for row in policy.commitments if row.verdict not in ("not-readable", "not-applicable"))
        words = ", ".join(f"{counts[verdict]} {t(word)}" for verdict, word in COMMITMENTS.items() if counts[verdict])
        out.append(f"{policy.name}{t(' : ')}{words}")
    return out


def _lines(text: str, width: int) -> int:
    return ceil(len(text) / width) if text else 0


def _table(table: Sequence[Row], widths: dict[str, int]) -> float:
    """Lines of a table: the highest cell of each row, and the spacing; one row of heads."""
    return sum(max(1, *(_lines(row[name], width) for name, width in widths.items())) + 0.3 for row in table) + 1.3 if table else 0


def _height(values: dict[str, Any]) -> float:
    """Lines that the shipped template takes, from the widths of its columns in characters."""
    heads = 2.2 * (5 + bool(values["non_lu"]) + bool(values["decisions"]) + bool(values["politiques"]))
    loose = [values[name] for name in ("pieces_absentes", "verdict", "respectees", "labels_resume", "clauses_resume", "manques_suite")]
    loose += [*values["non_lu"], *values["decisions"], *values["politiques"]]
    loose += [values[name] for name in ("pieces_suite", "non_lu_suite", "obligations_suite", "labels_suite", "clauses_suite")]
    gaps = sum(_lines(row["titre"] + row["gain"], 105) + _lines(row["texte"], 118) + 0.5 for row in values["manques"])
    return (
        11 + _lines(values["titre"], 70) + _lines(values["lots"], 90) + heads + sum(1.15 * _lines(text, 112) for text in loose) + gaps
        + _table(values["pieces"], {"nom": 40, "nature": 38}) + _table(values["obligations"], {"titre": 36, "motif": 42, "base": 20})
        + _table(values["points"], {"partie": 38}) + _table(values["labels"], {"nom": 30, "nature": 26, "place": 34, "equivalents": 20})
        + _table(values["clauses"], {"famille": 22, "nombre": 14, "phrase": 52, "place": 22})
    )
