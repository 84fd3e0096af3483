"""The report as one self-contained page: no network, printable, light and dark, usable without a mouse and without JavaScript.

Templates are in templates/: the page, its style and its script. A policy in the page itself (CSP) allows that style and that script alone, by their
hashes, so that nothing a tender says can run or load anything; Jinja2 escapes every value.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import Any

from clausecheck.model import APART, ClauseFinding, Criterion, Family, Force, LabelFinding, Report, Severity, Verdict
from clausecheck.report import phrases, rows, words
from clausecheck.report.messages import Translator, mark, translator
from clausecheck.report.rows import FoundRow

__all__ = ["Bar", "render", "source_hash", "split_quote", "template_file"]

_EFFORT = {1: mark("une phrase à ajouter"), 2: mark("une exigence à régler"), 3: mark("une exigence à étudier")}
_EQUIVALENT = {True: mark("équivalents acceptés"), False: mark("sans « ou équivalent »"), None: ""}
_MARKS = {Verdict.MET: "✓", Verdict.PARTIAL: "~", Verdict.MISSING: "✗", Verdict.TO_VERIFY: "?", Verdict.NOT_APPLICABLE: "–"}
_BAR_HEIGHT = 46
_BAR_WIDTH = 560
_NAME_LENGTH = 78


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the chart of criteria, in the units of its drawing; `indent` for a sub-criterion."""

    name: str
    weight: str
    environmental: bool
    y: int
    indent: int
    width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The criteria of one piece and lot: bars, and the rows that say the same in words."""

    title: str
    bars: tuple[Bar, ...]
    height: int
    rows: tuple[tuple[str, str, str, bool], ...]


def render(report: Report, *, lang: str = "fr") -> str:
    """The page in one of LANGUAGES; the same report gives the same text. Quotes, reasons, advice and wordings stay French, and say so (lang="fr")."""
    import jinja2

    t = translator(lang)
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(template_file), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(number=t.number, flat=_flat, day=lambda iso: words.long_date(iso, t))
    style, script = template_file("report.css"), template_file("report.js")
    return environment.get_template("report.html.j2").render(_context(report, style, script, t)) + "\n"


def template_file(name: str) -> str:
    """The text of a file of templates/, line ends as in the repository on every system: hashes depend on them."""
    return files("clausecheck.report").joinpath("templates", name).read_text("utf-8").replace("\r\n", "\n").rstrip("\n")


def source_hash(text: str) -> str:
    """The source expression of a text in a content security policy. The page puts no other sign between the tags."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _context(report: Report, style: str, script: str, t: Translator) -> dict[str, Any]:
    from markupsafe import Markup

    title = _flat(report.tender.object or report.tender.title or t("Rapport clausecheck"))
    every = list(rows.findings(report))
    clauses = [found for found in every if isinstance(found.row, ClauseFinding)]
    families = [(family, sorted((f for f in clauses if _family(f) is family), key=_firmest)) for family in Family]
    return {
        **_spoken(report, t), "t": words.Typeset(t), "fr": "" if t.lang == "fr" else Markup(' lang="fr"'),
        "report": report, "words": words, "rows": rows, "phrases": phrases, "style": Markup(style), "script": Markup(script),
        "policy": f"default-src 'none'; style-src {source_hash(style)}; script-src {source_hash(script)}; base-uri 'none'; form-action 'none'",
        "title": title[:1].upper() + title[1:],
        "nothing_read": rows.nothing_read(report), "not_read": rows.not_read(report, t), "settings": rows.settings_lines(report, t),
        "tally": rows.tally(report, t),
        "dropped": [check for check in report.checks if phrases.set_aside(check)],
        "marks": _MARKS, "efforts": _EFFORT,
        "obligations": rows.by_verdict(report, Severity.OBLIGATION),
        "others": rows.by_verdict(report, Severity.RECOMMENDATION, Severity.GOOD_PRACTICE),
        "to_do": (Verdict.MISSING, Verdict.PARTIAL, Verdict.TO_VERIFY), "aside": Verdict.NOT_APPLICABLE, "met": Verdict.MET,
        "labels": sorted((found for found in every if isinstance(found.row, LabelFinding)), key=_firmest),
        "asked": len({demand.key for demand in report.demands if demand.what == "label"}),
        "green": [(family, own) for family, own in families if own and family not in APART],
        "apart": [(family, own) for family, own in families if own and family in APART],
        "forces": [force for force in Force if any(found.row.force is force for found in every)],
        "charts": _charts(report, t), "split_quote": split_quote, "is_label": lambda found: isinstance(found.row, LabelFinding),
        "equivalent": _EQUIVALENT,
        "bar_width": _BAR_WIDTH, "bar_height": _BAR_HEIGHT,
    }


