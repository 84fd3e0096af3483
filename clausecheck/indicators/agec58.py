"""The yearly declaration of article 58 of the AGEC law, in the schema of data.gouv.fr, and how it stands beside the steps of decree 2024-134.

Schema: « schema-declaration-biens-reemploi-reutilisation-recycle » v0.1.0 (DINUM, CGDD; Licence Ouverte 2.0), shipped in schemas/.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from clausecheck.indicators.decp_ids import siret_problem
from clausecheck.indicators.purchases_model import Condition, Line
from clausecheck.indicators.purchases_rules import PurchaseRules, load_purchase_rules
from clausecheck.report.messages import translator
from clausecheck.rulebook.pack import pack_root
from clausecheck.rulebook.source import Source, load_yaml
from clausecheck.structure.sectors import AGEC_CATEGORIES

__all__ = [
    "AGEC_COLUMNS", "AgecError", "CategoryRates", "Declaration", "DeclarationRow", "Rates", "compare", "declare", "left_out", "load_rates",
    "render_csv", "render_text", "schema_path",
]

AGEC_COLUMNS: tuple[str, ...] = (
    "annee", "siret", "raison_sociale", "type_produit_acquis", "montant_total", "montant_reemploi_et_reutilisation", "montant_produits_issus_don",
    "montant_produits_recycles", "commentaires",
)
"""Fields of the official schema, in its order."""
_TO_VERIFY, _CONFIRMED = "to-verify", "confirmed"
_T = translator()
_NB = "\N{NO-BREAK SPACE}"


class AgecError(ValueError):
    """The declaration cannot be made; the message is French and says what to do."""


@dataclass(slots=True)
class DeclarationRow:
    """One category. Amounts in euros without tax: `total` is the expense, `gifts` a flat-rate value and no expense, so it is not in `total`.
    A product both reused and recycled counts as reused only."""

    category: str
    total: float = 0.0
    reuse: float = 0.0
    gifts: float = 0.0
    recycled: float = 0.0
    lines: int = 0
    no_value: int = 0

    def add(self, line: Line) -> None:
        """Count one line."""
        self.lines += 1
        if line.value is None:
            self.no_value += 1
            return
        if Condition.GIFT in line.conditions:
            self.gifts = round(self.gifts + line.value, 2)
            return
        self.total = round(self.total + line.value, 2)
        if line.reuse:
            self.reuse = round(self.reuse + line.value, 2)
        elif Condition.RECYCLED in line.conditions:
            self.recycled = round(self.recycled + line.value, 2)


@dataclass(frozen=True, slots=True)
class Declaration:
    """Rows in the order of the schema's categories. `outside`: lines of families that no category covers; `unclassed`: lines of no family."""

    year: int
    siret: str
    name: str
    rows: tuple[DeclarationRow, ...]
    outside: tuple[Line, ...] = ()
    unclassed: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryRates:
    """Rates in % by step; None: the decree sets none there, an absent step was not found. `status` is "confirmed" or "to-verify"."""

    category: str
    reuse: dict[int, float] | None = field(default_factory=dict)
    recycled: dict[int, float] | None = field(default_factory=dict)
    status: str = _TO_VERIFY
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rates:
    """rules/indicators/agec58.yaml: the steps of the decree's annex."""

    text: str
    url: str
    steps: tuple[int, ...]
    categories: dict[str, CategoryRates]

    def step(self, year: int) -> int | None:
        """The step that holds in a year, None before the first."""
        return max((step for step in self.steps if step <= year), default=None)


def schema_path() -> Path:
    """The official Table Schema."""
    return Path(__file__).parent / "schemas" / "agec58.schema.json"


def load_rates(root: Path | None = None) -> Rates:
    """The rates of a pack. Raises RuleError, which points at the faulty line."""
    return _rates(root or pack_root())


