"""Numbers of headings, as typed text, in the manners that real tenders use."""

from __future__ import annotations

from collections.abc import Iterator

from builder.source import Node

__all__ = ["heading_numbers"]

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(value: int) -> str:
    """1 -> I, 14 -> XIV; up to 39."""
    out = ""
    for size, sign in _ROMAN:
        while value >= size:
            out, value = out + sign, value - size
    return out


def _typed(count: list[int]) -> str:
    return ".".join(str(n) for n in count) + "."


def _article(count: list[int]) -> str:
    return f"ARTICLE {count[0]} –" if len(count) == 1 else ".".join(str(n) for n in count) + " –"


def _roman(count: list[int]) -> str:
    if len(count) == 1:
        return f"{roman(count[0])}."
    return f"{roman(count[0])}.{count[1]}" if len(count) == 2 else f"{chr(96 + count[2])})"


_MANNERS = {"typed": _typed, "auto": _typed, "articles": _article, "roman": _roman}


def heading_numbers(nodes: tuple[Node, ...], numbering: str) -> Iterator[tuple[Node, str]]:
    """Each heading with its number, "" when headings are not numbered."""
    count = [0, 0, 0]
    for node in nodes:
        if node.kind != "heading":
            continue
        count[node.level - 1] += 1
        count[node.level :] = [0] * (3 - node.level)
        yield node, _MANNERS[numbering](count[: node.level]) if numbering in _MANNERS else ""
