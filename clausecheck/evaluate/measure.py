"""The measure: how well reports agree with gold annotations, by the definitions of docs/annotation.md.

Rows are plain mappings with the names of the JSON report, so that saved reports can be measured as well as fresh ones.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from clausecheck.evaluate.match import MIN_OVERLAP, Matching, Row, match_rows, overlap, quote_words
from clausecheck.model import APART, CORE, Force

__all__ = ["Difference", "Measure", "Share", "Tally"]

CORE_VIEW = "core families (reuse, repairability, durability, recycled)"
CRITERIA = "award criteria (name and weight)"
FAMILY_VIEW = "environmental demand, family right"
TALLIES = ("label demanded", "label named", "environmental demand", FAMILY_VIEW, CORE_VIEW, "social and accessibility demand", CRITERIA)
SHARES = ("kind", "equivalent", "force", "stage", "silent documents", "criterion environmental flag")


@dataclass(slots=True)
class Tally:
    """Hits, misses and false findings of one view. The three rates are None when nothing was there to find or found."""

    hit: int = 0
    missed: int = 0
    false: int = 0

    def add(self, hit: int, missed: int, false: int) -> None:
        """Count one document more."""
        self.hit += hit
        self.missed += missed
        self.false += false

    @property
    def precision(self) -> float | None:
        """Share of what was found that is right."""
        return self.hit / (self.hit + self.false) if self.hit + self.false else None

    @property
    def recall(self) -> float | None:
        """Share of what is there that was found."""
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; 0 when nothing was right."""
        if not self.hit + self.missed + self.false:
            return None
        precision, recall = self.precision, self.recall
        return 2 * precision * recall / (precision + recall) if precision and recall else 0.0

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"p": self.precision, "r": self.recall, "f1": self.f1, "hit": self.hit, "missed": self.missed, "false": self.false}


@dataclass(slots=True)
class Share:
    """How many of `of` judgements were `right`."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """Count one judgement more."""
        self.right += right
        self.of += 1

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None without a judgement."""
        return self.right / self.of if self.of else None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"right": self.right, "of": self.of, "share": self.share}


@dataclass(frozen=True, slots=True)
class Difference:
    """One row on which report and gold differ. `kind` is "missed" or "false"; `value` the label, family or weight."""

    doc: str
    kind: str
    view: str
    value: str
    quote: str

    @property
    def id(self) -> str:
        """A stable name: document, kind, label or family, and eight letters of the sentence's hash; for lists of known failures."""
        digest = hashlib.sha256(" ".join(quote_words(self.quote)).encode()).hexdigest()[:8] if self.quote else "-"
        return f"{self.doc} {self.kind} {self.view.split(' (')[0].replace(' ', '-').replace(',', '')} {self.value} {digest}"


def _demands(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if _is_demand(row)]


def _is_demand(row: Row) -> bool:
    return row.get("force") in (Force.REQUIRED, Force.SCORED)


def _any(_gold: Row, _found: Row) -> bool:
    return True


def _same_family(gold: Row, found: Row) -> bool:
    return bool(gold["family"] == found.get("family"))


def _one_a_quote(rows: Iterable[Row]) -> list[Row]:
    """One row for each quote, the last one given: a sentence that two families share is one place."""
    return list({" ".join(quote_words(row.get("quote") or "")): row for row in rows}.values())


def _optional_first(row: Row) -> bool:
    return not row.get("optional")


