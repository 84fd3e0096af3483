"""The predicates of the condition language: what each looks for in a tender, and the words that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from clausecheck.assess.bench import Bench, Hit
from clausecheck.assess.conditions import Condition, Filters
from clausecheck.assess.criteria import Weighed, by_lot, wrong_sums
from clausecheck.assess.demands import dismissed
from clausecheck.assess.dossier import Found, Piece, reads
from clausecheck.assess.products import covers
from clausecheck.assess.strength import is_boilerplate
from clausecheck.model import ENVIRONMENTAL, ClauseFinding, Family, Force, LabelFinding, PieceKind, Stage
from clausecheck.text import fold

__all__ = ["evaluate", "has_content"]

_DESCRIBED = 60
"""Characters beyond a criterion's name from which its line describes what is judged."""
_DEMAND = frozenset({Force.REQUIRED, Force.SCORED})
Kinds = frozenset[PieceKind]


def evaluate(condition: Condition, bench: Bench, pieces: Kinds = frozenset()) -> Hit:
    """Whether a condition holds on a tender. `pieces` are the kinds of piece that the check reads (empty = all)."""
    if condition.name == "tous":
        hits = [evaluate(part, bench, pieces) for part in condition.parts]
        holds = all(hit.holds for hit in hits)
        return Hit(holds, _join(hit.found for hit in hits) if holds else ())
    if condition.name == "un":
        hits = [evaluate(part, bench, pieces) for part in condition.parts]
        return Hit(any(hit.holds for hit in hits), _join(hit.found for hit in hits if hit.holds))
    if condition.name == "aucun":
        return Hit(not any(evaluate(part, bench, pieces).holds for part in condition.parts))
    return _PREDICATES[condition.name](condition.filters, bench, pieces)


def _join(groups: Iterable[tuple[Found, ...]]) -> tuple[Found, ...]:
    return tuple(dict.fromkeys(found for group in groups for found in group))


def _hit(found: Iterable[Found]) -> Hit:
    rows = tuple(dict.fromkeys(found))
    return Hit(bool(rows), rows)


# Award criteria -----------------------------------------------------------------------------------------------------------------------------------


def _criterion(filters: Filters, bench: Bench, _: Kinds) -> Hit:
    if filters.flag("lus") is not None:
        return Hit(bool(bench.criteria) is filters.flag("lus"), tuple(row.found() for row in bench.criteria if row.top)[:8])
    if filters.state:
        wrong = [w for w in wrong_sums(bench.criteria) if w.over is (filters.state == "trop")]
        return _hit(row.found() for w in wrong for row in w.rows)
    lots = by_lot(bench.criteria)
    matched = {lot: [row for row in rows if _criterion_fits(row, rows, filters, bench)] for lot, rows in lots.items()}
    found = _join(tuple(row.found() for row in rows) for rows in matched.values())
    if filters.flag("chaque_lot"):
        return Hit(bool(matched) and all(matched.values()), found)
    return Hit(bool(found), found)


def _criterion_fits(row: Weighed, group: list[Weighed], filters: Filters, bench: Bench) -> bool:
    criterion = row.criterion
    if filters.level and row.top is not (filters.level == "racine"):
        return False
    if filters.flag("environnemental") is not None and criterion.environmental is not filters.flag("environnemental"):
        return False
    if filters.kinds and criterion.kind not in filters.kinds:
        return False
    if filters.flag("seul") and not _alone(row, group):
        return False
    if filters.flag("pondere") is not None and (row.percent is not None) is not filters.flag("pondere"):
        return False
    if filters.least is not None and (row.percent is None or row.percent < filters.least):
        return False
    if filters.flag("contenu") is not None and has_content(row, bench) is not filters.flag("contenu"):
        return False
    text = fold(f"{criterion.name}. {criterion.method}")
    return not (filters.words and not filters.words.search(text)) and not (filters.unless and filters.unless.search(text))


