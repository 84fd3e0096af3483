"""Styles of a Word file, with what they inherit through basedOn: heading level, numbering, bold, hidden, size."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from clausecheck.read.docx_names import PPR, RPR, VAL, W

__all__ = ["Look", "Style", "Styles", "on_off"]

_HEADING = re.compile(r"^(?:heading|titre|title|überschrift)\s*([1-9])$", re.IGNORECASE)
_TOC = re.compile(r"^(?:toc|tm|table of figures|table des illustrations|index)\s*\d*$", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off", "none"})
_BODY_LEVEL = 9
_BOLD, _SIZE, _FONTS, _VANISH, _ASCII, _HIGH_ANSI = W + "b", W + "sz", W + "rFonts", W + "vanish", W + "ascii", W + "hAnsi"


@dataclass(frozen=True, slots=True)
class Look:
    """Run properties that matter here; None means "not said at this level"."""

    bold: bool | None = None
    hidden: bool | None = None
    size: float | None = None
    font: str | None = None

    def over(self, base: Look) -> Look:
        """These properties laid over those of `base`."""
        if self is _NO_LOOK:
            return base
        return Look(
            base.bold if self.bold is None else self.bold, base.hidden if self.hidden is None else self.hidden,
            self.size or base.size, self.font or base.font,
        )


@dataclass(frozen=True, slots=True)
class Style:
    """One style. `outline` is the heading level from 1, 0 for body text said as such, None when not said. `num` and `level` as in w:numPr."""

    id: str
    name: str
    kind: str
    based_on: str | None = None
    outline: int | None = None
    num: str | None = None
    level: int | None = None
    look: Look = Look()
    toc: bool = False
    title: bool = False
    head: bool = False
    """For a table style: it makes the first row stand out."""


def on_off(parent: etree._Element | None, tag: str) -> bool | None:
    """The value of an on/off child element, None when absent."""
    found = parent.find(tag) if parent is not None else None
    return None if found is None else _is_on(found)


def _is_on(element: etree._Element) -> bool:
    return (element.get(VAL) or "1").lower() not in _OFF


def look(rpr: etree._Element | None) -> Look:
    """The look said by one w:rPr."""
    if rpr is None:
        return _NO_LOOK
    bold = hidden = size = font = None
    for child in rpr:
        tag = child.tag
        if tag == _BOLD:
            bold = _is_on(child)
        elif tag == _SIZE:
            size = _half_points(child)
        elif tag == _FONTS:
            font = child.get(_ASCII) or child.get(_HIGH_ANSI)
        elif tag == _VANISH:
            hidden = _is_on(child)
    if bold is None and hidden is None and size is None and font is None:
        return _NO_LOOK
    return Look(bold, hidden, size, font)


_NO_LOOK = Look()


def _half_points(element: etree._Element | None) -> float | None:
    value = element.get(VAL) if element is not None else None
    return int(value) / 2 if value and value.isdecimal() else None


def outline_level(ppr: etree._Element | None) -> int | None:
    """Heading level from 1 said by w:outlineLvl, 0 for "body text", None when not said."""
    found = ppr.find(W + "outlineLvl") if ppr is not None else None
    value = found.get(VAL, "") if found is not None else ""
    if not value.isdecimal():
        return None
    return 0 if int(value) >= _BODY_LEVEL else int(value) + 1


def num_pr(ppr: etree._Element | None) -> tuple[str | None, int | None]:
    """(numId, ilvl) of a w:pPr, each None when not said."""
    found = ppr.find(W + "numPr") if ppr is not None else None
    if found is None:
        return None, None
    num, level = found.find(W + "numId"), found.find(W + "ilvl")
    depth = level.get(VAL, "") if level is not None else ""
    return (num.get(VAL) if num is not None else None), (min(int(depth), 8) if depth.isdecimal() else None)


class Styles:
    """All styles of a document by id, resolved: `get` answers with everything the style inherits."""

    def __init__(self, root: etree._Element | None) -> None:
        self._raw: dict[str, Style] = {}
        self._resolved: dict[str, Style] = {}
        self.default = Style("", "", "paragraph")
        self._defaults = _NO_LOOK
        if root is None:
            return
        self._defaults = look(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        default_id: str | None = None
        for element in root.iterchildren(W + "style"):
            style = _style(element)
            self._raw[style.id] = style
            if style.kind == "paragraph" and element.get(W + "default", "").lower() in ("1", "true", "on"):
                default_id = style.id
        self.default = replace(self.default, look=self._defaults)
        if default_id is not None:
            self.default = self.paragraph(default_id)

    def paragraph(self, style_id: str | None) -> Style:
        """The paragraph style, or the document's default when unknown."""
        if style_id is None or style_id not in self._raw:
            return self.default
        style = self._get(style_id)
        return replace(style, look=style.look.over(self._defaults))

    def character(self, style_id: str) -> Look:
        """The look of a character style; an empty one when unknown."""
        return self._get(style_id).look if style_id in self._raw else _NO_LOOK

    def heads_tables(self, style_id: str) -> bool:
        """Whether a table style makes the first row stand out."""
        return style_id in self._raw and self._get(style_id).head

    def numbering(self, style_id: str) -> str | None:
        """The numId of a style (used by w:numStyleLink)."""
        return self._get(style_id).num if style_id in self._raw else None

    def _get(self, style_id: str) -> Style:
        found = self._resolved.get(style_id)
        if found is not None:
            return found
        chain: list[Style] = []
        seen: set[str] = set()
        current: str | None = style_id
        while current is not None and current in self._raw and current not in seen:
            seen.add(current)
            chain.append(self._raw[current])
            current = self._raw[current].based_on
        style = chain[-1]
        for child in reversed(chain[:-1]):
            style = _inherit(child, style)
        self._resolved[style_id] = style
        return style


def _inherit(child: Style, base: Style) -> Style:
    return Style(
        id=child.id, name=child.name, kind=child.kind, based_on=child.based_on,
        outline=base.outline if child.outline is None else child.outline,
        num=base.num if child.num is None else child.num, level=base.level if child.level is None else child.level,
        look=child.look.over(base.look), toc=child.toc or base.toc, title=child.title or base.title,
        head=child.head or base.head,
    )


def _style(element: etree._Element) -> Style:
    style_id = element.get(W + "styleId", "")
    named = element.find(W + "name")
    name = (named.get(VAL, "") if named is not None else "") or style_id
    based = element.find(W + "basedOn")
    ppr = element.find(PPR)
    outline = outline_level(ppr)
    heading = _HEADING.match(name)
    if outline is None and heading:
        outline = int(heading.group(1))
    num, level = num_pr(ppr)
    first = next((e for e in element.iterchildren(W + "tblStylePr") if e.get(W + "type") == "firstRow"), None)
    head = first is not None and (bool(on_off(first.find(RPR), W + "b")) or first.find(f"{W}tcPr/{W}shd") is not None)
    return Style(
        id=style_id, name=name, kind=element.get(W + "type", "paragraph"), based_on=based.get(VAL) if based is not None else None, outline=outline,
        num=num, level=level, look=look(element.find(RPR)), toc=bool(_TOC.match(name)), title=name.lower() in ("title", "titre"), head=head,
    )
