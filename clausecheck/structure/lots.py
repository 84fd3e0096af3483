"""Lots: the list with titles and amounts, and which blocks hold for which lot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from clausecheck.model import BlockKind, Lot, PieceKind, Section, SectionRole
from clausecheck.structure.numbering import read_label
from clausecheck.structure.resources import LotCues
from clausecheck.structure.view import Table, TableCell, View
from clausecheck.text.numbers import NUMBER, find_amounts, parse_number, parse_words

__all__ = ["bind_lots", "file_lot", "find_lots", "lot_ids"]

_ID = r"\d{1,2}(?:\.\d{1,2})?"
_LETTERED = re.compile(r"\b[Ll](?:ot|OT)\s+(?:n\s?[°º]\s*)?(?P<id>[A-H])\b")
_NO = r"(?:\s*n\s?[°ºo]s?\.?)?\s*"
_SEVERAL = rf"{_ID}(?:\s*(?:,|et|ou|&|/|a|au|-)\s*(?:lots?{_NO})?{_ID})*"
_MENTION = re.compile(rf"\blots?{_NO}(?P<ids>{_SEVERAL})(?![\w%])(?!\s?(?:%|\x80|euros?|mm|cm|m2|jours?))")
_LINE = re.compile(rf"^\W*lot{_NO}(?P<id>{_ID}|[a-h](?=\s*[:-]))\s*(?P<sep>[:.,)-]+|\()\s*(?P<title>\S.*)$", re.DOTALL)
_INLINE = re.compile(rf"\blot{_NO}(?P<id>{_ID})\s*(?:[:,(-]+)\s*(?P<title>[^;()]{{4,160}}?)(?=\s*(?:[;.)]\s|[;.)]?$"
    rf"|,?\s+(?:et\s+)?(?:le\s+)?lot{_NO}{_ID}\b))")
_AFTER = re.compile(rf"(?:^|[:;,]|\bet\b)\s*(?P<title>[^;:()]{{4,120}}?)\s*\(\s*lot{_NO}(?P<id>{_ID})\s*\)")
_COUNTED = re.compile(r"\b(?P<count>deux|trois|quatre|cinq|six|sept|huit|neuf|dix|\d{1,2})\s+lots\b[^:;.]{0,60}:\s*(?P<list>[^:]*)$")
_HEADING_ONLY = re.compile(rf"^\W*(?:[a-z]+\s+(?:du|au|propres?\s+au)\s+)?lot{_NO}(?P<id>{_ID})\W*$")
_SENTENCE = re.compile(r"\b(?:est|sont|sera|seront|doit|doivent|devra|devront|porte|comprend|uniquement|seulement|fournit|installe)\b")
_WEIGHED = re.compile(r"\d\s*(?:%|points?\b)")


def lot_ids(raw: str) -> tuple[str, ...]:
    """Ids of « 1, 2 et 4 », « 1 à 3 », « 01 »; leading zeros dropped, letters in capitals."""
    found: list[str] = []
    until = False
    for token in re.findall(rf"{_ID}|\b[a-hA-H]\b(?!\s*\d)|\bau?\b", raw):
        if token in ("a", "au") and found:
            until = True
            continue
        value = str(int(token)) if token.isdigit() else token.upper()
        if until and found[-1].isdigit() and value.isdigit() and 0 < int(value) - int(found[-1]) <= 40:
            found += [str(n) for n in range(int(found[-1]) + 1, int(value))]
        until = False
        found.append(value)
    return tuple(dict.fromkeys(found))


def _title(text: str) -> str:
    text = re.split(r"\s[–-]?\s*(?:montant|maximum|minimum|estim|cpv)\b", text, maxsplit=1, flags=re.IGNORECASE)[0]
    text = " ".join(text.split()).strip(" :;,.–-")[:200]
    return text.rstrip(")") if text.count(")") > text.count("(") else text


class _Collector:
    """Lots found so far; a later, fuller mention completes an earlier one."""

    def __init__(self) -> None:
        self.lots: dict[str, Lot] = {}

    def add(self, lot: Lot) -> None:
        """Keep the first title; fill amounts that were missing."""
        known = self.lots.get(lot.id)
        if known is None:
            self.lots[lot.id] = lot
            return
        self.lots[lot.id] = Lot(
            known.id, known.title or lot.title, known.amount_min if known.amount_min is not None else lot.amount_min,
            known.amount_max if known.amount_max is not None else lot.amount_max, known.page, known.start, known.end)


def _amount(cell: TableCell | None) -> float | None:
    if cell is None:
        return None
    amounts = find_amounts(cell.text)
    if amounts:
        return amounts[0].value
    match = re.fullmatch(rf"\W*({NUMBER})\W*(?:ht|ttc)?\W*", cell.folded)
    value = parse_number(match[1]) if match else None
    return value if value is not None and value >= 100 else None


def _columns(table: Table, cues: LotCues) -> dict[str, int] | None:
    for row in range(min(2, len(table.rows))):
        found: dict[str, int] = {}
        for cell in table.line(row):
            head = cell.folded.strip(" .:*")
            if "id" not in found and cues.column_id.whole(head):
                found["id"] = cell.col
            elif cues.column_min.at_start(head):
                found.setdefault("min", cell.col)
            elif cues.column_max.at_start(head):
                found.setdefault("max", cell.col)
            elif "title" not in found and cues.column_title.at_start(head):
                found["title"] = cell.col
        if "id" in found and "title" in found and "lot" in " ".join(c.folded for c in table.line(row)):
            return {**found, "row": row}
    return None


def _from_table(view: View, table: Table, cues: LotCues) -> Iterator[Lot]:
    columns = _columns(table, cues)
    if columns is None:
        return
    for row in range(columns["row"] + 1, len(table.rows)):
        cells = table.rows[row]
        head, title = cells[columns["id"]], cells[columns["title"]]
        if head is None or title is None or head.row != row:
            continue
        match = re.fullmatch(rf"\W*(?:lot{_NO})?({_ID})\W*", head.folded) or re.match(rf"\W*lot{_NO}({_ID})\b", head.folded)
        if not match or not title.text or title is head:
            continue
        low = _amount(cells[columns["min"]]) if "min" in columns else None
        high = _amount(cells[columns["max"]]) if "max" in columns else None
        block = view.block(title.blocks[0])
        yield Lot(lot_ids(match[1])[0], _title(title.text), low, high, block.page, block.start, block.end)


def _from_line(view: View, index: int, *, in_list: bool) -> Iterator[Lot]:
    text, folded, block = view.texts[index], view.folded[index], view.block(index)
    label = read_label(text)
    offset = label.end if label is not None and label.scheme != "lot" else 0
    match = _LINE.match(folded[offset:])
    if match and len(folded) <= 260 and not _WEIGHED.search(folded) and len(list(_MENTION.finditer(folded))) == 1:
        start = offset + match.start("title")
        follows = view.texts[index + 1] if index + 1 < len(view.texts) and text.rstrip().endswith(("–", "-", "/")) else ""
        title = _title(f"{text[start:]} {follows}")
        sentence = _SENTENCE.search(match["title"]) is not None or (match["title"].rstrip().endswith(".") and len(title) > 90)
        if re.search(r"[A-Za-zÀ-ÿ]{3}", title) and (not sentence or in_list):
            amounts = [a.value for a in find_amounts(text)]
            high = max(amounts) if amounts else None
            yield Lot(lot_ids(match["id"])[0], title, None, high, block.page, block.start + start, block.end)
        return
    if block.kind is BlockKind.HEADING and (only := _HEADING_ONLY.match(folded[offset:])):
        yield Lot(lot_ids(only["id"])[0], "", None, None, block.page, block.start, block.end)
        return
    yield from _counted(view, index)
    if folded.count("lot") < 2:
        return
    for pattern in (_INLINE, _AFTER):
        hits = [m for m in pattern.finditer(folded) if not _WEIGHED.search(m["title"]) and not _SENTENCE.search(m["title"])]
        if len({m["id"] for m in hits}) >= 2:
            for hit in hits:
                title = _title(text[hit.start("title") : hit.end("title")])
                yield Lot(lot_ids(hit["id"])[0], title, None, None, block.page, block.start + hit.start("title"), block.start + hit.end("title"))
            return


def _counted(view: View, index: int) -> Iterator[Lot]:
    """« Trois lots sont prévus : A ; B ; C. », or « divisé en deux lots : » before as many list items: numbered in their order."""
    folded, block = view.folded[index], view.block(index)
    match = _COUNTED.search(folded.rstrip())
    if not match or "(lot" in match["list"] or re.search(r"\blot\s*(?:n\W*)?\d", match["list"]):
        return
    count = int(match["count"]) if match["count"].isdigit() else parse_words(match["count"])
    if not match["list"].strip():
        items = []
        for other in range(index + 1, min(index + 1 + (count or 0), len(view.blocks))):
            if view.block(other).kind is not BlockKind.LIST_ITEM or re.search(r"\blot\s*(?:n\W*)?\d", view.folded[other]):
                return
            items.append((view.block(other).start, view.block(other).end))
        following = index + 1 + (count or 0)
        if following < len(view.blocks) and view.block(following).kind is BlockKind.LIST_ITEM:
            return
    else:
        first = re.split(r"\.\s", match["list"])[0]
        items = [(block.start + match.start("list") + m.start(), block.start + match.start("list") + m.end()) for m in re.finditer(r"[^;]+", first)]
    if count is None or len(items) != count:
        return
    for number, (start, end) in enumerate(items, 1):
        text = re.sub(r"^\W*(?:\d{1,2}\W+)?(?:et\s+)?", "", view.text[start:end])
        yield Lot(str(number), _title(text), None, None, block.page, start, end)


def find_lots(view: View, roles: tuple[SectionRole, ...], toc: frozenset[int], cues: LotCues) -> tuple[Lot, ...]:
    """Lots in order of number. `roles[b]` is the role of block b's section. A tender that says it is not divided has none."""
    if "lot" not in view.whole:
        return ()
    collector = _Collector()
    for table in view.tables.values():
        for lot in _from_table(view, table, cues):
            collector.add(lot)
    listed = set(collector.lots)
    for block in view.blocks:
        index = block.id
        if not view.content[index] or index in toc or "lot" not in view.folded[index]:
            continue
        if block.cell is not None and len(view.tables[block.cell.table].cells) > 1 and not re.match(r"\W*lot\W", view.folded[index]):
            continue
        for lot in _from_line(view, index, in_list=roles[index] is SectionRole.LOTS):
            if not listed or lot.id in listed:
                collector.add(lot)
    found = [lot for lot in collector.lots.values() if lot.id != "0"]
    if len(found) == 1 and cues.single.find(view.whole[:30000]):
        return ()
    return tuple(sorted(found, key=lambda lot: (not lot.id[:1].isdigit(), [int(p) if p.isdigit() else 0 for p in lot.id.split(".")], lot.id)))