def _alone(row: Weighed, group: list[Weighed]) -> bool:
    """The only criterion of its lot; a weight below 100 shows that others exist which were not recognised."""
    tops = [other for other in group if other.top]
    weight = row.criterion.weight
    return len(tops) == 1 and tops[0] is row and (weight is None or row.criterion.unit != "%" or weight >= 99)


def has_content(row: Weighed, bench: Bench) -> bool:
    """Sub-criteria, a method, something environmental that is judged, or questions on it in a response frame."""
    if row.children or row.criterion.method:
        return True
    for piece in bench.dossier.readable():
        frame = PieceKind.RESPONSE_FRAME in piece.kinds
        for clause in piece.clauses:
            if clause.family is Family.GENERAL or _is_bare_name(clause, row, piece):
                continue
            judged = clause.force is Force.SCORED and (piece.index == row.piece.index or clause.stage is Stage.AWARD)
            if clause.family in ENVIRONMENTAL and (judged or (frame and clause.force.demand)):
                return True
    return False


def _is_bare_name(clause: ClauseFinding, row: Weighed, piece: Piece) -> bool:
    """True for a clause that is hardly more than the criterion's own line."""
    criterion = row.criterion
    inside = piece.index == row.piece.index and clause.quote_start <= criterion.start < max(clause.quote_end, clause.quote_start + 1)
    return inside and len(clause.quote) < len(criterion.name) + _DESCRIBED


# Findings -----------------------------------------------------------------------------------------------------------------------------------------


def _readable(filters: Filters, bench: Bench, pieces: Kinds) -> Iterator[tuple[Piece, Kinds]]:
    kinds = filters.pieces or pieces
    for piece in bench.dossier.readable():
        if not kinds or piece.kinds & kinds:
            yield piece, kinds


def _stands(row: ClauseFinding | LabelFinding, piece: Piece, kinds: Kinds, filters: Filters) -> bool:
    """The filters that clauses and labels share: force, stage, piece, section, words."""
    if dismissed(row):
        return False
    if row.force not in (filters.forces or _DEMAND) or (filters.stages and row.stage not in filters.stages):
        return False
    block = piece.block_at(row.quote_start)
    if block is not None:
        if kinds and not reads(kinds, piece.kind_at(block), piece):
            return False
        role = piece.role_at(block)
        if (filters.roles and role not in filters.roles) or role in filters.not_roles:
            return False
    quote = fold(row.quote)
    if (filters.words and not filters.words.search(quote)) or (filters.unless and filters.unless.search(quote)):
        return False
    return not filters.around or filters.around.search(f"{quote}\n{piece.around(row.quote_start, row.quote_end)}") is not None


def _clause(filters: Filters, bench: Bench, pieces: Kinds) -> Hit:
    """The strongest clauses come first: they are what a reader should see as evidence."""
    families = filters.families or ENVIRONMENTAL
    found: list[tuple[float, int, int, Found]] = []
    for piece, kinds in _readable(filters, bench, pieces):
        for row in piece.clauses:
            if row.family in families and _stands(row, piece, kinds, filters) and _clause_fits(row, filters, bench):
                points = row.strength.points if row.strength else 0.0
                found.append((-points, piece.index, row.quote_start, piece.found(row.quote_start, row.quote_end, row.id, row.title)))
    return _hit(row[-1] for row in sorted(found, key=_evidence_order))


def _evidence_order(row: tuple[float, int, int, Found]) -> tuple[float, int, int]:
    return row[:3]


def _clause_fits(row: ClauseFinding, filters: Filters, bench: Bench) -> bool:
    if filters.flag("formule") is not None and is_boilerplate(bench.grid, row) is not filters.flag("formule"):
        return False
    if filters.component:
        parts = row.strength.parts if row.strength else ()
        return any(part.id == filters.component and part.points >= (filters.least or 0.01) for part in parts)
    if filters.units and (row.quantity is None or row.quantity.unit not in filters.units):
        return False
    if filters.flag("quantite") is not None and (row.quantity is not None) is not filters.flag("quantite"):
        return False
    if filters.least is not None:
        if filters.units or filters.flag("quantite"):
            return row.quantity is not None and row.quantity.value >= filters.least
        return row.strength is not None and row.strength.points >= filters.least
    return True


