"""The buyer: name, SIRET, kind; and the tender's reference, title and object."""

from __future__ import annotations

import re

from clausecheck.model import BlockKind, Fact, PieceKind, Section
from clausecheck.structure.labelled import fact, labelled
from clausecheck.structure.resources import BuyerKind, Resources
from clausecheck.structure.view import View
from clausecheck.text import fold

__all__ = ["buyer_facts", "buyer_kind", "object_facts", "reference_facts", "siret_ok"]

_FRONT = 60
_SIRET = re.compile(r"\bsire[tn]\b[^\d\n]{0,40}(\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?\d{5})(?!\d)")
_CUT = re.compile(
    r"\s*(?:;|\n|\.\s+(?=[A-ZÀ-Þ])|\.\s*$|,?\s*(?:\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|av\.|place|boulevard|bd|chemin|quai|cours|route|all[ée]e|impasse|esplanade)\b"
    r"|adresse\b|t[ée]l\b|t[ée]l[ée]phone|siret|repr[ée]sent[ée]e?\b|sise?\b|h[ôo]tel de ville\b|correspondant|courriel|bp\s?\d|cs\s?\d|\(?\d{5}\)?\s).*)", re.IGNORECASE | re.DOTALL)
_TAIL = re.compile(r"\s*\((?:\d{2,3}|2[AB])\)\s*$|[\s,:;.–-]+$")
_REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9À-Þa-z]*(?:[-_/.][A-Za-z0-9]+|\s?[-–/]\s?[A-Z0-9]+|\s(?=\d)\d+(?:[-/][A-Z0-9]+)*|(?<=[A-Z])\s[A-Z0-9]{2,}(?:[-/][A-Z0-9]+)*|(?<=\d)\s[A-Z]{1,4}(?:[-/][A-Z0-9]+)+)*")
_DATEISH = re.compile(r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$|^(?:19|20)\d\d$")
_OBJECT_END = re.compile(r"(?<=[a-zà-ÿ0-9)»%])\.(?:\s|$)|;\s|\n")
_NOT_TITLE = re.compile(
    r"reglement|cahier|acte d'engagement|c\.?c\.?[at]\.?p|bordereau|decomposition|detail quanti|annexe|cadre de|date|heure|page\b|siret|tel\b|telephone|courriel|adresse|www|@|"
    r"maitre d'ouvrage|pouvoir adjudicateur|procedure|marche public de|appel d'offres|dossier|indice|version|sommaire|reference|consultation n|no\b|n\xb0|\d{5}\b|"
    r"article|objet|represente|coordonn|acheteur|code de la commande|ccag|lot\b")


def siret_ok(digits: str) -> bool:
    """Luhn's check on 14 digits; establishments of La Poste (356000000) add up to a multiple of 5 instead. Source: INSEE, Sirene."""
    if len(digits) != 14 or not digits.isdigit() or digits == "0" * 14:
        return False
    if digits.startswith("356000000") and sum(map(int, digits)) % 5 == 0:
        return True
    total = 0
    for index, char in enumerate(reversed(digits)):
        value = int(char) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _name(text: str) -> str:
    text = _CUT.sub("", " ".join(text.split()))
    return _TAIL.sub("", text).strip(" :,;.–-«»\"")


def _looks_like_buyer(folded: str, resources: Resources) -> bool:
    return resources.facts.buyer_words.find(folded) is not None or any(kind.names.find(folded) for kind in resources.buyers)


def _labelled_buyer(view: View, toc: frozenset[int], resources: Resources) -> Fact | None:
    for value in labelled(view, resources.facts.labels["buyer"], toc, first=400):
        name = _name(view.text[value.start : value.end])
        folded = fold(name)
        if not 3 <= len(name) <= 140 or resources.facts.not_buyer.find(folded[:40]):
            continue
        if value.label.startswith(("nom", "identification", "designation")) or _looks_like_buyer(folded, resources):
            start = view.text.find(name[:12], value.start, value.end) if name[:12] in view.text[value.start : value.end] else value.start
            return fact(view, "buyer", name, start, min(start + len(name), value.end))
    return None


def _front_lines(view: View, toc: frozenset[int]) -> list[int]:
    """Blocks of the title page: up to the first article, at most 60, first page only where pages are known."""
    out: list[int] = []
    page = next((b.page for b in view.blocks if view.content[b.id]), None)
    for block in view.blocks[:_FRONT]:
        if block.page != page or block.id in toc:
            break
        if view.texts[block.id].strip() and block.kind not in (BlockKind.COMMENT, BlockKind.HIDDEN):
            out.append(block.id)
    return out


def _front_buyer(view: View, toc: frozenset[int], resources: Resources) -> Fact | None:
    for index in _front_lines(view, toc)[:20]:
        text, folded = view.texts[index].strip(), view.folded[index].strip()
        if len(text) > 140 or resources.facts.not_buyer.find(folded[:40]):
            continue
        at_start = resources.facts.buyer_words.at_start(folded)
        kind = any(k.names.at_start(folded) for k in resources.buyers)
        if (at_start or kind) and not folded.startswith(("direction", "service ", "pole")):
            name = _name(text)
            if len(name) >= 4 and not re.fullmatch(r"(?:rc|ccp|ccap|cctp)", fold(name)):
                return fact(view, "buyer", name, view.block(index).start, view.block(index).start + len(text))
    return None


def buyer_kind(name: str, kinds: tuple[BuyerKind, ...]) -> str | None:
    """The kind of buyer that a name gives, the cue nearest to its head first; None when no cue is in it."""
    folded = fold(name)
    best: tuple[int, int, str] | None = None
    for order, kind in enumerate(kinds):
        hit = kind.names.find(folded)
        if hit is not None and (best is None or (hit.start(), order) < best[:2]):
            best = (hit.start(), order, kind.id)
    return best[2] if best else None


def buyer_facts(view: View, toc: frozenset[int], resources: Resources) -> list[Fact]:
    """buyer, siret and buyer_kind, those that the text gives."""
    found: list[Fact] = []
    buyer = _labelled_buyer(view, toc, resources) or _front_buyer(view, toc, resources)
    if buyer is not None:
        found.append(buyer)
        kind = buyer_kind(buyer.value, resources.buyers)
        if kind is not None:
            found.append(fact(view, "buyer_kind", kind, buyer.start, buyer.end))
    for match in _SIRET.finditer(view.whole):
        digits = re.sub(r"\D", "", match[1])
        before = view.whole[max(0, match.start() - 160) : match.start()]
        if siret_ok(digits) and not resources.facts.not_buyer.find(before):
            found.append(fact(view, "siret", digits, match.start(1), match.end(1)))
            break
    return found


def reference_facts(view: View, toc: frozenset[int], resources: Resources) -> list[Fact]:
    """The buyer's reference of the consultation."""
    for value in labelled(view, resources.facts.labels["reference"], toc, first=400):
        raw = view.text[value.start : min(value.end, value.start + 60)]
        match = _REFERENCE.match(raw)
        if match and any(c.isdigit() for c in match.group()) and not _DATEISH.match(match.group()) and 3 <= len(match.group()) <= 40:
            return [fact(view, "reference", match.group().strip(" .-"), value.start, value.start + match.end())]
    front = " \n ".join(view.texts[i] for i in _front_lines(view, toc))
    for block in view.blocks[:_FRONT]:
        if block.id in toc or block.end - block.start > 160:
            continue
        hit = re.search(r"(?:consultation|march[ée]|proc[ée]dure|r[ée]f[ée]rence|accord-cadre|affaire|dossier)\s*(?:n\s?[°º]|no\.?)?\s*:?\s*(?=[A-Z0-9])", view.texts[block.id], re.IGNORECASE)
        if hit is None:
            continue
        match = _REFERENCE.match(view.texts[block.id], hit.end())
        if match and any(c.isdigit() for c in match.group()) and not _DATEISH.match(match.group()) and len(match.group()) >= 4 and match.group() in front + view.texts[block.id]:
            return [fact(view, "reference", match.group(), block.start + match.start(), block.start + match.end())]
    return []


def _labelled_object(view: View, toc: frozenset[int], resources: Resources) -> Fact | None:
    for value in labelled(view, resources.facts.labels["object"], toc, first=120):
        text = view.text[value.start : value.end]
        if read_only_title(fold(text)):
            continue
        verb = resources.facts.object_verbs.find(fold(text[:200]))
        start = value.start + (verb.end() if verb else 0)
        lead = re.match(r"\s*(?::|l['’]|les?\s+|la\s+|de\s+)?", view.text[start : value.end])
        start += lead.end() if lead and verb else 0
        stop = _OBJECT_END.search(view.text, start, value.end)
        end = stop.start() if stop else value.end
        name = " ".join(view.text[start:end].split())
        if 8 <= len(name) <= 400:
            return fact(view, "object", name.strip(" :.«»\""), start, end)
    return None


def read_only_title(folded: str) -> bool:
    """The words are a heading's number or a dotted line, not an object."""
    return not re.search(r"[a-z]{4}", folded) or re.match(r"\s*\d+(?:\.\d+)*\s", folded) is not None


def _section_object(view: View, sections: tuple[Section, ...], resources: Resources) -> Fact | None:
    """« Le présent marché a pour objet … » in an article on the object, else anywhere near the start."""
    places = [(s.first + 1, s.last) for s in sections if "objet" in view.folded[s.first]][:3] + [(0, min(80, len(view.blocks) - 1))]
    for first, last in places:
        for index in range(first, min(last, first + 80) + 1):
            if not view.content[index]:
                continue
            verb = resources.facts.object_verbs.find(view.folded[index])
            if verb is None or not re.search(r"\b(?:march|consultation|accord|contrat|prestation|cahier|document|concerne)", view.folded[index][: verb.end()]):
                continue
            base = view.block(index).start
            lead = re.match(r"\s*(?:(?:,\s*d['’]une part,?|notamment)\s*)?:?\s*(?:l['’]|les?\s+|la\s+|de\s+(?:la\s+|l['’])?|des?\s+|d['’])?", view.texts[index][verb.end() :])
            start = base + verb.end() + (lead.end() if lead else 0)
            stop = _OBJECT_END.search(view.text, start, view.block(index).end)
            end = stop.start() if stop else view.block(index).end
            name = " ".join(view.text[start:end].split()).strip(" :.")
            if len(name) >= 8:
                return fact(view, "object", name[:400], start, end)
    return None


def _title(view: View, toc: frozenset[int], resources: Resources) -> Fact | None:
    """The largest line of the title page that names neither piece, buyer, date nor address."""
    best: tuple[float, int] | None = None
    lines = _front_lines(view, toc)[:20]
    for position, index in enumerate(lines):
        folded = view.folded[index].strip()
        if not 12 <= len(folded) <= 220 or _NOT_TITLE.search(folded) or view.block(index).kind in (BlockKind.HEADER, BlockKind.FOOTER):
            continue
        if resources.facts.buyer_words.at_start(folded) or any(k.names.at_start(folded) for k in resources.buyers) or folded.endswith((".", ";", ":")):
            continue
        score = view.size(index) + (1.0 if view.block(index).bold else 0.0) - 0.02 * position
        if best is None or score > best[0]:
            best = (score, index)
    if best is None:
        return None
    last = best[1]
    for index in lines[lines.index(best[1]) + 1 :][:3]:
        same = abs(view.size(index) - view.size(best[1])) < 0.3 and view.block(index).bold == view.block(best[1]).bold and view.size(index) > view.body_size
        if not same or _NOT_TITLE.search(view.folded[index]) or index != last + 1:
            break
        last = index
    start, end = view.block(best[1]).start, view.block(last).end
    return fact(view, "title", " ".join(view.text[start:end].split()), start, end, around=(start, end))


def object_facts(view: View, sections: tuple[Section, ...], toc: frozenset[int], kind: PieceKind, resources: Resources) -> list[Fact]:
    """object and title. The object is read from its label, from the article on it, or is the title when nothing else says it."""
    title = _title(view, toc, resources) if kind is not PieceKind.NOTICE else None
    found = _labelled_object(view, toc, resources) or _section_object(view, sections, resources)
    facts = [title] if title is not None else []
    if found is not None:
        facts.append(found)
    elif title is not None:
        facts.append(fact(view, "object", title.value, title.start, title.end))
    return facts
