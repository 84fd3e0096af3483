"""rules/indicators: what the loader accepts and refuses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clausecheck.assess.policies import load_policies
from clausecheck.indicators.coverage import load_needs
from clausecheck.indicators.definitions import load_definitions, sector_titles, typeset
from clausecheck.indicators.review import load_method
from clausecheck.rulebook.pack import pack_root
from clausecheck.rulebook.source import RuleError


def changed(folder: Path, old: str, new: str, name: str = "chiffres.yaml") -> Path:
    shutil.copytree(pack_root() / "indicators", folder / "indicators")
    path = folder / "indicators" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return folder


@pytest.mark.parametrize(("old", "new", "said"), [
    ("objet: marches", "objet: lots", "valeur inconnue"),
    ("part: contracts", "part: demain", "chiffre inconnu"),
    ("  - id: demands\n", "  - id: with-label\n", "existe déjà"),
    ("    compte: marches", "    compte: marches\n    couleur: vert", "clé inconnue"),
    ("  - id: strict\n", "  - id: wide\n", "périmètres"),
    ("familles: [coeur]", "familles: [cœur]", "valeur inconnue"),
    ("    objet: marches\n    compte: marches", "    objet: marches\n    compte: differents", "ne compte que des labels"),
])
def test_a_mistake_is_shown_on_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(RuleError, match=said) as caught:
        load_definitions(changed(tmp_path, old, new))
    assert "chiffres.yaml, ligne" in str(caught.value)


def test_everything_has_a_definition() -> None:
    known = load_definitions()
    assert all(figure.title and figure.text for figure in known.figures)
    assert all(axis.title and axis.note for axis in known.axes)
    assert [scope.id for scope in known.scopes] == ["strict", "wide", "unspecified", "other"]
    assert len(known.divisions) == 45 and known.divisions["45"] == "Travaux de construction"
    assert load_method() and all(need.data for need in load_needs()[0])


def test_policies_name_figures_and_sectors_that_exist() -> None:
    known = {figure.id for figure in load_definitions().figures} | {"engagements"}
    for policy in load_policies(pack_root()).values():
        for promise in policy.promises:
            assert set(promise.indicators) <= known, promise.id
            assert (promise.scope == "portfolio") is bool(promise.indicators), promise.id
            assert promise.sectors <= set(sector_titles()), promise.id


def test_signs_keep_to_their_words() -> None:
    assert typeset("« mot » : 5 % ; oui") == "«\xa0mot\xa0»\xa0: 5\xa0%\xa0; oui"
