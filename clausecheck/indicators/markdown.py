"""The indicators as Markdown: figures with their definitions, breakdowns as tables, and with `detail` the contracts and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clausecheck.indicators.counting import Indicators, Row, Table
from clausecheck.indicators.proof import by_contract, evidence, silent
from clausecheck.indicators.text import heading
from clausecheck.indicators.view import (
    Titles,
    amount_words,
    contract_title,
    contract_words,
    figure_words,
    number,
    percent,
    place_words,
    row_words,
    scope_titles,
)
from clausecheck.report.markdown import safe

__all__ = ["evolution_lines", "figure_lines", "gap_lines", "render", "scope_lines", "table", "table_lines"]

_GAPS = 40
"""Tenders that were not read, told one by one; the others are counted."""


def render(found: Indicators, *, detail: bool = False) -> str:
    """The whole answer."""
    titles = Titles(found)
    lines = [f"# {heading(found)}", "", *gap_lines(found), "## Chiffres", "", *figure_lines(found, detail=detail), *scope_lines(found)]
    if len(found.evolution) > 1:
        lines += ["## Évolution", "", *evolution_lines(found)]
    for own in found.tables:
        lines += [f"## {own.axis.title}", "", *table_lines(own, titles)]
    return "\n".join(lines).rstrip("\n") + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table; the columns after the first are set to the right."""
    rule = "|---|" + "---:|" * (len(head) - 1)
    return ["| " + " | ".join(head) + " |", rule, *("| " + " | ".join(safe(cell) for cell in row) + " |" for row in rows), ""]


def gap_lines(found: Indicators) -> list[str]:
    """What was not read, when anything was not."""
    if not found.gaps:
        return []
    words = {True: "rien n'a été lu, marché non compté", False: "lu en partie"}
    lines = [f"- **{safe(gap.key)}** : {words[gap.failed]}. {safe(gap.message)}" for gap in found.gaps[:_GAPS]]
    more = [f"- et {number(len(found.gaps) - _GAPS)} autres"] if len(found.gaps) > _GAPS else []
    return ["## Ce qui n'a pas été lu", "", *lines, *more, ""]


def figure_lines(found: Indicators, *, detail: bool = False) -> list[str]:
    """Each figure of the summary with its definition; with `detail`, what it counts."""
    titles = scope_titles(found)
    lines: list[str] = []
    for figure in found.figures:
        definition = figure.definition
        if not definition.summary:
            continue
        lines += [f"### {definition.title}", ""]
        for index, scope in enumerate(definition.scopes):
            head = f"{titles[scope]} : " if len(definition.scopes) > 1 else ""
            own = figure.counts[index]
            money = amount_words(own)
            meant = "" if definition.count == "marches" or own.amount is None else "marchés concernés : "
            lines.append(f"- {head}**{figure_words(figure, index)}**" + (f" ; {meant}{money}" if money else ""))
        lines += ["", f"*{safe(definition.text)}*", ""]
        if detail:
            for scope in definition.scopes:
                lines += [f"{titles[scope].capitalize()} :", ""] if len(definition.scopes) > 1 else []
                lines += _proof(list(evidence(found, definition, scope)))
            quiet = [f"- {safe(contract_title(contract))} ({safe(contract_words(contract))})" for contract in silent(found, definition)]
            lines += [*quiet, ""] if quiet else []
    return lines


def _proof(rows: list[Row]) -> list[str]:
    lines = []
    for contract, own in by_contract(rows):
        words = contract_words(contract)
        lines.append(f"- **{safe(contract_title(contract))}**" + (f" ({safe(words)})" if words else ""))
        for row in own:
            name = row.label.name if row.label else row.clause.title if row.clause else ""
            quote = " ".join(row.demand.quote.split())
            lines.append(f"  - {safe(name)}, {row_words(row)} : « {safe(quote)} » ({safe(place_words(row))})")
    return [*lines, ""] if lines else []


def scope_lines(found: Indicators) -> list[str]:
    """The definitions of the scopes."""
    return ["### Ce que comptent les périmètres", "", *(f"- **{scope.title}** : {scope.text}" for scope in found.definitions.scopes), ""]


def evolution_lines(found: Indicators) -> list[str]:
    """The evolution as a table."""
    rows = []
    for point in found.evolution:
        shares = [percent(100 * own.contracts / point.every.contracts if point.every.contracts else 0) for own in (point.strict, point.wide)]
        rows.append((
            point.year, number(point.every.contracts), f"{number(point.strict.contracts)} ({shares[0]})",
            f"{number(point.wide.contracts)} ({shares[1]})", number(point.strict.demands), number(point.wide.demands)))
    return table(("Année", "Marchés lus", "Avec écolabel, strict", "Avec écolabel, large", "Demandes, strict", "Demandes, large"), rows)


def table_lines(own: Table, titles: Titles) -> list[str]:
    """One breakdown as a table, with its note."""
    head = ["", *(["Marchés lus"] if own.axis.of_contract else []), "Marchés avec écolabel (strict / large)", "Demandes (strict / large)",
            "Labels différents (strict / large)", "Sans nom", "Autres démarches", "Montant (sens large)"]
    rows = []
    for line in own.lines:
        strict, wide = line.scopes["strict"], line.scopes["wide"]
        rows.append([
            titles.of(own.axis, line.value), *([number(line.every.contracts)] if line.every else []),
            f"{number(strict.contracts)} / {number(wide.contracts)}", f"{number(strict.demands)} / {number(wide.demands)}",
            f"{number(strict.labels)} / {number(wide.labels)}", number(line.scopes["unspecified"].demands), number(line.scopes["other"].demands),
            amount_words(wide)])
    return [*table(head, rows), f"*{own.axis.note}*", ""]
