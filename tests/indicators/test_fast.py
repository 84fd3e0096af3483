"""The aggregates of a store give the figures of the row-by-row recount."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from clausecheck.indicators import csv, text
from clausecheck.indicators.counting import Indicators, count
from clausecheck.indicators.definitions import load_definitions
from clausecheck.indicators.fast import WithAggregates, count_quickly
from clausecheck.indicators.proof import measure
from clausecheck.indicators.review import review
from clausecheck.indicators.source import Reports, Source, WithCounted, WithCriteria, WithGaps, WithPolicies
from clausecheck.model import Family, Force, Nature, Stage
from clausecheck.store.aggregates import Aggregate
from clausecheck.store.record import Provenance, Record, failed_record
from clausecheck.store.store import Store
from tests.indicators.pairs import clause, label, mixed, pair, source

AXES = tuple(axis.id for axis in load_definitions().axes)
PROVENANCE = Provenance("1", "1", "a" * 64, "2026-01-01", "option")


@contextmanager
def stored(reports: Reports, folder: Path) -> Iterator[Store]:
    """A store of the same contracts, gaps as failed tenders."""
    results = dict(reports.results)
    records: list[Record] = [
        Record(contract.key, "f", contract, counted, "checked", "", "", PROVENANCE, policies=results.get(contract.key, ()))
        for contract, counted in reports.pairs]
    records += [failed_record(gap.key, "f", failure="damaged", message=gap.message, provenance=PROVENANCE) for gap in reports.unread]
    with Store.open(folder / "s.db") as store:
        store.write(records)
        yield store


def drawn(seed: int, number: int = 120) -> Reports:
    """Contracts at random: every scope, force, stage, lots, years, missing data."""
    dice = random.Random(seed)
    pairs = []
    for index in range(number):
        demands: list[object] = []
        for place in range(dice.randint(0, 4)):
            nature = dice.choice(list(Nature))
            strict = nature is Nature.ISO14024_TYPE_I
            wide = strict or nature in {Nature.CERTIFIED, Nature.FOREST, Nature.TEXTILE, Nature.FOOD, Nature.BUILDING, Nature.EPD}
            demands.append(label(
                f"d{place}", label=f"{nature.value}-{dice.randint(0, 2)}" if nature is not Nature.UNSPECIFIED else "generic-ecolabel", nature=nature,
                name=nature.value, strict=strict, wide=wide, force=dice.choice((Force.REQUIRED, Force.SCORED)), stage=dice.choice(list(Stage)),
                equivalent=dice.choice((True, False, None)), lots=dice.choice(((), ("1",), ("1", "2")))))
        demands += [clause(f"c{place}", family=dice.choice(list(Family))) for place in range(dice.randint(0, 3))]
        pairs.append(pair(
            f"k{index}", *demands, criterion=dice.choice((True, False, None)), launch_date=dice.choice(("", "2024-05-01", "2025-05-01", "2026-05-01")),
            buyer=dice.choice(("", "A", "B")), department=dice.choice(("", "62", "2A")), sectors=dice.choice(((), ("food",), ("it-equipment", "printing"))),
            cpv=dice.choice(((), ("30190000-7",), ("45000000-7",))), amount=dice.choice((None, 0.0, 12.34, 1e5, 3e12))))  # type: ignore[arg-type]
    return source(*pairs)


def same(quick: Indicators, slow: Indicators) -> None:
    """The two answers say the same; figures that only policies use may be left out of the quick one."""
    assert quick.tables == slow.tables
    assert quick.evolution == slow.evolution
    known = {own.definition.id: own for own in quick.figures}
    for own in slow.figures:
        if own.definition.summary or own.definition.id in known:
            assert known[own.definition.id] == own
    assert [tuple(gap) for gap in quick.gaps] == [tuple(gap) for gap in slow.gaps]


@pytest.mark.parametrize("year", [None, 2025])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_aggregates_equal_the_recount(tmp_path: Path, seed: int, year: int | None) -> None:
    with stored(drawn(seed), tmp_path) as store:
        same(count_quickly(store, year=year, by=AXES), count(store, year=year, by=AXES, keep=False))


def test_on_the_small_set_and_on_hand_made_contracts(tmp_path: Path, small_set: Reports) -> None:
    for name, reports in (("a", small_set), ("b", mixed())):
        (tmp_path / name).mkdir()
        with stored(reports, tmp_path / name) as store:
            quick, slow = count_quickly(store, by=AXES), count(reports, by=AXES)
            same(quick, slow)
            assert text.render(quick) == text.render(slow) and csv.render(quick) == csv.render(slow)


def test_after_tenders_were_written_again_and_forgotten(tmp_path: Path) -> None:
    with stored(drawn(4), tmp_path) as store:
        again = [replace(record, contract=replace(record.contract, amount=7.0)) for record in (
            Record(contract.key, "g", contract, counted, "checked", "", "", PROVENANCE) for contract, counted in list(store.counted())[:40])]
        store.write(again)
        store.forget(contract.key for contract in list(store.contracts())[50:90])
        same(count_quickly(store, by=AXES), count(store, by=AXES, keep=False))


class Closed:
    """A source whose contracts and clauses must not be read."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def contracts(self, *, year: int | None = None) -> Iterator[object]:
        raise AssertionError("contracts were read")

    def labels(self, *, year: int | None = None) -> Iterator[object]:
        raise AssertionError("labels were read")

    clauses = criteria = contracts

    def aggregates(self, dimension: str, *, year: int | None = None) -> Sequence[Aggregate]:
        return self._store.aggregates(dimension, year=year)


def test_figures_and_contract_axes_read_no_row(tmp_path: Path) -> None:
    axes = ("year", "department", "sector", "division")
    with stored(drawn(5), tmp_path) as store:
        closed: Source = Closed(store)  # type: ignore[assignment]
        assert isinstance(closed, WithAggregates)
        quick, slow = count_quickly(closed, by=axes), count(store, by=axes, keep=False)
        assert quick.tables[:4] == slow.tables and quick.evolution == slow.evolution


def test_without_aggregates_it_counts_the_rows() -> None:
    assert count_quickly(mixed(), by=AXES) == count(mixed(), by=AXES, keep=False)


def test_a_store_satisfies_every_protocol_and_gives_the_same_review(tmp_path: Path, small_set: Reports) -> None:
    with stored(small_set, tmp_path) as store:
        assert all(isinstance(store, own) for own in (WithAggregates, WithCounted, WithCriteria, WithGaps, WithPolicies))
        mine, theirs = review(small_set, "arras", year=2025), review(store, "arras", year=2025)
        assert [(own.verdict, own.words, own.tally) for own in mine.commitments] == [(own.verdict, own.words, own.tally) for own in theirs.commitments]
        assert mine.best == theirs.best and mine.evolution == theirs.evolution
        for figure in load_definitions().figures:
            assert measure(store, figure, scope=figure.scopes[0])[0] == measure(small_set, figure, scope=figure.scopes[0])[0]
