"""Styles of an OpenDocument file: what a paragraph style inherits, what a text style hides, and how lists and headings are numbered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from clausecheck.read.numerals import format_number
from clausecheck.read.odf_names import FO, OFFICE, STYLE, TABLE, TEXT

__all__ = ["Counters", "OdfStyle", "OdfStyles"]

_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_HEADING = re.compile(r"^(?:heading|titre)[ _]?(?:20_)?(\d)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OdfStyle:
    """A style resolved. `heading`: level from 1 when its name or its outline level makes it one. `list`: the list style it brings."""

    name: str = ""
    heading: int | None = None
    list: str = ""
    bold: bool = False
    hidden: bool = False
    size: float | None = None
    title: bool = False


@dataclass(frozen=True, slots=True)
class _Level:
    number: bool
    format: str = ""
    before: str = ""
    after: str = ""
    start: int = 1
    shown: int = 1


@dataclass(slots=True)
class Counters:
    """The counts of one list or of the headings, by level from 0."""

    counts: dict[int, int] = field(default_factory=dict)

    def next(self, level: int, start: int) -> None:
        """Count one item and forget what is below it."""
        self.counts[level] = self.counts[level] + 1 if level in self.counts else start
        for deeper in [n for n in self.counts if n > level]:
            del self.counts[deeper]


class OdfStyles:
    """Styles of styles.xml and of content.xml together; the latter's automatic styles come last and win."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self._raw: dict[tuple[str, str], etree._Element] = {}
        self._lists: dict[str, dict[int, _Level]] = {}
        self._outline: dict[int, _Level] = {}
        self._done: dict[tuple[str, str], OdfStyle] = {}
        for root in roots:
            if root is not None:
                self._take(root)

    def _take(self, root: etree._Element) -> None:
        for element in _styles_of(root):
            if element.tag == STYLE + "style":
                self._raw[(element.get(STYLE + "family", ""), element.get(STYLE + "name", ""))] = element
            elif element.tag == TEXT + "list-style":
                self._lists[element.get(STYLE + "name", "")] = _levels(element)
            elif element.tag == TEXT + "outline-style":
                self._outline = _levels(element)

    def get(self, family: str, name: str | None) -> OdfStyle:
        """The style of this name with what it inherits; an empty one when unknown."""
        if not name:
            return _PLAIN
        key = (family, name)
        if key not in self._done:
            self._done[key] = self._resolve(family, name)
        return self._done[key]

    def table_hidden(self, name: str | None) -> bool:
        """Whether a table style hides its sheet."""
        element = self._raw.get(("table", name or ""))
        look = element.find(STYLE + "table-properties") if element is not None else None
        return look is not None and look.get(TABLE + "display") == "false"

    def _resolve(self, family: str, name: str) -> OdfStyle:
        chain: list[etree._Element] = []
        seen: set[str] = set()
        current: str | None = name
        while current and current not in seen and (family, current) in self._raw:
            seen.add(current)
            chain.append(self._raw[(family, current)])
            current = chain[-1].get(STYLE + "parent-style-name")
        style = _PLAIN
        for element in reversed(chain):
            style = _laid_over(element, style)
        return style

    def label(self, style: str, level: int, counters: Counters, *, heading: bool = False) -> str | None:
        """The label of a counted item with its blank; "• " for a bullet, None when the level shows none. `level` from 0."""
        levels = self._outline if heading else self._lists.get(style, {})
        shape = levels.get(level)
        if shape is None:
            return None
        counters.next(level, shape.start)
        if not shape.number:
            return "• "
        if not shape.format:
            text = (shape.before + shape.after).strip()
            return f"{text} " if text else None
        parts = [_counted(levels, counters, n) for n in range(max(0, level - shape.shown + 1), level + 1)]
        return f"{shape.before}{'.'.join(p for p in parts if p)}{shape.after}".strip() + " "


_PLAIN = OdfStyle()


def _counted(levels: dict[int, _Level], counters: Counters, level: int) -> str:
    shape = levels.get(level)
    if shape is None or not shape.format:
        return ""
    return format_number(counters.counts.get(level, shape.start), _FORMATS.get(shape.format, "decimal"))


def _styles_of(root: etree._Element) -> Iterator[etree._Element]:
    for holder in root.iterchildren(OFFICE + "styles", OFFICE + "automatic-styles"):
        yield from holder.iterchildren()


def _laid_over(element: etree._Element, base: OdfStyle) -> OdfStyle:
    name = element.get(STYLE + "display-name", "") or element.get(STYLE + "name", "")
    outline = element.get(STYLE + "default-outline-level", "")
    found = _HEADING.match(name)
    look = element.find(STYLE + "text-properties")
    weight = look.get(FO + "font-weight") if look is not None else None
    display = look.get(TEXT + "display") if look is not None else None
    size = re.match(r"([\d.]+)pt", look.get(FO + "font-size", "") if look is not None else "")
    heading = int(outline) if outline.isdecimal() and int(outline) else int(found.group(1)) if found else base.heading
    return OdfStyle(
        name=name, heading=heading, list=element.get(STYLE + "list-style-name", base.list),
        bold=base.bold if weight is None else weight == "bold" or (weight.isdecimal() and int(weight) >= 600),
        hidden=base.hidden if display is None else display == "none", size=float(size.group(1)) if size else base.size,
        title=base.title or name.lower() in ("title", "titre", "titre principal"),
    )


def _levels(element: etree._Element) -> dict[int, _Level]:
    out: dict[int, _Level] = {}
    for child in element:
        level = child.get(TEXT + "level", "") if isinstance(child.tag, str) else ""
        if not level.isdecimal():
            continue
        start, shown = child.get(TEXT + "start-value", "1"), child.get(TEXT + "display-levels", "1")
        out[int(level) - 1] = _Level(
            number=not child.tag.endswith(("-bullet", "-image")), format=child.get(STYLE + "num-format", ""),
            before=child.get(STYLE + "num-prefix", ""), after=child.get(STYLE + "num-suffix", ""),
            start=int(start) if start.isdecimal() else 1, shown=int(shown) if shown.isdecimal() else 1,
        )
    return out
