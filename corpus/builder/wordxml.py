"""The parts of a Word file that python-docx does not write: footnotes, text boxes, fields, automatic numbers, columns; and a zip without dates."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from xml.sax.saxutils import escape

__all__ = ["add_field", "add_footnotes", "add_numbering", "footnote_reference", "pack", "set_columns", "text_box"]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWING_NS = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def text_box(paragraphs: str, words: int, number: int, width_cm: float) -> Any:
    """A run holding a framed box in both notations (DrawingML, and VML for old programs), as Word writes it. `paragraphs`: w:p elements as text."""
    from docx.oxml import parse_xml

    width = int(width_cm * 360000)
    height = int((1 + words / (width_cm * 0.85)) * 0.48 * 360000) + 180000
    return parse_xml(
        f"<w:r {_DRAWING_NS}><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>"
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="Zone de texte {number}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:solidFill><a:srgbClr val="F2F2F2"/></a:solidFill><a:ln w="9525"><a:solidFill><a:srgbClr val="404040"/></a:solidFill></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{paragraphs}</w:txbxContent></wps:txbx><wps:bodyPr wrap=\"square\"><a:spAutoFit/></wps:bodyPr></wps:wsp>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:shape style="width:{width / 12700:.1f}pt;height:{height / 12700:.1f}pt" stroked="t"><v:textbox>'
        f"<w:txbxContent>{paragraphs}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def footnote_reference(number: int) -> Any:
    """The run that calls footnote `number` (from 1)."""
    from docx.oxml import parse_xml

    return parse_xml(f'<w:r xmlns:w="{W}"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>')


def add_footnotes(document: Any, texts: list[str]) -> None:
    """Attach the footnotes part; ids -1 and 0 are the two separators that Word wants."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    notes = "".join(
        f'<w:footnote w:id="{i}"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
        for i, text in enumerate(texts, 1)
    )
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes xmlns:w="{W}">'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
        f"{notes}</w:footnotes>"
    )
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml.encode("utf-8"), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def add_field(paragraph: Any, code: str, shown: str) -> None:
    """A complex field (PAGE, NUMPAGES…) with its last shown value."""
    from docx.oxml import parse_xml

    for inner in (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{shown}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        paragraph._p.append(parse_xml(f'<w:r xmlns:w="{W}">{inner}</w:r>'))


def add_numbering(document: Any, levels: list[tuple[str, str, int]], style_ids: list[str] | None = None) -> int:
    """Define a multilevel list. `levels`: (format, text with %1…, indent in twips). Returns the id for w:numPr."""
    from docx.oxml import parse_xml

    root = document.part.numbering_part.element
    abstract = 1 + max((int(e.get(f"{{{W}}}abstractNumId")) for e in root.findall(f"{{{W}}}abstractNum")), default=-1)
    number = 1 + max((int(e.get(f"{{{W}}}numId")) for e in root.findall(f"{{{W}}}num")), default=0)
    inner = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/>'
        + (f'<w:pStyle w:val="{style_ids[i]}"/>' if style_ids else "")
        + f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{indent}" w:hanging="{min(indent, 567)}"/></w:pPr></w:lvl>'
        for i, (fmt, text, indent) in enumerate(levels)
    )
    definition = parse_xml(
        f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="{abstract}"><w:multiLevelType w:val="multilevel"/>{inner}</w:abstractNum>'
    )
    root.findall(f"{{{W}}}abstractNum")[-1].addnext(definition)
    root.append(parse_xml(f'<w:num xmlns:w="{W}" w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>'))
    return number


def set_columns(section: Any, count: int) -> None:
    """Set the number of columns of a section."""
    from docx.oxml import parse_xml

    for old in section._sectPr.findall(f"{{{W}}}cols"):
        section._sectPr.remove(old)
    section._sectPr.append(parse_xml(f'<w:cols xmlns:w="{W}" w:num="{count}" w:space="425"/>'))


def pack(document: Any) -> bytes:
    """The document as a zip that depends on nothing but its content: fixed dates, sorted names, no thumbnail."""
    raw = io.BytesIO()
    document.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        names = sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n != "_rels/.rels", n))
        for name in names:
            if name.startswith("docProps/thumbnail"):
                continue
            data = source.read(name)
            if name == "_rels/.rels":
                data = re.sub(rb'<Relationship [^>]*thumbnail[^>]*/>', b"", data)
            info = zipfile.ZipInfo(name, _FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 0
            target.writestr(info, data)
    return out.getvalue()
