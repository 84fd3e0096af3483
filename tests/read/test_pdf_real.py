"""The PDF reader on the real files beside the repository, where they are: no word lost, the annotated sentences held whole."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from clausecheck.model import BlockKind, Document, Status
from clausecheck.read.pdf import read_pdf
from clausecheck.text import fold, normalise

SHARED = Path(__file__).resolve().parents[3] / "shared" / "eval"
FILES = sorted((SHARED / "files").glob("*.pdf"))
pytestmark = pytest.mark.skipif(not FILES, reason="no real files beside the repository")


@lru_cache(maxsize=32)
def read(path: Path) -> Document:
    return read_pdf(path)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W\d_]{2,}", text))


def squeezed(text: str) -> str:
    return re.sub(r"[^a-z0-9%]", "", fold(normalise(text)).replace("\x9c", "oe"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_word_is_lost_but_what_every_page_repeats(path: Path) -> None:
    import pypdfium2

    document = read(path)
    pdf = pypdfium2.PdfDocument(path)
    raw = Counter[str]()
    for index in range(len(pdf)):
        raw += words(normalise(pdf[index].get_textpage().get_text_range().replace("\ufffe", "-")))
    aside = (BlockKind.HEADER, BlockKind.FOOTER)
    repeated = {w for b in document.blocks if b.kind in aside or (b.cell is not None and b.cell.header) for w in words(document.block_text(b))}
    joined = squeezed(document.text)
    lost = {w: n for w, n in (raw - words(document.text)).items() if w not in repeated and w.lower() not in ("page", "sur")}
    assert {w for w in lost if squeezed(w) not in joined} == set()
    assert sum(lost.values()) <= 0.002 * sum(raw.values())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_runs_lead_back_to_the_file(path: Path) -> None:
    import pypdfium2

    document = read(path)
    pdf = pypdfium2.PdfDocument(path)
    runs = [run for run in document.runs[::7] if run.length > 2]
    pages = {number: pdf[number - 1].get_textpage() for number in {run.page for run in runs}}
    for run in runs:
        found = normalise(pages[run.page].get_text_range(run.index, run.length))
        shown = document.text[run.start : run.start + run.length]
        skip = 1 if shown[0] == "○" else 0
        assert squeezed(found[skip:]) == squeezed(shown[skip:])


def test_nearly_all_annotated_sentences_are_held_whole() -> None:
    total = held = 0
    for path in FILES:
        gold = json.loads((SHARED / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
        text = squeezed(read(path).text)
        quotes = [row["quote"] for kind in ("labels", "clauses") for row in gold.get(kind, [])] + [row["name"] for row in gold.get("criteria", [])]
        total += len(quotes)
        held += sum(squeezed(quote) in text for quote in quotes)
    assert held >= 0.99 * total


def test_all_are_read_completely() -> None:
    assert {path.stem: read(path).reading.issues for path in FILES if read(path).reading.status is not Status.COMPLETE} == {}
