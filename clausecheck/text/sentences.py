"""French sentences of a paragraph, by punctuation; no model.

A sentence ends at ". ! ?" before a capital, a digit, a bullet or an opening quote, unless the dot belongs to an abbreviation or a number.
A semicolon ends a segment, and a colon does when what follows is an enumeration: buyers ask for several things in one paragraph.
"""

from __future__ import annotations

import re

__all__ = ["Segment", "segments"]

_ABBREVIATION = re.compile(
    r"(?:^|[\s(«'’])(?:art|al|cf|ex|env|max|min|éq|equiv|équiv|réf|ref|n|no|p|pp|t|tél|st|ste|mme|mlle|mr|m|mm|dr|me|etc|chap|fig|tab|vol|ed|éd|"
    r"ann|soc|sté|inc|dim|ép|ep|haut|larg|long|resp|hab|[lrdac])\.$",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?]+[»\")\]’]*(?=\s)|;|:|\n")
_STARTS = re.compile(r"\s*(?:[-–—•·▪●*]\s*|[«\"“(\[]\s*)?[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆ0-9]|\s*[-–—•·▪●*✓✔➢►o]\s")
_BULLET = re.compile(r"\s+(?:[•▪●·✓✔➢►]|\*(?=\s+[A-ZÀ-Ý])|[-–—](?=\s+[A-Za-zÀ-ÿ]))\s*")
_INITIALS = re.compile(r"(?:^|[\s(.])[A-Z]\.$")

Segment = tuple[int, int, int | None]
"""Start, end and, for a part of an enumeration, the index of the segment that opens it."""


def _is_end(text: str, start: int, match: re.Match[str]) -> bool:
    mark = match.group()[0]
    rest = text[match.end() :]
    if mark in ";\n":
        return True
    if mark == ":":
        return ";" in rest[:400] or bool(re.match(r"\s*(?:[-–—•·▪●*✓➢]|\n|[a-z0-9]\))", rest)) or not rest.strip()
    if mark in "!?":
        return bool(_STARTS.match(rest))
    head = text[max(start, match.start() - 12) : match.start() + 1]
    if _ABBREVIATION.search(head) and not (head.lower().endswith("etc.") and _STARTS.match(rest)):
        return False
    if _INITIALS.search(head):
        return False
    return bool(_STARTS.match(rest))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _cuts(text: str) -> list[tuple[int, str]]:
    cuts: list[tuple[int, str]] = []
    start = 0
    for match in _END.finditer(text):
        if _is_end(text, start, match):
            cuts.append((match.end(), match.group()[0]))
            start = match.end()
    cuts += [(match.start(), "•") for match in _BULLET.finditer(text) if match.start() > 0 and _list_before(text, match)]
    cuts.append((len(text), ""))
    return sorted(cuts)


def _list_before(text: str, match: re.Match[str]) -> bool:
    """A dash inside a sentence is a bullet only after a colon, a semicolon, a dot or another bullet."""
    if match.group().strip()[:1] not in "-–—":
        return True
    before = text[: match.start()].rstrip()
    return before[-1:] in ":;.," if before else False


def segments(text: str) -> list[Segment]:
    """Cut one paragraph. Returns (start, end, lead) triples in order; `lead` indexes the segment that ends with ":" and opens the enumeration."""
    out: list[Segment] = []
    start, lead = 0, None
    for end, mark in _cuts(text):
        begin, stop = _trim(text, start, end)
        start = end
        if stop <= begin:
            continue
        out.append((begin, stop, lead))
        if mark == ":":
            lead = len(out) - 1
        elif mark in ".!?" and mark:
            lead = None
    return out
