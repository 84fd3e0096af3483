"""Templates of one's own: the example of the docs, escaping by name, the sandbox, and faults told with file and line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html

from clausecheck.report.template import TemplateProblem, render
from tests.report.decided import decided
from tests.report.sample import clause, sample

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "modeles" / "synthese.html.j2"


def made(folder: Path, text: str, name: str = "modele.txt.j2") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_the_example_of_the_docs() -> None:
    words = " ".join(lxml_html.document_fromstring(render(decided(), EXAMPLE)).text_content().split())
    assert "Fourniture d'ordinateurs" in words and "droit appliqué au 1er septembre 2026" in words
    assert "rc.pdf : lu en partie" in words and "bpu.xlsx : non lu" in words
    assert "CK-07" in words and "(CK-02)" not in words, "a dismissed check is not to be done"
    assert "exigé" in words and "Conformité : 50" in words
    assert "écarté par A. Martin, constat d'un autre marché" in words


def test_values_are_escaped_by_the_name_of_the_template(tmp_path: Path) -> None:
    report = sample()
    first = report.documents[0]
    report = replace(report, documents=(replace(first, clauses=(clause(quote="<script>alert(1)</script>"),)), *report.documents[1:]))
    text = "{% for row in constats %}{{ row.quote }}{% endfor %}"
    for name, escaped in (("a.html.j2", True), ("a.html", True), ("a.XML.j2", True), ("a.md.j2", False), ("a.txt", False)):
        assert ("<script>" not in render(report, made(tmp_path, text, name))) is escaped, name


def test_variables_and_filters(tmp_path: Path) -> None:
    text = "{{ rapport.schema }} {{ 1234.5 | nombre }} {{ none | nombre('-') }} {{ 'required' | mot('force') }} {{ 'x' | mot('force') }} {{ rien_lu }}"
    assert render(sample(), made(tmp_path, text)) == "clausecheck-report-1 1\N{NO-BREAK SPACE}234,5 - exigé x False"


def test_other_templates_of_the_folder_only(tmp_path: Path) -> None:
    folder = tmp_path / "modeles"
    folder.mkdir()
    made(folder, "{{ tender.buyer }}", "pied.txt.j2")
    made(tmp_path, "secret", "dehors.txt")
    assert render(sample(), made(folder, "{% include 'pied.txt.j2' %}")) == "Commune de Villeneuve-sur-Lyre"
    with pytest.raises(TemplateProblem, match=r"ligne 2.*dehors\.txt » est introuvable"):
        render(sample(), made(folder, "\n{% include '../dehors.txt' %}"))


@pytest.mark.parametrize(("text", "line", "told"), [
    ("a\n{% for x in %}", 2, "mal écrit"),
    ("a\n\n{{ acheteur }}", 3, "n'existe pas dans le rapport"),
    ("{{ tender.acheteur }}", 1, "acheteur"),
    ("a\n{{ ''.__class__.__mro__ }}", 2, "interdite"),
    ("\n\n\n{{ 1 / 0 }}", 4, "a échoué"),
    ("\n{{ tender + 1 }}", 2, "a échoué"),
    ("\n{{ tender | inconnu }}", 2, "mal écrit"),
    ("\n{{ 'x' | mot('rien') }}", 2, "mot attend"),
    ("{% for i in range(10000000) %}{% endfor %}", 1, "a échoué"),
    ("\n{{ documents.append(1) }}", 2, "interdite"),
])
def test_faults_name_file_and_line(tmp_path: Path, text: str, line: int, told: str) -> None:
    with pytest.raises(TemplateProblem) as caught:
        render(sample(), made(tmp_path, text))
    assert f"modele.txt.j2 », ligne {line} :" in str(caught.value) and told in str(caught.value), str(caught.value)


def test_an_absent_template(tmp_path: Path) -> None:
    with pytest.raises(TemplateProblem, match="introuvable"):
        render(sample(), tmp_path / "absent.j2")
    with pytest.raises(TemplateProblem):
        render(sample(), tmp_path)
