"""Reading order where the file's own order plainly is not: a title drawn last, a footer drawn first.

The order of the file is kept unless it contradicts the page: what stands above comes first, what stands beside keeps the file's order. So columns,
which files hold one after the other, stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from clausecheck.read.pdf_page import Box, Line
from clausecheck.read.pdf_rows import Item

__all__ = ["in_order"]

_FAR = 90.0
"""A leap downwards of so many points parts two stretches."""
_STRETCHES = 60


@dataclass(slots=True)
class _Stretch:
    """Items that follow one another downwards, and the box around them."""

    items: list[Item]
    box: Box

    def take(self, item: Item) -> None:
        a, b = self.box, _box(item)
        self.items.append(item)
        self.box = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))

    def above(self, other: _Stretch) -> bool:
        """Wholly above, and over some of the same width."""
        return self.box[3] <= other.box[1] + 2 and self.box[0] < other.box[2] and self.box[2] > other.box[0]


def _box(item: Item) -> Box:
    return (item.x0, item.top, item.x1, item.bottom) if isinstance(item, Line) else item.box


def _stretches(items: list[Item]) -> list[_Stretch]:
    found: list[_Stretch] = []
    last: Box | None = None
    for item in items:
        box = _box(item)
        height = max(box[3] - box[1], 1.0) if isinstance(item, Line) else 12.0
        if last is None or box[1] < last[1] - 0.8 * height or box[1] > last[3] + _FAR:
            found.append(_Stretch([item], box))
        else:
            found[-1].take(item)
        last = box
    return found


def in_order(items: list[Item]) -> list[Item]:
    """The items of a page with stretches put after what stands above them; unchanged when nothing contradicts or all do."""
    stretches = _stretches(items)
    if len(stretches) < 2 or len(stretches) > _STRETCHES:
        return items
    before = [{j for j, other in enumerate(stretches) if j != i and other.above(stretch)} for i, stretch in enumerate(stretches)]
    out: list[Item] = []
    done: set[int] = set()
    while len(done) < len(stretches):
        free = next((i for i in range(len(stretches)) if i not in done and before[i] <= done), None)
        if free is None:
            return items
        done.add(free)
        out += stretches[free].items
    return out
