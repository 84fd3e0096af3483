"""The data of rules/structure and rules/sectors, loaded once: cues for pieces, sections, lots, criteria, facts, buyers, sectors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from clausecheck.model import CriterionKind, PieceKind, SectionRole
from clausecheck.rulebook.pack import pack_root
from clausecheck.rulebook.source import Source, load_yaml
from clausecheck.structure.cues import CueIndex, Cues, compile_cues
from clausecheck.structure.sectors import Sector, load_sectors

__all__ = ["BuyerKind", "CriteriaCues", "FactCues", "LotCues", "PieceCues", "Resources", "RoleCues", "load_resources"]


@dataclass(frozen=True, slots=True)
class PieceCues:
    """What makes a kind of piece recognisable; fields as in rules/structure/pieces.yaml."""

    title: str
    file: Cues
    titles: Cues
    articles: Cues
    content: Cues


@dataclass(frozen=True, slots=True)
class RoleCues:
    """Roles of sections by title, in order of priority (`inside` a title, at its `head`), and the other lists of rules/structure/sections.yaml."""

    inside: CueIndex[tuple[int, SectionRole]]
    head: CueIndex[tuple[int, SectionRole]]
    titles: dict[SectionRole, str]
    advice: Cues
    contents: Cues
    rules_inside: Cues

    def of(self, folded: str) -> SectionRole:
        """The first role whose cue is in a folded title."""
        found = [hit for hit in (self.inside.first(folded), self.head.first(folded, at_start=True)) if hit is not None]
        return min(found, key=_order)[1] if found else SectionRole.OTHER

    def opens(self, folded: str) -> SectionRole | None:
        """The role of a title that begins with one of its cues, None otherwise."""
        found = [hit for hit in (self.inside.first(folded, at_start=True), self.head.first(folded, at_start=True)) if hit is not None]
        return min(found, key=_order)[1] if found else None


def _order(hit: tuple[int, SectionRole]) -> int:
    return hit[0]


@dataclass(frozen=True, slots=True)
class CriteriaCues:
    """Words of rules/structure/criteria.yaml."""

    announce: Cues
    zone_end: Cues
    not_award: Cues
    sub: Cues
    head_name: Cues
    head_sub: Cues
    head_weight: Cues
    head_description: Cues
    sole: Cues
    price: Cues
    names: Cues
    method: Cues
    described: Cues
    environment: Cues
    environment_noise: Cues
    social: Cues
    kinds: tuple[tuple[CriterionKind, Cues], ...]
    not_names: Cues


@dataclass(frozen=True, slots=True)
class LotCues:
    """Words of rules/structure/lots.yaml."""

    column_id: Cues
    column_title: Cues
    column_min: Cues
    column_max: Cues
    single: Cues
    all_lots: Cues
    bind: Cues
    no_bind: Cues


@dataclass(frozen=True, slots=True)
class FactCues:
    """Words of rules/structure/facts.yaml: labels that announce a fact, by field."""

    labels: dict[str, Cues]
    procedures: tuple[tuple[str, Cues], ...]
    techniques: tuple[tuple[str, Cues], ...]
    not_buyer: Cues
    buyer_words: Cues
    object_verbs: Cues


@dataclass(frozen=True, slots=True)
class BuyerKind:
    """One kind of buyer: `id` as in reports, French title, words of the buyer's name."""

    id: str
    title: str
    names: Cues


@dataclass(frozen=True, slots=True)
class Resources:
    """Everything that `outline` needs besides the document."""

    pieces: dict[PieceKind, PieceCues]
    piece_titles: CueIndex[PieceKind]
    unions: tuple[tuple[frozenset[PieceKind], PieceKind], ...]
    price_columns: Cues
    article_columns: Cues
    quantity_columns: Cues
    blank_columns: Cues
    roles: RoleCues
    lots: LotCues
    criteria: CriteriaCues
    facts: FactCues
    buyers: tuple[BuyerKind, ...]
    sectors: tuple[Sector, ...]


def _cues(source: Source | None) -> Cues:
    return compile_cues(source.texts() if source is not None else ())


def _pieces(root: Source) -> tuple[dict[PieceKind, PieceCues], tuple[tuple[frozenset[PieceKind], PieceKind], ...], dict[str, Cues]]:
    keys = root.keys({"pieces", "ensembles", "colonnes_prix", "colonnes_article", "colonnes_quantite", "cases_vides"}, required=("pieces",))
    pieces: dict[PieceKind, PieceCues] = {}
    names = [kind.value for kind in PieceKind]
    for name, node in keys["pieces"].keys(names).items():
        k = node.keys({"titre", "fichier", "titres", "articles", "contenu"}, required=("titre", "titres"))
        pieces[PieceKind(name)] = PieceCues(
            k["titre"].text(), _cues(k.get("fichier")), _cues(k["titres"]), _cues(k.get("articles")), _cues(k.get("contenu")))
    unions = []
    for item in keys["ensembles"].items() if "ensembles" in keys else ():
        k = item.keys({"pieces", "donne"}, required=("pieces", "donne"))
        unions.append((frozenset(PieceKind(p.choice(names)) for p in k["pieces"].items()), PieceKind(k["donne"].choice(names))))
    columns = {name: _cues(keys.get(name)) for name in ("colonnes_prix", "colonnes_article", "colonnes_quantite", "cases_vides")}
    return pieces, tuple(unions), columns


