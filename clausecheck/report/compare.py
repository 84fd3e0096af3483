"""Two states of a tender compared: what was added, lost, strengthened, weakened, reworded or moved; criteria, verdicts and score.

Works on JSON reports, so that a report kept from last month can be compared with today's draft. A demand is one thing however often it is written; a
wish or a mention is one thing a sentence. Labels are matched by their code, clauses within their family by likeness of their sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from clausecheck.assess.decisions import fingerprint
from clausecheck.report.compare_units import Unit, piece_names, units_of

__all__ = ["KINDS", "Change", "Comparison", "CriterionChange", "compare"]

KINDS = ("lost", "weakened", "strengthened", "added", "changed", "set-aside", "restored", "reworded", "moved")
_SAME_RULE = 60.0
_OTHER_RULE = 80.0
"""Least likeness (rapidfuzz, 0-100, figures left out) of two sentences of one family for one to be the other edited: found by one rule, or by two."""
_CRITERION = 80.0
_FORCES = {"excluded": 0, "informative": 1, "encouraged": 2, "scored": 3, "required": 4}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_LEAD = re.compile(r"^\s*(?:article\s+)?[\dIVX]+(?:[.\-]\d+)*[.)]?\s*", re.IGNORECASE)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing asked, before and after; `kind` is one of KINDS, `why` French reasons, `loss` True when a demand is asked less or no more."""

    kind: str
    what: str
    key: str
    before: Unit | None
    after: Unit | None
    why: tuple[str, ...] = ()
    moved: bool = False
    loss: bool = False


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """An award criterion added, lost, or with another weight; weights in `unit`, None when it has none."""

    name: str
    lot: str | None
    before: float | None
    after: float | None
    unit: str
    environmental: bool
    kind: str
    loss: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs. `figures` are (name, before, after) of scores and counts; `verdicts` (id, title, before, after); `notes` what limits
    the comparison; `same` counts what did not change; `same_content` whether both sides hold the very same files."""

    changes: tuple[Change, ...]
    criteria: tuple[CriterionChange, ...]
    verdicts: tuple[tuple[str, str, str, str], ...]
    figures: tuple[tuple[str, float | None, float | None], ...]
    notes: tuple[str, ...]
    same: int = 0
    same_content: bool = False
    pieces: tuple[tuple[str, ...], tuple[str, ...]] = field(default=((), ()))

    @property
    def nothing(self) -> bool:
        """True when nothing that is compared differs."""
        return not (self.changes or self.criteria or self.verdicts or any(before != after for _, before, after in self.figures))

    @property
    def losses(self) -> int:
        """How many demands were lost or weakened, and environmental criteria lost or lowered."""
        return sum(change.loss for change in self.changes) + sum(change.loss for change in self.criteria)


def compare(old: Json, new: Json) -> Comparison:
    """Compare two reports of `clausecheck check --format json`."""
    names = piece_names(old, new)
    before, after = units_of(old), units_of(new)
    pairs = _pairs(before, after)
    taken_old, taken_new = {i for i, _ in pairs}, {j for _, j in pairs}
    changes: list[Change] = []
    same = 0
    for i, j in pairs:
        change = _change(before[i], after[j], names)
        if change is None:
            same += 1
        else:
            changes.append(change)
    changes += [_lost(unit) for i, unit in enumerate(before) if i not in taken_old and not unit.aside]
    changes += [Change("added", unit.what, unit.key, None, unit) for j, unit in enumerate(after) if j not in taken_new and not unit.aside]
    changes.sort(key=lambda change: KINDS.index(change.kind))
    return Comparison(
        tuple(changes), tuple(_criteria(old, new)), tuple(_verdicts(old, new)), tuple(_figures(old, new)), tuple(_notes(old, new, names)), same,
        _hashes(old) == _hashes(new) and bool(_hashes(old)), (_pieces(old), _pieces(new)))


def _lost(unit: Unit) -> Change:
    return Change("lost", unit.what, unit.key, unit, None, loss=unit.force in ("required", "scored"))


def _pairs(before: Sequence[Unit], after: Sequence[Unit]) -> list[tuple[int, int]]:
    """Indices of what is the same thing on both sides, the most alike first; each once."""
    scored: list[tuple[float, int, int]] = []
    for i, old in enumerate(before):
        for j, new in enumerate(after):
            if old.what == new.what and old.key == new.key:
                likeness = _likeness(old, new)
                if likeness:
                    scored.append((likeness, i, j))
    pairs, left, right = [], set(), set()
    for _, i, j in sorted(scored, key=lambda x: (-x[0], x[1], x[2])):
        if i not in left and j not in right:
            pairs.append((i, j))
            left.add(i)
            right.add(j)
    return sorted(pairs)


def _likeness(old: Unit, new: Unit) -> float:
    """How much one is the other, 0 for not at all; a little more when the place, the force and the figures are the same too."""
    from rapidfuzz import fuzz

    one, two = (_NUMBER.sub("0", fingerprint(unit.quote)) for unit in (old, new))
    score = max(fuzz.ratio(one, two), 0.9 * fuzz.token_set_ratio(one, two) if old.rule == new.rule else 0)
    if old.what == "label":
        # the same label is the same thing in whatever words, as long as it is asked for the same lots
        score = max(score, 70.0 if old.lots == new.lots else 50.0)
    elif score < (_SAME_RULE if old.rule == new.rule else _OTHER_RULE):
        return 0
    bonus = sum((old.lots == new.lots, old.force == new.force, old.rule == new.rule, old.quote == new.quote, old.section == new.section))
    return float(score + bonus)


def _change(old: Unit, new: Unit, names: dict[str, str]) -> Change | None:
    """What happened to one thing; None when nothing did."""
    if old.aside != new.aside:
        return Change("set-aside" if new.aside else "restored", new.what, new.key, old, new)
    if old.aside:
        return None
    steps = [*_force(old, new), *_quantity(old, new), *_label(old, new), *_lots(old, new)]
    if not steps:
        steps = list(_strength(old, new))
    if old.force == new.force == "excluded":
        # to refuse more, or in more lots, is neither stronger nor weaker
        steps = [(0, words) for _, words in steps]
    moved = names.get(old.document, old.document) != new.document or _place(old) != _place(new)
    ups, downs = any(way > 0 for way, _ in steps), any(way < 0 for way, _ in steps)
    why = tuple(words for _, words in steps)
    if steps:
        kind = "changed" if ups == downs else "strengthened" if ups else "weakened"
        loss = downs and old.force in ("required", "scored")
        return Change(kind, new.what, new.key, old, new, why, moved, loss)
    if fingerprint(old.quote) != fingerprint(new.quote):
        return Change("reworded", new.what, new.key, old, new, (), moved)
    return Change("moved", new.what, new.key, old, new, (), True) if moved else None


def _place(unit: Unit) -> str:
    """The article without its number: a new article before it does not move it. The number when it has no title."""
    parts = [fingerprint(_LEAD.sub("", part)) for part in unit.section.split(" › ")]
    return " › ".join(part for part in parts if part) or fingerprint(unit.section)


def _force(old: Unit, new: Unit) -> Iterator[tuple[int, str]]:
    if old.force != new.force:
        yield (1 if _FORCES[new.force] > _FORCES[old.force] else -1), f"{old.force_word} → {new.force_word}"


def _quantity(old: Unit, new: Unit) -> Iterator[tuple[int, str]]:
    """A floor that rises or a ceiling that falls asks more; so does a figure where there was none."""
    one, two = old.quantity, new.quantity
    if one == two:
        return
    shown = f"{old.quantity_words or 'sans chiffre'} → {new.quantity_words or 'sans chiffre'}"
    if one is None or two is None:
        yield (1 if one is None else -1), shown
    elif one["unit"] != two["unit"] or (one["comparator"][:1] != two["comparator"][:1]):
        yield 0, shown
    elif one["value"] != two["value"]:
        rises = two["value"] > one["value"]
        ceiling = one["comparator"].startswith("<")
        yield (1 if rises != ceiling else -1), shown


def _label(old: Unit, new: Unit) -> Iterator[tuple[int, str]]:
    if old.equivalent != new.equivalent and None not in (old.equivalent, new.equivalent):
        yield 0, "accepte désormais un équivalent" if new.equivalent else "n'accepte plus d'équivalent"
    if old.tier != new.tier:
        yield 0, f"niveau {old.tier or 'non précisé'} → {new.tier or 'non précisé'}"


def _lots(old: Unit, new: Unit) -> Iterator[tuple[int, str]]:
    """Asked for more lots or for fewer; none named means all."""
    if old.lots == new.lots:
        return
    shown = f"{old.lot_words} → {new.lot_words}"
    one, two = set(old.lots), set(new.lots)
    wider = bool(one) and (not two or one < two)
    narrower = bool(two) and (not one or two < one)
    yield (1 if wider else -1 if narrower else 0), shown


def _strength(old: Unit, new: Unit) -> Iterator[tuple[int, str]]:
    """A proof, a control or a penalty more or less, of one point at least on the grid."""
    one, two = old.strength, new.strength
    if one is not None and two is not None and abs(one - two) >= 1:
        yield (1 if two > one else -1), f"solidité {one:g} → {two:g}".replace(".", ",")


def _criteria(old: Json, new: Json) -> Iterator[CriterionChange]:
    """Criteria matched by name within their lot and under the same parent first."""
    from rapidfuzz import fuzz

    before, after = list(_criterion_rows(old)), list(_criterion_rows(new))
    scored = sorted(
        ((fuzz.ratio(fingerprint(a["name"]), fingerprint(b["name"])) + 5 * (a["parent"] == b["parent"]), i, j)
         for i, a in enumerate(before) for j, b in enumerate(after) if a["lot"] == b["lot"]), key=lambda x: (-x[0], x[1], x[2]))
    left: dict[int, int] = {}
    for score, i, j in scored:
        if score >= _CRITERION and i not in left and j not in left.values():
            left[i] = j
    for i, row in enumerate(before):
        if i not in left:
            yield CriterionChange(row["name"], row["lot"], row["weight"], None, row["unit"] or "", row["environmental"], "lost", row["environmental"])
            continue
        now = after[left[i]]
        if (row["weight"], row["unit"]) != (now["weight"], now["unit"]):
            lower = (now["weight"] or 0) < (row["weight"] or 0)
            unit = now["unit"] or row["unit"] or ""
            yield CriterionChange(
                now["name"], now["lot"], row["weight"], now["weight"], unit, now["environmental"], "weakened" if lower else "strengthened",
                lower and row["environmental"])
    for j, row in enumerate(after):
        if j not in left.values():
            yield CriterionChange(row["name"], row["lot"], None, row["weight"], row["unit"] or "", row["environmental"], "added")


def _criterion_rows(report: Json) -> Iterator[Json]:
    """Each criterion once, though several pieces may repeat it."""
    seen = set()
    for document in report["documents"]:
        for row in document["criteria"]:
            key = (fingerprint(row["name"]), row["lot"], row["parent"], row["weight"])
            if key not in seen:
                seen.add(key)
                yield row


def _verdicts(old: Json, new: Json) -> Iterator[tuple[str, str, str, str]]:
    before = {check["id"]: check["verdict"] for check in old["checks"]}
    for check in new["checks"]:
        was = before.get(check["id"], "")
        if was and was != check["verdict"]:
            yield check["id"], check["title"], was, check["verdict"]


def _figures(old: Json, new: Json) -> Iterator[tuple[str, float | None, float | None]]:
    for name in ("conformity", "ambition"):
        yield name, old["score"][name], new["score"][name]
    for name in ("demands", "labels_strict", "labels_wide", "other_schemes"):
        yield name, old["indicators"][name], new["indicators"][name]


def _pieces(report: Json) -> tuple[str, ...]:
    return tuple(document["name"] for document in report["documents"])


def _hashes(report: Json) -> list[str]:
    return sorted(document["sha256"] for document in report["documents"] if document["sha256"])


def _notes(old: Json, new: Json, names: dict[str, str]) -> Iterator[str]:
    """What a reader must know before calling anything lost or added."""
    for side, report in (("avant", old), ("après", new)):
        for document in report["documents"]:
            status = document["reading"]["status"]
            if status != "complete":
                how = "n'a pas été lu" if status == "failed" else "n'a été lu qu'en partie"
                yield f"« {document['name']} » ({side}) {how} : ce qui y est écrit peut manquer à la comparaison."
    gone = [name for name in _pieces(old) if name not in names]
    if gone:
        yield f"Sans pièce correspondante après : {', '.join(gone)} ; ce qui n'y est demandé que là est compté comme perdu."
    if old["tool"]["rules"]["sha256"] != new["tool"]["rules"]["sha256"] or old["tool"]["version"] != new["tool"]["version"]:
        yield "Les deux rapports ne viennent pas de la même version de clausecheck ou des règles : une part des écarts peut en venir."
    if old["tool"]["on"] != new["tool"]["on"]:
        yield f"Le droit n'est pas appliqué au même jour ({old['tool']['on'] or 'inconnu'}, puis {new['tool']['on'] or 'inconnu'})."
    if _option(old, "mask") != _option(new, "mask"):
        yield "Un seul des deux rapports est masqué : les phrases qui portent des données personnelles y diffèrent."


def _option(report: Json, name: str) -> Iterable[str]:
    value: str = report["tool"]["options"].get(name, "")
    return value
