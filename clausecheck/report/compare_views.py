"""A comparison for the terminal, as Markdown, as JSON and as one self-contained page. French."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from clausecheck.model import Family, Verdict
from clausecheck.report.compare import KINDS, Change, Comparison, CriterionChange
from clausecheck.report.compare_units import Unit
from clausecheck.report.html import source_hash, template_file
from clausecheck.report.markdown import safe
from clausecheck.report.messages import translator
from clausecheck.report.sheet import Sheet
from clausecheck.report.words import FAMILIES, VERDICTS

__all__ = ["SCHEMA", "as_html", "as_json", "as_markdown", "as_text", "summary"]

SCHEMA = "clausecheck-compare-1"
_T = translator("fr")
_TITLES = {
    "lost": "Perdu", "weakened": "Affaibli", "strengthened": "Renforcé", "added": "Ajouté", "changed": "Modifié", "set-aside": "Écarté par décision",
    "restored": "Repris après avoir été écarté", "reworded": "Récrit, sans autre effet", "moved": "Déplacé",
}
_MARKS = {
    "lost": "−", "weakened": "↓", "strengthened": "↑", "added": "+", "changed": "~", "set-aside": "x", "restored": "o", "reworded": "≈", "moved": "→",
}
_STYLES = {"lost": "bold red", "weakened": "red", "strengthened": "green", "added": "bold green"}
_FIGURES = {
    "conformity": "Conformité", "ambition": "Ambition", "demands": "Demandes environnementales", "labels_strict": "Écolabels au sens strict",
    "labels_wide": "Labels au sens large", "other_schemes": "Autres démarches",
}
_SAME = "Les deux côtés sont identiques : mêmes fichiers, mêmes constats."
_EQUAL = "Rien de ce qui est comparé ne change : mêmes demandes, mêmes critères, mêmes verdicts, même score."


def summary(result: Comparison) -> str:
    """One sentence: « 1 perdu, 2 renforcés ; 14 inchangés. », or that both sides are the same."""
    if result.nothing:
        return _SAME if result.same_content else _EQUAL
    words = {"lost": "perdu", "weakened": "affaibli", "strengthened": "renforcé", "added": "ajouté", "changed": "modifié", "set-aside": "écarté",
             "restored": "repris", "reworded": "récrit", "moved": "déplacé"}
    kinds = [change.kind for change in result.changes]
    parts = [f"{n} {word}{'s' if n > 1 else ''}" for kind, word in words.items() if (n := kinds.count(kind))]
    same = f"{result.same} inchangé{'s' if result.same > 1 else ''}"
    return f"{', '.join(parts) or 'aucune demande ne change'} ; {same}.".capitalize()


def _name(change: Change) -> str:
    unit = change.after or change.before
    assert unit is not None
    return f"Label {unit.title}" if change.what == "label" else f"{FAMILIES[Family(change.key)]} — {unit.title}"


def _where(unit: Unit) -> str:
    page = f"page {unit.page}" if unit.page is not None else ""
    return ", ".join(part for part in (unit.document, page, unit.section) if part)


def _facts(unit: Unit) -> str:
    return ", ".join(part for part in (unit.force_word, unit.quantity_words, unit.lot_words if unit.lots else "") if part)


def _sides(change: Change) -> list[tuple[str, Unit]]:
    """What to quote: both sides when the words differ, one when they do not."""
    if change.before is None or change.after is None:
        unit = change.after or change.before
        assert unit is not None
        return [("", unit)]
    if change.kind == "moved":
        return [("avant", change.before), ("après", change.after)]
    return [("après", change.after)] if change.before.quote == change.after.quote and not change.moved else [
        ("avant", change.before), ("après", change.after)]


def _figure_rows(result: Comparison) -> list[tuple[str, str, str, str]]:
    """Name, before, after, difference; all of them, so that what did not change is said too."""
    rows = []
    for name, before, after in result.figures:
        gap = "" if before is None or after is None or before == after else f"{'+' if after > before else '−'}{_T.number(abs(after - before))}"
        rows.append((_FIGURES[name], _figure(before), _figure(after), gap))
    return rows


def _figure(value: float | None) -> str:
    return "non calculé" if value is None else _T.number(value)


def _weights(row: CriterionChange) -> str:
    def weight(value: float | None) -> str:
        return "sans poids" if value is None else f"{_T.number(value, 2)}\N{NO-BREAK SPACE}{row.unit}".strip()

    if row.kind == "lost":
        return weight(row.before)
    return weight(row.after) if row.kind == "added" else f"{weight(row.before)} → {weight(row.after)}"


def _criterion(row: CriterionChange) -> str:
    lot = f" (lot {row.lot})" if row.lot else ""
    green = " [environnement]" if row.environmental else ""
    return f"{_TITLES[row.kind]} : {' '.join(row.name.split())}{lot}{green}, {_weights(row)}"


def _verdict(code: str) -> str:
    return VERDICTS[Verdict(code)]


def as_text(result: Comparison, *, width: int = 80, colour: bool = False) -> str:
    """For a terminal, lines of at most `width` characters."""
    sheet = Sheet(width=width, colour=colour)
    sheet.line((summary(result), "bold"))
    for note in result.notes:
        sheet.item((note, "yellow"), bullet="!")
    if result.nothing:
        return sheet.text()
    for kind in KINDS:
        changes = [change for change in result.changes if change.kind == kind]
        if changes:
            sheet.title(f"{_TITLES[kind]} : {len(changes)}")
        for change in changes:
            _text_change(sheet, change)
    if result.criteria:
        sheet.title("Critères d'attribution")
        for row in result.criteria:
            sheet.item(_criterion(row), bullet=_MARKS[row.kind])
    if result.verdicts:
        sheet.title("Contrôles")
        for name, title, before, after in result.verdicts:
            sheet.item((f"{_verdict(before)} → {_verdict(after)}", "bold"), f" — {title} [{name}]")
    sheet.title("Score")
    sheet.grid([(name, before, "→", after, gap) for name, before, after, gap in _figure_rows(result)], flexible=0, right=(1, 3, 4))
    return sheet.text()


def _text_change(sheet: Sheet, change: Change) -> None:
    sheet.item((_name(change), "bold"), *([f" — {' ; '.join(change.why)}"] if change.why else []), bullet=_MARKS[change.kind])
    for side, unit in _sides(change):
        sheet.line((f"{side} : " if side else "", "bold"), f"{_facts(unit)}, {_where(unit)}", indent=2)
        sheet.quote(unit.quote, indent=2, length=220)


def as_markdown(result: Comparison) -> str:
    """CommonMark with tables."""
    return "\n".join(_markdown(result)) + "\n"


def _markdown(result: Comparison) -> Iterator[str]:
    yield from ("# Avant et après", "", f"**{safe(summary(result))}**", "")
    yield from (f"- {safe(note)}" for note in result.notes)
    for kind in KINDS:
        changes = [change for change in result.changes if change.kind == kind]
        if changes:
            yield from ("", f"## {_TITLES[kind]} ({len(changes)})", "")
        for change in changes:
            why = f" — {safe(' ; '.join(change.why))}" if change.why else ""
            yield f"- **{safe(_name(change))}**{why}"
            for side, unit in _sides(change):
                head = f"{side} : " if side else ""
                yield f"  - {head}{safe(_facts(unit))}, «\N{NO-BREAK SPACE}{safe(unit.quote)}\N{NO-BREAK SPACE}» ({safe(_where(unit))})"
    if result.criteria:
        yield from ("", "## Critères d'attribution", "", *(f"- {safe(_criterion(row))}" for row in result.criteria))
    if result.verdicts:
        yield from ("", "## Contrôles", "")
        yield from (f"- **{_verdict(before)} → {_verdict(after)}** — {safe(title)} [{name}]" for name, title, before, after in result.verdicts)
    yield from ("", "## Score", "", "| | Avant | Après | Écart |", "|---|---|---|---|")
    yield from (f"| {' | '.join(row)} |" for row in _figure_rows(result))


def as_json(result: Comparison) -> str:
    """Stable names; `kind` of a change is one of compare.KINDS. The same reports give the same text."""
    answer: dict[str, Any] = {
        "schema": SCHEMA, "identical": result.nothing, "same_content": result.same_content, "losses": result.losses, "unchanged": result.same,
        "notes": list(result.notes), "pieces": {"before": list(result.pieces[0]), "after": list(result.pieces[1])},
        "changes": [asdict(change) for change in result.changes], "criteria": [asdict(row) for row in result.criteria],
        "verdicts": [{"id": name, "title": title, "before": before, "after": after} for name, title, before, after in result.verdicts],
        "figures": {name: {"before": before, "after": after} for name, before, after in result.figures},
    }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def as_html(result: Comparison) -> str:
    """One page without network; its policy allows its own style alone."""
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(template_file), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    style = template_file("report.css")
    groups = [(kind, _TITLES[kind], [change for change in result.changes if change.kind == kind]) for kind in KINDS]
    return environment.get_template("compare.html.j2").render(
        result=result, summary=summary(result), groups=[group for group in groups if group[2]], marks=_MARKS, figures=_figure_rows(result),
        name=_name, sides=_sides, facts=_facts, where=_where, criterion=_criterion, verdict=_verdict, style=Markup(style),
        policy=f"default-src 'none'; style-src {source_hash(style)}; base-uri 'none'; form-action 'none'") + "\n"
