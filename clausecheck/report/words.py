"""The names of the field in the words of an officer; each is translated where it is shown."""

from __future__ import annotations

import re

from clausecheck.model import CriterionKind, Family, Force, Nature, PieceKind, Severity, Stage, Status, Verdict
from clausecheck.report.messages import Translator, mark, mark_plural

__all__ = [
    "COMMITMENTS", "CRITERIA", "FAMILIES", "FORCES", "FORCES_COUNTED", "NATURES", "ON_SOURCES", "PIECES", "SEVERITIES", "STAGES", "STATUSES",
    "STRENGTH", "VERDICTS", "Typeset", "long_date",
]

FAMILIES: dict[Family, str] = {
    Family.REUSE: mark("Réemploi, reconditionné, seconde main"),
    Family.REPAIRABILITY: mark("Réparabilité et pièces détachées"),
    Family.DURABILITY: mark("Durée de vie"),
    Family.RECYCLED: mark("Matières recyclées et recyclabilité"),
    Family.END_OF_LIFE: mark("Déchets, reprise et fin de vie"),
    Family.PACKAGING: mark("Emballages"),
    Family.ENERGY: mark("Énergie"),
    Family.CLIMATE: mark("Carbone et climat"),
    Family.TRANSPORT: mark("Transports et livraisons"),
    Family.SUBSTANCES: mark("Substances dangereuses"),
    Family.NATURE: mark("Eau, sols, biodiversité"),
    Family.MATERIALS: mark("Matériaux biosourcés, bois durable"),
    Family.FOOD: mark("Alimentation durable"),
    Family.ECODESIGN: mark("Écoconception et cycle de vie"),
    Family.HOSTING: mark("Hébergement numérique responsable"),
    Family.SOFTWARE: mark("Logiciels libres et formats ouverts"),
    Family.NUISANCE: mark("Bruit, poussières et nuisances"),
    Family.MANAGEMENT: mark("Démarche et suivi environnemental"),
    Family.GENERAL: mark("Demande environnementale générale"),
    Family.SOCIAL: mark("Volet social"),
    Family.ACCESSIBILITY: mark("Accessibilité"),
}

FORCES: dict[Force, str] = {
    Force.REQUIRED: mark("exigé"),
    Force.SCORED: mark("noté"),
    Force.ENCOURAGED: mark("souhaité"),
    Force.INFORMATIVE: mark("mentionné"),
    Force.EXCLUDED: mark("exclu"),
}

FORCES_COUNTED: dict[Force, tuple[str, str]] = {
    Force.REQUIRED: mark_plural("{n} exigée", "{n} exigées"),
    Force.SCORED: mark_plural("{n} notée", "{n} notées"),
    Force.ENCOURAGED: mark_plural("{n} souhaitée", "{n} souhaitées"),
    Force.INFORMATIVE: mark_plural("{n} simple mention", "{n} simples mentions"),
    Force.EXCLUDED: mark_plural("{n} exclue", "{n} exclues"),
}
"""Numbers of demands by force."""

STAGES: dict[Stage, str] = {
    Stage.SPECIFICATION: mark("spécification technique"),
    Stage.PERFORMANCE: mark("condition d'exécution"),
    Stage.AWARD: mark("critère d'attribution"),
    Stage.SELECTION: mark("sélection des candidats"),
    Stage.OTHER: mark("autre"),
}

PIECES: dict[PieceKind, str] = {
    PieceKind.RC: mark("règlement de la consultation (RC)"),
    PieceKind.CCAP: mark("clauses administratives (CCAP)"),
    PieceKind.CCTP: mark("clauses techniques (CCTP)"),
    PieceKind.CCP: mark("cahier des charges (CCP)"),
    PieceKind.AE: mark("acte d'engagement"),
    PieceKind.BPU: mark("bordereau des prix (BPU)"),
    PieceKind.DPGF: mark("décomposition du prix (DPGF)"),
    PieceKind.DQE: mark("détail quantitatif (DQE)"),
    PieceKind.NOTICE: mark("avis de marché"),
    PieceKind.RESPONSE_FRAME: mark("cadre de réponse"),
    PieceKind.ANNEX: mark("annexe"),
    PieceKind.OTHER: mark("pièce non reconnue"),
}

