"""Decisions follow their sentence through edits, moves and renamings; what cannot be placed is said; what is dismissed counts nowhere."""

from __future__ import annotations

from dataclasses import replace

from clausecheck.assess.decisions import decide_checks, decide_findings, record_check, record_finding
from clausecheck.model import CheckedDocument, Decision, Family, Force, PieceKind, Quantity, Verdict
from clausecheck.structure.decisions import Recorded
from tests.assess.builders import clause, judged, label, piece

DISMISSED = Decision("dismissed", "A. Martin", "2026-09-02", "phrase d'un autre marché")
SENTENCE = "Les chaises livrées dans les écoles sont réemployées et remises en état par le titulaire."
OTHER = "Le titulaire remet chaque année un bilan des déchets évacués du chantier."


def made(*sentences: str, name: str = "cctp.pdf", section: str = "5 Exigences", force: Force = Force.REQUIRED, rule: str = "r") -> CheckedDocument:
    rows = [replace(clause(s, force=force, rule=rule), section=section) for s in sentences]
    return piece(PieceKind.CCTP, clauses=rows, name=name)


def decided(item: CheckedDocument, index: int = 0) -> Recorded:
    return Recorded(DISMISSED, **record_finding(item, item.clauses[index]))


def placed(recorded: Recorded, *documents: CheckedDocument) -> tuple[list[tuple[str, str]], list[str]]:
    """(document, sentence) of the rows that carry the decision, and the codes of the notes."""
    after, notes = decide_findings(documents, [recorded])
    rows = [(d.document.name, row.quote) for d in after for row in (*d.labels, *d.clauses) if row.decision == DISMISSED]
    return rows, [note.code for note in notes]


def test_the_same_sentence_keeps_its_decision() -> None:
    item = made(SENTENCE, OTHER)
    assert placed(decided(item), item) == ([("cctp.pdf", SENTENCE)], [])
    shouted = SENTENCE.upper().replace(" SONT ", "\N{NO-BREAK SPACE} SONT ")
    assert placed(decided(item), made(shouted)) == ([("cctp.pdf", shouted)], [])


def test_a_small_edit_keeps_the_decision_and_says_so() -> None:
    edited = SENTENCE.replace("livrées dans", "fournies dans")
    assert placed(decided(made(SENTENCE)), made(edited, OTHER)) == ([("cctp.pdf", edited)], ["edited"])


def test_another_rule_does_not_take_it_over_an_edit() -> None:
    edited = SENTENCE.replace("livrées dans", "fournies dans")
    assert placed(decided(made(SENTENCE)), made(edited, rule="autre")) == ([], ["lost"])


def test_a_changed_figure_or_force_asks_for_a_new_decision() -> None:
    first = "Les chaises livrées dans les écoles sont réemployées à 20 % au moins du nombre total."
    assert placed(decided(made(first)), made(first.replace("20", "30"))) == ([], ["changed"])
    edited = SENTENCE.replace("livrées dans", "fournies dans")
    assert placed(decided(made(SENTENCE)), made(edited, force=Force.ENCOURAGED)) == ([], ["changed"])


def test_a_lost_sentence_is_said() -> None:
    after, notes = decide_findings([made(OTHER)], [decided(made(SENTENCE))])
    assert after == (made(OTHER),)
    assert [note.code for note in notes] == ["lost"]
    assert "A. Martin" in notes[0].message and "Les chaises livrées" in notes[0].message and notes[0].decision == DISMISSED


def test_a_moved_article_and_a_renamed_file_keep_it() -> None:
    recorded = decided(made(SENTENCE))
    assert placed(recorded, made(SENTENCE, section="7 Divers")) == ([("cctp.pdf", SENTENCE)], [])
    assert placed(recorded, made(SENTENCE, name="cctp-v2.pdf", section="7 Divers")) == ([("cctp-v2.pdf", SENTENCE)], [])


def test_a_sentence_that_went_to_another_piece_is_followed_and_said() -> None:
    recorded = decided(made(SENTENCE))
    assert placed(recorded, made(OTHER), made(SENTENCE, name="annexe.pdf")) == ([("annexe.pdf", SENTENCE)], ["moved"])


def test_the_place_settles_which_of_equal_sentences_is_meant() -> None:
    one, two = made(SENTENCE, name="cctp.pdf"), made(SENTENCE, name="annexe.pdf")
    assert placed(decided(one), one, two) == ([("cctp.pdf", SENTENCE)], [])
    assert placed(decided(two), one, two) == ([("annexe.pdf", SENTENCE)], [])


