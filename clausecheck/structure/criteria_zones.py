"""Where a document states its award criteria: the articles that judge the offers, sentences that announce a list, tables with such a head."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from clausecheck.model import BlockKind, Outline, PieceKind, SectionRole
from clausecheck.structure.criteria_items import Item, clean_name, is_name, parse_paragraph, strip_marker
from clausecheck.structure.criteria_tables import table_items
from clausecheck.structure.cues import Cues
from clausecheck.structure.numbering import read_label
from clausecheck.structure.resources import CriteriaCues
from clausecheck.structure.view import View
from clausecheck.structure.weights import Weight, find_weights

__all__ = ["Zone", "find_zones", "unweighed_items"]

_REACH = 70
_AWARD = re.compile(r"criteres?|jug(?:ees?|ement)|ponder|economiquement l")
_LOT = re.compile(r"^\W*(?:pour\s+)?(?:les?\s+)?lots?\s*(?:n\W{0,2})?\s*(?P<ids>\d{1,2}(?:\s*(?:,|et|&|a|-)\s*\d{1,2})*)\b\s*(?P<rest>[:.-]"
    r"|uniquement|$)?")
_NOTED_ON = re.compile(r"\bnote\w*\s+sur\s+(\d{1,3})\s*points?")
_ORDER = re.compile(r"ordre\s+(?:de\s+priorite\s+|d'importance\s+)?decroissant|hierarchis|par ordre d'importance|sans ponderation|non ponder")
_ALL_LOTS = re.compile(r"\b(?:tous|chaque|ensemble des)\s+(?:les\s+)?lots?\b")
_ANY = re.compile(r"crit|ponder|bareme|rubrique|jugement|note\w* sur \d|classement|attribution|selection des|choix de")
_ASIDE = re.compile(r"\W*(?:\*|nota\b|nb\b|n\.b|exemple|par exemple)")
_LOT_LEAD = re.compile(r"\W*(?:pour\s+)?(?:les?\s+)?lots?\s*(?:n\W{0,2})?\s*(?P<ids>\d{1,2}(?:\s*(?:,|et|&|-)\s*\d{1,2})*)\s*:\s*(?=\S)")
_BEFORE = re.compile(r"\W*(?:(?:ponderation|poids|note|notee?s?\s+sur|coefficient|critere\s+pondere\s+a)\W*)?")
_BEHIND = re.compile(r"\W*(?:$|[.,;:(]|sans|repartis?|soit|dont|de la note)")
_SCALE = re.compile(r"\b(?:excellent|satisfaisant|insuffisant|tres bon|moyen|passable|hors sujet|aucune reponse|note\s*=)\b")


@dataclass(slots=True)
class Zone:
    """One list of criteria: its blocks, the items read, the lot it holds for, the total it announces."""

    blocks: list[int] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    lot: str | None = None
    total: float | None = None
    strong: bool = False
    sure: bool = False
    """A set form that says what it is: nothing more need be shown."""
    names: list[Item] = field(default_factory=list)
    weights: list[Weight] = field(default_factory=list)

    def join(self) -> None:
        """Weights listed after the names, as many of one as of the other: each goes to its name."""
        count = len(self.weights)
        if self.items or count < 2 or len(self.names) < count:
            return
        for item, weight in zip(self.names[-count:], self.weights, strict=True):
            item.weight, item.unit, item.note = weight.value, weight.unit, weight.note
            self.items.append(item)


class _Finder:
    def __init__(self, view: View, outline: Outline, cues: CriteriaCues, advice: Cues) -> None:
        self.view, self.outline, self.cues, self.advice = view, outline, cues, advice
        self.zones: list[Zone] = []
        self.zone: Zone | None = None
        self.section = -2
        self.since = 0
        self.tables: set[int] = set()
        self.lot: str | None = None
        self.lot_section = -2
        self.memo_list = False
        self.titles = {section.first for section in outline.sections}

    def close(self) -> None:
        """End the zone under way."""
        if self.zone is not None:
            self.zone.join()
        if self.zone is not None and self.zone.items:
            self.zones.append(self.zone)
        self.zone = None
        self.memo_list = False

    def open(self, block: int, *, strong: bool) -> Zone:
        """The zone under way, a new one when there is none."""
        if self.zone is None:
            self.zone, self.section = Zone(lot=self.lot, strong=strong), self.outline.section_of[block]
        elif not self._inside(block):
            self.section = self.outline.section_of[block]
        self.zone.strong = self.zone.strong or strong
        self.since = block
        return self.zone

    def announces(self, block: int) -> bool:
        """The block announces award criteria."""
        folded = self.view.folded[block]
        if not _AWARD.search(folded) or not self.cues.announce.find(folded):
            return False
        if self.cues.not_award.find(folded) and not re.search(r"\boffres?\b|attribution|jugement", folded):
            return False
        return not re.search(r"critere\w* (?:relatifs? a la|de selection des|de la) candidature", folded) or "attribution" in folded

    def selection(self, block: int) -> bool:
        """The block stands in an article on candidates."""
        return self.outline.role(block) is SectionRole.SELECTION

    def lot_change(self, block: int) -> bool:
        """« Pour le lot 2 : »: the lot for what follows; a line that names all lots ends it."""
        folded = self.view.folded[block]
        if "lot" not in folded:
            return False
        label = read_label(self.view.texts[block])
        bare = folded[label.end :] if label is not None and label.scheme != "lot" else folded
        match = _LOT.match(bare)
        if match and (len(folded) < 90 or match["rest"] == ":") and not find_weights(folded):
            self.lot, self.lot_section = " ".join(match["ids"].split()), self.outline.section_of[block]
            return True
        if _ALL_LOTS.search(folded) and len(folded) < 90 and not find_weights(folded):
            self.lot = None
        return False

    def table(self, block: int) -> None:
        """Read the table that starts at `block`, once."""
        cell = self.view.block(block).cell
        if cell is None or cell.table in self.tables:
            return
        self.tables.add(cell.table)
        table = self.view.tables[cell.table]
        if self.selection(block):
            return
        announced = self.zone is not None or self._caption(block)
        single = table.columns == 1 or len(table.cells) == 1
        items = [] if single else table_items(self.view, table, self.cues, announced=announced)
        if single and announced:
            items = [i for c in table.cells for b in c.blocks for i in self.line(b)]
        if not items:
            return
        heads = " ".join(c.folded for r in range(min(2, len(table.rows))) for c in table.line(r))
        if not announced and "critere" not in heads and not self._own_set(items):
            return
        if self.zone is not None and self.zone.items and self._own_set(items):
            self.close()
        zone = self.open(block, strong=True)
        zone.items += items
        zone.blocks += [b for c in table.cells for b in c.blocks]

    def _own_set(self, items: list[Item]) -> bool:
        """A table that adds up by itself is a set of its own, not the rest of the list before it."""
        tops = [i.weight for i in items if i.sub is not True]
        return None not in tops and abs(sum(w for w in tops if w is not None) - 100) < 0.1

    def _caption(self, block: int) -> bool:
        for index in range(block - 1, max(block - 4, -1), -1):
            if self.view.content[index] and self.view.block(index).cell is None:
                return self.announces(index)
        return False

    def line(self, block: int) -> list[Item]:
        """Criteria of one paragraph, with list depth and lot."""
        text, at = self.view.texts[block], self.view.block(block)
        folded = self.view.folded[block]
        if _ASIDE.match(folded) or self.advice.find(folded):
            return []
        if _SCALE.search(self.view.folded[block]) and at.cell is None and not re.search("critere", self.view.folded[block]):
            return []
        under = self._under_title(block)
        lot = _LOT_LEAD.match(self.view.folded[block])
        start = lot.end() if lot else 0
        items = [under] if under is not None else parse_paragraph(text[start:], block, at.start + start, self.cues)
        for item in items if lot else ():
            item.lot = " ".join(lot["ids"].split()) if lot else None
        for item in items:
            if at.kind is BlockKind.LIST_ITEM and len(items) == 1:
                item.depth = max((at.level or 1) - 1, 0)
                item.depth += 1 if self._below_heading(block) else 0
            if item.lot is None and self.lot is not None:
                item.lot = self.lot
        return items

    def _under_title(self, block: int) -> Item | None:
        """« Prix » as a title, « 40 points, sans sous-critère. » below it: the criterion is named by its title."""
        if block == 0 or block in self.titles or self.view.block(block).cell is not None or self.view.block(block - 1).cell is not None:
            return None
        if block - 1 not in self.titles and not self._paired_line(block):
            return None
        weights = find_weights(self.view.folded[block])
        title = self.view.folded[block - 1]
        folded = self.view.folded[block]
        if not weights or find_weights(title) or not _BEFORE.fullmatch(folded[: weights[0].start]) or not _BEHIND.match(folded[weights[0].end :]):
            return None
        offset = strip_marker(self.view.texts[block - 1])[0]
        name = clean_name(self.view.texts[block - 1][offset:])
        if not is_name(name, self.cues):
            return None
        start = self.view.block(block - 1).start + offset
        weight = weights[0]
        return Item(name, weight.value, weight.unit, block - 1, start, start + len(name), note=weight.note, blocks=[block - 1, block])

    def _paired_line(self, block: int) -> bool:
        """« Prix des travaux », then « Pondération : 60 % » alone on its line, and no further bare weight behind it."""
        name = self.view.folded[block - 1].strip()
        if len(name) > 90 or name.endswith((":", ".", ";")) or not self._bare(block):
            return False
        return block + 1 >= len(self.view.blocks) or not self._bare(block + 1)

    def _bare(self, block: int) -> bool:
        """The line is a weight alone, « Pondération : » before it allowed."""
        folded = self.view.folded[block].strip()
        weights = find_weights(folded) if len(folded) < 60 else []
        return len(weights) == 1 and _BEFORE.fullmatch(folded[: weights[0].start]) is not None and not re.search(r"[a-z]", folded[weights[0].end :])

    def keep_loose(self, zone: Zone, block: int) -> None:
        """Remember a bare name or a bare weight of a list whose weights stand apart from their labels."""
        text, folded = self.view.texts[block], self.view.folded[block].strip()
        weights = find_weights(folded)
        if len(weights) == 1 and not re.search(r"[a-z]{3}", folded[: weights[0].start] + folded[weights[0].end :]):
            zone.weights.append(weights[0])
        elif not weights and len(folded) <= 90 and not folded.endswith((":", ".")) and not zone.weights:
            offset, marker, _ = strip_marker(text)
            name = clean_name(text[offset:])
            if is_name(name, self.cues):
                start = self.view.block(block).start + offset
                zone.names.append(Item(name, None, None, block, start, start + len(name), marker=marker, blocks=[block]))

    def _below_heading(self, block: int) -> bool:
        """A list under a criterion that is itself a title or paragraph, not a list item."""
        zone = self.zone
        return bool(zone and zone.items and self.view.block(zone.items[0].block).kind in (BlockKind.HEADING, BlockKind.PARAGRAPH)
                    and self.view.block(zone.items[0].block).cell is None)

    def ends(self, block: int) -> bool:
        """The block leaves the matter of the zone under way."""
        folded = self.view.folded[block]
        if block - self.since > _REACH:
            return True
        head = self.cues.zone_end.at_start(folded) or (self.cues.zone_end.find(folded[:80]) if len(folded) < 80 else None)
        if head and not find_weights(folded):
            return True
        moved = self.outline.section_of[block] != self.section
        return moved and self.outline.role(block) is not SectionRole.CRITERIA and not self._inside(block)

    def _inside(self, block: int) -> bool:
        return any(s.id == self.section for s in self.outline.path(block))


def _memo(finder: _Finder, block: int) -> bool:
    """« Le mémoire, noté sur 40 points, suit le plan suivant : »: the rubrics with points that follow are criteria."""
    folded = finder.view.folded[block]
    match = _NOTED_ON.search(folded) if "point" in folded else None
    if not match or not folded.rstrip().endswith(":"):
        return False
    if not re.search(r"\b(?:memoire|cadre|offre technique|valeur technique|note technique)\b", folded):
        return False
    finder.close()
    zone = finder.open(block, strong=True)
    zone.total = float(match[1])
    zone.blocks.append(block)
    finder.memo_list = True
    return True


def _take_line(finder: _Finder, block: int) -> None:
    zone = finder.zone
    if zone is None:
        return
    items = finder.line(block)
    if finder.memo_list and not items and finder.view.block(block).kind is not BlockKind.LIST_ITEM and zone.items:
        finder.close()
        return
    if items and finder.lot != zone.lot and items[0].sub is not True:
        if zone.items:
            finder.close()
            zone = finder.open(block, strong=True)
        zone.lot = finder.lot
    zone.items += items
    zone.blocks.append(block)
    if not items:
        finder.keep_loose(zone, block)
    if not items and zone.items and finder.cues.described.find(finder.view.folded[block]):
        zone.items[-1].prose = f"{zone.items[-1].prose} {finder.view.texts[block].strip()}".strip()


def find_zones(view: View, outline: Outline, cues: CriteriaCues, advice: Cues) -> list[Zone]:
    """Lists of award criteria in reading order, with their weighed lines and rows."""
    finder = _Finder(view, outline, cues, advice)
    if not _ANY.search(view.whole):
        return []
    for block in view.blocks:
        index = block.id
        if not view.content[index] or index in outline.toc or not view.texts[index].strip():
            continue
        if block.cell is not None:
            finder.table(index)
            continue
        if finder.zone is not None and finder.ends(index):
            finder.close()
        if finder.lot is not None and outline.section_of[index] != finder.lot_section and not finder.lot_change(index):
            finder.lot = None
        finder.lot_change(index)
        criteria = outline.role(index) is SectionRole.CRITERIA and outline.kind is not PieceKind.RESPONSE_FRAME
        announced = finder.announces(index)
        if _memo(finder, index):
            continue
        if (criteria and finder.zone is None and not cues.zone_end.at_start(view.folded[index])) or (announced and not finder.selection(index)):
            finder.open(index, strong=announced or criteria)
        if finder.zone is not None:
            _take_line(finder, index)
    finder.close()
    return finder.zones


def unweighed_items(view: View, outline: Outline, cues: CriteriaCues) -> list[Zone]:
    """Criteria listed without weights after a sentence that announces them, when the list holds a price criterion."""
    finder = _Finder(view, outline, cues, Cues(()))
    for block in view.blocks:
        index = block.id
        folded = view.folded[index].rstrip()
        if not view.content[index] or index in outline.toc or block.cell is not None or not folded.endswith((":", "suivants", "suivants.")):
            continue
        ordered = _ORDER.search(folded) is not None
        if not finder.announces(index) or finder.selection(index) or not ("critere" in folded or ordered):
            continue
        zone = Zone(blocks=[index], strong=True)
        for following in view.blocks[index + 1 : index + 16]:
            text = view.texts[following.id]
            if following.kind is BlockKind.HEADING or len(text) > 160 or not view.content[following.id]:
                break
            offset, marker, sub = strip_marker(text)
            if following.kind is not BlockKind.LIST_ITEM and not marker and not re.match(r"\s*[-–—•]", text):
                break
            name = clean_name(re.split(r"\s:\s|[;,.]\s*$", text[offset:])[0])
            if is_name(name, cues) and sub is not True:
                start = following.start + offset
                zone.items.append(Item(name, None, None, following.id, start, start + len(name), blocks=[following.id], marker=marker))
                zone.blocks.append(following.id)
        short = all(len(item.name) <= 90 for item in zone.items)
        if 2 <= len(zone.items) <= 8 and short and any(cues.price.find(_folded(view, item)) for item in zone.items):
            return [zone]
    return []


def _folded(view: View, item: Item) -> str:
    return view.whole[item.start : item.end]
