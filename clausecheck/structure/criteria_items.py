"""Award criteria as single lines: a name with its weight, whatever the order and the signs between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from clausecheck.structure.resources import CriteriaCues
from clausecheck.structure.weights import Weight, find_weights
from clausecheck.text import fold

__all__ = ["Item", "clean_name", "is_name", "parse_paragraph", "parse_piece", "strip_marker"]

_LONGEST_NAME = 220
_LONGEST = 4000
_BULLET = r"[\s•▪▫●○◦➢➤✓✔❖■□\uf000-\uf8ff*>–—-]*"
_MARKER = re.compile(
    _BULLET + r"(?:(?P<word>(?:sous|ss)[\s-]?crit[èe]res?|crit[èe]res?|rubriques?"
    r"|items?)\s*(?P<num1>(?:n\s?[°ºo]\s*)?\d{1,2}(?:[.-]\d{1,2})*[a-z]?\b|[A-Z]\b)?\s*[:.)/–—-]*\s*"
    r"|(?P<num2>\d{1,2}(?:[.-]\d{1,2})+|\d{1,2}(?=\s?[-.)°/–—:])|[A-Za-z](?=\s?[.)/])|[IVX]{1,4}(?=\s?[.)/–-]))\s*[-.)°/–—:]*\s*)?" + _BULLET
    + r"(?P<dont>(?:dont|et dont|soit)\s*:?\s+)?" + _BULLET,
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[\s:;,.(\[–—=/*•-]|\b(?:pond[ée]r[ée]e?s?(?:\s+[àa])?|pond[ée]ration|not[ée]e?s?(?:\s+(?:sur|de|[àa]))?|notation(?:\s+sur)?"
    r"|coefficient(?:\s+de)?|coef|poids|sur|pour|"
    r"[àa]\s+hauteur\s+de|repr[ée]sente(?:nt)?|compte(?:nt)?(?:\s+pour)?|vaut|valeur|maximum|max|soit|avec|de|dont|est|sont|sera|seront|"
    r"fera\s+l['’]objet\s+d['’]une|une?|[àa]|d['’]une?|total|note)\b)+\s*$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^(?:[\s:;,.)\]–—=/*%•-]|\b(?:pour|de\s+la\s+note(?:\s+(?:finale|globale|totale))?|des\s+points|du\s+total|attribu[ée]s?|au\s+titre\s+d[eu]s?"
    r"|relatifs?|portant\s+sur|sur|et|dont|puis|"
    r"maximum|max|points?|minimum)\b|\*)+\s*",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:l['’]|les?\s+|la\s+|du\s+|des\s+|au\s+|aux\s+|[àa]\s+la\s+|[àa]\s+l['’]|une?\s+)", re.IGNORECASE)
_CALLED = re.compile(
    r"^(?:(?:le|ce|un)\s+(?:sous[\s-])?crit[èe]re\s+|(?:sous[\s-])?crit[èe]re\s+(?=de\s|du\s|des\s|relatif|intitul|[«\"“]|prix\b|co[uû]t\b"
    r"|d[ée]lais?\b))"
    r"(?:de\s+(?:la\s+|l['’])?|du\s+|des\s+|relatif\s+(?:[àa]\s+(?:la\s+|l['’])?|aux?\s+)|intitul[ée]\s+)?(?:[«\"“]\s*)?(?P<name>.+?)"
    r"(?:\s*[»\"”])?\s*(?:,|\s(?:sera|est|fera|compte|repr[ée]sente|pond[ée]r|not[ée]|s['’]appr[ée]cie|vaut))", re.IGNORECASE)
_JUDGED = re.compile(
    r"^(?:les?\s+|l['’])?(?:offres?|classement|jugement|attribution)\b[^,:%]{0,60}?\b(?:jug[ée]e?s?|appr[ée]ci[ée]e?s?|not[ée]e?s?|class[ée]e?s?|[ée]valu[ée]e?s?|retenue?s?|[ée]tabli|fond[ée]e?)"
    r"\s+(?:sur(?:\s+la\s+base\s+d[eu]s?)?|selon|d['’]apr[èe]s|au\s+regard\s+d[eu]s?|en\s+fonction\s+d[eu]s?)\s*:?\s*", re.IGNORECASE)
_LOTS = re.compile(r"\(?\s*(?:pour\s+)?(?:les?\s+)?lots?\s*(?:n\s?[°ºo]s?\s*)?(?P<ids>\d{1,2}(?:\s*(?:,|et|&|/|-|à)\s*\d{1,2})*)(?:\s+(?:uniquement"
    r"|seulement|seul))?\s*\)?[\s,;.]*$", re.IGNORECASE)
_ALL_LOTS = re.compile(r"\(\s*(?:pour\s+)?tous\s+(?:les\s+)?lots\s*\)[\s,;.]*$", re.IGNORECASE)
_LEAD = re.compile(
    r"\bcriteres\b|\bcritere\b.*\b(?:suivant|attribution|jugement|unique)|\b(?:jugement|jugees?|notees?|appreciees?|evaluees?|classees?|ponderees?"
    r"|attribu\w+)\b.*\b(?:suivant\w*|comme\s+suit"
    r"|ci[\s-](?:dessous|apres)|ainsi|criteres|d'apres|sur\s+la\s+base)|\b(?:comme\s+suit|de\s+la\s+(?:maniere|facon)\s+suivante)\s*$")
_FLOOR = re.compile(r"\b(?:plancher|seuil|au\s+moins|au\s+minimum|minimum|inferieure?s?|superieure?s?|moins|plus|jusqu'a|a\s+partir|bonus|malus"
    r"|elimin\w+)\s*(?:a|de|que|:)?\s*$")
_PARTITIVE = re.compile(r"(?:du|de\s+la|de\s+l['’]|des)\s*[a-zà-ÿ]")
_NOTE_OF = re.compile(r"\b(?:formule|note\s*=|n\s*=|x\s*\(|penalite|tva|retenue|jours?\s+calendaires)\b")


@dataclass(slots=True)
class Item:
    """One criterion as read. `sub` is True or False when the words say so, `marker` its number, `depth` its nesting.

    The nesting is known where a table or a list shows it.
    """

    name: str
    weight: float | None
    unit: str | None
    block: int
    start: int
    end: int
    sub: bool | None = None
    marker: str = ""
    depth: int = 0
    lot: str | None = None
    description: str = ""
    prose: str = ""
    note: str = ""
    blocks: list[int] = field(default_factory=list)
    parent: int | None = None
    parent_name: str | None = None
    weights_by_lot: dict[str, Weight | None] | None = None
    group: int = 0


def strip_marker(text: str) -> tuple[int, str, bool | None]:
    """(offset of the name, marker, sub) of a line: bullets, numbers, « critère n° 2 : », « dont »."""
    match = _MARKER.match(text)
    if not match:
        return 0, "", None
    word = fold(match["word"] or "")
    sub: bool | None = True if word.startswith(("sous", "ss")) or match["dont"] else False if word.startswith("critere") and match["num1"] else None
    end = match.end()
    marker = re.sub(r"^n\s?[°ºo]\s*", "", match["num1"] or match["num2"] or "", flags=re.IGNORECASE).replace("-", ".")
    if word and not match["num1"] and not re.match(r"\s*[:–—-]", text[match.end("word") :]) and not match["dont"]:
        return match.start("word"), "", True if sub else None
    if not word and match["num2"] and match["num2"].isalpha() and match["num2"].islower() and end < len(text) and text[end : end + 1] == "'":
        return 0, "", None
    return end, marker, sub


def clean_name(text: str) -> str:
    """A criterion's name without its weight's trimmings, quotes and trailing signs; cut at the end of its first sentence."""
    name = _JUDGED.sub("", " ".join(text.split()))
    called = _CALLED.match(name + " ,")
    if called and len(called["name"]) >= 3 and (called["name"].rstrip(" ,") != name):
        name = called["name"]
    previous = None
    while previous != name:
        previous = name
        name = _TAIL.sub("", name).rstrip()
        name = re.sub(r"\(\s*\)", "", name).strip()
        if name.count("(") > name.count(")") and name.endswith(")") is False:
            head, _, tail = name.rpartition("(")
            name = name + ")" if len(tail.split()) <= 6 and tail.strip() else head.rstrip()
    name = re.split(r"\s*[.:;]\s+(?=(?:[Cc]e|[Ll]e)\s+(?:sous[\s-])?crit[èe]re\b)|(?<=[a-zà-ÿ)»])\.\s+(?=[A-ZÀ-Þ])", name)[0]
    bare = _ARTICLE.sub("", name)
    name = bare if len(bare) >= 3 else name
    return name.strip(" «»\"“”:;,.–—-*•").strip()


def is_name(name: str, cues: CriteriaCues) -> bool:
    """True when words can be the name of a criterion."""
    folded = fold(name).strip()
    letters = sum(c.isalpha() for c in folded)
    if letters < 3 or len(folded) > _LONGEST_NAME * 2 or _NOTE_OF.search(folded[:60]):
        return False
    if re.search(r"\b(?:inferieur|superieur)\w*\s+[aà]\b|\belimin", folded):
        return False
    return not cues.not_names.whole(folded) and not re.match(r"note\w*\s+sur\b", folded)


def _lots(text: str) -> tuple[str, str | None]:
    """The text without a final « (lots 1 et 2) », and the lots as written; "" for all of them."""
    match = _ALL_LOTS.search(text)
    if match:
        return text[: match.start()].rstrip(), ""
    match = _LOTS.search(text)
    if match:
        return text[: match.start()].rstrip(), " ".join(match["ids"].replace("&", "et").split())
    return text, None


def _drop_echoes(folded: str, weights: list[Weight]) -> list[Weight]:
    """« 60 % (60 points) », « 20 % – noté sur 100 points »: one weight said twice, or a weight and a scale."""
    if any(w.form in ("percent", "blank", "range") for w in weights):
        weights = [w for w in weights if w.unit == "%"]
    kept: list[Weight] = []
    for weight in weights:
        between = folded[kept[-1].end : weight.start] if kept else ""
        echo = kept and weight.value is not None and weight.value == kept[-1].value and len(between) <= 14
        if echo and not re.search(r"[a-z]{3}", re.sub(r"\b(?:soit|note\w*|sur|points?)\b", "", between)):
            continue
        kept.append(weight)
    return kept


def _item(text: str, span: tuple[int, int], weight: Weight, block: int, base: int) -> Item:
    raw = text[span[0] : span[1]]
    lead = len(raw) - len(raw.lstrip())
    start = span[0] + lead
    return Item(clean_name(raw), weight.value, weight.unit, block, base + start, base + span[1], note=weight.note, blocks=[block])


def _single(text: str, weight: Weight, offset: int, block: int, base: int) -> Item | None:
    """One weight in a line: the name stands before it, else behind it."""
    before, after = text[offset : weight.start], text[weight.end :]
    if sum(c.isalpha() for c in _TAIL.sub("", before)) >= 3:
        item = _item(text, (offset, weight.start), weight, block, base)
        rest, lot = _lots(after.strip())
        item.lot = lot
        if len(item.name) > 60 and ":" in item.name and weight.form not in ("percent", "points", "fraction"):
            item.name = item.name.split(":")[0].strip()
        item.description = _HEAD.sub("", rest).strip()
        return item
    lead = _HEAD.match(after)
    start = weight.end + (lead.end() if lead else 0)
    article = _ARTICLE.match(text[start:])
    start += article.end() if article else 0
    tail = text[start:]
    rest, lot = _lots(tail)
    cut = re.search(r"\s*[:;]\s|\.\s+(?=[A-ZÀ-Þ])|\.\s*$", rest)
    end = start + (cut.start() if cut else len(rest))
    item = _item(text, (start, end), weight, block, base)
    item.lot = lot
    item.description = text[end:].strip(" :;.")
    return item if item.name else None


def _several(text: str, weights: list[Weight], offset: int, block: int, base: int) -> list[Item]:
    """« 60 % valeur technique, 40 % prix » or « le prix (60 %) et la valeur technique (40 %) »."""
    first = text[offset : weights[0].start]
    leading = sum(c.isalpha() for c in _TAIL.sub("", first)) < 3
    items: list[Item] = []
    for index, weight in enumerate(weights):
        if leading:
            stop = weights[index + 1].start if index + 1 < len(weights) else len(text)
            span = (weight.end, stop)
        else:
            span = (weights[index - 1].end if index else offset, weight.start)
        raw = text[span[0] : span[1]]
        head = _HEAD.match(raw)
        sub = True if re.match(r"[\s,;:()]*dont\b", raw, re.IGNORECASE) or (items and items[-1].sub) else None
        start = span[0] + (head.end() if head else 0)
        article = _ARTICLE.match(text[start : span[1]])
        start += article.end() if article else 0
        end = span[1]
        if leading:
            trail = re.search(r"[\s,;]+(?:et|puis)?\s*$", text[start:end])
            end = start + trail.start() if trail else end
        item = _item(text, (start, end), weight, block, base)
        more = None if leading else re.match(r"\s*\)\s*(pour\s[^,;.()]*?)(?=\s+et\s|[,;.]|$)", text[weight.end :])
        item.name = f"{item.name} {more[1]}" if more else item.name
        item.sub = sub
        items.append(item)
    return [item for item in items if item.name]


def _firm(folded: str, weight: Weight) -> bool:
    """False for numbers that look like weights: floors, bonuses, zeros, a scale that holds for all criteria."""
    if weight.value == 0 or (weight.value == 100 and not re.search(r"\bprix\b|\bcout", folded)):
        return False
    if _FLOOR.search(folded[: weight.start]) or re.match(r"\W*(?:de\s+)?(?:bonus|malus|par\s)", folded[weight.end :]):
        return False
    return not (weight.form == "scale" and re.search(r"criteres\b|note\s+globale|chaque|candidat|\boffres?\s+(?:sont|seront)|\bnotees?\s+sur\s*$",
        folded[: weight.start]))


def parse_piece(text: str, block: int, base: int, cues: CriteriaCues) -> list[Item]:
    """Criteria of one line or sentence. `base` is the offset of `text` in the document; the list is empty when nothing is weighed."""
    folded = fold(text)
    weights = [w for w in _drop_echoes(folded, find_weights(folded)) if _firm(folded, w)]
    if not weights or _NOTE_OF.search(folded[: weights[0].start + 4]):
        return []
    offset, marker, sub = strip_marker(text)
    if offset > weights[0].start:
        offset, marker, sub = 0, "", None
    if len(weights) == 1:
        one = _single(text, weights[0], offset, block, base)
        items = [one] if one is not None else []
    else:
        items = _several(text, weights, offset, block, base)
    if len(items) == 1 and _PARTITIVE.match(text[offset:]) and text[: offset].strip() and items[0].start >= base + offset:
        return []
    if items:
        items[0].marker = marker
        items[0].sub = sub if sub is not None else items[0].sub
    return [item for item in items if is_name(item.name, cues)]


def _pieces(text: str) -> list[tuple[int, int]]:
    """The paragraph whole when it holds one weight, else its sentences and the parts between semicolons and line breaks."""
    folded = fold(text)
    if len(_drop_echoes(folded, find_weights(folded))) <= 1:
        return [(0, len(text))]
    cuts = [m.end() for m in re.finditer(r"[;\n]|(?<=[a-zà-ÿ0-9)%»])\.\s+(?=[A-ZÀ-Þ•–-])", text)]
    return [(a, b) for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) if text[a:b].strip()]


def _lead(piece: str) -> int:
    """Length of a lead-in before a colon: « Les critères sont les suivants : », « Le jugement s'effectue comme suit : », « Critère unique : »."""
    weights = find_weights(fold(piece))
    if not weights:
        return 0
    colon = piece.rfind(":", 0, weights[0].start)
    while colon >= 0:
        head, rest = fold(piece[:colon]), piece[colon + 1 : weights[0].start]
        announced = _LEAD.search(head) is not None or head.strip() in ("critere unique", "criteres", "ponderation", "criteres et ponderation")
        if announced and (sum(c.isalpha() for c in _TAIL.sub("", rest)) >= 3 or weights[0].start - colon < 8):
            return colon + 1
        colon = piece.rfind(":", 0, colon)
    return 0


def parse_paragraph(text: str, block: int, base: int, cues: CriteriaCues) -> list[Item]:
    """Criteria of a paragraph; a lead-in before a colon (« Les critères sont : prix 40 % ») is no part of a name."""
    found: list[Item] = []
    text = text[:_LONGEST]
    for start, end in _pieces(text):
        piece = text[start:end]
        skip = _lead(piece)
        items = parse_piece(piece[skip:], block, base + start + skip, cues)
        if not items and found and not find_weights(fold(piece)):
            found[-1].prose = f"{found[-1].prose} {piece.strip()}".strip()
        found += items
    return found