@lru_cache(maxsize=4)
def _rates(root: Path) -> Rates:
    keys = ("texte", "url", "paliers", "categories")
    k = load_yaml(root / "indicators" / "agec58.yaml").keys(keys, required=keys)
    steps = tuple(int(item.number()) for item in k["paliers"].items())
    rates = {}
    for item in k["categories"].items():
        one = _category(item, steps)
        if one.category in rates:
            raise item.error(f"catégorie « {one.category} » écrite deux fois")
        rates[one.category] = one
    missing = [name for name in AGEC_CATEGORIES if name not in rates]
    if missing:
        raise k["categories"].error(f"catégories absentes : {', '.join(missing)}")
    return Rates(k["texte"].text(), k["url"].text(), steps, rates)


def _category(item: Source, steps: tuple[int, ...]) -> CategoryRates:
    k = item.keys(("nom", "reemploi", "recycle", "statut", "note", "source"), required=("nom", "statut"))
    name, status = k["nom"].choice(AGEC_CATEGORIES), k["statut"].choice((_TO_VERIFY, _CONFIRMED))
    texts = {key: k[key].text() if key in k else "" for key in ("note", "source")}
    reuse, recycled = (_steps(k[key], steps) if key in k else {} for key in ("reemploi", "recycle"))
    if (reuse or recycled) and not texts["source"]:
        raise item.error("un taux sans source : ajoutez la clé « source »")
    return CategoryRates(name, reuse, recycled, status, texts["note"], texts["source"])


def _steps(node: Source, steps: tuple[int, ...]) -> dict[int, float] | None:
    if not node.is_mapping():
        node.choice(("sans-objet",))
        return None
    return {int(year): value.number() for year, value in node.keys([str(step) for step in steps]).items()}


def declare(lines: Iterable[Line], *, year: int, siret: str, name: str, rules: PurchaseRules | None = None) -> Declaration:
    """Add classed lines up by category. Raises AgecError for a year, SIRET or name the schema refuses, and for amounts with tax."""
    rules = rules or load_purchase_rules()
    siret = "".join(siret.split())
    if not 2000 <= year <= 2100:
        raise AgecError(f"Année « {year} » : indiquez l'année civile des dépenses, par exemple --year 2026.")
    problem = siret_problem(siret)
    if problem and len(siret) == 14 and siret.isascii() and siret.isdigit():
        notes = [problem]
    elif problem:
        raise AgecError(f"{problem} Indiquez celui de l'acheteur avec --siret.")
    else:
        notes = []
    if not name.strip():
        raise AgecError("La raison sociale de l'acheteur manque : indiquez-la avec --name.")
    rows: dict[str, DeclarationRow] = {}
    outside, unclassed = [], []
    others = 0
    for line in lines:
        if line.year not in (None, year):
            others += 1
            continue
        if line.with_tax:
            raise AgecError(
                f"{line.file}, ligne {line.row} : le montant est toutes taxes comprises, la déclaration se fait hors taxes ; donnez le taux "
                "(--vat 20) ou la colonne hors taxes (--column amount=…).")
        family = rules.families.get(line.family)
        if family is None:
            unclassed.append(line)
        elif not family.agec:
            outside.append(line)
        else:
            rows.setdefault(family.agec, DeclarationRow(family.agec)).add(line)
    ordered = tuple(rows[name] for name in AGEC_CATEGORIES if name in rows)
    if others:
        notes.append(f"Lignes datées d'une autre année que {year}, hors de la déclaration : {others}.")
    notes += [f"{row.category} : {_uncounted(row.no_value, '')}." for row in ordered if row.no_value]
    return Declaration(year, siret, name.strip(), ordered, tuple(outside), tuple(unclassed), tuple(notes))


def _uncounted(count: int, what: str) -> str:
    return f"{count} ligne{what} sans montant, non comptée" if count < 2 else f"{count} lignes{what} sans montant, non comptées"


