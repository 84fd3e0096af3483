"""The grammar of the gold marks and of the sources: what is accepted, and that a fault names its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from builder.gold import check_piece, gold_of, page_finder
from builder.marks import MAX_QUOTE, SourceError, parse_marks, plain
from builder.source import load

FRONT = '---\nkind: cctp\nformat: docx\ntitle: CCTP\nbuyer: Ville\nobject: Achat\n{more}---\n'


def source(folder: Path, body: str, more: str = "") -> Path:
    path = folder / "train" / "essai" / "cctp.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FRONT.format(more=more) + body, "utf-8")
    return path


def test_a_mark_leaves_its_text_and_one_row_a_family_and_label() -> None:
    text, rows = parse_marks("Lot : {{label:fsc,pefc required ts eq; recycled+packaging scored? ac :: carton **FSC**}} !", Path("x.md"), 7)
    assert text == "Lot : carton **FSC** !"
    assert [(r.label or r.family, r.force, r.stage, r.optional, r.equivalent, r.line) for r in rows] == [
        ("fsc", "required", "technical-specification", False, True, 7),
        ("pefc", "required", "technical-specification", False, True, 7),
        ("recycled", "scored", "award-criterion", True, None, 7),
        ("packaging", "scored", "award-criterion", True, None, 7),
    ]
    assert {r.quote for r in rows} == {"carton FSC"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{{reuse required ts : x}}", "without"),
        ("{{reuse required :: x}}", "reads"),
        ("{{reus required ts :: x}}", "family"),
        ("{{reuse exigé ts :: x}}", "force"),
        ("{{reuse required xx :: x}}", "stage"),
        ("{{label:fsc required ts :: x}}", "eq or noeq"),
        ("{{label:fsc informative ot eq :: x}}", "neither"),
        ("{{reuse required ts eq :: x}}", "labels only"),
        ("{{label:F S required ts :: x}}", "bad label|reads|force"),
        ("{{reuse required ts :: a {{reuse required ts :: b}} c}}", "nested|unclosed"),
        ("{{reuse required ts :: x", "unclosed"),
    ],
)
def test_a_bad_mark_names_its_line(line: str, why: str) -> None:
    with pytest.raises(SourceError, match=rf"^x\.md:12: .*({why})"):
        parse_marks(line, Path("x.md"), 12)


def test_a_quote_is_cut_between_words() -> None:
    _, rows = parse_marks("{{general required ts :: " + "respecter " * 60 + "}}", Path("x.md"), 1)
    assert MAX_QUOTE - 10 < len(rows[0].quote) <= MAX_QUOTE
    assert rows[0].quote.endswith("respecter")


def test_plain_text_is_what_a_reader_sees() -> None:
    assert plain("a **b**<br>c[^1] recondi&shy;tionné | d \\| e") == "a b c reconditionné d | e"


def test_a_mark_may_cover_two_cells(tmp_path: Path) -> None:
    piece = load(source(tmp_path, "| a | b |\n|---|---|\n| {{energy required ts :: Veille | 0,5 W}} |\n"))
    assert piece.nodes[0].rows == (("a", "b"), ("Veille", "0,5 W"))
    assert piece.marks[0].quote == "Veille 0,5 W"


@pytest.mark.parametrize(
    ("body", "more", "line"),
    [
        ("| a | b |\n| c | d |\n", "", 9),
        ("| a | b |\n|---|---|\n| c |\n", "", 10),
        ("#### trop bas\n", "", 8),
        ("---\n", "", 8),
        ("texte\n", "couleur: vert\n", 2),
        ("texte\n", "numbering: lettres\n", 2),
        ("texte\n", "criteria: [{name: Prix}]\n", 2),
    ],
)
def test_a_bad_source_names_its_line(tmp_path: Path, body: str, more: str, line: int) -> None:
    path = source(tmp_path, body, more)
    with pytest.raises(SourceError, match=rf"cctp\.md:{line}: "):
        load(path)


def test_a_footnote_without_call_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="footnotes"):
        load(source(tmp_path, "texte\n\n[^1]: note\n"))


@pytest.mark.parametrize(
    ("body", "more", "why"),
    [
        ("{{reuse required ts :: x}}", "silent: true\n", "silent piece"),
        ("texte", "", "no demand"),
        ("Prix : 40 %", "criteria: [{name: Délai, weight: 40}]\n", "criterion"),
        ("Prix : 40 %", "criteria: [{name: Prix, weight: 60}]\n", "weight"),
        ("Prix : 40 %", "criteria: [{name: Prix, weight: 40, parent: Coût}]\n", "parent"),
        ("{{reuse required ts :: x}}", "lots: [{id: 1, title: Écrans}]\n", "lot"),
    ],
)
def test_a_source_that_does_not_hold_what_its_front_says(tmp_path: Path, body: str, more: str, why: str) -> None:
    assert any(why in fault for fault in check_piece(load(source(tmp_path, body, more))))


def test_pages_are_found_forward_then_from_the_top() -> None:
    find = page_finder(["un deux\ntrois", "quatre un", "cinq recondi-\ntionné"])
    assert [find("Un"), find("quatre"), find("un"), find("reconditionné"), find("deux trois"), find("six")] == [1, 2, 2, 3, 1, None]


def test_a_quote_missing_from_the_pdf_names_its_line(tmp_path: Path) -> None:
    piece = load(source(tmp_path, "\n{{reuse required ts :: matériel d'occasion}}\n"))
    with pytest.raises(SourceError, match=r"cctp\.md:9: quote not found"):
        gold_of(piece, ["autre chose"])