def test_equal_sentences_without_a_known_place_are_ambiguous() -> None:
    recorded = decided(made(SENTENCE, name="ancien.pdf", section="1 Objet"))
    assert placed(recorded, made(SENTENCE, name="a.pdf"), made(SENTENCE, name="b.pdf")) == ([], ["ambiguous"])


def test_two_close_sentences_are_ambiguous() -> None:
    one, two = SENTENCE.replace("chaises", "tables"), SENTENCE.replace("chaises", "tablas")
    recorded = decided(made(SENTENCE, name="x.pdf", section="1 Objet"))
    assert placed(recorded, made(one, name="a.pdf"), made(two, name="b.pdf")) == ([], ["ambiguous"])


def test_a_sentence_decided_on_its_own_is_not_taken_by_a_neighbour() -> None:
    edited = SENTENCE.replace("livrées dans", "fournies dans")
    before = made(SENTENCE, edited)
    after, notes = decide_findings([made(edited)], [decided(before, 0), replace(decided(before, 1), decision=replace(DISMISSED, by="B. Leroy"))])
    assert [row.decision and row.decision.by for row in after[0].clauses] == ["B. Leroy"]
    assert [note.code for note in notes] == ["lost"]


def test_a_label_is_known_by_its_code() -> None:
    item = piece(PieceKind.CCTP, labels=[label("Les écrans portent le label TCO Certified et EPEAT."),
                                        label("Les écrans portent le label TCO Certified et EPEAT.", "epeat", "EPEAT")])
    after, notes = decide_findings([item], [Recorded(DISMISSED, **record_finding(item, item.labels[1]))])
    assert [row.decision for row in after[0].labels] == [None, DISMISSED] and notes == ()


def test_a_decision_written_by_hand_needs_only_the_sentence() -> None:
    assert placed(Recorded(DISMISSED, what="clause", quote=SENTENCE), made(SENTENCE)) == ([("cctp.pdf", SENTENCE)], [])


def test_a_dismissed_finding_counts_nowhere() -> None:
    rows = [clause("Les chaises sont réemployées à 30 % au moins.", Family.REUSE, quantity=Quantity(30, "%", ">="))]
    item = piece(PieceKind.CCTP, clauses=rows, labels=[label("Les écrans portent le label TCO Certified.")])
    plain = judged(item)
    recorded = [Recorded(DISMISSED, **record_finding(item, row)) for row in (*item.labels, *item.clauses)]
    aside = judged(item, decisions=recorded)
    assert len(plain.demands) == 2 and plain.indicators.labels_strict == 1 and (plain.score.ambition or 0) > 0
    assert aside.demands == () and aside.indicators.labels_strict == 0 and aside.indicators.demands == 0
    assert aside.score.ambition == 0
    assert not any(evidence.quote in (rows[0].quote, item.labels[0].quote) for c in aside.checks for evidence in c.evidence)
    assert [row.decision for row in (*aside.documents[0].labels, *aside.documents[0].clauses)] == [DISMISSED, DISMISSED]


def test_an_accepted_finding_counts_as_before() -> None:
    item = made(SENTENCE)
    accepted = replace(DISMISSED, status="accepted")
    after = judged(item, decisions=[replace(decided(item), decision=accepted)])
    assert len(after.demands) == 1 and after.documents[0].clauses[0].decision == accepted


def test_a_dismissed_check_weighs_nothing() -> None:
    item = piece(PieceKind.CCTP, "Le présent marché porte sur des chaises.")
    rc = piece(PieceKind.RC, "Le présent règlement porte sur des chaises.")
    plain = judged(item, rc)
    lost = next(part for part in plain.score.conformity_parts if part.points < part.out_of)
    target = next(c for c in plain.checks if c.id == lost.id)
    aside = judged(item, rc, decisions=[Recorded(DISMISSED, **record_check(target))])
    assert lost.id not in {part.id for part in aside.score.conformity_parts}
    assert next(c for c in aside.checks if c.id == lost.id) == replace(target, decision=DISMISSED)
    assert lost.id not in {step.check for step in aside.score.next_best}
    assert aside.decisions == ()


def test_a_check_whose_verdict_changed_is_to_decide_again() -> None:
    checks = judged(piece(PieceKind.CCTP, "Chaises.")).checks
    other = Verdict.MET if checks[0].verdict is not Verdict.MET else Verdict.MISSING
    after, notes = decide_checks(checks, [Recorded(DISMISSED, check=checks[0].id, verdict=other.value), Recorded(DISMISSED, check="CK-999")])
    assert after == checks
    assert [note.code for note in notes] == ["changed", "lost"]
    assert "CK-999" in notes[1].message
