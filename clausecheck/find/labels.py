"""Labels named in a document: names and their usual variants, ambiguous ones in company, misspelt ones, ecolabels without a name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clausecheck.find.labels_context import Context, words_between
from clausecheck.find.labels_fuzzy import FuzzyNames
from clausecheck.find.labels_generic import GENERIC, is_unnamed, stands_alone
from clausecheck.find.labels_names import Hit, Names
from clausecheck.find.labels_tiers import tier_of
from clausecheck.find.windows import Unit
from clausecheck.model import BlockKind, Document, Nature
from clausecheck.rulebook.labels import LabelCues, LabelRole, LabelRule
from clausecheck.rulebook.labels_phrases import LETTER, phrase_regex, phrases
from clausecheck.text.fold import fold

__all__ = ["GENERIC", "LabelCandidate", "LabelHint", "LabelMatcher", "Labels", "find_labels"]

_SCOPE_WORDS = 3
_SAME_NAME = re.compile(r"[,;]|\b(?:ou|et)\b")
_ASIDE_WORDS = 12
_PATTERN_REACH = 160
_RUNNING = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})


@dataclass(frozen=True, slots=True)
class LabelCandidate:
    """A label named at `start … end` of the document, in unit `unit`. `scope` is the id as named, `label` the id it is counted under.

    `alias` is the writing of the catalogue that matched; `fuzzy` says that the text writes it otherwise; `note` is what the report tells (French).
    """

    label: str
    scope: str
    tier: str | None
    start: int
    end: int
    unit: int
    alias: str
    fuzzy: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class LabelHint:
    """A row of the catalogue that is no label (RoHS, EGalim, PUE…) named at `start … end`: something for the clauses of its family."""

    scope: str
    start: int
    end: int
    unit: int


@dataclass(frozen=True, slots=True)
class Labels:
    """What was found, in reading order: one candidate a label and unit, the hints, and the look-alikes that were refused (NF, CE, Qualibat…)."""

    candidates: tuple[LabelCandidate, ...]
    hints: tuple[LabelHint, ...]
    refused: tuple[LabelHint, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    hit: Hit
    unit: Unit
    fuzzy: bool = False


class LabelMatcher:
    """The catalogue made ready to search; build it once, use it for any number of documents."""

    def __init__(self, rules: Iterable[LabelRule], cues: LabelCues) -> None:
        self.rules = tuple(rules)
        self.cues = cues
        self.names = Names(self.rules)
        self._patterns = tuple((rule, alias) for rule in self.rules for alias in rule.aliases if alias.pattern)
        self.fuzzy = FuzzyNames(self.rules, cues)
        self.by_id = {rule.id: rule for rule in self.rules}

    def rollup(self, label_id: str) -> str:
        """The id a label is counted under: the parent of a sub-scope, itself otherwise."""
        rule = self.by_id.get(label_id)
        return rule.parent if rule is not None and rule.parent else label_id

    def find(self, units: Sequence[Unit], document: Document) -> Labels:
        """All labels and hints of a document, given its units."""
        folded = fold(document.text)
        context = Context(units, self.cues)
        placed = _place([*self.names.hits(document.text, folded), *self._pattern_hits(folded)], units)
        exact = self._longest(self._accepted(placed, units, context))
        accepted = self._longest([*exact, *self._misspelt(units, exact)])
        generic = [f for f in accepted if is_unnamed(f.hit)]
        named = [f for f in accepted if not is_unnamed(f.hit)]
        named = self._scoped(named)
        generic = self._generic(generic, named, units, document)
        rows = [f for f in (*named, *generic) if f.hit.rule.role is LabelRole.LABEL]
        return Labels(self._candidates(rows), _hints(named, LabelRole.CLAUSE_ONLY), _hints(named, LabelRole.HARD_NEGATIVE))

    def _pattern_hits(self, folded: str) -> list[Hit]:
        out: list[Hit] = []
        for rule, alias in self._patterns:
            wanted = phrases((alias.text,))
            for start, end in _windows(wanted.anchors, folded):
                out += [Hit(rule, alias, *m.span()) for m in wanted.finditer(folded, start, end)]
        return out

    def _accepted(self, placed: Sequence[_Found], units: Sequence[Unit], context: Context) -> list[_Found]:
        """Hits in the right company. Plain names first: what they name makes ambiguous neighbours sure."""
        sure: dict[int, set[Nature]] = defaultdict(set)
        for found in placed:
            if not found.hit.alias.needs and found.hit.rule.role is LabelRole.LABEL and found.hit.rule.id != GENERIC:
                sure[found.unit.index].add(found.hit.rule.nature)
        spoken = any(f.hit.rule.strict and not f.hit.alias.needs for f in placed)
        accepted = [f for f in placed if context.accepts(f.hit, f.unit, sure[f.unit.index], spoken=spoken)]
        return accepted + self._listed([f for f in placed if f not in accepted], accepted, context)

    def _listed(self, refused: Sequence[_Found], accepted: Sequence[_Found], context: Context) -> list[_Found]:
        """Ambiguous names that stand in a list with labels accepted already, and then with one another."""
        spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for found in accepted:
            if found.hit.rule.role is LabelRole.LABEL and not is_unnamed(found.hit):
                spans[found.unit.index].append((found.hit.start, found.hit.end))
        out: list[_Found] = []
        left = [f for f in refused if f.hit.rule.role is LabelRole.LABEL and not is_unnamed(f.hit) and f.unit.index in spans]
        while more := [f for f in left if context.beside_a_label(f.hit, f.unit, spans[f.unit.index])]:
            out += more
            left = [f for f in left if f not in more]
            for found in more:
                spans[found.unit.index].append((found.hit.start, found.hit.end))
        return out

    def _longest(self, accepted: Sequence[_Found]) -> list[_Found]:
        """Where names overlap the longest stays; among equals the one that needs no company, then the catalogue's order."""
        order = {rule.id: n for n, rule in enumerate(self.rules)}
        refused = [f for f in accepted if f.hit.rule.role is LabelRole.HARD_NEGATIVE and any(_cuts(o.hit, f.hit) for o in accepted)]
        left = [f for f in accepted if f not in refused]
        ranked = sorted(left, key=lambda f: (f.hit.start - f.hit.end, f.hit.alias.needs, f.hit.start, order[f.hit.rule.id]))
        kept: list[_Found] = []
        by_unit: dict[int, list[_Found]] = defaultdict(list)
        for found in ranked:
            if not any(k.hit.start < found.hit.end and found.hit.start < k.hit.end for k in by_unit[found.unit.index]):
                kept.append(found)
                by_unit[found.unit.index].append(found)
        return sorted(kept, key=_order)

    def _misspelt(self, units: Sequence[Unit], exact: Sequence[_Found]) -> list[_Found]:
        taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for found in exact:
            if found.hit.rule.id != GENERIC and found.hit.rule.role is not LabelRole.HARD_NEGATIVE:
                taken[found.unit.index].append((found.hit.start, found.hit.end))
        return [_Found(hit, unit, fuzzy=True) for unit in units for hit in self.fuzzy.hits(unit, units, taken[unit.index])]

    def _scoped(self, named: Sequence[_Found]) -> list[_Found]:
        """A parent named with the words of one of its sub-scopes becomes that sub-scope; one named beside its own sub-scope goes."""
        children: dict[str, list[LabelRule]] = defaultdict(list)
        for rule in self.rules:
            if rule.parent:
                children[rule.parent].append(rule)
        out: list[_Found] = []
        for found in named:
            mine = children.get(found.hit.rule.id, [])
            if any(_one_name(found, other) for other in named for rule in mine if other.hit.rule.id == rule.id):
                continue
            child = next((rule for rule in mine if rule.scope_words and self._scope_follows(found, rule)), None)
            out.append(_Found(Hit(child, found.hit.alias, found.hit.start, found.hit.end), found.unit, found.fuzzy) if child else found)
        return out

    def _scope_follows(self, found: _Found, child: LabelRule) -> bool:
        after = found.unit.folded[found.hit.end - found.unit.start : found.hit.end - found.unit.start + 70]
        sign = f"[^{LETTER}.;!?]{{1,4}}"
        filler = "|".join(phrase_regex(f) for f in self.cues.scope_fillers)
        words = "|".join(phrase_regex(w) for w in child.scope_words)
        return re.match(rf"{sign}(?:(?:{filler}){sign}){{0,{_SCOPE_WORDS}}}(?:{words})", after) is not None

    def _generic(self, generic: Sequence[_Found], named: Sequence[_Found], units: Sequence[Unit], document: Document) -> list[_Found]:
        """Generic words that are a demand of their own; a weak one only where the document speaks of ecolabels elsewhere."""
        labels = [f for f in named if f.hit.rule.role is LabelRole.LABEL]
        by_unit: dict[int, list[Hit]] = defaultdict(list)
        below: dict[int, set[int]] = defaultdict(set)
        for found in labels:
            by_unit[found.unit.index].append(found.hit)
            for lead in found.unit.lead:
                below[lead].add(found.unit.index)
        return [f for f in generic if stands_alone(f.hit, f.unit, document, by_unit[f.unit.index], below, self.cues)]

    def _candidates(self, rows: Sequence[_Found]) -> tuple[LabelCandidate, ...]:
        best: dict[tuple[int, str], LabelCandidate] = {}
        for found in sorted(rows, key=_order):
            rule, unit, hit = found.hit.rule, found.unit, found.hit
            key = (unit.index, rule.id)
            start, end = max(0, hit.start - unit.start), max(0, hit.end - unit.start)
            tier = tier_of(rule, self.cues, unit.folded, start, end)
            row = LabelCandidate(self.rollup(rule.id), rule.id, tier, hit.start, hit.end, unit.index, hit.alias.text, found.fuzzy,
                                 _note(rule, found.fuzzy, unit.text[start:end]))
            if key not in best or (best[key].tier is None and tier is not None):
                best[key] = row
        return tuple(sorted(best.values(), key=lambda r: (r.start, r.end, r.scope)))


