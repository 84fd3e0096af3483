"""Automatic numbers as Word shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausecheck.model import BlockKind, Document
from clausecheck.read import read
from clausecheck.read.marks import level_of_number, looks_like_heading, typed_number
from clausecheck.read.numerals import format_number
from tests.read.wordfiles import abstract, level, num, numbered, para, run, style, word_file

K = BlockKind
_HEADING = '<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>{more}</w:style>'


def lines(document: Document) -> list[str]:
    return [document.block_text(b) for b in document.blocks]


def made(tmp_path: Path, body: str, numbering: str, styles: str = "") -> Document:
    return read(word_file(tmp_path / "n.docx", body, numbering=numbering, styles=styles), isolated=False)


def test_levels_count_and_restart(tmp_path: Path) -> None:
    lists = abstract(0, level(0, "Article %1"), level(1, "%1.%2"), level(2, "%1.%2.%3")) + num(1, 0)
    body = "".join(para(t, numbered(1, lev)) for t, lev in [("a", 0), ("b", 1), ("c", 1), ("d", 2), ("e", 0), ("f", 1)])
    document = made(tmp_path, body, lists)
    assert lines(document) == ["Article 1 a", "1.1 b", "1.2 c", "1.2.1 d", "Article 2 e", "2.1 f"]
    assert [b.number for b in document.blocks] == ["Article 1", "1.1", "1.2", "1.2.1", "Article 2", "2.1"]
    assert [b.prefix for b in document.blocks] == [10, 4, 4, 6, 10, 4]
    assert [b.level for b in document.blocks] == [1, 2, 2, 3, 1, 2]


def test_legal_numbering_and_formats(tmp_path: Path) -> None:
    lists = abstract(0, level(0, "%1", "upperRoman"), level(1, "%1.%2", extra="<w:isLgl/>"), level(2, "%3)", "lowerLetter")) + num(1, 0)
    body = "".join(para(t, numbered(1, lev)) for t, lev in [("a", 0), ("b", 1), ("c", 2), ("d", 0), ("e", 1)])
    assert lines(made(tmp_path, body, lists)) == ["I a", "1.1 b", "a) c", "II d", "2.1 e"]


def test_two_lists_share_the_counts_of_their_abstract_unless_restarted(tmp_path: Path) -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = abstract(0, level(0, "%1.")) + num(1, 0) + num(2, 0) + num(3, 0, restart)
    body = "".join(para("x", numbered(n)) for n in (1, 1, 2, 3, 3))
    assert [b.number for b in made(tmp_path, body, lists).blocks] == ["1", "2", "3", "1", "2"]


def test_level_override_replaces_the_shape(tmp_path: Path) -> None:
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "%1°", start=5)}</w:lvlOverride>'
    lists = abstract(0, level(0, "%1.")) + num(1, 0, other)
    assert lines(made(tmp_path, para("x", numbered(1)), lists)) == ["5° x"]


def test_level_that_never_restarts(tmp_path: Path) -> None:
    lists = abstract(0, level(0, "%1"), level(1, "Clause %2", extra='<w:lvlRestart w:val="0"/>')) + num(1, 0)
    body = "".join(para("x", numbered(1, lev)) for lev in (0, 1, 1, 0, 1))
    assert [b.number for b in made(tmp_path, body, lists).blocks] == ["1", "Clause 1", "Clause 2", "2", "Clause 3"]


def test_numbers_from_a_style_and_from_the_style_it_is_based_on(tmp_path: Path) -> None:
    lists = abstract(0, level(0, "Article %1 -", extra=style("Titre1")), level(1, "%1.%2", extra=style("Titre2"))) + num(4, 0)
    styles = (
        _HEADING.format(id="Titre1", name="heading 1", more='<w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr>')
        + _HEADING.format(id="Titre2", name="heading 2", more='<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="4"/></w:numPr></w:pPr>')
        + _HEADING.format(id="Maison", name="Titre maison", more='<w:basedOn w:val="Titre2"/>')
    )
    body = para("Objet", style("Titre1")) + para("Lots", style("Titre2")) + para("Durée", style("Maison"))
    document = made(tmp_path, body, lists, styles)
    assert lines(document) == ["Article 1 - Objet", "1.1 Lots", "1.2 Durée"]
    assert [(b.kind, b.level) for b in document.blocks] == [(K.HEADING, 1), (K.HEADING, 2), (K.HEADING, 2)]


def test_number_removed_by_the_paragraph(tmp_path: Path) -> None:
    lists = abstract(0, level(0, "%1.")) + num(1, 0)
    styles = _HEADING.format(id="T", name="heading 1", more='<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = para("Préambule", style("T") + '<w:numPr><w:numId w:val="0"/></w:numPr>') + para("Objet", style("T"))
    assert lines(made(tmp_path, body, lists, styles)) == ["Préambule", "1. Objet"]


def test_list_style_link(tmp_path: Path) -> None:
    lists = ('<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Plan"/></w:abstractNum>'
             + f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="Plan"/>{level(0, "%1)")}</w:abstractNum>' + num(1, 0) + num(2, 1))
    styles = ('<w:style w:type="numbering" w:styleId="Plan"><w:name w:val="Plan"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>')
    assert lines(made(tmp_path, para("x", numbered(1)), lists, styles)) == ["1) x"]


def test_bullets_and_empty_items(tmp_path: Path) -> None:
    lists = abstract(0, level(0, "\uf0b7", "bullet")) + abstract(1, level(0, "%1.")) + num(1, 0) + num(2, 1)
    body = para("puce", numbered(1)) + para("un", numbered(2)) + para("", numbered(2)) + para("trois", numbered(2))
    document = made(tmp_path, body, lists)
    assert lines(document) == ["• puce", "1. un", "3. trois"]
    assert (document.blocks[0].kind, document.blocks[0].number, document.blocks[0].prefix) == (K.LIST_ITEM, "", 2)


def test_suffix_nothing_does_not_glue_words(tmp_path: Path) -> None:
    lists = abstract(0, level(0, "Article %1", extra='<w:suff w:val="nothing"/>')) + num(1, 0)
    body = para(" : Objet", numbered(1)) + para("Durée", numbered(1))
    assert lines(made(tmp_path, body, lists)) == ["Article 1: Objet", "Article 2 Durée"]


def test_bold_numbered_line_is_a_heading(tmp_path: Path) -> None:
    body = para(run("Article 3 - Durée du marché", "<w:b/>")) + para(run("2.1 Une phrase entière en gras se termine par un point.", "<w:b/>"))
    document = made(tmp_path, body, "")
    assert [(b.kind, b.level, b.number) for b in document.blocks] == [(K.HEADING, 1, "Article 3"), (K.PARAGRAPH, None, "2.1")]


@pytest.mark.parametrize(("style_", "value", "expected"), [
    ("upperRoman", 14, "XIV"), ("lowerRoman", 9, "ix"), ("upperLetter", 28, "BB"), ("lowerLetter", 1, "a"), ("decimalZero", 7, "07"),
    ("ordinal", 1, "1er"),
    ("ordinal", 2, "2e"), ("cardinalText", 71, "Soixante et onze"), ("cardinalText", 80, "Quatre-vingts"), ("ordinalText", 9, "Neuvième"),
    ("ordinalText", 4, "Quatrième"), ("decimalEnclosedCircle", 3, "③"), ("none", 3, ""), ("chicago", 6, "††"), ("inconnu", 3, "3"),
])
def test_number_formats(style_: str, value: int, expected: str) -> None:
    assert format_number(value, style_) == expected


@pytest.mark.parametrize(("text", "number", "depth"), [
    ("Article 4 - Durée", "Article 4", 1), ("ARTICLE 5.2 : Prix", "ARTICLE 5.2", 2), ("5.2. Prix", "5.2", 2), ("5.2 Prix", "5.2", 2),
    ("3 – Durée", "3", 1), ("a) le prix", "a)", None), ("1°) le prix", "1°)", None), ("IV - Offres", "IV", 1), ("A. Contexte", "A", None),
    ("20 jours ouvrés", "", None), ("12,5 % du prix", "", None), ("12.5 kg par carton", "", None), ("Le marché", "", None),
])
def test_typed_numbers(text: str, number: str, depth: int | None) -> None:
    assert typed_number(text) == number
    assert not number or level_of_number(number) == depth


def test_bold_line_without_a_number_is_a_heading_of_unknown_level(tmp_path: Path) -> None:
    bold = "<w:b/>"
    lines_ = ["Pondération des critères", "Le candidat remet les pièces suivantes :", "Une phrase en gras se termine par un point."]
    document = made(tmp_path, "".join(para(run(t, bold)) for t in lines_), "")
    assert [(b.kind, b.level) for b in document.blocks] == [(K.HEADING, None), (K.PARAGRAPH, None), (K.PARAGRAPH, None)]


def test_number_in_a_title_needs_no_separation() -> None:
    assert typed_number("2.1Organisation", title=True) == "2.1"
    assert typed_number("1 Objet", title=True) == "1"
    assert typed_number("1 Objet") == ""


def test_a_sentence_is_no_heading() -> None:
    assert looks_like_heading("3 - Durée", "3")
    assert not looks_like_heading("3 - Le marché dure deux ans.", "3")
    assert not looks_like_heading("Durée", "")
