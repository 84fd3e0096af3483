"""Counts kept with each write are always those of a recount, and those of the demands themselves."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausecheck.indicators.counting import count
from clausecheck.model import Family, Nature
from clausecheck.store.aggregates import BRIEF, against, facts_of
from clausecheck.store.filters import Filters, chosen, counts
from clausecheck.store.record import Record
from clausecheck.store.store import Store, StoreError
from tests.store.made import WHOLE, clause, label, random_record, record

KEYS = st.sampled_from(["a", "b", "c", "d", "e"])
STEPS = st.lists(st.one_of(
    st.tuples(st.just("write"), st.lists(st.tuples(KEYS, st.integers(0, 400)), max_size=4)),
    st.tuples(st.just("forget"), st.lists(KEYS, max_size=3))), max_size=8)


@given(steps=STEPS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_counts_are_those_of_a_recount(steps: list[tuple[str, list[Any]]], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("s") / "lot.sqlite"
    live: dict[str, Record] = {}
    with Store.open(path) as store:
        store._base.execute("PRAGMA synchronous = OFF")
        for what, items in steps:
            if what == "write":
                records = [random_record(key, random.Random(seed)) for key, seed in items]
                store.write(records)
                live |= {own.key: own for own in records}
            else:
                assert store.forget(items) == len({key for key in items if key in live})
                for key in items:
                    live.pop(key, None)
            kept = store._base.execute("SELECT * FROM aggregates").fetchall()
            store.recount()
            assert store._base.execute("SELECT * FROM aggregates").fetchall() == kept
        assert sorted(store.keys()) == sorted(live)
        assert {row.key: row.contracts for row in store.aggregates("all", measure="failure")} == Counter(
            own.failure for own in live.values() if own.status == "failed")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "lot.sqlite"
    with Store.open(path) as store:
        store.write([random_record(f"M{number}", random.Random(number)) for number in range(300)])
    return path


def total(store: Store, measure: str, key: str | None = None, *, unit: str = "contracts") -> int:
    return sum(getattr(row, unit) for row in store.aggregates("all", measure=measure, key=key))


def test_counts_are_those_of_the_indicators(many: Path) -> None:
    with Store.open(many, readonly=True) as store:
        found = count(store, by=("nature", "label", "year", "sector", "force"))
        figures = {figure.definition.id: figure for figure in found.figures}
        assert figures["contracts"].counts[0].contracts == total(store, "contracts") > 200
        for number, scope in enumerate(("strict", "wide")):
            own = figures["demands"].counts[number]
            assert (own.contracts, own.demands) == (total(store, f"with-{scope}"), total(store, f"with-{scope}", unit="demands"))
            assert figures["labels"].counts[number].labels == len(store.aggregates("all", measure=f"label:{scope}"))
            assert figures["with-equivalent"].counts[number].demands == total(store, f"equivalent:{scope}", "yes", unit="demands")
            assert figures["without-equivalent"].counts[number].demands == total(store, f"equivalent:{scope}", "no", unit="demands")
        for figure, measure in (("environmental", "with-demand"), ("without-environmental", "without-demand"), ("core", "with-core"),
                                ("social", "with-social")):
            assert figures[figure].counts[0].contracts == total(store, measure), figure
        assert figures["criterion"].counts[0].contracts == total(store, "criterion", "yes")
        wide = figures["with-label"].counts[1]
        (row,) = store.aggregates("all", measure="with-wide")
        assert wide.known == row.known
        for table in found.tables:
            for line in table.lines:
                for scope, cell in line.scopes.items():
                    if table.axis.id in ("nature", "label", "force"):
                        assert cell.demands == total(store, f"{table.axis.id}:{scope}", line.value, unit="demands")
                        assert cell.contracts == total(store, f"{table.axis.id}:{scope}", line.value)
                    else:
                        rows = store.aggregates(table.axis.id, measure=f"with-{scope}", value=line.value)
                        assert (cell.contracts, cell.demands) == (sum(r.contracts for r in rows), sum(r.demands for r in rows))


def test_years_add_up_and_buyers_keep_the_brief_measures(many: Path) -> None:
    with Store.open(many, readonly=True) as store:
        by_year = store.aggregates("year", measure="contracts")
        assert {row.value for row in by_year} == {"", "2024", "2025"} and sum(row.contracts for row in by_year) == total(store, "contracts")
        assert store.aggregates("all", measure="label", year=2024) != store.aggregates("all", measure="label")
        assert {row.measure for row in store.aggregates("buyer")} <= BRIEF
        (one,) = store.aggregates("department", measure="contracts", value="62", year=2025)
        assert one.contracts == sum(c.department == "62" for c in store.contracts(year=2025)) and one.year == 2025
        with pytest.raises(ValueError, match="planet"):
            store.aggregates("planet")


def test_amounts_come_out_as_they_went_in(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.sqlite") as store:
        amounts = [0.1, 0.2, 1e11, None, 1e300]
        store.write([record(f"m{number}", amount=amount) for number, amount in enumerate(amounts)])
        (row,) = store.aggregates("all", measure="contracts")
        assert (row.contracts, row.known, row.amount) == (5, 3, 100000000000.3)
        store.forget(["m2"])
        (row,) = store.aggregates("all", measure="contracts")
        assert (row.known, row.amount) == (2, 0.3)
        store.forget(["m0", "m1"])
        (row,) = store.aggregates("all", measure="contracts")
        assert (row.contracts, row.known, row.amount) == (2, 0, None)


def test_one_buyer_is_counted_over_its_own_tenders(many: Path) -> None:
    with Store.open(many, readonly=True) as store:
        filters = chosen(store, buyer="otrelieu", year=2024)
        assert filters.buyers == ("Pays d'Ôtrelieu",)
        rows = counts(store, filters, "nature")
        own = [pair for pair in store.labels(year=2024) if pair[0].buyer == "Pays d'Ôtrelieu"]
        assert rows and {row.key: row.demands for row in rows} == Counter(found.nature.value for _, found in own)
        assert [row.contracts for row in counts(store, Filters(2024, sector="paper"), "contracts")] == [
            sum(c.sector == "paper" for c in store.contracts(year=2024))]
        with pytest.raises(StoreError, match="ne connaît aucun acheteur « Nulle part »"):
            chosen(store, buyer="Nulle part")
        with pytest.raises(StoreError, match="secteurs connus : furniture, paper"):
            chosen(store, sector="papier")


def test_environmental_demands(tmp_path: Path) -> None:
    fair = label(nature=Nature.SOCIAL, strict=False, wide=False)
    with Store.open(tmp_path / "s.sqlite") as store:
        store.write([record("a", fair, clause(family=Family.SOCIAL), clause(family=Family.ACCESSIBILITY))])
        assert (total(store, "with-demand"), total(store, "without-demand"), total(store, "with-social")) == (0, 1, 1)
        store.write([record("a", fair, label(), clause(family=Family.ENERGY))])
        assert (total(store, "with-demand"), total(store, "with-demand", unit="demands"), total(store, "without-demand")) == (1, 2, 0)


CLAUSE_, CRITERION, NONE = "Clause environnementale", "Critère environnemental", "Pas de considération environnementale"


@pytest.mark.parametrize(("declared", "found", "pieces", "expected"), [
    (None, (CLAUSE_,), 2, {}),
    ((), (CLAUSE_,), 2, {"found-not-declared": (CLAUSE_,)}),
    ((CLAUSE_,), (CLAUSE_,), 2, {}),
    (("clause environnementale ",), (CLAUSE_,), 2, {}),
    ((CLAUSE_, CRITERION), (CLAUSE_,), 2, {"declared-not-found": (CRITERION,)}),
    ((CLAUSE_, CRITERION), (CLAUSE_,), 1, {"declared-unseen": (CRITERION,)}),
    ((CRITERION,), (NONE,), 1, {"declared-not-found": (CRITERION,)}),
    ((CRITERION,), (), 1, {"declared-unseen": (CRITERION,)}),
    ((NONE,), (NONE,), 2, {}),
    ((NONE,), (CLAUSE_, CRITERION), 1, {"found-not-declared": (CLAUSE_, CRITERION)}),
])
def test_declared_against_found(declared: tuple[str, ...] | None, found: tuple[str, ...], pieces: int, expected: dict[str, tuple[str, ...]]) -> None:
    own = record("a", found=found, declared_environmental=declared, documents=WHOLE[:pieces])
    assert against(facts_of(own)) == expected