def file_lot(view: View, kind: PieceKind) -> str | None:
    """The lot that the whole file is for, by its title page or running header, else its name; "0" for generalities; None when for none."""
    if kind in (PieceKind.RC, PieceKind.NOTICE, PieceKind.CCAP, PieceKind.OTHER):
        return None
    seen: list[str] = []
    first = view.blocks[0].page if view.blocks else None
    for block in view.blocks[:40]:
        if block.page != first or block.kind is BlockKind.TOC:
            break
        line = re.match(rf"^\W*(?:[a-z. ]{{2,12}}\W+)?lot{_NO}({_ID})(?![\w])\s*(?:[:\"-]|$)", view.folded[block.id])
        if line and len(view.folded[block.id]) <= 160:
            seen.append(lot_ids(line[1])[0])
    named = re.compile(rf"^(?:\W*(?:cctp|c\.c\.t\.p\.|bpu|dpgf|dqe|dossier)?\W*)lot{_NO}({_ID})(?![\w])")
    margins = {lot_ids(m[1])[0] for b in view.blocks if b.kind in (BlockKind.HEADER, BlockKind.FOOTER) and (m := named.match(view.folded[b.id]))}
    heads = {lot_ids(m[1])[0] for b in view.blocks if b.kind is BlockKind.HEADING and (m := named.match(view.folded[b.id]))}
    if len(heads) > 1:
        return None
    if len(set(seen)) == 1:
        return seen[0]
    if not seen and len(margins) == 1:
        return next(iter(margins))
    name = re.search(r"(?:^|[^a-z])lots?[ _-]?(?:n[o°]?)?[ _-]?(\d{1,2})(?!\d)", view.document.name.lower())
    return str(int(name[1])) if name and not seen else None


