"""Annotations of a PDF as dictionaries: where displayed boxes are in the page's own space, and how a highlight and a note icon look.

An appearance is always given: viewers draw highlights without one differently, and some draw no note icon at all (ISO 32000-2, 12.5.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clausecheck.model import Force
from clausecheck.read.pdf_page import Box, Frame
from clausecheck.report.annotate_notes import CHECK, SUMMARY

__all__ = ["ICON", "Writer", "frame_of_page", "quad"]

Colour = tuple[float, float, float]
Quad = tuple[float, float, float, float, float, float, float, float]

ICON = 18.0
"""Side of a note icon, in points."""
_PAD = 0.6
_COLOURS: dict[str, Colour] = {
    Force.REQUIRED.value: (0.70, 0.91, 0.64), Force.SCORED.value: (0.68, 0.83, 1.0), Force.ENCOURAGED.value: (1.0, 0.94, 0.52),
    Force.INFORMATIVE.value: (0.87, 0.87, 0.87), Force.EXCLUDED.value: (1.0, 0.74, 0.72), CHECK: (1.0, 0.80, 0.50), SUMMARY: (0.80, 0.76, 1.0),
}
"""Pale enough for black text to keep a contrast above 7:1; the note's title says the same in words."""
_LETTER = (0.0, 0.0, 612.0, 792.0)
_PRINTED = 4


