"""Facts of the tender as one document states them: buyer, object, reference, codes, procedure, dates, amount, duration, place, sectors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausecheck.model import Fact, Lot, PieceKind, Section
from clausecheck.structure.facts_buyer import buyer_facts, object_facts, reference_facts
from clausecheck.structure.labelled import Value, fact, labelled
from clausecheck.structure.resources import Resources
from clausecheck.structure.sectors import score_sectors
from clausecheck.structure.view import View
from clausecheck.text import fold
from clausecheck.text.dates import Moment, find_dates, find_durations
from clausecheck.text.numbers import find_amounts

__all__ = ["find_facts"]

_CPV = re.compile(r"(?<![\d.,/-])(\d{8})(?:\s?-\s?(\d))?(?![\d-])")
_LAW = re.compile(r"\b(?:loi|decret|arrete|ordonnance|directive|reglement \(|code|circulaire|journal officiel|jo\b|ccag|norme)\b[^.;]{0,60}$")
_ARTICLES = re.compile(r"articles?\s+((?:[LRD]\.?\s?)\d{4}-\d+(?:[^.;:\n]{0,80}?[LRD]?\.?\s?\d{4}-\d+(?:-\d+)?)*)")
_REACH = 220
_MAX_SECTORS = 3


def _near_date(view: View, value: Value) -> Moment | None:
    """The first date after a label, in its block or, when that holds none, in the two after it; an hour on the next line is joined."""
    end = min(value.end, value.start + _REACH)
    for block in range(value.block, min(value.block + 3, len(view.blocks))):
        start = value.start if block == value.block else view.block(block).start
        stop = end if block == value.block else min(view.block(block).end, view.block(block).start + _REACH)
        dates = find_dates(view.text[start:stop])
        if not dates:
            if block == value.block and len(view.text[start:stop].split()) > 12:
                return None
            continue
        first = dates[0]
        time = first.time or _next_hour(view, block)
        return Moment(first.iso, time, start + first.start, start + first.end)
    return None


def _next_hour(view: View, block: int) -> str:
    for index in range(block + 1, min(block + 3, len(view.blocks))):
        match = re.match(r"\W*(?:heure\W{0,4})(\d{1,2})\s?[h:]\s?(\d{2})?", view.folded[index])
        if match:
            return f"{int(match[1]):02d}:{match[2] or '00'}"
    return ""


def _date_fact(view: View, toc: frozenset[int], resources: Resources, field: str) -> Fact | None:
    """The date of the label that stands first in the list of rules/structure/facts.yaml."""
    cues = resources.facts.labels[field]
    order = {fold(text): index for index, text in enumerate(cues.texts)}
    best: tuple[int, int, Moment, Value] | None = None
    for value in labelled(view, cues, toc, anywhere=True):
        line = view.folded[value.origin]
        if field == "launch_date" and _LAW.search(line[: max(line.find(value.label), 0)]):
            continue
        moment = _near_date(view, value)
        if moment is None or _LAW.search(view.whole[max(0, moment.start - 60) : moment.start]):
            continue
        rank = (order.get(value.label, 99), moment.start)
        if best is None or rank < best[:2]:
            best = (*rank, moment, value)
    if best is None:
        return None
    moment, value = best[2], best[3]
    around = (view.block(value.origin).start, view.block(max(view.block_at(moment.start), value.origin)).end)
    return fact(view, field, moment.value, moment.start, moment.end, around=around)


_NOT_CONTRACT = re.compile(
    r"validite|garanti|paiement|mandatement|conservation|formation|session|stockage|de vie|intervention|prime|maintien|reunion|\bloi\b|batterie"
    r"|utilisation|pendant laquelle"
    r"|preavis|essai|d'usage|confidentialite|bon de commande|reponse|livraison|suspension|licence|excede|depasse|inferieur|superieur"
    r"|payees?\b|sommes dues"
    r"|proposer|si (?:la|le) (?:duree|delai)|reconduction")
_CONTRACT_WORD = re.compile(r"march|accord|contrat|prestation|conclu|travaux|mission|periode initiale|duree\W*(?:/|et|ou)?\W*delai|execution"
    r"|^\W*(?:la )?(?:duree|delai)")
_WEAK = re.compile(r"^(?:dure|il dure|et dure|elle dure|duree|pour une duree|d'une duree|la duree est de|delai global)$")
_ABOUT = re.compile(r"objet|duree|delai|forme|consultation|contrat|marche|presentation|etendue|besoin|contexte|general|caracteristique|procedure"
    r"|passation|perimetre|essentiel")


def _duration(view: View, sections: tuple[Section, ...], section_of: tuple[int, ...], toc: frozenset[int], resources: Resources) -> Fact | None:
    """The contract's duration: the first after a label that speaks of the contract, not of offers, warranties or payments.

    A weak label (« dure », « la durée est de ») counts beside a word for the contract, in an article on the object or duration, or near the start.
    """
    order = {fold(text): index for index, text in enumerate(resources.facts.labels["duration"].texts)}
    best: tuple[int, int, int, int, str] | None = None
    for value in labelled(view, resources.facts.labels["duration"], toc, anywhere=True):
        span = view.text[value.start : min(value.end, value.start + 130)]
        durations = [d for d in find_durations(span) if d.months >= 0.9]
        if not durations:
            continue
        first = durations[0]
        line = view.folded[value.origin]
        at = max(line.find(value.label), 0)
        before = line[max(0, at - 60) : at + len(value.label)]
        between = fold(span[: first.start])
        sentence = re.split(r"[.;]\s", line[:at])[-1][-110:]
        if _NOT_CONTRACT.search(sentence) or _NOT_CONTRACT.search(between) or re.search(r"\bet\b", between):
            continue
        section = section_of[value.origin]
        about = section >= 0 and _ABOUT.search(view.folded[sections[section].first]) is not None
        if not (_CONTRACT_WORD.search(before) if not _WEAK.match(value.label) else about or _CONTRACT_WORD.search(before) or value.origin < 25):
            continue
        rank = (order.get(value.label, 99), value.start)
        if best is None or rank < best[:2]:
            best = (*rank, value.start + first.start, value.start + first.end, str(first))
    return fact(view, "duration", best[4], best[2], best[3]) if best else None


def _amount(view: View, toc: frozenset[int], resources: Resources) -> Fact | None:
    """The estimated or maximum amount of the whole contract."""
    order = {fold(text): index for index, text in enumerate(resources.facts.labels["amount"].texts)}
    best: tuple[int, int, int, int, str] | None = None
    for value in labelled(view, resources.facts.labels["amount"], toc, anywhere=True):
        span = view.text[value.start : min(value.end, value.start + 160)]
        amounts = [a for a in find_amounts(span) if a.value >= 1000]
        before = view.folded[value.origin][: max(view.folded[value.origin].find(value.label), 0)][-80:]
        if not amounts or re.search(r"penalite|retenue|caution|avance|assurance|chiffre d'affaires|indemnite|prime",
            before + view.folded[value.origin][:40]):
            continue
        first = amounts[0]
        rank = (order.get(value.label, 99), value.start)
        if best is None or rank < best[:2]:
            text = f"{first.value:.2f}".rstrip("0").rstrip(".")
            best = (*rank, value.start + first.start, value.start + first.end, text)
    return fact(view, "amount", best[4], best[2], best[3]) if best else None


def _cpv(view: View) -> Iterator[Fact]:
    """CPV codes: eight digits with a check digit, or after the word CPV."""
    seen: set[str] = set()
    for match in _CPV.finditer(view.whole):
        before = view.whole[max(0, match.start() - 120) : match.start()]
        named = re.search(r"\bcpv\b|vocabulaire commun|nomenclature", before) is not None
        if not (match[2] and (named or _in_cpv_table(view, match.start()))) and not re.search(r"\bcpv\b[^.\n]{0,60}$", before):
            continue
        code = match[1] + (f"-{match[2]}" if match[2] else "")
        if not 3000000 <= int(match[1]) <= 98999999 or code[:8] in seen:
            continue
        seen.add(code[:8])
        yield fact(view, "cpv", code, match.start(), match.end())


def _in_cpv_table(view: View, offset: int) -> bool:
    block = view.block(max(view.block_at(offset), 0))
    if block.cell is None:
        return False
    return any("cpv" in c.folded or "nomenclature" in c.folded for c in view.tables[block.cell.table].line(0))


def _procedure(view: View, sections: tuple[Section, ...], section_of: tuple[int, ...], resources: Resources) -> Fact | None:
    """The procedure by name: where a label or an article on it names it, else where the consultation is said to be run so."""
    best: tuple[int, int, str, int, int] | None = None
    for name, cues in resources.facts.procedures:
        for hit in cues.finditer(view.start):
            before = view.start[max(0, hit.start() - 90) : hit.start()]
            index = view.block_at(hit.start())
            section = section_of[index] if index >= 0 else -1
            titled = section >= 0 and re.search(r"procedure|passation|consultation", view.folded[sections[section].first]) is not None
            if re.search(r"type de procedure|mode de passation|procedure de passation|mode de consultation|procedure\s*:|passee? (?:selon|en|par)"
                r"|forme d'un", before):
                rank = 0
            elif titled:
                rank = 1
            elif re.search(r"passe|lance|consultation|marche|accord-cadre|soumis", before):
                rank = 2
            else:
                rank = 3
            if name == "concession" and rank > 0:
                continue
            if best is None or (rank, hit.start()) < best[:2]:
                best = (rank, hit.start(), name, hit.start(), hit.end())
    return fact(view, "procedure", best[2], best[3], best[4]) if best is not None else None


def _legal(view: View, procedure: Fact) -> Fact | None:
    """Articles of the code cited beside the procedure."""
    index = view.block_at(procedure.start)
    for other in range(index, min(index + 3, len(view.blocks))):
        match = _ARTICLES.search(view.texts[other])
        if match:
            base = view.block(other).start
            return fact(view, "legal", " ".join(match[0].split()), base + match.start(), base + match.end())
    return None


def _technique(view: View, resources: Resources) -> Fact | None:
    for name, cues in resources.facts.techniques:
        hit = cues.find(view.whole[:40000])
        if hit is not None:
            return fact(view, "technique", name, hit.start(), hit.end())
    return None


_PLACE_REACH = 15_000
_SITUATED = re.compile(
    r"\b(?:travaux|chantier|prestations|ouvrages?|bâtiments?|sites?|op[ée]ration|livraisons?|fournitures"
    r"|[ée]quipements?)\b[^.;\n]{0,60}?\b(?:situ[ée]e?s?|ex[ée]cut[ée]e?s|r[ée]alis[ée]e?s"
    r"|implant[ée]e?s|localis[ée]e?s|effectu[ée]e?s|se\s+situent?|se\s+d[ée]roulent?)\s+(?:à|au|dans\s+la\s+commune\s+de"
    r"|sur\s+le\s+territoire\s+(?:de\s+la\s+commune\s+)?(?:de|d['’]))\s*"
    r"(?P<name>[A-ZÀ-Þ][\w'’-]+(?:[ -][A-ZÀ-Þ][\w'’-]+|[ -](?:de|la|le|les|sur|en|sous|du|des)(?=[ -])){0,6})")


def _place(view: View, sections: tuple[Section, ...], toc: frozenset[int], resources: Resources) -> Fact | None:
    titles = {section.first for section in sections}
    for value in labelled(view, resources.facts.labels["place"], toc, first=600):
        if value.block in titles:
            continue
        text = view.text[value.start : value.end]
        stop = re.search(r"(?<=[a-zà-ÿ)])\.(?:\s|$)|;|\n", text)
        name = " ".join(text[: stop.start() if stop else len(text)].split()).strip(" :.,")
        if 2 < len(name) <= 160 and re.search(r"[A-ZÀ-Þ]", name) and not re.match(r"(?:code nuts|voir|cf\b)", fold(name)):
            return fact(view, "place", name, value.start, value.start + (stop.start() if stop else len(text)))
    match = _SITUATED.search(view.text[:_PLACE_REACH])
    return fact(view, "place", " ".join(match["name"].split()), match.start("name"), match.end("name")) if match else None


def _notice(view: View, toc: frozenset[int], resources: Resources) -> Fact | None:
    for value in labelled(view, resources.facts.labels["notice"], toc, anywhere=True, first=40):
        match = re.match(r"\s*(\d{2}-\d{3,7}|\d{4}/S\s?\d{3}-\d+|\d{3,8}-\d{4})", view.text[value.start : value.end])
        if match:
            return fact(view, "notice", match[1], value.start + match.start(1), value.start + match.end(1))
    return None


def _sectors(view: View, facts: list[Fact], lots: tuple[Lot, ...], resources: Resources) -> Iterator[Fact]:
    """Up to three sectors, each proved by the object's words or the CPV code that gave it."""
    codes = tuple(f.value for f in facts if f.field == "cpv")
    spoken = [f for f in facts if f.field in ("object", "title")]
    subject = fold(" | ".join([*(f.value for f in spoken), *(lot.title for lot in lots)]))
    ranked = score_sectors(resources.sectors, cpv=codes, subject=subject, body=view.start, words=view.start_words)
    if not ranked or ranked[0][1] < 2.5:
        return
    for sector, points in ranked[:_MAX_SECTORS]:
        if points < max(2.5, 0.45 * ranked[0][1]):
            break
        proof = next((f for f in facts if f.field == "cpv" and any(f.value.startswith(p) for p in sector.cpv)), None)
        proof = proof or next((f for f in spoken if sector.words.find(fold(f.value))), None)
        hit = sector.words.find(view.whole) if proof is None else None
        if proof is not None:
            yield fact(view, "sector", sector.id, proof.start, proof.end)
        elif hit is not None:
            yield fact(view, "sector", sector.id, hit.start(), hit.end())


