"""Tables of Word files: the grid, merged cells, heads, nesting."""

from __future__ import annotations

from pathlib import Path

from clausecheck.model import BlockKind, Document
from clausecheck.read import read
from tests.read.wordfiles import box, cell, para, row, run, table, word_file


def grid_of(document: Document) -> list[tuple[str, int, int, int, int, int]]:
    return [(document.block_text(b), b.cell.table, b.cell.row, b.cell.col, b.cell.rowspan, b.cell.colspan) for b in document.blocks if b.cell]


def made(tmp_path: Path, body: str) -> Document:
    return read(word_file(tmp_path / "t.docx", body), isolated=False)


def test_cells_are_joined_by_tabs_and_rows_by_lines(tmp_path: Path) -> None:
    document = made(tmp_path, para("avant") + table(row(cell("a"), cell("b")), row(cell("c"), cell("d"))) + para("après"))
    assert document.text == "avant\na\tb\nc\td\naprès"


def test_two_paragraphs_of_a_cell_are_lines(tmp_path: Path) -> None:
    document = made(tmp_path, table(row(cell(para("un") + para("deux")), cell("b"))))
    assert document.text == "un\ndeux\tb"
    assert [b.cell.col for b in document.blocks if b.cell] == [0, 0, 1]


def test_merged_cells_are_said_once(tmp_path: Path) -> None:
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    document = made(tmp_path, table(
        row(cell("large", '<w:gridSpan w:val="2"/>'), cell("c")),
        row(cell("haut", restart), cell("e"), cell("f")),
        row(cell("", go_on), cell("g"), cell("h")),
        row(cell("i", ""), cell("j"), cell("k")),
    ))
    assert grid_of(document)[:3] == [("large", 0, 0, 0, 1, 2), ("c", 0, 0, 2, 1, 1), ("haut", 0, 1, 0, 2, 1)]
    assert ("g", 0, 2, 1, 1, 1) in grid_of(document)
    assert len(grid_of(document)) == 10


def test_text_in_a_covered_cell_is_not_lost(tmp_path: Path) -> None:
    document = made(tmp_path, table(row(cell("a", '<w:vMerge w:val="restart"/>')), row(cell("dessous", "<w:vMerge/>"))))
    assert [x[0] for x in grid_of(document)] == ["a", "dessous"]


def test_nested_table_knows_its_parent(tmp_path: Path) -> None:
    inner = table(row(cell("x"), cell("y")))
    document = made(tmp_path, table(row(cell(para("avant") + inner + para("après")), cell("b"))))
    assert [(document.block_text(b), b.cell.table, b.cell.parent) for b in document.blocks if b.cell] == [
        ("avant", 0, None), ("x", 1, 0), ("y", 1, 0), ("après", 0, None), ("b", 0, None)]


def test_header_rows_by_mark_and_by_look(tmp_path: Path) -> None:
    marked = table(row(cell("a"), cell("b"), props="<w:tblHeader/>"), row(cell("c"), cell("d")))
    bold = table(row(cell(para(run("A", "<w:b/>"))), cell(para(run("B", "<w:b/>")))), row(cell("c"), cell("d")))
    plain = table(row(cell("a"), cell("b")), row(cell("c"), cell("d")))
    document = made(tmp_path, marked + bold + plain)
    assert [b.cell.header for b in document.blocks if b.cell] == [True, True, False, False] * 2 + [False] * 4


def test_header_row_by_table_style(tmp_path: Path) -> None:
    styles = ('<w:style w:type="table" w:styleId="G"><w:name w:val="Grille"/><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>'
              "</w:tblStylePr></w:style>"
              '<w:style w:type="table" w:styleId="H"><w:name w:val="Autre"/><w:basedOn w:val="G"/></w:style>')
    plain = table(row(cell("a"), cell("b")), row(cell("c"), cell("d")))
    asked = '<w:tblPr><w:tblStyle w:val="H"/><w:tblLook w:val="04A0"/></w:tblPr>'
    not_asked = '<w:tblPr><w:tblStyle w:val="H"/><w:tblLook w:firstRow="0"/></w:tblPr>'
    body = plain.replace("<w:tblPr/>", asked) + plain.replace("<w:tblPr/>", not_asked)
    document = read(word_file(tmp_path / "t.docx", body, styles=styles), isolated=False)
    assert [b.cell.header for b in document.blocks if b.cell] == [True, True] + [False] * 6


def test_content_control_around_rows_and_cells(tmp_path: Path) -> None:
    wrapped = "<w:sdt><w:sdtContent>" + row("<w:sdt><w:sdtContent>" + cell("a") + "</w:sdtContent></w:sdt>", cell("b")) + "</w:sdtContent></w:sdt>"
    assert made(tmp_path, table(wrapped)).text == "a\tb"


def test_title_framed_by_a_one_cell_table_is_a_heading(tmp_path: Path) -> None:
    document = made(tmp_path, table(row(cell(para(run("ARTICLE 2 - CRITÈRES", "<w:b/>"))))))
    assert document.blocks[0].kind is BlockKind.HEADING and document.blocks[0].cell is not None


def test_text_box_anchored_in_a_cell_does_not_break_the_row(tmp_path: Path) -> None:
    document = made(tmp_path, table(row(cell(f"<w:p>{run('a')}{box(para('boîte'))}</w:p>"), cell("b"))))
    assert document.text == "a\tb\nboîte"


def test_grid_before_shifts_columns(tmp_path: Path) -> None:
    document = made(tmp_path, table(row(cell("a"), props='<w:gridBefore w:val="2"/>')))
    assert grid_of(document)[0][3] == 2
