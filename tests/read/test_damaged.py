"""Damaged at random, whatever the format, a file is a Document and never an exception. The seeds are fixed: a failure comes back."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from clausecheck.model import Status
from clausecheck.read import collect
from clausecheck.read.dispatch import Options, read_here
from tests.read.test_formats import odf, workbook
from tests.read.wordfiles import abstract, box, cell, level, num, numbered, para, row, style, table, word_file

ROUNDS = 120
_VALUES = [b"", b"-1", b"abc", b"99999999999", b"1.5", "²".encode(), b"0", "٣".encode(), b"x" * 50]


def _word(folder: Path) -> Path:
    body = (para("Objet", style("T")) + para("un", numbered(1)) + table(row(cell("a", '<w:gridSpan w:val="2"/>')), row(cell("b", "<w:vMerge/>")))
            + f'<w:p>{box(para("boîte"))}<w:r><w:footnoteReference w:id="1"/><w:sym w:font="Wingdings" w:char="F0A8"/></w:r></w:p>')
    styles = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    return word_file(folder / "s.docx", body, styles=styles, numbering=abstract(0, level(0, "%1.")) + num(1, 0),
                     footnotes='<w:footnote w:id="1">' + para("note") + "</w:footnote>")


def _text(folder: Path) -> Path:
    body = ('<text:list><text:list-item><text:p>un<text:s text:c="2"/></text:p></text:list-item></text:list><table:table><table:table-row>'
            '<table:table-cell table:number-columns-spanned="2"><text:p>a</text:p></table:table-cell></table:table-row></table:table>')
    odf(folder / "s.odt", body)
    return folder / "s.odt"


def _sheet(folder: Path) -> Path:
    return workbook(folder / "s.xlsx")


def _bent(xml: bytes, rnd: random.Random) -> bytes:
    """Change attribute values, drop or copy empty elements, overwrite a byte."""
    for _ in range(rnd.randint(1, 6)):
        chance = rnd.random()
        values, empties = list(re.finditer(rb'="([^"]{0,40})"', xml)), list(re.finditer(rb"<[^/!?][^>]*/>", xml))
        if chance < 0.6 and values:
            found = rnd.choice(values)
            xml = xml[: found.start(1)] + rnd.choice(_VALUES) + xml[found.end(1) :]
        elif chance < 0.9 and empties:
            found, other = rnd.choice(empties), rnd.choice(empties)
            xml = xml[: found.start()] + xml[found.end() :] if chance < 0.75 else xml[: other.start()] + found.group() + xml[other.start() :]
        elif xml:
            at = rnd.randrange(len(xml))
            xml = xml[:at] + bytes([rnd.randrange(256)]) + xml[at + 1 :]
    return xml


@pytest.mark.parametrize("make", [_word, _text, _sheet])
def test_bent_parts(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    source = make(tmp_path)
    with zipfile.ZipFile(source) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    rnd = random.Random(11)
    bent = tmp_path / f"bent{source.suffix}"
    for _ in range(ROUNDS):
        names = rnd.sample([n for n in parts if n.endswith((".xml", ".rels"))], 2)
        with zipfile.ZipFile(bent, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, _bent(data, rnd) if name in names else data)
        for revisions in ("accepted", "original"):
            reading = read_here(bent, Options(revisions=revisions)).reading
            assert reading.status is Status.COMPLETE or reading.issues


def _archive(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "s.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("RC é.txt", "règlement " * 50)
        archive.write(word_file(folder / "x.docx", para("texte")), "DCE/x.docx")
    return folder / "s.zip"


def _mail(folder: Path) -> Path:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Réponse é", "a@example.org", "b@example.org"
    message.set_content("Bonjour é")
    message.add_attachment(b"abc", maintype="text", subtype="plain", filename="é.txt")
    (folder / "s.eml").write_bytes(bytes(message))
    return folder / "s.eml"


@pytest.mark.parametrize("make", [_archive, _mail, _word])
def test_scattered_bytes(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    source = make(tmp_path)
    rnd = random.Random(5)
    broken = tmp_path / f"broken{source.suffix}"
    for _ in range(2 * ROUNDS):
        data = bytearray(source.read_bytes())
        for _ in range(rnd.randint(1, 8)):
            at = rnd.randrange(rnd.choice([0, len(data) // 2]), len(data))
            if rnd.random() < 0.85:
                data[at] = rnd.choice([0, 255, rnd.randrange(256), data[at] ^ 1])
            else:
                del data[at : at + rnd.randint(1, 20)]
        broken.write_bytes(bytes(data))
        for document in collect([broken], isolated=False):
            assert document.reading.status is Status.COMPLETE or document.reading.issues


def test_mail_of_a_thousand_parts_in_each_other(tmp_path: Path) -> None:
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000))
    path = tmp_path / "profond.eml"
    path.write_bytes(b"Subject: a\nFrom: x\nTo: y\nMIME-Version: 1.0\n" + nested)
    documents = collect([path], isolated=False)
    assert [[i.code.value for i in d.reading.issues] for d in documents] == [["nested-too-deep"]]
