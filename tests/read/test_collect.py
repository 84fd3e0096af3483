"""The files of one tender: folders, archives and mails opened safely, each piece once."""

from __future__ import annotations

import struct
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from clausecheck.model import IssueCode, Status
from clausecheck.read import collect, piece_file
from clausecheck.read.archive import ignored, safe_name
from tests.read.wordfiles import para, word_file


def codes(documents: list[object]) -> list[list[str]]:
    return [[issue.code.value for issue in document.reading.issues] for document in documents]  # type: ignore[attr-defined]


def texts(paths: list[Path]) -> dict[str, str]:
    return {d.name: d.text for d in collect(paths, isolated=False)}


def test_folder_is_read_in_order_without_what_is_no_piece(tmp_path: Path) -> None:
    folder = tmp_path / "DCE"
    (folder / "pièces").mkdir(parents=True)
    for name in ("RC.txt", "pièces/annexe.txt", "~$RC.docx", ".DS_Store", "Thumbs.db", ".cache/x.txt", "tender.toml", "clausecheck.toml",
                 "RC.txt.clausecheck.toml", "__MACOSX/._RC.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"texte de {name}", encoding="utf-8")
    documents = collect([folder], isolated=False)
    assert [(d.name, d.archive) for d in documents] == [("pièces/annexe.txt", "DCE"), ("RC.txt", "DCE")]
    assert documents[1].path == str(folder / "RC.txt")


def test_missing_path_is_a_document(tmp_path: Path) -> None:
    documents = collect([tmp_path / "absent.docx"], isolated=False)
    assert [d.reading.status for d in documents] == [Status.FAILED]
    assert codes(documents) == [["missing-file"]]
    assert "« absent.docx »" in documents[0].reading.issues[0].message


def test_empty_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    assert codes(collect([tmp_path / "vide"], isolated=False)) == [["empty"]]


def test_archive_nested_once(tmp_path: Path) -> None:
    third, second, first = tmp_path / "c.zip", tmp_path / "b.zip", tmp_path / "a.zip"
    with zipfile.ZipFile(third, "w") as archive:
        archive.writestr("trop-profond.txt", "x")
    with zipfile.ZipFile(second, "w") as archive:
        archive.writestr("CCTP.txt", "cahier technique")
        archive.write(third, "c.zip")
    with zipfile.ZipFile(first, "w") as archive:
        archive.writestr("DCE/RC.txt", "règlement")
        archive.write(second, "DCE/b.zip")
    documents = collect([first], isolated=False)
    assert [(d.name, d.text, d.archive) for d in documents] == [
        ("DCE/b.zip/c.zip", "", "a.zip"), ("DCE/b.zip/CCTP.txt", "cahier technique", "a.zip"), ("DCE/RC.txt", "règlement", "a.zip")]
    assert codes(documents)[0] == ["nested-too-deep"]
    assert documents[2].path == f"{first}!DCE/RC.txt"


@pytest.mark.parametrize(("page", "name"), [("cp850", "Règlement À Éviter.txt"), ("cp437", "Règlement é.txt"), ("utf-8", "Règlement œuvre.txt"),
                                            ("cp1252", "Règlement été.txt")])
def test_names_in_old_code_pages_are_repaired(tmp_path: Path, page: str, name: str) -> None:
    path = tmp_path / "a.zip"
    raw = name.encode(page)
    plain = "N" * len(raw)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(plain, "texte")
    path.write_bytes(path.read_bytes().replace(plain.encode(), raw))
    assert list(texts([path])) == [name]


@pytest.mark.parametrize("name", ["../dehors.txt", "/etc/passwd.txt", "C:/x.txt", "a/../../b.txt"])
def test_members_that_leave_the_archive_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "piège")
        archive.writestr("RC.txt", "règlement")
    documents = collect([path], isolated=False)
    assert [c.value for d in documents for c in (i.code for i in d.reading.issues)] == ["unsafe-path"]
    assert [d.text for d in documents if d.reading.status is Status.COMPLETE] == ["règlement"]
    assert not list(tmp_path.parent.glob("dehors*"))


def test_symbolic_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    link = zipfile.ZipInfo("lien.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert codes(collect([path], isolated=False)) == [["unsafe-path"]]


def test_protected_member_is_said_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("secret.txt", "x")
        archive.writestr("RC.txt", "règlement")
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark)
        data[at + offset : at + offset + 2] = struct.pack("<H", 1)
    path.write_bytes(bytes(data))
    documents = {d.name: d for d in collect([path], isolated=False)}
    assert documents["secret.txt"].reading.issues[0].code is IssueCode.ENCRYPTED
    assert documents["RC.txt"].text == "règlement"


def test_same_content_is_read_once(tmp_path: Path) -> None:
    for name in ("RC.txt", "RC - copie.txt"):
        (tmp_path / name).write_text("règlement", encoding="utf-8")
    documents = collect([tmp_path / "RC.txt", tmp_path / "RC - copie.txt"], isolated=False)
    assert [d.name for d in documents] == ["RC.txt"]
    assert documents[0].reading.status is Status.COMPLETE
    assert [i.code for i in documents[0].reading.issues] == [IssueCode.DUPLICATE]
    assert "RC - copie.txt" in documents[0].reading.issues[0].message


def test_attachments_of_a_mail_are_documents(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Réponse", "a@example.org", "b@example.org"
    message.set_content("Voir la pièce jointe.")
    word = word_file(tmp_path / "x.docx", para("du papier recyclé")).read_bytes()
    message.add_attachment(word, maintype="application", subtype="octet-stream", filename="../Réponse n° 1.docx")
    (tmp_path / "m.eml").write_bytes(bytes(message))
    found = {d.name: (d.text, d.archive) for d in collect([tmp_path / "m.eml"], isolated=False)}
    assert found == {"m.eml": ("Réponse\nVoir la pièce jointe.", ""), "Réponse n° 1.docx": ("du papier recyclé", "m.eml")}


def test_a_crash_in_one_file_does_not_lose_the_others(tmp_path: Path) -> None:
    word_file(tmp_path / "a.docx", para("un"))
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04" + b"word/" * 100)
    word_file(tmp_path / "c.docx", para("trois"))
    documents = collect([tmp_path])
    assert [(d.name, d.text, d.reading.status.value) for d in documents] == [
        ("a.docx", "un", "complete"), ("b.docx", "", "failed"), ("c.docx", "trois", "complete")]


def test_names_on_disk_are_safe_everywhere() -> None:
    assert safe_name("a/b:c?.pdf") == "b_c_.pdf"
    assert safe_name("CON.txt") == "_CON.txt"
    assert safe_name("..") == "fichier"
    assert len(safe_name("x" * 500 + ".pdf")) < 130 and safe_name("x" * 500 + ".pdf").endswith(".pdf")


def test_what_is_ignored() -> None:
    assert ignored(("~$RC.docx",)) and ignored(("dossier", ".git")) and ignored(("lot1.clausecheck.toml",))
    assert not ignored(("RC.docx",))


def test_the_file_behind_a_document_is_found_again(tmp_path: Path) -> None:
    inner, outer, folder = tmp_path / "b.zip", tmp_path / "a.zip", tmp_path / "room"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("CCTP.txt", "cahier")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, "lot 1/b.zip")
        archive.writestr("RC.txt", "règlement")
    documents = collect([outer], isolated=False)
    found = [piece_file(d, folder / str(n)) for n, d in enumerate(documents)]
    assert [f.read_text(encoding="utf-8") if f else None for f in found] == [d.text for d in documents] == ["cahier", "règlement"]
    outer.unlink()
    assert piece_file(documents[0], folder) is None