def _label(filters: Filters, bench: Bench, pieces: Kinds) -> Hit:
    found: list[Found] = []
    for piece, kinds in _readable(filters, bench, pieces):
        for row in piece.labels:
            if _stands(row, piece, kinds, filters) and _label_fits(row, piece, filters, bench):
                found.append(piece.found(row.quote_start, row.quote_end, row.id, row.name))
    return _hit(found)


def _label_fits(row: LabelFinding, piece: Piece, filters: Filters, bench: Bench) -> bool:
    if (filters.natures and row.nature not in filters.natures) or (filters.ids and row.label not in filters.ids) or row.label in filters.not_ids:
        return False
    if filters.flag("strict") is not None and row.strict is not filters.flag("strict"):
        return False
    if filters.flag("reglemente") is not None and (row.label in bench.frame.regulated) is not filters.flag("reglemente"):
        return False
    if filters.flag("generique") is not None and (row.label == "generic-ecolabel") is not filters.flag("generique"):
        return False
    if filters.flag("equivalent") is not None and _accepts_equivalents(row, piece, bench) is not filters.flag("equivalent"):
        return False
    return _catalogue_fits(row, piece, filters, bench)


def _catalogue_fits(row: LabelFinding, piece: Piece, filters: Filters, bench: Bench) -> bool:
    """The filters that ask the catalogue: retired, qualities of a label in law, products."""
    retired, qualities, elsewhere = filters.flag("retire"), filters.flag("qualites"), filters.flag("hors_produit")
    if retired is None and qualities is None and elsewhere is None:
        return True
    facts = bench.facts(row)
    if retired is not None and (facts is not None and facts.retired_on(bench.dossier.on)) is not retired:
        return False
    if qualities is not None and (facts is None or facts.third_party != "no") is not qualities:
        return False
    return elsewhere is None or (not covers(facts, row, piece, bench.dossier, bench.pack)) is elsewhere


def _accepts_equivalents(row: LabelFinding, piece: Piece, bench: Bench) -> bool:
    if row.equivalent or bench.general_equivalence:
        return True
    return bench.frame.words["equivalent"].search(piece.around(row.quote_start, row.quote_end)) is not None


# Text ---------------------------------------------------------------------------------------------------------------------------------------------


def _text(filters: Filters, bench: Bench, pieces: Kinds) -> Hit:
    found: list[Found] = []
    for sentence in bench.dossier.sentences(filters.words, filters.pieces or pieces, filters.roles):
        piece = bench.dossier.pieces[sentence.piece]
        block = piece.block_at(sentence.start)
        if block is not None and piece.role_at(block) in filters.not_roles:
            continue
        text = piece.folded[sentence.start : sentence.end]
        if (filters.with_words and not filters.with_words.search(text)) or (filters.unless and filters.unless.search(text)):
            continue
        if filters.around and not filters.around.search(piece.around(sentence.start, sentence.end)):
            continue
        found.append(sentence)
    return _hit(found)


def _in_pieces(found: Found, bench: Bench, kinds: Kinds) -> bool:
    piece = bench.dossier.pieces[found.piece]
    block = piece.block_at(found.start)
    return not kinds or block is None or reads(kinds, piece.kind_at(block), piece)


def _brand(filters: Filters, bench: Bench, pieces: Kinds) -> Hit:
    kinds = filters.pieces or pieces
    return _hit(b.found for b in bench.brands if (not filters.state or b.state == filters.state) and _in_pieces(b.found, bench, kinds))


def _norm(filters: Filters, bench: Bench, pieces: Kinds) -> Hit:
    kinds, wanted = filters.pieces or pieces, filters.flag("equivalent")
    return _hit(n.found for n in bench.norms if (wanted is None or n.open is wanted) and _in_pieces(n.found, bench, kinds))


_PREDICATES: dict[str, Callable[[Filters, Bench, Kinds], Hit]] = {
    "critere": _criterion, "clause": _clause, "label": _label, "texte": _text, "marque": _brand, "norme": _norm,
}
