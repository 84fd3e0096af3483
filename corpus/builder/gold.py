"""Piece -> gold JSON, in the shape of the measure plus lots and facts; and the checks that keep a source honest."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from builder.marks import SourceError, plain
from builder.source import Piece

__all__ = ["check_piece", "gold_of", "key", "page_finder"]

DEMAND = ("required", "scored")
APART = ("social", "accessibility")


def key(text: str) -> str:
    """Letters and digits only, folded: what survives line breaks, hyphens and typography."""
    folded = unicodedata.normalize("NFKD", text.replace("\u00ad", ""))
    return "".join(c for c in folded.lower() if c.isalnum())


class page_finder:
    """Finds the 1-based page of successive quotes in the texts of a PDF's pages; the search goes forward and starts again at the top if needed."""

    def __init__(self, pages: list[str]) -> None:
        self._text, self._starts = "", []
        for page in pages:
            self._starts.append(len(self._text))
            self._text += key(page)
        self._cursor = 0

    def __call__(self, quote: str) -> int | None:
        """Page of the quote's first letter, None when it is not there. A quote cut by a page foot is found by its beginning."""
        whole = key(quote)
        for needle in (whole, whole[:60], whole[:25]):
            for start in (self._cursor, 0):
                at = self._text.find(needle, start)
                if at >= 0:
                    self._cursor = at
                    return sum(s <= at for s in self._starts)
        return None


def gold_of(piece: Piece, pages: list[str] | None) -> dict[str, Any]:
    """The gold of a piece. `pages`: text of each page of the built PDF, None for Word. Raises SourceError when a quote is not on any page."""
    find = page_finder(pages) if pages is not None else None
    labels: list[dict[str, Any]] = []
    clauses: list[dict[str, Any]] = []
    for mark in piece.marks:
        page = find(mark.quote) if find else None
        if find and page is None:
            raise SourceError(piece.path, mark.line, f"quote not found in the PDF: {mark.quote[:60]}")
        row: dict[str, Any] = {"label": mark.label} if mark.label else {"family": mark.family}
        row |= {"quote": mark.quote, "page": page, "force": mark.force, "stage": mark.stage}
        if mark.label:
            row["equivalent"] = mark.equivalent
        if mark.optional:
            row["optional"] = True
        (labels if mark.label else clauses).append(row)
    return {
        "doc": piece.doc,
        "kind": piece.meta["kind"],
        "labels": labels,
        "clauses": clauses,
        "criteria": [_criterion(row) for row in piece.meta.get("criteria") or []],
        "lots": [{"id": str(lot["id"]), "title": str(lot["title"])} for lot in piece.meta.get("lots") or []],
        "facts": _facts(piece),
        "launch": str(piece.meta["launch"]) if piece.meta.get("launch") else None,
        "silent": bool(piece.meta.get("silent")),
        "notes": str(piece.meta.get("notes") or ""),
    }


def _criterion(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": str(row["name"]),
        "weight": row["weight"],
        "unit": None if row["weight"] is None else row.get("unit", "%"),
        "lot": None if row.get("lot") is None else str(row["lot"]),
        "parent": row.get("parent"),
        "environmental": bool(row.get("environmental")),
    }


def _facts(piece: Piece) -> list[dict[str, str]]:
    meta = piece.meta
    rows = [(k, meta.get(k)) for k in ("title", "reference", "buyer", "object")]
    rows += [("cpv", code) for code in meta.get("cpv") or []]
    for field, value in (meta.get("facts") or {}).items():
        rows += [(str(field), v) for v in (value if isinstance(value, list) else [value])]
    return [{"field": k, "value": str(v)} for k, v in rows if v]


def check_piece(piece: Piece) -> list[str]:
    """What is wrong with a source beyond its grammar: criteria or codes that the text does not state, a silent piece that speaks."""
    meta, path = piece.meta, piece.path
    body = key(" ".join(plain(t) for t in piece.texts()))
    criteria = meta.get("criteria") or []
    out = [f"{path}: the criterion « {row['name']} » does not stand in the text" for row in criteria if key(str(row["name"])) not in body]
    printed = " ".join(plain(t) for t in piece.texts())
    for row in criteria:
        weight = row["weight"]
        if weight is not None and not re.search(rf"(?<!\d){re.escape(f'{weight:g}'.replace('.', ','))}(?!\d)", printed.replace(".", ",")):
            out.append(f"{path}: the weight {weight} of « {row['name']} » does not stand in the text")
        if row.get("parent") and row["parent"] not in [r["name"] for r in criteria]:
            out.append(f"{path}: the parent « {row['parent']} » is no criterion")
    out += [f"{path}: the lot « {lot['title']} » does not stand in the text" for lot in meta.get("lots") or [] if key(str(lot["title"])) not in body]
    demands = [m for m in piece.marks if m.force in DEMAND and not m.optional and m.family not in APART]
    if meta.get("silent") and demands:
        out.append(f"{path}:{demands[0].line}: a silent piece holds a demand")
    if not meta.get("silent") and not demands and not meta.get("criteria"):
        out.append(f"{path}: no demand in the piece; is it silent?")
    return out
