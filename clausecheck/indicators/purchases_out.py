"""Purchases as text, CSV, JSON and a workbook. Figures in French, every line openable by its file, sheet and row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from clausecheck import __version__
from clausecheck.indicators.purchases import MEASURES, Share, Summary
from clausecheck.indicators.purchases_model import Aside, AsideKind, Condition, Line, Purchases
from clausecheck.indicators.purchases_rules import PurchaseRules, load_purchase_rules
from clausecheck.report.messages import translator
from clausecheck.report.rows import Cell

if TYPE_CHECKING:
    from clausecheck.report.sheet import Sheet

__all__ = ["ASIDE_COLUMNS", "CONDITIONS", "LINE_COLUMNS", "SHARE_COLUMNS", "render_csv", "render_json", "render_text", "render_xlsx"]

CONDITIONS: dict[Condition, str] = {
    Condition.NEW: "neuf", Condition.RECONDITIONED: "reconditionné", Condition.REUSED: "réemploi ou réutilisation",
    Condition.RECYCLED: "matières recyclées", Condition.GIFT: "don",
}
LINE_COLUMNS: tuple[str, ...] = (
    "fichier", "feuille", "ligne", "désignation", "intitulé", "famille", "famille_code", "catégorie_AGEC", "famille_motif", "état", "état_motif",
    "recyclé_%", "choix_ouvert", "indice_réparabilité", "classe_réparabilité", "réparable", "quantité", "montant", "taxe", "année",
)
SHARE_COLUMNS: tuple[str, ...] = ("famille", "catégorie_AGEC", "mesure", "lignes", "lignes_%", "quantité", "quantité_%", "montant_€", "montant_%")
ASIDE_COLUMNS: tuple[str, ...] = ("fichier", "feuille", "ligne", "nature", "texte", "montant")
_ASIDES = {AsideKind.TOTAL: "total, taxe ou remise", AsideKind.SERVICE: "prestation", AsideKind.SECTION: "intitulé", AsideKind.NOTE: "texte",
           AsideKind.HEADER: "entête"}
_WIDTHS = {"désignation": 60, "intitulé": 36, "famille": 32, "famille_motif": 34, "état": 28, "état_motif": 34, "catégorie_AGEC": 36, "mesure": 44,
           "texte": 60, "nature": 22, "note": 110, "fichier": 24}
_T = translator()
_NB = "\N{NO-BREAK SPACE}"
_SHOWN = 40
_DEFINITION = (
    "Base : lignes de produits lues, prestations, totaux et taxes exclus. Une ligne compte comme recyclée, reconditionnée ou réemployée si elle le "
    "dit d'elle-même (désignation, colonne, intitulé) ; une ligne qui ne dit rien reste « non précisée » et au dénominateur."
)


def render_json(purchases: Purchases, summary: Summary) -> str:
    """One object: `schema`, `definition`, `total`, `families`, `lines`, `set_aside`, `notes`, `failed`. Shares are in %, null when unknown."""
    body = {
        "schema": "clausecheck-purchases-1", "tool": {"version": __version__}, "definition": _DEFINITION,
        "repair_threshold": purchases.repair_threshold,
        "with_tax_lines": summary.with_tax, "total": _share(summary.total), "families": [_share(share) for share in summary.families],
        "unclassed": [[line.file, line.sheet, line.row] for line in summary.unclassed],
        "lines": [_line(line) for line in purchases.lines],
        "set_aside": [_aside(aside) for aside in purchases.asides],
        "notes": list(purchases.notes), "failed": list(purchases.failed),
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _share(share: Share) -> dict[str, object]:
    measures = {}
    for name, held in share.measures.items():
        percent = {of: share.percent(name, of) for of in ("lines", "quantity", "value")}
        measures[name] = {"lines": held.lines, "quantity": held.quantity, "value": held.value, "percent": percent}
    return {"family": share.family, "title": share.title, "agec": share.agec, "without_quantity": share.no_quantity, "without_value": share.no_value,
            "measures": measures}


def _aside(aside: Aside) -> dict[str, object]:
    return {"kind": aside.kind.value, "file": aside.file, "sheet": aside.sheet, "row": aside.row, "text": aside.text, "amount": aside.amount}


def _line(line: Line) -> dict[str, object]:
    return {
        "file": line.file, "sheet": line.sheet, "row": line.row, "designation": line.designation, "section": line.section,
        "family": line.family or None, "why": line.why, "conditions": [condition.value for condition in line.conditions],
        "state_why": line.state_why, "ambiguous": line.ambiguous, "recycled_percent": line.recycled_percent, "repair_index": line.repair_index,
        "repair_class": line.repair_class or None, "repairable": line.repairable, "quantity": line.quantity, "value": line.value,
        "with_tax": line.with_tax, "year": line.year,
    }


def render_csv(purchases: Purchases, rules: PurchaseRules | None = None) -> str:
    """One row a product line (LINE_COLUMNS), as French spreadsheets open it."""
    from clausecheck.report.csv import written

    rows = (tuple(_exact(cell) for cell in row) for row in _line_rows(purchases.lines, rules or load_purchase_rules()))
    return written(LINE_COLUMNS, rows)


def _exact(cell: Cell) -> Cell:
    """Floats with all their digits and a comma."""
    return f"{cell:.10g}".replace(".", ",") if isinstance(cell, float) and cell >= 0 else cell


def render_xlsx(purchases: Purchases, summary: Summary, rules: PurchaseRules | None = None) -> bytes:
    """Sheets: Synthèse, Lignes, Non classées, Mises de côté, Notes."""
    from clausecheck.report.xlsx import add_sheet, new_book, saved

    rules = rules or load_purchase_rules()
    book = new_book("Part des produits recyclés, reconditionnés et réparables")
    add_sheet(book, "Synthèse", SHARE_COLUMNS, _share_rows(summary), _WIDTHS)
    add_sheet(book, "Lignes", LINE_COLUMNS, _line_rows(purchases.lines, rules), _WIDTHS)
    add_sheet(book, "Non classées", LINE_COLUMNS, _line_rows(summary.unclassed, rules), _WIDTHS)
    add_sheet(book, "Mises de côté", ASIDE_COLUMNS, (_aside_row(aside) for aside in purchases.asides), _WIDTHS)
    add_sheet(book, "Notes", ("note",), ((text,) for text in (_DEFINITION, *purchases.failed, *purchases.notes)), _WIDTHS)
    return saved(book)


def _share_rows(summary: Summary) -> Iterator[tuple[Cell, ...]]:
    for share in (summary.total, *summary.families):
        for name, words in MEASURES:
            held = share.measures[name]
            yield (share.title, share.agec or "", words, held.lines, share.percent(name, "lines"), held.quantity, share.percent(name, "quantity"),
                   held.value, share.percent(name, "value"))


def _line_rows(lines: tuple[Line, ...], rules: PurchaseRules) -> Iterator[tuple[Cell, ...]]:
    yes = {True: "oui", False: ""}
    for line in lines:
        family = rules.families.get(line.family)
        yield (
            line.file, line.sheet, line.row, line.designation, line.section, family.title if family else "", line.family,
            (family.agec if family else "") or "", line.why, _state_words(line), line.state_why, line.recycled_percent, yes[line.ambiguous],
            line.repair_index, line.repair_class, yes[line.repairable], line.quantity, line.value,
            "TTC" if line.with_tax else "HT" if line.value is not None else "", line.year,
        )


def _state_words(line: Line) -> str:
    return ", ".join(CONDITIONS[condition] for condition in line.conditions)


def _aside_row(aside: Aside) -> tuple[Cell, ...]:
    return aside.file, aside.sheet, aside.row, _ASIDES[aside.kind], aside.text, aside.amount


def render_text(purchases: Purchases, summary: Summary, *, width: int = 80, colour: bool = False) -> str:
    """The summary, the shares by family, then what is not counted: unclassed lines, open choices, services, totals, notes."""
    from clausecheck.report.sheet import Sheet

    sheet = Sheet(width=width, colour=colour)
    sheet.title("Produits recyclés, reconditionnés et réparables dans les achats")
    sheet.line(_DEFINITION)
    for message in purchases.failed:
        sheet.item((message, "bold"), bullet="!")
    sheet.grid([("", "lignes", "", "quantité", "", "montant", ""), *_measure_rows(summary.total)], right=(1, 2, 3, 4, 5, 6))
    for text in _limits(summary):
        sheet.item(text)
    sheet.title("Par famille de produits")
    heads = ("famille", "lignes", "recyclé ou réemployé", "en montant", "réparable")
    sheet.grid([heads, *(_family_row(share) for share in summary.families)], right=(1, 2, 3, 4))
    _listed(sheet, f"Lignes non classées ({len(summary.unclassed)})", [(line, line.why) for line in summary.unclassed])
    _listed(sheet, f"Lignes qui laissent le choix ({len(summary.ambiguous)})", [(line, "à vérifier") for line in summary.ambiguous])
    for title, asides in (("Prestations, hors des parts", summary.services), ("Totaux, taxes et remises laissés de côté", summary.set_aside)):
        if asides:
            sheet.title(f"{title} ({len(asides)})")
            for aside in asides[:_SHOWN]:
                sheet.item(f"{_place(aside)} : {aside.text}" + (f" ({_euros(aside.amount)})" if aside.amount is not None else ""))
            _more(sheet, len(asides))
    sheet.title("Ce qui a été lu")
    for text in purchases.notes:
        sheet.item(text)
    return sheet.text()


def _measure_rows(share: Share) -> Iterator[tuple[str, ...]]:
    for name, words in MEASURES:
        held = share.measures[name]
        shares = [_percent(share.percent(name, of)) if name != "all" else "" for of in ("lines", "quantity", "value")]
        yield words, _number(held.lines), shares[0], _number(held.quantity), shares[1], _euros(held.value), shares[2]


def _family_row(share: Share) -> tuple[str, ...]:
    return (share.title, _number(share.measures["all"].lines), _percent(share.percent("circular", "lines")),
            _percent(share.percent("circular", "value")), _percent(share.percent("repairable", "lines")))


def _limits(summary: Summary) -> Iterator[str]:
    total = summary.total
    if total.no_value:
        yield f"Lignes sans montant : {_number(total.no_value)} ; elles ne pèsent rien dans les parts en montant."
    if total.no_quantity:
        yield f"Lignes sans quantité : {_number(total.no_quantity)} ; elles ne pèsent rien dans les parts en quantité."
    if summary.with_tax:
        yield (f"Montants toutes taxes comprises : {_number(summary.with_tax)} lignes ; donnez le taux (--vat 20) pour les ramener au hors taxes, "
               "sinon ils se mêlent aux autres.")
    yield "« Réparable » suit une convention de ce projet (docs/purchases.md) ; aucun texte ne fixe de seuil."


def _listed(sheet: Sheet, title: str, rows: list[tuple[Line, str]]) -> None:
    if not rows:
        return
    sheet.title(title)
    for line, why in rows[:_SHOWN]:
        amount = f" ({_euros(line.value)})" if line.value is not None else ""
        sheet.item(f"{_place(line)} : {line.designation}{amount}" + (f" — {why}" if why else ""))
    _more(sheet, len(rows))


def _more(sheet: Sheet, count: int) -> None:
    if count > _SHOWN:
        sheet.line(f"et {_number(count - _SHOWN)} autres : --format csv ou xlsx les donne toutes.", indent=2)


def _place(row: Line | Aside) -> str:
    return f"{row.file}, {row.sheet + ', ' if row.sheet else ''}ligne {row.row}"


def _number(value: float) -> str:
    return _T.number(value, 2)


def _percent(value: float | None) -> str:
    return "" if value is None else f"{_T.number(value)}{_NB}%"


def _euros(value: float) -> str:
    """Cents are written in full, or not at all."""
    text = _T.number(value, 2)
    return f"{text}0{_NB}€" if "," in text[-2:] else f"{text}{_NB}€"