def find_labels(units: Sequence[Unit], document: Document, matcher: LabelMatcher) -> list[LabelCandidate]:
    """The labels of a document: `LabelMatcher.find` without the hints."""
    return list(matcher.find(units, document).candidates)


def _windows(anchors: Sequence[str], folded: str) -> list[tuple[int, int]]:
    """Stretches of a text around the anchors of a pattern, merged; the whole text for a pattern without an anchor."""
    if not anchors:
        return [(0, len(folded))]
    places: list[int] = []
    for anchor in anchors:
        at = folded.find(anchor)
        while at >= 0:
            places.append(at)
            at = folded.find(anchor, at + 1)
    out: list[tuple[int, int]] = []
    for place in sorted(places):
        start, end = max(0, place - _PATTERN_REACH), min(len(folded), place + _PATTERN_REACH)
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _cuts(label: Hit, refused: Hit) -> bool:
    """A label that begins in a look-alike and goes beyond it: "certifié NF" and "NF 335"."""
    return label.rule.role is LabelRole.LABEL and refused.start < label.start < refused.end < label.end


def _hints(named: Sequence[_Found], role: LabelRole) -> tuple[LabelHint, ...]:
    chosen = sorted((f for f in named if f.hit.rule.role is role), key=_order)
    return tuple(LabelHint(f.hit.rule.id, f.hit.start, f.hit.end, f.unit.index) for f in chosen)


