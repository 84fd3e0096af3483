"""The forms of the answer: text, Markdown, CSV, workbook, page and drawings."""

from __future__ import annotations

import importlib.util
import io
import json
import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from clausecheck.indicators import csv, html, markdown, png, svg, text, xlsx
from clausecheck.indicators.charts import charts_of
from clausecheck.indicators.counting import Indicators, count
from clausecheck.indicators.definitions import load_definitions
from clausecheck.indicators.shapes import FILLS, Chart, Rect, Text, stacked, text_width
from clausecheck.indicators.view import FIGURE_COLUMNS, PROOF_COLUMNS, TABLE_COLUMNS
from tests.indicators.pairs import label, mixed, pair, source
from tests.report.browser import CHROMIUM, WHY_NOT, chromium

AXES = tuple(axis.id for axis in load_definitions().axes)
FOUND = count(mixed(), by=AXES)
SVG = "{http://www.w3.org/2000/svg}"


def flat(words: str) -> str:
    return " ".join(words.replace("\xa0", " ").split())


@pytest.mark.parametrize("form", [text.render(FOUND), markdown.render(FOUND), html.render(FOUND)], ids=["text", "md", "html"])
def test_the_definition_stands_beside_each_figure(form: str) -> None:
    said = flat(re.sub(r"<[^>]+>", " ", form).replace("&#39;", "'").replace("&nbsp;", " ").replace("\\", ""))
    for figure in FOUND.figures:
        if figure.definition.summary:
            title, definition = flat(figure.definition.title), flat(figure.definition.text)
            assert said.index(definition, said.index(title)) - said.index(title) < 600, title
    assert "illisible" in said


def test_text_detail_shows_contracts_and_sentences() -> None:
    plain, detail = text.render(FOUND), text.render(FOUND, detail=True)
    assert "Le papier est certifié" not in plain
    assert "Le papier est certifié Écolabel européen." in flat(detail) and "cctp.docx, page 2, Article 3" in detail
    assert max(map(len, detail.splitlines())) <= 80


def test_markdown_tables_hold_together() -> None:
    for block in re.findall(r"(?:^\|.*\n)+", markdown.render(FOUND, detail=True), re.MULTILINE):
        assert len({line.count("|") - line.count("\\|") for line in block.splitlines()}) == 1


def test_csv() -> None:
    assert csv.render(FOUND).lstrip("\ufeff").split("\r\n")[0].split(";") == list(TABLE_COLUMNS)
    assert csv.render(count(mixed())).lstrip("\ufeff").split("\r\n")[0].split(";") == list(FIGURE_COLUMNS)
    proof = csv.render(FOUND, detail=True)
    assert proof.lstrip("\ufeff").split("\r\n")[0].split(";") == list(PROOF_COLUMNS)
    assert len(proof.strip().split("\r\n")) == 1 + len(FOUND.rows)
    assert ';=HYPERLINK' not in proof and "'=HYPERLINK" in proof


def test_workbook() -> None:
    import openpyxl

    data = xlsx.render(FOUND)
    assert data == xlsx.render(FOUND)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Chiffres", "Ventilations", "Évolution", "Marchés", "Demandes", "Non lu"]
    assert book["Demandes"].max_row == 1 + len(FOUND.rows) and book["Marchés"].max_row == 7
    assert all(cell.data_type != "f" for sheet in book for line in sheet for cell in line)


def test_page_is_closed_to_scripts_and_the_network() -> None:
    page = html.render(FOUND)
    assert page == html.render(FOUND)
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "default-src &#39;none&#39;" in page and " style=" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_page_opens_every_figure() -> None:
    page = html.render(FOUND)
    assert page.count("<details>") == page.count("</details>") > 20
    for contract in FOUND.contracts:
        assert f"[{contract.key}]" in page


@pytest.mark.parametrize("chart", charts_of(FOUND), ids=lambda chart: chart.id)
def test_drawings_have_a_text_alternative(chart: Chart) -> None:
    root = ElementTree.fromstring(svg.render(chart))
    assert root.get("role") == "img"
    words = {element.get("id"): element.text for element in root if element.tag in (f"{SVG}title", f"{SVG}desc")}
    assert set((root.get("aria-labelledby") or "").split()) == set(words) and all(words.values())
    assert len(list(root.iter(f"{SVG}text"))) > 3
    assert not list(root.iter(f"{SVG}style")) and "style" not in {name for element in root.iter() for name in element.attrib}


@pytest.mark.parametrize("chart", charts_of(FOUND), ids=lambda chart: chart.id)
def test_nothing_leaves_the_drawing(chart: Chart) -> None:
    for shape in chart.shapes:
        if isinstance(shape, Text):
            wide = text_width(shape.words, shape.size)
            left = shape.x - {"start": 0, "middle": wide / 2, "end": wide}[shape.anchor]
            assert left >= -2 and left + wide <= chart.width + 2 and 0 < shape.y <= chart.height, shape
        elif isinstance(shape, Rect):
            assert shape.x >= 0 and shape.x + shape.width <= chart.width + 0.1 and shape.height >= 0


