"""Highlights and notes put into a copy of a PDF: annotations with their own appearance; the streams of the pages are not touched.

Places are display coordinates, as everywhere in the reports: points from the top left corner of the page as shown. Here they become user space.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clausecheck.read.pdf_page import Box, Frame
from clausecheck.report.pdf_notes_ink import AUTHOR_ID, ICON, STYLES, highlight_ink, icon_ink, quad, user_points

__all__ = ["Drawn", "Highlight", "Sticky", "draw", "page_frame"]

_AUTHOR = "clausecheck"
_PRINT = 4
_LETTER = (0.0, 0.0, 612.0, 792.0)
"""What viewers show for a page without a usable box."""
_POPUP = (230.0, 150.0)
_GAP = 3.0
_MARGIN = 12.0
"""Where icons stand in the left margin, in points from the edge: beside the line, clear of its words."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """Words to highlight on one page. `boxes` may be empty: then the words are told in a note of the page. `style` is a key of STYLES."""

    id: str
    page: int
    boxes: tuple[Box, ...]
    style: str
    subject: str
    body: str
    words: str


@dataclass(frozen=True, slots=True)
class Sticky:
    """A note at a place of a page, at its top right corner without one. `icon`: "!", "~", "?" or "i"."""

    id: str
    page: int
    at: Box | None
    icon: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What became of the copy. `problem`: "" or a code (`encrypted`, `forbidden`, `damaged`, `unreadable`, `unwritable`).

    `lost`: page and words of the highlights that became notes."""

    problem: str = ""
    detail: str = ""
    signed: bool = False
    lost: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class _Sheet:
    """One page being annotated."""

    pdf: Any
    page: Any
    frame: Frame
    unit: float
    date: str
    new: list[Any] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)


def draw(
    source: Path, target: Path, highlights: Sequence[Highlight], stickies: Sequence[Sticky], *, date: str, lost_subject: str, lost_head: str,
) -> Drawn:
    """Write `target`, a copy of `source` with these annotations. `date`: ISO day, "" when unknown.

    Notes of an earlier copy are replaced. Nothing is raised for a file that cannot be opened or written: the answer says so, and there is no target.
    """
    import pikepdf

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    try:
        with pikepdf.open(source) as pdf:
            if pdf.is_encrypted and not pdf.allow.modify_annotation:
                return Drawn("forbidden")
            if not len(pdf.pages):
                return Drawn("damaged")
            lost = _annotate(pdf, highlights, stickies, date, lost_subject, lost_head)
            signed = _signed(pdf)
            return Drawn(signed=signed, lost=lost) if (error := _save(pdf, target)) is None else Drawn("unwritable", error)
    except pikepdf.PasswordError:
        return Drawn("encrypted")
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RuntimeError) as error:
        return Drawn("damaged", str(error))
    except OSError as error:
        return Drawn("unreadable", error.strerror or str(error))


def _save(pdf: Any, target: Path) -> str | None:
    """Write aside, then rename; None, or why it could not be written.

    Streams are copied as they are, and the same file and notes give the same bytes; a file whose protection is kept is enciphered anew.
    """
    import pikepdf

    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    as_is = {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.none, "deterministic_id": True}
    try:
        pdf.save(
            aside, min_version="1.4", object_stream_mode=pikepdf.ObjectStreamMode.preserve,
            **({"encryption": True} if pdf.is_encrypted else as_is))
        aside.replace(target)
    except OSError as error:
        return error.strerror or str(error)
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
    return None