def _mentions(folded: str) -> tuple[str, ...]:
    return tuple(i for m in _MENTION.finditer(folded) for i in lot_ids(m["ids"]))


def _bound(folded: str, cues: LotCues) -> tuple[str, ...]:
    """Lots that a sentence binds itself to."""
    found: list[str] = []
    for match in _MENTION.finditer(folded):
        before = folded[max(0, match.start() - 45) : match.start()]
        ahead = folded[: match.start()]
        opens = not re.search(r"\w", ahead) or re.search(r"[.;:]\s*(?:les?\s+)?$", before) or re.fullmatch(r"\W*les?\s+", ahead)
        bracket = re.search(r"\(\s*(?:pour\s+)?(?:les?\s+)?$", before) and folded[match.end() :].lstrip(" seulmntiq").startswith(")")
        held = any(hit.end() >= len(before.rstrip()) for hit in cues.bind.finditer(before.rstrip() + " ")) or cues.bind.find(before[-30:].strip())
        loose = cues.no_bind.find(before[-22:])
        if (opens or bracket or held) and not (loose and not bracket):
            found += lot_ids(match["ids"])
    return tuple(dict.fromkeys(found))


def _cell_lots(view: View, cues: LotCues, known: frozenset[str]) -> dict[int, tuple[str, ...]]:
    """Lots of cells by a lot column (« Lot | Exigence ») or by the head of their column (« Lot 1 | Lot 2 »)."""
    bound: dict[int, tuple[str, ...]] = {}
    for table in view.tables.values():
        head = table.line(0) if table.rows else []
        column = next((c.col for c in head if re.fullmatch(r"\W*(?:n\W{0,2})?lots?(?:\s+concernes?)?\W*", c.folded)), None)
        by_col = {c.col: ids for c in head if (m := re.match(rf"\W*lots?{_NO}({_SEVERAL})\b", c.folded)) and len(c.folded) < 60
            and (ids := lot_ids(m[1]))}
        for cell in table.cells:
            own: tuple[str, ...] = ()
            if column is not None and cell.row > 0:
                key = table.rows[cell.row][column]
                if key is not None and not cues.all_lots.whole(key.folded):
                    match = re.match(rf"\W*(?:lots?{_NO})?({_SEVERAL})(?![\w])", key.folded)
                    own = lot_ids(match[1]) if match else ()
            elif cell.row > 0:
                own = by_col.get(cell.col, ())
            if own and (not known or set(own) <= known):
                bound.update(dict.fromkeys(cell.blocks, own))
    return bound


