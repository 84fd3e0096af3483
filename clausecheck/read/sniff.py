"""What a file is, by its content: the name decides nothing but which of two texts (Markdown, CSV) it is."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from clausecheck.read.zipsafe import ZIP_ERRORS

__all__ = ["Kind", "extension_problem", "inner_format", "sniff"]

_HEAD = 8192


class Kind(StrEnum):
    """Formats told apart. The values are those of Document.format."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    XLSB = "xlsb"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"
    RTF = "rtf"
    XML_OFFICE = "office-xml"
    HTML = "html"
    MARKDOWN = "md"
    TEXT = "txt"
    EML = "eml"
    MSG = "msg"
    ZIP = "zip"
    ARCHIVE = "archive"
    PICTURE = "image"
    ENCRYPTED = "encrypted"
    EMPTY = "empty"
    OLE = "ole"
    XML = "xml"
    BINARY = "binary"


_PICTURES = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF87a": "GIF", b"GIF89a": "GIF", b"II*\x00": "TIFF", b"MM\x00*": "TIFF",
             b"\x00\x00\x01\x00": "icône", b"RIFF": "WebP", b"BM": "BMP"}
_ARCHIVES = {b"7z\xbc\xaf\x27\x1c": "7z", b"Rar!\x1a\x07": "RAR", b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"MSCF": "CAB"}
_SURE_PICTURES = tuple(mark for mark in _PICTURES if mark not in (b"RIFF", b"BM"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODF = {"text": Kind.ODT, "spreadsheet": Kind.ODS, "presentation": Kind.ODP, "text-template": Kind.ODT, "text-master": Kind.ODT}
_OLE_STREAMS = (
    ("EncryptedPackage", Kind.ENCRYPTED), ("WordDocument", Kind.DOC), ("Workbook", Kind.XLS), ("Book", Kind.XLS), ("PowerPoint Document", Kind.PPT),
    ("__substg1.0_", Kind.MSG), ("__properties_version1.0", Kind.MSG),
)
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<body[\s>]|<head[\s>]", re.IGNORECASE)
_MAIL = re.compile(rb"(?:from|to|subject|date|received|return-path|mime-version|message-id|delivered-to|x-[\w-]+)\s*:", re.IGNORECASE)
_MAIL_MARKS = (b"\nsubject:", b"\nfrom:", b"\nto:", b"\ndate:", b"\nmime-version:", b"\ncontent-type:")


def sniff(path: Path) -> Kind:
    """Decide from the bytes. Raises OSError when the file cannot be opened."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
        if not head:
            return Kind.EMPTY
        if head.startswith(_OLE):
            return _ole(head + stream.read(1_000_000) + _ole_directory(stream, head))
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(path)
    if b"%PDF-" in head[:1100]:
        return Kind.PDF
    if head.startswith(b"{\\rtf"):
        return Kind.RTF
    if head.startswith(_SURE_PICTURES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP") or (head.startswith(b"BM") and head[6:10] == bytes(4)):
        return Kind.PICTURE
    if head.startswith(tuple(_ARCHIVES)) or head[257:262] == b"ustar":
        return Kind.ARCHIVE
    return _text(path, head)


def inner_format(path: Path) -> str:
    """The name of the format of a picture or archive, "tar" when nothing at its head tells. Raises OSError."""
    with path.open("rb") as stream:
        head = stream.read(16)
    return next((name for mark, name in {**_PICTURES, **_ARCHIVES}.items() if head.startswith(mark)), "tar")


def _ole_directory(stream: BinaryIO, head: bytes) -> bytes:
    """The start of the directory of an OLE2 container, where its header says it is ([MS-CFB] 2.2: sector size at 30, first sector at 48)."""
    if len(head) < 52:
        return b""
    shift, first = int.from_bytes(head[30:32], "little"), int.from_bytes(head[48:52], "little")
    if not 7 <= shift <= 16 or first > 0xFFFF_FFF0:
        return b""
    stream.seek((first + 1) << shift)
    return stream.read(65_536)


def _ole(data: bytes) -> Kind:
    """An OLE2 container, by the names of its streams (UTF-16), in its directory or anywhere in the first megabyte."""
    for stream, kind in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return kind
    return Kind.OLE


def _zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {n.lower() for n in archive.namelist()}
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                found = _odf(archive.read("mimetype"))
                if found is not None:
                    return found
    except (*ZIP_ERRORS, KeyError):
        return _broken_zip(path)
    return _by_members(names)


def _odf(mimetype: bytes) -> Kind | None:
    text = mimetype.decode("ascii", "replace").strip()
    return _ODF.get(text.rsplit(".", 1)[-1]) if text.startswith("application/vnd.oasis.opendocument.") else None


def _by_members(names: set[str]) -> Kind:
    if "[content_types].xml" in names:
        if any(n.startswith("word/") for n in names):
            return Kind.DOCX
        if "xl/workbook.bin" in names:
            return Kind.XLSB
        if any(n.startswith("xl/") for n in names):
            return Kind.XLSX
        if any(n.startswith("ppt/") for n in names):
            return Kind.PPTX
    if "content.xml" in names and "meta-inf/manifest.xml" in names:
        return Kind.ODT
    return Kind.DOCX if "word/document.xml" in names else Kind.ZIP


def _broken_zip(path: Path) -> Kind:
    """A ZIP without its directory: the names of the first members still tell what it was meant to be."""
    with path.open("rb") as stream:
        head = stream.read(65_536)
    for mark, kind in ((b"word/", Kind.DOCX), (b"xl/", Kind.XLSX), (b"ppt/", Kind.PPTX), (b"opendocument.text", Kind.ODT),
                       (b"opendocument.spreadsheet", Kind.ODS)):
        if mark in head:
            return kind
    return Kind.DOCX if b"[Content_Types].xml" in head and path.suffix.lower() == ".docx" else Kind.ZIP


def _text(path: Path, head: bytes) -> Kind:
    """Text formats; anything with many control characters is binary."""
    plain = head
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        plain = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode("utf-8", "replace")
    control = sum(1 for byte in plain if byte < 32 and byte not in b"\t\n\r\f\x0b\x1b")
    if control * 50 > len(plain):
        return Kind.BINARY
    start = plain.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        return _markup(start)
    if _MAIL.match(start) and sum(mark in b"\n" + plain.lower() for mark in _MAIL_MARKS) >= 2:
        return Kind.EML
    return Kind.MARKDOWN if path.suffix.lower() in (".md", ".markdown") else Kind.TEXT


def _markup(start: bytes) -> Kind:
    if b"schemas.microsoft.com/office/word/2003" in start or b"schemas.microsoft.com/office/2006/xmlPackage" in start:
        return Kind.XML_OFFICE
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start or b"urn:oasis:names:tc:opendocument:xmlns:office" in start:
        return Kind.XML_OFFICE
    if _HTML.search(start):
        return Kind.HTML
    return Kind.XML if start.startswith(b"<?xml") else Kind.HTML


_SUFFIXES: dict[Kind, frozenset[str]] = {
    Kind.PDF: frozenset({".pdf"}), Kind.DOCX: frozenset({".docx", ".docm", ".dotx", ".dotm"}),
    Kind.XLSX: frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"}),
    Kind.PPTX: frozenset({".pptx", ".pptm", ".ppsx", ".potx"}), Kind.ODT: frozenset({".odt", ".ott", ".odm"}), Kind.ODS: frozenset({".ods", ".ots"}),
    Kind.DOC: frozenset({".doc", ".dot", ".wiz"}), Kind.XLS: frozenset({".xls", ".xlt"}), Kind.PPT: frozenset({".ppt", ".pps"}),
    Kind.RTF: frozenset({".rtf"}),
}
_OFFICE = frozenset(suffix for suffixes in _SUFFIXES.values() for suffix in suffixes)


def extension_problem(suffix: str, kind: Kind) -> str:
    """The format found, when the extension promises another; "" when they agree or the extension promises nothing."""
    suffix = suffix.lower()
    return kind.value.upper() if suffix in _OFFICE and suffix not in _SUFFIXES.get(kind, frozenset()) else ""
