"""The ambition score: points by family, labels, criterion and follow-up, each traceable to the findings that earn it.

Every part grows with each demand and with each demand's strength, and none shrinks: a tender written stronger never scores lower.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from clausecheck.assess.bench import Bench
from clausecheck.assess.counts import OTHER_SCHEMES
from clausecheck.assess.criteria import Weighed, by_lot
from clausecheck.assess.demands import dismissed
from clausecheck.assess.predicates import has_content
from clausecheck.assess.products import sectors_of
from clausecheck.assess.strength import find_sanctions
from clausecheck.assess.weights import AmbitionWeights, load_ambition
from clausecheck.model import APART, ClauseFinding, Family, Force, LabelFinding, ScorePart

__all__ = ["FAMILY_TITLES", "ambition_parts", "family_value", "family_weights", "saturate"]

FAMILY_TITLES: Mapping[Family, str] = {
    Family.REUSE: "Réemploi et reconditionné", Family.REPAIRABILITY: "Réparabilité", Family.DURABILITY: "Durée de vie",
    Family.RECYCLED: "Contenu recyclé",
    Family.END_OF_LIFE: "Fin de vie et déchets", Family.PACKAGING: "Emballages", Family.ENERGY: "Énergie", Family.CLIMATE: "Climat et carbone",
    Family.TRANSPORT: "Transport et livraison", Family.SUBSTANCES: "Substances dangereuses", Family.NATURE: "Eau, sols et biodiversité",
    Family.MATERIALS: "Matériaux biosourcés et bois", Family.FOOD: "Alimentation durable", Family.ECODESIGN: "Écoconception",
    Family.HOSTING: "Hébergement responsable", Family.SOFTWARE: "Logiciels libres et ouverts", Family.NUISANCE: "Nuisances de chantier",
    Family.MANAGEMENT: "Management et suivi environnemental", Family.GENERAL: "Environnement (sans précision)", Family.SOCIAL: "Social",
    Family.ACCESSIBILITY: "Accessibilité",
}


def saturate(values: Iterable[float], one: float) -> float:
    """Join values from 0 to 1: each earns `one` of what is left. Never falls when a value is added or raised."""
    left = 1.0
    for value in values:
        left *= 1.0 - one * min(1.0, max(0.0, value))
    return 1.0 - left


def family_weights(bench: Bench, weights: AmbitionWeights) -> dict[Family, float]:
    """How much each family matters for this tender: the mean of its sectors' weights, or the default ones; the buyer's own weights win."""
    known = sectors_of(bench.pack)
    profiles = [known[name].weights for name in bench.dossier.tender.sectors if name in known]
    total: dict[Family, float] = defaultdict(float, {} if profiles else weights.default)
    for profile in profiles:
        for family, weight in profile.items():
            total[family] += weight / len(profiles)
    total.update(bench.own.families)
    return {family: weight for family, weight in total.items() if weight > 0}


def family_value(row: ClauseFinding, weights: AmbitionWeights) -> float:
    """What one clause is worth, 0–1: its strength, where it bites, and whether it binds."""
    if row.strength is None or row.force in (Force.INFORMATIVE, Force.EXCLUDED) or dismissed(row):
        return 0.0
    value = row.strength.points / row.strength.out_of * weights.place[row.stage]
    return value if row.force.demand else value * weights.wish


def ambition_parts(bench: Bench) -> tuple[ScorePart, ...]:
    """The parts of the ambition score; their points add up to it."""
    weights = load_ambition(bench.pack)
    return (*_families(bench, weights), _labels(bench, weights), _criterion(bench, weights), _follow_up(bench, weights))


def _families(bench: Bench, weights: AmbitionWeights) -> list[ScorePart]:
    profile = family_weights(bench, weights)
    best: dict[Family, dict[str, tuple[float, str]]] = defaultdict(dict)
    for piece in bench.dossier.readable():
        for row in piece.clauses:
            if row.family in APART:
                continue
            value, key = family_value(row, weights), row.demand or row.id
            if value > best[row.family].get(key, (0.0, ""))[0]:
                best[row.family][key] = (value, f"{piece.index}:{row.id}")
    total = sum(profile.values())
    parts = []
    for family, weight in sorted(profile.items(), key=lambda item: (-item[1], item[0].value)):
        out_of = weights.parts["familles"] * weight / total
        parts.append(_family_part(f"famille:{family.value}", FAMILY_TITLES[family], best[family], out_of, weights))
    others = {key: value for family, rows in best.items() if family not in profile for key, value in rows.items()}
    parts.append(_family_part("autres-familles", "Autres familles", others, weights.parts["autres-familles"], weights))
    return parts


def _family_part(name: str, title: str, rows: dict[str, tuple[float, str]], out_of: float, weights: AmbitionWeights) -> ScorePart:
    ordered = sorted(rows.values(), key=lambda item: (-item[0], item[1]))
    share = saturate((value for value, _ in ordered), weights.one_demand)
    if not ordered:
        return ScorePart(name, title, 0.0, out_of, "aucune demande")
    why = f"{len(ordered)} demande{'s' if len(ordered) > 1 else ''}, la plus forte à {ordered[0][0] * 100:.0f} % de la grille"
    return ScorePart(name, title, share * out_of, out_of, why, tuple(finding for _, finding in ordered))


def _labels(bench: Bench, weights: AmbitionWeights) -> ScorePart:
    best: dict[str, tuple[float, str]] = {}
    for piece in bench.dossier.readable():
        for row in piece.labels:
            value, key = _label_value(row, weights), row.demand or row.label
            if value > best.get(key, (0.0, ""))[0]:
                best[key] = (value, f"{piece.index}:{row.id}")
    ordered = sorted(best.values(), key=lambda item: (-item[0], item[1]))
    out_of = weights.parts["labels"]
    points = saturate((value for value, _ in ordered), weights.one_demand) * out_of
    end = "s" if len(ordered) > 1 else ""
    why = f"{len(ordered)} label{end} demandé{end} ou souhaité{end}" if ordered else "aucun label demandé"
    return ScorePart("labels", "Labels", points, out_of, why, tuple(finding for _, finding in ordered))


def _label_value(row: LabelFinding, weights: AmbitionWeights) -> float:
    if row.force in (Force.INFORMATIVE, Force.EXCLUDED) or dismissed(row):
        return 0.0
    table = weights.labels
    if row.label == "generic-ecolabel":
        value = table["sans_nom"]
    else:
        value = table["strict"] if row.strict else table["autre"] if row.nature in OTHER_SCHEMES else table["large"]
    value *= weights.place[row.stage] * (1.0 if row.equivalent else table["sans_equivalent"])
    return value if row.force.demand else value * weights.wish


def _criterion(bench: Bench, weights: AmbitionWeights) -> ScorePart:
    """Mean over the lots of the environmental share of the grade, in full from `poids_plein` on."""
    table, out_of = weights.criterion, weights.parts["critere"]
    lots = by_lot(bench.criteria)
    shares = [_criterion_share(rows, bench, table) for rows in lots.values()]
    points = out_of * sum(shares) / len(shares) if shares else 0.0
    named = [row.criterion for rows in lots.values() for row in rows if row.criterion.environmental]
    why = ", ".join(dict.fromkeys(c.name for c in named)) if named else "aucun critère environnemental"
    return ScorePart("critere", "Critère environnemental", points, out_of, why, ())


def _criterion_share(rows: list[Weighed], bench: Bench, table: Mapping[str, float]) -> float:
    tops = {row.criterion.name for row in rows if row.top and row.criterion.environmental}
    counted = [row for row in rows if row.criterion.environmental and (row.top or row.criterion.parent not in tops)]
    if not counted:
        return 0.0
    percent = sum(row.percent or 0.0 for row in counted)
    share = max(min(1.0, percent / table["poids_plein"]), table["sans_poids"])
    return share * (1.0 if any(has_content(row, bench) for row in counted) else table["sans_contenu"])


def _follow_up(bench: Bench, weights: AmbitionWeights) -> ScorePart:
    table = weights.follow_up
    sanctions = find_sanctions(bench.dossier, bench.grid)
    rows = [(piece.index, row) for piece in bench.dossier.readable() for row in piece.clauses]
    demands = [(piece, row) for piece, row in rows if row.force.demand and row.family not in APART and not dismissed(row)]
    strong = [(piece, row) for piece, row in demands if _part(row, "sanction") >= bench.grid.components["sanction"].points]
    sanction = 0.0
    if strong:
        sanction = 1.0
    elif demands and sanctions.general is not None:
        sanction = table["sanction_generale"]
    elif demands and sanctions.without_figure is not None:
        sanction = table["sanction_sans_montant"]
    control = max((_part(row, "control") for _, row in demands), default=0.0) / bench.grid.components["control"].points
    points = table["sanction"] * sanction + table["controle"] * control
    checked = [(piece, row) for piece, row in demands if _part(row, "control") > 0]
    end = "s" if len(strong) > 1 else ""
    why = f"{len(strong)} obligation{end} assortie{end} d'une pénalité chiffrée, {len(checked)} d'un contrôle"
    ids = tuple(dict.fromkeys(f"{piece}:{row.id}" for piece, row in (*strong, *checked)))
    return ScorePart("suivi", "Sanction et suivi", points, table["sanction"] + table["controle"], why, ids)


def _part(row: ClauseFinding, name: str) -> float:
    return next((part.points for part in row.strength.parts if part.id == name), 0.0) if row.strength else 0.0
