"""Annotated copies as the command makes them: real pieces, read again and opened by LibreOffice; originals and existing files are never touched."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from click.testing import CliRunner, Result

from clausecheck.cli.main import cli
from clausecheck.model import CheckedDocument, ClauseFinding, LabelFinding, Report
from clausecheck.pipeline import Checker, Options
from clausecheck.report.annotate import annotate, annotate_word, copy_name
from tests.cli.files import DEMO, bad_files
from tests.report.test_annotate_word import check_legal, part
from tests.report.test_annotate_word import texts as texts_of

ROOT = Path(__file__).resolve().parents[2]
TRAIN = ROOT / "corpus" / "files" / "train"
REAL = ROOT.parent / "shared" / "eval" / "files"
DAY = date(2026, 9, 1)
OWN = [DEMO / "cctp.docx", DEMO / "rc.docx", TRAIN / "papeterie-ecoles--ccp.docx"]
CHANGED = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(options=Options(isolated=False))


@pytest.fixture(scope="module")
def original() -> Checker:
    return Checker(options=Options(isolated=False, revisions="original"))


def found(item: CheckedDocument) -> list[tuple[object, ...]]:
    """What must not change when a copy is read again."""
    labels = [("label", r.label, r.quote, r.force, r.stage, r.equivalent, r.lots, r.start, r.end) for r in item.labels]
    clauses = [("clause", r.rule, r.quote, r.force, r.stage, r.quantity, r.lots, r.start, r.end) for r in item.clauses]
    return [*labels, *clauses]


def one_copy(report: Report, folder: Path, *, suggest: bool = False) -> Path:
    copies = annotate(report, folder, suggest=suggest)
    [path] = copies.written
    return path


def others_untouched(source: Path, copy: Path) -> None:
    with zipfile.ZipFile(source) as a, zipfile.ZipFile(copy) as b:
        assert b.testzip() is None
        assert [n for n in b.namelist() if n != "word/comments.xml"] == [n for n in a.namelist() if n != "word/comments.xml"]
        for name in set(a.namelist()) - CHANGED:
            assert a.read(name) == b.read(name), name


def real_files() -> list[Any]:
    files = [REAL / "minumeco-bureautique.docx", REAL / "formation-tma-ccp.docx"]
    absent = pytest.mark.skipif(not REAL.is_dir(), reason="les fichiers réels ne sont pas à côté du dépôt")
    return [*(pytest.param(p, id=p.name) for p in OWN), *(pytest.param(p, id=p.name, marks=absent) for p in files)]


@pytest.mark.parametrize("source", real_files())
def test_reading_the_copy_again_finds_the_same(source: Path, tmp_path: Path, checker: Checker, original: Checker) -> None:
    report = checker.check([source], on=DAY)
    data = source.read_bytes()
    plain = one_copy(report, tmp_path / "a")
    check_legal(plain, source)
    others_untouched(source, plain)
    [before], [after] = report.documents, checker.check([plain], on=DAY).documents
    assert found(after) == found(before)
    assert texts_of(part(plain, "word/document.xml")) == texts_of(part(source, "word/document.xml"))
    if before.document.reading.revisions is None:
        changed = one_copy(report, tmp_path / "b", suggest=True)
        check_legal(changed, source)
        [again] = original.check([changed], on=DAY).documents
        assert found(again) == found(before)
    assert source.read_bytes() == data, "the original is never touched"


def test_every_finding_and_open_obligation_has_its_comment(tmp_path: Path, checker: Checker) -> None:
    report = checker.check([DEMO / "cctp.docx"], on=DAY)
    copy = one_copy(report, tmp_path)
    [item] = report.documents
    comments = docx.Document(str(copy)).comments
    words = list(check_legal(copy).values())
    heads = [comment.paragraphs[0].text for comment in comments]
    rows: list[LabelFinding | ClauseFinding] = [*item.labels, *item.clauses]
    for row in rows:
        title = getattr(row, "name", "") or getattr(row, "title", "")
        said = [words[n] for n, head in enumerate(heads) if head.startswith(title)]
        assert item.document.text[row.start : row.end].replace("\n", "") in said, title
    whole = "\n".join(comment.text for comment in comments)
    for check in report.checks:
        if check.verdict in ("missing", "partial"):
            assert check.id in whole and check.reason in whole and (not check.wording or " ".join(check.wording.split())[:60] in " ".join(whole.split()))
            assert all(basis.article in whole for basis in check.basis[:1])
    assert {comment.author for comment in comments} == {"clausecheck"}


def test_libreoffice_opens_the_copy_and_shows_all_comments(tmp_path: Path, checker: Checker) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) n'est pas installé")
    copy = one_copy(checker.check([DEMO / "cctp.docx"], on=DAY), tmp_path, suggest=True)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(["soffice", profile, "--headless", "--convert-to", 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}',
                    "--outdir", str(tmp_path), str(copy)], check=True, capture_output=True, timeout=120)
    with pikepdf.open(tmp_path / "cctp.annote.pdf") as pdf:
        notes = [note for page in pdf.pages for note in page.obj.get("/Annots", []) if note.get("/Subtype") == "/Text"]
        assert len(notes) == len(list(docx.Document(str(copy)).comments)) > 10
        assert any("Contrôle clausecheck" in str(note.get("/Contents", "")) for note in notes)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments])


def test_the_command(tmp_path: Path) -> None:
    folder = tmp_path / "marche"
    folder.mkdir()
    piece = folder / "cctp.docm"
    shutil.copy(DEMO / "cctp.docx", piece)
    bad = bad_files(tmp_path)
    for kind in ("encrypted", "truncated"):
        shutil.copy(bad[kind], folder / bad[kind].name)
    (folder / "note.txt").write_text("Les papiers livrés sont certifiés FSC ou équivalent.\n", "utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    result = run("check", folder, "--on", "2026-09-01", "--format", "json", "--annotate")
    names = [document["name"] for document in json.loads(result.stdout)["documents"]]
    assert "« protege.pdf » n'a pas pu être lu : pas de copie annotée." in result.stderr and "mot de passe" in result.stderr
    assert "« tronque.docx » n'a pas pu être lu" in result.stderr and "« note.txt » n'est ni un fichier Word" in result.stderr
    assert f"Copie annotée : {folder / 'cctp.annote.docm'}" in result.stderr
    copy = (folder / "cctp.annote.docm").read_bytes()
    again = run("check", folder, "--on", "2026-09-01", "--format", "json", "--annotate")
    assert [document["name"] for document in json.loads(again.stdout)["documents"]] == names, "a copy beside its original is no piece"
    assert "est déjà à jour" in again.stderr and (folder / "cctp.annote.docm").read_bytes() == copy
    (folder / "cctp.annote.docm").write_bytes(copy + b"mine")
    third = run("check", folder, "--on", "2026-09-01", "--format", "json", "--annotate")
    assert "existe déjà et peut porter vos modifications : la nouvelle copie est « cctp.annote-2.docm »" in third.stderr
    assert (folder / "cctp.annote.docm").read_bytes() == copy + b"mine" and (folder / "cctp.annote-2.docm").read_bytes() == copy
    assert {name: (folder / name).read_bytes() for name in before} == before


def test_copies_in_a_folder_keep_the_places_of_the_pieces(tmp_path: Path, checker: Checker) -> None:
    for name in ("lot1", "lot2"):
        (tmp_path / "marche" / name).mkdir(parents=True)
    shutil.copy(DEMO / "cctp.docx", tmp_path / "marche" / "lot1" / "cctp.docx")
    shutil.copy(TRAIN / "postes-lycees--cctp.docx", tmp_path / "marche" / "lot2" / "cctp.docx")
    copies = annotate(checker.check([tmp_path / "marche"], on=DAY), tmp_path / "copies")
    assert [path.relative_to(tmp_path / "copies").as_posix() for path in copies.written] == ["lot1/cctp.annote.docx", "lot2/cctp.annote.docx"]
    assert copies.said == ()


def test_pieces_of_an_archive_are_told(tmp_path: Path, checker: Checker) -> None:
    with zipfile.ZipFile(tmp_path / "dce.zip", "w") as archive:
        archive.write(DEMO / "cctp.docx", "cctp.docx")
    copies = annotate(checker.check([tmp_path / "dce.zip"], on=DAY), tmp_path / "copies")
    assert copies.written == () and "Décompressez-la" in copies.said[0]


def test_refusals(tmp_path: Path, checker: Checker) -> None:
    piece = tmp_path / "cctp.docx"
    shutil.copy(DEMO / "cctp.docx", piece)
    assert run("check", piece, "--annotate", "--mask").exit_code == 2
    assert run("check", piece, "--suggest-changes").exit_code == 2
    swallowed = run("check", "--annotate", piece)
    assert swallowed.exit_code == 2 and "après les pièces" in swallowed.stderr
    report = checker.check([piece], on=DAY)
    data = piece.read_bytes()
    [said] = annotate_word(piece, piece, report, 0)
    assert "existe déjà" in said and piece.read_bytes() == data, "the source is refused as target"
    (tmp_path / "file").write_bytes(b"")
    assert "ne peut pas être créé" in annotate(report, tmp_path / "file" / "copies").said[0]
    piece.write_bytes(data + b" ")
    assert "a changé depuis son contrôle" in annotate(report, tmp_path / "copies").said[0]
    piece.unlink()
    assert "n'est plus à sa place" in annotate(report, tmp_path / "copies").said[0]


def test_names_of_copies() -> None:
    assert copy_name(Path("a/Cahier.DOCX"), "docx") == "Cahier.annote.DOCX"
    assert copy_name(Path("cctp.docm"), "docx") == "cctp.annote.docm"
    assert copy_name(Path("cctp.doc"), "docx") == "cctp.annote.docx"
    assert copy_name(Path("rc.pdf"), "pdf") == "rc.annote.pdf"
