"""How strong each clause is, by the grid of rules/score/strength.yaml, part by part with the reason in French."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from clausecheck.assess.demands import dismissed
from clausecheck.assess.dossier import Dossier, Found, Piece
from clausecheck.assess.grid import Component, Grid, LegalMinimum
from clausecheck.model import APART, CheckedDocument, ClauseFinding, Family, Force, LabelFinding, Quantity, SectionRole, Strength, StrengthPart
from clausecheck.text import fold

__all__ = ["Sanctions", "find_sanctions", "is_boilerplate", "with_strength"]

_UNIT = re.compile(
    r"\d+(?:[.,]\d+)?\s?(?:%|(?:ans?|annees?|mois|semaines?|jours?|heures?|kg|g|tonnes?|t|km|m[23]?|l|litres?|kwh|wh|w|watts?|db|dba|db\(a\)|cycles?|"
    r"points?|livraisons?|lavages?|flux|ppm|mg|co2|repas|unites?|/ ?10|sur 10)(?![a-z]))"
)
_SHARE = re.compile(r"\d\s?%")
_EUROS = re.compile(r"\d\s?(?:\x80|euros?\b|eur\b)")


@dataclass(frozen=True, slots=True)
class Sanctions:
    """What breaches cost in this tender: penalties with a figure by family, for the environment at large, and for any breach of the contract."""

    by_family: dict[Family, Found] = field(default_factory=dict)
    environment: Found | None = None
    general: Found | None = None
    without_figure: Found | None = None


def find_sanctions(dossier: Dossier, grid: Grid) -> Sanctions:
    """Penalties of all pieces that bite on environmental duties."""
    by_family: dict[Family, Found] = {}
    environment: Found | None = None
    general: Found | None = None
    without: Found | None = None
    for line in _penal_lines(dossier, grid):
        piece = dossier.pieces[line.piece]
        own = piece.folded[line.start : line.end]
        families = _families(piece, line.start, line.end) | {family for family, words in grid.penalties.items() if words.search(own)}
        whole = bool(grid.any_family.search(own))
        around = piece.around(line.start, line.end)
        if not _has_figure(around):
            without = without or (line if families or whole else None)
            continue
        for family in families:
            by_family.setdefault(family, line)
        if whole and not families:
            environment = environment or line
        if not families and not whole and (grid.general_breach.search(around) or grid.labels.search(own)):
            general = general or line
    return Sanctions(by_family, environment, general, without)


def _penal_lines(dossier: Dossier, grid: Grid) -> Iterator[Found]:
    """Sentences that speak of a penalty, then the lines of penalty articles: their tables give « fait générateur » and amount without the word."""
    yield from dossier.sentences(grid.components["sanction"].cues["mots"])
    for piece in dossier.readable():
        for start, end in piece.lines(SectionRole.PENALTIES):
            yield piece.found(start, end)


def _has_figure(folded: str) -> bool:
    return bool(_SHARE.search(folded) or _EUROS.search(folded))


def _families(piece: Piece, start: int, end: int) -> frozenset[Family]:
    return frozenset(row.family for row in piece.clauses if row.quote_start < end and row.quote_end > start and row.family not in APART)


def with_strength(dossier: Dossier, grid: Grid, regulated: frozenset[str] = frozenset()) -> tuple[CheckedDocument, ...]:
    """The documents with `strength` filled in every clause. `regulated`: labels of the catalogue that need no equivalent (indices, classes)."""
    sanctions = find_sanctions(dossier, grid)
    out = []
    for piece in dossier.pieces:
        clauses = tuple(replace(row, strength=_Judge(grid, sanctions, piece, row, regulated).strength()) for row in piece.clauses)
        out.append(replace(piece.item, clauses=clauses))
    return tuple(out)


def is_boilerplate(grid: Grid, row: ClauseFinding) -> bool:
    """True for a formula without content: it recalls the law or praises the environment, and names no figure, proof or level."""
    if row.quantity is not None:
        return False
    folded = fold(row.quote)
    formula = row.family in grid.boilerplate_families and grid.boilerplate.search(folded)
    recall = len(folded.split()) <= grid.boilerplate_words and grid.components["beyond-law"].cues["rappel"].search(folded)
    if not (formula or recall):
        return False
    threshold, proof = grid.components["threshold"].cues, grid.components["proof"].cues
    return not (_UNIT.search(folded) or threshold["niveau"].search(folded) or proof["fort"].search(folded) or proof["moyen"].search(folded))


class _Judge:
    """The grid applied to one clause: its own sentence, and what surrounds it."""

    def __init__(self, grid: Grid, sanctions: Sanctions, piece: Piece, row: ClauseFinding, regulated: frozenset[str]) -> None:
        self.grid, self.sanctions, self.piece, self.row, self.regulated = grid, sanctions, piece, row, regulated
        self.folded = fold(row.quote)
        self.around = f"{self.folded}\n{piece.around(row.quote_start, row.quote_end)}"
        self.labels = [x for x in piece.labels if x.quote_start < row.quote_end and x.quote_end > row.quote_start and not dismissed(x)]

    def strength(self) -> Strength:
        """Points of every component, capped for a formula without content."""
        parts = (
            self._verb(), self._threshold(), self._perimeter(), self._proof(), self._openness(), self._control(), self._sanction(), self._beyond(),
        )
        points = round(sum(part.points for part in parts), 2)
        if self.row.force in (Force.INFORMATIVE, Force.EXCLUDED):
            points = 0.0
        elif is_boilerplate(self.grid, self.row) and not self.labels:
            points = min(points, self.grid.boilerplate_cap)
        return Strength(points, self.grid.out_of, parts)

    def _part(self, name: str, points: float, why: str) -> StrengthPart:
        return StrengthPart(name, points, self._row(name).points, why)

    def _row(self, name: str) -> Component:
        return self.grid.components[name]

    def _says(self, name: str, key: str, text: str) -> str:
        """The words of `text` that match a list of cues, "" when none does."""
        span = self._row(name).cues[key].search(text)
        return text[span[0] : span[1]] if span else ""

    def _verb(self) -> StrengthPart:
        points = min(self.grid.forces[self.row.force], self._row("verb").points)
        if self.row.force is Force.REQUIRED:
            words = self._says("verb", "fort", self.around)
            return self._part("verb", points, f"obligation (« {words} »)" if words else "obligation énoncée au présent ou par la rubrique")
        if self.row.force is Force.SCORED:
            return self._part("verb", points, "élément noté dans le jugement des offres")
        words = self._says("verb", "faible", self.around)
        return self._part("verb", points, f"simple souhait (« {words} »)" if words else "aucune obligation")

    def _threshold(self) -> StrengthPart:
        figure = _UNIT.search(self.folded)
        quantity = self.row.quantity
        if quantity is not None or figure:
            shown = _shown(quantity) if quantity else figure.group() if figure else ""
            base = (quantity.of if quantity else "") or self._says("threshold", "base", self.folded)
            if base:
                return self._part("threshold", 3, f"seuil chiffré ({shown}) et sa base (« {base} »)")
            return self._part("threshold", 2, f"seuil chiffré ({shown}), sans dire sur quelle base il se calcule")
        level = self._says("threshold", "niveau", self.folded) or next((x.tier for x in self.labels if x.tier), "")
        if level:
            return self._part("threshold", 2, f"niveau nommé (« {level} »)")
        vague = self._says("threshold", "vague", self.folded)
        return self._part("threshold", 0, f"adjectif sans mesure (« {vague} »)" if vague else "aucun chiffre, aucune échéance")

    def _perimeter(self) -> StrengthPart:
        wide = self._says("perimeter", "faible", self.folded)
        if wide:
            return self._part("perimeter", 0, f"vise l'entreprise et non le marché (« {wide} »)")
        if self.row.lots:
            return self._part("perimeter", 1, f"lot {', '.join(self.row.lots)}")
        words = self._says("perimeter", "fort", self.folded)
        return self._part("perimeter", 1, f"« {words} »") if words else self._part("perimeter", 0, "rien ne dit à quoi la demande s'applique")

    def _proof(self) -> StrengthPart:
        certified = any(x.force.demand for x in self.labels)
        weak = self._says("proof", "faible", self.around)
        without_weak = self.around.replace(weak, " ") if weak else self.around
        strong = self._says("proof", "fort", without_weak)
        if strong:
            return self._part("proof", 2, f"preuve vérifiable (« {strong} »)")
        medium = self._says("proof", "moyen", without_weak)
        if medium and certified:
            return self._part("proof", 2, f"label et pièce à remettre (« {medium} »)")
        if certified:
            return self._part("proof", self._row("proof").numbers["label"], "un label est nommé, sans dire quelle preuve remettre")
        if medium:
            return self._part("proof", 1, f"preuve du fournisseur (« {medium} »)")
        return self._part("proof", 0.5, f"preuve faible (« {weak} »)") if weak else self._part("proof", 0, "aucune preuve demandée")

    def _openness(self) -> StrengthPart:
        named = [x for x in self.labels if x.force.demand and x.label not in self.regulated]
        if not named:
            return self._part("openness", 2, "aucun label ni marque à ouvrir")
        words = self._says("openness", "equivalent", self.around)
        if words or all(x.equivalent for x in named):
            return self._part("openness", 2, f"équivalents admis (« {words} »)" if words else "équivalents admis par une phrase générale")
        return self._part("openness", 0, f"{_names(named)} sans « ou équivalent »")

    def _control(self) -> StrengthPart:
        strong = self._says("control", "fort", self.around)
        if strong:
            return self._part("control", 1, f"suivi prévu (« {strong} »)")
        medium = self._says("control", "moyen", self.around)
        if medium:
            return self._part("control", 0.5, f"contrôle sans fréquence (« {medium} »)")
        return self._part("control", 0, "aucun suivi pendant l'exécution")

    def _sanction(self) -> StrengthPart:
        row = self._row("sanction")
        if row.cues["mots"].search(self.around) and _has_figure(self.around):
            return self._part("sanction", 2, "pénalité chiffrée dans la clause")
        linked = self.sanctions.by_family.get(self.row.family) or self.sanctions.environment
        if linked is not None:
            return self._part("sanction", 2, f"pénalité chiffrée dans {linked.document}")
        if self.sanctions.general is not None:
            return self._part("sanction", row.numbers["generale"], f"pénalité pour tout manquement dans {self.sanctions.general.document}")
        if row.cues["mots"].search(self.around) or self.sanctions.without_figure is not None:
            return self._part("sanction", row.numbers["sans_montant"], "pénalité annoncée sans montant")
        return self._part("sanction", 0, "aucune sanction")

    def _beyond(self) -> StrengthPart:
        minimum = self._minimum()
        quantity = self.row.quantity
        if minimum is not None and quantity is not None:
            if quantity.value > minimum.value:
                return self._part("beyond-law", 2, f"dépasse le minimum légal ({_number(minimum.value)} {quantity.unit}, {minimum.source})")
            return self._part("beyond-law", 1, f"reprend le minimum légal ({_number(minimum.value)} {quantity.unit}, {minimum.source})")
        if quantity is not None or _UNIT.search(self.folded):
            return self._part("beyond-law", 2, "seuil propre au marché")
        if any(x.force.demand for x in self.labels):
            return self._part("beyond-law", 2, "un label va au-delà de la réglementation")
        words = self._says("beyond-law", "rappel", self.folded)
        if words:
            return self._part("beyond-law", 0, f"rappel de la réglementation (« {words} »)")
        return self._part("beyond-law", 1, "demande propre au marché, sans mesure")

    def _minimum(self) -> LegalMinimum | None:
        quantity = self.row.quantity
        if quantity is None:
            return None
        for minimum in self.grid.minimums:
            if minimum.family is self.row.family and quantity.unit in minimum.units and minimum.words.search(self.folded):
                return minimum
        return None


def _shown(quantity: Quantity) -> str:
    return f"{_number(quantity.value)} {quantity.unit}".strip()


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _names(labels: list[LabelFinding]) -> str:
    return ", ".join(dict.fromkeys(x.name for x in labels))