def _annotate(
    pdf: Any, highlights: Sequence[Highlight], stickies: Sequence[Sticky], date: str, lost_subject: str, lost_head: str,
) -> tuple[tuple[int, str], ...]:
    count = len(pdf.pages)
    marks: dict[int, list[Highlight]] = defaultdict(list)
    notes: dict[int, list[Sticky]] = defaultdict(list)
    for mark in highlights:
        marks[mark.page if 1 <= mark.page <= count else 1].append(mark)
    for note in stickies:
        notes[note.page if 1 <= note.page <= count else 1].append(note)
    lost: list[tuple[int, str]] = []
    for number, page in enumerate(pdf.pages, start=1):
        sheet = _Sheet(pdf, page, page_frame(page), _unit(page), date)
        missed = [mark for mark in _by_size(marks[number]) if not _highlight(sheet, mark)]
        if missed:
            missed.sort(key=lambda mark: highlights.index(mark))
            body = "\n\n".join([lost_head, *(f"« {mark.words} »\n{mark.body}" for mark in missed)])
            notes[number].append(Sticky(f"lost-p{number}", number, None, "i", lost_subject, body))
            lost += [(number, mark.words) for mark in missed]
        for note in notes[number]:
            _sticky(sheet, note)
        kept = list(_foreign(page))
        if sheet.new or len(kept) != _count(page):
            page.obj.Annots = _array([*kept, *sheet.new])
    return tuple(lost)


def _by_size(marks: Iterable[Highlight]) -> list[Highlight]:
    """Large ones first: a short one inside a long one lies on top and can be clicked."""
    return sorted(marks, key=lambda mark: -sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in mark.boxes))


def _array(items: list[Any]) -> Any:
    import pikepdf

    return pikepdf.Array(items)


def _count(page: Any) -> int:
    return len(list(_annotations(page)))


def _annotations(page: Any) -> Iterator[Any]:
    import pikepdf

    found = page.obj.get("/Annots")
    if isinstance(found, pikepdf.Array):
        yield from found


def _foreign(page: Any) -> Iterator[Any]:
    """Annotations that are not of an earlier copy."""
    import pikepdf

    for one in _annotations(page):
        name = one.get("/NM") if isinstance(one, pikepdf.Dictionary) else None
        if not (isinstance(name, pikepdf.String) and str(name).startswith(AUTHOR_ID)):
            yield one


def _inherited(page: Any, key: str) -> Any:
    """A value of a page or of the nearest node above it in the page tree."""
    node, depth = page.obj, 0
    while node is not None and depth < 64:
        if key in node:
            return node[key]
        node, depth = node.get("/Parent"), depth + 1
    return None


def _rectangle(value: Any) -> Box | None:
    try:
        a, b, c, d = (float(number) for number in value)
    except (TypeError, ValueError):
        return None
    return min(a, c), min(b, d), max(a, c), max(b, d)


def page_frame(page: Any) -> Frame:
    """The visible box and rotation of a pikepdf page, as read.pdf_page.frame_of gives them for the same page of PDFium."""
    media = _rectangle(_inherited(page, "/MediaBox"))
    if media is None or media[2] - media[0] <= 0 or media[3] - media[1] <= 0:
        media = _LETTER
    crop = _rectangle(_inherited(page, "/CropBox")) or media
    left, bottom, right, top = max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3])
    if right - left < 1 or top - bottom < 1:
        left, bottom, right, top = media
    try:
        turn = int(_inherited(page, "/Rotate") or 0)
    except (TypeError, ValueError):
        turn = 0
    return Frame(left, bottom, right, top, int(turn / 90) % 4 * 90)


def _unit(page: Any) -> float:
    """Size of a user space unit in points; notes keep their size as printed."""
    try:
        unit = float(page.obj.get("/UserUnit", 1))
    except (TypeError, ValueError):
        return 1.0
    return unit if unit > 0 else 1.0


def _signed(pdf: Any) -> bool:
    """Whether the file says it holds a signature: a copy that was written anew breaks its seal."""
    import pikepdf

    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return False
    try:
        return bool(int(form.get("/SigFlags", 0)) & 1)
    except (TypeError, ValueError):
        return False


def _clipped(box: Box, frame: Frame) -> Box | None:
    """The part of a box that is on the page, None when it is too little to be seen."""
    width, height = frame.size
    x0, y0, x1, y1 = max(0.0, box[0]), max(0.0, box[1]), min(width, box[2]), min(height, box[3])
    return (x0, y0, x1, y1) if x1 - x0 > 0.5 and y1 - y0 > 0.5 else None


def _highlight(sheet: _Sheet, mark: Highlight) -> bool:
    """Add one highlight and its pop-up; False when none of its words is on the page."""
    boxes = [inside for box in mark.boxes if (inside := _clipped(_padded(box), sheet.frame))]
    if not boxes:
        return False
    style = STYLES[mark.style]
    ink = highlight_ink(boxes, style, sheet.frame)
    quads = [round(value, 2) for box in boxes for value in quad(box, sheet.frame)]
    _add(sheet, mark.id, "/Highlight", boxes, ink, mark.subject, mark.body, list(style.fill), multiply=True, QuadPoints=quads)
    return True


