"""rules/indicators/purchases.yaml: the words that tell columns, totals, product families and states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from clausecheck.indicators.purchases_model import Condition
from clausecheck.rulebook.pack import pack_root
from clausecheck.rulebook.source import Source, load_yaml
from clausecheck.structure.cues import CueIndex, Cues, compile_cues
from clausecheck.structure.sectors import ProductFamily, load_sectors
from clausecheck.text import fold

__all__ = ["ACCESSORY", "FIELDS", "SERVICE", "ColumnCue", "PurchaseRules", "load_purchase_rules"]

FIELDS: tuple[str, ...] = (
    "designation", "description", "reference", "quantity", "unit", "unit_price", "unit_price_vat", "amount", "amount_vat", "vat", "family",
    "condition", "new", "reconditioned", "reused", "recycled", "recycled_percent", "repair_index", "gift", "date", "cpv",
)
"""What a column can be."""
SERVICE, ACCESSORY = "=service", "=accessory"
"""Keys, beside the ids of families, of what the first words of a line can name."""

_KEYS = ("colonnes", "totaux", "ajustements", "prestations", "accessoires", "familles", "etats", "sauf", "negations", "alternative",
         "alternative_sauf", "ttc", "oui", "non", "reparabilite")


@dataclass(frozen=True, slots=True)
class ColumnCue:
    """One expression of a column head. `rank` orders the expressions of a field: the first written is the best."""

    field: str
    rank: int
    cue: Cues


@dataclass(frozen=True, slots=True)
class PurchaseRules:
    """The compiled words. `before` and `after` are regexes on folded text: a negation at the end of what stands before a state, or right after it."""

    columns: tuple[ColumnCue, ...]
    totals: Cues
    adjustments: Cues
    names: CueIndex[str]
    families: dict[str, ProductFamily]
    states: tuple[tuple[Condition | None, Cues], ...]
    before: re.Pattern[str]
    after: re.Pattern[str]
    choice_before: re.Pattern[str]
    choice_after: re.Pattern[str]
    with_tax: Cues
    yes: frozenset[str]
    no: frozenset[str]
    index_words: Cues
    class_words: Cues
    repairable_words: Cues
    threshold: float
    good_classes: frozenset[str]


def load_purchase_rules(root: Path | None = None) -> PurchaseRules:
    """The rules of a pack (the shipped one by default). Raises RuleError, which points at the faulty line."""
    return _load(root or pack_root())


@lru_cache(maxsize=4)
def _load(root: Path) -> PurchaseRules:
    k = load_yaml(root / "indicators" / "purchases.yaml").keys(_KEYS, required=_KEYS)
    families = _families(k["familles"], root)
    negations = k["negations"].keys(("avant", "entre", "apres"), required=("avant", "entre", "apres"))
    alternative, unless = _either(k["alternative"].texts()), _either(k["alternative_sauf"].texts())
    repair = k["reparabilite"].keys(("indice", "classe", "mots", "seuil", "classes"), required=("indice", "classe", "mots", "seuil", "classes"))
    names: list[tuple[str, Cues]] = [(family.id, family.words) for family in families.values()]
    names += [(SERVICE, compile_cues(k["prestations"].texts())), (ACCESSORY, compile_cues(k["accessoires"].texts()))]
    return PurchaseRules(
        columns=_columns(k["colonnes"]), totals=compile_cues(k["totaux"].texts()),
        adjustments=compile_cues(k["ajustements"].texts()), names=CueIndex(names), families=families,
        states=_states(k["etats"], k["sauf"]),
        before=re.compile(rf"(?<![a-z0-9]){_either(negations['avant'].texts())}[\s-]*(?:{_either(negations['entre'].texts())}\s*){{0,3}}$"),
        after=re.compile(rf"^[\s:=(-]*{_either(negations['apres'].texts())}(?![a-z0-9])"),
        choice_before=re.compile(rf"(?<![a-z0-9]){alternative}\s*(?:[a-z']+\s+){{0,2}}$"),
        choice_after=re.compile(rf"^[\s,]*{alternative}\s*(?!{unless})(?=[a-z])"),
        with_tax=compile_cues(k["ttc"].texts()), yes=_words(k["oui"]), no=_words(k["non"]),
        index_words=compile_cues(repair["indice"].texts()), class_words=compile_cues(repair["classe"].texts()),
        repairable_words=compile_cues(repair["mots"].texts()), threshold=repair["seuil"].number(),
        good_classes=frozenset(text.upper() for text in repair["classes"].texts()),
    )


def _words(node: Source) -> frozenset[str]:
    return frozenset(fold(text) for text in node.texts())


def _either(texts: Sequence[str]) -> str:
    """A regex of expressions, the longest first; « * » is any ending, « ... » up to three words."""
    parts = []
    for text in sorted({fold(t) for t in texts}, key=lambda t: (-len(t), t)):
        escaped = re.escape(text).replace(r"\*", "[a-z]*").replace(r"\.\.\.", r"(?:[a-z']+\s+){0,3}[a-z']*").replace(r"\ ", r"\s+")
        parts.append(escaped if text.endswith(("'", "*", "%", "/", "...")) else escaped + r"(?![a-z0-9])")
    return f"(?:{'|'.join(parts)})"


def _columns(node: Source) -> tuple[ColumnCue, ...]:
    out = []
    for field, item in node.keys(FIELDS, required=("designation", "quantity", "amount")).items():
        out += [ColumnCue(field, rank, compile_cues([text])) for rank, text in enumerate(item.texts())]
    return tuple(out)


def _families(node: Source, root: Path) -> dict[str, ProductFamily]:
    """The product families that lines are classed in, with the words of lines: those of the sector files are made for the objects of tenders."""
    known = {family.id: family for sector in load_sectors(root) for family in sector.families}
    out = {}
    for name, item in node.keys().items():
        if name not in known:
            raise item.error(f"famille de produits « {name} » inconnue ; les familles sont celles de rules/sectors")
        family = known[name]
        out[name] = ProductFamily(family.id, family.title, family.cpv, compile_cues(item.texts()), family.agec)
    return out


def _states(node: Source, unless: Source) -> tuple[tuple[Condition | None, Cues], ...]:
    """Words of each state; None are expressions that hold such a word without its sense."""
    found: Iterable[tuple[str, Source]] = node.keys([c.value for c in Condition], required=[c.value for c in Condition]).items()
    return (*((Condition(name), compile_cues(item.texts())) for name, item in found), (None, compile_cues(unless.texts())))
