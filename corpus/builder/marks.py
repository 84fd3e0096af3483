"""Gold marks `{{marks :: text}}`: their grammar, and the plain text they leave behind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["FAMILIES", "FORCES", "STAGES", "Mark", "SourceError", "cut_quote", "parse_marks", "plain"]

FAMILIES = (
    "reuse", "repairability", "durability", "recycled", "end-of-life", "packaging", "energy", "climate", "transport", "substances", "nature",
    "materials", "food", "ecodesign", "hosting", "software", "nuisance", "management", "general", "social", "accessibility",
)
FORCES = ("required", "scored", "encouraged", "informative", "excluded")
STAGES = {
    "ts": "technical-specification",
    "pc": "performance-condition",
    "ac": "award-criterion",
    "sc": "selection-criterion",
    "ot": "other",
}
MAX_QUOTE = 300
"""Longest quote of the annotation guide, in characters."""

_SPAN = re.compile(r"\{\{(.*?)\}\}")
_STYLING = re.compile(r"\*\*")


class SourceError(Exception):
    """A fault in a source file, told as `file:line: what`."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(f"{path}:{line}: {what}")


@dataclass(frozen=True, slots=True)
class Mark:
    """One row of gold. `family` is set for a clause, `label` for a named scheme; `equivalent` only for a label. `line` is 1-based."""

    quote: str
    family: str | None
    label: str | None
    force: str
    stage: str
    optional: bool
    equivalent: bool | None
    line: int


def plain(text: str) -> str:
    """The words a reader sees: no mark, no bold sign, no footnote call; a forced line break or the border of a cell is a blank."""
    text = _SPAN.sub(lambda m: m.group(1).split("::", 1)[-1].strip(), text)
    text = re.sub(r"\[\^\w+\]|\s(\^\^|<<)(?=\s|$)", "", text)
    text = re.sub(r"(?<!\\)\|", " ", text).replace("\\|", "|")
    return re.sub(r"\s+", " ", _STYLING.sub("", text.replace("<br>", " ").replace("&shy;", ""))).strip()


def cut_quote(text: str) -> str:
    """At most MAX_QUOTE characters, cut between two words."""
    return text if len(text) <= MAX_QUOTE else text[: MAX_QUOTE + 1].rsplit(" ", 1)[0]


def parse_marks(text: str, path: Path, line: int) -> tuple[str, list[Mark]]:
    """Strip the marks of one line. Returns the text to print and the gold rows; raises SourceError with file and line."""
    rows: list[Mark] = []

    def strip(match: re.Match[str]) -> str:
        head, sep, body = match.group(1).partition("::")
        if not sep or not body.strip():
            raise SourceError(path, line, f"mark without « :: text »: {match.group(0)[:60]}")
        if "{{" in body or "::" in body:
            raise SourceError(path, line, "nested mark")
        quote = cut_quote(plain(body))
        for part in head.split(";"):
            rows.extend(_rows(part.split(), quote, path, line))
        return body.strip()

    printed = _SPAN.sub(strip, text)
    if "{{" in printed or "}}" in printed:
        raise SourceError(path, line, "unclosed mark")
    return printed, rows


def _rows(words: list[str], quote: str, path: Path, line: int) -> list[Mark]:
    if len(words) not in (3, 4):
        raise SourceError(path, line, f"a mark reads « family|label:id force stage [eq|noeq] », not « {' '.join(words)} »")
    what, force, stage = words[:3]
    optional = force.endswith("?")
    force = force.rstrip("?")
    if force not in FORCES:
        raise SourceError(path, line, f"unknown force « {force} »")
    if stage not in STAGES:
        raise SourceError(path, line, f"unknown stage « {stage} »")
    if what.startswith("label:"):
        equivalent = _equivalent(words[3:], force, path, line)
        ids = what.removeprefix("label:").split(",")
        if not all(re.fullmatch(r"(new:)?[a-z0-9][a-z0-9-]*", i) for i in ids):
            raise SourceError(path, line, f"bad label id in « {what} »")
        return [Mark(quote, None, i, force, STAGES[stage], optional, equivalent, line) for i in ids]
    if len(words) == 4:
        raise SourceError(path, line, "eq and noeq belong to labels only")
    for family in what.split("+"):
        if family not in FAMILIES:
            raise SourceError(path, line, f"unknown family « {family} »")
    return [Mark(quote, family, None, force, STAGES[stage], optional, None, line) for family in what.split("+")]


def _equivalent(tail: list[str], force: str, path: Path, line: int) -> bool | None:
    if force in ("informative", "excluded"):
        if tail:
            raise SourceError(path, line, f"a label that is {force} takes neither eq nor noeq")
        return None
    if tail not in (["eq"], ["noeq"]):
        raise SourceError(path, line, "a label that is asked for needs eq or noeq")
    return tail == ["eq"]
