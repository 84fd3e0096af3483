"""The level of a scheme that a buyer asks for: "EPEAT Gold", "niveau 2 du label", "classe D de l'étiquette énergie"."""

from __future__ import annotations

import re
from functools import lru_cache

from clausecheck.rulebook.labels import LabelCues, LabelRule, LabelTier
from clausecheck.rulebook.labels_phrases import LETTER, phrase_regex
from clausecheck.text.fold import fold

__all__ = ["tier_of"]

_SIGN = f"[^{LETTER}.;!?]{{1,4}}"


def tier_of(rule: LabelRule, cues: LabelCues, folded: str, start: int, end: int) -> str | None:
    """The tier written in, after or before the name at `start … end` of a unit's folded text; None when none is."""
    if not rule.tiers:
        return None
    inside, after, before = _expressions(rule.tiers, cues.tier_words)
    for expression, text in ((inside, folded[start:end]), (after, folded[end : end + 80]), (before, folded[max(0, start - 60) : start])):
        match = expression.search(text)
        if match:
            return _name(rule.tiers, match.group("tier"))
    return None


@lru_cache(maxsize=256)
def _expressions(tiers: tuple[LabelTier, ...], fillers: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    forms = sorted({fold(form) for tier in tiers for form in tier.forms}, key=lambda f: (-len(f), f))
    tier = rf"(?<![{LETTER}+])(?P<tier>{'|'.join(_form(f) for f in forms)})(?![{LETTER}+])"
    filler = "|".join(phrase_regex(f) for f in fillers)
    after = rf"^[^{LETTER}.;!?]{{0,4}}(?:(?:{filler}){_SIGN}){{0,4}}{tier}"
    before = rf"{tier}(?:\s+(?:ou|et)\s+[{LETTER}+]{{1,9}})?{_SIGN}(?:(?:{filler}|du|des|d|l|de la){_SIGN}){{0,4}}$"
    return re.compile(tier), re.compile(after), re.compile(before)


def _form(form: str) -> str:
    return r"[\s-]{0,2}".join(re.escape(word) for word in form.split())


def _name(tiers: tuple[LabelTier, ...], written: str) -> str:
    plain = re.sub(r"[\s-]+", "", written)
    return next(t.name for t in tiers for form in t.forms if re.sub(r"[\s-]+", "", fold(form)) == plain)
