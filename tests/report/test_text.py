"""The report for a terminal: what an officer reads, in which order, and how wide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clausecheck.model import Outline, PieceKind, Report
from clausecheck.report.text import render
from tests.report.sample import sample


def lines(report: Report, **options: object) -> list[str]:
    return render(report, **options).splitlines()  # type: ignore[arg-type]


def flat(text: str) -> str:
    """The words on one line with plain blanks."""
    return " ".join(text.split())


def test_the_first_line_says_the_date_applied_and_its_source() -> None:
    assert lines(sample())[0] == "Droit appliqué au 1er septembre 2026 — date de lancement lue dans les pièces."
    assert "Date d'envoi de l'avis : 1er septembre 2026" in flat(lines(sample())[1])
    report = sample()
    today = lines(replace(report, tool=replace(report.tool, on_source="today")))
    assert "date du jour" in today[0]


def test_what_was_read_comes_before_what_is_missing() -> None:
    text = flat(render(sample()))
    assert text.index("non lu") < text.index("Pièces non fournies") < text.index("À CORRIGER")
    assert "« bpu.xlsx » est introuvable" in text
    assert "ce n'est jamais compté comme absent" in text


def test_pieces_not_given() -> None:
    text = flat(render(sample()))
    assert "Pièces non fournies : avis de marché, clauses administratives (CCAP), acte d'engagement, bordereau des prix (BPU)." in text


def test_a_merged_specification_stands_for_both() -> None:
    report = sample()
    first = report.documents[0]
    merged = replace(first, outline=Outline(PieceKind.CCP, 1.0, (), (), (-1, -1)))
    text = flat(render(replace(report, documents=(merged, *report.documents[1:]))))
    assert "Pièces non fournies : avis de marché, acte d'engagement" in text


def test_the_order_of_the_report() -> None:
    titles = [line for line in lines(sample()) if line and line == line.upper() and not line.startswith(("─", " "))]
    assert [title.split(" :")[0] for title in titles] == [
        "CE QUI A ÉTÉ LU", "OBLIGATIONS", "LABELS DEMANDÉS", "CLAUSES ENVIRONNEMENTALES", "À PART", "CRITÈRES D'ATTRIBUTION",
        "RECOMMANDATIONS ET BONNES PRATIQUES", "DÉSACCORDS ENTRE LES PIÈCES", "POLITIQUE", "SCORE",
    ]


def test_findings_have_sentence_place_and_force() -> None:
    text = flat(render(sample()))
    assert "TCO Certified — exigé — écolabel officiel (ISO 14024), équivalents acceptés, lot 1" in text
    assert "« Les écrans portent l'écolabel TCO Certified ou un label équivalent. » cctp.docx, 5 Exigences › 5.3 Écrans, lot 1" in text
    assert "EPEAT — mentionné" in text
    assert "Réemploi, reconditionné, seconde main — 1 exigée, 1 simple mention" in text
    assert "Écarté par A. Martin le 2 septembre 2026 : phrase d'un autre marché" in text
    assert "Volet social — 1 écartée par décision" in text


def test_criteria_are_a_tree() -> None:
    shown = [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines(sample())]
    start = shown.index("  rc.pdf")
    rows = shown[start + 1 : start + 6]
    assert [row.strip() for row in rows[:3]] == ["60 % Prix", "40 % Valeur technique", "20 % Qualité du matériel proposé"]
    indents = [len(row) - len(row.lstrip()) for row in rows[:3]]
    assert indents[0] == indents[1] < indents[2]
    assert rows[4].strip() == "[environnement]"


def test_wrong_sum_of_weights_is_said() -> None:
    report = sample()
    rc = report.documents[1]
    heavy = tuple(replace(row, weight=70.0) if row.name == "Prix" else row for row in rc.outline.criteria)
    documents = (report.documents[0], replace(rc, outline=replace(rc.outline, criteria=heavy)), report.documents[2])
    assert "La somme des poids est de 110 %" in flat(render(replace(report, documents=documents)))
    assert "somme des poids" not in render(report)


def test_checks_that_wait_for_a_piece_take_one_line_each() -> None:
    report = sample()
    unknown = next(check for check in report.checks if check.code == "piece-not-given")
    more = tuple(replace(unknown, id=f"CK-{n}", title=f"Contrôle {n}") for n in (30, 31))
    text = flat(render(replace(report, checks=(*report.checks, *more))))
    assert text.count("Le CCAP n'a pas été fourni.") == 1
    assert "• Les labels acceptent les équivalents [CK-07] • Contrôle 30 [CK-30] • Contrôle 31 [CK-31]" in text


def test_nothing_read_says_so_and_stops() -> None:
    report = sample()
    text = render(replace(report, documents=(report.documents[2],), checks=(), demands=()))
    assert "rien n'a été contrôlé" in text and "OBLIGATIONS" not in text and "SCORE" not in text


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_asked(width: int) -> None:
    assert max(len(line) for line in lines(sample(), width=width)) <= width


def test_colour_only_when_asked() -> None:
    assert "\x1b[" not in render(sample())
    coloured = render(sample(), colour=True)
    assert "\x1b[" in coloured


def test_brackets_of_the_tender_are_not_markup() -> None:
    report = sample()
    item = report.documents[0]
    odd = replace(item.clauses[0], quote="Fournir [bold]tout[/bold] :smile: document")
    text = flat(render(replace(report, documents=(replace(item, clauses=(odd,)), *report.documents[1:]))))
    assert "[bold]tout[/bold] :smile:" in text


def test_english_keeps_quotes_french() -> None:
    text = flat(render(sample(), lang="en"))
    assert text.startswith("Law applied as of 1 September 2026")
    assert "Re-use, refurbished, second-hand — 1 required" in text
    assert "« Les ordinateurs portables sont reconditionnés à 30 % au moins. »" in text
    assert "Pièces" not in text and "exigé" not in text


@pytest.mark.parametrize(("lang", "words"), [
    ("fr", "indiquée par l'acheteur (tender.toml ou manifeste)"), ("en", "stated by the buyer (tender.toml or manifest)")])
def test_a_launch_date_that_was_stated_says_by_whom_not_in_which_file(lang: str, words: str) -> None:
    report = sample()
    text = render(replace(report, tool=replace(report.tool, on_source="stated")), lang=lang, width=200)
    assert words in text
