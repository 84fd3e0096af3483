"""The program's counts of corpus/indicators are exactly those made by hand in docs/indicators.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausecheck.indicators.counting import LOT_MARK, Count, count
from clausecheck.indicators.source import Reports

DOC = (Path(__file__).resolve().parents[2] / "docs" / "indicators.md").read_text("utf-8")


def rows(name: str) -> list[list[str]]:
    """The rows of the table that follows « <!-- compte: name --> »."""
    lines = DOC.split(f"<!-- compte: {name} -->\n", 1)[1].splitlines()
    table = [line for line in lines[: lines.index("")] if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in table[2:]]


def test_the_tables_are_there() -> None:
    assert len(rows("marches")) == 9
    assert len(rows("chiffres")) == 16
    assert len(rows("ventilations")) > 40


@pytest.mark.parametrize("row", rows("marches"), ids=lambda row: row[0])
def test_each_contract(small_set: Reports, row: list[str]) -> None:
    key, year, *numbers = row[:8]
    contract, counted = next(own for own in small_set.pairs if own[0].key == f"indicators/{key}")
    labels = counted.labels
    found = [
        sum(own.strict for own in labels), sum(own.wide for own in labels), sum(own.wide and own.equivalent is True for own in labels),
        sum(own.wide and own.equivalent is False for own in labels), sum(own.nature.value == "unspecified" for own in labels),
        sum(not own.wide and own.nature.value != "unspecified" for own in labels)]
    assert ["" if contract.year is None else str(contract.year), *map(str, found)] == [year, *numbers]


def test_the_same_label_in_three_pieces_counts_once(small_set: Reports) -> None:
    labels = next(counted.labels for contract, counted in small_set.pairs if contract.key == "indicators/papier-valbrume")
    assert [(own.label, own.places) for own in labels] == [("eu-ecolabel", 3)]


def test_mentions_and_refusals_are_not_counted(small_set: Reports) -> None:
    asked = {label.label for _, label in small_set.labels()}
    assert "nf-environnement" not in asked and "label-rouge" not in asked


@pytest.mark.parametrize("row", rows("chiffres"), ids=lambda row: row[0])
def test_each_figure(small_set: Reports, row: list[str]) -> None:
    figure = count(small_set).figure(row[0])
    assert [str(figure.value(scope)) for scope in figure.definition.scopes] == [cell for cell in row[1:] if cell]


def test_no_figure_is_left_out() -> None:
    assert {row[0] for row in rows("chiffres")} == {figure.definition.id for figure in count(Reports(())).figures}


@pytest.mark.parametrize("row", rows("ventilations"), ids=lambda row: f"{row[0]}-{row[1]}")
def test_each_breakdown(small_set: Reports, row: list[str]) -> None:
    axis, value, *numbers = row
    value = {"ensemble du marché": ""}.get(value, value.replace("#", LOT_MARK))
    (table,) = count(small_set, by=[axis]).tables
    line = next(line for line in table.lines if line.value == value)
    strict, wide = line.scopes["strict"], line.scopes["wide"]
    assert [str(strict.demands), str(wide.demands), str(wide.contracts)] == numbers


def test_breakdowns_of_the_doc_are_whole(small_set: Reports) -> None:
    """A line with a wide demand that the doc does not list would be an uncounted one."""
    listed = {(row[0], row[1].replace("#", LOT_MARK).replace("ensemble du marché", "")) for row in rows("ventilations")}
    for table in count(small_set, by=["nature", "label", "year", "buyer", "department", "division", "sector", "lot", "force", "stage", "equivalent"]).tables:
        for line in table.lines:
            if line.scopes["wide"].demands:
                assert (table.axis.id, line.value) in listed


def test_amounts(small_set: Reports) -> None:
    found = count(small_set)
    strict, wide = found.figure("with-label").counts
    assert strict == Count(4, 7, 0, 250_000.0, 3)
    assert wide == Count(7, 10, 0, 365_000.0, 5)
    every = found.figure("contracts").counts[0]
    assert (every.amount, every.known, every.contracts) == (383_000.0, 6, 9)
