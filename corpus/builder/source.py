"""One source file -> a Piece: front matter and a flat list of nodes with their gold rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from builder.marks import Mark, SourceError, parse_marks

__all__ = ["KINDS", "LAYOUTS", "NUMBERINGS", "Node", "Piece", "load"]

KINDS = ("rc", "ccap", "cctp", "ccp", "ae", "bpu", "dpgf", "dqe", "notice", "response-frame", "annex", "other")
NUMBERINGS = ("auto", "typed", "articles", "roman", "none")
LAYOUTS = ("plain", "two-columns", "toc", "header")
KEYS = {
    "kind", "format", "title", "buyer", "object", "reference", "launch", "cpv", "lots", "facts", "numbering", "layout", "header_text", "criteria",
    "silent", "notes", "headings", "bullets", "font", "cover",
}


@dataclass(frozen=True, slots=True)
class Node:
    """A paragraph-like thing. `kind`: heading, paragraph, bullet, number, table, box, page. `level` from 1; `rows` for a table, cells as text."""

    kind: str
    text: str = ""
    level: int = 1
    rows: tuple[tuple[str, ...], ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A source file as read. `meta` is the front matter; `marks` the gold rows in the order of the text; `notes` the footnotes by name."""

    path: Path
    half: str
    slug: str
    meta: dict[str, Any]
    nodes: tuple[Node, ...]
    marks: tuple[Mark, ...]
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def doc(self) -> str:
        """Name of the document without extension: tender--piece."""
        return f"{self.slug}--{self.path.stem}"

    @property
    def format(self) -> str:
        """docx or pdf."""
        return str(self.meta["format"])

    def layouts(self) -> set[str]:
        """The asked layouts."""
        value = self.meta.get("layout") or []
        return set([value] if isinstance(value, str) else value)

    def texts(self) -> list[str]:
        """Every text of the body as printed, in order, footnotes last."""
        out: list[str] = []
        for node in self.nodes:
            out.extend(cell for row in node.rows for cell in row)
            if node.text:
                out.append(node.text)
        return out + list(self.notes.values())


def load(path: Path) -> Piece:
    """Read and check one source. Raises SourceError naming file and line."""
    lines = path.read_text("utf-8").splitlines()
    meta, start = _front(lines, path)
    nodes: list[Node] = []
    notes: dict[str, str] = {}
    meta["object"], marks = parse_marks(str(meta["object"]), path, 2)
    index = start
    while index < len(lines):
        raw, number = lines[index], index + 1
        if raw.lstrip().startswith("|"):
            index = _table(lines, index, path, nodes, marks)
            continue
        index += 1
        if not raw.strip():
            continue
        note = re.match(r"\[\^(\w+)\]:\s*(.+)", raw)
        text, rows = parse_marks(note.group(2) if note else raw, path, number)
        marks.extend(rows)
        if note:
            notes[note.group(1)] = text
        else:
            nodes.append(_node(text, number, path))
    called = set(re.findall(r"\[\^(\w+)\]", " ".join(n.text + " ".join(c for r in n.rows for c in r) for n in nodes)))
    if called != set(notes):
        raise SourceError(path, len(lines), f"footnotes called and written differ: {sorted(called ^ set(notes))}")
    return Piece(path, path.parent.parent.name, path.parent.name, meta, tuple(nodes), tuple(marks), notes)


def _node(text: str, number: int, path: Path) -> Node:
    if text.strip() == "---page---":
        return Node("page", line=number)
    heading = re.match(r"(#{1,6}) +(.+)", text)
    if heading:
        if len(heading.group(1)) > 3:
            raise SourceError(path, number, "headings have three levels")
        return Node("heading", heading.group(2).strip(), len(heading.group(1)), line=number)
    bullet = re.match(r"( *)[-*] +(.+)", text)
    if bullet:
        return Node("bullet", bullet.group(2).strip(), 1 if len(bullet.group(1)) < 2 else 2, line=number)
    item = re.match(r" *\d+\. +(.+)", text)
    if item:
        return Node("number", item.group(1).strip(), line=number)
    if text.startswith("> "):
        return Node("box", text[2:].strip(), line=number)
    if re.match(r"-{3,}\s*$", text):
        raise SourceError(path, number, "a rule is not part of the format; use ---page---")
    return Node("paragraph", text.strip(), line=number)


def _table(lines: list[str], index: int, path: Path, nodes: list[Node], marks: list[Mark]) -> int:
    first, rows = index, []
    while index < len(lines) and lines[index].lstrip().startswith("|"):
        if index == first + 1:
            if not re.fullmatch(r"\s*\|(\s*:?-+:?\s*\|)+\s*", lines[index]):
                raise SourceError(path, index + 1, "the second row of a table is |---|---|")
        else:
            text, found = parse_marks(lines[index].strip(), path, index + 1)
            marks.extend(found)
            cells = re.split(r"(?<!\\)\|", text.strip().removeprefix("|").removesuffix("|"))
            rows.append(tuple(c.strip().replace("\\|", "|") for c in cells))
            if len(rows[-1]) != len(rows[0]):
                raise SourceError(path, index + 1, f"{len(rows[-1])} cells, the header has {len(rows[0])}")
        index += 1
    nodes.append(Node("table", rows=tuple(rows), line=first + 1))
    return index


def _front(lines: list[str], path: Path) -> tuple[dict[str, Any], int]:
    import yaml

    if not lines or lines[0].strip() != "---":
        raise SourceError(path, 1, "no front matter")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        raise SourceError(path, 1, "front matter without end")
    try:
        meta = yaml.safe_load("\n".join(lines[1:end]))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise SourceError(path, 2 + (mark.line if mark else 0), f"front matter: {error}") from error
    if not isinstance(meta, dict):
        raise SourceError(path, 2, "front matter is no mapping")
    for problem in _problems(meta):
        raise SourceError(path, 2, problem)
    return meta, end + 1


def _problems(meta: dict[str, Any]) -> list[str]:
    out = [f"unknown key « {k} »" for k in meta if k not in KEYS]
    out += [f"missing key « {k} »" for k in ("kind", "format", "title", "buyer", "object") if not meta.get(k)]
    if meta.get("kind") not in KINDS:
        out.append(f"unknown kind « {meta.get('kind')} »")
    if meta.get("format") not in ("docx", "pdf"):
        out.append(f"unknown format « {meta.get('format')} »")
    if meta.get("numbering", "typed") not in NUMBERINGS:
        out.append(f"unknown numbering « {meta.get('numbering')} »")
    layout = meta.get("layout") or []
    out += [f"unknown layout « {x} »" for x in ([layout] if isinstance(layout, str) else layout) if x not in LAYOUTS]
    for row in meta.get("criteria") or []:
        if not row.get("name") or "weight" not in row or set(row) - {"name", "weight", "unit", "lot", "parent", "environmental"}:
            out.append(f"bad criterion {row}")
    return out
