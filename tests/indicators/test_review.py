"""The yearly review: verdicts over the year, best clauses, holes, and its three forms."""

from __future__ import annotations

import importlib.util
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from clausecheck.assess.policies import Promise, UnknownPolicyError
from clausecheck.indicators import review as room
from clausecheck.indicators import review_docx, review_html, review_markdown
from clausecheck.indicators.review import Review, review
from clausecheck.indicators.source import Reports
from clausecheck.model import Commitment, Family, PolicyResult
from tests.indicators.pairs import clause, label, mixed, pair, source

MATPLOTLIB = importlib.util.find_spec("matplotlib") is not None


def with_verdicts(*verdicts: str) -> Reports:
    """Contracts of 2026 whose first commitment of the policy arras has these verdicts."""
    keys = [f"m{number}" for number in range(len(verdicts))]
    results = [(key, (PolicyResult("arras", "Arras", (Commitment("arras-clauses", "x", "tender", verdict),)),)) for key, verdict in zip(keys, verdicts, strict=True)]
    return Reports([pair(key, launch_date="2026-01-01") for key in keys], (), results)


def verdict(found: Review, name: str) -> str:
    return next(own.verdict for own in found.commitments if own.promise.id == name)


@pytest.mark.parametrize(("verdicts", "said"), [
    (("kept", "kept"), "kept"), (("kept", "missing"), "partial"), (("partial", "missing"), "partial"), (("missing", "missing"), "missing"),
    (("to-verify", "not-applicable"), "to-verify"), (("not-applicable",), "not-applicable"), (("kept", "to-verify"), "kept"), ((), "to-verify"),
])
def test_a_commitment_judged_contract_by_contract(verdicts: tuple[str, ...], said: str) -> None:
    assert verdict(review(with_verdicts(*verdicts), "arras", year=2026), "arras-clauses") == said


def test_portfolio_commitments_are_measured_on_their_sectors() -> None:
    data = source(
        pair("a", clause(), label(), launch_date="2026-01-01", sectors=("it-equipment",)), pair("b", launch_date="2026-01-01", sectors=("it-equipment",)),
        pair("c", clause(), launch_date="2026-01-01", sectors=("food",)), pair("d", clause(), launch_date="2025-01-01", sectors=("it-equipment",)))
    found = review(data, "arras", year=2026)
    own = next(own for own in found.commitments if own.promise.id == "arras-indicateur-produits")
    assert own.verdict == "measured" and "1 marché sur 2 (50\xa0%)" in own.words[0]
    assert [row.contract.key for row in own.rows] == ["a"]
    assert verdict(found, "arras-services") == "not-readable"
    labels = next(own for own in found.commitments if own.promise.id == "arras-indicateur-ecolabels")
    assert len(labels.words) == 7 and labels.words[-1].endswith("écolabel officiel (ISO 14024) 1.") and "sens strict\xa0: 1 marché sur 3" in labels.words[0]


@pytest.mark.parametrize(("objective", "said"), [(None, "measured"), (50.0, "kept"), (51.0, "partial")])
def test_an_objective_makes_a_verdict(objective: float | None, said: str) -> None:
    data = source(pair("a", clause(), launch_date="2026-01-01"), pair("b", launch_date="2026-01-01"))
    promise = Promise("x", "X", "portfolio", frozenset(), frozenset(), (), None, None, "m", "", ("environmental",), objective)
    assert room._measured(data, promise, 2026).verdict == said


def test_best_clauses_are_the_strongest_two_of_a_family() -> None:
    rows = [clause(f"d{number}", points=float(number), out_of=15.0, quote=f"phrase {number}") for number in range(1, 6)]
    other = clause("d9", family=Family.ENERGY, points=2.0, out_of=15.0, quote="énergie")
    apart = clause("d8", family=Family.SOCIAL, points=15.0, out_of=15.0)
    found = review(source(pair("a", *rows, other, apart, launch_date="2026-01-01")), "reen", year=2026)
    assert [row.demand.quote for row in found.best] == ["phrase 5", "phrase 4", "énergie"]


def test_holes() -> None:
    found = review(mixed(), "reen", year=2025)
    assert [row.contract.key for row in found.closed] == ["b"] and [row.contract.key for row in found.unnamed] == ["b"]
    assert [contract.key for contract in found.silent] == []
    assert [contract.key for contract in review(mixed(), "reen", year=2026).silent] == ["d", "e"]


def test_unknown_policy() -> None:
    with pytest.raises(UnknownPolicyError, match="reen"):
        review(mixed(), "autre", year=2026)


def test_on_the_small_set(small_set: Reports) -> None:
    found = review(small_set, "reen", year=2025)
    assert found.judged_tenders == 3 and len(found.evolution) == 3
    assert verdict(found, "reen-bilan") == "measured"


HEADS = ("Engagements de la politique", "Indicateurs de l'année", "Évolution", "Les clauses les plus solides", "Ce qui manque", "Méthode et limites")


@pytest.fixture(scope="module")
def found(small_set: Reports) -> Review:
    return review(small_set, "arras", year=2025)


def test_page(found: Review) -> None:
    page = review_html.render(found)
    assert page == review_html.render(found)
    heads = [re.sub("<[^>]+>", "", head).replace("&#39;", "'") for head in re.findall(r"<h2[^>]*>(.*?)</h2>", page)]
    assert [head for head in heads if head in HEADS] == list(HEADS)
    assert "<script" not in page and " style=" not in page and page.count("<svg") == 3
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) and set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_markdown(found: Review) -> None:
    text = review_markdown.render(found)
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == list(HEADS)
    assert "| 2024 |" in text and "Nombre et nature des écolabels" in text


def test_word(found: Review) -> None:
    import docx

    data = review_docx.render(found)
    assert data == review_docx.render(found)
    document = docx.Document(io.BytesIO(data))
    heads = [paragraph.text for paragraph in document.paragraphs if paragraph.style is not None and paragraph.style.name == "Heading 1"]
    assert heads == list(HEADS)
    assert document.tables[0].cell(0, 0).text == "Engagement" and len(document.tables[0].rows) == 1 + len(found.commitments)
    assert len(document.inline_shapes) == (3 if MATPLOTLIB else 0)
    assert all("descr" in shape._inline.docPr.attrib for shape in document.inline_shapes)


def test_word_without_matplotlib(found: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    import docx

    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    document = docx.Document(io.BytesIO(review_docx.render(found)))
    assert len(document.inline_shapes) == 0
    assert any("matplotlib" in paragraph.text for paragraph in document.paragraphs)


def test_hostile_words_do_not_break_the_forms(tmp_path: Path) -> None:
    data = source(pair("a\x07", label(quote="<b>\x01|*"), clause(quote="]]>\x02"), object="<script>\x0b", launch_date="2026-01-01"))
    found = review(data, "reen", year=2026)
    assert review_docx.render(found)[:2] == b"PK"
    assert "<script" not in review_html.render(found) and "\n|" in review_markdown.render(found)


def test_a_year_without_contracts() -> None:
    found = review(replace(mixed(), unread=()), "reen", year=2019)
    assert "Aucun marché de 2019" in review_markdown.render(found) and review_docx.render(found) and review_html.render(found)
