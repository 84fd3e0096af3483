"""Plain text and Markdown: paragraphs of hard-wrapped lines put together, titles, lists and pipe tables recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from clausecheck.model import BlockKind, Cell, Document, Reading, Status
from clausecheck.read.blocks import Draft, assemble
from clausecheck.read.encoding import decode
from clausecheck.read.marks import level_of_number, looks_like_heading, typed_bullet, typed_number
from clausecheck.read.messages import say
from clausecheck.read.toc import mark_toc
from clausecheck.text.normalise import normalise

__all__ = ["MAX_TEXT", "read_plain", "text_blocks"]

MAX_TEXT = 20_000_000
_K = BlockKind
_ATX = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$")
_PIPES = re.compile(r"\s*\|.*\|\s*$")
_PIPE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_MD_BULLET = re.compile(r"(\s*)[-*+]\s+")
_MD_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_MD_MARKS = re.compile(r"(\*\*|__|`+|~~)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])")
_WRAP = 45
"""A line at least this long that ends without punctuation was probably wrapped, not ended, by its author."""


def read_plain(path: Path, *, name: str, markdown: bool) -> Document:
    """Read a .txt or .md file; place is "L" and the number of the first line, from 1. Raises ReadError."""
    data = path.read_bytes()
    text = decode(data[:MAX_TEXT], name)
    issues = []
    if len(data) > MAX_TEXT:
        issues.append(say("cut", name, read=f"ses {MAX_TEXT // 1_000_000} premiers Mo ont été lus"))
    drafts = list(text_blocks(text, markdown=markdown))
    mark_toc(drafts)
    joined, blocks = assemble(drafts)
    status = Status.PARTIAL if issues else Status.COMPLETE
    return Document(name=name, path=str(path), format="md" if markdown else "txt", text=joined, blocks=blocks, reading=Reading(status, tuple(issues)))


def text_blocks(text: str, *, markdown: bool = False) -> Iterator[Draft]:
    """Drafts of a text, in order."""
    lines = [_clean(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")]
    return _markdown(lines) if markdown else _text(lines)


def _clean(line: str) -> str:
    return normalise(line.replace("\t", "    ")).rstrip()


def _starts_block(line: str) -> bool:
    """Whether a line cannot continue the one before it."""
    stripped = line.strip()
    return bool(typed_bullet(stripped) or typed_number(stripped)) or stripped.isupper()


def _continues(previous: str, line: str) -> bool:
    if _starts_block(line):
        return False
    before, after = previous.rstrip(), line.lstrip()
    return after[:1].islower() or (len(before) >= _WRAP and before[-1:] not in ".:;!?")


def _paragraphs(lines: list[str]) -> Iterator[tuple[int, str]]:
    """(line number from 1, text) of each paragraph."""
    start, held = 0, ""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            if held:
                yield start, held
            held = ""
        elif held and _continues(lines[number - 2], line):
            held = f"{held} {line.strip()}"
        else:
            if held:
                yield start, held
            start, held = number, line.strip()
    if held:
        yield start, held


def _text(lines: list[str]) -> Iterator[Draft]:
    for number, text in _paragraphs(lines):
        yield _draft(text, number)


def _draft(text: str, line: int, *, indent: int = 0) -> Draft:
    number = typed_number(text)
    place = f"L{line}"
    if looks_like_heading(text, number) and (text.isupper() or number.lower().startswith(("article", "chapitre", "titre", "annexe"))):
        return Draft(_K.HEADING, text, place=place, level=level_of_number(number), number=number)
    if typed_bullet(text):
        return Draft(_K.LIST_ITEM, text, place=place, level=1 + indent // 2)
    return Draft(_K.PARAGRAPH, text, place=place, number=number)


def _plain_marks(text: str) -> str:
    """Markdown text without its marks of emphasis, code and links."""
    return _MD_MARKS.sub(_inner, _MD_LINK.sub(r"\1", text)).replace("\\*", "*").replace("\\_", "_")


def _inner(match: re.Match[str]) -> str:
    return match.group(2) or match.group(3) or ""


def _markdown(lines: list[str]) -> Iterator[Draft]:
    index, table, fenced = 0, 0, False
    while index < len(lines):
        line = lines[index]
        index += 1
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif not line.strip() or (_RULE.match(line) and not fenced):
            continue
        elif not fenced and _PIPES.match(line) and index < len(lines) and _PIPE_RULE.match(lines[index]):
            rows = [(index, line)]
            index += 1
            while index < len(lines) and _PIPES.match(lines[index]):
                rows.append((index + 1, lines[index]))
                index += 1
            yield from _pipe_table(rows, table)
            table += 1
        else:
            start = index
            index, draft = _md_block(lines, start, fenced=fenced)
            yield draft


def _md_block(lines: list[str], start: int, *, fenced: bool) -> tuple[int, Draft]:
    """The title, list item or paragraph that begins on line `start` (from 1), and the index of the line after it."""
    line = lines[start - 1]
    title = _ATX.match(line.strip())
    if title and not fenced:
        text = _plain_marks(title.group(2))
        return start, Draft(_K.HEADING, text, place=f"L{start}", level=len(title.group(1)), number=typed_number(text))
    bullet = _MD_BULLET.match(line)
    held = line.strip().lstrip("> ")
    index = start
    while index < len(lines) and not fenced and lines[index].strip() and not _md_opens(lines[index]):
        if re.match(r"\s*(?:=+|-+)\s*$", lines[index]):
            text = _plain_marks(held)
            return index + 1, Draft(_K.HEADING, text, place=f"L{start}", level=1 if "=" in lines[index] else 2, number=typed_number(text))
        held = f"{held} {lines[index].strip().lstrip('> ')}"
        index += 1
    text = _plain_marks(held)
    if bullet and not fenced:
        body = _plain_marks(held[len(bullet.group().lstrip()) :].lstrip()) if held[:1] in "-*+" else text
        return index, Draft(_K.LIST_ITEM, f"• {body}", place=f"L{start}", level=1 + len(bullet.group(1)) // 2, prefix=2)
    return index, _draft(text, start)


def _md_opens(line: str) -> bool:
    stripped = line.strip()
    if re.match(r"(?:=+|-+)$", stripped):
        return False
    return bool(_ATX.match(stripped) or _MD_BULLET.match(line) or _PIPES.match(line) or stripped.startswith(("```", "~~~")) or typed_number(stripped))


def _pipe_table(rows: list[tuple[int, str]], table: int) -> Iterator[Draft]:
    for row, (number, line) in enumerate(rows):
        for col, part in enumerate(re.split(r"(?<!\\)\|", line.strip().strip("|"))):
            text = _plain_marks(part.strip().replace("\\|", "|"))
            yield Draft(_K.CELL, text, place=f"L{number}", cell=Cell(table, row, col, header=row == 0))
