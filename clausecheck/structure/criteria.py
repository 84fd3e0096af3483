"""Award criteria of a document: read, put in a tree, checked, with their kind, environmental flag and the blocks that speak of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from clausecheck.model import BlockKind, Criterion, CriterionKind, Outline, PieceKind, SectionRole
from clausecheck.structure.criteria_forms import form_items, frame_items, sole_criterion
from clausecheck.structure.criteria_items import Item
from clausecheck.structure.criteria_tree import settle, sums_up
from clausecheck.structure.criteria_zones import Zone, find_zones, unweighed_items
from clausecheck.structure.cues import Cues
from clausecheck.structure.resources import CriteriaCues
from clausecheck.structure.view import View
from clausecheck.text import fold

__all__ = ["find_criteria", "is_environmental", "kind_of_criterion"]

_METHOD = 300
_LEAD_BLOCKS = 3
"""Blocks right before the first criterion of an article that may introduce it."""


def is_environmental(name: str, description: str, cues: CriteriaCues) -> bool:
    """True when the name or the description values the environment; « environnement de travail » and purely social matter do not count."""
    for text in (name, description):
        folded = fold(text)
        for hit in cues.environment.finditer(folded):
            noise = cues.environment_noise.find(folded, max(0, hit.start() - 40))
            while noise is not None and noise.end() < hit.end():
                noise = cues.environment_noise.find(folded, noise.end())
            if noise is None or not (noise.start() <= hit.start() and hit.end() <= noise.end()):
                return True
    return False


def kind_of_criterion(name: str, cues: CriteriaCues, *, environmental: bool) -> CriterionKind:
    """What a criterion measures, by its name: price, cost, technical, environment, social, delay, other."""
    folded = fold(name)
    found = [(match.start(), order, kind) for order, (kind, words) in enumerate(cues.kinds) if (match := words.find(folded))]
    kinds = {kind for _, _, kind in found}
    if environmental and (CriterionKind.ENVIRONMENT in kinds or not found):
        return CriterionKind.ENVIRONMENT
    if CriterionKind.SOCIAL in kinds and not environmental:
        return CriterionKind.SOCIAL
    found = [f for f in found if f[2] is not CriterionKind.ENVIRONMENT]
    return min(found)[2] if found else CriterionKind.OTHER


def _valid(zone: Zone, cues: CriteriaCues) -> bool:
    """A list of weights is a list of criteria when it is announced as one and names a usual criterion or adds up."""
    tops = [item.weight for item in zone.items if item.parent is None]
    if zone.total is not None or zone.sure:
        return True
    usual = sum(1 for item in zone.items if cues.price.find(fold(item.name)) or cues.names.find(fold(item.name)))
    return zone.strong and (sums_up(tops) or usual >= 1 or any(item.weights_by_lot for item in zone.items))


def _words(name: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]{2,}", fold(name))) - {"de", "du", "des", "la", "le", "les", "et", "critere", "sous"}


def _same(a: Item, b: Item) -> bool:
    left, right = _words(a.name), _words(b.name)
    if not left or not right or a.weight != b.weight or (a.lot or None) != (b.lot or None):
        return False
    return left <= right or right <= left


def _without_repeats(items: list[Item]) -> list[Item]:
    """A criterion stated again with the same weight (« Le critère prix sera noté sur 40 points ») is one; its description is kept."""
    kept: list[Item] = []
    for item in items:
        twin = next((k for k in kept if _same(k, item) and (k.marker == item.marker or not k.marker or not item.marker)), None)
        if twin is None:
            kept.append(item)
        else:
            twin.description = f"{twin.description} {item.description}".strip()
            twin.prose = f"{twin.prose} {item.prose}".strip()
            twin.blocks += item.blocks
    return kept


def _named(view: View, items: list[Item]) -> dict[int, int]:
    """For each item the criterion, among those before it, that the words and the two blocks before its own name."""
    found: dict[int, int] = {}
    for index, item in enumerate(items):
        own = view.folded[item.block][: max(item.start - view.block(item.block).start, 0)]
        before = " ".join(view.folded[b] for b in range(max(0, item.block - 2), item.block) if not any(i.block == b for i in items))
        names = [(len(name), earlier) for earlier, other in enumerate(items[:index]) if (name := fold(other.name)) and name in f"{before} {own}"]
        if names and not any(i.block == item.block for i in items[:index]):
            found[index] = max(names)[1]
    return found


def _repeated_zone(zone: Zone, earlier: Iterable[Zone]) -> bool:
    """The whole list was already given elsewhere (summary and article)."""
    known = [item for z in earlier for item in z.items]
    return bool(known) and all(any(_same(k, item) for k in known) for item in zone.items)


def _expand(item: Item) -> list[tuple[float | None, str | None, str | None]]:
    """(weight, unit, lot) rows of an item: one, or one a lot column."""
    if item.weights_by_lot:
        return [(w.value, w.unit, lot) for lot, w in item.weights_by_lot.items() if w is not None]
    return [(item.weight, item.unit, item.lot or None)]


def _criterion(view: View, item: Item, items: list[Item], flags: dict[int, bool], cues: CriteriaCues) -> list[Criterion]:
    parent = items[item.parent].name if item.parent is not None else item.parent_name
    environmental = flags[id(item)]
    kind = kind_of_criterion(item.name, cues, environmental=environmental)
    said = " ".join(f"{item.description} {item.prose}".split())
    method = said[:_METHOD] if cues.method.find(fold(said)) else ""
    method = f"{item.note} ; {method}".strip(" ;") if item.note else method
    return [
        Criterion(item.name, weight, unit, lot, parent, environmental, view.block(item.block).page, kind, method, item.start, item.end, item.block)
        for weight, unit, lot in _expand(item)]


def _flags(items: list[Item], cues: CriteriaCues) -> dict[int, bool]:
    flags: dict[int, bool] = {}
    for item in items:
        apart = cues.price.find(fold(item.name)) is not None or cues.social.find(fold(item.name)) is not None
        flag = is_environmental(item.name, "" if apart else item.description, cues)
        above = items[item.parent] if item.parent is not None else None
        if above is not None and flags.get(id(above)) and not cues.social.find(fold(item.name)):
            flag = True
        flags[id(item)] = flag
    return flags


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _weight_for(item: Item, lot: str) -> float | None:
    if item.weights_by_lot:
        found = item.weights_by_lot.get(lot)
        return found.value if found else 0.0
    return item.weight


def _check(items: list[Item], total: float | None) -> list[str]:
    """French sentences on sums that do not come out."""
    said = []
    lots: set[str] = {lot for item in items if item.weights_by_lot for lot in item.weights_by_lot} or {""}
    for lot in sorted(lots):
        own = [i for i in items if i.parent is None]
        where = f" (lot {lot})" if lot else ""
        tops = [_weight_for(i, lot) for i in own]
        if len(tops) > 1 and None not in tops and not any(i.lot for i in own) and not sums_up(tops, total=total):
            said.append(f"Les pondérations des critères{where} font {_number(sum(w for w in tops if w is not None))} et non 100.")
        for index, item in enumerate(items):
            parts = [i for i in items if i.parent == index]
            values = [_weight_for(i, lot) for i in parts]
            mine = _weight_for(item, lot)
            if len(parts) < 2 or None in values or mine is None or any(i.lot for i in parts):
                continue
            amount = sum(w for w in values if w is not None)
            if abs(amount - mine) > 0.06 and abs(amount - 100) > 0.06:
                said.append(f"Les sous-critères de « {item.name} »{where} font {_number(amount)} pour un critère pondéré à {_number(mine)}.")
    return said


def _scope(view: View, outline: Outline, zones: list[Zone], cues: CriteriaCues, advice: Cues) -> frozenset[int]:
    """Blocks that state or describe the criteria: rows and lines, and the prose of the same article up to another matter."""
    own = {b for zone in zones for item in zone.items for b in item.blocks}
    blocks = set(own)
    for zone in zones:
        first = min(b for item in zone.items for b in item.blocks)
        blocks.update(b for b in zone.blocks if b >= first - _LEAD_BLOCKS)
    tops = {outline.path(b)[0].id for b in blocks if outline.path(b)} if blocks else set()
    done: set[int] = set()
    starts: dict[int, int] = {}
    for b in sorted(own, reverse=True):
        starts[outline.section_of[b]] = b - _LEAD_BLOCKS
    for block in view.blocks:
        index = block.id
        if not view.content[index] or index in outline.toc:
            continue
        path = outline.path(index)
        if not path or path[0].id not in tops or outline.role(index) is not SectionRole.CRITERIA:
            continue
        folded = view.folded[index]
        if path[-1].id in done or index < starts.get(path[-1].id, 0):
            continue
        short = cues.zone_end.at_start(folded) or (len(folded) < 80 and cues.zone_end.find(folded))
        if short and block.kind is not BlockKind.CELL and index not in blocks:
            done.add(path[-1].id)
        else:
            blocks.add(index)
    for zone in zones:
        blocks |= _prose_after(view, zone, cues)
    if outline.kind is PieceKind.RESPONSE_FRAME:
        blocks |= _judged_sections(view, outline, zones)
    return frozenset(b for b in blocks if b in own or not advice.find(view.folded[b]))


def _prose_after(view: View, zone: Zone, cues: CriteriaCues) -> set[int]:
    """Sentences right after a list that say how a criterion is judged, outside an article on criteria."""
    found: set[int] = set()
    last = max((b for item in zone.items for b in item.blocks), default=-1)
    for index in range(last + 1, min(last + 12, len(view.blocks))):
        block = view.block(index)
        if block.kind is BlockKind.HEADING or block.cell is not None:
            break
        if not view.content[index] or cues.zone_end.at_start(view.folded[index]):
            continue
        if cues.described.find(view.folded[index]) and re.search(r"critere|note\b|analys|apprecie|juge|evalu", view.folded[index]):
            found.add(index)
    return found


def _judged_sections(view: View, outline: Outline, zones: list[Zone]) -> set[int]:
    """In a response frame the whole section under « Critère n – pondération », or with the title of a criterion, is judged."""
    found: set[int] = set()
    names = [words for zone in zones for item in zone.items if len(words := _words(item.name)) >= 1]
    for section in outline.sections:
        title = _words(section.title)
        if title and any(title == words or (len(words) > 1 and words <= title) for words in names):
            found.update(b for b in range(section.first, section.last + 1) if view.content[b])
    for zone in zones:
        for item in zone.items:
            path = outline.path(item.block)
            if path:
                section = path[-1]
                found.update(b for b in range(min(item.block, section.first), section.last + 1) if view.content[b])
    return found


def find_criteria(view: View, outline: Outline, cues: CriteriaCues, advice: Cues) -> tuple[tuple[Criterion, ...], frozenset[int], tuple[str, ...]]:
    """Award criteria in order, the blocks that state or describe them, and warnings on sums (French sentences).

    `advice`: words that speak to the buyer in a guide; such sentences state no criterion.
    """
    zones = find_zones(view, outline, cues, advice)
    forms = form_items(view)
    zones = [z for z in zones if not set(z.blocks) & set(forms.blocks)] + ([forms] if forms.items else []) if forms.items else zones
    frame = frame_items(view, outline, cues)
    if frame.items:
        zones = [z for z in zones if not {i.block for i in z.items} & set(frame.blocks)] + [frame]
    kept: list[Zone] = []
    for zone in zones:
        zone.items = _without_repeats(zone.items)
        zone.items = settle(zone.items, total=zone.total, named=_named(view, zone.items))
        if zone.items and _valid(zone, cues) and not _repeated_zone(zone, kept):
            kept.append(zone)
    if not kept:
        kept = [z for z in unweighed_items(view, outline, cues) if z.items] or sole_criterion(view, outline, cues)
    kept.sort(key=lambda z: min(i.start for i in z.items))
    criteria: list[Criterion] = []
    warnings: list[str] = []
    for zone in kept:
        flags = _flags(zone.items, cues)
        for item in zone.items:
            criteria += _criterion(view, item, zone.items, flags, cues)
        if not forms.items or zone is not forms:
            warnings += _check(zone.items, zone.total) if outline.kind is not PieceKind.RESPONSE_FRAME else []
    criteria = [replace(c, lot=None) if c.lot == "" else c for c in criteria]
    return tuple(criteria), _scope(view, outline, kept, cues, advice), tuple(dict.fromkeys(warnings))