class Measure:
    """Adds documents up. `tallies`, `shares`, `families` and `differences` may be read at any time."""

    def __init__(self) -> None:
        self.documents = 0
        self.failed: list[tuple[str, str]] = []
        self.tallies: dict[str, Tally] = {name: Tally() for name in TALLIES}
        self.shares: dict[str, Share] = {name: Share() for name in SHARES}
        self.families: defaultdict[str, Tally] = defaultdict(Tally)
        self.confusion: Counter[tuple[str, str]] = Counter()
        self.false_on_silent = 0
        self.words_of_silent = 0
        self.differences: list[Difference] = []

    def add(self, gold: Row, document: Row | None, reason: str = "") -> None:
        """Measure one document of a report against its gold. `document` is None when there is no report, `reason` says why."""
        name = str(gold["doc"])
        self.documents += 1
        if document is None:
            self.failed.append((name, reason))
        found: Row = document or {}
        self.shares["kind"].add(gold.get("kind") == found.get("kind"))
        self._labels(name, gold["labels"], list(found.get("labels", ())))
        self._clauses(name, gold, list(found.get("clauses", ())))
        self._silence(gold, found, failed=document is None)
        self._criteria(name, gold["criteria"], list(found.get("criteria", ())))

    def as_dict(self) -> dict[str, Any]:
        """All figures, for JSON."""
        return {
            "documents": self.documents,
            "failed": [list(item) for item in self.failed],
            **{name: tally.as_dict() for name, tally in self.tallies.items()},
            **{name: share.as_dict() for name, share in self.shares.items()},
            "false on silent documents": self.false_on_silent,
            "words of silent documents": self.words_of_silent,
            "family": {name: self.families[name].as_dict() for name in sorted(self.families)},
            "force confusion": {f"{g} read as {f}": n for (g, f), n in sorted(self.confusion.items()) if g != f},
        }

    def _labels(self, name: str, gold: Sequence[Row], found: Sequence[Row]) -> None:
        """Labels count once a document, as the indicator counts them."""
        firm = [row for row in gold if not row.get("optional")]
        loose = {row["label"] for row in gold if row.get("optional")}
        asked = {row["label"] for row in _demands(firm)}
        self._label_view(name, "label named", {row["label"] for row in firm}, {row["label"] for row in found}, loose)
        shared = self._label_view(name, "label demanded", asked, {row["label"] for row in _demands(found)}, loose)
        for label in sorted(shared):
            wanted = any(row.get("equivalent") for row in _demands(gold) if row["label"] == label)
            read = any(row.get("equivalent") for row in _demands(found) if row["label"] == label)
            self.shares["equivalent"].add(wanted == read)

    def _label_view(self, name: str, view: str, wanted: set[str], got: set[str], loose: set[str]) -> set[str]:
        got = got - (loose - wanted)
        missed, false = sorted(wanted - got), sorted(got - wanted)
        self.tallies[view].add(len(wanted & got), len(missed), len(false))
        self.differences += [Difference(name, "missed", view, label, "") for label in missed]
        self.differences += [Difference(name, "false", view, label, "") for label in false]
        return wanted & got

    def _clauses(self, name: str, gold: Row, found: Sequence[Row]) -> None:
        neutral = _neutral(gold)
        owed = [row for row in gold["clauses"] if _is_demand(row) or row.get("optional")]
        asked = _demands(found)
        green_gold, green = _without_apart(owed), _without_apart(asked)
        places = _one_a_quote(sorted(green_gold, key=_optional_first))
        self._view(name, "environmental demand", match_rows(places, _one_a_quote(green), _any, neutral))
        by_family = match_rows(green_gold, green, _same_family, neutral)
        self.tallies[FAMILY_VIEW].add(len(by_family.pairs), len(by_family.missed), len(by_family.false))
        self._by_family(by_family)
        for view, families in ((CORE_VIEW, CORE), ("social and accessibility demand", APART)):
            mine = [row for row in owed if row["family"] in families]
            theirs = [row for row in asked if row.get("family") in families]
            self._view(name, view, match_rows(mine, theirs, _same_family, neutral))
        for wanted, got in match_rows(_without_apart(gold["clauses"]), _without_apart(found), _any).pairs:
            self.shares["force"].add(wanted["force"] == got.get("force"))
            self.shares["stage"].add(wanted.get("stage") == got.get("stage"))
            self.confusion[(wanted["force"], str(got.get("force")))] += 1

    def _view(self, name: str, view: str, matching: Matching) -> None:
        self.tallies[view].add(len(matching.pairs), len(matching.missed), len(matching.false))
        for kind, rows in (("missed", matching.missed), ("false", matching.false)):
            self.differences += [Difference(name, kind, view, str(row.get("family")), str(row.get("quote") or "")) for row in rows]

    def _by_family(self, matching: Matching) -> None:
        for wanted, _ in matching.pairs:
            self.families[wanted["family"]].hit += 1
        for row in matching.missed:
            self.families[row["family"]].missed += 1
        for row in matching.false:
            self.families[str(row.get("family"))].false += 1

    def _silence(self, gold: Row, found: Row, *, failed: bool) -> None:
        """A document that asks for nothing must get no demand; one that could not be checked is not silent but unread."""
        firm_labels = [row for row in _demands(gold["labels"]) if not row.get("optional")]
        owed = [row for row in _without_apart(gold["clauses"]) if _is_demand(row) or row.get("optional")]
        if firm_labels or any(not row.get("optional") for row in owed):
            return
        loose = {row["label"] for row in gold["labels"] if row.get("optional")}
        labels = {row["label"] for row in _demands(found.get("labels", ()))} - loose
        invented = match_rows(owed, _without_apart(_demands(found.get("clauses", ()))), _any, _neutral(gold)).false
        self.shares["silent documents"].add(not failed and not invented and not labels)
        self.words_of_silent += found.get("words") or 0
        self.false_on_silent += len(invented) + len(labels)

    def _criteria(self, name: str, gold: Sequence[Row], found: list[Row]) -> None:
        """A criterion is found when a row of the same weight shares its name; each row answers once."""
        tally = self.tallies[CRITERIA]
        for wanted in gold:
            best, closeness = _closest(wanted, found)
            if best is None or closeness < MIN_OVERLAP:
                tally.missed += 1
                self.differences.append(Difference(name, "missed", "criterion", str(wanted.get("weight")), wanted["name"]))
                continue
            del found[_index(best, found)]
            tally.hit += 1
            self.shares["criterion environmental flag"].add(bool(wanted.get("environmental")) == bool(best.get("environmental")))
        tally.false += len(found)
        self.differences += [Difference(name, "false", "criterion", str(row.get("weight")), str(row.get("name"))) for row in found]


def _without_apart(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.get("family") not in APART]


def _neutral(gold: Row) -> list[str]:
    """Texts on which a found clause counts neither way: bare names of criteria, and sentences that only ask for a label."""
    return [row["name"] for row in gold["criteria"]] + [row["quote"] for row in gold["labels"]]


def _closest(wanted: Row, found: Sequence[Row]) -> tuple[Row | None, float]:
    words = quote_words(wanted["name"])
    best: tuple[Row | None, float] = (None, 0.0)
    for row in found:
        if row.get("weight") != wanted.get("weight"):
            continue
        closeness = overlap(words, quote_words(row.get("name") or ""))
        if best[0] is None or closeness > best[1]:
            best = (row, closeness)
    return best


def _index(row: Row, rows: Sequence[Row]) -> int:
    return next(i for i, other in enumerate(rows) if other is row)
