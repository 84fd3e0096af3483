"""Measures on the real tenders beside the project; skipped where they are not at hand."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from clausecheck.model import Document, Outline
from clausecheck.structure import load_resources, outline

EVAL = Path(__file__).resolve().parents[3] / "shared" / "eval"
pytestmark = [pytest.mark.skipif(not EVAL.is_dir(), reason="../shared/eval is not beside the project"), pytest.mark.slow]


def words(text: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.replace("’", "'")) if not unicodedata.combining(c)).lower()
    return re.findall(r"[a-z0-9]+", plain)


def overlap(one: str, other: str) -> float:
    left, right = words(one), words(other)
    if not left or not right:
        return 0.0
    shortest = min(len(left), len(right))
    return sum((Counter(left) & Counter(right)).values()) / shortest if shortest >= 2 else float(left == right)


@cache
def outlines() -> list[tuple[dict[str, Any], Document, Outline]]:
    from clausecheck.read import read

    found = []
    for path in sorted((EVAL / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        file = next((EVAL / "files").glob(f"{gold['doc']}.*"))
        document = read(file)
        if document.text:
            found.append((gold, document, outline(document, resources=load_resources())))
    return found


def test_kinds() -> None:
    right = sum(gold["kind"] == found.kind for gold, _, found in outlines())
    assert right >= 0.95 * len(outlines())


def test_award_criteria_and_their_flag() -> None:
    hit = missed = false = flagged = 0
    for gold, _, understood in outlines():
        left = list(understood.criteria)
        for row in gold["criteria"]:
            same = [c for c in left if c.weight == row["weight"] and overlap(c.name, row["name"]) >= 0.6]
            if not same:
                missed += 1
                continue
            best = max(same, key=lambda c, name=row["name"]: overlap(c.name, name))  # type: ignore[misc]
            left.remove(best)
            hit += 1
            flagged += best.environmental == bool(row.get("environmental"))
        false += len(left)
    assert 2 * hit / (2 * hit + missed + false) >= 0.93
    assert flagged >= 0.97 * hit


def test_every_block_is_in_one_part_and_sections_nest() -> None:
    for _, document, found in outlines():
        covered = [block for part in found.parts for block in range(part.from_block, part.to_block + 1)]
        assert covered == list(range(len(document.blocks)))
        assert len(found.section_of) == len(found.lots_of) == len(document.blocks)
        for section in found.sections:
            assert section.first <= section.last < len(document.blocks)
            if section.parent is not None:
                parent = found.sections[section.parent]
                assert parent.first < section.first and section.last <= parent.last and parent.level == section.level - 1


def test_facts_and_criteria_quote_the_text() -> None:
    for _, document, found in outlines():
        for fact in found.facts:
            assert 0 <= fact.start < fact.end <= len(document.text)
            assert fact.quote
        for criterion in found.criteria:
            assert 0 <= criterion.start < criterion.end <= len(document.text)
            assert 0 <= criterion.block < len(document.blocks)


def test_the_same_document_gives_the_same_outline() -> None:
    for _, document, found in outlines()[:5]:
        assert outline(document, resources=load_resources()) == found
