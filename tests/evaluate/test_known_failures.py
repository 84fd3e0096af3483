"""What the rules are known to miss or to invent on the train half of the corpus: a list that may shrink, and grows only knowingly."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausecheck.evaluate.run import load_gold, measure_files

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_name("known_failures.txt")
WRITE = "python -m clausecheck evaluate corpus/gold/train corpus/files/train --ids > tests/evaluate/known_failures.txt"


@pytest.mark.slow
def test_failures_on_train_are_the_known_ones() -> None:
    known = set(LIST.read_text("utf-8").splitlines())
    measured = list(measure_files(load_gold(ROOT / "corpus" / "gold" / "train"), ROOT / "corpus" / "files" / "train"))
    measure = measured[-1][1]
    found = {difference.id for difference in measure.differences}
    assert sorted(found - known) == [], f"new failures; after looking at each: {WRITE}"
    assert sorted(known - found) == [], f"mended, to be taken off the list: {WRITE}"


def test_the_list_names_documents_of_the_corpus() -> None:
    documents = {path.stem for path in (ROOT / "corpus" / "gold" / "train").glob("*.json")}
    assert {line.split(" ")[0] for line in LIST.read_text("utf-8").splitlines()} <= documents
