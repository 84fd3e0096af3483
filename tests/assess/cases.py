"""For every check: a tender that meets it, one that does not, and one to which it does not apply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from clausecheck.model import CheckedDocument, CriterionKind, Family, Force, Nature, PieceKind, Quantity, SectionRole, Stage, Tender
from tests.assess.builders import AFTER, PRICE, TECHNICAL, clause, criterion, label, piece

RC, CCAP, CCTP, CCP, NOTICE = PieceKind.RC, PieceKind.CCAP, PieceKind.CCTP, PieceKind.CCP, PieceKind.NOTICE
PERF, SPEC, AWARD = Stage.PERFORMANCE, Stage.SPECIFICATION, Stage.AWARD
GREEN = criterion("Performance environnementale", 20, environmental=True, kind=CriterionKind.ENVIRONMENT)
BARE = [criterion("Prix", 60, kind=CriterionKind.PRICE), criterion("Valeur technique", 40)]


@dataclass(frozen=True)
class Situation:
    """A tender, the facts about it and the date."""

    documents: tuple[CheckedDocument, ...]
    tender: Tender
    on: date | None = AFTER


def given(*documents: CheckedDocument, on: date = AFTER, sectors: tuple[str, ...] = (), object: str | None = None, buyer: str | None = "commune",
          procedure: str | None = None) -> Situation:
    """A situation with the facts that matter."""
    return Situation(documents, Tender(object=object, buyer_kind=buyer, sectors=sectors, procedure=procedure), on)


def rc(*paragraphs: str, **options: object) -> CheckedDocument:
    return piece(RC, *paragraphs, **options)  # type: ignore[arg-type]


def cctp(*paragraphs: str, **options: object) -> CheckedDocument:
    return piece(CCTP, *paragraphs, **options)  # type: ignore[arg-type]


def ccap(*paragraphs: str, **options: object) -> CheckedDocument:
    return piece(CCAP, *paragraphs, **options)  # type: ignore[arg-type]


def whole(*paragraphs: str, **options: object) -> tuple[CheckedDocument, ...]:
    """A complete file whose CCTP holds the paragraphs and findings."""
    return rc(criteria=BARE), ccap("Le CCAP règle les paiements."), cctp(*paragraphs, **options)


OLD = date(2018, 1, 1)
REUSED = clause("Au moins 30 % du montant des ordinateurs sont reconditionnés.", Family.REUSE, quantity=Quantity(30, "%", ">=", "du montant"))
SILENT = "Le titulaire livre les produits sous dix jours."
OPEN_LABEL = label("Les écrans portent TCO Certified ou un label équivalent.", equivalent=True)
CLOSED_LABEL = label("Les écrans portent TCO Certified.")
SPARE = clause("Les pièces détachées restent disponibles huit ans.", Family.REPAIRABILITY, quantity=Quantity(8, "ans", ">="))
TAKE_BACK = clause("Le titulaire reprend les appareils usagés et les oriente vers le réemploi.", Family.END_OF_LIFE, stage=PERF)
SCORED = clause("Est notée la part de produits réemployés.", Family.REUSE, Force.SCORED, AWARD)
PENALTY = "Tout manquement au tri des déchets donne lieu à une pénalité de 100 € par jour."
SORT = clause("Le titulaire trie ses déchets en sept flux et en remet le registre.", Family.END_OF_LIFE, stage=PERF)
HALF = clause("Au moins 50 % des produits sont durables, dont 20 % biologiques.", Family.FOOD, quantity=Quantity(50, "%", ">="))
REMINDER = clause("Le titulaire respecte la réglementation environnementale en vigueur.", Family.GENERAL, stage=PERF)
IT, PAPER, CATERING = ("it-equipment",), ("office-supplies",), ("catering",)

Trio = tuple[Situation, Situation, Situation]


def _mutual(check: str) -> Trio:
    return CASES[check]()


CASES: dict[str, Callable[[], Trio]] = {
    "CK-01": lambda: (given(rc(criteria=[PRICE, GREEN])), given(rc(criteria=BARE)), given(rc(criteria=BARE), on=date(2023, 6, 1))),
    "CK-02": lambda: (
        given(rc(criteria=BARE)), given(rc(criteria=[criterion("Prix", 100, kind=CriterionKind.PRICE)])),
        given(rc(criteria=BARE), on=date(2023, 6, 1))),
    "CK-03": lambda: (
        given(rc(criteria=[PRICE, GREEN], clauses=[SCORED])), given(rc(criteria=[PRICE, GREEN])), given(rc(criteria=BARE))),
    "CK-04": lambda: (
        given(rc("Est notée la part reconditionnée proposée pour le marché.", criteria=[PRICE, GREEN])),
        given(rc("Sont notés la politique RSE de l'entreprise et ses engagements.", criteria=[PRICE, GREEN], role=SectionRole.CRITERIA)),
        given(rc(criteria=BARE))),
    "CK-05": lambda: (
        given(rc(criteria=[PRICE, GREEN])), given(rc(criteria=[PRICE, criterion("Environnement", 5, environmental=True)])),
        given(rc(criteria=BARE))),
    "CK-06": lambda: (
        given(rc("Le coût du cycle de vie est calculé selon la formule suivante.", "Les données à fournir sont listées dans le cadre de réponse.",
                 criteria=[criterion("Coût du cycle de vie", 60, kind=CriterionKind.COST), TECHNICAL])),
        given(rc(criteria=[criterion("Coût du cycle de vie", 60, kind=CriterionKind.COST), TECHNICAL])), given(rc(criteria=BARE))),
    "CK-07": lambda: (
        given(ccap(clauses=[TAKE_BACK]), cctp(SILENT)), given(ccap(SILENT), cctp(SILENT)), given(ccap(SILENT), cctp(SILENT), on=date(2023, 6, 1))),
    "CK-08": lambda: (
        given(ccap(clauses=[SORT]), cctp(SILENT)),
        given(ccap(clauses=[REMINDER]), cctp(SILENT)),
        given(ccap(SILENT), cctp(SILENT))),
    "CK-09": lambda: (
        given(*whole(clauses=[clause("Au moins 30 % du montant des ordinateurs sont reconditionnés, certificat du reconditionneur à l'appui.")])),
        given(*whole(clauses=[clause("Le mobilier est réparable.", Family.REPAIRABILITY)])), given(*whole(SILENT))),
    "CK-10": lambda: (
        given(ccap(PENALTY, clauses=[SORT]), cctp(SILENT)), given(ccap(clauses=[SORT]), cctp(SILENT)), given(ccap(SILENT), cctp(SILENT))),
    "CK-11": lambda: (
        given(cctp(clauses=[REUSED])), given(cctp(SILENT)), given(cctp(SILENT), on=date(2023, 6, 1))),
    "CK-12": lambda: (
        given(cctp(clauses=[clause("La consommation en veille ne dépasse pas 0,5 W.", Family.ENERGY)]), procedure="Appel d'offres ouvert"),
        given(cctp(SILENT), procedure="Appel d'offres ouvert"), given(cctp(SILENT), procedure="Procédure adaptée")),
    "CK-13": lambda: (
        given(cctp(clauses=[clause("Les écrans relèvent de la classe C ou mieux.", Family.ENERGY)]), procedure="Appel d'offres ouvert", sectors=IT),
        given(cctp(SILENT), procedure="Appel d'offres ouvert", sectors=IT), given(cctp(SILENT), procedure="Appel d'offres ouvert", sectors=CATERING)),
    "CK-14": lambda: (
        given(cctp("Les écrans sont de marque Dell ou équivalent.")), given(cctp("Les écrans sont de marque Dell.")), given(cctp(SILENT), on=OLD)),
    "CK-15": lambda: (
        given(cctp("L'éclairage est conforme à la norme NF EN 12464-1 ou équivalent.")),
        given(cctp("L'éclairage est conforme à la norme NF EN 12464-1.")), given(cctp(SILENT))),
    "CK-16": lambda: (given(*whole(labels=[OPEN_LABEL])), given(*whole(labels=[CLOSED_LABEL])), given(*whole(SILENT))),
    "CK-17": lambda: (
        given(*whole("À défaut de label, le soumissionnaire prouve par tout moyen.", labels=[OPEN_LABEL])), given(*whole(labels=[OPEN_LABEL])),
        given(*whole(SILENT))),
    "CK-18": lambda: (
        given(*whole(labels=[OPEN_LABEL])),
        given(*whole(labels=[label("Le papier est certifié sans chlore TCF.", "ecf-tcf", "TCF", Nature.SELF_DECLARED, strict=False)])),
        given(*whole(SILENT))),
    "CK-19": lambda: (
        given(*whole(labels=[label("Les produits répondent aux critères du label TCO Certified suivants : bruit et réparation.", equivalent=True)])),
        given(*whole(labels=[label("Les produits répondent aux critères du label TCO Certified.", equivalent=True)])), given(*whole(SILENT))),
    "CK-20": lambda: (
        given(*whole(labels=[label("Les écrans portent TCO Certified ou équivalent.", equivalent=True)]), sectors=IT),
        given(*whole(labels=[label("Le mobilier de bureau est TCO Certified.")]), sectors=("furniture",)),
        given(*whole(SILENT))),
    "CK-21": lambda: (
        given(*whole("Le certificat du label, en cours de validité, nomme le modèle livré.", labels=[OPEN_LABEL])),
        given(*whole(labels=[OPEN_LABEL])),
        given(*whole(SILENT))),
    "CK-22": lambda: (
        given(rc(labels=[_iso("Le candidat est certifié ISO 14001 ou équivalent.", Force.REQUIRED, Stage.SELECTION, True)], criteria=BARE)),
        given(rc(labels=[_iso("La certification ISO 14001 est notée.", Force.SCORED, AWARD, False)], criteria=BARE)), given(rc(criteria=BARE))),
    "CK-23": lambda: (
        given(*whole(labels=[_index("L'indice de réparabilité est d'au moins 8 sur 10.")]), sectors=IT, object="Ordinateurs portables"),
        given(*whole(SILENT), sectors=IT, object="Ordinateurs portables"), given(*whole(SILENT), sectors=CATERING, object="Repas")),
    "CK-24": lambda: (
        given(*whole(labels=[label("L'indice de durabilité est d'au moins 7.", "indice-durabilite", "Indice de durabilité", Nature.REUSE_REPAIR)]),
              object="Fourniture de téléviseurs"),
        given(*whole(labels=[_index("L'indice de réparabilité est d'au moins 7.")]), object="Fourniture de téléviseurs"),
        given(*whole(SILENT), object="Repas")),
    "CK-25": lambda: (
        given(*whole("La classe de réparabilité est A ou B."), sectors=IT, object="Smartphones"),
        given(*whole(labels=[_index("L'indice de réparabilité est d'au moins 8.")]), sectors=IT, object="Smartphones"),
        given(*whole(labels=[_index("L'indice de réparabilité est d'au moins 8.")]), sectors=IT, object="Smartphones", on=date(2025, 6, 19))),
    "CK-26": lambda: (given(*whole(clauses=[SPARE]), sectors=IT), given(*whole(SILENT), sectors=IT), given(*whole(SILENT), sectors=CATERING)),
    "CK-27": lambda: (given(*whole(clauses=[SPARE]), sectors=IT), given(*whole(SILENT), sectors=IT), given(*whole(SILENT), sectors=CATERING)),
    "CK-28": lambda: (
        given(*whole(clauses=[REUSED]), sectors=IT), given(*whole(SILENT), sectors=IT), given(*whole(SILENT), sectors=IT, buyer="hospital")),
    "CK-29": lambda: (
        given(*whole("Le titulaire remet l'état des montants reconditionnés pour la déclaration annuelle.", clauses=[REUSED]), sectors=IT),
        given(*whole(clauses=[REUSED]), sectors=IT), given(*whole(clauses=[REUSED]), sectors=IT, on=date(2023, 6, 1))),
    "CK-30": lambda: (
        given(*whole(SILENT)), given(*whole("Les matériels livrés sont neufs.")), given(*whole(SILENT), on=date(2020, 1, 1))),
    "CK-31": lambda: (
        given(*whole(SILENT), sectors=("modular-buildings",)), given(*whole("Les modules neufs sont livrés posés."), sectors=("modular-buildings",)),
        given(*whole("Les modules neufs sont livrés posés."), sectors=("modular-buildings",), on=date(2020, 1, 1))),
    "CK-32": lambda: (
        given(*whole("Les pneumatiques sont rechapés."), object="Fourniture de pneumatiques"),
        given(*whole("Les pneumatiques sont livrés sur stock."), object="Fourniture de pneumatiques"), given(*whole(SILENT), object="Mobilier")),
    "CK-33": lambda: (given(*whole(clauses=[TAKE_BACK]), sectors=IT), given(*whole(SILENT), sectors=IT), given(*whole(SILENT), sectors=CATERING)),
    "CK-34": lambda: (
        given(*whole(clauses=[clause("Les emballages sont repris à chaque livraison.", Family.PACKAGING, stage=PERF)]), sectors=CATERING),
        given(*whole("Le titulaire fournit la vaisselle jetable."), sectors=CATERING), given(*whole(SILENT), sectors=("engineering",))),
    "CK-35": lambda: (
        given(*whole(clauses=[clause("Au moins 60 % du papier est recyclé.", Family.RECYCLED, quantity=Quantity(60, "%", ">="))]),
              object="Fourniture de papier de reprographie", sectors=PAPER),
        given(*whole(SILENT), object="Fourniture de papier de reprographie", sectors=PAPER), given(*whole(SILENT), object="Repas")),
    "CK-36": lambda: (
        given(*whole(clauses=[HALF]), sectors=CATERING),
        given(*whole(SILENT), sectors=CATERING), given(*whole(SILENT), sectors=CATERING, on=date(2020, 1, 1))),
    "CK-37": lambda: (
        given(*whole(clauses=[clause("La moitié des véhicules est électrique.", Family.TRANSPORT)]), object="Achat de véhicules"),
        given(*whole(SILENT), object="Achat de véhicules"), given(*whole(SILENT), object="Entretien de véhicules")),
    "CK-38": lambda: (
        given(*whole("Le diagnostic PEMD est joint.", clauses=[REUSED]), object="Réhabilitation de l'école"),
        given(*whole(SILENT), object="Réhabilitation de l'école"), given(*whole(SILENT), object="Réhabilitation de l'école", on=date(2023, 6, 1))),
    "CK-39": lambda: (
        given(ccap(clauses=[clause("Le titulaire réserve 300 heures d'insertion.", Family.SOCIAL, stage=PERF)]), cctp(SILENT),
              procedure="Appel d'offres ouvert"),
        given(ccap(SILENT), cctp(SILENT), procedure="Appel d'offres ouvert"), given(ccap(SILENT), cctp(SILENT), procedure="Procédure adaptée")),
    "CK-40": lambda: (
        given(piece(NOTICE, "Considération environnementale : clause environnementale."), *whole(clauses=[REUSED])),
        given(piece(NOTICE, "Clauses environnementales : non."), *whole(clauses=[REUSED])),
        given(piece(NOTICE, "Clauses environnementales : non."), on=date(2023, 6, 1))),
    "TR-01": lambda: (
        given(*whole("Les écrans relèvent de la classe C.")), given(*whole("Les réfrigérateurs relèvent de la classe A++.")),
        given(*whole("Les réfrigérateurs relèvent de la classe A++."), on=date(2020, 1, 1))),
    "TR-02": lambda: (
        given(*whole(SILENT)), given(*whole("Les prestataires locaux sont préférés.")), given(*whole(SILENT), on=OLD)),
    "TR-03": lambda: (
        given(rc(criteria=BARE)), given(rc(criteria=[criterion("Prix", 60), criterion("Valeur technique", 30)])),
        given(rc(criteria=[criterion("Prix"), criterion("Valeur technique")]))),
}


def _iso(quote: str, force: Force, stage: Stage, equivalent: bool) -> object:
    return label(quote, "iso-14001", "ISO 14001", Nature.MANAGEMENT, strict=False, force=force, stage=stage, equivalent=equivalent)


def _index(quote: str) -> object:
    return label(quote, "indice-reparabilite", "Indice de réparabilité", Nature.REUSE_REPAIR, strict=False)
