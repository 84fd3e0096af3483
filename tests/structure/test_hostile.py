"""Odd documents: no exception, no runaway, an outline that holds together."""

from __future__ import annotations

import random
import time

import pytest

from clausecheck.structure import load_resources, outline
from tests.structure.made import made

UNITS = ("....", "_____", "x % ", "1.1.", "1 2 3 ", "critère prix 40 % ", "lot 1 et 2 et ", "sous-critère 1.1 - pondération : ", "article 3.2, 4 et 5 du ", "((", "12 mars ",
         "critère de qualité - nom : x / ", "durée de ", "« ", "- ")


@pytest.mark.parametrize("unit", UNITS)
def test_one_endless_paragraph(unit: str) -> None:
    document = made("# 1 Jugement des offres", unit * (30000 // len(unit)), name="rc.docx")
    start = time.process_time()
    outline(document, resources=load_resources())
    assert time.process_time() - start < 5


def _line(rng: random.Random) -> str:
    words = ["critère", "prix", "lot", "n°", "article", "annexe", "40", "%", "points", ":", ";", "(", ")", "sous-critère", "1.2", "II", "a)", "dont", "et", "du", "CCTP",
             "durée", "24 mois", "12 mars 2027", "€", "1 000", "pondération", "note", "sur", "20", "œuvre", "", "…", "30310000-1"]
    head = rng.choice(["", "", "", "# ", "## ", "- ", "-- ", "| ", "* ", "= ", "~ "])
    text = " ".join(rng.choice(words) for _ in range(rng.randint(0, 14)))
    return head + (f"{text} | {text} |" if head == "| " else text)


@pytest.mark.parametrize("seed", range(40))
def test_random_documents_hold_together(seed: int) -> None:
    rng = random.Random(seed)
    document = made(*(_line(rng) for _ in range(rng.randint(1, 60))), name=rng.choice(["rc.pdf", "cctp-lot2.pdf", "x.docx"]))
    found = outline(document, resources=load_resources())
    count = len(document.blocks)
    assert len(found.section_of) == len(found.lots_of) == count
    assert [b for part in found.parts for b in range(part.from_block, part.to_block + 1)] == list(range(count))
    assert all(0 <= c.start <= c.end <= len(document.text) and 0 <= c.block < count and c.name for c in found.criteria)
    assert all(0 <= f.start <= f.end <= len(document.text) and f.value for f in found.facts)
    assert all(0 <= b < count for b in found.criteria_blocks | found.toc)
    assert all(r.section is None or r.section < len(found.sections) for r in found.references)
    assert found == outline(document, resources=load_resources())
