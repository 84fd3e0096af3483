"""Small Word files made from fragments of WordprocessingML, for tests."""

from __future__ import annotations

import zipfile
from pathlib import Path

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {"styles": "w:styles", "numbering": "w:numbering", "footnotes": "w:footnotes", "endnotes": "w:endnotes", "comments": "w:comments",
          "settings": "w:settings"}


def run(text: str, props: str = "") -> str:
    """One run of text."""
    return f'<w:r>{f"<w:rPr>{props}</w:rPr>" if props else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def para(content: str, props: str = "") -> str:
    """A paragraph; `content` is plain text or runs."""
    inner = content if content.startswith("<") or not content else run(content)
    return f'<w:p>{f"<w:pPr>{props}</w:pPr>" if props else ""}{inner}</w:p>'


def style(name: str) -> str:
    """Paragraph properties that name a style."""
    return f'<w:pStyle w:val="{name}"/>'


def numbered(num: int, level: int = 0) -> str:
    """Paragraph properties of a list item."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'


def level(index: int, text: str, form: str = "decimal", *, start: int = 1, extra: str = "") -> str:
    """One level of an abstract list."""
    return (f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>')


def abstract(number: int, *levels: str) -> str:
    """An abstract list."""
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, extra: str = "") -> str:
    """A list that follows an abstract one."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{extra}</w:num>'


def cell(content: str, props: str = "") -> str:
    """A table cell of one paragraph of plain text, or of the blocks given."""
    inner = content if content.startswith("<") else para(content)
    return f'<w:tc>{f"<w:tcPr>{props}</w:tcPr>" if props else ""}{inner}</w:tc>'


def row(*cells: str, props: str = "") -> str:
    """A table row."""
    return f'<w:tr>{f"<w:trPr>{props}</w:trPr>" if props else ""}{"".join(cells)}</w:tr>'


def table(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def box(content: str) -> str:
    """A run with a text box, written twice as Word does: for new and for old readers."""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>'
        f"{content}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def word_file(
    path: Path, body: str, *, margins: dict[str, str] | None = None, section: str = "", extra: dict[str, str] | None = None, **parts: str,
) -> Path:
    """Write a .docx. `parts`: inner XML of styles, numbering, footnotes, endnotes, comments, settings. `margins`: {"header1": inner XML} with the
    relationship id of the same name. `section`: inner XML of the last w:sectPr. `extra`: whole parts by name; "+rels" adds to the body's."""
    extra = dict(extra or {})
    rels = "".join(f'<Relationship Id="{key}" Type="{_REL}/{key}" Target="{key}.xml"/>' for key in parts)
    files = {f"word/{key}.xml": f"<{_PARTS[key]} {NS}>{inner}</{_PARTS[key]}>" for key, inner in parts.items()}
    for key, inner in (margins or {}).items():
        kind, tag = ("header", "w:hdr") if key.startswith("header") else ("footer", "w:ftr")
        rels += f'<Relationship Id="{key}" Type="{_REL}/{kind}" Target="{key}.xml"/>'
        files[f"word/{key}.xml"] = f"<{tag} {NS}>{inner}</{tag}>"
    rels += extra.pop("+rels", "")
    files.update(extra)
    files["word/document.xml"] = f"<w:document {NS}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>"
    files["word/_rels/document.xml.rels"] = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rels}</Relationships>'
    files["_rels/.rels"] = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                            f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="word/document.xml"/></Relationships>')
    files["[Content_Types].xml"] = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                                    '<Default Extension="xml" ContentType="application/xml"/></Types>')
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path
