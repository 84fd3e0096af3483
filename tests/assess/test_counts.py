"""What the indicators count."""

from __future__ import annotations

from clausecheck.model import Family, Force, Nature, Stage
from tests.assess.builders import PRICE, clause, judged, label, piece
from tests.assess.cases import BARE, GREEN, ccap, cctp, rc

NAMES = [
    label("TCO Certified."), label("Énergie : Energy Star.", "energy-star", "Energy Star", Nature.ENERGY_RATING, strict=False),
    label("Le bois est FSC.", "fsc", "FSC", Nature.FOREST, strict=False),
    label("Le candidat est ISO 14001.", "iso-14001", "ISO 14001", Nature.MANAGEMENT, strict=False),
    label("Un écolabel est exigé.", "generic-ecolabel", "écolabel", Nature.ISO14024_TYPE_I),
    label("Le café est Max Havelaar.", "fairtrade", "Fairtrade", Nature.SOCIAL, strict=False),
]


def test_strict_wide_and_beside() -> None:
    counts = judged(cctp(labels=NAMES)).indicators
    assert (counts.labels_strict, counts.labels_wide, counts.other_schemes) == (1, 3, 2)
    assert dict(counts.by_nature) == {
        "iso14024_type1": 1, "energy_rating": 1, "forest": 1, "management_system": 1, "social": 1, "unspecified": 1}


def test_a_label_named_three_times_counts_once_even_in_two_lots() -> None:
    rows = [label("TCO Certified."), label("Les claviers portent TCO Certified.", lots=("1",)), label("Lot 2 : TCO Certified.", lots=("2",))]
    assert judged(cctp(labels=rows)).indicators.labels_strict == 1


def test_wishes_and_context_are_not_counted() -> None:
    known = label("La ville connaît TCO Certified.", force=Force.INFORMATIVE, equivalent=None)
    rows = [label("TCO Certified est souhaité.", force=Force.ENCOURAGED), known]
    counts = judged(cctp(labels=rows)).indicators
    assert (counts.demands, counts.labels_strict, counts.by_nature) == (0, 0, ())


def test_social_demands_are_kept_apart() -> None:
    apart = [clause("300 heures d'insertion.", Family.SOCIAL), clause("Le site est accessible.", Family.ACCESSIBILITY)]
    rows = [*apart, clause("Le mobilier est réemployé.")]
    assert judged(cctp(clauses=rows)).indicators.demands == 1


def test_essential_data() -> None:
    duty = clause("Le titulaire reprend tous les emballages.", Family.PACKAGING, stage=Stage.PERFORMANCE)
    counts = judged(rc(criteria=[PRICE, GREEN]), ccap(clauses=[duty, clause("Insertion : 300 heures.", Family.SOCIAL)]), cctp("Le CCTP.")).indicators
    assert counts.environmental_considerations == ("Clause environnementale", "Critère environnemental")
    assert counts.social_considerations == ("Clause sociale",)


def test_a_bare_reminder_of_the_law_is_no_clause() -> None:
    reminder = clause("Le titulaire respecte la réglementation environnementale en vigueur.", Family.GENERAL, stage=Stage.PERFORMANCE)
    counts = judged(rc(criteria=BARE), ccap(clauses=[reminder]), cctp("Le CCTP.")).indicators
    assert counts.environmental_considerations == ("Pas de considération environnementale",)


def test_none_is_said_only_when_all_was_read() -> None:
    assert judged(cctp("Le CCTP.")).indicators.environmental_considerations == ()
    assert judged(rc(criteria=BARE), ccap("Le CCAP."), cctp("Le CCTP.")).indicators.social_considerations == ("Pas de considération sociale",)


def test_reserved_contracts() -> None:
    assert "Marché réservé" in judged(rc("Le lot 2 est un lot réservé aux entreprises adaptées."), ccap("Le CCAP.")).indicators.social_considerations
    for sentence in ("Marché réservé : non.", "Marché réservé", "Le marché n'est pas réservé aux entreprises adaptées."):
        assert "Marché réservé" not in judged(rc(sentence)).indicators.social_considerations, sentence


def test_nothing_read_nothing_counted() -> None:
    from clausecheck.model import PieceKind, Status

    counts = judged(piece(PieceKind.CCTP, status=Status.FAILED)).indicators
    assert (counts.demands, counts.environmental_considerations) == (0, ())
