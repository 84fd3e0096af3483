"""Award criteria in set forms: key-value lists of eForms and TED notices, headings of response frames, a single criterion."""

from __future__ import annotations

import re

from clausecheck.model import BlockKind, Outline, PieceKind, SectionRole
from clausecheck.structure.criteria_items import Item, clean_name, is_name, strip_marker
from clausecheck.structure.criteria_zones import Zone
from clausecheck.structure.resources import CriteriaCues
from clausecheck.structure.view import View
from clausecheck.structure.weights import find_weights
from clausecheck.text.numbers import NUMBER, parse_number

__all__ = ["form_items", "frame_items", "sole_criterion"]

_TYPE = re.compile(r"\btype(?:\s+de\s+critere)?\s*:\s*(prix|cout|qualite)\b")
_KEYS = re.compile(
    r"\b(?P<name>nom|designation|denomination|intitule|libelle)\s*:\s*|\b(?P<desc>description)\s*:\s*"
    r"|\b(?P<unit>(?:categorie\s+de\s+critere\s+d'attribution\s+)?(?:poids|ponderation)(?:\s*\([^)]*\))?)\s*:\s*"
    r"|\b(?P<value>(?:nombre\s+critere\s+d'attribution|valeur\s+du\s+critere|nombre))\s*:\s*")
_STOP = re.compile(
    r"(?:^|\n)\s*(?:5\.1\.1[1-9]|5\.1\.\d|6\.\d|type\s+de\s+procedure|date\s+limite|description\s+de\s+la\s+methode|justification\s+de"
    r"|modalites\s+de|adresse\s+des\s+documents)")
_OLD = re.compile(
    rf"critere\s+de\s+(?P<kind>qualite|cout)\s*[-:]?\s*nom\s*:\s*(?P<name>[^/\n]+?)\s*[/;,-]\s*ponderation\s*:\s*(?P<weight>{NUMBER})[ \t]*(?P<pc>%?)"
    rf"|(?:^|\n|[;.-]\s*)(?P<price>prix|cout)\s*[-:]?\s*(?:nom\s*:\s*[^/\n]+/\s*)?ponderation\s*:\s*(?P<weight2>{NUMBER})[ \t]*(?P<pc2>%?)")
_QUALITY = re.compile(r"criteres?\s+de\s+(?:qualite|cout)\s*[-:]?\s*nom\s*:")
_FRAME = re.compile(
    r"^\W*(?P<sub>sous[\s-])?criteres?\s*(?:n\W{0,2})?(?P<num>\d{1,2}(?:[.-]\d{1,2})*)\s*(?P<rest>[-:.(].*)?$", re.DOTALL)
_SOLE = re.compile(r"n'est\s+pas\s+(?:le\s+)?(?:seul|unique)")


def _field(view: View, lower: int, upper: int) -> str:
    return " ".join(view.text[lower:upper].split()).strip(" :;-–")


def _form_item(view: View, kind: str, start: int, end: int) -> Item | None:
    """One « Type : … Nom : … Pondération … » entry between two offsets."""
    folded = view.whole[start:end]
    keys = list(_KEYS.finditer(folded))
    values: dict[str, tuple[int, int]] = {}
    percent, weight = False, None
    for index, key in enumerate(keys):
        stop = keys[index + 1].start() if index + 1 < len(keys) else len(folded)
        which = key.lastgroup or ""
        if which == "unit":
            percent = percent or "pourcent" in folded[key.start() : stop]
            number = re.match(rf"[^\d]{{0,50}}?({NUMBER})\s*%?", folded[key.end() : stop])
            weight = parse_number(number[1]) if number and weight is None else weight
        elif which == "value":
            number = re.match(rf"\s*({NUMBER})", folded[key.end() : stop])
            weight = parse_number(number[1]) if number else weight
        elif which not in values:
            values[which] = (start + key.end(), start + stop)
    name_at = values.get("name") or values.get("desc")
    name = _field(view, *name_at) if name_at else ""
    name = clean_name(name.split("\n")[0])
    if not re.search(r"[A-Za-zÀ-ÿ]{3}", name):
        name, name_at = {"prix": "Prix", "cout": "Coût"}.get(kind, "Qualité"), (start, end)
    if len(name) > 200:
        name = name[:200].rsplit(" ", 1)[0]
    block = view.block_at((name_at or (start, end))[0])
    if block < 0:
        return None
    at = (name_at or (start, end))[0]
    item = Item(name, weight, "%" if percent else "points" if weight is not None else None, block, at, at + len(name), blocks=[block])
    if "desc" in values and name_at != values["desc"]:
        item.description = _field(view, *values["desc"])
    return item


