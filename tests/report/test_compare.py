"""Comparison: each kind of change on reports made by hand, and every form of output."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from lxml import html as lxml_html

from clausecheck.model import CheckedDocument, Decision, Force, PieceKind, Quantity, Report, Tender, ToolInfo, Verdict
from clausecheck.report import compare_views
from clausecheck.report.compare import Change, Comparison, compare
from clausecheck.report.json import report_dict
from tests.assess.builders import clause, criterion, judged, label, piece

CHAIRS = "Les chaises livrées dans les écoles sont issues du réemploi pour au moins 20 % du nombre total."
WISH = "Il est souhaité que les papiers d'impression soient fabriqués avec des fibres recyclées."
DUTY = "Les papiers d'impression sont obligatoirement fabriqués avec des fibres recyclées."
LABEL = "Les papiers portent le label FSC ou équivalent."


def twenty(value: float = 20, **changes: Any) -> Any:
    return replace(clause(CHAIRS.replace("20 %", f"{value:g} %"), quantity=Quantity(value, "%", ">=", "du nombre")), **changes)


def report(*documents: CheckedDocument) -> dict[str, Any]:
    found = judged(*documents)
    made = Report(
        ToolInfo("0", "1", "c" * 64, "2026-09-01", "option"), Tender(), found.documents, found.demands, found.coherence, found.checks, (), found.score,
        found.indicators)
    return report_dict(made)


def cctp(*clauses: Any, labels: Any = (), name: str = "cctp.pdf", criteria: Any = ()) -> CheckedDocument:
    return piece(PieceKind.CCTP, clauses=clauses, labels=labels, name=name, criteria=criteria)


def kinds(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, bool]]:
    return [(change.kind, change.loss) for change in compare(old, new).changes]


def only(old: dict[str, Any], new: dict[str, Any]) -> Change:
    (change,) = compare(old, new).changes
    return change


def test_added_and_lost() -> None:
    empty = cctp(clause(DUTY))
    full = cctp(clause(DUTY), twenty(), labels=[label(LABEL, "fsc", "FSC")])
    assert kinds(report(empty), report(full)) == [("added", False), ("added", False)]
    assert kinds(report(full), report(empty)) == [("lost", True), ("lost", True)]
    assert {change.key for change in compare(report(full), report(empty)).changes} == {"reuse", "fsc"}


@pytest.mark.parametrize(("before", "after", "kind", "why"), [
    (20, 30, "strengthened", "au moins 20\N{NO-BREAK SPACE}% du nombre → au moins 30\N{NO-BREAK SPACE}% du nombre"),
    (30, 20, "weakened", "au moins 30\N{NO-BREAK SPACE}% du nombre → au moins 20\N{NO-BREAK SPACE}% du nombre"),
])
def test_a_floor_that_rises_or_falls(before: float, after: float, kind: str, why: str) -> None:
    change = only(report(cctp(twenty(before))), report(cctp(twenty(after))))
    assert (change.kind, change.why, change.loss) == (kind, (why,), kind == "weakened")


def test_a_ceiling_that_falls_asks_more() -> None:
    def at_most(value: float) -> dict[str, Any]:
        return report(cctp(clause(f"La consommation en veille est de {value:g} W au plus par poste.", quantity=Quantity(value, "W", "<="))))

    assert only(at_most(2), at_most(1)).kind == "strengthened" and only(at_most(1), at_most(2)).kind == "weakened"


def test_a_wish_becomes_an_obligation() -> None:
    wish, duty = report(cctp(clause(WISH, force=Force.ENCOURAGED))), report(cctp(clause(DUTY)))
    change = only(wish, duty)
    assert change.kind == "strengthened" and change.why == ("souhaité → exigé",)
    back = only(duty, wish)
    assert back.kind == "weakened" and back.loss


def test_more_force_and_less_figure_is_a_change() -> None:
    change = only(report(cctp(twenty(30, force=Force.SCORED))), report(cctp(twenty(20))))
    assert change.kind == "changed" and len(change.why) == 2 and change.loss


def test_a_figure_lost_weakens() -> None:
    change = only(report(cctp(twenty())), report(cctp(clause(CHAIRS.replace(" pour au moins 20 % du nombre total", "")))))
    assert change.kind == "weakened" and "sans chiffre" in change.why[0]


def test_moved_reworded_and_unchanged() -> None:
    old = report(cctp(replace(twenty(), section="5 Mobilier › 5.2 Chaises")))
    assert kinds(old, report(cctp(replace(twenty(), section="6 Mobilier › 6.1 Chaises")))) == [], "another number is no other place"
    moved = only(old, report(cctp(replace(twenty(), section="9 Divers"))))
    assert moved.kind == "moved"
    assert only(old, report(cctp(replace(twenty(), quote=CHAIRS.replace("livrées", "fournies"), section="5 Mobilier › 5.2 Chaises")))).kind == "reworded"
    assert compare(old, old).same == 1


def test_a_renamed_file_moves_nothing() -> None:
    result = compare(report(cctp(twenty(), name="cctp.pdf")), report(cctp(twenty(), name="cctp-v2.pdf")))
    assert result.nothing and not result.notes


def test_labels() -> None:
    one = report(cctp(labels=[label(LABEL, "fsc", "FSC", equivalent=True)]))
    closed = only(one, report(cctp(labels=[label("Le papier est labellisé FSC.", "fsc", "FSC", equivalent=False)])))
    assert closed.kind == "changed" and closed.why == ("n'accepte plus d'équivalent",)
    other = compare(one, report(cctp(labels=[label("Les papiers portent le label PEFC ou équivalent.", "pefc", "PEFC", equivalent=True)])))
    assert [(c.kind, c.key) for c in other.changes] == [("lost", "fsc"), ("added", "pefc")]
    narrower = only(one, report(cctp(labels=[label(LABEL, "fsc", "FSC", equivalent=True, lots=("1",))])))
    assert narrower.kind == "weakened" and narrower.why == ("tous les lots → lot 1",)


def test_a_sentence_of_another_family_is_no_match() -> None:
    from clausecheck.model import Family

    assert sorted(kinds(report(cctp(clause(DUTY, Family.RECYCLED))), report(cctp(clause(DUTY, Family.PACKAGING))))) == [("added", False), ("lost", True)]


def test_a_dismissed_demand_is_set_aside_and_is_no_loss() -> None:
    dismissed = replace(twenty(), decision=Decision("dismissed", "A. Martin", "2026-09-02", "m"))
    assert kinds(report(cctp(twenty())), report(cctp(dismissed))) == [("set-aside", False)]
    assert kinds(report(cctp(dismissed)), report(cctp(twenty()))) == [("restored", False)]
    assert kinds(report(cctp(dismissed)), report(cctp(clause(DUTY)))) == [("added", False)]


def test_a_refusal_that_widens_is_only_a_change() -> None:
    refusal = clause("Les chaises d'occasion ne sont pas acceptées.", force=Force.EXCLUDED, lots=("1",))
    change = only(report(cctp(refusal)), report(cctp(replace(refusal, lots=()))))
    assert change.kind == "changed" and change.why == ("lot 1 → tous les lots",) and not change.loss


def test_criteria() -> None:
    def rows(*weights: float) -> CheckedDocument:
        names = ("Prix des prestations", "Performance environnementale de l'offre", "Valeur technique")
        pairs = [criterion(n, w, environmental=n.startswith("Perf")) for n, w in zip(names, weights, strict=False) if w]
        return piece(PieceKind.RC, criteria=pairs)

    result = compare(report(rows(60, 20, 20)), report(rows(50, 30, 20)))
    assert [(c.name.split()[0], c.kind, c.before, c.after) for c in result.criteria] == [("Prix", "weakened", 60, 50), ("Performance", "strengthened", 20, 30)]
    assert result.losses == 0
    lost = compare(report(rows(60, 20, 20)), report(rows(80, 0, 20)))
    assert [(c.kind, c.loss) for c in lost.criteria] == [("strengthened", False), ("lost", True)] and lost.losses == 1


def test_verdicts_and_score() -> None:
    old, new = report(cctp(twenty())), report(cctp(twenty()))
    new["checks"][0] = {**new["checks"][0], "verdict": Verdict.MET.value}
    old["checks"][0] = {**old["checks"][0], "verdict": Verdict.MISSING.value}
    new["score"] = {**new["score"], "conformity": 80.0}
    result = compare(old, new)
    assert [(v[0], v[2], v[3]) for v in result.verdicts] == [(old["checks"][0]["id"], "missing", "met")]
    assert ("conformity", old["score"]["conformity"], 80.0) in result.figures and not result.nothing


def test_what_was_not_read_is_said() -> None:
    old, new = report(cctp(twenty()), piece(PieceKind.RC, "Règlement.")), report(cctp(twenty()))
    new["documents"][0]["reading"]["status"] = "partial"
    new["tool"]["rules"]["sha256"] = "d" * 64
    notes = " ".join(compare(old, new).notes)
    assert "« cctp.pdf » (après) n'a été lu qu'en partie" in notes and "rc.pdf" in notes and "même version" in notes


def mixed() -> Comparison:
    dropped = label("Les écrans portent le label <b>TCO Certified</b>.", "tco-certified", "TCO Certified")
    old = report(cctp(twenty(), clause(WISH, force=Force.ENCOURAGED), labels=[dropped]), piece(PieceKind.RC, criteria=[criterion("Environnement", 10, environmental=True)]))
    new = report(cctp(twenty(30), clause(DUTY), labels=[label(LABEL, "fsc", "FSC")]), piece(PieceKind.RC, criteria=[criterion("Environnement", 20, environmental=True)]))
    return compare(old, new)


def test_text() -> None:
    words = compare_views.as_text(mixed()).replace("\xa0", " ")
    assert words.startswith("1 perdu, 2 renforcés, 1 ajouté ; 0 inchangé.")
    assert "souhaité → exigé" in words and "PERDU : 1" in words and "Label TCO Certified" in words
    assert "10 % → 20 %" in words
    assert max(len(line) for line in words.splitlines()) <= 80


def test_markdown_html_and_json() -> None:
    result = mixed()
    assert "## Renforcé (2)" in compare_views.as_markdown(result) and r"\<b\>TCO" in compare_views.as_markdown(result)
    page = compare_views.as_html(result)
    root = lxml_html.document_fromstring(page)
    assert not root.xpath("//b | //script | //@src") and [h.tag for h in root.iter("h1")] == ["h1"]
    assert "souhaité → exigé" in root.text_content()
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids)) and set(root.xpath("//@aria-labelledby")) <= set(ids)
    answer = json.loads(compare_views.as_json(result))
    assert answer["schema"] == "clausecheck-compare-1" and answer["losses"] == 1 and not answer["identical"]
    assert [change["kind"] for change in answer["changes"]] == ["lost", "strengthened", "strengthened", "added"]
    assert answer["changes"][1]["before"]["quote"] and compare_views.as_json(mixed()) == compare_views.as_json(mixed())


def test_the_same_says_so_plainly() -> None:
    one = report(cctp(twenty()))
    result = compare(one, one)
    assert result.nothing
    assert compare_views.as_text(result).startswith("Rien de ce qui est comparé ne change")
    hashed = json.loads(json.dumps(one))
    hashed["documents"][0]["sha256"] = "a" * 64
    assert "identiques" in compare_views.as_text(compare(hashed, hashed))
    for shown in (compare_views.as_markdown, compare_views.as_html):
        assert "identiques" in shown(compare(hashed, hashed))


def test_a_demand_is_compared_once_however_often_it_is_written() -> None:
    twice = report(cctp(twenty()), piece(PieceKind.CCAP, clauses=[twenty()]))
    assert len(twice["demands"]) == 1
    assert compare(twice, report(cctp(twenty()), piece(PieceKind.CCAP, "Rien."))).changes == ()
