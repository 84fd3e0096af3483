"""Facts of the tender, each with the words that prove it."""

from __future__ import annotations

import pytest

from clausecheck.model import Fact, Outline, PieceKind
from clausecheck.structure import load_resources, tender_facts
from clausecheck.structure.facts_buyer import buyer_kind, siret_ok
from tests.structure.made import made, understood

RC = "* RÈGLEMENT DE LA CONSULTATION"


def values(outline: Outline, field: str) -> list[str]:
    return [fact.value for fact in outline.facts if fact.field == field]


def one(*lines: str, field: str, name: str = "rc.docx") -> Fact:
    document = made(*lines, name=name)
    facts = [fact for fact in understood(*lines, name=name).facts if fact.field == field]
    assert len(facts) == 1, facts
    fact = facts[0]
    words = " ".join(document.text[fact.start : fact.end].split())
    assert words in fact.quote or fact.quote in words
    assert fact.source == "read"
    assert fact.document == name
    return fact


@pytest.mark.parametrize(("line", "buyer"), [
    ("Acheteur : Ville de Brume-sur-Lac, 3 place du Marché, 99000 Brume", "Ville de Brume-sur-Lac"),
    ("Pouvoir adjudicateur : Syndicat mixte des Trois Lacs. Représentant : son président.", "Syndicat mixte des Trois Lacs"),
    ("Nom et adresse officiels de l'organisme acheteur : Office du Val Clair.", "Office du Val Clair"),
    ("Centre hospitalier de Brume", "Centre hospitalier de Brume"),
    ("Université de Brume – Fourniture de tables pour les amphithéâtres du campus – CCTP", "Université de Brume"),
])
def test_buyer(line: str, buyer: str) -> None:
    assert one(line, RC, field="buyer").value == buyer


@pytest.mark.parametrize(("name", "kind"), [
    ("Ville de Brume", "commune"), ("Commune de Brume", "commune"), ("Communauté de communes des Lacs", "epci"), ("Métropole du Lac", "epci"),
    ("Conseil départemental des Monts", "department"), ("Région des Monts", "region"), ("Préfecture des Monts", "state"),
    ("Ministère de la Culture", "state"), ("Centre hospitalier de Brume", "hospital"), ("Université de Brume", "university"),
    ("Office public de l'habitat de Brume", "social-housing"), ("Lycée du Lac", "school"), ("CCAS de Brume", "ccas"),
    ("Service départemental d'incendie et de secours des Monts", "fire-service"), ("Chambre d'agriculture des Monts", "consular"),
    ("Établissement public du Grand Lac", "public-establishment"), ("SPL des Lacs", "local-company"), ("Société Durand", None),
])
def test_kind_of_buyer(name: str, kind: str | None) -> None:
    assert buyer_kind(name, load_resources().buyers) == kind


@pytest.mark.parametrize(("digits", "good"), [
    ("73282932000074", True), ("73282932000075", False), ("35600000000048", True), ("00000000000000", False), ("7328293200007", False),
])
def test_siret(digits: str, good: bool) -> None:
    assert siret_ok(digits) is good


def test_a_siret_is_kept_only_when_it_checks() -> None:
    assert one("Ville de Brume", "N° SIRET : 732 829 320 00074", RC, field="siret").value == "73282932000074"
    assert values(understood("Ville de Brume", "N° SIRET : 732 829 320 00075", RC), "siret") == []
    assert values(understood("Tribunal administratif de Brume", "SIRET 732 829 320 00074", RC), "siret") == []


@pytest.mark.parametrize(("line", "reference"), [
    ("Référence : VB-2026-014", "VB-2026-014"), ("Consultation n° 26TX07", "26TX07"), ("Procédure : 25F011", "25F011"),
    ("Numéro de référence attribué au marché par le pouvoir adjudicateur : 2026/45-F", "2026/45-F"), ("Marché n° 2025-118", "2025-118"),
])
def test_reference(line: str, reference: str) -> None:
    assert one("Ville de Brume", RC, line, field="reference").value == reference


def test_a_date_is_no_reference() -> None:
    assert values(understood(RC, "Référence : 12/03/2026", "Dossier DCE – mars 2026"), "reference") == []


@pytest.mark.parametrize(("lines", "subject"), [
    (("Objet de la consultation : fourniture de bancs en bois.",), "fourniture de bancs en bois"),
    (("Objet de la consultation", "Entretien des haies du parc"), "Entretien des haies du parc"),
    (("# 1 Objet", "Le présent marché a pour objet la pose de clôtures. Il dure un an."), "pose de clôtures"),
    (("# 1 Objet", "Le présent cahier a pour objet de définir les conditions d'exécution des travaux de peinture."), "travaux de peinture"),
])
def test_object(lines: tuple[str, ...], subject: str) -> None:
    assert one(RC, *lines, field="object").value == subject


def test_the_title_page_gives_the_object_when_nothing_else_does() -> None:
    outline = understood("Ville de Brume", RC, "* Location de vélos à assistance électrique", "# 1 Dispositions", "Voir plus loin.")
    assert values(outline, "title") == values(outline, "object") == ["Location de vélos à assistance électrique"]


def test_cpv() -> None:
    outline = understood(RC, "Code CPV : 34430000-0 et 34422000-7", "Tél. 01234567-8 ; SIRET 73282932000074 ; CPV 99999999-9")
    assert values(outline, "cpv") == ["34430000-0", "34422000-7"]