def _spoken(report: Report, t: Translator) -> dict[str, Any]:
    """The helpers of rows in the language of the page, and the the other titles of its checks by id."""
    return {
        "where": partial(phrases.where, t=t), "title_of": partial(phrases.title_of, t=t), "verdict_word": partial(phrases.verdict_word, t=t),
        "kinds_of": partial(rows.kinds_of, t=t), "gain_words": partial(rows.gain_words, t=t), "decision_words": partial(phrases.decision_words, t=t),
        "coherence_places": partial(rows.coherence_places, t=t), "titles": rows.english_titles(report, t),
    }


def _flat(text: str) -> str:
    return " ".join(text.split())


def _family(found: FoundRow) -> Family | None:
    return found.row.family if isinstance(found.row, ClauseFinding) else None


def _firmest(found: FoundRow) -> tuple[bool, int]:
    return phrases.set_aside(found.row), list(Force).index(found.row.force)


def split_quote(found: FoundRow) -> tuple[str, str, str]:
    """The sentence before, at and after the words that matched; all of it first when the places do not fit the sentence."""
    row, text = found.row, found.item.document.text
    whole = _flat(row.quote)
    if not row.quote_start <= row.start < row.end <= row.quote_end <= len(text):
        return whole, "", ""
    words_found = text[row.start : row.end]
    start = row.start + len(words_found) - len(words_found.lstrip())
    end = max(start, row.end - len(words_found) + len(words_found.rstrip()))
    before, hit, after = text[row.quote_start : start], text[start:end], text[end : row.quote_end]
    if _flat(before + hit + after) != whole:
        return whole, "", ""
    return _loose(before).lstrip(), _flat(hit), _loose(after).rstrip()


def _loose(text: str) -> str:
    """One line, with a blank left at an end that had one."""
    flat = _flat(text)
    head = " " if text[:1].isspace() and flat else ""
    return head + flat + (" " if text[-1:].isspace() else "")


def _charts(report: Report, t: Translator) -> list[Chart]:
    charts = []
    for item in report.documents:
        for lot in dict.fromkeys(row.lot for row in item.outline.criteria):
            own = [row for row in item.outline.criteria if row.lot == lot]
            name = item.document.name
            charts.append(_chart(name if lot is None else t("{name}, lot {lot}", name=name, lot=lot), own, t))
    return charts


def _chart(title: str, criteria: Sequence[Criterion], t: Translator) -> Chart:
    """Bars are to the scale of 100 %, or of the greatest weight where weights are points or go beyond."""
    ordered = _tree(criteria)
    weights = [row.weight for row, _ in ordered if row.weight is not None]
    percent = all(row.unit == "%" for row, _ in ordered if row.weight is not None)
    scale = max([*weights, 100.0 if percent else 0.0]) or 1.0
    bars = tuple(
        Bar(_short(row.name), _weight(row, t), row.environmental, number * _BAR_HEIGHT, 24 * depth, round(_BAR_WIDTH * max(row.weight, 0) / scale, 1))
        for number, (row, depth) in enumerate((r, d) for r, d in ordered if r.weight is not None) if row.weight is not None
    )
    texts = tuple((_flat(row.name), _flat(row.parent or ""), _weight(row, t), row.environmental) for row, _ in ordered)
    return Chart(title, bars, len(bars) * _BAR_HEIGHT, texts)


def _tree(criteria: Sequence[Criterion]) -> list[tuple[Criterion, int]]:
    """Criteria in reading order with their depth, each sub-criterion after the first criterion of its parent's name; every one exactly once."""
    names = {row.name for row in criteria}
    seen: set[int] = set()
    out: list[tuple[Criterion, int]] = []

    def add(row: Criterion, depth: int) -> None:
        if id(row) in seen:
            return
        seen.add(id(row))
        out.append((row, min(depth, 3)))
        for child in criteria:
            if child.parent == row.name and child is not row:
                add(child, depth + 1)

    for row in criteria:
        if row.parent is None or row.parent not in names:
            add(row, 0)
    for row in criteria:
        add(row, 0)
    return out


def _short(name: str) -> str:
    flat = _flat(name)
    return flat if len(flat) <= _NAME_LENGTH else flat[: _NAME_LENGTH - 1].rstrip() + "…"


def _weight(row: Criterion, t: Translator) -> str:
    if row.weight is None:
        return t("sans poids")
    unit = "%" if row.unit == "%" else t("points") if row.unit == "points" else ""
    return f"{t.number(row.weight, 2)}\N{NO-BREAK SPACE}{unit}".rstrip()
