"""Files made to harm a reader: each function writes one and returns its path."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from tests.read.wordfiles import NS, cell, para, row, table, word_file


def bomb_docx(folder: Path) -> Path:
    """1 GB of XML in a Word file of about 1 MB."""
    path = word_file(folder / "bombe.docx", para("x"))
    head = f"<w:document {NS}><w:body>".encode()
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist() if n != "word/document.xml"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        with archive.open("word/document.xml", "w", force_zip64=True) as out:
            out.write(head)
            block = b"<w:p><w:r><w:t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</w:t></w:r></w:p>" * 10_000
            for _ in range(300):
                out.write(block)
            out.write(b"</w:body></w:document>")
    return path


def lying_docx(folder: Path) -> Path:
    """A Word file whose directory says that its text is small."""
    path = bomb_docx(folder).rename(folder / "menteur.docx")
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    return path


def bomb_zip(folder: Path) -> Path:
    """An archive of one member that inflates a thousandfold."""
    path = folder / "bombe.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", b"0" * 60_000_000)
    return path


def entity_docx(folder: Path) -> Path:
    """Entities that expand to billions of characters."""
    names = "abcdefghij"
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {n} "{f"&{names[i]};" * 10}">' for i, n in enumerate(names[1:]))
    path = word_file(folder / "entites.docx", para("x"))
    xml = f"<?xml version='1.0'?><!DOCTYPE d [{entities}]><w:document {NS}><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>"
    return _with_body(path, xml.encode())


def external_entity_docx(folder: Path) -> Path:
    """An entity that names a file of the machine."""
    path = word_file(folder / "externe.docx", para("x"))
    xml = (f"<?xml version='1.0'?>{' ' * 9000}<!DOCTYPE d [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><w:document {NS}><w:body><w:p><w:r><w:t>&f;</w:t>"
           "</w:r></w:p></w:body></w:document>")
    return _with_body(path, xml.encode())


def _with_body(path: Path, xml: bytes) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist() if n != "word/document.xml"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        archive.writestr("word/document.xml", xml)
    return path


def nested_docx(folder: Path) -> Path:
    """20,000 tables, each in the other."""
    deep = "<w:tbl><w:tr><w:tc>" * 20_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 20_000
    return word_file(folder / "imbrique.docx", deep)


def nested_within_limits_docx(folder: Path) -> Path:
    """As deep as XML parsers accept: 80 tables, each in the other, the innermost with a word."""
    deep = para("au fond")
    for _ in range(80):
        deep = table(row(cell(deep)))
    return word_file(folder / "profond.docx", deep)


def huge_table_docx(folder: Path) -> Path:
    """40,000 cells."""
    rows = "".join(row(*(cell(f"c{n}") for n in range(10))) for _ in range(4000))
    return word_file(folder / "tableau.docx", table(rows))


def encrypted_docx(folder: Path) -> Path:
    """What Word writes for a document with a password: an OLE2 container that names its stream."""
    path = folder / "chiffre.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + "EncryptedPackage".encode("utf-16-le") + bytes(2000))
    return path


def truncated_docx(folder: Path) -> Path:
    """The first half of a Word file."""
    path = word_file(folder / "tronque.docx", para("x" * 5000))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def truncated_pdf(folder: Path) -> Path:
    """The first half of a PDF."""
    path = pages_pdf(folder, 20, "tronque.pdf")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def empty_file(folder: Path) -> Path:
    """Zero bytes under the name of a PDF."""
    path = folder / "vide.pdf"
    path.write_bytes(b"")
    return path


def noise(folder: Path) -> Path:
    """Bytes without meaning under the name of a Word file."""
    path = folder / "bruit.docx"
    path.write_bytes(bytes((n * 7919 + n // 13) % 256 for n in range(50_000)))
    return path


def pdf_named_docx(folder: Path) -> Path:
    """A PDF under the name of a Word file."""
    return pages_pdf(folder, 1, "pdf.pdf").rename(folder / "renomme.docx")


def picture_named_docx(folder: Path) -> Path:
    """A picture under the name of a Word file."""
    path = folder / "image.docx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    return path


def _pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first being the catalogue."""
    out = bytearray(b"%PDF-1.5\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


def _repeated(block: bytes, times: int) -> bytes:
    """A zlib stream that inflates to `block` so many times over, made by compressing it once."""
    squeezer = zlib.compressobj(9)
    head = squeezer.compress(b"") + squeezer.flush(zlib.Z_FULL_FLUSH)
    body = squeezer.compress(block) + squeezer.flush(zlib.Z_FULL_FLUSH)
    return head + body * times + squeezer.flush()


_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F 3 0 R >> >> >>"


def pages_pdf(folder: Path, count: int, name: str) -> Path:
    """A PDF of `count` pages with a line each."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(count))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids), _FONT]
    for n in range(count):
        objects.append(_PAGE % (5 + 2 * n))
        objects.append(_stream(b"BT /F 11 Tf 70 700 Td (Page %d, le titulaire reprend les emballages.) Tj ET" % n))
    path = folder / name
    path.write_bytes(_pdf(objects))
    return path


def many_pages_pdf(folder: Path) -> Path:
    """10,000 pages."""
    return pages_pdf(folder, 10_000, "dix-mille.pdf")


def giant_image_pdf(folder: Path) -> Path:
    """A page that shows a picture of 30,000 by 30,000 points, 900 MB once unpacked."""
    data = _repeated(bytes(1_000_000), 900)
    image = _stream(data, b"/Type /XObject /Subtype /Image /Width 30000 /Height 30000 /ColorSpace /DeviceGray /BitsPerComponent 8 "
                    b"/Filter /FlateDecode")
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>"
    path = folder / "image-geante.pdf"
    path.write_bytes(_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page,
                           _stream(b"q 595 0 0 842 0 0 cm /I Do Q"), image]))
    return path


def bomb_pdf(folder: Path) -> Path:
    """A page whose text inflates to 400 MB."""
    data = _repeated(b"BT /F 9 Tf 10 10 Td (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ET\n" * 15_000, 400)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F 4 0 R >> >> >>"
    path = folder / "bombe.pdf"
    path.write_bytes(_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page, _FONT,
                           _stream(data, b"/Filter /FlateDecode")]))
    return path


def cyclic_pdf(folder: Path) -> Path:
    """A page tree that holds itself, a form that draws itself, and a length that names itself."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
    form = _stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>")
    path = folder / "cyclique.pdf"
    path.write_bytes(_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 3 /Kids [3 0 R 2 0 R 6 0 R] /Parent 6 0 R >>", page,
                           _stream(b"/X Do"), form, b"<< /Type /Pages /Count 1 /Kids [2 0 R] /Parent 2 0 R >>", b"<< /Length 7 0 R >>"]))
    return path


def deep_html(folder: Path) -> Path:
    """100,000 elements, each in the other."""
    path = folder / "profond.html"
    path.write_text("<html><body>" + "<div>" * 100_000 + "au fond", encoding="utf-8")
    return path


def huge_sheet(folder: Path) -> Path:
    """A sheet of 1.5 million cells, 90 MB once unpacked but with little to gain by compressing."""
    ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    path = folder / "base.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", f'<workbook {ns}><sheets><sheet name="Base" sheetId="1" r:id="r1"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                         f'<Relationship Id="r1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        with archive.open("xl/worksheets/sheet1.xml", "w") as out:
            out.write(f"<worksheet {ns}><sheetData>".encode())
            for n in range(30_000):
                out.write(b"<row>" + b"".join(b"<c><v>%d</v></c>" % ((n * 50 + k) * 7919 % 99991) for k in range(50)) + b"</row>")
            out.write(b"</sheetData></worksheet>")
    return path