@pytest.mark.parametrize(("lines", "procedure"), [
    (("La consultation est passée selon une procédure adaptée (articles L. 2123-1 et R. 2123-1 du code).",), "procédure adaptée"),
    (("Type de procédure : appel d'offres ouvert.", "Elle fait suite à une procédure adaptée sans suite."), "appel d'offres ouvert"),
    (("# 2 Procédure de passation", "Procédure avec négociation."), "procédure avec négociation"),
])
def test_procedure(lines: tuple[str, ...], procedure: str) -> None:
    assert one(RC, *lines, field="procedure").value == procedure


def test_legal_references_and_form() -> None:
    outline = understood(RC, "Accord-cadre à bons de commande passé en procédure adaptée, articles L. 2123-1 et R. 2123-1 du code de la commande publique.")
    assert values(outline, "legal") == ["articles L. 2123-1 et R. 2123-1"]
    assert values(outline, "technique") == ["accord-cadre à bons de commande"]


@pytest.mark.parametrize(("line", "amount"), [
    ("Montant maximum : 210 000 € HT", "210000"), ("La valeur totale estimée est de 1,2 M€.", "1200000"),
    ("L'accord-cadre s'exécute dans la limite de 90 500,50 euros.", "90500.5"),
])
def test_amount(line: str, amount: str) -> None:
    assert one(RC, line, field="amount").value == amount


@pytest.mark.parametrize("line", ["Une avance est due si le montant dépasse 50 000 €.", "Une pénalité d'un montant maximum de 5 000 € est due."])
def test_no_amount(line: str) -> None:
    assert values(understood(RC, line), "amount") == []


@pytest.mark.parametrize(("line", "duration"), [
    ("Le marché est conclu pour une durée de vingt-quatre mois.", "24 mois"), ("Durée du marché ou délai d'exécution : 60 mois", "60 mois"),
    ("L'accord-cadre est passé pour quatre (4) ans, sans reconduction.", "4 ans"), ("| Durée / Délai | 6 mois |", "6 mois"),
    ("Le marché dure 36 mois à compter de sa notification.", "36 mois"), ("Le délai global des travaux est de 14 mois.", "14 mois"),
])
def test_duration(line: str, duration: str) -> None:
    assert one(RC, "# 1 Objet et durée", line, field="duration").value == duration


@pytest.mark.parametrize("line", [
    "La durée de validité des offres est de 120 jours.", "La garantie est d'une durée de 5 ans.", "Les sommes sont payées dans un délai global de 30 jours.",
    "Le délai d'exécution excède deux mois.", "La durée de vie des lampes est de 12 ans.",
])
def test_no_duration(line: str) -> None:
    assert values(understood(RC, "# 3 Divers", line), "duration") == []


def test_dates() -> None:
    lines = (RC, "Date limite de remise des offres", "Date : 19 avril 2027", "Heure : 15h00", "Date d'envoi de l'avis à la publication : lundi 1er mars 2027",
             "L'ordonnance n° 2015-899 a été publiée le 23 juillet 2015.")
    assert one(*lines, field="deadline").value == "2027-04-19T15:00"
    launch = one(*lines, field="launch_date")
    assert launch.value == "2027-03-01"
    assert "Date d'envoi de l'avis" in launch.quote


def test_a_cctp_states_no_dates() -> None:
    outline = understood("* CCTP", "Les plans ont été mis en ligne le 3 mars 2026.", "La date limite de réponse est le 4 mai 2026.", name="cctp.docx")
    assert [fact.field for fact in outline.facts if fact.field in ("launch_date", "deadline")] == []


def test_nothing_is_guessed() -> None:
    assert understood("Bonjour,", "Voici le plan du hall.").facts == ()


def test_sectors_by_code_and_by_words() -> None:
    assert values(understood(RC, "Objet de la consultation : prestations diverses", "Code CPV : 39130000-2"), "sector") == ["furniture"]
    assert values(understood(RC, "Objet de la consultation : location de photocopieurs et de leurs cartouches"), "sector")[0] == "printing"


def test_the_notice_and_the_rc_speak_first() -> None:
    resources = load_resources()
    cctp = made("Ville de Brume, direction des parcs", "* CCTP", "Référence : VB-1", "Objet du marché : bancs", name="cctp.docx")
    notice = made("* Avis d'appel public à la concurrence", "Acheteur : Commune de Brume", "Objet du marché : fourniture de bancs publics",
                  "Date d'envoi du présent avis : 2 mars 2027", "Code CPV : 34928400-2", name="avis.docx")
    from clausecheck.structure import outline

    pairs = [(document, outline(document, resources=resources)) for document in (cctp, notice)]
    assert [o.kind for _, o in pairs] == [PieceKind.CCTP, PieceKind.NOTICE]
    tender = tender_facts(pairs, resources=resources)
    assert (tender.buyer, tender.buyer_kind, tender.launch_date) == ("Commune de Brume", "commune", "2027-03-02")
    assert tender.object == "fourniture de bancs publics"
    assert tender.reference == "VB-1"
    assert tender.cpv == ("34928400-2",)
    assert "urban-furniture" in tender.sectors
    assert {fact.document for fact in tender.facts} == {"avis.docx", "cctp.docx"}


def test_lots_of_the_pieces_are_joined() -> None:
    resources = load_resources()
    from clausecheck.structure import outline

    one_ = made(RC, "- Lot 1 : Chaises", "- Lot 2 : Bancs", name="rc.docx")
    two = made("* CCAP", "| Lot | Intitulé | Maximum |", "| 1 | Chaises | 5 000 € |", "| 2 | Bancs | 7 000 € |", name="ccap.docx")
    tender = tender_facts([(document, outline(document, resources=resources)) for document in (two, one_)], resources=resources)
    assert [(lot.id, lot.title, lot.amount_max) for lot in tender.lots] == [("1", "Chaises", 5000.0), ("2", "Bancs", 7000.0)]
