"""Every rule proves itself; a mistake in a rule is shown where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausecheck.evaluate.rules import test_rules as run_rules
from clausecheck.model import ENVIRONMENTAL, Family
from clausecheck.rulebook.book import load
from clausecheck.rulebook.clauses import load_clause_rule
from clausecheck.rulebook.source import RuleError

BOOK = load(cached=False)


def test_every_example_holds() -> None:
    assert [f"{f.rule}:{f.line} {f.message}" for f in run_rules(BOOK)] == []


def test_every_family_has_a_rule() -> None:
    assert {rule.family for rule in BOOK.clauses} == set(Family)
    assert len(ENVIRONMENTAL) == 19


def test_the_compiled_copy_finds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSECHECK_CACHE", str(tmp_path))
    first, again = load(), load()
    assert list(tmp_path.glob("*.json"))
    assert [(r.id, r.targets, r.needs, r.unless, r.titles, r.whole) for r in first.clauses] == [
        (r.id, r.targets, r.needs, r.unless, r.titles, r.whole) for r in again.clauses]
    assert [(c.id, c.expressions, c.until) for c in first.cues] == [(c.id, c.expressions, c.until) for c in again.cues]
    assert [(x.id, x.aliases, x.tiers, x.state) for x in first.labels] == [(x.id, x.aliases, x.tiers, x.state) for x in again.labels]


def test_a_damaged_copy_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSECHECK_CACHE", str(tmp_path))
    load()
    for path in tmp_path.glob("*.json"):
        path.write_text("{", "utf-8")
    assert len(load().clauses) == len(BOOK.clauses)


GOOD = "id: essai\ntitre: Essai\nfamille: reuse\ncibles:\n  - réemploi\nexemples:\n  - Le réemploi est imposé.\n"


@pytest.mark.parametrize(("text", "line", "words"), [
    (GOOD.replace("famille: reuse", "famille: recyclage"), 3, "valeur inconnue"),
    (GOOD + "cible: x\n", 8, "clé inconnue « cible »"),
    (GOOD.replace("  - réemploi", "  - (réemploi"), 5, "parenthèse"),
    (GOOD.replace("id: essai", "id: autre"), 1, "nom du fichier"),
    (GOOD.replace("exemples:\n  - Le réemploi est imposé.\n", "exemples: []\n"), 6, "sans exemple"),
    (GOOD.replace("cibles:", "cibles: ["), 5, "YAML incorrect"),
])
def test_a_mistake_is_shown_at_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = tmp_path / "essai.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(RuleError) as caught:
        load_clause_rule(path, {})
    assert caught.value.line == line
    assert words in str(caught.value)
    assert str(path) in str(caught.value)