def _roles(root: Source) -> RoleCues:
    keys = root.keys({"roles", "conseils", "sommaire", "reglement_dans_cahier"}, required=("roles",))
    inside, head, titles = [], [], {}
    for order, item in enumerate(keys["roles"].items()):
        k = item.keys({"role", "titre", "indices", "debut"}, required=("role", "titre"))
        role = SectionRole(k["role"].choice(r.value for r in SectionRole))
        inside.append(((order, role), _cues(k.get("indices"))))
        head.append(((order, role), _cues(k.get("debut"))))
        titles[role] = k["titre"].text()
    others = (_cues(keys.get(name)) for name in ("conseils", "sommaire", "reglement_dans_cahier"))
    return RoleCues(CueIndex(inside), CueIndex(head), titles, *others)


_CRITERIA_KEYS = {
    "annonce": "announce", "fin": "zone_end", "hors_attribution": "not_award", "sous_critere": "sub", "colonne_critere": "head_name",
    "colonne_sous_critere": "head_sub", "colonne_poids": "head_weight", "colonne_description": "head_description", "critere_unique": "sole",
    "prix": "price", "noms_connus": "names", "methode": "method", "description": "described", "environnement": "environment",
    "environnement_faux": "environment_noise", "social": "social", "jamais_un_nom": "not_names",
}


def _criteria(root: Source) -> CriteriaCues:
    keys = root.keys({*_CRITERIA_KEYS, "natures"}, required=(*_CRITERIA_KEYS, "natures"))
    kinds = tuple((CriterionKind(name), _cues(node)) for name, node in keys["natures"].keys([k.value for k in CriterionKind]).items())
    fields = {field: _cues(keys[key]) for key, field in _CRITERIA_KEYS.items()}
    return CriteriaCues(kinds=kinds, **fields)


_LOT_KEYS = {
    "colonne_numero": "column_id", "colonne_titre": "column_title", "colonne_minimum": "column_min", "colonne_maximum": "column_max",
    "lot_unique": "single",
    "tous": "all_lots", "lie": "bind", "ne_lie_pas": "no_bind",
}


def _lots(root: Source) -> LotCues:
    keys = root.keys(_LOT_KEYS, required=_LOT_KEYS)
    return LotCues(**{field: _cues(keys[key]) for key, field in _LOT_KEYS.items()})


def _facts(root: Source) -> FactCues:
    keys = root.keys({"etiquettes", "procedures", "techniques", "pas_acheteur", "acheteur", "objet"}, required=("etiquettes", "procedures"))
    labels = {name: _cues(node) for name, node in keys["etiquettes"].keys().items()}
    procedures = tuple((name, _cues(node)) for name, node in keys["procedures"].keys().items())
    techniques = tuple((name, _cues(node)) for name, node in keys["techniques"].keys().items()) if "techniques" in keys else ()
    return FactCues(labels, procedures, techniques, _cues(keys.get("pas_acheteur")), _cues(keys.get("acheteur")), _cues(keys.get("objet")))


def _buyers(root: Source) -> tuple[BuyerKind, ...]:
    keys = root.keys({"acheteurs"}, required=("acheteurs",))
    kinds = []
    for item in keys["acheteurs"].items():
        k = item.keys({"id", "titre", "noms"}, required=("id", "titre", "noms"))
        kinds.append(BuyerKind(k["id"].text(), k["titre"].text(), _cues(k["noms"])))
    return tuple(kinds)


@lru_cache(maxsize=4)
def load_resources(root: Path | None = None) -> Resources:
    """Load the cues of the rule pack at `root` (the shipped one when None). Raises RuleError that points at a faulty line."""
    folder = (root or pack_root()) / "structure"
    pieces, unions, columns = _pieces(load_yaml(folder / "pieces.yaml"))
    return Resources(
        pieces=pieces,
        piece_titles=CueIndex((kind, cues.titles) for kind, cues in pieces.items()),
        unions=unions,
        price_columns=columns["colonnes_prix"],
        article_columns=columns["colonnes_article"],
        quantity_columns=columns["colonnes_quantite"],
        blank_columns=columns["cases_vides"],
        roles=_roles(load_yaml(folder / "sections.yaml")),
        lots=_lots(load_yaml(folder / "lots.yaml")),
        criteria=_criteria(load_yaml(folder / "criteria.yaml")),
        facts=_facts(load_yaml(folder / "facts.yaml")),
        buyers=_buyers(load_yaml(folder / "buyers.yaml")),
        sectors=load_sectors(root or pack_root()),
    )
