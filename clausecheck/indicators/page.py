"""What the pages of this room share: templates, style, security policy, and the words of view.py as template functions."""

from __future__ import annotations

from collections import defaultdict
from importlib.resources import files
from typing import Any

from clausecheck import __version__
from clausecheck.indicators import svg
from clausecheck.indicators.charts import bars, charts_of
from clausecheck.indicators.counting import Count, Indicators, Row
from clausecheck.indicators.proof import by_contract, evidence, rows_by_line, silent
from clausecheck.indicators.shapes import Chart
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
from clausecheck.report.html import source_hash
from clausecheck.report.html import template_file as report_file

__all__ = ["context", "render_page", "template"]

_INLINE = 40
"""Demands shown under one figure; the rest is in the list of contracts, so that the page of a large store stays readable."""
_CONTRACTS = 2000
_LINES = 150
"""Contracts listed, and lines of a breakdown shown; a page of a large store says that the workbook and the CSV have the others."""


def template(name: str) -> str:
    """The text of a file of templates/, with the line ends of the repository: hashes depend on them."""
    return files("clausecheck.indicators").joinpath("templates", name).read_text("utf-8").replace("\r\n", "\n").rstrip("\n")


def render_page(name: str, values: dict[str, Any]) -> str:
    """A page from a template of this room."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(template), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(number=number, whole=lambda value: number(round(value)), flat=lambda text: " ".join(text.split()))
    return environment.get_template(name).render(values) + "\n"


def context(found: Indicators, title: str) -> dict[str, Any]:
    """What the templates read. Charts are drawn without styles, so the policy allows the page's own style alone, by its hash."""
    from markupsafe import Markup

    style = report_file("report.css") + "\n" + template("indicators.css")
    rows_of: dict[str, list[Row]] = defaultdict(list)
    for row in found.rows:
        rows_of[row.contract.key].append(row)
    titles = Titles(found)
    proof = {table.axis.id: rows_by_line(found, table.axis.id) for table in found.tables}
    # contracts with a label come first where not all can be listed
    listed = found.contracts if len(found.contracts) <= _CONTRACTS else sorted(
        found.contracts, key=lambda contract: not any(row.label for row in rows_of.get(contract.key, ())))[:_CONTRACTS]
    own_bars = {table.axis.id: bars(table, titles) for table in found.tables if any(line.scopes["wide"].demands for line in table.lines)}

    def share(part: Count, whole: Count) -> str:
        return percent(100 * part.contracts / whole.contracts if whole.contracts else 0)

    def drawn(chart: Chart) -> Markup:
        return Markup(svg.render(chart, standalone=False))

    return {
        "found": found, "title": title, "version": __version__, "style": Markup(style), "titles": titles, "scopes": scope_titles(found),
        "policy": f"default-src 'none'; style-src {source_hash(style)}; base-uri 'none'; form-action 'none'",
        "charts": [chart for chart in charts_of(found) if not chart.id.startswith("par-")], "bar_charts": own_bars,
        "svg": drawn, "share": share,
        "anchors": {contract.key: index for index, contract in enumerate(listed)}, "listed": listed, "lines": _LINES, "rows_of": rows_of,
        "limit": _INLINE,
        "by_contract": by_contract, "evidence": evidence, "proof_of": proof, "silent": silent, "amount_words": amount_words,
        "contract_title": contract_title, "contract_words": contract_words, "figure_words": figure_words, "place_words": place_words,
        "row_words": row_words,
    }
