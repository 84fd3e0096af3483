"""Demands as the store and the indicators count them."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausecheck.assess.counted import contract_of, counted
from clausecheck.model import Family, Force, Nature, Report
from clausecheck.pipeline import check

PIECES = {
    "cctp.md": "# CCTP\n\n## Article 1 - Produits\n\nLes papiers livrés sont certifiés FSC ou équivalent.\n\nLes produits ménagers portent un écolabel.\n\n"
               "À titre d'information, le label Nordic Swan existe dans d'autres pays.\n\nLes cartouches contiennent au moins 30 % de plastique recyclé.\n",
    "ccap.md": "# CCAP\n\n## Article 2 - Conditions\n\nLe titulaire fournit exclusivement des papiers certifiés FSC.\n",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder: Path = tmp_path_factory.mktemp("counted")
    for name, text in PIECES.items():
        (folder / name).write_text(text, "utf-8")
    return check([folder])


def test_a_label_named_in_two_pieces_counts_once(report: Report) -> None:
    fsc = [row for row in counted(report).labels if row.label.startswith("fsc")]
    assert len(fsc) == 1
    assert (fsc[0].places, fsc[0].equivalent, fsc[0].force, fsc[0].wide) == (2, True, Force.REQUIRED, True)


def test_an_ecolabel_without_a_name_is_unspecified_and_neither_strict_nor_wide(report: Report) -> None:
    generic = [row for row in counted(report).labels if row.nature is Nature.UNSPECIFIED]
    assert [(row.strict, row.wide) for row in generic] == [(False, False)]


def test_mentions_are_not_counted(report: Report) -> None:
    assert all("nordic" not in row.label for row in counted(report).labels)


def test_clauses_keep_their_sentence(report: Report) -> None:
    recycled = [row for row in counted(report).clauses if row.family is Family.RECYCLED]
    assert recycled and "30 %" in recycled[0].quote and recycled[0].document == "cctp.md"


def test_what_is_stated_wins_over_what_was_read(report: Report) -> None:
    contract = contract_of(report, key="m1", stated={"buyer": "Commune de Sainte-Ville", "notified": "2025-03-02", "amount": None})
    assert (contract.key, contract.buyer, contract.year, contract.amount) == ("m1", "Commune de Sainte-Ville", 2025, None)