NATURES: dict[Nature, str] = {
    Nature.ISO14024_TYPE_I: mark("écolabel officiel (ISO 14024)"),
    Nature.CERTIFIED: mark("label certifié"),
    Nature.FOREST: mark("label forestier"),
    Nature.TEXTILE: mark("label textile"),
    Nature.FOOD: mark("label alimentaire"),
    Nature.BUILDING: mark("label du bâtiment"),
    Nature.ENERGY_RATING: mark("étiquette énergie"),
    Nature.REUSE_REPAIR: mark("réemploi ou réparation"),
    Nature.EPD: mark("déclaration environnementale (ISO 14025)"),
    Nature.MANAGEMENT: mark("système de management"),
    Nature.CHARTER: mark("charte de filière"),
    Nature.SOCIAL: mark("label social ou équitable"),
    Nature.SELF_DECLARED: mark("autodéclaration"),
    Nature.UNSPECIFIED: mark("écolabel sans nom"),
}

VERDICTS: dict[Verdict, str] = {
    Verdict.MET: mark("respecté"),
    Verdict.PARTIAL: mark("en partie"),
    Verdict.MISSING: mark("manquant"),
    Verdict.TO_VERIFY: mark("à vérifier"),
    Verdict.NOT_APPLICABLE: mark("sans objet"),
}

SEVERITIES: dict[Severity, str] = {
    Severity.OBLIGATION: mark("obligation"),
    Severity.RECOMMENDATION: mark("recommandation"),
    Severity.GOOD_PRACTICE: mark("bonne pratique"),
}

STATUSES: dict[Status, str] = {
    Status.COMPLETE: mark("lu en entier"),
    Status.PARTIAL: mark("lu en partie"),
    Status.FAILED: mark("non lu"),
}

CRITERIA: dict[CriterionKind, str] = {
    CriterionKind.PRICE: mark("prix"),
    CriterionKind.COST: mark("coût"),
    CriterionKind.TECHNICAL: mark("technique"),
    CriterionKind.ENVIRONMENT: mark("environnement"),
    CriterionKind.SOCIAL: mark("social"),
    CriterionKind.DELAY: mark("délai"),
    CriterionKind.OTHER: mark("autre"),
}

COMMITMENTS: dict[str, str] = {
    "kept": mark("tenu"),
    "partial": mark("en partie"),
    "missing": mark("manquant"),
    "not-applicable": mark("sans objet"),
    "not-readable": mark("ne se lit pas dans un marché"),
    "to-verify": mark("à vérifier"),
}

STRENGTH: dict[str, str] = {
    "verb": mark("verbe"),
    "threshold": mark("seuil"),
    "perimeter": mark("périmètre"),
    "proof": mark("preuve"),
    "openness": mark("ouverture"),
    "control": mark("contrôle"),
    "sanction": mark("sanction"),
    "beyond-law": mark("au-delà de la loi"),
}
"""Components of the strength grid (rules/score/strength.yaml)."""

ON_SOURCES: dict[str, str] = {
    "option": mark("date donnée par l'option --on"),
    "stated": mark("date de lancement indiquée par l'acheteur (tender.toml ou manifeste)"),
    "read": mark("date de lancement lue dans les pièces"),
    "today": mark("date du jour, faute de date de lancement lue ou indiquée"),
    "unknown": mark("aucune date de lancement lue ni indiquée"),
}

_FIGURE = re.compile(r"(?<=:) (\d+)$")
_BEFORE = re.compile(r" ([:;?!»%])")

_MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
_MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def long_date(iso: str, t: Translator) -> str:
    """ "2026-09-01" as « 1er septembre 2026 » or "1 September 2026"; any other text unchanged."""
    parts = iso[:10].split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return iso
    year, month, day = (int(part) for part in parts)
    if not 1 <= month <= 12:
        return iso
    if t.lang == "en":
        return f"{day} {_MONTHS_EN[month - 1]} {year}"
    return f"{'1er' if day == 1 else day} {_MONTHS[month - 1]} {year}"


class Typeset:
    """A translator for reports that are set as pages: no line of French breaks before « : ; ? ! » nor inside « guillemets ».

    `plain` is the translator itself.
    """

    def __init__(self, t: Translator) -> None:
        self.plain = t
        self.lang = t.lang
        self.number = t.number

    def __call__(self, text: str, **values: object) -> str:
        """As Translator, with no-break spaces where French wants them."""
        return self._set(self.plain(text, **values))

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """As Translator.plural, with no-break spaces where French wants them."""
        return self._set(self.plain.plural(one, many, count, **values))

    def _set(self, text: str) -> str:
        if self.lang != "fr":
            return text
        return _BEFORE.sub("\N{NO-BREAK SPACE}\\1", _FIGURE.sub("\N{NO-BREAK SPACE}\\1", text.replace("« ", "«\N{NO-BREAK SPACE}")))
