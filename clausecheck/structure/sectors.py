"""Sectors of purchase and product families: the controlled list of rules/sectors, and which of them a tender belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clausecheck.model import APART, Family
from clausecheck.rulebook.source import Source, load_yaml
from clausecheck.structure.cues import Cues, Words, compile_cues

__all__ = ["AGEC_CATEGORIES", "ProductFamily", "Sector", "load_sectors", "score_sectors"]

AGEC_CATEGORIES: tuple[str, ...] = (
    "Produits textiles à l'exception des équipements de protection individuels",
    "Matériel informatique et téléphonie",
    "Matériel de reprographie et d'impression",
    "Consommables d'impression",
    "Papier",
    "Fournitures de bureau",
    "Engins de transport et pièces détachées",
    "Véhicules et pièces détachées",
    "Mobilier et aménagement d'intérieur",
    "Mobilier urbain",
    "Equipements de collecte de déchets",
    "Bocaux et flacons",
    "Articles et équipement sportifs",
    "Matériel d'entretien des espaces verts",
    "Bâtiments modulaires ou préfabriqués",
    "Gros électroménager, y compris appareils professionnels",
    "Jeux et jouets",
)
"""Categories of the annex to decree 2024-134, as the official declaration schema on data.gouv.fr spells them (schema 0.1.0)."""


@dataclass(frozen=True, slots=True)
class ProductFamily:
    """One family of products of a sector."""

    id: str
    title: str
    cpv: tuple[str, ...]
    words: Cues
    agec: str | None


@dataclass(frozen=True, slots=True)
class Sector:
    """One sector. `cpv` are prefixes of CPV codes; `weights` say how much each clause family matters, 0–3."""

    id: str
    title: str
    cpv: tuple[str, ...]
    words: Cues
    weights: dict[Family, float]
    families: tuple[ProductFamily, ...]
    agec: str | None


def _agec(node: Source | None) -> str | None:
    return None if node is None or node.is_null() else node.choice(AGEC_CATEGORIES)


def _prefixes(node: Source | None) -> tuple[str, ...]:
    found = []
    for item in node.items() if node is not None else ():
        text = item.text()
        if not text.isdigit() or len(text) > 8:
            raise item.error("un début de code CPV (2 à 8 chiffres) est attendu ici")
        found.append(text)
    return tuple(found)


def _family(item: Source) -> ProductFamily:
    k = item.keys({"id", "titre", "cpv", "mots", "agec"}, required=("id", "titre", "mots"))
    return ProductFamily(k["id"].text(), k["titre"].text(), _prefixes(k.get("cpv")), compile_cues(k["mots"].texts()), _agec(k.get("agec")))


def _sector(path: Path) -> Sector:
    root = load_yaml(path)
    k = root.keys({"id", "titre", "cpv", "mots", "agec", "poids", "familles_produits"}, required=("id", "titre", "mots", "poids"))
    if k["id"].text() != path.stem:
        raise k["id"].error(f"l'identifiant doit être le nom du fichier, « {path.stem} »")
    allowed = [f.value for f in Family if f not in APART]
    weights = {Family(name): node.number() for name, node in k["poids"].keys(allowed).items()}
    families = tuple(_family(item) for item in k["familles_produits"].items()) if "familles_produits" in k else ()
    return Sector(k["id"].text(), k["titre"].text(), _prefixes(k.get("cpv")), compile_cues(k["mots"].texts()), weights, families,
        _agec(k.get("agec")))


def load_sectors(root: Path) -> tuple[Sector, ...]:
    """All sectors of rules/sectors, by id. Raises RuleError on a faulty file or a product family named twice."""
    sectors: list[Sector] = []
    seen: dict[str, str] = {}
    for path in sorted((root / "sectors").glob("*.yaml")):
        sector = _sector(path)
        for family in sector.families:
            if family.id in seen:
                raise load_yaml(path).error(f"famille de produits « {family.id} » déjà définie dans le secteur « {seen[family.id]} »")
            seen[family.id] = sector.id
        sectors.append(sector)
    return tuple(sectors)


def _cpv_points(sector: Sector, codes: tuple[str, ...]) -> dict[str, int]:
    """Length of the longest prefix of `sector` for each code."""
    best = {}
    for code in codes:
        digits = code.split("-")[0]
        length = max((len(p) for p in sector.cpv if digits.startswith(p)), default=0)
        if length:
            best[code] = length
    return best


def score_sectors(
    sectors: tuple[Sector, ...], *, cpv: tuple[str, ...], subject: str, body: str = "", words: Words | None = None,
) -> list[tuple[Sector, float]]:
    """Sectors with points, best first. `subject` (title, object, lot titles) and `body` are folded texts, `words` the words of `body`.

    A CPV code counts only for the sector with its longest prefix; a word of the subject counts five times one of the body.
    """
    longest: dict[str, int] = {}
    by_sector = {sector.id: _cpv_points(sector, cpv) for sector in sectors}
    for found in by_sector.values():
        for code, length in found.items():
            longest[code] = max(longest.get(code, 0), length)
    scored = []
    spoken = Words(subject)
    for sector in sectors:
        points = sum(4.0 + 0.5 * length for code, length in by_sector[sector.id].items() if length == longest[code])
        points += 2.5 * min(3, sector.words.count(subject, spoken))
        points += 0.5 * min(6, sector.words.count(body, words)) if body else 0.0
        if points >= 2.0:
            scored.append((sector, round(points, 2)))
    return sorted(scored, key=lambda item: (-item[1], item[0].id))