def _section_lots(view: View, sections: tuple[Section, ...]) -> list[tuple[str, ...]]:
    """Lots that each section's title binds it to, its parents' included."""
    found: list[tuple[str, ...]] = []
    for section in sections:
        folded = view.folded[section.first]
        lettered = _LETTERED.search(view.texts[section.first])
        own = (_mentions(folded) or ((lettered["id"],) if lettered else ())) if len(folded) <= 200 else ()
        found.append(own or (found[section.parent] if section.parent is not None else ()))
    return found


def _clean(ids: Iterable[str], known: frozenset[str]) -> tuple[str, ...]:
    kept = tuple(sorted({i for i in ids if i != "0" and (not known or i in known)}, key=lambda i: (len(i.partition(".")[0]), i)))
    return () if known and len(known) > 1 and set(kept) >= known else kept


def bind_lots(
    view: View, sections: tuple[Section, ...], section_of: tuple[int, ...], lots: tuple[Lot, ...], whole: str | None, cues: LotCues,
) -> tuple[tuple[str, ...], ...]:
    """For each block the lots it holds for, empty when for all. `whole`: the lot the file is for."""
    known = frozenset(lot.id for lot in lots)
    if "lot" not in view.whole:
        return ((),) * len(view.blocks)
    by_section = _section_lots(view, sections)
    by_cell = _cell_lots(view, cues, known)
    out: list[tuple[str, ...]] = []
    lead: tuple[str, ...] = ()
    for block in view.blocks:
        index = block.id
        ids = _bound(view.folded[index], cues) if "lot" in view.folded[index] else ()
        if block.kind is BlockKind.LIST_ITEM and not ids:
            ids = lead
        elif block.kind is not BlockKind.LIST_ITEM:
            lead = ids if view.folded[index].rstrip().endswith(":") else ()
        section = section_of[index]
        around = by_section[section] if section >= 0 else ()
        chosen = _clean(ids, known) or _clean(by_cell.get(index, ()), known) or _clean(around, known)
        if not chosen and whole is not None and whole != "0":
            chosen = (whole,)
        out.append(chosen)
    return tuple(out)
