"""Which piece of the tender file a document is, and where a file holds several."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from clausecheck.model import BlockKind, Part, PieceKind, Section
from clausecheck.structure.cues import Words
from clausecheck.structure.numbering import Label, read_label
from clausecheck.structure.resources import PieceCues, Resources
from clausecheck.structure.view import View
from clausecheck.text import fold

__all__ = ["Guess", "find_parts", "guess_kind"]

_TITLE_BLOCKS = 45
_TITLE_CHARS = 2500
_TITLE_LENGTH = 200
_FIRST = 4.0
_NAME = 2.0
_MARGIN = 1.5


@dataclass(slots=True)
class Guess:
    """Points for each kind and the evidence behind them, in French."""

    points: dict[PieceKind, float] = field(default_factory=lambda: defaultdict(float))
    why: dict[PieceKind, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, kind: PieceKind, points: float, why: str) -> None:
        """Credit `points` to `kind`."""
        if points > 0:
            self.points[kind] += points
            self.why[kind].append(why)

    def best(self) -> tuple[PieceKind, float, str]:
        """Kind, confidence from 0 to 1, evidence. `other` with confidence 0 when nothing speaks for any kind."""
        ranked = sorted(self.points.items(), key=lambda item: (-item[1], item[0].value))
        if not ranked or ranked[0][1] < 0.5:
            return PieceKind.OTHER, 0.0, "aucun indice de pièce"
        kind, top = ranked[0]
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        confidence = min(0.99, (top / (top + second)) * min(1.0, 0.5 + top / 6))
        return kind, round(confidence, 2), " ; ".join(self.why[kind][:4])


def _file_points(name: str, pieces: dict[PieceKind, PieceCues], guess: Guess) -> None:
    """The words of the file name; the longest cue wins, then the one written last before « annexe » would."""
    stem = re.sub(r"\.[a-z0-9]{1,5}$", "", fold(name))
    stem = re.sub(r"[_\W]+", " ", re.sub(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])", " ", stem))
    found: list[tuple[int, int, PieceKind, str]] = []
    for kind, cues in pieces.items():
        match = cues.file.find(stem)
        if match:
            found.append((len(match.group()), -match.start(), kind, match.group()))
    if not found:
        return
    annex = [item for item in found if item[2] is PieceKind.ANNEX]
    others = [item for item in found if item[2] is not PieceKind.ANNEX]
    answers = [item for item in others if item[2] in (PieceKind.RESPONSE_FRAME, PieceKind.BPU, PieceKind.DPGF, PieceKind.DQE)]
    if annex and not answers:
        guess.add(PieceKind.ANNEX, _NAME, "nom du fichier : « annexe »")
        return
    kinds = {item[2] for item in others}
    if {PieceKind.CCAP, PieceKind.CCTP} <= kinds:
        guess.add(PieceKind.CCP, _NAME, "nom du fichier : CCAP et CCTP")
        return
    best = max(answers or others)
    guess.add(best[2], _NAME, f"nom du fichier : « {best[3]} »")


def _coverage(cue: str, line: str) -> float:
    letters = len(re.sub(r"\W", "", line))
    return len(re.sub(r"\W", "", cue)) / letters if letters else 0.0


def _title_hits(line: str, resources: Resources) -> list[tuple[float, PieceKind, str]]:
    """How much of a folded line each kind's title cue covers; a cue inside a sentence says little."""
    hits = []
    for kind, match in sorted(resources.piece_titles.find_all(line).items()):
        covered = _coverage(match.group(), line)
        head = not line[: match.start()].strip(" .:;-*()\"'0123456789ivx")
        tail = not line[match.end() :].strip(" .:;-*()\"'0123456789")
        sentence = line[match.end() :].strip() == "."
        acronym = len(re.sub(r"\W", "", match.group())) <= 6 and (head or tail) and len(line) <= 120
        if acronym and not sentence and not line.startswith("annexe"):
            covered = max(covered, 0.5)
        hits.append((covered if not head else max(covered, min(1.0, covered + 0.35)), kind, match.group()))
    return hits


def _joined(hits: list[tuple[float, PieceKind, str]], line: str, resources: Resources) -> list[tuple[float, PieceKind, str]]:
    """Two titles on one line make another piece (« CCP (CCAP + CCTP) »)."""
    kinds = {kind for _, kind, _ in hits}
    for pair, made in resources.unions:
        if pair <= kinds:
            covered = min(1.0, sum(c for c, kind, _ in hits if kind in pair))
            return [(covered, made, line.strip()[:60]), *[h for h in hits if h[1] not in pair]]
    return hits


