"""The measure on a gold document and reports small enough to count by hand."""

from __future__ import annotations

from typing import Any

from clausecheck.evaluate.match import match_rows, overlap, quote_words
from clausecheck.evaluate.measure import CORE_VIEW, CRITERIA, FAMILY_VIEW, Measure
from clausecheck.evaluate.show import render_differences, render_measure


def clause(family: str, quote: str, force: str = "required", stage: str = "technical-specification") -> dict[str, Any]:
    return {"family": family, "quote": quote, "force": force, "stage": stage}


GOLD: dict[str, Any] = {
    "doc": "essai", "kind": "cctp",
    "labels": [
        {"label": "nf-environnement", "quote": "Les chaises portent NF Environnement ou équivalent.", "force": "required", "equivalent": True},
        {"label": "fsc", "quote": "Le bois est certifié FSC.", "force": "required", "equivalent": False},
        {"label": "pefc", "quote": "Le titulaire peut présenter PEFC.", "force": "encouraged", "equivalent": False, "optional": True},
    ],
    "clauses": [
        clause("reuse", "Le mobilier est de seconde main pour un tiers des postes."),
        clause("packaging", "Les colis sont repris et les palettes consignées.", stage="performance-condition"),
        clause("end-of-life", "Les colis sont repris et les palettes consignées.", stage="performance-condition"),
        clause("energy", "Une veille inférieure à un watt serait appréciée.", force="encouraged"),
        clause("social", "Cinquante heures d'insertion sont réservées.", stage="performance-condition"),
        {**clause("nuisance", "Les livraisons se font sans bruit.", stage="performance-condition"), "optional": True},
    ],
    "criteria": [
        {"name": "Prix des fournitures", "weight": 60, "environmental": False},
        {"name": "Performance environnementale", "weight": 40, "environmental": True},
    ],
}
QUIET: dict[str, Any] = {"doc": "muet", "kind": "ae", "labels": [], "clauses": [], "criteria": []}


def measured(*pairs: tuple[dict[str, Any], dict[str, Any] | None]) -> Measure:
    measure = Measure()
    for gold, document in pairs:
        measure.add(gold, document, "pas de rapport")
    return measure


def counts(measure: Measure, view: str) -> tuple[int, int, int]:
    tally = measure.tallies[view]
    return tally.hit, tally.missed, tally.false


def test_a_perfect_report() -> None:
    measure = measured((GOLD, GOLD))
    assert counts(measure, "label demanded") == (2, 0, 0)
    assert counts(measure, "environmental demand") == (2, 0, 0), "two families in one sentence are one place"
    assert counts(measure, FAMILY_VIEW) == (3, 0, 0)
    assert counts(measure, CORE_VIEW) == (1, 0, 0)
    assert counts(measure, "social and accessibility demand") == (1, 0, 0)
    assert counts(measure, CRITERIA) == (2, 0, 0)
    assert measure.differences == []
    assert all(share.share in (1.0, None) for share in measure.shares.values())


def test_an_empty_report_misses_everything() -> None:
    measure = measured((GOLD, {"kind": "rc"}))
    assert counts(measure, "environmental demand") == (0, 2, 0)
    assert counts(measure, "label named") == (0, 2, 0)
    assert measure.tallies["environmental demand"].f1 == 0.0
    assert measure.shares["kind"].share == 0.0
    assert {d.kind for d in measure.differences} == {"missed"}


def test_no_report_is_a_failure_and_not_silence() -> None:
    measure = measured((QUIET, None))
    assert measure.failed == [("muet", "pas de rapport")]
    assert measure.shares["silent documents"].share == 0.0
    assert "dont 1 sans rapport" in render_measure(measure)


def test_inventions_on_a_silent_document() -> None:
    measure = measured(
        (QUIET, {"kind": "ae", "words": 700, "clauses": [clause("energy", "Les candidats chauffent leur salle de réunion.")], "labels": []}),
        (dict(QUIET, doc="muet-2"), {"kind": "ae", "words": 300, "clauses": [clause("social", "Une clause d'insertion est prévue ici.")]}),
    )
    assert (measure.false_on_silent, measure.words_of_silent) == (1, 1000)
    assert (measure.shares["silent documents"].right, measure.shares["silent documents"].of) == (1, 2)


def test_what_counts_neither_way() -> None:
    document = {
        "kind": "cctp", "labels": [{"label": "pefc", "force": "required", "quote": "PEFC"}], "criteria": [],
        "clauses": [
            clause("nuisance", "Les livraisons se font sans bruit."),
            clause("general", "Performance environnementale"),
            clause("materials", "Le bois est certifié FSC."),
            clause("reuse", "Le mobilier est de seconde main pour un tiers des postes."),
            clause("reuse", "mobilier est de seconde main pour un tiers"),
        ],
    }
    measure = measured((GOLD, document))
    assert counts(measure, "environmental demand") == (1, 1, 0)
    assert counts(measure, "label demanded") == (0, 2, 0)


def test_wrong_family_force_and_equivalence() -> None:
    document = {
        "kind": "cctp", "labels": [dict(GOLD["labels"][0], equivalent=False)], "criteria": [dict(GOLD["criteria"][1], environmental=False)],
        "clauses": [clause("recycled", GOLD["clauses"][0]["quote"]), clause("energy", GOLD["clauses"][3]["quote"])],
    }
    measure = measured((GOLD, document))
    assert counts(measure, "environmental demand") == (1, 1, 1), "a wish read as a demand is false"
    assert counts(measure, FAMILY_VIEW) == (0, 3, 2)
    assert measure.confusion[("encouraged", "required")] == 1
    assert (measure.shares["equivalent"].right, measure.shares["equivalent"].of) == (0, 1)
    assert measure.shares["criterion environmental flag"].share == 0.0
    assert "encouraged lu required : 1" in render_measure(measure)
    assert "faux" in render_differences(measure, "false") and "manqué" not in render_differences(measure, "false")


def test_criteria_need_weight_and_name() -> None:
    document = {"kind": "cctp", "criteria": [{"name": "Prix des fournitures", "weight": 55}, {"name": "Délai de livraison", "weight": 40}]}
    assert counts(measured((GOLD, document)), CRITERIA) == (0, 2, 2)


def test_words_and_overlap() -> None:
    assert quote_words("L’é\N{SOFT HYPHEN}co-\nlabel ISO\N{NO-BREAK SPACE}14001") == ["l", "ecolabel", "iso", "14001"]
    assert overlap(["a", "b", "c", "d"], ["a", "b"]) == 1.0
    assert overlap(["a"], ["a", "b"]) == 0.0 and overlap(["a"], ["a"]) == 1.0
    assert overlap(["a", "b"], ["a", "b"] * 30) == 0.0, "a whole page is no place"
    assert overlap([], ["a"]) == 0.0


def test_each_row_answers_once() -> None:
    gold = [{"quote": "un deux trois quatre"}, {"quote": "un deux trois cinq"}]
    found = [{"quote": "un deux trois cinq"}]
    matching = match_rows(gold, found, lambda g, f: True)
    assert [pair[0]["quote"] for pair in matching.pairs] == ["un deux trois cinq"]
    assert [row["quote"] for row in matching.missed] == ["un deux trois quatre"] and matching.false == ()
