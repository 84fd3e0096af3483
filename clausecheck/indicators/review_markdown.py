"""The yearly review as Markdown."""

from __future__ import annotations

from dataclasses import replace

from clausecheck.indicators.markdown import evolution_lines, figure_lines, gap_lines, scope_lines, table_lines
from clausecheck.indicators.review import VERDICTS, Review, load_method
from clausecheck.indicators.review_words import NO_POLICY, REACH, data_holes, holes, summary
from clausecheck.indicators.view import Titles, contract_title, contract_words, number, place_words, row_words
from clausecheck.report.markdown import safe
from clausecheck.report.words import FAMILIES

__all__ = ["render"]


def render(review: Review) -> str:
    """The review in French; the same data give the same text."""
    lines = [f"# {review.title}", "", f"{safe(review.policy.buyer)}. {summary(review)}", "", *gap_lines(review.found)]
    lines += ["## Engagements de la politique", ""]
    lines += [*([NO_POLICY, ""] if not review.judged_tenders else []), *_commitments(review)]
    lines += ["## Indicateurs de l'année", "", *figure_lines(review.found), *scope_lines(review.found)]
    titles = Titles(review.found)
    for table in review.found.tables:
        lines += [f"### {table.axis.title}", "", *table_lines(table, titles)]
    lines += ["## Évolution", ""]
    if len(review.evolution) > 1:
        lines += evolution_lines(replace(review.found, evolution=review.evolution))
    else:
        lines += ["Une seule année connue : l'évolution se lira à partir de la deuxième.", ""]
    lines += ["## Les clauses les plus solides", "", *_best(review), "## Ce qui manque", "", *_holes(review), "## Méthode et limites", ""]
    lines += [f"- **{name}.** {text}" for name, text in load_method()]
    return "\n".join(lines).rstrip("\n") + "\n"


def _commitments(review: Review) -> list[str]:
    lines: list[str] = []
    for own in review.commitments:
        lines += [f"### {safe(own.promise.title)} — {VERDICTS[own.verdict]}", "", f"*{REACH[own.promise.scope]}*", ""]
        lines += [*(f"- {words}" for words in own.words), *([f"- {safe(own.promise.note)}"] if own.promise.note else [])]
        lines += [f"  - {safe(contract_title(contract))} : {VERDICTS[verdict]}" for contract, verdict in own.contracts if verdict != "not-applicable"]
        lines.append("")
    return lines


def _best(review: Review) -> list[str]:
    lines = []
    for row in review.best:
        clause = row.clause
        if clause is not None and clause.points is not None and clause.out_of is not None:
            lines += [
                f"- **{FAMILIES[clause.family]}** (solidité {number(clause.points)} sur {number(clause.out_of)}, {row_words(row)})",
                f"  « {safe(clause.quote)} » ({safe(contract_title(row.contract))}, {safe(place_words(row))})"]
    return [*(lines or ["Aucune clause environnementale notée cette année."]), ""]


def _holes(review: Review) -> list[str]:
    lines: list[str] = []
    for name, rows in holes(review):
        lines += [f"### {name} ({len(rows)})", ""]
        for contract, words in rows:
            known = contract_words(contract)
            lines.append(f"- {safe(contract_title(contract))}" + (f" ({safe(known)})" if known else "") + (f" : {safe(words)}" if words else ""))
        lines.append("")
    lines += ["### Données", "", *(f"- {words}" for words in data_holes(review) or ["Rien ne manque."]), ""]
    return lines
