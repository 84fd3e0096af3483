"""The page in a real browser: no violation of WCAG 2.2 A and AA by axe-core, light and dark; usable by keyboard; whole when printed."""

from __future__ import annotations

import hashlib
import html
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clausecheck.cli.demo import demo_files
from clausecheck.model import Reading, Report, Status
from clausecheck.pipeline import check
from clausecheck.report import compare_views
from clausecheck.report.compare import compare
from clausecheck.report.html import render
from clausecheck.report.json import report_dict
from tests.report.browser import CHROMIUM, WHY_NOT, chromium
from tests.report.sample import clause, sample

ROOT = Path(__file__).resolve().parents[2]
AXE = Path(__file__).parent / "axe" / "axe.min.js"
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=WHY_NOT)


def demo() -> Report:
    return check([str(path) for path in demo_files()])


def corpus() -> Report:
    files = sorted((ROOT / "corpus" / "files" / "train").glob("postes-lycees--*"))
    if not files:
        pytest.skip("the corpus is not beside the tests")
    return check([str(path) for path in files])


def unread() -> Report:
    report = sample()
    return replace(report, documents=tuple(replace(i, document=replace(i.document, reading=Reading(Status.FAILED))) for i in report.documents))


def full() -> Report:
    """Every part of the page, and more findings than are shown at once."""
    report = sample()
    first = report.documents[0]
    rows = tuple(clause(id=f"c{number:04}", demand=None) for number in range(1, 12))
    return replace(report, documents=(replace(first, clauses=rows), *report.documents[1:]), demands=())


REPORTS = {"demo": demo, "corpus": corpus, "unread": unread, "full": full}


def test_axe_is_the_pinned_one() -> None:
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == AXE_SHA256
    assert "Mozilla Public License" in (AXE.parent / "LICENSE").read_text("utf-8")


def _looked_at(text: str, folder: Path, *options: str) -> dict[str, Any]:
    """What axe/run.js says of a page. The page's own policy would refuse axe, which is not named in it: it is taken out for the test alone."""
    bare, taken = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    assert taken == 1
    scripts = "".join(f"<script>{path.read_text('utf-8')}</script>" for path in (AXE, AXE.with_name("run.js")))
    page = folder / "page.html"
    page.write_text(bare.replace("</body>", scripts + "</body>"), "utf-8")
    dom = chromium(page, "--dump-dom", *options)
    found = re.search(r'id="axe-result">(.*?)</script>', dom, re.S)
    assert found, "axe gave no answer: " + dom[-300:]
    answer: dict[str, Any] = json.loads(found[1])
    return answer


@pytest.mark.parametrize("name", ["full", *(pytest.param(name, marks=pytest.mark.slow) for name in ("demo", "corpus", "unread"))])
def test_no_violation_and_all_by_keyboard(name: str, tmp_path: Path) -> None:
    answer = _looked_at(render(REPORTS[name](), lang="en" if name == "full" else "fr"), tmp_path)
    assert answer["light"]["violations"] == [] and answer["dark"]["violations"] == []
    assert answer["light"]["rules"] > 20, "axe has looked at the page"
    assert answer["light"]["ink"] != answer["dark"]["ink"], "both colour schemes were looked at"
    assert answer["first"] == "skip" and answer["skip"], "the link to the contents comes first and shows when it has the focus"
    assert answer["stops"] > 3 and answer["unreachable"] == [] and answer["unseen"] == []
    assert answer["copies"] == 0, "every copy button shows where scripts run"
    assert answer["wide"] <= 0
    if name != "unread":
        assert 0 < answer["filtered"] < answer["all"] == answer["again"]
        assert answer["count"].startswith(f"{answer['filtered']} {'finding' if name == 'full' else 'constat'}")


@pytest.mark.slow
def test_comparison_page_has_no_violation(tmp_path: Path) -> None:
    before, after = sample(), full()
    page = compare_views.as_html(compare(report_dict(before), report_dict(after)))
    answer = _looked_at(page, tmp_path)
    assert answer["light"]["violations"] == [] and answer["dark"]["violations"] == []
    assert answer["unreachable"] == [] and answer["unseen"] == [] and answer["wide"] <= 0


def test_axe_would_see_a_violation(tmp_path: Path) -> None:
    text = render(unread()).replace('<html lang="fr">', "<html>").replace("</main>", '<p style="color:#ccc;background:#fff">Trop pâle</p></main>')
    found = " ".join(_looked_at(text, tmp_path)["light"]["violations"])
    assert "html-has-lang" in found and "color-contrast" in found


@pytest.mark.slow
def test_page_reflows_on_a_narrow_screen(tmp_path: Path) -> None:
    """WCAG 2.2, 1.4.10: no scrolling in two directions; Chromium has no window narrower than 500 points, hence a frame."""
    inner = html.escape(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", render(full())), quote=True)
    page = tmp_path / "frame.html"
    ask = "var d=document.querySelector('iframe').contentDocument.documentElement;document.title=d.scrollWidth+' '+d.clientWidth"
    page.write_text(f'<!DOCTYPE html><title></title><iframe width="320" height="900" style="border:0" srcdoc="{inner}" onload="{ask}"></iframe>', "utf-8")
    title = re.search(r"<title>(\d+) (\d+)</title>", chromium(page, "--dump-dom"))
    assert title and int(title[2]) <= 320 and int(title[1]) <= int(title[2])


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext on this machine")
def test_print_shows_what_is_folded_and_no_buttons(tmp_path: Path) -> None:
    page, paper = tmp_path / "page.html", tmp_path / "page.pdf"
    report = full()
    page.write_text(render(report), "utf-8")
    chromium(page, f"--print-to-pdf={paper}", "--no-pdf-header-footer")
    text = " ".join(subprocess.run(["pdftotext", "-layout", str(paper), "-"], capture_output=True, check=True).stdout.decode().split())
    assert all(f"[{row.id}]" in text for row in report.documents[0].clauses), "folded findings are printed"
    assert "Copier le texte" not in text and "Filtrer" not in text and "Tout montrer" not in text and "Aller au contenu" not in text
    assert "Verdict" in text