def _title_lines(view: View, first: int, last: int) -> list[tuple[str, float]]:
    """Folded lines of a title page with the size of their type relative to the body, pairs of lines joined too."""
    lines: list[tuple[str, float]] = []
    used = 0
    for index in range(first, min(last, len(view.blocks) - 1) + 1):
        block = view.blocks[index]
        if not view.content[index] or not view.folded[index].strip():
            continue
        if used > _TITLE_CHARS or len(lines) >= _TITLE_BLOCKS or (block.page or 1) > (view.blocks[first].page or 1):
            break
        used += block.end - block.start
        ratio = view.size(index) / view.body_size if view.body_size and view.size(index) else 1.0
        if block.kind is BlockKind.HEADING or block.bold:
            ratio = max(ratio, 1.1)
        lines.append((" ".join(view.folded[index].split()), ratio))
    short = [(text, ratio) for text, ratio in lines if len(text) <= _TITLE_LENGTH]
    pairs = [(f"{a[0]} {b[0]}", min(a[1], b[1])) for a, b in pairwise(lines) if len(a[0]) + len(b[0]) <= _TITLE_LENGTH]
    return short + pairs


def _page_points(view: View, resources: Resources, guess: Guess) -> None:
    best: dict[PieceKind, tuple[float, str]] = {}
    lines = _title_lines(view, 0, len(view.blocks) - 1)
    for position, (line, ratio) in enumerate(lines):
        for covered, kind, cue in _joined(_title_hits(line, resources), line, resources):
            if covered < 0.3 and not (ratio > 1.25 and covered >= 0.15):
                continue
            early = 1.0 if position < 12 else 0.8
            early *= 0.5 if "valant" in line and line.find(cue) > line.find("valant") else 1.0
            points = _FIRST * min(1.0, covered + 0.1) * min(1.3, 0.7 + 0.3 * ratio) * early
            if points > best.get(kind, (0.0, ""))[0]:
                best[kind] = (points, cue)
    for kind, (points, cue) in best.items():
        guess.add(kind, points, f"titre de la première page : « {cue} »")


def _margin_points(view: View, resources: Resources, guess: Guess) -> None:
    """Running headers and footers name the piece on every page."""
    seen: set[PieceKind] = set()
    lines = {" ".join(view.folded[b.id].split()) for b in view.blocks if b.kind in (BlockKind.HEADER, BlockKind.FOOTER)}
    for line in sorted(lines)[:40]:
        for covered, kind, cue in _joined(_title_hits(line[:_TITLE_LENGTH], resources), line, resources):
            if kind not in seen and covered >= 0.04:
                seen.add(kind)
                guess.add(kind, _MARGIN * (0.6 + 0.4 * min(1.0, covered * 2)), f"en-tête ou pied de page : « {cue} »")


def _content_points(view: View, sections: tuple[Section, ...], resources: Resources, guess: Guess) -> None:
    titles = " | ".join(view.folded[s.first] for s in sections)
    start, known, title_words = view.start, view.start_words, Words(titles)
    for kind, cues in resources.pieces.items():
        named = cues.articles.count(titles, title_words) if cues.articles else 0
        guess.add(kind, min(2.0, 0.22 * named), f"{named} titres d'articles habituels")
        words = cues.content.count(start, known) if cues.content else 0
        limit = 1.2 if kind is PieceKind.NOTICE or len(view.whole) < 60000 else 1.0
        guess.add(kind, min(limit, 0.25 * words), f"{words} tournures propres à la pièce")
    if guess.points[PieceKind.CCAP] > 1 and guess.points[PieceKind.CCP] > 0.4:
        guess.add(PieceKind.CCP, 0.3, "articles administratifs")


def _table_points(view: View, resources: Resources, guess: Guess) -> None:
    """Price columns speak for a price schedule, cells left blank for a response frame."""
    total = max(1, sum(view.content[b.id] for b in view.blocks))
    priced = blank = quantities = 0
    for table in view.tables.values():
        heads = [cell.folded for row in range(min(3, len(table.rows))) for cell in table.line(row)]
        cells = sum(len(cell.blocks) for cell in table.cells)
        named = any(resources.article_columns.whole(head) or resources.quantity_columns.whole(head) for head in heads)
        if named and any(resources.price_columns.whole(head) for head in heads):
            priced += cells
            quantities += cells if any(resources.quantity_columns.whole(head) for head in heads) else 0
        if any(resources.blank_columns.find(head) for head in heads if len(head) < 60):
            blank += cells
    dotted = len(re.findall(r"\.{8,}|_{8,}", view.whole))
    if priced > 0.5 * total:
        kind = PieceKind.BPU if quantities < 0.5 * priced else PieceKind.DPGF if "forfait" in view.whole[:4000] else PieceKind.DQE
        guess.add(kind, 1.6, "tableaux de prix")
    if blank > 0.25 * total:
        guess.add(PieceKind.RESPONSE_FRAME, 1.5, "cases laissées à la réponse du candidat")
    elif dotted >= 8 and guess.points[PieceKind.RESPONSE_FRAME] > 0:
        guess.add(PieceKind.RESPONSE_FRAME, 0.5, "lignes à compléter")


