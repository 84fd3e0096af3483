"""Counting by hand-made contracts: scopes, lots, amounts, complements, and the rows behind every number."""

from __future__ import annotations

import pytest

from clausecheck.indicators.counting import LOT_MARK, Count, count, history
from clausecheck.indicators.definitions import SCOPES, load_definitions
from clausecheck.indicators.json import as_json
from clausecheck.indicators.proof import evidence, line_rows, measure, silent
from clausecheck.indicators.source import Reports
from tests.indicators.pairs import label, mixed, pair, source

AXES = tuple(axis.id for axis in load_definitions().axes)


def test_figures() -> None:
    found = count(mixed())
    values = {own.definition.id: [own.value(scope) for scope in own.definition.scopes] for own in found.figures}
    assert values["contracts"] == [6]
    assert values["with-label"] == [3, 3]
    assert values["demands"] == [4, 5]
    assert values["labels"] == [1, 2]
    assert values["with-equivalent"] == [3, 4] and values["without-equivalent"] == [1, 1]
    assert values["unspecified"] == [1] and values["other-schemes"] == [2]
    assert values["environmental"] == [3] and values["without-environmental"] == [3]
    assert values["core"] == [1] and values["social"] == [1] and values["criteria-read"] == [2] and values["criterion"] == [1]


def test_shares_and_amounts() -> None:
    found = count(mixed())
    figure = found.figure("with-label")
    assert figure.shares == (50.0, 50.0)
    assert figure.counts[0] == Count(3, 4, 0, 1500.0, 2)
    assert found.figure("criterion").shares == (50.0,)
    assert count(source()).figure("with-label").shares == (None, None)


def test_unknown_amounts_are_not_zero() -> None:
    assert count(source(pair("a", label()))).figure("with-label").counts[0].amount is None
    assert count(source(pair("a", label(), amount=0.0))).figure("with-label").counts[0].amount == 0.0


def test_a_label_of_two_lots_is_two_demands_of_one_label() -> None:
    found = count(source(pair("a", label(lots=("1",)), label("d002", lots=("2",)))), by=["lot"])
    assert (found.figure("demands").value("strict"), found.figure("labels").value("strict"), found.figure("with-label").value("strict")) == (2, 1, 1)
    assert [line.value for line in found.tables[0].lines] == [f"a{LOT_MARK}1", f"a{LOT_MARK}2"]


def test_year_filter_and_evolution() -> None:
    found = count(mixed(), year=2025)
    assert found.figure("contracts").value() == 2
    assert [point.year for point in found.evolution] == ["2025"]
    points = history(mixed())
    assert [(point.year, point.every.contracts, point.strict.contracts) for point in points] == [("2024", 1, 1), ("2025", 2, 2), ("2026", 2, 0)]
    assert points == count(mixed()).evolution


def test_what_is_unknown_comes_last_and_is_kept() -> None:
    (table,) = count(mixed(), by=["year"]).tables
    assert [line.value for line in table.lines] == ["2024", "2025", "2026", ""]
    assert sum(line.every.contracts for line in table.lines if line.every) == 6


def test_nature_has_its_fourteen_lines() -> None:
    (table,) = count(mixed(), by=["nature"]).tables
    assert len(table.lines) == 14 and table.lines[-1].value == "unspecified"
    assert table.lines[-1].scopes["wide"] == Count() and table.lines[-1].scopes["unspecified"].demands == 1


@pytest.mark.parametrize("axis", AXES)
def test_every_line_opens_onto_its_rows(axis: str) -> None:
    found = count(mixed(), by=[axis])
    for line in found.tables[0].lines:
        for scope in SCOPES:
            rows = list(line_rows(found, axis, line.value, scope))
            own = line.scopes[scope]
            assert (len(rows), len({row.contract.key for row in rows})) == (own.demands, own.contracts)


def test_every_figure_opens_onto_its_rows() -> None:
    found = count(mixed())
    for figure in found.figures:
        for scope, own in zip(figure.definition.scopes, figure.counts, strict=True):
            rows = list(evidence(found, figure.definition, scope))
            contracts = {row.contract.key for row in rows} or {contract.key for contract in silent(found, figure.definition)}
            assert len(contracts) == own.contracts, figure.definition.id
            assert len(rows) == own.demands, figure.definition.id


def test_json_says_the_same_by_its_row_numbers() -> None:
    answer = as_json(count(mixed(), by=AXES))
    for figure in answer["figures"]:
        for own in figure["counts"]:
            assert len(own["in"]) == own["contracts"] and len(own["rows"]) == own["demands"]
    for table in answer["breakdowns"]:
        for line in table["lines"]:
            for scope in SCOPES:
                rows = [row for row in answer["rows"] if "axes" in row and line["value"] in row["axes"][table["axis"]] and scope in row["scopes"]]
                assert len(rows) == line[scope]["demands"] and len({row["contract"] for row in rows}) == line[scope]["contracts"]


def test_nothing_is_kept_when_not_asked() -> None:
    found = count(mixed(), keep=False)
    assert found.rows == () and found.contracts == ()
    assert [own.counts for own in found.figures] == [own.counts for own in count(mixed()).figures]


def test_an_unread_tender_is_no_contract_without_demand() -> None:
    found = count(mixed())
    assert [gap.key for gap in found.gaps] == ["g"]
    assert "g" not in {contract.key for contract in silent(found, found.figure("without-environmental").definition)}


def test_measure_over_chosen_contracts() -> None:
    definition = load_definitions().figure("with-label")
    own, concerned, rows = measure(mixed(), definition, scope="wide", wanted=lambda contract: contract.buyer == "Ville A")
    assert (own.contracts, own.demands, concerned, len(rows)) == (2, 4, 2, 4)
    criterion = load_definitions().figure("criterion")
    assert measure(mixed(), criterion)[0].contracts == 1


def test_order_of_the_source_does_not_matter() -> None:
    pairs = mixed().pairs
    assert count(Reports(pairs), by=AXES, keep=False).tables == count(Reports(pairs[::-1]), by=AXES, keep=False).tables


def test_unknown_axis() -> None:
    with pytest.raises(KeyError):
        count(mixed(), by=["couleur"])
