"""The gate loses nothing: gated and ungated runs give the same findings, on every example of the rules and on the corpora."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausecheck.evaluate.rules import example_document
from clausecheck.qualify.analyse import Analyser
from clausecheck.read import read
from clausecheck.rulebook.book import load
from clausecheck.structure import load_resources, outline

BOOK = load(cached=False)
ANALYSER = Analyser(BOOK)
CORPUS = Path(__file__).parents[2] / "corpus" / "files"
FILES = sorted(CORPUS.glob("*/*.docx"))[::9]


def test_on_every_example() -> None:
    for rule in BOOK.clauses:
        for example in (*rule.examples, *rule.counter_examples):
            document, understood = example_document(example)
            assert ANALYSER.analyse(document, understood) == ANALYSER.analyse(document, understood, gated=False), example.text


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_on_the_corpora(path: Path) -> None:
    document = read(path, isolated=False)
    understood = outline(document, resources=load_resources())
    assert document.text
    assert ANALYSER.analyse(document, understood) == ANALYSER.analyse(document, understood, gated=False)


def test_the_gate_spares_work() -> None:
    """Where nothing is asked, hardly any sequence is tried."""
    document, understood = example_document(BOOK.by_id["tri-dechets"].counter_examples[0])
    scanner = ANALYSER.finder.scanner()
    from clausecheck.find.windows import units

    ANALYSER.finder.candidates(units(document, understood), scanner)
    assert scanner.tried < 40


def test_long_gaps_do_not_multiply() -> None:
    """Two wide gaps over a sentence full of their words end at once: matches of runs are joined, not enumerated."""
    from time import monotonic

    from clausecheck.find.gate import Gate
    from clausecheck.find.scan import Scanner
    from clausecheck.rulebook.pattern import parse
    from clausecheck.text import fold

    expression = parse("(batterie|moteur|joint) ..14 (fourni|livré|disponible) ..14 (dix|huit) an", {})
    text = fold("batterie moteur joint fourni livré disponible " * 40 + "pendant huit ans")
    start = monotonic()
    assert Scanner(Gate([expression])).whole(expression, text)
    assert monotonic() - start < 5