def render_csv(declaration: Declaration) -> str:
    """The declaration in the official schema: UTF-8, commas, decimal points."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(AGEC_COLUMNS)
    for row in declaration.rows:
        amounts = (f"{value:.2f}" for value in (row.total, row.reuse, row.gifts, row.recycled))
        comment = _uncounted(row.no_value, " d'achat") if row.no_value else ""
        writer.writerow((declaration.year, declaration.siret, declaration.name, row.category, *amounts, comment))
    return out.getvalue()


def compare(declaration: Declaration, rates: Rates | None = None) -> list[tuple[str, str, str]]:
    """(category, reuse, recycled) in French words: the share reached beside the step's rate. A rate that is not sure says « à vérifier »."""
    rates = rates or load_rates()
    step = rates.step(declaration.year)
    out = []
    for row in declaration.rows:
        known = rates.categories[row.category]
        out.append((row.category, _beside(row.reuse + row.gifts, row.total + row.gifts, known.reuse, step, known.status),
                    _beside(row.recycled, row.total + row.gifts, known.recycled, step, known.status)))
    return out


def _beside(part: float, whole: float, rates: dict[int, float] | None, step: int | None, status: str) -> str:
    reached = f"{_T.number(100 * part / whole)}{_NB}%" if whole > 0 else "aucune dépense"
    doubt = ", à vérifier" if status == _TO_VERIFY else ""
    if step is None:
        return f"{reached} (aucun palier cette année-là)"
    if rates is None:
        return f"{reached} (pas de taux{doubt})"
    if step not in rates:
        return f"{reached} (taux de {step} non trouvé, à vérifier au Journal officiel)"
    ahead = "palier atteint" if whole > 0 and 100 * part / whole >= rates[step] else "palier non atteint"
    return f"{reached} ({ahead} : {_T.number(rates[step])}{_NB}% depuis {step}{doubt})"


def render_text(declaration: Declaration, rates: Rates | None = None, *, width: int = 80, colour: bool = False) -> str:
    """The declaration beside the steps, and what it leaves out."""
    from clausecheck.report.sheet import Sheet

    rates = rates or load_rates()
    sheet = Sheet(width=width, colour=colour)
    sheet.title(f"Article 58 de la loi AGEC, dépenses de {declaration.year}")
    sheet.line(f"{declaration.name}, SIRET {declaration.siret}. {rates.text} : {rates.url}. Les taux marqués « à vérifier » viennent de "
               "sources secondaires.")
    for row, (category, reuse, recycled) in zip(declaration.rows, compare(declaration, rates), strict=True):
        sheet.blank()
        sheet.line((category, "bold"), f" : {_T.number(row.total, 2)}{_NB}€ hors taxes, {_T.number(row.lines)} ligne{'s' if row.lines > 1 else ''}")
        sheet.item(f"réemploi et réutilisation, dons compris : {reuse}")
        sheet.item(f"matières recyclées : {recycled}")
        if rates.categories[category].note:
            sheet.item(f"note : {rates.categories[category].note}")
    if not declaration.rows:
        sheet.line("Aucune ligne n'appartient à une catégorie de l'annexe : la déclaration est vide.")
    for text in left_out(declaration):
        sheet.item(text)
    return sheet.text()


def left_out(declaration: Declaration) -> list[str]:
    """French sentences on the lines that the declaration does not hold."""
    out = list(declaration.notes)
    for lines, words in ((declaration.outside, "hors des 17 catégories"), (declaration.unclassed, "non classées, à ranger à la main")):
        if lines:
            amount = sum(line.value or 0.0 for line in lines)
            shown = " ; ".join(f"{line.file} ligne {line.row} « {line.designation} »" for line in lines[:5])
            more = f" ; et {len(lines) - 5} autres" if len(lines) > 5 else ""
            out.append(f"Lignes {words} : {len(lines)}, pour {_T.number(amount, 2)}{_NB}€ ({shown}{more}).")
    return out
