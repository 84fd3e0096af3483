"""What the data can support, by contracts made by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator

from clausecheck.indicators import coverage
from clausecheck.indicators.coverage import cover
from clausecheck.model import Contract, CountedClause, CountedLabel
from tests.indicators.pairs import label, mixed, pair, source


def states(found: coverage.Coverage) -> dict[str, tuple[str, int | None]]:
    return {own.need.id: (found.state(own), own.covered) for own in found.indicators}


def test_counts_and_states() -> None:
    found = cover(mixed())
    assert (found.contracts, found.unread) == (6, 1)
    known = states(found)
    assert known["number"] == ("part", 6)
    assert known["absence"] == ("full", 6)
    assert known["value"] == ("part", 2)
    assert known["evolution"] == ("part", 5)
    assert known["by-notification"] == ("none", 0)
    assert known["department"] == ("part", 1)
    assert known["criterion"] == ("part", 2)
    assert known["essential-data"] == ("none", 0)
    assert known["review"] == ("none", 0)


def test_what_is_missing_is_named() -> None:
    own = next(own for own in cover(mixed()).indicators if own.need.id == "essential-data")
    assert own.missing == (("siret", 6), ("notified", 6))


def test_everything_known() -> None:
    one = pair("a", label(), criterion=True, notified="2026-01-02", amount=1.0, buyer="A", siret="1" * 14, department="62", sectors=("food",),
               cpv=("15000000-8",), declared_environmental=())
    assert {state for name, (state, _) in states(cover(source(one))).items() if name != "review"} == {"full"}


class Bare:
    """A source that knows nothing but its three streams."""

    def contracts(self, *, year: int | None = None) -> Iterator[Contract]:
        return iter([Contract("a")])

    def labels(self, *, year: int | None = None) -> Iterator[tuple[Contract, CountedLabel]]:
        return iter(())

    def clauses(self, *, year: int | None = None) -> Iterator[tuple[Contract, CountedClause]]:
        return iter(())


def test_a_source_that_cannot_tell_is_not_said_to_lack() -> None:
    known = states(cover(Bare()))
    assert known["absence"] == known["criterion"] == known["review"] == ("unknown", None)
    assert "non renseigné" in coverage.render_text(cover(Bare()))


def test_forms() -> None:
    found = cover(mixed())
    assert "montant" in coverage.render_text(found) and "clausecheck purchases" in coverage.render_text(found)
    answer = json.loads(coverage.as_json(found))
    assert answer["schema"] == "clausecheck-coverage-1"
    assert next(own for own in answer["indicators"] if own["id"] == "value")["missing"] == {"amount": 4}
    lines = coverage.render_csv(found).strip().split("\r\n")
    assert len(lines) == 1 + len(found.indicators) + len(found.elsewhere)
    assert coverage.render_markdown(found).count("\n| ") == 2 + len(found.indicators) + len(found.elsewhere) - 1
