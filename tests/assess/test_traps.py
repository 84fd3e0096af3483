"""Norms and brands: what is one, what only looks like one, and what is open to equivalents."""

from __future__ import annotations

import pytest

from clausecheck.assess.bench import Bench
from clausecheck.assess.dossier import Dossier
from clausecheck.model import BlockKind, Nature, SectionRole, Tender
from clausecheck.rulebook.pack import pack_root
from tests.assess.builders import check, label
from tests.assess.cases import cctp, rc


def _bench(*documents) -> Bench:  # type: ignore[no-untyped-def]
    return Bench(Dossier.of(documents, Tender(), None), pack_root())


def _brands(*paragraphs: str, **options: object) -> list[tuple[str, str, str]]:
    return [(b.name, b.cue, b.state) for b in _bench(cctp(*paragraphs, **options)).brands]


def _norms(*paragraphs: str) -> list[tuple[str, bool]]:
    return [(n.name, n.open) for n in _bench(cctp(*paragraphs)).norms]


@pytest.mark.parametrize(("sentence", "expected"), [
    ("Les robinets sont de marque Grohe.", ("Grohe", "marque", "ferme")),
    ("Les robinets sont de marque Zorbec.", ("Zorbec", "marque", "ferme")),
    ("Les robinets sont de marque Grohe ou équivalent.", ("Grohe", "marque", "ouvert")),
    ("Les robinets sont de marque Grohe ou techniquement équivalente.", ("Grohe", "marque", "ouvert")),
    ("La résine d'accrochage est du type Sika.", ("Sika", "type", "ferme")),
    ("La toile est du type Zorbec.", ("Zorbec", "type", "douteux")),
    ("Le revêtement est un Zorbec® posé collé.", ("Zorbec", "®", "ferme")),
    ("Les bornes existantes sont de marque Meraki.", ("Meraki", "marque", "justifie")),
    ("Les tambours sont compatibles avec le parc de marque Kyocera.", ("Kyocera", "marque", "justifie")),
    ("Le portier est livré sous la réf. Zorbec 300.", ("Zorbec 300", "référence", "douteux")),
    ("Les serrures Vachette sont posées par le titulaire.", ("Vachette", "lexique", "douteux")),
])
def test_brands(sentence: str, expected: tuple[str, str, str]) -> None:
    assert _brands(sentence) == [expected]


@pytest.mark.parametrize("sentence", [
    "Les câbles portent la marque NF.", "Le nom est une marque déposée.", "Le candidat indique la marque et le modèle proposés.",
    "La marque de l'employeur compte.", "Les vitrages sont de type VEP.", "Le béton est de type C25.", "Le contrat est de type accord-cadre.",
    "Le titulaire remet un Bilan Carbone®.", "L'objet du marché est de type mixte.", "Les profilés sont de type IPN.",
    "Les masques sont de type FFP2.", "Chaque lot a une référence interne.",
])
def test_look_alikes(sentence: str) -> None:
    assert _brands(sentence) == []


def test_a_general_sentence_opens_all_brands() -> None:
    assert {state for *_, state in _brands("Les marques citées s'entendent ou équivalentes.", "Les robinets sont de marque Grohe.")} == {"ouvert"}


def test_a_brand_in_the_description_of_what_exists() -> None:
    assert _brands("Les robinets sont de marque Grohe.", role=SectionRole.CONTEXT) == [("Grohe", "marque", "justifie")]


def test_a_label_is_no_brand() -> None:
    assert _brands("Les écrans portent la marque TCO Certified.", labels=[label("Les écrans portent la marque TCO Certified.")]) == []


def test_the_brand_check_reads_what_is_bought() -> None:
    assert check("CK-14", rc("Les offres sont remises avec le logiciel de marque Adobe."), cctp("Le CCTP.")).verdict.value == "met"
    found = check("CK-14", cctp("Les robinets sont de marque Grohe.", "Les serrures sont de marque Bricard ou équivalent."))
    assert found.verdict.value == "partial" and "Grohe" in found.reason and "Bricard" not in found.reason