def form_items(view: View) -> Zone:
    """Criteria of an eForms or TED notice; an empty zone elsewhere."""
    zone = Zone(strong=True, sure=True)
    if "critere" not in view.whole or "attribution" not in view.whole:
        return zone
    starts = list(_TYPE.finditer(view.whole))
    for index, match in enumerate(starts):
        end = starts[index + 1].start() if index + 1 < len(starts) else min(len(view.whole), match.end() + 1200)
        stop = _STOP.search(view.whole, match.end(), end)
        if "attribution" not in view.whole[max(0, match.start() - 1500) : match.start()]:
            continue
        item = _form_item(view, match[1], match.start(), stop.start() if stop else end)
        if item is not None:
            zone.items.append(item)
    if len(zone.items) < 2 and not any(item.weight is not None for item in zone.items):
        zone.items = []
    if not zone.items and _QUALITY.search(view.whole):
        zone.items = [_older(view, match) for match in _OLD.finditer(view.whole)]
    zone.blocks = sorted({b for item in zone.items for b in item.blocks})
    return zone


def _older(view: View, match: re.Match[str]) -> Item:
    """« Critère de qualité - Nom : … / Pondération : 60 » or « Prix - Pondération : 40 »."""
    group = "name" if match["name"] else "price"
    start, end = match.span(group)
    name = view.text[start:end].strip()
    block = view.block_at(start)
    unit = "%" if match["pc"] or match["pc2"] else "points"
    return Item(name, parse_number(match["weight"] or match["weight2"]), unit, block, start, start + len(name), blocks=[block])


def _title_above(view: View, outline: Outline, block: int) -> tuple[str, int]:
    """The nearest short line above a block, outside its table."""
    table = view.block(block).cell
    for index in range(block - 1, max(block - 6, -1), -1):
        at = view.block(index)
        same = table is not None and at.cell is not None and at.cell.table == table.table
        text = view.texts[index].strip()
        if same or not view.content[index] or not text:
            continue
        if len(text) <= 160 and not _FRAME.match(view.folded[index]) and not text.endswith("."):
            offset = strip_marker(text)[0]
            return text[offset:].strip(" :"), index
        break
    path = outline.path(block)
    return (path[-1].title, path[-1].first) if path else ("", block)


def frame_items(view: View, outline: Outline, cues: CriteriaCues) -> Zone:
    """« Critère 2 – pondération : 20 % » under the titles of a response frame: named after the title above, part of the section's criterion."""
    zone = Zone(strong=True, sure=True)
    if "critere" not in view.whole:
        return zone
    for block in view.blocks:
        folded = view.folded[block.id].strip()
        if len(folded) > 200 or not view.content[block.id] or block.id in outline.toc or "critere" not in folded:
            continue
        match = _FRAME.match(folded)
        weights = find_weights(folded) if match else []
        if not match or not weights or weights[0].form == "scale":
            continue
        rest = match["rest"] or ""
        before = re.sub(r"ponderation|poids|coefficient|note\w*", "", rest[: weights[0].start - match.start("rest")] if rest else "")
        if len(re.sub(r"[^a-z]", "", before)) >= 4:
            continue
        name, at = _title_above(view, outline, block.id)
        if not is_name(name, cues):
            continue
        number = match["num"].replace("-", ".")
        start = view.block(at).start + max(view.texts[at].find(name), 0)
        item = Item(clean_name(name), weights[0].value, weights[0].unit, at, start, start + len(name), marker=number, blocks=[at, block.id])
        if match["sub"]:
            item.sub = True
            item.parent_name = _parent_name(outline, at, number, zone)
        zone.items.append(item)
    zone.blocks = sorted({b for item in zone.items for b in item.blocks})
    if len(zone.items) < 2 and outline.kind is not PieceKind.RESPONSE_FRAME:
        return Zone()
    return zone


def _parent_name(outline: Outline, block: int, number: str, zone: Zone) -> str | None:
    """The criterion that a sub-criterion 2.1 belongs to when no line states it: the section around."""
    head = number.partition(".")[0]
    if any(item.marker == head for item in zone.items):
        return None
    path = outline.path(block)
    top = path[0] if path else None
    if top is not None and top.first == block and len(path) > 1:
        return path[-2].title
    return top.title if top is not None and top.first != block else None


def sole_criterion(view: View, outline: Outline, cues: CriteriaCues) -> list[Zone]:
    """« Le prix est le seul critère »: one criterion without a stated weight."""
    for block in view.blocks:
        folded = view.folded[block.id]
        if not view.content[block.id] or block.id in outline.toc or block.kind in (BlockKind.HEADER, BlockKind.FOOTER):
            continue
        hit = cues.sole.find(folded)
        if hit is None or _SOLE.search(folded) or "critere" not in folded:
            continue
        price = re.search(r"\bprix\b|\bcout(?: global| du cycle de vie)?\b", folded)
        if price is None or outline.role(block.id) is SectionRole.SELECTION:
            continue
        start = block.start + price.start()
        name = view.text[start : block.start + price.end()]
        name = name[:1].upper() + name[1:]
        item = Item(name, None, None, block.id, start, block.start + price.end(), blocks=[block.id], description="critère unique, apprécié seul",
            note="critère unique")
        weights = find_weights(folded)
        if len(weights) == 1 and weights[0].value == 100:
            item.weight, item.unit = 100.0, weights[0].unit
        return [Zone([block.id], [item], strong=True)]
    return []
