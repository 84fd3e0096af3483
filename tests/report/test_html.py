"""The page: whole, well made, self-contained, and deaf to what a tender may try to slip into it."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from lxml import html as lxml_html

from clausecheck.model import Criterion, Reading, Report, Status
from clausecheck.report.html import render, split_quote
from clausecheck.report.rows import findings
from tests.report.sample import clause, sample


def page(report: Report) -> Any:
    return lxml_html.document_fromstring(render(report))


def words(element: Any) -> str:
    return " ".join(element.text_content().replace("\xa0", " ").split())


def hostile() -> Report:
    report = sample()
    first = report.documents[0]
    row = clause(title="<img src=x onerror=alert(1)>", quote="</style><script>alert(1)</script>", start=0, end=0)
    check = replace(report.checks[1], basis=(replace(report.checks[1].basis[0], url="javascript:alert(1)"),), wording="<b>gras</b>")
    return replace(report, documents=(replace(first, clauses=(row,)), *report.documents[1:]), checks=(check,))


def unread() -> Report:
    report = sample()
    documents = tuple(replace(i, document=replace(i.document, reading=Reading(Status.FAILED))) for i in report.documents)
    return replace(report, documents=documents)


def many() -> Report:
    report = sample()
    first = report.documents[0]
    rows = tuple(clause(id=f"c{number:04}", demand=None) for number in range(1, 31))
    return replace(report, documents=(replace(first, clauses=rows), *report.documents[1:]), demands=())


REPORTS = {"sample": sample, "hostile": hostile, "unread": unread, "many": many}


@pytest.mark.parametrize("name", list(REPORTS))
def test_structure(name: str) -> None:
    root = page(REPORTS[name]())
    assert root.get("lang") == "fr"
    landmarks = ("head/title", "main", "h1", "header", "footer", "nav")
    assert [len(root.findall(f"./{tag}" if "/" in tag else f".//{tag}")) for tag in landmarks] == [1] * 6
    levels = [int(element.tag[1]) for element in root.iter("h1", "h2", "h3", "h4", "h5")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = [n for value in root.xpath("//@aria-labelledby | //label/@for | //@data-copy") for n in value.split()]
    links = [href[1:] for href in root.xpath("//a/@href") if href.startswith("#")]
    assert set(named + links) <= set(ids)
    assert root.find(".//body")[0].get("href") == "#contenu"
    for table in root.iter("table"):
        assert words(table.find("caption"))
        assert all(cell.get("scope") in ("col", "row") for cell in table.iter("th"))


@pytest.mark.parametrize("name", list(REPORTS))
def test_nothing_is_loaded_and_nothing_foreign_runs(name: str) -> None:
    text = render(REPORTS[name]())
    root = lxml_html.document_fromstring(text)
    assert root.xpath("//link | //img | //iframe | //object | //embed | //form | //base | //@style | //@src | //@srcset") == []
    assert [value for element in root.iter() for value in element.keys() if value.startswith("on")] == []  # noqa: SIM118
    assert all(href.startswith(("#", "https://")) for href in root.xpath("//@href"))
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    for tag in ("style", "script"):
        (body,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.S)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
        assert "url(" not in body and "http" not in body and "@import" not in body


def test_hostile_words_stay_words() -> None:
    root = page(hostile())
    assert "</style><script>alert(1)</script>" in words(root)
    assert "<img src=x onerror=alert(1)>" in words(root) and "<b>gras</b>" in words(root)


@pytest.mark.parametrize("name", ["sample", "many"])
def test_every_check_and_finding_is_there_once(name: str) -> None:
    report = REPORTS[name]()
    root = page(report)
    for check in report.checks:
        (element,) = root.xpath(f"//*[@id='{check.id}']")
        assert check.title in words(element)
    for found in findings(report):
        (element,) = root.xpath(f"//*[@id='{found.anchor}']")
        text = words(element)
        assert " ".join(found.row.quote.split()) in text and found.item.document.name in text
        assert found.row.section in text and element.get("data-force") == found.row.force.value
    assert len(root.xpath("//*[@data-force]")) == sum(1 for _ in findings(report))


def test_what_was_not_read_comes_first_then_the_verdict() -> None:
    text = words(page(sample()).find(".//main"))
    order = ("Ce qui n'a pas été lu", "bpu.xlsx", "Verdict", "1 à corriger", "À corriger", "Score", "Labels et clauses")
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "ce n'est jamais compté comme absent" in text


def test_when_nothing_was_read_nothing_is_judged() -> None:
    text = words(page(unread()))
    assert "rien n'a été contrôlé" in text
    assert "Conformité" not in text and "CK-02" not in text


def test_the_words_that_matched_are_marked() -> None:
    found = next(f for f in findings(sample()) if f.row.id == "c0001")
    before, hit, after = split_quote(found)
    assert hit and before + hit + after == found.row.quote
    strange = replace(found, row=replace(found.row, quote_start=40))
    assert split_quote(strange) == (found.row.quote, "", "")


def test_chart_has_a_bar_a_criterion_and_says_it_in_words() -> None:
    root = page(sample())
    (chart,) = root.xpath("//svg")
    assert chart.get("role") == "img"
    assert [float(bar.get("width")) for bar in chart.xpath(".//rect[contains(@class,'bar')]")] == [336.0, 224.0, 112.0, 112.0]
    assert "protection de l'environnement : 20 % (environnement)" in words(chart.find("desc"))
    assert words(root.xpath("//table[caption[contains(.,'Critères')]]/tbody/tr")[0][0]) == "Prix"


def test_criteria_that_name_each_other_are_shown_once() -> None:
    report = sample()
    first = Criterion("A", 50, "%", None, "B", False, 1)
    loop = (first, Criterion("B", None, None, None, "A", True, 1), Criterion("A", 10, "points", None, "A", False, 1))
    second = report.documents[1]
    changed = replace(report, documents=(replace(second, outline=replace(second.outline, criteria=loop)),), demands=())
    cells = page(changed).xpath("//table[caption[contains(.,'Critères')]]/tbody/tr/th")
    assert sorted(words(cell) for cell in cells) == ["A", "A", "B"]


def test_wordings_can_be_copied() -> None:
    root = page(sample())
    texts = {words(root.get_element_by_id(button.get("data-copy"))) for button in root.xpath("//button[@data-copy]")}
    assert texts == {"Le titulaire …", "Le titulaire livre les matériels dans des emballages repris et réutilisés."}
    assert all(button.get("hidden") is not None for button in root.xpath("//button[@data-copy]")), "no button that does nothing without the script"


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_contrast_of_texts_is_aa(scheme: int) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 for text; 1.4.11: 3 to 1 for bars and frames."""
    blocks = re.findall(r":root \{(.*?)\}", render(sample()), re.S)
    colours = dict(re.findall(r"--([\w-]+): (#\w+)", blocks[scheme]))
    texts = [(ink, ground) for ink in ("ink", "soft", "link") for ground in ("paper", "panel")]
    texts += [(name, f"{name}-bg") for name in ("green", "red", "amber", "violet", "blue")] + [("mark-ink", "mark")]
    texts += [("ink", "amber-bg"), ("ink", "red-bg")]
    contrasts = {(ink, ground): round(_contrast(colours[ink], colours[ground]), 2) for ink, ground in texts}
    assert {pair: value for pair, value in contrasts.items() if value < 4.5} == {}
    for name in ("bar", "bar-green", "line"):
        assert _contrast(colours[name], colours["paper"]) >= 3 and _contrast(colours[name], colours["panel"]) >= 3


def test_page_in_english_keeps_french_for_what_is_quoted() -> None:
    """WCAG 2.2, 3.1.2: every French part says so; what is left is English, and none of the tender's words are lost."""
    report = sample()
    titled = replace(report, checks=tuple(replace(check, title_en=f"Check {check.id} in English") for check in report.checks))
    root = lxml_html.document_fromstring(render(titled, lang="en"))
    assert root.get("lang") == "en"
    assert "Les écrans portent l'écolabel TCO Certified" in words(root) and "Le titulaire …" in words(root)
    for element in [*root.xpath("//body//*[@lang='fr'] | //title | //*[@class='decision']"), *root.iter("script", "style")]:
        element.drop_tree()
    left = words(root)
    assert re.findall(r"\S*[éèêàçùœ«»]\S*", left) == [] and " de " not in left and " non " not in left
    assert all(f"Check {check.id} in English" in left for check in report.checks)
    assert "Re-use, refurbished, second-hand" in left
    attributes = " ".join(root.xpath("//@aria-label | //@data-copied | //@data-refused"))
    assert attributes and not re.search("[éèêàçù]", attributes)