_DATED = frozenset({PieceKind.RC, PieceKind.NOTICE, PieceKind.CCP, PieceKind.OTHER, PieceKind.AE})
_CONTRACT = _DATED | {PieceKind.CCAP, PieceKind.CCTP}


def find_facts(
    view: View, sections: tuple[Section, ...], section_of: tuple[int, ...], toc: frozenset[int], kind: PieceKind, lots: tuple[Lot, ...],
    resources: Resources,
) -> tuple[Fact, ...]:
    """Facts in a fixed order of fields; each quotes the words that prove it, none is guessed.

    Dates are sought in notices, RC, CCP and AE only: other pieces cite dates of other things.
    """
    facts = buyer_facts(view, sections, toc, resources)
    facts += object_facts(view, sections, toc, kind, resources)
    facts += reference_facts(view, sections, toc, resources)
    facts += list(_cpv(view))
    procedure = _procedure(view, sections, section_of, resources)
    singles = [procedure, _legal(view, procedure) if procedure is not None else None, _technique(view, resources)]
    if kind in _CONTRACT:
        singles += [_amount(view, toc, resources), _duration(view, sections, section_of, toc, resources), _place(view, sections, toc, resources)]
    if kind in _DATED:
        singles += [_date_fact(view, toc, resources, "launch_date"), _date_fact(view, toc, resources, "deadline")]
    if kind in (PieceKind.NOTICE, PieceKind.OTHER):
        singles.append(_notice(view, toc, resources))
    facts += [f for f in singles if f is not None]
    facts += list(_sectors(view, facts, lots, resources))
    return tuple(facts)
