"""Text of charts and diagrams (SmartArt), which live in parts of their own: titles, names of series and categories, words in shapes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from clausecheck.model import BlockKind
from clausecheck.read.blocks import Draft
from clausecheck.read.docx_names import DGM, A, C, R
from clausecheck.read.docx_package import Package
from clausecheck.read.messages import ReadError
from clausecheck.text.normalise import normalise

__all__ = ["drawing_texts"]


def drawing_texts(package: Package, part: str, graphic: etree._Element) -> Iterator[Draft]:
    """Drafts (TEXT_BOX) of the charts and diagrams under one a:graphicData; place is "part#paragraph"."""
    relations = package.relations(part)
    for reference in graphic.iter(C + "chart", DGM + "relIds"):
        relation = relations.get(reference.get(R + "id") or reference.get(R + "dm") or "")
        if relation is None or relation.external or not package.has(relation.target):
            continue
        try:
            root = package.root(relation.target)
        except ReadError:
            continue
        for number, text in enumerate(_texts(root)):
            yield Draft(BlockKind.TEXT_BOX, text, place=f"{relation.target}#{number}")


def _texts(root: etree._Element) -> Iterator[str]:
    """Paragraphs of DrawingML, then the cached words of a chart, each once."""
    seen: set[str] = set()
    for paragraph in root.iter(A + "p"):
        text = normalise("".join(t.text or "" for t in paragraph.iter(A + "t"))).strip()
        if text:
            seen.add(text)
            yield text
    for value in root.iterfind(f".//{C}strCache/{C}pt/{C}v"):
        text = normalise(value.text or "").strip()
        if text and text not in seen:
            seen.add(text)
            yield text
