"""Automatic numbers as Word shows them: word/numbering.xml resolved and counted in document order (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from clausecheck.read.docx_names import RPR, VAL, W
from clausecheck.read.docx_styles import Styles, on_off
from clausecheck.read.numerals import format_number

__all__ = ["BULLET", "Label", "Numbering"]

BULLET = "• "
_PLACEHOLDER = re.compile(r"%([1-9])")
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a numbered paragraph. `text` ends with the blank that separates it; `number` is the bare number, "" for a bullet."""

    text: str
    number: str
    level: int
    bullet: bool


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    hidden: bool = False
    style: str | None = None
    picture: bool = False


@dataclass(slots=True)
class _List:
    """An abstract list with its counters; every w:num that points here shares them."""

    levels: dict[int, _Level]
    counters: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


@dataclass(slots=True)
class _Num:
    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]
    used: set[int] = field(default_factory=set)


def _text_of(parent: etree._Element, tag: str, default: str = "") -> str:
    found = parent.find(W + tag)
    return default if found is None else found.get(VAL, default)


def _int_of(parent: etree._Element, tag: str) -> int | None:
    value = _text_of(parent, tag)
    return int(value) if value.lstrip("-").isdecimal() else None


def _level(element: etree._Element) -> _Level:
    start = _int_of(element, "start")
    style = element.find(W + "pStyle")
    return _Level(
        start=0 if start is None else start, format=_text_of(element, "numFmt", "decimal"), text=_text_of(element, "lvlText"),
        suffix=_text_of(element, "suff", "tab"), restart=_int_of(element, "lvlRestart"), legal=bool(on_off(element, W + "isLgl")),
        hidden=bool(on_off(element.find(RPR), W + "vanish")), style=style.get(VAL) if style is not None else None,
        picture=element.find(W + "lvlPicBulletId") is not None,
    )


def _levels(parent: etree._Element) -> dict[int, _Level]:
    out: dict[int, _Level] = {}
    for element in parent.iterchildren(W + "lvl"):
        index = element.get(W + "ilvl", "")
        if index.isdecimal() and int(index) < _LEVELS:
            out[int(index)] = _level(element)
    return out


class Numbering:
    """Counts the numbered paragraphs of one document; `label` is called once a paragraph, in order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._lists: dict[str, _List] = {}
        self._nums: dict[str, _Num] = {}
        if root is None:
            return
        links: dict[str, str] = {}
        for element in root.iterchildren(W + "abstractNum"):
            abstract = element.get(W + "abstractNumId", "")
            self._lists[abstract] = _List(_levels(element))
            link = _text_of(element, "numStyleLink")
            if link:
                links[abstract] = link
        for element in root.iterchildren(W + "num"):
            self._nums[element.get(W + "numId", "")] = _num(element)
        for abstract, style in links.items():
            target = self._nums.get(styles.numbering(style) or "")
            if target is not None and target.abstract in self._lists and target.abstract != abstract:
                self._lists[abstract] = self._lists[target.abstract]

    def level_of_style(self, num_id: str, style_id: str) -> int:
        """The level that a list ties to a paragraph style; 0 when it ties none."""
        num = self._nums.get(num_id)
        levels = self._lists[num.abstract].levels if num is not None and num.abstract in self._lists else {}
        return next((index for index, level in levels.items() if level.style == style_id), 0)

    def label(self, num_id: str, level: int) -> Label | None:
        """Count one paragraph of list `num_id` at `level` (from 0) and return its label, None when Word shows none."""
        num = self._nums.get(num_id)
        shared = self._lists.get(num.abstract) if num is not None else None
        if num is None or shared is None:
            return None
        shape = num.levels.get(level) or shared.levels.get(level)
        if shape is None:
            return None
        self._count(num, shared, level, shape)
        if shape.hidden:
            return None
        if shape.format == "bullet" or shape.picture:
            return Label(BULLET, "", level + 1, True) if shape.text.strip() or shape.picture else None
        return self._written(num, shared, level, shape)

    def _count(self, num: _Num, shared: _List, level: int, shape: _Level) -> None:
        counters = shared.counters
        if level in num.starts and level not in num.used:
            counters[level] = num.starts[level]
        else:
            current = counters[level]
            counters[level] = num.starts.get(level, shape.start) if current is None else current + 1
        num.used.add(level)
        for deeper in range(level + 1, _LEVELS):
            below = num.levels.get(deeper) or shared.levels.get(deeper)
            restart = below.restart if below is not None else None
            if restart is None or (restart != 0 and level < restart):
                counters[deeper] = None

    def _written(self, num: _Num, shared: _List, level: int, shape: _Level) -> Label | None:
        def value(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            other = num.levels.get(index) or shared.levels.get(index) or _Level()
            count = shared.counters[index]
            if count is None:
                count = num.starts.get(index, other.start)
            return format_number(count, "decimal" if shape.legal and other.format != "decimalZero" else other.format)

        if shape.format == "none" and not _PLACEHOLDER.sub("", shape.text).strip():
            return None
        text = _PLACEHOLDER.sub(value, shape.text).strip()
        if not text:
            return None
        bare = text.rstrip(" .:-–—\u00a0\t") or text
        return Label(text + ("" if shape.suffix == "nothing" else " "), bare, level + 1, False)


def _num(element: etree._Element) -> _Num:
    levels: dict[int, _Level] = {}
    starts: dict[int, int] = {}
    for override in element.iterchildren(W + "lvlOverride"):
        index = override.get(W + "ilvl", "")
        if not index.isdecimal() or int(index) >= _LEVELS:
            continue
        shape = override.find(W + "lvl")
        if shape is not None:
            levels[int(index)] = _level(shape)
        start = _int_of(override, "startOverride")
        if start is not None:
            starts[int(index)] = start
    return _Num(_text_of(element, "abstractNumId"), levels, starts)