def frame_of_page(page: Any) -> Frame:
    """The frame of a pikepdf page, by the rules of PDFium: crop box within media box, both inherited, US Letter when there is none."""
    media = _rectangle(_inherited(page, "/MediaBox")) or _LETTER
    crop = _rectangle(_inherited(page, "/CropBox")) or media
    left, bottom, right, top = max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3])
    if right - left < 1 or top - bottom < 1:
        left, bottom, right, top = media
    rotate = _inherited(page, "/Rotate")
    return Frame(left, bottom, right, top, (int(rotate) if isinstance(rotate, int) else 0) // 90 * 90 % 360)


def _inherited(page: Any, key: str) -> Any:
    node, depth = page, 0
    while node is not None and depth < 64:
        if key in node:
            return node[key]
        node, depth = node.get("/Parent"), depth + 1
    return None


def _rectangle(value: Any) -> tuple[float, float, float, float] | None:
    try:
        a, b, c, d = (float(x) for x in value)
    except (TypeError, ValueError):
        return None
    left, bottom, right, top = min(a, c), min(b, d), max(a, c), max(b, d)
    return (left, bottom, right, top) if right > left and top > bottom else None


def _user(frame: Frame, x: float, y: float) -> tuple[float, float]:
    """Points from the displayed top left to user space: the inverse of Frame.point."""
    if frame.rotation == 90:
        return y + frame.left, x + frame.bottom
    if frame.rotation == 180:
        return frame.right - x, y + frame.bottom
    if frame.rotation == 270:
        return frame.right - y, frame.top - x
    return x + frame.left, frame.top - y


def quad(frame: Frame, box: Box, *, pad: float = 0.0) -> Quad:
    """The corners of a displayed box in user space: top left, top right, bottom left, bottom right as displayed, the order viewers expect."""
    x0, y0, x1, y1 = box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad
    a, b, c, d = _user(frame, x0, y0), _user(frame, x1, y0), _user(frame, x0, y1), _user(frame, x1, y1)
    return (*a, *b, *c, *d)


def _around(quads: Sequence[Quad]) -> tuple[float, float, float, float]:
    xs, ys = [v for q in quads for v in q[::2]], [v for q in quads for v in q[1::2]]
    return min(xs), min(ys), max(xs), max(ys)


@dataclass(slots=True)
class Writer:
    """Adds annotations to the pages of an open pikepdf document. `day` is an ISO date, "" for none."""

    pdf: Any
    day: str = ""
    count: int = 0

    def highlight(self, page: Any, boxes: Sequence[Box], *, kind: str, title: str, text: str) -> None:
        """Highlight displayed boxes, with a note."""
        frame = frame_of_page(page)
        quads = [quad(frame, box, pad=_PAD) for box in boxes]
        colour = _COLOURS[kind]
        drawn = " ".join(f"{q[0]:.2f} {q[1]:.2f} m {q[2]:.2f} {q[3]:.2f} l {q[6]:.2f} {q[7]:.2f} l {q[4]:.2f} {q[5]:.2f} l h f" for q in quads)
        rect = _around(quads)
        annotation = self._annotation(page, "/Highlight", rect, colour, title, text)
        annotation["/QuadPoints"] = self._numbers([v for q in quads for v in q])
        annotation["/AP"] = self._look(rect, f"/G gs {_rgb(colour)} rg {drawn}", multiply=True)
        self._append(page, annotation, frame)

    def icon(self, page: Any, x: float, y: float, *, kind: str, title: str, text: str) -> None:
        """A note icon whose displayed top left corner is x, y."""
        frame = frame_of_page(page)
        rect = _around([quad(frame, (x, y, x + ICON, y + ICON))])
        colour = _COLOURS[kind]
        x0, y0 = rect[0], rect[1]
        drawn = [f"{_rgb(colour)} rg 0.25 0.25 0.25 RG 0.8 w {x0 + 1:.2f} {y0 + 1:.2f} {ICON - 2:.2f} {ICON - 2:.2f} re B"]
        drawn += [f"{x0 + 4:.2f} {y0 + h:.2f} m {x0 + ICON - 4:.2f} {y0 + h:.2f} l S" for h in (5.0, 9.0, 13.0)]
        annotation = self._annotation(page, "/Text", rect, colour, title, text)
        annotation["/Name"] = self._name("/Comment")
        annotation["/AP"] = self._look(rect, " ".join(drawn), multiply=False)
        self._append(page, annotation, frame)

    def _annotation(self, page: Any, subtype: str, rect: Sequence[float], colour: Colour, title: str, text: str) -> Any:
        import pikepdf

        self.count += 1
        values: dict[str, Any] = {
            "/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name(subtype), "/Rect": self._numbers(rect), "/C": self._numbers(colour), "/F": _PRINTED,
            "/T": "clausecheck", "/Subj": title, "/Contents": text, "/NM": f"clausecheck-{self.count:04d}", "/P": page,
        }
        if self.day:
            values["/M"] = values["/CreationDate"] = f"D:{self.day.replace('-', '')}000000Z"
        return self.pdf.make_indirect(pikepdf.Dictionary(values))

    def _append(self, page: Any, annotation: Any, frame: Frame) -> None:
        """Add the annotation and its closed popup window, after those the page has."""
        import pikepdf

        width = frame.size[0]
        rect = _around([quad(frame, (width - 210, 10, width - 10, 190))])
        popup = self.pdf.make_indirect(pikepdf.Dictionary({
            "/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name.Popup, "/Rect": self._numbers(rect), "/Parent": annotation, "/Open": False,
            "/F": 0}))
        annotation["/Popup"] = popup
        old = page.get("/Annots")
        page["/Annots"] = pikepdf.Array([*(old if isinstance(old, pikepdf.Array) else ()), annotation, popup])

    def _look(self, rect: Sequence[float], drawn: str, *, multiply: bool) -> Any:
        import pikepdf

        form = pikepdf.Stream(self.pdf, drawn.encode("ascii"))
        form["/Type"], form["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
        form["/BBox"] = self._numbers(rect)
        if multiply:
            state = pikepdf.Dictionary({"/Type": pikepdf.Name.ExtGState, "/BM": pikepdf.Name.Multiply})
            form["/Resources"] = pikepdf.Dictionary({"/ExtGState": pikepdf.Dictionary({"/G": state})})
        return pikepdf.Dictionary({"/N": self.pdf.make_indirect(form)})

    def _numbers(self, values: Sequence[float]) -> Any:
        import pikepdf

        return pikepdf.Array([round(float(value), 2) for value in values])

    def _name(self, name: str) -> Any:
        import pikepdf

        return pikepdf.Name(name)


def _rgb(colour: Colour) -> str:
    return " ".join(f"{part:.2f}" for part in colour)