def _padded(box: Box) -> Box:
    """A little air around the glyphs, whose boxes are tight."""
    x0, y0, x1, y1 = box
    return (x0 - 0.8, y0 - 1.2, x1 + 0.8, y1 + 1.8) if x1 - x0 >= y1 - y0 else (x0 - 1.5, y0 - 0.8, x1 + 1.5, y1 + 0.8)


def _sticky(sheet: _Sheet, note: Sticky) -> None:
    """Add one note with its icon where there is room."""
    box = _room(sheet, note.at)
    sheet.taken.append(box)
    names = {"!": "/Comment", "~": "/Comment", "?": "/Help"}
    ink, colour = icon_ink(box, note.icon, sheet.frame)
    _add(sheet, note.id, "/Text", [box], ink, note.subject, note.body, colour, multiply=False, Name=names.get(note.icon, "/Note"), Open=False)


def _room(sheet: _Sheet, at: Box | None) -> Box:
    """A free place for an icon: in the left margin beside the words, else in columns from the top right corner.

    On a full page the last place is shared.
    """
    side = ICON / sheet.unit
    width, height = sheet.frame.size
    step = side + _GAP / sheet.unit
    if at is None:
        x, y = width - step, step - side
    else:
        x, y = max(0.0, min(at[0] - step, _MARGIN / sheet.unit)), max(0.0, min(at[1], height - side))
    first = y
    for _ in range(400):
        box = (x, y, x + side, y + side)
        if not any(_meet(box, other) for other in sheet.taken):
            return box
        y += step
        if y + side > height:
            x, y = (x - step, first) if at is None else (x + step, 0.0)
            if not 0 <= x <= width - side:
                break
    return max(0.0, width - step), 0.0, max(side, width - step + side), side


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _add(
    sheet: _Sheet, name: str, kind: str, boxes: list[Box], ink: bytes, subject: str, body: str, colour: list[float], *, multiply: bool, **more: Any,
) -> None:
    import pikepdf

    pad = 1.0 if multiply else 0.0
    around = (min(b[0] for b in boxes) - pad, min(b[1] for b in boxes) - pad, max(b[2] for b in boxes) + pad, max(b[3] for b in boxes) + pad)
    rectangle = _user_rectangle(around, sheet.frame)
    form = sheet.pdf.make_stream(ink)
    form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, rectangle
    form.Resources = pikepdf.Dictionary()
    if multiply:
        form.Resources.ExtGState = pikepdf.Dictionary(M=pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, BM=pikepdf.Name.Multiply))
    note = sheet.pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(kind), Rect=rectangle, Contents=body, Subj=subject, T=_AUTHOR, NM=f"{AUTHOR_ID}{name}",
        F=_PRINT, C=colour, P=sheet.page.obj, AP=pikepdf.Dictionary(N=form)))
    for key, value in more.items():
        note[f"/{key}"] = pikepdf.Name(value) if key == "Name" else value
    if sheet.date:
        note.M = note.CreationDate = f"D:{sheet.date.replace('-', '')}"
    width, height = sheet.frame.size
    wide, high = _POPUP[0] / sheet.unit, _POPUP[1] / sheet.unit
    left, top = max(0.0, min(around[2], width - wide)), max(0.0, min(around[3], height - high))
    popup = sheet.pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Popup, Rect=_user_rectangle((left, top, left + wide, top + high), sheet.frame), Parent=note,
        NM=f"{AUTHOR_ID}{name}-popup", Open=False, F=0, P=sheet.page.obj))
    note.Popup = popup
    sheet.new += [note, popup]


def _user_rectangle(box: Box, frame: Frame) -> list[float]:
    (ax, ay), (bx, by) = user_points([(box[0], box[1]), (box[2], box[3])], frame)
    return [round(min(ax, bx), 2), round(min(ay, by), 2), round(max(ax, bx), 2), round(max(ay, by), 2)]
