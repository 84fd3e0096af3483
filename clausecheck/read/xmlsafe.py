"""Parsing XML that may be hostile: no document type, no entities, no network, libxml2's own limits on depth and text kept."""

from __future__ import annotations

import io
from collections.abc import Iterator

from lxml import etree

from clausecheck.read.messages import ReadError, say

__all__ = ["as_strict", "iter_xml", "parse_xml"]

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/chart", b"http://schemas.openxmlformats.org/drawingml/2006/chart"),
    (b"http://purl.oclc.org/ooxml/drawingml/diagram", b"http://schemas.openxmlformats.org/drawingml/2006/diagram"),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    (b"http://purl.oclc.org/ooxml/presentationml/main", b"http://schemas.openxmlformats.org/presentationml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
"""Namespaces of the "strict" variant of ECMA-376, read as the usual ones (ISO/IEC 29500-1 annex A and 29500-4)."""


def as_strict(data: bytes, model: bytes) -> bytes:
    """A part written out again, with the namespaces of the strict variant when `model`, the part as it was, is of that variant."""
    if b"http://purl.oclc.org/ooxml/" in model[:20_000]:
        for strict, usual in _STRICT:
            data = data.replace(usual, strict)
    return data


def _has_doctype(data: bytes) -> bool:
    head = data[:8192]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head[:8]:
        head = head.replace(b"\x00", b"")
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head


def parse_xml(data: bytes, name: str, part: str) -> etree._Element:
    """The root of one XML part. Raises ReadError: unreadable (document type), nested-too-deep, damaged."""
    if _has_doctype(data):
        raise ReadError(say("doctype", name))
    if b"http://purl.oclc.org/ooxml/" in data[:20_000]:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise ReadError(say("deep", name, why=f"partie « {part} »")) from error
        raise ReadError(say("damaged", name, why=f"partie « {part} » illisible")) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError(say("doctype", name))
    return root


def iter_xml(data: bytes, name: str, part: str, *tags: str) -> Iterator[etree._Element]:
    """The elements of these tags, complete, in document order of their ends; each is emptied once the caller is done with it.

    For parts too large to hold as a tree. Raises ReadError as `parse_xml` does.
    """
    if _has_doctype(data):
        raise ReadError(say("doctype", name))
    events = etree.iterparse(
        io.BytesIO(data), events=("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in events:
            yield element
            element.clear()
            while element.getprevious() is not None:
                parent = element.getparent()
                if parent is None:
                    break
                del parent[0]
    except etree.XMLSyntaxError as error:
        key = "deep" if "depth" in str(error).lower() else "damaged"
        raise ReadError(say(key, name, why=f"partie « {part} »" + (" illisible" if key == "damaged" else ""))) from error
