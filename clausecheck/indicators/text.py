"""The indicators for a terminal: each figure with its definition, the breakdowns, and with `detail` the contracts and sentences behind them."""

from __future__ import annotations

from clausecheck.indicators.counting import Figure, Indicators, Line, Row, Table
from clausecheck.indicators.proof import by_contract, evidence, rows_by_line, silent
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
from clausecheck.model import Contract
from clausecheck.report.sheet import Sheet

__all__ = ["heading", "render"]

_PAIR = "strict / large"
_LINES = 40
"""Lines of a breakdown shown on a terminal."""


def heading(found: Indicators) -> str:
    """« Écolabels demandés dans les marchés, 2026 »."""
    return "Écolabels demandés dans les marchés" + (f", {found.year}" if found.year is not None else "")


def render(found: Indicators, *, width: int = 80, colour: bool = False, detail: bool = False) -> str:
    """The whole answer as text."""
    sheet = Sheet(width=width, colour=colour)
    sheet.line((heading(found), "bold"))
    _gaps(sheet, found)
    sheet.title("Chiffres")
    for figure in found.figures:
        if figure.definition.summary:
            _figure(sheet, found, figure, detail)
    sheet.title("Ce que comptent les périmètres")
    for scope in found.definitions.scopes:
        sheet.item((f"{scope.title} : ".capitalize(), "bold"), scope.text)
    _evolution(sheet, found)
    titles = Titles(found)
    for table in found.tables:
        _table(sheet, found, table, titles, detail)
    return sheet.text()


def _gaps(sheet: Sheet, found: Indicators) -> None:
    failed = [gap for gap in found.gaps if gap.failed]
    partial = [gap for gap in found.gaps if not gap.failed]
    if not found.gaps:
        return
    sheet.title("Ce qui n'a pas été lu")
    for gaps, words in ((failed, "rien n'a été lu ; marché non compté"), (partial, "lu en partie ; ce qui manque n'est pas compté")):
        for gap in gaps[:_LINES]:
            sheet.item((gap.key, "bold"), f" : {words}. {gap.message}")
        if len(gaps) > _LINES:
            sheet.item(f"et {number(len(gaps) - _LINES)} autres : {words}")


def _figure(sheet: Sheet, found: Indicators, figure: Figure, detail: bool) -> None:
    titles = scope_titles(found)
    sheet.blank()
    sheet.line((figure.definition.title, "bold"))
    for index, scope in enumerate(figure.definition.scopes):
        own = figure.counts[index]
        head = f"{titles[scope]} : " if len(figure.definition.scopes) > 1 else ""
        money = amount_words(own)
        meant = "" if figure.definition.count == "marches" or own.amount is None else "marchés concernés : "
        sheet.item(head, (figure_words(figure, index), "bold"), f" ; {meant}{money}" if money else "", indent=2)
    sheet.line((figure.definition.text, "dim"), indent=2)
    if detail:
        for scope in figure.definition.scopes:
            if len(figure.definition.scopes) > 1:
                sheet.line((f"{titles[scope]} :", "underline"), indent=4)
            _proof(sheet, list(evidence(found, figure.definition, scope)))
            for contract in silent(found, figure.definition):
                _contract(sheet, contract)


def _contract(sheet: Sheet, contract: Contract) -> None:
    words = contract_words(contract)
    sheet.item((contract_title(contract), "bold"), f" [{contract.key}]", f" ({words})" if words else "", indent=4)


def _proof(sheet: Sheet, rows: list[Row]) -> None:
    for contract, own in by_contract(rows):
        _contract(sheet, contract)
        for row in own:
            name = row.label.name if row.label else row.clause.title if row.clause else ""
            sheet.item((name, "bold"), f", {row_words(row)}", indent=6, bullet="–")
            sheet.quote(row.demand.quote, indent=8)
            sheet.line((place_words(row), "dim"), indent=8)


def _pair(first: int, second: int) -> str:
    return f"{number(first)} / {number(second)}"


def _evolution(sheet: Sheet, found: Indicators) -> None:
    if len(found.evolution) < 2:
        return
    sheet.title("Évolution")
    rows = [("année", "marchés", f"avec écolabel ({_PAIR})", "part", "demandes")]
    for point in found.evolution:
        share = [100 * own.contracts / point.every.contracts if point.every.contracts else None for own in (point.strict, point.wide)]
        rows.append((point.year, number(point.every.contracts), _pair(point.strict.contracts, point.wide.contracts),
                     " / ".join(percent(value) for value in share), _pair(point.strict.demands, point.wide.demands)))
    sheet.grid(rows, right=(1, 2, 3, 4))


def _table(sheet: Sheet, found: Indicators, table: Table, titles: Titles, detail: bool) -> None:
    sheet.title(table.axis.title)
    own = table.axis.of_contract
    head = ("", *(("marchés",) if own else ()), f"avec ({_PAIR})", "demandes", "labels", "à part")
    rows = [head]
    shown = table.lines if detail else table.lines[:_LINES]
    for line in shown:
        rows.append((titles.of(table.axis, line.value), *((number(line.every.contracts),) if line.every else ()), *_numbers(line)))
    sheet.grid(rows, right=tuple(range(1, len(head))))
    if len(shown) < len(table.lines):
        sheet.line(f"… et {number(len(table.lines) - len(shown))} autres lignes : --format csv ou xlsx les donne toutes.", indent=2)
    sheet.line((f"{table.axis.note} À part : écolabels sans nom et autres démarches, jamais ajoutés.", "dim"), indent=2)
    money = [(titles.of(table.axis, line.value), _money(line)) for line in shown if line.scopes["wide"].amount is not None]
    if money:
        sheet.line("Montant des marchés avec un écolabel (sens large) :", indent=2)
        for title, words in money:
            sheet.item(f"{title} : {words}", indent=4)
    proof = rows_by_line(found, table.axis.id) if detail else {}
    for line in shown:
        rows_of_line = proof.get(line.value, [])
        if rows_of_line:
            sheet.blank()
            sheet.line((titles.of(table.axis, line.value), "underline"), indent=2)
            _proof(sheet, rows_of_line)


def _numbers(line: Line) -> tuple[str, ...]:
    strict, wide = line.scopes["strict"], line.scopes["wide"]
    aside = line.scopes["unspecified"].demands + line.scopes["other"].demands
    return (_pair(strict.contracts, wide.contracts), _pair(strict.demands, wide.demands), _pair(strict.labels, wide.labels), number(aside))


def _money(line: Line) -> str:
    return amount_words(line.scopes["wide"])
