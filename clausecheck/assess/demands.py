"""Demands: what is counted, each once, however often and wherever the tender writes it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from clausecheck.model import Check, CheckedDocument, ClauseFinding, Demand, Force, LabelFinding, Quantity
from clausecheck.text import fold

__all__ = ["dismissed", "find_demands"]

_SAME_PIECE = 96.0
_OTHER_PIECE = 88.0
_PARTIAL = 92.0
"""Least likeness (rapidfuzz, 0–100) of two sentences that ask the same thing: within one piece, between pieces, and for a sentence quoted in part."""

Place = tuple[int, int]
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(slots=True)
class _Group:
    """Places of one demand. `folded` are the sentences of a clause, `quantities` what they measure."""

    what: str
    key: str
    lots: tuple[str, ...]
    places: list[Place] = field(default_factory=list)
    starts: list[tuple[int, int]] = field(default_factory=list)
    forces: list[Force] = field(default_factory=list)
    folded: list[tuple[int, str, str, Quantity | None]] = field(default_factory=list)

    def add(self, place: Place, start: int, force: Force) -> None:
        self.places.append(place)
        self.starts.append((place[0], start))
        self.forces.append(force)


def find_demands(documents: tuple[CheckedDocument, ...]) -> tuple[tuple[CheckedDocument, ...], tuple[Demand, ...]]:
    """Join the findings that are demands (required or scored) and write the demand's id into each of them.

    Labels: same label after roll-up and same lots. Clauses: same family and lots, and the same or nearly the same sentence, or in another piece the
    same quantity found by the same rule. Ids d001, d002… follow the reading order of the first place; a demand is as firm as its firmest place.
    """
    groups = sorted([*_labels(documents), *_clauses(documents)], key=lambda g: (min(g.starts), g.what, g.key, g.lots))
    width = max(3, len(str(len(groups))))
    demands: list[Demand] = []
    ids: dict[tuple[str, Place], str] = {}
    for number, group in enumerate(groups, start=1):
        name = f"d{number:0{width}d}"
        force = Force.REQUIRED if Force.REQUIRED in group.forces else Force.SCORED
        demands.append(Demand(name, group.what, group.key, force, group.lots, tuple(sorted(group.places))))
        ids.update(((group.what, place), name) for place in group.places)
    return tuple(_with_ids(index, item, ids) for index, item in enumerate(documents)), tuple(demands)


def _with_ids(index: int, item: CheckedDocument, ids: dict[tuple[str, Place], str]) -> CheckedDocument:
    labels = tuple(replace(row, demand=ids.get(("label", (index, number)))) for number, row in enumerate(item.labels))
    clauses = tuple(replace(row, demand=ids.get(("clause", (index, number)))) for number, row in enumerate(item.clauses))
    return replace(item, labels=labels, clauses=clauses)


def _labels(documents: tuple[CheckedDocument, ...]) -> Iterable[_Group]:
    groups: dict[tuple[str, tuple[str, ...]], _Group] = {}
    for index, item in enumerate(documents):
        for number, row in enumerate(item.labels):
            if _counts(row):
                key = (row.label, tuple(sorted(row.lots)))
                groups.setdefault(key, _Group("label", *key)).add((index, number), row.start, row.force)
    return groups.values()


def dismissed(row: LabelFinding | ClauseFinding | Check) -> bool:
    """True when an officer has set the finding or check aside; it then counts nowhere."""
    return row.decision is not None and row.decision.status == "dismissed"


def _counts(row: LabelFinding | ClauseFinding) -> bool:
    return row.force.demand and not dismissed(row)


def _clauses(documents: tuple[CheckedDocument, ...]) -> Iterable[_Group]:
    buckets: dict[tuple[str, tuple[str, ...]], list[_Group]] = defaultdict(list)
    for index, item in enumerate(documents):
        for number, row in enumerate(item.clauses):
            if not _counts(row):
                continue
            key = (row.family.value, tuple(sorted(row.lots)))
            sentence = (index, " ".join(fold(row.quote).split()), row.rule, row.quantity)
            group = next((g for g in buckets[key] if _same(g, sentence)), None)
            if group is None:
                group = _Group("clause", *key)
                buckets[key].append(group)
            group.add((index, number), row.start, row.force)
            group.folded.append(sentence)
    return [group for bucket in buckets.values() for group in bucket]


def _same(group: _Group, sentence: tuple[int, str, str, Quantity | None]) -> bool:
    """True when a sentence asks what a group asks already."""
    from rapidfuzz import fuzz

    piece, text, rule, quantity = sentence
    for other_piece, other, other_rule, other_quantity in group.folded:
        if text == other:
            return True
        if not _same_numbers(quantity, other_quantity, text, other):
            continue
        least = _SAME_PIECE if piece == other_piece else _OTHER_PIECE
        if fuzz.ratio(text, other, score_cutoff=least) >= least:
            return True
        if piece == other_piece:
            continue
        if quantity is not None and rule == other_rule and quantity == other_quantity:
            return True
        short, long = sorted((text, other), key=len)
        if len(short) >= 60 and fuzz.partial_ratio(short, long, score_cutoff=_PARTIAL) >= _PARTIAL:
            return True
    return False


def _same_numbers(quantity: Quantity | None, other_quantity: Quantity | None, text: str, other: str) -> bool:
    """Two sentences that say different numbers are two demands, however alike their words; a shorter quote may leave some out."""
    if quantity is not None and other_quantity is not None and (quantity.value, quantity.unit) != (other_quantity.value, other_quantity.unit):
        return False
    numbers, others = set(_NUMBER.findall(text)), set(_NUMBER.findall(other))
    return numbers <= others or others <= numbers
