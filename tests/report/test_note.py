"""The Word note: two pages whatever the tender, whole in what it says, deaf to a tender's signs, and clear about a bad template."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from clausecheck.cli.demo import demo_files
from clausecheck.cli.main import cli
from clausecheck.model import CheckedDocument, Demand, Family, Force, Reading, Report, Status
from clausecheck.pipeline import check
from clausecheck.report.note import TemplateProblem, render
from clausecheck.report.note_template import build
from clausecheck.report.note_values import LINES, _height, note_values
from tests.report.sample import clause, label, sample

SOFFICE, PDFINFO = shutil.which("soffice"), shutil.which("pdfinfo")


def text_of(data: bytes) -> str:
    """Every word of the body and the footer, cells in order."""
    document = docx.Document(io.BytesIO(data))
    parts = [node.text or "" for node in document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")]
    return " ".join(("¶".join(parts)).replace("\xa0", " ").split()) + " " + document.sections[0].footer.paragraphs[0].text


def flooded() -> Report:
    """More of everything than two pages can hold."""
    report = sample()
    long = "Le titulaire fournit, pour chaque matériel livré au titre du marché, la preuve de ce qu'il avance dans son offre ; " * 4
    first = report.documents[0]
    clauses = tuple(clause(id=f"c{n:04}", family=family, quote=long, demand=f"d{n:03}", section=long[:90]) for n, family in enumerate(Family))
    labels = tuple(label(id=f"l{n:04}", label=f"label-{n}", name=f"Label de démonstration numéro {n}", demand=f"e{n:03}") for n in range(25))
    demands = tuple(Demand(f"d{n:03}", "clause", family.value, Force.REQUIRED, (), ((0, n),)) for n, family in enumerate(Family))
    demands += tuple(Demand(f"e{n:03}", "label", f"label-{n}", Force.REQUIRED, (), ((0, n),)) for n in range(25))
    gone = report.documents[2]
    unread = tuple(replace(gone, document=replace(gone.document, name=f"annexe-numero-{n}-du-dossier-de-consultation.pdf")) for n in range(30))
    missing = tuple(replace(report.checks[1], id=f"CK-{n}", title=long[:110], reason=long, wording=long, advice=long) for n in range(40, 70))
    documents: tuple[CheckedDocument, ...] = (replace(first, clauses=clauses, labels=labels), report.documents[1], *unread)
    return replace(report, documents=documents, demands=demands, checks=(*missing, *report.checks), score=replace(
        report.score, parts=report.score.parts * 9, next_best=report.score.next_best * 12))


def unread() -> Report:
    report = sample()
    return replace(report, documents=tuple(replace(i, document=replace(i.document, reading=Reading(Status.FAILED))) for i in report.documents))


def demo() -> Report:
    return check([str(path) for path in demo_files()])


REPORTS = {"sample": sample, "flooded": flooded, "unread": unread, "demo": demo}


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None or PDFINFO is None, reason="no LibreOffice or no pdfinfo on this machine")
def test_two_pages_at_most(tmp_path: Path) -> None:
    """All at once, since LibreOffice is slow to start; the page is A4."""
    names = [f"{name}-{lang}" for name in REPORTS for lang in ("fr", "en")]
    for name in names:
        (tmp_path / f"{name}.docx").write_bytes(render(REPORTS[name[:-3]](), lang=name[-2:]))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(tmp_path / f"{name}.docx") for name in names]
    subprocess.run([str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files], capture_output=True, timeout=120, check=True)
    pages = {}
    for name in names:
        told = subprocess.run([str(PDFINFO), str(tmp_path / f"{name}.pdf")], capture_output=True, text=True, check=True).stdout
        assert "A4" in told
        pages[name] = int(re.search(r"Pages:\s+(\d+)", told)[1])  # type: ignore[index]
    assert all(1 <= count <= 2 for count in pages.values()), pages


@pytest.mark.parametrize("name", list(REPORTS))
def test_estimate_keeps_to_the_pages(name: str) -> None:
    assert _height(note_values(REPORTS[name]())) <= LINES


def test_the_note_says_what_a_chief_asks() -> None:
    text = text_of(render(sample()))
    for words in (
        "Commune de Villeneuve-sur-Lyre", "2026-017", "Droit appliqué au 1er septembre 2026", "date de lancement lue dans les pièces",
        "cctp.docx", "bpu.xlsx", "Ce qui n'a pas été lu", "installez Tesseract", "jamais compté comme absent", "Pièces non fournies",
        "1 à corriger", "Une condition d'exécution prend en compte l'environnement (CK-02)", "Code de la commande publique, L2112-2-1",
        "50 sur 100", "41,6 sur 100", "Fermeté des demandes", "12,5 / 30", "TCO Certified", "équivalents acceptés",
        "Les ordinateurs portables sont reconditionnés à 30 % au moins.", "Le titulaire …", "clausecheck 0.1.0, règles 2026.1",
        "écarté par A. Martin le 2026-09-02 : phrase d'un autre marché",
    ):
        assert words in text, words
    assert "{{" not in text and "{%" not in text


def test_what_does_not_fit_is_counted() -> None:
    values = note_values(flooded())
    shown = len(values["labels"])
    assert 0 < shown < 25 and values["labels_suite"] == f"et {25 - shown} autres, dans le rapport complet"
    assert values["obligations_suite"] and values["clauses_suite"] and values["non_lu_suite"] and values["pieces_suite"]


def test_when_nothing_was_read_nothing_is_judged() -> None:
    text = text_of(render(unread()))
    assert "rien n'a été contrôlé" in text and "Conformité" not in text and "Ce qui manque" not in text and "CK-02" not in text


def test_waiting_obligations_share_a_row() -> None:
    report = sample()
    twice = (report.checks[2], replace(report.checks[2], id="CK-08"))
    rows = note_values(replace(report, checks=twice))["obligations"]
    assert [row["titre"] for row in rows] == ["CK-07, CK-08"]


def test_in_english() -> None:
    report = sample()
    text = text_of(render(replace(report, checks=tuple(replace(c, title_en=f"Check {c.id} in English") for c in report.checks)), lang="en"))
    assert "Environmental check note" in text and "Law applied as of 1 September 2026" in text and "Check CK-02 in English" in text
    assert "Les ordinateurs portables sont reconditionnés" in text, "quotes stay French"
    assert not re.search("Obligations? respect|Pièces|Établie", text)


def test_same_report_same_bytes_and_no_hour() -> None:
    assert render(sample()) == render(sample())
    with zipfile.ZipFile(io.BytesIO(build())) as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}


def test_signs_of_a_tender_stay_signs() -> None:
    report = sample()
    tender = replace(report.tender, object="Écrans <b>& claviers</b> {{ version }}{% for x in y %}\x0b\x01 fin", buyer="A </w:t><w:br/> B")
    text = text_of(render(replace(report, tender=tender)))
    assert "Écrans <b>& claviers</b> {{ version }}{% for x in y %}" in text and "A </w:t><w:br/> B" in text


def _template(tmp_path: Path, *lines: str) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    path = tmp_path / "modele.docx"
    document.save(str(path))
    return path


def test_a_template_of_ones_own(tmp_path: Path) -> None:
    path = _template(tmp_path, "Ville : {{ acheteur }}", "{%p for x in labels %}", "Label {{ x.nom }} ({{ x.force }})", "{%p endfor %}", "{{ conformite }}")
    text = text_of(render(sample(), template=path))
    assert "Ville : Commune de Villeneuve-sur-Lyre" in text and "Label TCO Certified (exigé)" in text and "50 sur 100" in text


@pytest.mark.parametrize(("lines", "told"), [
    (("{{ acheter }}",), "n'existe pas"), (("{{ acheteur",), "mal écrit"), (("{%p for x in labels %}", "a"), "mal écrit"),
    (("{{ ''.__class__.__mro__ }}",), "interdite"), (("{{ labels[0] / 2 }}",), "rempli"),
])
def test_a_bad_template_is_told_in_french(lines: tuple[str, ...], told: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateProblem, match=told) as error:
        render(sample(), template=_template(tmp_path, *lines))
    assert "modele.docx" in str(error.value) and ("docs/guide/note.md" in str(error.value) or "note-template" in str(error.value))


def test_a_file_that_is_no_template(tmp_path: Path) -> None:
    for name, data in (("a.docx", b"texte"), ("b.docx", b""), ("c.docx", None)):
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(TemplateProblem, match=r"note-template modele\.docx"):
            render(sample(), template=path)
    with pytest.raises(TemplateProblem, match="n'a pas pu être lu"):
        render(sample(), template=tmp_path)


def test_command_line(tmp_path: Path) -> None:
    runner, piece, model, target = CliRunner(), tmp_path / "cctp.md", tmp_path / "modele.docx", tmp_path / "note.docx"
    piece.write_text("# CCTP\n\nLes papiers livrés sont certifiés FSC ou équivalent.\n", "utf-8")
    assert runner.invoke(cli, ["note-template", str(model)]).exit_code == 0
    again = runner.invoke(cli, ["note-template", str(model)])
    assert again.exit_code == 2 and "existe déjà" in again.output
    done = runner.invoke(cli, ["check", str(piece), "--on", "2026-09-01", "--format", "note", "--note-template", str(model), "-o", str(target)])
    assert done.exit_code == 0, done.output
    assert "FSC" in text_of(target.read_bytes())
    for wrong, told in (
        (["--format", "note"], "-o note.docx"), (["--note-template", str(model)], "--format note"),
        (["--format", "note", "-o", str(target), "--note-template", str(tmp_path / "absent.docx")], "introuvable"),
        (["--format", "note", "-o", str(target), "--note-template", str(piece)], "pas un document Word"),
    ):
        answer = runner.invoke(cli, ["check", str(piece), *wrong])
        assert answer.exit_code == 2 and told in answer.output, answer.output
