"""The second indicator: the share of recycled, reconditioned and repairable products in purchases, in lines, in quantity and in value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from clausecheck.indicators.purchases_columns import ColumnError
from clausecheck.indicators.purchases_lines import read_file
from clausecheck.indicators.purchases_model import CIRCULAR, Aside, AsideKind, Condition, Line, Purchases
from clausecheck.indicators.purchases_rules import PurchaseRules, load_purchase_rules

__all__ = ["MEASURES", "UNCLASSED", "Amounts", "Share", "Summary", "read_purchases", "summarise"]

UNCLASSED = ""
"""Family of the lines that no words could class."""

MEASURES: tuple[tuple[str, str], ...] = (
    ("all", "Toutes les lignes de produits"), ("circular", "Recyclé, reconditionné ou réemployé"), ("reconditioned", "Reconditionné"),
    ("reused", "Réemploi, réutilisation ou occasion"), ("recycled", "Matières recyclées"), ("repairable", "Réparable"),
    ("indexed", "Indice ou classe de réparabilité indiqué"), ("new", "Dit neuf, sans matière recyclée"), ("unsaid", "État non précisé"),
    ("ambiguous", "Choix laissé ouvert (neuf ou reconditionné)"),
)
"""What is measured, with its French words. `circular` counts once a line that has several of the states; `repairable` crosses them all."""


@dataclass(slots=True)
class Amounts:
    """Lines, quantity (units as written, whatever they are) and value in euros."""

    lines: int = 0
    quantity: float = 0.0
    value: float = 0.0

    def add(self, line: Line) -> None:
        """Count one line."""
        self.lines += 1
        self.quantity = round(self.quantity + (line.quantity or 0.0), 6)
        self.value = round(self.value + (line.value or 0.0), 2)


@dataclass(slots=True)
class Share:
    """The measures of one product family; `family` "" are the lines that could not be classed. `no_quantity`, `no_value`: lines without one."""

    family: str
    title: str
    agec: str | None = None
    measures: dict[str, Amounts] = field(default_factory=lambda: {name: Amounts() for name, _ in MEASURES})
    no_quantity: int = 0
    no_value: int = 0

    def add(self, line: Line) -> None:
        """Count one line in each measure it belongs to."""
        for name, _ in MEASURES:
            if _belongs(line, name):
                self.measures[name].add(line)
        self.no_quantity += line.quantity is None
        self.no_value += line.value is None

    def percent(self, name: str, of: str) -> float | None:
        """Share in % of a measure; `of` is "lines", "quantity" or "value". None when there is nothing to divide by."""
        whole = float(getattr(self.measures["all"], of))
        return round(100 * float(getattr(self.measures[name], of)) / whole, 2) if whole > 0 else None


@dataclass(frozen=True, slots=True)
class Summary:
    """All product lines, then each family in the order of its value, of its lines, of its title; the unclassed last. `with_tax`: lines with tax."""

    total: Share
    families: tuple[Share, ...]
    unclassed: tuple[Line, ...]
    ambiguous: tuple[Line, ...]
    services: tuple[Aside, ...]
    set_aside: tuple[Aside, ...]
    with_tax: int


def read_purchases(
    paths: Sequence[str | Path], *, columns: Mapping[str, str] | None = None, vat: float | None = None, repair_threshold: float | None = None,
    year: int | None = None, rules: PurchaseRules | None = None, said: Callable[[str], None] | None = None,
) -> Purchases:
    """Read the lines of BPU, DQE or orders. Never raises for a bad file: `failed` names it and says what to do.

    `columns`: {field: words of the head, or letter}; `vat`: rate in % that brings amounts with tax to amounts without; `repair_threshold`: index from
    which a product counts as repairable; `year` leaves out the lines dated of another year, and says so. `said` hears each file's name before it is
    read. Raises RuleError for a faulty rule file, and ColumnError for a column given that is in none of the tables read.
    """
    rules = rules or load_purchase_rules()
    threshold = rules.threshold if repair_threshold is None else repair_threshold
    lines: list[Line] = []
    asides: list[Aside] = []
    notes: list[str] = []
    failed: list[str] = []
    named: set[str] = set()
    heads: list[str] = []
    for path in (Path(p) for p in paths):
        if said is not None:
            said(path.name)
        found = read_file(path, rules, given=columns or {}, vat=vat, threshold=threshold)
        lines += found.lines
        asides += found.asides
        notes += found.notes
        failed += found.failed
        named |= found.given
        heads += found.heads
        if not found.failed and not found.lines:
            failed.append(f"« {path.name} » ne contient aucune ligne de produit reconnue : vérifiez la feuille et les colonnes (--column).")
    _refuse_absent({field: head for field, head in (columns or {}).items() if field not in named}, heads)
    others = [line for line in lines if year is not None and line.year not in (None, year)]
    if others:
        lines = [line for line in lines if line.year in (None, year)]
        notes.append(f"Lignes datées d'une autre année que {year} : {len(others)}, laissées de côté.")
    return Purchases(tuple(lines), tuple(asides), tuple(notes), tuple(failed), threshold)


def _refuse_absent(absent: Mapping[str, str], heads: Sequence[str]) -> None:
    """A column named in vain is an error: another one would be taken in its place without a word. Nothing is said when no table was read."""
    if absent and heads:
        asked = ", ".join(f"--column {field}={head}" for field, head in absent.items())
        raise ColumnError(f"{asked} : aucun tableau lu n'a cette colonne. Entêtes trouvés :" + "".join(f"\n  {line}" for line in heads))


def summarise(purchases: Purchases, rules: PurchaseRules | None = None) -> Summary:
    """Add the lines up."""
    rules = rules or load_purchase_rules()
    total = Share("*", "Tous les produits")
    shares: dict[str, Share] = {}
    for line in purchases.lines:
        if line.family not in shares:
            known = rules.families.get(line.family)
            shares[line.family] = Share(line.family, known.title if known else "Non classées", known.agec if known else None)
        shares[line.family].add(line)
        total.add(line)
    order = sorted(shares.values(), key=lambda s: (s.family == UNCLASSED, -s.measures["all"].value, -s.measures["all"].lines, s.title))
    return Summary(
        total, tuple(order), tuple(line for line in purchases.lines if not line.family), tuple(line for line in purchases.lines if line.ambiguous),
        _of(purchases.asides, (AsideKind.SERVICE,)), _of(purchases.asides, (AsideKind.TOTAL,)), sum(line.with_tax for line in purchases.lines))


def _of(asides: Iterable[Aside], kinds: tuple[AsideKind, ...]) -> tuple[Aside, ...]:
    return tuple(aside for aside in asides if aside.kind in kinds)


def _belongs(line: Line, name: str) -> bool:
    if name in ("all", "circular", "ambiguous", "repairable"):
        return {"all": True, "circular": line.circular, "ambiguous": line.ambiguous, "repairable": line.repairable}[name]
    if name == "indexed":
        return line.repair_index is not None or bool(line.repair_class)
    if name == "new":
        return Condition.NEW in line.conditions and not line.circular
    if name == "unsaid":
        return not line.ambiguous and not set(line.conditions) & {*CIRCULAR, Condition.NEW}
    return Condition(name) in line.conditions
