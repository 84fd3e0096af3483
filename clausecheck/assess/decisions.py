"""Recorded decisions put on the findings and checks they speak of; what cannot be placed with certainty is said, never dropped.

A decision on a finding follows its sentence. First the same sentence, folded; then a sentence that is nearly the same and that the same rule found
with the same force and the same numbers. Pieces may be renamed and articles moved: place only settles which of several equal sentences is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from clausecheck.model import Check, CheckedDocument, ClauseFinding, DecisionNote, LabelFinding
from clausecheck.structure.decisions import Recorded
from clausecheck.text import fold

__all__ = ["LEAST", "Spot", "decide_checks", "decide_findings", "fingerprint", "place", "record_check", "record_finding"]

LEAST = 85.0
"""Least likeness (rapidfuzz ratio of the folded sentences, 0-100) for a decision to follow an edited sentence. A sentence of fifteen words keeps
92 to 95 when one or two of them change and 85 with a short sentence added; another requirement of the same family in like words has 70."""
_CLEAR = 3.0
"""The best sentence must be this much more alike than the next."""
_SHOWN = 90

Row = LabelFinding | ClauseFinding
Spot = tuple[int, str, int]
"""A finding of a report: number of the document, "label" or "clause", number of the row; each from 0."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_WORDS = {"accepted": "accepté", "dismissed": "écarté"}
_VERDICTS = {
    "met": "respecté", "partial": "en partie", "missing": "à corriger ou à améliorer", "to-verify": "à vérifier", "not-applicable": "sans objet"}


@dataclass(frozen=True, slots=True)
class _Place:
    """One finding of a report with what a decision can know it by."""

    document: int
    what: str
    index: int
    name: str
    key: str
    row: Row
    folded: str
    words: str

    @property
    def spot(self) -> tuple[str, str, str]:
        return self.name, self.row.section, self.words


def fingerprint(text: str) -> str:
    """A sentence as decisions know it: folded (no accents, no case), blanks made one."""
    return " ".join(fold(text).split())


def record_finding(item: CheckedDocument, row: Row) -> dict[str, str]:
    """The fields of Recorded that describe a finding."""
    label = isinstance(row, LabelFinding)
    return {
        "what": "label" if label else "clause", "key": _key(row), "rule": row.rule, "force": row.force.value, "quote": " ".join(row.quote.split()),
        "words": _words(item, row), "document": item.document.name, "section": " ".join(row.section.split()),
    }


def record_check(check: Check) -> dict[str, str]:
    """The fields of Recorded that describe a check."""
    return {"check": check.id, "verdict": check.verdict.value}


def _key(row: Row) -> str:
    return row.label if isinstance(row, LabelFinding) else row.family.value


def _words(item: CheckedDocument, row: Row) -> str:
    return " ".join(item.document.text[row.start : row.end].split())


def _places(documents: Sequence[CheckedDocument]) -> Iterator[_Place]:
    for number, item in enumerate(documents):
        groups: tuple[tuple[str, tuple[Row, ...]], ...] = (("label", item.labels), ("clause", item.clauses))
        for what, rows in groups:
            for index, row in enumerate(rows):
                yield _Place(number, what, index, item.document.name, _key(row), row, fingerprint(row.quote), _words(item, row))


def decide_findings(
    documents: Sequence[CheckedDocument], recorded: Sequence[Recorded],
) -> tuple[tuple[CheckedDocument, ...], tuple[DecisionNote, ...]]:
    """The documents with decisions on their findings, and what must be said about decisions that changed place or found none."""
    placed, notes = place(documents, recorded)
    return _with(documents, placed), notes


def place(documents: Sequence[CheckedDocument], recorded: Sequence[Recorded]) -> tuple[dict[Spot, Recorded], tuple[DecisionNote, ...]]:
    """The decision that stands on each finding, and what must be said of those that stand on another sentence or on none.

    Exact sentences are placed first, whatever the order of the decisions; of two decisions on one finding the later one stands.
    """
    wanted = [row for row in recorded if not row.check]
    if not wanted:
        return {}, ()
    places = list(_places(documents))
    taken: dict[int, Recorded] = {}
    notes: dict[int, DecisionNote] = {}
    later: list[int] = []
    names = {item.document.name for item in documents}
    for number, row in enumerate(wanted):
        found = [i for i, p in enumerate(places) if p.what == row.what and p.folded == fingerprint(row.quote) and _speaks_of(row, p)]
        if not found:
            later.append(number)
            continue
        chosen = _settle(row, found, places)
        if chosen is None:
            notes[number] = _ambiguous(row, [places[i] for i in found])
            continue
        taken.update(dict.fromkeys(chosen, row))
        if row.document and row.document in names and all(places[i].name != row.document for i in chosen):
            where = places[chosen[0]].name
            notes[number] = _note("moved", row, f"la phrase n'est plus dans « {row.document} » mais dans « {where} » ; la décision la suit.")
    for number in later:
        chosen, note = _nearly(wanted[number], places, set(taken))
        taken.update(dict.fromkeys(chosen, wanted[number]))
        notes[number] = note
    spots = {(places[i].document, places[i].what, places[i].index): row for i, row in taken.items()}
    return spots, tuple(notes[number] for number in sorted(notes))