@pytest.mark.parametrize(("sentence", "expected"), [
    ("Les luminaires respectent la norme NF EN 12464-1.", [("NF EN 12464-1", False)]),
    ("Les luminaires respectent la norme NF EN 12464-1 ou équivalent.", [("NF EN 12464-1", True)]),
    ("Les ouvrages suivent le DTU 43.1 et la NF P 84-204.", [("DTU 43.1", False), ("NF P 84-204", False)]),
    ("L'installation suit la NF C 15-100.", [("NF C 15-100", False)]),
    ("Les menuiseries suivent le NF DTU 36.5.", [("NF DTU 36.5", False)]),
    ("Les bétons suivent le D.T.U. 21.4.", [("D.T.U. 21.4", False)]),
    ("Le papier suit l'ISO 9706, ou une norme équivalente.", [("ISO 9706", True)]),
])
def test_norms(sentence: str, expected: list[tuple[str, bool]]) -> None:
    assert _norms(sentence) == expected


@pytest.mark.parametrize("sentence", [
    "Le titulaire est certifié ISO 9001.", "Le système est certifié ISO 14001.", "EN 2026, la ville achète.", "Les câbles sont NF.",
    "Windows XP 32 bits est exclu.", "Le budget est voté EN 2025.", "Voir l'article R2111-9.",
])
def test_no_norms(sentence: str) -> None:
    assert _norms(sentence) == []


def test_a_general_sentence_opens_all_norms() -> None:
    assert _norms("Toute norme citée s'entend ou équivalente.", "L'éclairage suit la NF EN 12464-1.")[-1] == ("NF EN 12464-1", True)
    partial = check("CK-15", cctp("L'éclairage suit la NF EN 12464-1.", "Le papier suit l'ISO 9706 ou équivalent."))
    assert partial.verdict.value == "partial"


def test_tables_of_contents_are_not_read() -> None:
    from dataclasses import replace

    item = cctp("Les robinets sont de marque Grohe.")
    blocks = tuple(replace(b, kind=BlockKind.TOC) for b in item.document.blocks)
    assert _bench(replace(item, document=replace(item.document, blocks=blocks))).brands == ()


def test_labels_without_equivalent_and_the_general_sentence() -> None:
    closed = [label("Les écrans portent TCO Certified.")]
    assert check("CK-16", rc("Le RC."), cctp(labels=closed)).verdict.value == "missing"
    assert check("CK-16", rc("Tout label cité s'entend ou équivalent."), cctp(labels=closed)).verdict.value == "met"
    both = [*closed, label("Le bois est FSC ou équivalent.", "fsc", "FSC", Nature.FOREST, strict=False, equivalent=True)]
    assert check("CK-16", rc("Le RC."), cctp(labels=both)).verdict.value == "partial"


def test_an_index_fixed_by_law_needs_no_equivalent() -> None:
    index = [label("L'indice de réparabilité est d'au moins 8.", "indice-reparabilite", "Indice", Nature.REUSE_REPAIR, strict=False)]
    assert check("CK-16", rc("Le RC."), cctp(labels=index)).verdict.value == "not-applicable"


@pytest.mark.parametrize("sentence", ["Le climatiseur est de classe A++.", "La pompe à chaleur est de classe A+++.", "Le four est de classe A+."])
def test_the_old_scale_still_holds_for_heating_and_ovens(sentence: str) -> None:
    assert check("TR-01", cctp(sentence)).verdict.value == "met"


def test_a_retired_label_on_both_sides_of_its_end() -> None:
    from datetime import date

    row = [label("Le candidat porte le label ENR ou équivalent.", "label-enr", "Label ENR", Nature.CERTIFIED, strict=False, equivalent=True)]
    assert check("CK-20", cctp(labels=row)).verdict.value == "partial"
    assert check("CK-20", cctp(labels=row), on=date(2021, 6, 1)).verdict.value == "met"
