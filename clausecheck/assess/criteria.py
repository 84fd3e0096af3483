"""Award criteria with their weights brought to one scale, and the sums that must hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from clausecheck.assess.dossier import Dossier, Found, Piece
from clausecheck.model import Criterion, PieceKind
from clausecheck.text import fold

__all__ = ["Weighed", "by_lot", "criteria_of", "wrong_sums"]

_ORDER = (PieceKind.RC, PieceKind.NOTICE, PieceKind.CCP, PieceKind.RESPONSE_FRAME)
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


def by_lot(rows: Iterable[Weighed]) -> dict[str, list[Weighed]]:
    """Criteria of each lot. Those stated for all lots are under "" when no lot has its own, else added to each lot's."""
    own: dict[str, list[Weighed]] = defaultdict(list)
    common: list[Weighed] = []
    for row in rows:
        (common if row.criterion.lot is None else own[row.criterion.lot]).append(row)
    if not own:
        return {"": common} if common else {}
    return {lot: common + rows_ for lot, rows_ in sorted(own.items())}


def _weigh(piece: Piece) -> list[Weighed]:
    out: list[Weighed] = []
    rows = piece.outline.criteria
    for lot in dict.fromkeys(row.lot for row in rows):
        group = [row for row in rows if row.lot == lot]
        tops = [row for row in group if row.parent is None]
        total = sum(row.weight or 0.0 for row in tops)
        percent: dict[str, float | None] = {}
        for row in tops:
            percent[fold(row.name)] = _share(row, total)
            out.append(Weighed(row, piece, percent[fold(row.name)], _children(row, group)))
        for row in (r for r in group if r.parent is not None):
            siblings = [r for r in group if r.parent == row.parent]
            out.append(Weighed(row, piece, _sub_share(row, siblings, percent.get(fold(row.parent or ""))), _children(row, group)))
    return out


def _children(parent: Criterion, group: list[Criterion]) -> tuple[Criterion, ...]:
    return tuple(row for row in group if row.parent is not None and fold(row.parent) == fold(parent.name))


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


def wrong_sums(rows: Iterable[Weighed]) -> list[tuple[str, list[Weighed]]]:
    """Sums that do not hold, each with a French sentence and the criteria summed: percentages of a lot that do not make 100 %."""
    out: list[tuple[str, list[Weighed]]] = []
    for lot, group in by_lot(rows).items():
        tops = [row for row in group if row.top]
        weights = [row.criterion.weight for row in tops if row.criterion.weight is not None]
        percents = all(row.criterion.unit == "%" for row in tops)
        if len(tops) >= 2 and len(weights) == len(tops) and percents and abs(sum(weights) - 100) > _SLACK:
            where = f" du lot {lot}" if lot else ""
            out.append((f"les pondérations des critères{where} font {sum(weights):g} % au lieu de 100 %".replace(".", ","), tops))
        out += _wrong_children(tops)
    return out


def _wrong_children(tops: list[Weighed]) -> list[tuple[str, list[Weighed]]]:
    out: list[tuple[str, list[Weighed]]] = []
    for row in tops:
        weights = [child.weight for child in row.children if child.weight is not None]
        weight = row.criterion.weight
        if weight is None or len(weights) < 2 or len(weights) != len(row.children) or {c.unit for c in row.children} != {row.criterion.unit}:
            continue
        total = sum(weights)
        if abs(total - weight) > _SLACK and abs(total - 100) > _SLACK:
            children = [Weighed(child, row.piece, None, ()) for child in row.children]
            sentence = f"les sous-critères de « {row.criterion.name} » font {total:g} au lieu de {weight:g}".replace(".", ",")
            out.append((sentence, [row, *children]))
    return out
