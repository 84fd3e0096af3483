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
    r"\s*(?:;|\n|\.\s+(?=(?-i:[A-ZÀ-Þ]))|\.\s*$|,?\s*(?:\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|av\.|place|boulevard|bd|chemin|quai|cours|route"
    r"|all[ée]e|impasse|esplanade)\b"
    r"|(?<!\w)(?:adresse|t[ée]l)\b|t[ée]l[ée]phone|siret|repr[ée]sent[ée]e?\b|sise?\b|h[ôo]tel de ville\b|correspondant|courriel|bp\s?\d|cs\s?\d"
    r"|\(?\d{5}\)?\s)).*", re.IGNORECASE | re.DOTALL)
_TAIL = re.compile(r"\s*\((?:\d{2,3}|2[AB])\)\s*$|[\s,:;.–-]+$")
_REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9À-Þa-z]*(?:[-_/.][A-Za-z0-9]+|\s?[-–/]\s?[A-Z0-9]+|\s(?=\d)\d+(?:[-/][A-Z0-9]+)*"
    r"|(?<=[A-Z])\s[A-Z0-9]{2,}(?:[-/][A-Z0-9]+)*|(?<=\d)\s[A-Z]{1,4}(?:[-/][A-Z0-9]+)+)*")
_DATEISH = re.compile(r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$|^(?:19|20)\d\d$")
_OBJECT_END = re.compile(r"(?<=[a-zà-ÿ0-9)»%])\.(?:\s|$)|;\s|\n")
_PURPOSE = re.compile(
    r"(?:de\s+)?(?:definir|fixer|preciser|decrire)\s+(?:les\s+|la\s+|le\s+|l')?(?:conditions|modalites|specifications|prescriptions|exigences|regles"
    r"|clauses|dispositions|stipulations)"
    r"(?:\s+(?:techniques|administratives|particulieres|generales))*(?:\s+d'execution|\s+de\s+realisation|\s+applicables)?\s+(?:des?|du|de\s+la"
    r"|de\s+l'|aux?|a\s+la|a\s+l')\s*")
_MATTER = re.compile(
    r"\b(?:fourniture|acquisition|achat|location|maintenance|prestation|service|travaux|realisation|construction|renovation|rehabilitation"
    r"|amenagement|creation|entretien|nettoyage"
    r"|exploitation|assistance|mission|etude|maitrise|formation|collecte|transport|restauration|fabrication|livraison|conception|gestion"
    r"|surveillance|gardiennage|infogerance|mise en|accord-cadre"
    r"|souscription|impression|organisation|refonte|developpement|hebergement|installation|remplacement|extension|demolition|refection|equipement"
    r"|mobilier|vehicule|denree|marche d)\w*")
_PIECE_WORDS = re.compile(
    r"\breglement\b|\bcahier\b|acte d'engagement|\bc\.?c\.?[at]\.?p\b|bordereau|decomposition du prix|detail quanti|\bannexe|cadre de|dossier de"
    r"|ccag\b|^(?:administratives|techniques?"
    r"|particulieres?|communes?|communs?|et|valant)\b")
_NOT_TITLE = re.compile(
    r"\bdates?\b|\bheures?\b|\bpage\b|\bsiret\b|\btel\b|telephone\s*:|courriel|\badresse\b|www|@|maitre d'ouvrage|pouvoir adjudicateur"
    r"|procedure adaptee|marche public de|appel d'offres"
    r"|\bindice\b|\bversion\b|sommaire|reference\s*:|consultation n|\bno\b|n\xb0|\d{5}\b|\barticle\b|\bobjet\b|represente|coordonn|\bacheteur\b"
    r"|code de la commande|\bcpv\b|\betat\b"
    r"|interlocuteur|allotissement|nature du marche|^\d+[\s,.]|^(?:place|rue|avenue|boulevard|quai|chemin|lundi|mardi|mercredi|jeudi|vendredi)\b")


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


_SERVICE = re.compile(r"(?<=\w{4})\s+(?:[A-Z]{2,6}\s*/\s*)?(?:Service|Direction|Bureau|P[ôo]le|SERVICE|DIRECTION|BUREAU)\b.*")


def _name(text: str) -> str:
    """A buyer's name without address, service and what follows a dash in a long line."""
    text = _CUT.sub("", " ".join(text.split()))
    text = _SERVICE.sub("", text)
    if len(text) > 60:
        text = re.split(r"\s[–—-]\s", text)[0]
    text = _TAIL.sub("", text).strip(" :,;.–-\"")
    return text.strip("«» ") if text.count("«") != text.count("»") or text.startswith("«") else text


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


def _front_lines(view: View, sections: tuple[Section, ...], toc: frozenset[int]) -> list[int]:
    """Blocks of the title page: up to the first numbered article, at most 60, first page only where pages are known."""
    out: list[int] = []
    page = next((b.page for b in view.blocks if view.content[b.id]), None)
    stop = next((s.first for s in sections if s.number), len(view.blocks))
    for block in view.blocks[: min(_FRONT, stop)]:
        if block.page != page or block.id in toc:
            break
        if view.texts[block.id].strip() and block.kind not in (BlockKind.COMMENT, BlockKind.HIDDEN):
            out.append(block.id)
    return out


def _front_buyer(view: View, sections: tuple[Section, ...], toc: frozenset[int], resources: Resources) -> Fact | None:
    for index in _front_lines(view, sections, toc)[:20]:
        text, folded = view.texts[index].strip(), view.folded[index].strip()
        if len(text) > 140 or resources.facts.not_buyer.find(folded[:40]):
            continue
        at_start = resources.facts.buyer_words.at_start(folded)
        kind = any(k.names.at_start(folded) for k in resources.buyers)
        if (at_start or kind) and not folded.startswith(("direction ", "service achat", "service de l'achat", "service marche", "service commande",
            "service des", "pole")):
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


def buyer_facts(view: View, sections: tuple[Section, ...], toc: frozenset[int], resources: Resources) -> list[Fact]:
    """buyer, siret and buyer_kind, those that the text gives."""
    found: list[Fact] = []
    buyer = _labelled_buyer(view, toc, resources) or _front_buyer(view, sections, toc, resources)
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


def _is_reference(text: str) -> bool:
    if not any(c.isdigit() for c in text) or not 3 <= len(text) <= 40 or _DATEISH.match(text):
        return False
    return not re.search(r"\b(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|dce|indice)\b", fold(text))


def reference_facts(view: View, sections: tuple[Section, ...], toc: frozenset[int], resources: Resources) -> list[Fact]:
    """The buyer's reference of the consultation."""
    for value in labelled(view, resources.facts.labels["reference"], toc, first=400):
        raw = view.text[value.start : min(value.end, value.start + 60)]
        match = _REFERENCE.match(raw)
        if match and _is_reference(match.group()):
            return [fact(view, "reference", match.group().strip(" .-"), value.start, value.start + match.end())]
    for block in view.blocks[:_FRONT]:
        if block.id in toc or block.end - block.start > 160:
            continue
        hit = re.search(r"(?:consultation|march[ée]|proc[ée]dure|r[ée]f[ée]rence|accord-cadre|affaire|dossier)\s*(?:n\s?[°º]"
            r"|no\.?)?\s*:?\s*(?=[A-Z0-9])", view.texts[block.id], re.IGNORECASE)
        if hit is None:
            continue
        match = _REFERENCE.match(view.texts[block.id], hit.end())
        if match and _is_reference(match.group()) and len(match.group()) >= 4:
            return [fact(view, "reference", match.group(), block.start + match.start(), block.start + match.end())]
    return []


def _labelled_object(view: View, sections: tuple[Section, ...], toc: frozenset[int], resources: Resources) -> Fact | None:
    titles = {section.first for section in sections}
    for value in labelled(view, resources.facts.labels["object"], toc, first=120):
        text = view.text[value.start : value.end]
        cell = view.block(value.origin).cell
        column = cell is not None and cell.row == 0 and len(view.tables[cell.table].rows) > 1 and view.tables[cell.table].columns > 2
        if _no_object(fold(text)) or column or value.block in titles:
            continue
        verb = resources.facts.object_verbs.find(fold(text[:200]))
        if value.origin in titles and (verb is not None or text.rstrip().endswith(".") or len(text) > 220):
            continue
        start = value.start + (verb.end() if verb else 0)
        lead = re.match(r"\s*(?::|l['’]|les?\s+|la\s+|de\s+)?", view.text[start : value.end])
        start += lead.end() if lead and verb else 0
        stop = _OBJECT_END.search(view.text, start, value.end)
        end = stop.start() if stop else value.end
        name = " ".join(view.text[start:end].split())
        if 8 <= len(name) <= 400:
            return fact(view, "object", name.strip(" :.«»\""), start, end)
    return None


def _no_object(folded: str) -> bool:
    """The words are a heading's number or a dotted line, not an object."""
    return not re.search(r"[a-z]{4}", folded) or re.match(r"\s*\d+(?:\.\d+)*\s", folded) is not None


def _section_object(view: View, sections: tuple[Section, ...], resources: Resources) -> Fact | None:
    """« Le présent marché a pour objet … » in an article on the object, else anywhere near the start."""
    places = [(s.first + 1, s.last) for s in sections if "objet" in view.folded[s.first]][:3]
    places.append((0, min(80, len(view.blocks) - 1)))
    for first, last in places:
        for index in range(first, min(last, first + 80) + 1):
            if not view.content[index]:
                continue
            verb = resources.facts.object_verbs.find(view.folded[index])
            if verb is None or not re.search(r"\b(?:march|consultation|accord|contrat|prestation|cahier|document|dossier)",
                view.folded[index][: verb.end()]):
                continue
            base = view.block(index).start
            lead = re.match(r"\s*(?:(?:,\s*d['’]une part,?|notamment)\s*)?:?\s*(?:l['’]|les?\s+|la\s+|de\s+(?:la\s+|l['’])?|des?\s+|d['’])?",
                view.texts[index][verb.end() :])
            start = base + verb.end() + (lead.end() if lead else 0)
            purpose = _PURPOSE.match(view.folded[index], start - base)
            start = base + purpose.end() if purpose else start
            stop = _OBJECT_END.search(view.text, start, view.block(index).end)
            end = stop.start() if stop else view.block(index).end
            name = " ".join(view.text[start:end].split()).strip(" :.")
            if len(name) >= 8:
                return fact(view, "object", name[:400], start, end)
    return None


def _beside_piece(view: View, lines: list[int], position: int, resources: Resources) -> bool:
    """The line stands right before or behind the piece's own title (« CCTP »)."""
    near = [lines[i] for i in (position - 1, position + 1) if 0 <= i < len(lines)]
    return any(resources.piece_titles.find_all(view.folded[i]) for i in near)


def _candidate(view: View, index: int, resources: Resources) -> bool:
    """The line can be the tender's title: neither piece, buyer, date nor address."""
    folded = view.folded[index].strip()
    if not 12 <= len(folded) <= 220 or _NOT_TITLE.search(folded) or _PIECE_WORDS.search(folded):
        return False
    if view.block(index).kind in (BlockKind.HEADER, BlockKind.FOOTER):
        return False
    if folded.endswith((".", ";", ":")):
        return False
    return not (resources.facts.buyer_words.at_start(folded) or any(k.names.at_start(folded) for k in resources.buyers))


def _alike(view: View, one: int, other: int) -> bool:
    """Two lines set alike, larger than the body: one title over two lines."""
    same = abs(view.size(one) - view.size(other)) < 0.3 and view.block(one).bold == view.block(other).bold
    near = same and view.size(one) > view.body_size and abs(one - other) == 1
    return near and not _NOT_TITLE.search(view.folded[other]) and not _PIECE_WORDS.search(view.folded[other])


def _title(view: View, sections: tuple[Section, ...], toc: frozenset[int], resources: Resources) -> Fact | None:
    """The largest line of the title page that names neither piece, buyer, date nor address, with the lines set alike around it."""
    best: tuple[float, int] | None = None
    lines = _front_lines(view, sections, toc)[:20]
    for position, index in enumerate(lines):
        if not _candidate(view, index, resources):
            continue
        matter = _MATTER.search(view.folded[index]) is not None
        if not matter and not (view.size(index) > view.body_size + 0.4 and _beside_piece(view, lines, position, resources)):
            continue
        score = view.size(index) + (1.0 if view.block(index).bold else 0.0) + (1.5 if matter else 0.0) - 0.02 * position
        if best is None or score > best[0]:
            best = (score, index)
    if best is None:
        return None
    first = last = best[1]
    while first - 1 in lines and _alike(view, first, first - 1) and re.match(r"(?:d'|de |du |des |et )", view.folded[first].strip()):
        first -= 1
    while last + 1 in lines and _alike(view, last, last + 1) and last - first < 4:
        last += 1
    start, end = view.block(first).start, view.block(last).end
    return fact(view, "title", " ".join(view.text[start:end].split()), start, end, around=(start, end))


def object_facts(view: View, sections: tuple[Section, ...], toc: frozenset[int], kind: PieceKind, resources: Resources) -> list[Fact]:
    """object and title. The object is read from its label, else it is the title, else the article on it says it."""
    title = _title(view, sections, toc, resources) if kind is not PieceKind.NOTICE else None
    found = _labelled_object(view, sections, toc, resources)
    facts = [title] if title is not None else []
    if found is None and title is not None:
        found = fact(view, "object", title.value, title.start, title.end, around=(title.start, title.end))
    found = found or _section_object(view, sections, resources)
    if found is not None:
        facts.append(found)
    return facts