def _order(found: _Found) -> tuple[int, int, str]:
    return (found.hit.start, found.hit.end, found.hit.rule.id)


def _place(hits: Iterable[Hit], units: Sequence[Unit]) -> list[_Found]:
    """Hits inside a unit, or broken by the end of a line between two units that follow each other; such a hit belongs to the longer one."""
    ordered = sorted(units, key=lambda u: u.start)
    starts = [u.start for u in ordered]
    out: list[_Found] = []
    for hit in hits:
        at = bisect_right(starts, hit.start) - 1
        if at < 0 or hit.start >= ordered[at].end:
            continue
        unit = ordered[at]
        if hit.end <= unit.end:
            out.append(_Found(hit, unit))
        elif at + 1 < len(ordered) and hit.end <= ordered[at + 1].end and _continues(unit, ordered[at + 1]):
            out.append(_Found(hit, max(unit, ordered[at + 1], key=lambda u: u.end - u.start)))
    return out


def _continues(left: Unit, right: Unit) -> bool:
    """The second unit goes on where a line of the first was broken."""
    if left.block == right.block:
        return True
    return right.start - left.end <= 2 and {left.kind, right.kind} <= _RUNNING and left.text.rstrip()[-1:] not in ".;:!?"


def _one_name(parent: _Found, child: _Found) -> bool:
    """A parent and a sub-scope that stand together as one name: "NF Environnement (NF 335)"."""
    if parent.unit.index != child.unit.index:
        return False
    a, b = sorted(((parent.hit.start, parent.hit.end), (child.hit.start, child.hit.end)))
    between = parent.unit.folded[a[1] - parent.unit.start : max(b[0], a[1]) - parent.unit.start]
    near = words_between(parent.unit.folded, (a[0] - parent.unit.start, a[1] - parent.unit.start),
                         (b[0] - parent.unit.start, b[1] - parent.unit.start)) <= _ASIDE_WORDS
    return near and not _SAME_NAME.search(between)


def _note(rule: LabelRule, fuzzy: bool, written: str) -> str:
    """What the report should say of this label beyond its name."""
    parts: list[str] = []
    if fuzzy:
        parts.append(f"écrit « {' '.join(written.split())} », lu comme « {rule.short} »")
    if rule.state.status == "retired":
        until = f" depuis {rule.state.until}" if rule.state.until else ""
        parts.append(f"label retiré{until}" + (f", voir {rule.state.replaced_by}" if rule.state.replaced_by else ""))
    elif rule.state.status == "renamed":
        parts.append("label renommé" + (f", voir {rule.state.replaced_by}" if rule.state.replaced_by else ""))
    if not rule.state.sure:
        parts.append("existence actuelle à confirmer")
    if rule.confirmation == "à confirmer":
        parts.append("fiche du catalogue à confirmer")
    return " ; ".join(parts)
