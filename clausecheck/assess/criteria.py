"""Award criteria with their weights brought to one scale, and the sums that must hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from clausecheck.assess.dossier import Dossier, Found, Piece
from clausecheck.model import Criterion, PieceKind
from clausecheck.text import fold

__all__ = ["Weighed", "WrongSum", "by_lot", "criteria_of", "lots_of", "shown", "wrong_sums"]

_ORDER = (PieceKind.RC, PieceKind.NOTICE, PieceKind.CCP, PieceKind.RESPONSE_FRAME)
_RANGE = re.compile(r"(\d{1,3})\s*(?:à|a|-|–)\s*(\d{1,3})")
_SEPARATOR = re.compile(r"\s*(?:,|;|/|&|\bet\b|\bou\b)\s*")
_SLACK = 0.51
"""Weights are written rounded; a sum may be off by this many points."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A criterion with its weight in percent of the whole grade (None when not stated). `children` are its sub-criteria."""

    criterion: Criterion
    piece: Piece
    percent: float | None
    children: tuple[Criterion, ...]

    @property
    def top(self) -> bool:
        """True for a criterion that is no sub-criterion."""
        return self.criterion.parent is None

    def found(self) -> Found:
        """The criterion's name, and its weight in `name`, as evidence."""
        row = self.criterion
        if row.end > row.start:
            found = self.piece.found(row.start, row.end)
            return Found(self.piece.index, row.start, row.end, found.quote, row.page, self.piece.name, "", shown(row))
        return Found(self.piece.index, 0, 0, row.name, row.page, self.piece.name, "", shown(row))


def shown(criterion: Criterion) -> str:
    """A criterion as a message names it: "Prix (60 %)"."""
    if criterion.weight is None:
        return criterion.name
    unit = "%" if criterion.unit in ("%", None) else criterion.unit
    return f"{criterion.name} ({criterion.weight:g} {unit})".replace(".", ",")


def criteria_of(dossier: Dossier) -> tuple[Weighed, ...]:
    """The tender's criteria, from the piece that is competent to state them: the RC, else the notice, else another piece."""
    for kind in _ORDER:
        found = [piece for piece in dossier.readable() if piece.outline.kind is kind and piece.outline.criteria]
        if found:
            return tuple(row for piece in found for row in _weigh(piece))
    return tuple(row for piece in dossier.readable() for row in _weigh(piece))


def lots_of(criterion: Criterion) -> tuple[str, ...]:
    """Ids of the lots a criterion is for: "1 et 2" and "1 à 3" are several; none when it is for all."""
    if criterion.lot is None:
        return ()
    span = _RANGE.fullmatch(criterion.lot.strip())
    if span:
        return tuple(str(n) for n in range(int(span[1]), int(span[2]) + 1))
    return tuple(part for part in _SEPARATOR.split(criterion.lot.strip()) if part)


def by_lot(rows: Iterable[Weighed]) -> dict[str, list[Weighed]]:
    """Criteria that hold for each lot, those for all lots included. Without lots of their own, all are under ""."""
    listed = list(rows)
    lots = sorted({lot for row in listed for lot in lots_of(row.criterion)})
    if not lots:
        return {"": listed} if listed else {}
    return {lot: [row for row in listed if not lots_of(row.criterion) or lot in lots_of(row.criterion)] for lot in lots}


def _weigh(piece: Piece) -> list[Weighed]:
    rows = piece.outline.criteria
    out: list[Weighed] = []
    for row in rows:
        mates = [other for other in rows if _meet(row, other)]
        tops = [other for other in mates if other.parent is None]
        total = sum(other.weight or 0.0 for other in tops)
        if row.parent is None:
            percent = _share(row, total)
        else:
            parent = next((top for top in tops if fold(top.name) == fold(row.parent)), None)
            siblings = [other for other in mates if other.parent == row.parent]
            percent = _sub_share(row, siblings, _share(parent, total) if parent else None)
        children = tuple(o for o in rows if o.parent is not None and fold(o.parent) == fold(row.name) and _meet(row, o))
        out.append(Weighed(row, piece, percent, children))
    return out


def _meet(left: Criterion, right: Criterion) -> bool:
    """True when two criteria can hold for one lot."""
    a, b = lots_of(left), lots_of(right)
    return not a or not b or bool(set(a) & set(b))


def _share(row: Criterion, total: float) -> float | None:
    if row.weight is None or total <= 0:
        return None
    return row.weight if row.unit == "%" else 100.0 * row.weight / total


def _sub_share(row: Criterion, siblings: list[Criterion], parent: float | None) -> float | None:
    """A sub-criterion's weight may be a share of the whole or of its parent; the siblings' sum tells which."""
    if row.weight is None:
        return None
    total = sum(s.weight or 0.0 for s in siblings)
    if parent is None or total <= 0:
        return row.weight if row.unit == "%" else None
    if row.unit == "%" and abs(total - parent) <= _SLACK:
        return row.weight
    return parent * row.weight / total


@dataclass(frozen=True, slots=True)
class WrongSum:
    """Weights that do not add up. `over`: they exceed their whole; else they fall short, perhaps for a criterion that was not recognised."""

    sentence: str
    rows: tuple[Weighed, ...]
    over: bool


def wrong_sums(rows: Iterable[Weighed]) -> list[WrongSum]:
    """Sums that do not hold, each once: percentages of a lot that do not make 100 %, sub-criteria that do not make their criterion."""
    out: dict[str, WrongSum] = {}
    for lot, group in by_lot(rows).items():
        tops = [row for row in group if row.top]
        weights = [row.criterion.weight for row in tops if row.criterion.weight is not None]
        percents = all(row.criterion.unit == "%" for row in tops)
        if len(tops) >= 2 and len(weights) == len(tops) and percents and abs(sum(weights) - 100) > _SLACK:
            where = f" du lot {lot}" if lot else ""
            sentence = f"les pondérations lues des critères{where} font {sum(weights):g} % au lieu de 100 %".replace(".", ",")
            out.setdefault(sentence, WrongSum(sentence, tuple(tops), sum(weights) > 100))
        for row in tops:
            wrong = _wrong_children(row, lot)
            if wrong is not None:
                out.setdefault(wrong.sentence, wrong)
    return list(out.values())


def _wrong_children(row: Weighed, lot: str) -> WrongSum | None:
    children = [child for child in row.children if not lot or not lots_of(child) or lot in lots_of(child)]
    weights = [child.weight for child in children if child.weight is not None]
    weight = row.criterion.weight
    if weight is None or len(weights) < 2 or len(weights) != len(children) or {c.unit for c in children} != {row.criterion.unit}:
        return None
    total = sum(weights)
    if abs(total - weight) <= _SLACK or abs(total - 100) <= _SLACK:
        return None
    where = f" (lot {lot})" if lot and any(lots_of(child) for child in children) else ""
    sentence = f"les sous-critères lus de « {row.criterion.name} »{where} font {total:g} au lieu de {weight:g}".replace(".", ",")
    return WrongSum(sentence, (row, *(Weighed(child, row.piece, None, ()) for child in children)), total > weight)
