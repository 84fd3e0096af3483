"""The phrases that several outputs share about a finding or a check: its verdict, title, basis, place, nature, reasons, and the decision taken."""

from __future__ import annotations

from collections.abc import Sequence

from clausecheck.model import Basis, Check, CheckedDocument, ClauseFinding, Decision, LabelFinding, Severity, Verdict
from clausecheck.report.messages import Translator, mark, translator
from clausecheck.report.sheet import shorten
from clausecheck.report.words import NATURES, VERDICTS, long_date
from clausecheck.text.fold import fold

__all__ = [
    "Finding", "basis_words", "cue_quotes", "decision_text", "decision_words", "flat", "matched_words", "nature_words", "quoted", "sentence",
    "set_aside", "title_of", "verdict_or_aside", "verdict_word", "where",
]

_FRENCH = translator("fr")
_DECIDED = {"dismissed": mark("écarté par {by} le {date} : {reason}"), "accepted": mark("accepté par {by} le {date} : {reason}")}

Finding = LabelFinding | ClauseFinding


def flat(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def sentence(text: str) -> str:
    """The text with a capital."""
    return text[:1].upper() + text[1:]


def quoted(text: str, length: int = 180) -> str:
    """« text » on one line, shortened to `length` characters."""
    return f"«\N{NO-BREAK SPACE}{shorten(text, length)}\N{NO-BREAK SPACE}»"


def where(document: str, page: int | None, t: Translator = _FRENCH) -> str:
    """« cctp.pdf, page 4 »; the name alone without a page."""
    return document if page is None else f"{document}, {t('page {page}', page=page)}"


def title_of(check: Check, t: Translator = _FRENCH) -> str:
    """The title of a check in the language asked for, in French when it has no other."""
    return check.title_en if t.lang == "en" and check.title_en else check.title


def verdict_word(check: Check, t: Translator = _FRENCH) -> str:
    """What is missing is to be corrected where it is an obligation, and may be improved elsewhere."""
    if check.verdict is Verdict.MISSING:
        return t("à corriger") if check.severity is Severity.OBLIGATION else t("à améliorer")
    return t(VERDICTS[check.verdict])


def verdict_or_aside(check: Check, t: Translator = _FRENCH) -> str:
    """The verdict; « écarté (à corriger) » for a check that an officer has dismissed."""
    word = verdict_word(check, t)
    return t("écarté ({verdict})", verdict=word) if set_aside(check) else word


def basis_words(basis: Sequence[Basis], most: int | None = 2) -> str:
    """The texts a check rests on, the first `most` of them, all when None."""
    return " ; ".join(f"{row.text}, {row.article}".strip(", ") for row in basis[:most])


def set_aside(row: Finding | Check) -> bool:
    """True for what an officer has dismissed: shown in every report, counted nowhere."""
    return row.decision is not None and row.decision.status == "dismissed"


def decision_words(decision: Decision | None, t: Translator = _FRENCH, *, long: bool = False) -> str:
    """« écarté par A. Martin le 2026-09-02 : motif », "" without a decision; `long` writes the date out."""
    if decision is None:
        return ""
    text = _DECIDED.get(decision.status, "{status} par {by} le {date} : {reason}")
    date = long_date(decision.date, t) if long else decision.date
    return t(text, status=decision.status, by=decision.by, date=date, reason=decision.reason)


def decision_text(decision: Decision, t: Translator) -> str:
    """« Écarté par A. Martin le 2 septembre 2026 : motif »."""
    return sentence(decision_words(decision, t, long=True))


def nature_words(row: LabelFinding, t: Translator = _FRENCH) -> str:
    """« écolabel de type I, niveau Gold, équivalents acceptés »."""
    facts = [t(NATURES[row.nature])]
    if row.tier:
        facts.append(t("niveau {tier}", tier=row.tier))
    if row.equivalent is not None:
        facts.append(t("équivalents acceptés") if row.equivalent else t("sans « ou équivalent »"))
    return ", ".join(facts)


def matched_words(item: CheckedDocument, row: Finding) -> str:
    """The words that the rule found, quoted."""
    return quoted(item.document.text[row.start : row.end], 120)


def cue_quotes(row: Finding) -> list[str]:
    """The words that decide the force, each once, quoted as the sentence writes them: cues are kept folded."""
    folded = fold(row.quote)
    out = []
    for cue in dict.fromkeys(row.cues):
        at = folded.find(cue)
        out.append(quoted(row.quote[at : at + len(cue)] if at >= 0 else cue, 60))
    return out
