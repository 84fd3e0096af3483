"""Wordings that fill the gaps of a tender: what `clausecheck suggest` shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from clausecheck.assess.ambition import FAMILY_TITLES
from clausecheck.assess.rules import load_checks
from clausecheck.assess.wordings import LEVELS, Wording, load_wordings, pick
from clausecheck.model import Check, Family, PieceKind, Score, Verdict
from clausecheck.rulebook.pack import pack_root

__all__ = ["Suggestion", "suggest"]

_WEAK_SHARE = 0.5
"""A family that has earned less than this share of its points is a gap."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to paste. `reason` says in French which gap it fills; `wording` is the catalogue's entry, None for the text of a check."""

    id: str
    title: str
    piece: PieceKind | None
    text: str
    reason: str
    wording: Wording | None = None


def suggest(
    checks: Iterable[Check], score: Score, *, sectors: Iterable[str] = (), level: str | None = None, piece: PieceKind | None = None,
    pack: Path | None = None,
) -> tuple[Suggestion, ...]:
    """Wordings for the checks that are missing or partly met, then for the families of the sector that the tender hardly asks for.

    `level` (socle, ambitieux, exemplaire) and `piece` narrow the choice; by default the lowest level that exists for the sector is proposed.
    """
    root = pack or pack_root()
    catalogue = {wording.id: wording for wording in load_wordings(root)}
    rules = {rule.id: rule for rule in load_checks(root)}
    wanted = tuple(sectors)
    out: list[Suggestion] = []
    for check in checks:
        if check.verdict not in (Verdict.MISSING, Verdict.PARTIAL) or check.id not in rules or not check.wording:
            continue
        named = [catalogue[name] for name in rules[check.id].wordings if name in catalogue]
        named = [wording for wording in named if not wording.sectors or wording.sectors & set(wanted)]
        target = min(rules[check.id].conclude[0], key=str) if rules[check.id].conclude else None
        if piece in (None, target):
            out.append(Suggestion(check.id, check.title, target, check.wording, f"{check.id} : {check.reason}"))
        fitting = [wording for wording in named if piece in (None, wording.piece) and level in (None, wording.level)]
        out += [_from(wording, f"{check.id} : {check.reason}") for wording in fitting[:1]]
    for part in score.parts:
        if not part.id.startswith("famille:") or part.points >= _WEAK_SHARE * part.out_of:
            continue
        family = Family(part.id.removeprefix("famille:"))
        choices = pick(catalogue.values(), family=family, sectors=wanted, piece=piece, level=level)
        if choices:
            best = min(choices, key=lambda w: (not w.sectors, LEVELS.index(w.level), w.id))
            out.append(_from(best, f"{FAMILY_TITLES[family]} : {part.why}"))
    return tuple({suggestion.id: suggestion for suggestion in reversed(out)}.values())[::-1]


def _from(wording: Wording, reason: str) -> Suggestion:
    return Suggestion(wording.id, wording.title, wording.piece, wording.filled(), reason, wording)
