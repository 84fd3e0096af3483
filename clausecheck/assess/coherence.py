"""What disagrees between the pieces of a tender: weights, lots, durations, penalties, labels, quantities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from clausecheck.assess.bench import Bench
from clausecheck.assess.criteria import shown, wrong_sums
from clausecheck.assess.demands import dismissed
from clausecheck.assess.dossier import Piece
from clausecheck.assess.penalties import find_penalties
from clausecheck.model import Coherence, CoherenceValue, Criterion, Fact, Force, LabelFinding, Lot, Quantity
from clausecheck.text import fold
from clausecheck.text.dates import find_durations

__all__ = ["find_incoherences"]

_SAME_NAME = 90.0
"""Least likeness (rapidfuzz, 0–100) of two names of criteria or titles of lots taken for the same."""


def find_incoherences(bench: Bench) -> tuple[Coherence, ...]:
    """Every disagreement between pieces, and sums of weights that do not hold, in a fixed order."""
    pieces = bench.dossier.readable()
    return (*_sums(bench), *_weights(pieces), *_lots(pieces), *_durations(bench), *_penalties(bench), *_labels(pieces), *_quantities(pieces))


def _value(piece: Piece, quote: str, page: int | None) -> CoherenceValue:
    return CoherenceValue(piece.name, page, quote)


def _sums(bench: Bench) -> Iterator[Coherence]:
    for wrong in wrong_sums(bench.criteria):
        values = tuple(CoherenceValue(row.piece.name, row.criterion.page, shown(row.criterion)) for row in wrong.rows)
        yield Coherence(f"Pondérations : {wrong.sentence}.", values)


def _alike(left: str, right: str) -> bool:
    from rapidfuzz import fuzz

    a, b = " ".join(fold(left).split()), " ".join(fold(right).split())
    return a == b or fuzz.token_sort_ratio(a, b, score_cutoff=_SAME_NAME) >= _SAME_NAME


def _pairs(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Piece]]:
    rows = list(pieces)
    for index, left in enumerate(rows):
        for right in rows[index + 1 :]:
            yield left, right


def _weights(pieces: tuple[Piece, ...]) -> Iterator[Coherence]:
    """The same criterion of the same lot with two weights."""
    for left, right in _pairs(piece for piece in pieces if piece.outline.criteria):
        for a in left.outline.criteria:
            for b in right.outline.criteria:
                if a.weight is None or b.weight is None or a.unit != b.unit or a.lot != b.lot or (a.parent is None) is not (b.parent is None):
                    continue
                if abs(a.weight - b.weight) > 0.01 and _alike(a.name, b.name):
                    yield Coherence(f"Critère « {a.name} » : la pondération n'est pas la même.", (_criterion(left, a), _criterion(right, b)))


def _criterion(piece: Piece, row: Criterion) -> CoherenceValue:
    return _value(piece, shown(row), row.page)


def _lots(pieces: tuple[Piece, ...]) -> Iterator[Coherence]:
    """Pieces that list lots must list the same ones. A piece that names a single lot may be written for that lot alone."""
    for left, right in _pairs(piece for piece in pieces if len(piece.outline.lots) >= 2):
        a, b = {lot.id: lot for lot in left.outline.lots}, {lot.id: lot for lot in right.outline.lots}
        if a.keys() != b.keys():
            yield Coherence(
                f"Lots : {len(a)} dans {left.name}, {len(b)} dans {right.name}.", (_listed(left, a.values()), _listed(right, b.values())))
            continue
        for name in a:
            if a[name].title and b[name].title and not _same_lot(a[name], b[name]):
                yield Coherence(f"Lot {name} : l'intitulé n'est pas le même.", (_lot(left, a[name]), _lot(right, b[name])))


def _same_lot(left: Lot, right: Lot) -> bool:
    from rapidfuzz import fuzz

    return fuzz.token_set_ratio(fold(left.title), fold(right.title)) >= 60


def _lot(piece: Piece, lot: Lot) -> CoherenceValue:
    return _value(piece, f"Lot {lot.id} : {lot.title}", lot.page)


def _listed(piece: Piece, lots: Iterable[Lot]) -> CoherenceValue:
    rows = list(lots)
    return _value(piece, "; ".join(f"lot {lot.id} {lot.title}".strip() for lot in rows)[:300], rows[0].page if rows else None)


def _durations(bench: Bench) -> Iterator[Coherence]:
    """The duration of the contract as each piece states it."""
    seen: dict[float, tuple[Fact, Piece]] = {}
    for piece in bench.dossier.readable():
        for fact in piece.outline.facts:
            conditional = fact.field != "duration" or bench.frame.words["duree_sous_condition"].search(fold(fact.quote))
            spans = [] if conditional else find_durations(fact.value)
            if len(spans) == 1:
                seen.setdefault(round(spans[0].months, 1), (fact, piece))
    if len({piece.index for _, piece in seen.values()}) > 1:
        yield Coherence("Durée du marché : les pièces ne disent pas la même.", tuple(_value(p, f.quote or f.value, f.page) for f, p in seen.values()))


def _penalties(bench: Bench) -> Iterator[Coherence]:
    """The same breach with two amounts in two pieces."""
    groups = defaultdict(list)
    for penalty in find_penalties(bench.dossier, bench.frame):
        groups[(penalty.topic, penalty.unit)].append(penalty)
    for (topic, _), rows in sorted(groups.items()):
        by_piece = {penalty.found.piece: {p.amount for p in rows if p.found.piece == penalty.found.piece} for penalty in rows}
        if len(by_piece) < 2 or any(len(amounts) > 1 for amounts in by_piece.values()) or len({min(a) for a in by_piece.values()}) < 2:
            continue
        first = {penalty.found.piece: penalty.found for penalty in reversed(rows)}
        values = tuple(CoherenceValue(f.document, f.page, f.quote) for _, f in sorted(first.items()))
        yield Coherence(f"Pénalité ({topic}) : le montant n'est pas le même.", values)


def _labels(pieces: tuple[Piece, ...]) -> Iterator[Coherence]:
    """The same label at two levels, refused here and demanded there, or firm or open in one piece and not in another.

    Only pieces that are each of one mind are compared: a label may well be required of one product and wished for another.
    """
    rows = [(piece, row) for piece in pieces for row in piece.labels if _speaks(row)]
    for name in sorted({row.label for _, row in rows}):
        same: dict[int, list[tuple[Piece, LabelFinding]]] = defaultdict(list)
        for piece, row in rows:
            if row.label == name:
                same[piece.index].append((piece, row))
        if len(same) < 2:
            continue
        places = [place for group in same.values() for place in group]
        for sentence in _label_differences([[row for _, row in group] for group in same.values()]):
            values = tuple(dict.fromkeys(_value(piece, row.quote, row.page) for piece, row in places))
            yield Coherence(f"Label {places[0][1].name} : {sentence}.", values)


def _label_differences(groups: list[list[LabelFinding]]) -> Iterator[str]:
    tiers = [{row.tier for row in group if row.tier} for group in groups]
    if _opposed(tiers):
        yield "le niveau demandé n'est pas le même"
    forces = [{row.force for row in group} for group in groups]
    refused = [{"refusé" if force is Force.EXCLUDED else "demandé" for force in group if force is not Force.ENCOURAGED} for group in forces]
    if _opposed(refused):
        yield "demandé dans une pièce, écarté dans une autre"
    firm = [{force for force in group if force in (Force.REQUIRED, Force.ENCOURAGED)} for group in forces]
    if _opposed(firm):
        yield "exigé dans une pièce, seulement souhaité dans une autre"
    opened = [{row.equivalent for row in group if row.equivalent is not None} for group in groups]
    if _opposed(opened):
        yield "l'équivalent est admis dans une pièce, pas dans une autre"


def _opposed(values: Sequence[Collection[object]]) -> bool:
    """True when two pieces hold one value each, and not the same."""
    single = [next(iter(group)) for group in values if len(group) == 1]
    return len(set(single)) > 1


def _speaks(row: LabelFinding) -> bool:
    return row.force is not Force.INFORMATIVE and row.label != "generic-ecolabel" and not dismissed(row)


def _quantities(pieces: tuple[Piece, ...]) -> Iterator[Coherence]:
    """The same rule of the same family with two thresholds in two pieces, for the same lots and base."""
    seen: dict[tuple[str, str, str, tuple[str, ...], str], dict[int, tuple[Quantity, CoherenceValue]]] = defaultdict(dict)
    several: set[tuple[str, str, str, tuple[str, ...], str]] = set()
    for piece in pieces:
        for row in piece.clauses:
            if row.quantity is None or not row.force.demand or dismissed(row):
                continue
            key = (row.family.value, row.rule, row.quantity.unit, row.lots, fold(row.quantity.of))
            if piece.index in seen[key] and seen[key][piece.index][0].value != row.quantity.value:
                several.add(key)
            seen[key].setdefault(piece.index, (row.quantity, _value(piece, row.quote, row.page)))
    for key, rows in sorted(seen.items()):
        if key not in several and len({quantity.value for quantity, _ in rows.values()}) > 1:
            yield Coherence("La même demande porte deux seuils.", tuple(value for _, value in rows.values()))
