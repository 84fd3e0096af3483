"""The committed corpus: sources parse, files equal a rebuild, gold is valid and holds together, and all of it stays small."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import build
import pytest
from builder import pdf, word
from builder.gold import APART, DEMAND, gold_of, key
from builder.marks import FAMILIES, FORCES, MAX_QUOTE, STAGES
from builder.source import KINDS, Piece

HALVES = [half for half in build.HALVES if build.folders(half)[0].exists()]
PDF_SAMPLE = 3
"""PDFs compared with a rebuild; the whole comparison is `python corpus/build.py --check`."""


def pieces(half: str) -> list[Piece]:
    found, faults = build.pieces_of(half)
    assert not faults, "\n".join(faults)
    return found


def committed(half: str, piece: Piece) -> tuple[Path, dict[str, Any]]:
    target, gold = build.committed(half, piece)
    return target, json.loads(gold.read_text("utf-8"))


@pytest.mark.parametrize("half", HALVES)
def test_word_files_equal_a_rebuild(half: str) -> None:
    differ = [p.doc for p in pieces(half) if p.format == "docx" and word.write(p) != committed(half, p)[0].read_bytes()]
    assert differ == [], "run python corpus/build.py"


@pytest.mark.parametrize("half", HALVES)
def test_gold_equals_a_rebuild(half: str) -> None:
    for piece in pieces(half):
        target, gold = committed(half, piece)
        pages = pdf.page_texts(target.read_bytes()) if piece.format == "pdf" else None
        assert gold == gold_of(piece, pages) | {"doc": gold["doc"]}, "run python corpus/build.py"


def test_pdfs_say_the_same_as_a_rebuild() -> None:
    if pdf.soffice() is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    some = [(half, p) for half in HALVES for p in pieces(half) if p.format == "pdf"][:: 9][:PDF_SAMPLE]
    made = pdf.convert({p.doc: word.write(p) for _, p in some})
    assert some
    for half, piece in some:
        assert pdf.same_text(piece, committed(half, piece)[0].read_bytes(), made[piece.doc]), piece.doc


@pytest.mark.parametrize("half", HALVES)
def test_no_file_without_source(half: str) -> None:
    _, files, golds = build.folders(half)
    assert build._strays(half, pieces(half), files, golds, check=True) == []


@pytest.mark.parametrize("half", HALVES)
def test_gold_uses_the_values_of_the_guide(half: str) -> None:
    for piece in pieces(half):
        target, gold = committed(half, piece)
        paged = target.suffix == ".pdf"
        assert gold["kind"] in KINDS
        for row in gold["labels"] + gold["clauses"]:
            assert row["force"] in FORCES and row["stage"] in STAGES.values(), row
            assert 0 < len(row["quote"]) <= MAX_QUOTE, row
            assert (isinstance(row["page"], int) and row["page"] >= 1) if paged else row["page"] is None, row
            assert "label" in row or row["family"] in FAMILIES, row
        for row in gold["labels"]:
            assert isinstance(row["equivalent"], bool) == (row["force"] not in ("informative", "excluded")), row
        for row in gold["criteria"]:
            assert row["unit"] in ("%", "points", None) and (row["weight"] is None or row["weight"] > 0), row


@pytest.mark.parametrize("half", HALVES)
def test_quotes_stand_in_the_sources_text(half: str) -> None:
    for piece in pieces(half):
        text = key(" ".join([str(piece.meta["object"]), *piece.texts()]).replace("**", "").replace("<br>", " ").replace("&shy;", ""))
        assert [m.quote for m in piece.marks if key(m.quote) not in text] == [], piece.doc


def test_label_ids_are_of_the_catalogue(corpus: Path) -> None:
    import re

    known = {
        match.group(1)
        for path in (corpus.parent / "rules" / "labels").rglob("*.yaml")
        for match in re.finditer(r"^(?:- )?id:\s*[\"']?([a-z0-9-]+)", path.read_text("utf-8"), re.M)
    }
    if not known:
        pytest.skip("rules/labels holds no label yet")
    used = {m.label for half in HALVES for p in pieces(half) for m in p.marks if m.label}
    assert sorted(label for label in used if not label.startswith("new:") and label not in known) == []


@pytest.mark.parametrize("half", HALVES)
def test_criteria_of_one_level_add_up(half: str) -> None:
    for piece in pieces(half):
        sums: Counter[tuple[str | None, str | None]] = Counter()
        rows = piece.meta.get("criteria") or []
        for row in rows:
            if row["weight"] is not None and not row.get("parent"):
                sums[row.get("lot"), row.get("unit", "%")] += row["weight"]
        assert {k: v for k, v in sums.items() if v not in (100, 20)} == {}, piece.doc


@pytest.mark.parametrize("half", HALVES)
def test_silent_pieces_ask_for_nothing(half: str) -> None:
    for piece in pieces(half):
        _, gold = committed(half, piece)
        asked = [r for r in gold["labels"] + gold["clauses"] if r["force"] in DEMAND and not r.get("optional") and r.get("family") not in APART]
        assert not (gold["silent"] and asked), piece.doc


def test_built_files_stay_small(corpus: Path) -> None:
    size = sum(p.stat().st_size for p in corpus.rglob("*") if p.suffix in (".docx", ".pdf", ".json"))
    assert size < 20_000_000


@pytest.mark.parametrize("half", HALVES)
def test_census_prints(half: str) -> None:
    table = build.census_of(half)
    assert all(family in table for family in FAMILIES)
    assert "silent" in table