def test_fills_differ_without_colour() -> None:
    def grey(colour: str) -> int:
        red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
        return round(0.2126 * red + 0.7152 * green + 0.0722 * blue)

    seen = {(fill.lines, grey(fill.paper) // 40) for fill in FILLS}
    assert len(seen) == len(FILLS)


def test_values_are_written_where_they_are_drawn() -> None:
    words = [shape.words for chart in charts_of(FOUND) if chart.id == "par-label" for shape in chart.shapes if isinstance(shape, Text)]
    assert "4 / 4" in words and "0 / 1" in words


def many_years() -> Indicators:
    """Fifteen years, more than a thousand contracts in some, every nature."""
    from clausecheck.model import Nature

    pairs = []
    for year in range(2010, 2025):
        own = [label(f"d{number:04d}", label=f"{nature.value}-{number}", nature=nature, wide=True) for number, nature in enumerate(list(Nature) * 80)]
        pairs.append(pair(f"a{year}", *own, launch_date=f"{year}-01-01"))
        pairs += [pair(f"b{year}-{number}", launch_date=f"{year}-01-01") for number in range(1200)]
    return count(source(*pairs))


def test_many_years_stay_readable() -> None:
    for chart in charts_of(many_years()):
        assert "10 dernières années" in chart.title
        texts = [shape for shape in chart.shapes if isinstance(shape, Text)]
        boxes = []
        for shape in texts:
            wide = text_width(shape.words, shape.size)
            left = shape.x - {"start": 0, "middle": wide / 2, "end": wide}[shape.anchor]
            boxes.append((left, left + wide, shape.y - shape.size * 0.8, shape.y, shape.words))
        for index, one in enumerate(boxes):
            for other in boxes[:index]:
                assert one[0] >= other[1] or other[0] >= one[1] or one[2] >= other[3] or other[2] >= one[3], (one, other)
            assert one[0] >= -2 and one[1] <= chart.width + 2


def crowded(demands: int) -> Indicators:
    """As many demands, all strict, of one contract: the longest figures beside the longest bar."""
    own = [label(f"d{number:04d}", label=f"label-{number}") for number in range(demands)]
    return count(source(pair("a", *own, launch_date="2026-01-01")), by=("year",))


@pytest.mark.skipif(CHROMIUM is None, reason=WHY_NOT)
@pytest.mark.parametrize("demands", [116, 1234])
def test_no_figure_is_cut_at_the_edge_in_a_browser(tmp_path: Path, demands: int) -> None:
    drawn = "".join(svg.render(chart, standalone=False) for chart in charts_of(crowded(demands)))
    page = tmp_path / "bars.html"
    page.write_text(
        f"<!doctype html><meta charset='utf-8'>{drawn}<pre id='out'></pre><script>document.getElementById('out').textContent = JSON.stringify("
        "[...document.querySelectorAll('svg text')].map(t => { const b = t.getBBox();"
        " return [t.textContent, b.x, t.ownerSVGElement.viewBox.baseVal.width - b.x - b.width]; }));</script>", "utf-8")
    found = re.search(r'<pre id="out">(.*?)</pre>', chromium(page, "--dump-dom"), re.DOTALL)
    assert found is not None
    spaces = {flat(words): (left, right) for words, left, right in json.loads(unescape(found.group(1)))}
    figure = "116 / 116" if demands == 116 else "1 234 / 1 234"
    assert figure in {words.replace("\u202f", " ") for words in spaces}
    assert all(left >= 0 and right >= 0 for left, right in spaces.values()), spaces


def test_a_long_list_of_unread_tenders_is_cut_and_counted() -> None:
    from clausecheck.indicators.source import Gap

    found = count(source(gaps=tuple(Gap(f"g{number}", True, "illisible") for number in range(200))))
    assert "et 160 autres" in flat(text.render(found)) and "et 160 autres" in markdown.render(found) and "et 160 autres" in html.render(found)


def test_many_natures_are_joined_not_lost() -> None:
    from clausecheck.model import Nature

    every = [label(f"d{number:03d}", label=nature.value, name=nature.value, nature=nature) for number, nature in enumerate(Nature)]
    found = count(source(pair("a", *every, launch_date="2025-01-01"), pair("b", launch_date="2026-01-01")))
    stack = next(chart for chart in charts_of(found) if chart.id == "natures")
    words = [shape.words for shape in stack.shapes if isinstance(shape, Text)]
    assert "autres natures" in words and "14" in words


def test_empty_data_draw_nothing_and_render() -> None:
    empty = count(source(), by=AXES)
    assert charts_of(empty) == []
    assert "0 marché" in flat(text.render(empty)) and "<h1>" in html.render(empty)


@pytest.mark.skipif(importlib.util.find_spec("matplotlib") is None, reason="matplotlib is not installed (extra images)")
def test_png() -> None:
    from PIL import Image

    image = png.render(stacked(charts_of(FOUND)))
    assert image == png.render(stacked(charts_of(FOUND)))
    opened = Image.open(io.BytesIO(image))
    assert opened.format == "PNG" and "au sens strict" in opened.info["Description"]
    assert min(Image.open(io.BytesIO(image)).convert("L").getextrema()) < 60


def test_png_without_matplotlib_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(png.MissingLibraryError, match=r"clausecheck\[images\]"):
        png.render(charts_of(FOUND)[0])
