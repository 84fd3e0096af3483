"""Lots and tender facts read from the corpora, beside their gold: `python benchmarks/facts.py [train|heldout]…`.

A lot is right when its number and at least 60 % of its title's words are. A fact is right when the value read holds the gold value's words and
digits, or is held by them. A field that the gold does not state is not counted, nor is the printed title of the piece.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

from clausecheck.evaluate.match import overlap, quote_words
from clausecheck.model import Fact, Lot
from clausecheck.read import read
from clausecheck.structure import load_resources, outline

CORPUS = Path(__file__).parents[1] / "corpus"
SHARED = 0.6


def plain(text: str) -> str:
    """Letters and digits of a value, without accents."""
    return re.sub(r"[^a-z0-9]", "", "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c)))


def same_fact(gold: str, read_value: str) -> bool:
    """True when one value holds the other, digits and letters only, or they share most words."""
    a, b = plain(gold), plain(read_value)
    return bool(a and b) and (a in b or b in a or overlap(quote_words(gold), quote_words(read_value)) >= SHARED)


def same_lot(gold: dict[str, str], found: Lot) -> bool:
    """True for the same number and mostly the same title."""
    return gold["id"].lstrip("0") == found.id.lstrip("0") and overlap(quote_words(gold["title"]), quote_words(found.title)) >= SHARED


def count_lots(gold: list[dict[str, str]], found: tuple[Lot, ...]) -> Counter[str]:
    """Lots right, missed and false."""
    hit = sum(any(same_lot(g, f) for f in found) for g in gold)
    return Counter({"right": hit, "missed": len(gold) - hit, "false": len(found) - hit})


def count_facts(gold: list[dict[str, str]], found: tuple[Fact, ...]) -> dict[str, Counter[str]]:
    """By field: facts right and missed."""
    out: dict[str, Counter[str]] = {}
    for fact in (f for f in gold if f["field"] != "title"):
        right = any(f.field == fact["field"] and same_fact(fact["value"], f.value) for f in found)
        out.setdefault(fact["field"], Counter())["right" if right else "missed"] += 1
    return out


def main(halves: list[str]) -> None:
    """Print one table a half."""
    resources = load_resources()
    for half in halves:
        lots: Counter[str] = Counter()
        facts: dict[str, Counter[str]] = {}
        for path in sorted((CORPUS / "gold" / half).glob("*.json")):
            gold = json.loads(path.read_text("utf-8"))
            file = next(iter(sorted((CORPUS / "files" / half).glob(f"{gold['doc']}.*"))))
            understood = outline(read(file), resources=resources)
            if gold.get("lots"):
                lots += count_lots(gold["lots"], understood.lots)
            for field, counts in count_facts(gold.get("facts") or [], understood.facts).items():
                facts[field] = facts.get(field, Counter()) + counts
        print(f"{half}: lots {lots['right']} right, {lots['missed']} missed, {lots['false']} false")
        for field, counts in sorted(facts.items()):
            print(f"  {field:12} {counts['right']:4} right {counts['missed']:4} missed   {counts['right'] / counts.total():.3f}")


if __name__ == "__main__":
    main(sys.argv[1:] or ["train", "heldout"])
