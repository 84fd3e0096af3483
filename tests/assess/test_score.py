"""The score: what it is made of, and that a tender written stronger never scores lower."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausecheck.assess import Assessment
from clausecheck.assess.ambition import saturate
from clausecheck.assess.weights import load_ambition, load_conformity
from clausecheck.model import CheckedDocument, ClauseFinding, Family, Force, LabelFinding, PieceKind, Quantity, Stage, Status, Tender, Verdict
from clausecheck.rulebook.pack import pack_root
from tests.assess.builders import PRICE, TECHNICAL, clause, criterion, judged, label, piece
from tests.assess.cases import BARE, GREEN

FAMILIES = [Family.REUSE, Family.REPAIRABILITY, Family.DURABILITY, Family.RECYCLED, Family.END_OF_LIFE, Family.ENERGY, Family.HOSTING]
WEAK = [
    "Le titulaire réduit ses effets.", "Les produits sont sobres.", "Les équipements livrés durent longtemps.",
    "Le matériel est repris en fin de vie.",
]
ADDED = {
    "seuil": " Au moins 30 % du montant des commandes est concerné.", "preuve": " Le titulaire remet le certificat en cours de validité.",
    "contrôle": " Le titulaire remet un bilan annuel.", "sanction": " Tout manquement donne lieu à une pénalité de 100 € par jour.",
    "périmètre": " La règle vaut pour chaque livraison.",
}
SLOW = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def clauses(draw: st.DrawFn) -> ClauseFinding:
    number = draw(st.integers(0, 10_000))
    quote = f"{draw(st.sampled_from(WEAK))[:-1]} ({number})."
    for name in draw(st.sets(st.sampled_from(sorted(ADDED)))):
        quote += ADDED[name]
    return clause(quote, draw(st.sampled_from(FAMILIES)), draw(st.sampled_from(list(Force))), draw(st.sampled_from(list(Stage))))


@st.composite
def labels(draw: st.DrawFn) -> LabelFinding:
    name = draw(st.sampled_from(["tco-certified", "fsc", "epeat", "generic-ecolabel"]))
    opened = draw(st.booleans())
    quote = f"Article {draw(st.integers(0, 10_000))} : {name} demandé{' ou équivalent' if opened else ''}."
    return label(quote, name, name, strict=name != "fsc", force=draw(st.sampled_from(list(Force))), equivalent=opened)


@st.composite
def tenders(draw: st.DrawFn) -> tuple[list[ClauseFinding], list[LabelFinding], float]:
    return draw(st.lists(clauses(), max_size=5)), draw(st.lists(labels(), max_size=3)), draw(st.sampled_from([0.0, 5.0, 10.0, 20.0]))


def _tender(rows: list[ClauseFinding], names: list[LabelFinding], green: float) -> tuple[CheckedDocument, ...]:
    criteria = [PRICE, TECHNICAL] if not green else [PRICE, criterion("Technique", 40 - green), criterion("Environnement", green, environmental=True)]
    return piece(PieceKind.RC, criteria=criteria), piece(PieceKind.CCAP, "Le CCAP."), piece(PieceKind.CCTP, clauses=rows, labels=names)


def _assess(rows: list[ClauseFinding], names: list[LabelFinding], green: float) -> Assessment:
    return judged(*_tender(rows, names, green), tender=Tender(sectors=("it-equipment",), buyer_kind="commune"))


def _not_lower(weak: Assessment, strong: Assessment) -> None:
    assert strong.score.ambition >= weak.score.ambition - 0.1  # type: ignore[operator]
    if weak.score.conformity is not None and strong.score.conformity is not None:
        assert strong.score.conformity >= weak.score.conformity - 0.1


@SLOW
@given(tenders(), clauses())
def test_one_more_clause_never_lowers_the_score(tender, more) -> None:  # type: ignore[no-untyped-def]
    rows, names, green = tender
    _not_lower(_assess(rows, names, green), _assess([*rows, replace(more, force=Force.REQUIRED)], names, green))


@SLOW
@given(tenders(), st.data())
def test_a_firmer_clause_never_lowers_the_score(tender, data) -> None:  # type: ignore[no-untyped-def]
    rows, names, green = tender
    if not rows:
        return
    index = data.draw(st.integers(0, len(rows) - 1))
    firmer = [replace(row, force=Force.REQUIRED) if n == index and row.force is not Force.SCORED else row for n, row in enumerate(rows)]
    _not_lower(_assess(rows, names, green), _assess(firmer, names, green))


@SLOW
@given(tenders(), st.data(), st.sampled_from(sorted(ADDED)))
def test_a_clause_made_more_precise_never_lowers_the_score(tender, data, addition) -> None:  # type: ignore[no-untyped-def]
    rows, names, green = tender
    if not rows:
        return
    index = data.draw(st.integers(0, len(rows) - 1))
    quantity = Quantity(30, "%", ">=", "du montant") if addition == "seuil" else rows[index].quantity
    precise = [replace(row, quote=row.quote + ADDED[addition], quantity=quantity) if n == index else row for n, row in enumerate(rows)]
    _not_lower(_assess(rows, names, green), _assess(precise, names, green))


@SLOW
@given(tenders(), st.data())
def test_a_label_opened_to_equivalents_never_lowers_the_score(tender, data) -> None:  # type: ignore[no-untyped-def]
    rows, names, green = tender
    if not names:
        return
    index = data.draw(st.integers(0, len(names) - 1))
    opened = [
        replace(row, equivalent=True, quote=row.quote.removesuffix(".") + " ou équivalent.") if n == index and row.equivalent is False else row
        for n, row in enumerate(names)
    ]
    _not_lower(_assess(rows, names, green), _assess(rows, opened, green))


@SLOW
@given(tenders())
def test_a_green_criterion_with_content_never_lowers_the_score(tender) -> None:  # type: ignore[no-untyped-def]
    rows, names, _ = tender
    scored = clause("Est notée la part de produits réemployés proposée pour le marché.", Family.REUSE, Force.SCORED, Stage.AWARD)
    without = (piece(PieceKind.RC, criteria=BARE), *_tender(rows, names, 0)[1:])
    with_it = (piece(PieceKind.RC, criteria=[PRICE, GREEN, criterion("Technique", 20)], clauses=[scored]), *_tender(rows, names, 0)[1:])
    tender_ = Tender(sectors=("it-equipment",), buyer_kind="commune")
    _not_lower(judged(*without, tender=tender_), judged(*with_it, tender=tender_))


@given(st.lists(st.floats(0, 1), max_size=6), st.floats(0, 1))
def test_saturation_grows_and_stays_under_one(values: list[float], more: float) -> None:
    assert 0 <= saturate(values, 0.8) <= saturate([*values, more], 0.8) + 1e-12
    assert saturate([*values, more], 0.8) <= 1


def test_the_parts_add_up_and_name_their_findings() -> None:
    found = _assess([clause("Au moins 30 % des ordinateurs sont reconditionnés.")], [label("TCO Certified ou équivalent.", equivalent=True)], 20)
    score = found.score
    assert score.ambition == pytest.approx(sum(part.points for part in score.parts), abs=0.2)
    assert sum(part.out_of for part in score.parts) == pytest.approx(100, abs=0.2)
    by_id = {part.id: part for part in score.parts}
    assert by_id["famille:reuse"].findings == ("2:cctp-c0",)
    assert by_id["labels"].findings == ("2:cctp-l0",)
    assert by_id["critere"].points > 0
    points, out_of = sum(p.points for p in score.conformity_parts), sum(p.out_of for p in score.conformity_parts)
    assert score.conformity == pytest.approx(100 * points / out_of, abs=0.1)


def test_conformity_leaves_out_what_could_not_be_judged() -> None:
    found = judged(piece(PieceKind.NOTICE, criteria=BARE), on=None)
    judged_ids = {part.id for part in found.score.conformity_parts}
    assert judged_ids.isdisjoint(c.id for c in found.checks if c.verdict in (Verdict.TO_VERIFY, Verdict.NOT_APPLICABLE))


def test_nothing_read_has_no_score() -> None:
    score = judged(piece(PieceKind.OTHER, status=Status.FAILED)).score
    assert (score.conformity, score.ambition) == (None, None)


def test_the_next_best_changes_begin_with_the_duties_and_carry_wording() -> None:
    score = _assess([], [], 0).score
    assert score.next_best[0].check in ("CK-01", "CK-07", "CK-11")
    assert all(p.wording and p.gain > 0 and 1 <= p.effort <= 3 for p in score.next_best)
    kinds = [bool(p.check) for p in score.next_best]
    assert kinds == sorted(kinds, reverse=True)


def test_a_proposal_taken_raises_the_score_about_as_announced() -> None:
    weak = _assess([], [], 20)
    proposal = next(p for p in weak.score.next_best if "Réemploi" in p.title)
    strong = _assess([clause(proposal.wording, quantity=Quantity(30, "%", ">=", "du montant"))], [], 20)
    gained = strong.score.ambition - weak.score.ambition  # type: ignore[operator]
    assert gained >= 0.5 * proposal.gain


def test_weights_are_data_and_checked(tmp_path) -> None:  # type: ignore[no-untyped-def]
    root = pack_root()
    assert sum(load_ambition(root).parts.values()) == 100
    assert load_conformity(root).of("CK-01") > load_conformity(root).of("CK-15")
    (tmp_path / "score").mkdir()
    text = (root / "score" / "ambition.yaml").read_text("utf-8").replace("  labels: 10 ", "  labels: 20 ")
    (tmp_path / "score" / "ambition.yaml").write_text(text, "utf-8")
    from clausecheck.rulebook.source import RuleError

    with pytest.raises(RuleError, match="doivent faire 100"):
        load_ambition(tmp_path)


def test_the_sector_moves_the_weight() -> None:
    row = clause("Au moins 20 % des denrées sont biologiques.", Family.FOOD)
    food = judged(piece(PieceKind.CCTP, clauses=[row]), tender=Tender(sectors=("catering",))).score
    machines = judged(piece(PieceKind.CCTP, clauses=[row]), tender=Tender(sectors=("it-equipment",))).score
    assert food.ambition > machines.ambition  # type: ignore[operator]