def _advice_points(view: View, sections: tuple[Section, ...], resources: Resources, guess: Guess) -> None:
    """A text that speaks to the buyer and shows model articles of several pieces is a guide, not a piece."""
    named = {kind for s in sections for covered, kind, _ in _title_hits(view.folded[s.first][:_TITLE_LENGTH], resources) if covered > 0.3}
    contract = named & {PieceKind.RC, PieceKind.CCAP, PieceKind.CCTP, PieceKind.CCP}
    told = sum(1 for text, content in zip(view.folded, view.content, strict=True) if content and resources.roles.advice.find(text))
    if told >= 3 and len(contract) >= 2:
        guess.add(PieceKind.OTHER, 4.5, "clauses types adressées à l'acheteur")
    elif told >= 6:
        guess.add(PieceKind.OTHER, 2.0, "conseils adressés à l'acheteur")


def guess_kind(view: View, sections: tuple[Section, ...], resources: Resources) -> Guess:
    """Points for every kind of piece from file name, first page, margins, article titles and content."""
    guess = Guess()
    _file_points(view.document.name, resources.pieces, guess)
    _page_points(view, resources, guess)
    _margin_points(view, resources, guess)
    _content_points(view, sections, resources, guess)
    _table_points(view, resources, guess)
    _advice_points(view, sections, resources, guess)
    return guess


def _part_title(view: View, section: Section, kind: PieceKind, resources: Resources) -> tuple[PieceKind, float, str] | None:
    """The piece that an article's title opens inside a file, None when it is an ordinary article."""
    text = " ".join(view.folded[section.first].split())[:_TITLE_LENGTH]
    top, annex = section.level == 1, re.match(r"\W*annexes?\b", text) is not None
    hits = _joined([h for h in _title_hits(text, resources) if h[0] >= 0.45], text, resources)
    label = read_label(text)
    bare = text[label.end :] if label is not None else text
    hits = [h for h in hits if h[1] is not kind and h[1] is not PieceKind.OTHER and (annex or bare.strip(" :.-").startswith(h[2]))]
    if kind is PieceKind.RESPONSE_FRAME:
        hits = []
    if hits and (top or annex):
        covered, found, cue = max(hits, key=lambda h: (h[1] is not PieceKind.ANNEX, h[0], h[1].value))
        if found is not PieceKind.ANNEX or annex:
            return found, min(0.95, 0.5 + covered / 2), f"titre « {cue} »"
    if annex and top:
        return PieceKind.ANNEX, 0.8, "titre d'annexe"
    if top and kind in (PieceKind.CCP, PieceKind.CCTP, PieceKind.CCAP) and resources.roles.rules_inside.find(text):
        return PieceKind.RC, 0.7, "articles d'un règlement de consultation"
    return None


def _continues(label: Label | None, main: Label | None) -> bool:
    """The number of a title goes on where the main piece stopped: « ARTICLE 11 » after an annex that stood behind « ARTICLE 10 »."""
    if label is None or main is None or label.scheme != main.scheme or not label.parts or not main.parts:
        return False
    here, there = label.parts[0], main.parts[0]
    return here.isdigit() and there.isdigit() and 0 < int(here) - int(there) <= 2


_Start = tuple[int, PieceKind, float, str]


def _part_starts(view: View, sections: tuple[Section, ...], main: _Start, resources: Resources) -> list[_Start]:
    starts = [main]
    kind = main[1]
    if kind in (PieceKind.OTHER, PieceKind.NOTICE):
        return starts
    number: Label | None = None
    for section in sections:
        label = read_label(view.texts[section.first]) if section.level == 1 else None
        opened = _part_title(view, section, kind, resources)
        if opened is not None and section.first > 0:
            starts.append((section.first, *opened))
        elif starts[-1][1] is not kind and _continues(label, number):
            starts.append((section.first, *main[1:]))
        if starts[-1][1] is kind and label is not None:
            number = label
    return starts


def find_parts(view: View, sections: tuple[Section, ...], guess: Guess, resources: Resources) -> tuple[PieceKind, float, tuple[Part, ...]]:
    """The document's kind with its confidence, and its parts in order; they cover all blocks.

    A merged CCP keeps the kind `ccp`; its halves are parts. Another file takes the kind of its largest part.
    """
    kind, confidence, why = guess.best()
    last = len(view.blocks) - 1
    if last < 0:
        return kind, confidence, ()
    starts = _part_starts(view, sections, (0, kind, confidence, why), resources)
    parts = []
    for index, (start, found, sure, reason) in enumerate(starts):
        end = starts[index + 1][0] - 1 if index + 1 < len(starts) else last
        if end >= start:
            parts.append(Part(found, start, end, sure, reason))
    sizes: dict[PieceKind, int] = defaultdict(int)
    for part in parts:
        sizes[part.kind] += view.blocks[part.to_block].end - view.blocks[part.from_block].start
    largest = max(sizes, key=lambda k: (sizes[k], k is kind, k.value))
    own = (PieceKind.ANNEX, PieceKind.RC)
    if kind is not PieceKind.CCP and largest is not kind and largest not in own and sizes[kind] < 0.35 * sum(sizes.values()):
        kind = largest
    return kind, confidence, tuple(parts)