def _speaks_of(row: Recorded, place: _Place) -> bool:
    """The same label, or the same rule or family; a decision written by hand may leave both out."""
    if row.what == "label":
        return not row.key or row.key == place.key
    return (not row.rule and not row.key) or row.rule == place.row.rule or (row.key == place.key and not row.rule)


def _settle(row: Recorded, found: list[int], places: list[_Place]) -> list[int] | None:
    """Of equal sentences, those in the place the decision was made at; None when several places remain. Twice in one place is one for a reader."""
    tests: tuple[Callable[[_Place], bool], ...] = (
        lambda p: bool(row.words) and p.words == row.words,
        lambda p: bool(row.document) and p.name == row.document,
        lambda p: bool(row.section) and " ".join(p.row.section.split()) == row.section,
    )
    for test in tests:
        found = [i for i in found if test(places[i])] or found
    return found if len({places[i].spot for i in found}) == 1 else None


def _nearly(row: Recorded, places: list[_Place], taken: set[int]) -> tuple[list[int], DecisionNote]:
    """The edited sentence of a decision, if there is exactly one that asks the same thing."""
    from rapidfuzz import fuzz

    mine = fingerprint(row.quote)
    near = [
        (score, i) for i, p in enumerate(places)
        if i not in taken and p.what == row.what and _speaks_of(row, p) and (score := fuzz.ratio(mine, p.folded, score_cutoff=LEAST)) >= LEAST
    ]
    if not near:
        return [], _note("lost", row, "la phrase n'est plus dans les pièces : la décision ne s'applique à rien.")
    best = max(score for score, _ in near)
    fits = [i for score, i in near if score >= best - _CLEAR]
    chosen = _settle(row, fits, places)
    if chosen is None:
        return [], _ambiguous(row, [places[i] for i in fits])
    place = places[chosen[0]]
    shown = _short(place.row.quote)
    if sorted(_NUMBER.findall(mine)) != sorted(_NUMBER.findall(place.folded)):
        return [], _note("changed", row, f"un chiffre de la phrase a changé ({place.name} : « {shown} ») : décidez à nouveau.")
    if row.force and row.force != place.row.force.value:
        return [], _note("changed", row, f"la phrase n'a plus la même force ({place.name} : « {shown} ») : décidez à nouveau.")
    return chosen, _note("edited", row, f"la phrase a été modifiée, la décision la suit ({place.name} : « {shown} »).")


def _ambiguous(row: Recorded, fits: list[_Place]) -> DecisionNote:
    spots = list(dict.fromkeys(", ".join(x for x in (p.name, p.row.section) if x) for p in fits))
    return _note("ambiguous", row, f"plusieurs endroits conviennent ({' ; '.join(spots[:4])}) : décidez à nouveau pour celui que vous visez.")


def _note(code: str, row: Recorded, what: str) -> DecisionNote:
    subject = f"« {row.check} »" if row.check else f"« {_short(row.quote)} »"
    return DecisionNote(code, f"{subject}, {_WORDS.get(row.decision.status, row.decision.status)} par {row.decision.by} : {what}", row.decision)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def _with(documents: Sequence[CheckedDocument], placed: dict[Spot, Recorded]) -> tuple[CheckedDocument, ...]:
    out = []
    for number, item in enumerate(documents):
        labels = tuple(
            replace(row, decision=placed[key].decision) if (key := (number, "label", i)) in placed else row for i, row in enumerate(item.labels))
        clauses = tuple(
            replace(row, decision=placed[key].decision) if (key := (number, "clause", i)) in placed else row for i, row in enumerate(item.clauses))
        out.append(replace(item, labels=labels, clauses=clauses))
    return tuple(out)


def decide_checks(checks: Sequence[Check], recorded: Sequence[Recorded]) -> tuple[tuple[Check, ...], tuple[DecisionNote, ...]]:
    """The checks with their decisions. A decision holds for the verdict it was made on; under another verdict it is said and does not stand."""
    by_id = {check.id: check for check in checks}
    decided: dict[str, Recorded] = {}
    notes: list[DecisionNote] = []
    for row in recorded:
        if not row.check:
            continue
        check = by_id.get(row.check)
        if check is None:
            notes.append(_note("lost", row, "ce contrôle n'existe pas ; vérifiez l'identifiant."))
        elif row.verdict and row.verdict != check.verdict.value:
            before, now = _VERDICTS.get(row.verdict, row.verdict), _VERDICTS[check.verdict.value]
            notes.append(_note("changed", row, f"le verdict était « {before} », il est « {now} » : décidez à nouveau."))
            decided.pop(row.check, None)
        else:
            decided[row.check] = row
    return tuple(replace(c, decision=decided[c.id].decision) if c.id in decided else c for c in checks), tuple(notes)
