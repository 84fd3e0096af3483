"""What must hold for any file: a patch touches two members, no row of purchases is lost, numbers read as written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausecheck.indicators.decp import ENVIRONMENTAL, SOCIAL, patch
from clausecheck.indicators.decp_text import entries
from clausecheck.indicators.purchases import MEASURES, read_purchases, summarise
from clausecheck.indicators.purchases_class import name_of, repair_of, state_of
from clausecheck.indicators.purchases_columns import number
from clausecheck.indicators.purchases_rules import load_purchase_rules
from clausecheck.model import Counted
from tests.indicators_exports.builders import SIRET, contract

RULES = load_purchase_rules()
_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3), max_leaves=6)
_considered = st.none() | st.lists(st.sampled_from(ENVIRONMENTAL.values), min_size=1, max_size=3, unique=True)
_entries = st.builds(
    lambda name, buyer, found, more: {**more, "id": name, "acheteur": {"id": buyer}, **({ENVIRONMENTAL.name: {ENVIRONMENTAL.inner: found}} if found else {})},
    st.sampled_from(["M1", "M2", "é\\\"/"]), st.sampled_from([SIRET, "1"]), _considered, st.dictionaries(st.text(max_size=6), _values, max_size=3))
_layouts = st.sampled_from([{}, {"indent": 2}, {"indent": "\t"}, {"separators": (",", ":")}, {"indent": 0}, {"ensure_ascii": True, "indent": 1}])
_counts = st.lists(st.sampled_from(ENVIRONMENTAL.values[:2]), max_size=2, unique=True).map(tuple) | st.just((ENVIRONMENTAL.none,))
_quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _without(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in (ENVIRONMENTAL.name, SOCIAL.name)}


@_quick
@given(st.lists(_entries, max_size=4), _layouts, _counts, st.booleans())
def test_a_patch_touches_nothing_else_and_once(rows: list[dict[str, Any]], layout: dict[str, Any], found: tuple[str, ...], replace: bool) -> None:
    text = json.dumps({"avant": [1.50, None], "marches": {"marche": rows}, "x": {}}, **{"ensure_ascii": False, **layout})
    pairs = [(contract("M1", reference=""), Counted(environmental=found))]
    done = patch(text, pairs, replace=replace)
    before, after = json.loads(text), json.loads(done.text)
    assert [_without(row) for row in after["marches"]["marche"]] == [_without(row) for row in before["marches"]["marche"]]
    assert {**after, "marches": 0} == {**before, "marches": 0}
    for old, new in zip(before["marches"]["marche"], after["marches"]["marche"], strict=True):
        if (old["id"], old["acheteur"]["id"]) != ("M1", SIRET) or not found:
            assert old == new
        else:
            assert new[ENVIRONMENTAL.name][ENVIRONMENTAL.inner] and set(new[ENVIRONMENTAL.name][ENVIRONMENTAL.inner]) <= set(ENVIRONMENTAL.values)
    assert patch(done.text, pairs, replace=replace).text == done.text
    if not done.changed:
        assert done.text == text
    assert len(entries(done.text)) == len(rows)


_cells = st.sampled_from(["", "Chaise", "Chaise d'occasion", "Total", "Sous-total HT", "Livraison", "1", "12,50", "1 234,56 €", "Neuf", "Désignation", "Quantité", "A", "1.1",
                          "Remise", "oui", "0", "-3", "30 %"]) | st.text(alphabet="abcé 0,.%-", max_size=6)


@_quick
@given(st.lists(st.lists(_cells, min_size=1, max_size=5), max_size=12))
def test_no_row_is_lost(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "lignes.csv"
    body = [["Désignation", "Quantité", "P.U. HT", "Montant HT", "État"], *rows]
    path.write_text("\n".join(";".join(f'"{cell}"' for cell in row) for row in body), "utf-8")
    found = read_purchases([path])
    filled = [number for number, row in enumerate(body, start=1) if any(cell.strip() for cell in row)]
    assert sorted([line.row for line in found.lines] + [aside.row for aside in found.asides]) == filled
    summary = summarise(found)
    measures = {name: summary.total.measures[name].lines for name, _ in MEASURES}
    assert measures["all"] == len(found.lines) == sum(share.measures["all"].lines for share in summary.families)
    assert measures["circular"] <= measures["reconditioned"] + measures["reused"] + measures["recycled"]
    assert measures["circular"] + measures["new"] + measures["unsaid"] + measures["ambiguous"] == measures["all"]


@_quick
@given(st.text(max_size=80))
def test_any_words_are_classed_without_a_fault(text: str) -> None:
    name_of(text, RULES)
    state_of(text, RULES)
    found = repair_of(text, RULES)
    assert found.index is None or 0 <= found.index <= 10


@_quick
@given(st.integers(-10**9, 10**9), st.sampled_from([",", "."]))
def test_numbers_read_as_written(cents: int, sign: str) -> None:
    whole, rest = divmod(abs(cents), 100)
    for grouped in (f"{whole:,}".replace(",", " "), f"{whole:,}".replace(",", "\N{NARROW NO-BREAK SPACE}"), str(whole)):
        text = ("-" if cents < 0 else "") + f"{grouped}{sign}{rest:02d}"
        assert number(text.replace("\N{NARROW NO-BREAK SPACE}", " ")) == cents / 100
