"""Which criterion a sub-criterion belongs to: by numbers, words and layout where they say so, else by sums that come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clausecheck.structure.criteria_items import Item

__all__ = ["arrange", "settle", "sums_up"]

_TOTALS = (100.0, 20.0, 10.0, 1.0, 1000.0)
_MOST = 60


def _near(a: float, b: float) -> bool:
    return abs(a - b) < 0.06


def sums_up(weights: Sequence[float | None], *, total: float | None = None) -> bool:
    """True when weights are complete and add up to 100, 20, 10, 1, 1000 or to `total`."""
    if not weights or any(w is None for w in weights):
        return False
    amount = sum(w for w in weights if w is not None)
    return any(_near(amount, t) for t in (*_TOTALS, *((total,) if total else ())))


def _by_signs(items: list[Item]) -> list[int | None]:
    """Parents from markers (2.1 under 2), « sous-critère », « dont », table and list depth."""
    parents: list[int | None] = []
    for index, item in enumerate(items):
        parent: int | None = None
        head = item.marker.rpartition(".")[0]
        if head:
            parent = next((i for i in range(index - 1, -1, -1) if items[i].marker == head and parents[i] is None), None)
        if parent is None and item.sub is True:
            parent = next((i for i in range(index - 1, -1, -1) if items[i].sub is not True and parents[i] is None), None)
            if head and parent is not None and items[parent].marker not in ("", head):
                parent = None
        if parent is None and item.sub is None and item.depth > 0:
            near = next((i for i in range(index - 1, -1, -1) if items[i].depth < item.depth), None)
            parent = near
        parents.append(parent)
    return parents


def _partition(weights: list[float], start: int, left: float, memo: dict[tuple[int, float], list[int | None] | None]) -> list[int | None] | None:
    """Parents for items from `start` such that the top ones add up to `left`; None when there is no way."""
    if start == len(weights):
        return [] if _near(left, 0) else None
    key = (start, round(left, 3))
    if key in memo:
        return memo[key]
    memo[key] = None
    own = weights[start]
    if own > left + 0.06:
        return None
    equal, hundred = [], []
    running = 0.0
    for index in range(start + 1, len(weights)):
        running += weights[index]
        if index > start + 1 and _near(running, own):
            equal.append(index)
        elif index > start + 1 and _near(running, 100) and own < 99:
            hundred.append(index)
        if running > max(own, 100) + 0.06:
            break
    for end in (*reversed(equal), *reversed(hundred), start):
        rest = _partition(weights, end + 1, left - own, memo)
        if rest is not None:
            memo[key] = [None, *[start] * (end - start), *rest]
            break
    return memo[key]


def _by_sums(items: list[Item], total: float | None) -> list[int | None] | None:
    """Parents such that the criteria add up to 100 (or `total`) and every one's parts to it; None when no reading does."""
    weights = [item.weight for item in items]
    if len(items) > _MOST or any(w is None for w in weights):
        return None
    values = [w for w in weights if w is not None]
    if sums_up(values, total=total):
        return [None] * len(items)
    for target in (100.0, *((total,) if total else ())):
        found = _partition(values, 0, target, {})
        if found is not None:
            return found
    return None


def _agrees(items: list[Item], parents: list[int | None], total: float | None) -> bool:
    tops = [items[i].weight for i, p in enumerate(parents) if p is None]
    if not sums_up(tops, total=total):
        return False
    for index in {p for p in parents if p is not None}:
        parts = [items[i].weight for i, p in enumerate(parents) if p == index]
        own = items[index].weight
        if any(w is None for w in parts) or own is None:
            continue
        amount = sum(w for w in parts if w is not None)
        if not (_near(amount, own) or _near(amount, 100)):
            return False
    return True


def _of_lot(items: list[Item], lot: str | None) -> list[int]:
    return [i for i, item in enumerate(items) if not item.lot or lot is None or lot in item.lot.replace(",", " ").split()]


def _lots(items: list[Item]) -> list[str | None]:
    lots = {token for item in items if item.lot for token in item.lot.replace(",", " ").split() if token.isdigit()}
    return [*sorted(lots)] if lots else [None]


def _set(items: list[Item], total: float | None) -> bool:
    """Arrange the items; True when the criteria add up to a whole and every one's parts to it."""
    for item in items:
        item.parent = None
    arrange(items, total=total)
    return all(_agrees([items[i] for i in indexes], _within(items, indexes), total) for lot in _lots(items) for indexes in [_of_lot(items, lot)])


def _within(items: list[Item], indexes: list[int]) -> list[int | None]:
    """Parents of a subset as indexes into it."""
    place = {index: position for position, index in enumerate(indexes)}
    parents = (items[index].parent for index in indexes)
    return [None if parent is None else place.get(parent) for parent in parents]


def _late_parts(items: list[Item], count: int, named: Mapping[int, int]) -> list[Item]:
    """The items kept: a complete set of `count`, and those after it that detail one of its criteria and add up to it.

    `named[i]` is the criterion that the words before item i name.
    """
    kept, late = items[:count], items[count:]
    amount = sum(item.weight or 0.0 for item in late)
    parents = {item.parent for item in kept}
    owner = named.get(count)
    fits = [i for i, item in enumerate(kept) if item.parent is None and i not in parents and item.weight is not None and _near(item.weight, amount)]
    if owner is None and len(fits) == 1 and len(late) > 1:
        owner = fits[0]
    if owner is None or len(late) < 2 or not (_near(amount, kept[owner].weight or 0.0) or _near(amount, 100)):
        return kept
    for item in late:
        item.parent = owner
    return items


def settle(items: list[Item], *, total: float | None = None, named: Mapping[int, int] | None = None) -> list[Item]:
    """Arrange the items of one list and return those that are criteria.

    When the first of them make a complete set and the rest breaks it, the rest are figures of the prose (bonus, thresholds) or the parts of a
    criterion told later; `named` gives, for an item's index, the criterion that the words before it name.
    """
    if _set(items, total) or len(items) < 3 or any(item.weights_by_lot for item in items):
        return items
    for count in range(len(items) - 1, 1, -1):
        if _set(items[:count], total):
            late = items[count:]
            if any(item.sub is True or "." in item.marker for item in late):
                break
            if len(late) > 1 and _set(late, total):
                for item in late:
                    item.parent = None if item.parent is None else item.parent + count
                return items
            for item in late:
                item.parent = None
            return _late_parts(items, count, named or {})
    _set(items, total)
    return items


def arrange(items: list[Item], *, total: float | None = None) -> None:
    """Set `parent` (an index into `items`) of every item of one set of criteria."""
    for lot in _lots(items):
        indexes = _of_lot(items, lot)
        subset = [items[i] for i in indexes]
        parents = _by_signs(subset)
        if not _agrees(subset, parents, total):
            summed = _by_sums(subset, total)
            if summed is not None and not (any(p is not None for p in parents) and all(p is None for p in summed)):
                parents = summed
        for index, parent in zip(indexes, parents, strict=True):
            if parent is not None:
                items[index].parent = indexes[parent]
