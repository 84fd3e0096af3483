"""The charts of the indicators: the share of contracts by year (lines), demands by nature and year (stacked), one breakdown (bars).

They read in grey: patterns and marks, not colours, tell series apart, and every value is written where it is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from clausecheck.indicators.counting import Indicators, Table, YearPoint
from clausecheck.indicators.shapes import RULE, SOFT, Chart, Mark, Polyline, Rect, Shape, Text, text_width
from clausecheck.indicators.view import Titles, number, percent
from clausecheck.model import Nature
from clausecheck.report.words import NATURES

__all__ = ["bars", "charts_of", "evolution_lines", "nature_stack"]

_WIDTH = 760.0
_BARS_SHOWN = 12
_NAME_LENGTH = 40
_NATURES_SHOWN = 6
_LINE_HEIGHT = 19.0
_INSET = 34.0
_ROOM_FOR_WORDS = 100.0
_GAP = 8.0
"""Between a bar and its figures, and between these and the edge."""
_YEARS_SHOWN = 10
"""The last years, as many as can be told apart with their numbers; the table of the evolution has them all."""
_NB = "\N{NO-BREAK SPACE}"


def charts_of(found: Indicators) -> list[Chart]:
    """The charts that the data can fill: the two of the evolution from two years on, and one for each breakdown that has a demand."""
    charts = []
    if len(found.evolution) > 1:
        charts.append(evolution_lines(found))
    if any(point.natures for point in found.evolution):
        charts.append(nature_stack(found))
    titles = Titles(found)
    charts += [bars(table, titles) for table in found.tables if any(line.scopes["wide"].demands for line in table.lines)]
    return charts


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def _last(points: Sequence[YearPoint]) -> tuple[Sequence[YearPoint], str]:
    """The years that are drawn, and what the title says when some are not."""
    cut = f" ({_YEARS_SHOWN} dernières années)" if len(points) > _YEARS_SHOWN else ""
    return points[-_YEARS_SHOWN:], cut


def evolution_lines(found: Indicators) -> Chart:
    """Share of the contracts that ask for an ecolabel, strict and wide, by year."""
    points, cut = _last(found.evolution)
    left, right, top, height = 56.0, 116.0, 24.0, 220.0
    years = [int(point.year) for point in points]
    step = (_WIDTH - left - right - 2 * _INSET) / max(years[-1] - years[0], 1)
    shapes: list[Shape] = []
    for value in (0, 25, 50, 75, 100):
        y = top + height * (1 - value / 100)
        shapes += [Polyline(((left, y), (_WIDTH - right, y)), RULE), Text(left - 10, y + 4, f"{value}{_NB}%", "end", 12, colour=SOFT)]
    xs = [left + _INSET + step * (year - years[0]) for year in years]
    for x, point in zip(xs, points, strict=True):
        every = point.every.contracts
        # the word is written once where the years stand close
        unit = f" marché{'s' if every > 1 else ''}" if step >= _ROOM_FOR_WORDS else ""
        shapes += [Text(x, top + height + 44, point.year, "middle", 13, True),
                   Text(x, top + height + 62, f"{number(every)}{unit}", "middle", 12, colour=SOFT)]
    if step < _ROOM_FOR_WORDS:
        shapes.append(Text(_WIDTH - right + 8, top + height + 62, "marchés", size=12, colour=SOFT))
    strict = [_share(point.strict.contracts, point.every.contracts) for point in points]
    wide = [_share(point.wide.contracts, point.every.contracts) for point in points]

    def place(value: float) -> float:
        return top + height * (1 - value / 100)

    shapes += _series(xs, [place(value) for value in wide], wide, dashed=True, kind="square", above=True)
    shapes += _series(xs, [place(value) for value in strict], strict, dashed=False, kind="disc", above=False)
    ends = _apart(place(wide[-1]), place(strict[-1]))
    shapes += [Text(xs[-1] + 40, ends[0] + 5, "sens large", bold=True), Text(xs[-1] + 40, ends[1] + 5, "sens strict", bold=True)]
    said = " ".join(
        f"{point.year}{_NB}: {percent(s)} au sens strict, {percent(w)} au sens large, "
        f"sur {point.every.contracts} marché{'s' if point.every.contracts > 1 else ''}."
        for point, s, w in zip(points, strict, wide, strict=True))
    return Chart("evolution", f"Part des marchés demandant au moins un écolabel, par année{cut}", said, _WIDTH, top + height + 72, tuple(shapes))


def _series(xs: Sequence[float], ys: Sequence[float], values: Sequence[float], *, dashed: bool, kind: str, above: bool) -> list[Shape]:
    """A line, its marks, and its values: those of the upper line above, those of the lower one under."""
    line = Polyline(tuple(zip(xs, ys, strict=True)), thickness=2.4, dashed=dashed)
    marks: list[Shape] = [Mark(x, y, kind) for x, y in zip(xs, ys, strict=True)]
    texts = [Text(x, y - 10 if above else y + 21, _rounded(value), "middle", 12) for x, y, value in zip(xs, ys, values, strict=True)]
    return [line, *marks, *texts]


def _rounded(value: float) -> str:
    """A whole percentage; a share that is not nothing is not written 0."""
    return f"<{_NB}1{_NB}%" if 0 < value < 1 else f"{number(round(value))}{_NB}%"


def _apart(upper: float, lower: float) -> tuple[float, float]:
    """Two heights at least a line of text from each other."""
    if lower - upper >= _LINE_HEIGHT:
        return upper, lower
    middle = (upper + lower) / 2
    return middle - _LINE_HEIGHT / 2, middle + _LINE_HEIGHT / 2


def nature_stack(found: Indicators) -> Chart:
    """Label demands by nature, one bar a year; the natures met least are joined when there are too many to tell apart."""
    points, cut = _last([point for point in found.evolution if point.natures])
    totals = {nature: sum(point.natures.get(nature.value, 0) for point in points) for nature in Nature}
    present = sorted((nature for nature in Nature if totals[nature]), key=lambda nature: -totals[nature])
    shown = present if len(present) <= _NATURES_SHOWN + 1 else present[:_NATURES_SHOWN]
    shown = [nature for nature in Nature if nature in shown]
    series = [(NATURES[nature], [point.natures.get(nature.value, 0) for point in points]) for nature in shown]
    rest = [nature for nature in present if nature not in shown]
    if rest:
        series.append(("autres natures", [sum(point.natures.get(nature.value, 0) for nature in rest) for point in points]))
    left, top, height = 56.0, 24.0, 230.0
    most = max(sum(values[index] for _, values in series) for index in range(len(points)))
    step = (_WIDTH - left - 16) / len(points)
    wide = min(90.0, step * (0.6 if step > _ROOM_FOR_WORDS else 0.4))
    shapes: list[Shape] = [Polyline(((left, top + height), (_WIDTH - 16, top + height)), SOFT)]
    for index, point in enumerate(points):
        shapes += _column(series, index, point, left + step * (index + 0.5), wide, top, height, most)
    shapes += _legend([name for name, _ in series], left, top + height + 44)
    rows = (len(series) + 1) // 2
    said = " ".join(
        f"{point.year}{_NB}: " + ", ".join(f"{name} {values[index]}" for name, values in series if values[index]) + "."
        for index, point in enumerate(points))
    return Chart(
        "natures", f"Demandes de labels par nature et par année{cut}",
        f"{said} Écolabels sans nom et autres démarches compris, chacun dans sa nature.",
        _WIDTH, top + height + 44 + rows * 26, tuple(shapes))


def _column(
    series: Sequence[tuple[str, Sequence[int]]], index: int, point: YearPoint, middle: float, wide: float, top: float, height: float, most: int,
) -> list[Shape]:
    """One stacked bar, lowest series first, each part with its number beside it, the total on top."""
    shapes: list[Shape] = []
    y = top + height
    for fill, (_, values) in enumerate(series):
        tall = height * values[index] / most
        if not values[index]:
            continue
        y -= tall
        shapes.append(Rect(middle - wide / 2, y, wide, tall, fill))
        if tall >= 11:
            shapes.append(Text(middle + wide / 2 + 6, y + tall / 2 + 4, number(values[index]), size=12))
    total = sum(values[index] for _, values in series)
    return [*shapes, Text(middle, y - 7, number(total), "middle", 13, True), Text(middle, top + height + 20, point.year, "middle", 13, True)]


def _legend(names: Sequence[str], left: float, top: float) -> list[Shape]:
    shapes: list[Shape] = []
    for index, name in enumerate(names):
        x, y = left + (index % 2) * (_WIDTH - left) / 2, top + (index // 2) * 26
        shapes += [Rect(x, y - 12, 24, 16, index), Text(x + 32, y + 1, name)]
    return shapes


def bars(table: Table, titles: Titles) -> Chart:
    """One breakdown: demands of the wide sense, the strict ones full; the longest lines when there are many."""
    lines = [line for line in table.lines if line.scopes["wide"].demands]
    cut = lines if table.axis.id in ("year", "nature") else sorted(lines, key=lambda line: -line.scopes["wide"].demands)[:_BARS_SHOWN]
    names = [_short(titles.of(table.axis, line.value)) for line in cut]
    left = min(max(text_width(name) for name in names) + 24, 360.0)
    figures = [f"{number(line.scopes['strict'].demands)} / {number(line.scopes['wide'].demands)}" for line in cut]
    room = _WIDTH - left - max(text_width(words, bold=True) for words in figures) - 2 * _GAP
    most = max(line.scopes["wide"].demands for line in cut)
    shapes: list[Shape] = []
    top = 12.0
    for index, (name, line, words) in enumerate(zip(names, cut, figures, strict=True)):
        y = top + index * 30
        strict, wide = line.scopes["strict"].demands, line.scopes["wide"].demands
        if strict:
            shapes.append(Rect(left, y, room * strict / most, 20, 0))
        if wide > strict:
            shapes.append(Rect(left + room * strict / most, y, room * (wide - strict) / most, 20, 1))
        shapes += [Text(left - 10, y + 15, name, "end"), Text(left + room * wide / most + _GAP, y + 15, words, bold=True)]
    foot = top + len(cut) * 30 + 24
    shapes += [Rect(left, foot - 12, 24, 16, 0), Text(left + 32, foot + 1, "sens strict"), Rect(left + 130, foot - 12, 24, 16, 1),
               Text(left + 162, foot + 1, "sens large, hors sens strict")]
    hidden = len(lines) - len(cut)
    more = f" ({len(cut)} premières valeurs sur {len(lines)})" if hidden else ""
    said = " ".join(
        f"{titles.of(table.axis, line.value)}{_NB}: {line.scopes['strict'].demands} au sens strict, {line.scopes['wide'].demands} au sens large."
        for line in cut)
    name = f"Demandes d'écolabel {table.axis.title[0].lower()}{table.axis.title[1:]}{more}"
    return Chart(f"par-{table.axis.id}", name, said, _WIDTH, foot + 14, tuple(shapes))


def _short(name: str) -> str:
    """A name that fits beside its bar: what stands in brackets is left out first."""
    plain = re.sub(r" \([^)]*\)$", "", name) if len(name) > _NAME_LENGTH else name
    return plain if len(plain) <= _NAME_LENGTH else plain[: _NAME_LENGTH - 1].rsplit(" ", 1)[0] + "…"
