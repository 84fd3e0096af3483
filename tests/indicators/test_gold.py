"""The comparison of docs/indicators.md with annotated real files, when they stand beside the repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clausecheck.indicators.tenders import check_tenders, tender_groups
from clausecheck.pipeline import Checker
from tests.indicators.gold_counts import catalogue, demanded, summary

EVAL = Path(__file__).resolve().parents[3] / "shared" / "eval"
DOC = (Path(__file__).resolve().parents[2] / "docs" / "indicators.md").read_text("utf-8")
_NAMES = {
    "documents": "documents", "avec un écolabel strict": "with-strict", "avec un écolabel au sens large": "with-wide", "demandes strictes": "demands-strict",
    "demandes au sens large": "demands-wide", "labels stricts différents": "labels-strict", "labels différents au sens large": "labels-wide",
    "écolabel sans nom": "unspecified", "autres démarches": "other"}

pytestmark = pytest.mark.skipif(not (EVAL / "gold").is_dir(), reason="../shared/eval is not here")


def annotations() -> list[Path]:
    return sorted((EVAL / "gold").glob("*.json"))


def test_counts_from_annotations_are_those_of_the_doc() -> None:
    schemes = catalogue()
    counts = summary([demanded(path, schemes)[0] for path in annotations()], schemes)
    table = DOC.split("| | annotations | programme |\n", 1)[1].split("\n\n", 1)[0].splitlines()[1:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    assert {_NAMES[name]: int(hand) for name, hand, _ in cells} == {code: counts[code] for code in _NAMES.values()}


def test_what_the_program_finds_differs_only_where_the_doc_says() -> None:
    schemes = catalogue()
    named = [path for path in annotations() if json.loads(path.read_text("utf-8"))["labels"]]
    files = [next((EVAL / "files").glob(f"{path.stem}.*")) for path in named]
    source = check_tenders(tender_groups(files), Checker())
    found: dict[str, set[str]] = {path.stem: set() for path in named}
    for contract, label in source.labels():
        found[Path(contract.key).stem].add(label.label)
    for path in named:
        asked, optional = demanded(path, schemes)
        assert not asked - found[path.stem], f"{path.stem}: not found"
        assert found[path.stem] <= asked | optional, path.stem
