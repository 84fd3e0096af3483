"""Labels, clauses and award criteria in the report for a terminal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from clausecheck.model import APART, CheckedDocument, ClauseFinding, Criterion, Demand, Family, Force, LabelFinding, Report
from clausecheck.report.messages import Translator
from clausecheck.report.phrases import set_aside
from clausecheck.report.sheet import Piece, Sheet, shorten
from clausecheck.report.text_decisions import show
from clausecheck.report.words import FAMILIES, FORCES, FORCES_COUNTED, NATURES, STAGES

__all__ = ["clauses", "criteria", "labels", "place_of"]

_FORCE_STYLE = {Force.REQUIRED: "bold green", Force.SCORED: "bold blue", Force.ENCOURAGED: "yellow", Force.INFORMATIVE: "dim", Force.EXCLUDED: "red"}
_SHOWN = (Force.REQUIRED, Force.SCORED, Force.ENCOURAGED, Force.EXCLUDED)

Place = tuple[int, int]


def place_of(item: CheckedDocument, row: LabelFinding | ClauseFinding, t: Translator) -> str:
    """Where a finding stands: file, page, article, lot."""
    parts = [item.document.name]
    if row.page is not None:
        parts.append(t("page {page}", page=row.page))
    if row.section:
        parts.append(shorten(row.section, 110))
    if row.lots:
        parts.append(t.plural("lot {ids}", "lots {ids}", len(row.lots), ids=", ".join(row.lots)))
    return ", ".join(parts)


def labels(sheet: Sheet, report: Report, t: Translator) -> None:
    """Labels demanded, each once, with place and sentence; then those named without being demanded."""
    asked = [demand for demand in report.demands if demand.what == "label"]
    sheet.title(t("Labels demandés : {n}", n=len({d.key for d in asked})))
    if not asked:
        sheet.line(t("Aucun label ni écolabel n'est demandé dans ce qui a été lu."), indent=2)
    else:
        counts = report.indicators
        summary = t("Écolabels au sens strict : {strict} ; labels au sens large : {wide} ; autres démarches, comptées à part : {other}.",
                    strict=counts.labels_strict, wide=counts.labels_wide, other=counts.other_schemes)
        sheet.line(summary, indent=2)
        sheet.blank()
    for demand in asked:
        _label(sheet, report, demand, t)
    named = _named_only(report, {demand.key for demand in asked})
    if named:
        sheet.blank()
        sheet.line((t("Cités sans être demandés :"), "bold"), indent=2)
        for item, row in named:
            sheet.item(row.name, " — ", (t(FORCES[row.force]), _FORCE_STYLE[row.force]), f" — {place_of(item, row, t)}", indent=2)
            show(sheet, row.decision, t, indent=4)
    dropped = [(item, row) for item in report.documents for row in item.labels if set_aside(row)]
    if dropped:
        sheet.blank()
        sheet.line((t("Écartés par décision, comptés nulle part :"), "bold"), indent=2)
        for item, row in dropped:
            sheet.item(row.name, " — ", (t(FORCES[row.force]), "dim"), f" — {place_of(item, row, t)} [{row.id}]", indent=2)
            sheet.quote(row.quote, indent=4)
            show(sheet, row.decision, t, indent=4)


def _label(sheet: Sheet, report: Report, demand: Demand, t: Translator) -> None:
    item, row = _label_at(report, demand.places[0])
    facts: list[str] = [t(NATURES[row.nature])]
    if row.tier:
        facts.append(t("niveau {tier}", tier=row.tier))
    facts.append({True: t("équivalents acceptés"), False: t("sans « ou équivalent »"), None: ""}[row.equivalent])
    if demand.lots:
        facts.append(t.plural("lot {ids}", "lots {ids}", len(demand.lots), ids=", ".join(demand.lots)))
    sheet.item((row.name, "bold"), " — ", (t(FORCES[demand.force]), _FORCE_STYLE[demand.force]), f" — {', '.join(x for x in facts if x)}")
    sheet.quote(row.quote)
    sheet.line((f"{place_of(item, row, t)} [{row.id}]", "dim"), indent=2)
    if row.note:
        sheet.line((row.note, "yellow"), indent=2)
    show(sheet, row.decision, t, indent=2)
    others = [_label_at(report, place) for place in demand.places[1:]]
    _also(sheet, others, t, indent=2)


def _label_at(report: Report, place: Place) -> tuple[CheckedDocument, LabelFinding]:
    item = report.documents[place[0]]
    return item, item.labels[place[1]]


def _also(sheet: Sheet, rows: Sequence[tuple[CheckedDocument, LabelFinding | ClauseFinding]], t: Translator, *, indent: int) -> None:
    places = dict.fromkeys(_short_place(item, row, t) for item, row in rows)
    if places:
        shown = list(places)[:6]
        more = len(places) - len(shown)
        tail = t.plural(" et {n} autre endroit", " et {n} autres endroits", more) if more else ""
        sheet.line(t("Aussi : {places}", places=" ; ".join(shown)) + tail, indent=indent)
    for decision in dict.fromkeys(row.decision for _, row in rows):
        show(sheet, decision, t, indent=indent + 2)


def _short_place(item: CheckedDocument, row: LabelFinding | ClauseFinding, t: Translator) -> str:
    where = t("page {page}", page=row.page) if row.page is not None else shorten(row.section.split(" › ")[-1], 40)
    return f"{item.document.name}, {where}" if where else item.document.name


def _named_only(report: Report, asked: set[str]) -> list[tuple[CheckedDocument, LabelFinding]]:
    seen: dict[str, tuple[CheckedDocument, LabelFinding]] = {}
    for item in report.documents:
        for row in item.labels:
            if row.label not in asked and not set_aside(row):
                seen.setdefault(row.label, (item, row))
    return list(seen.values())


def clauses(sheet: Sheet, report: Report, t: Translator) -> None:
    """Clauses by family, the firmest first, each demand once; social and accessibility apart."""
    rows = _rows_by_family(report)
    green = sum(1 for d in report.demands if d.what == "clause" and Family(d.key) not in APART)
    sheet.title(t.plural("Clauses environnementales : {n} exigée ou notée", "Clauses environnementales : {n} exigées ou notées", green))
    shown = [family for family in Family if family in rows and family not in APART]
    if not shown:
        sheet.line(t("Aucune clause environnementale n'a été trouvée dans ce qui a été lu."), indent=2)
    for family in shown:
        _family(sheet, report, family, rows[family], t)
    apart = [family for family in Family if family in rows and family in APART]
    if apart:
        sheet.title(t("À part : volet social et accessibilité"))
        for family in apart:
            _family(sheet, report, family, rows[family], t)


def _rows_by_family(report: Report) -> dict[Family, list[tuple[Place, ClauseFinding]]]:
    rows: dict[Family, list[tuple[Place, ClauseFinding]]] = defaultdict(list)
    for index, item in enumerate(report.documents):
        for number, row in enumerate(item.clauses):
            rows[row.family].append(((index, number), row))
    return rows


def _family(sheet: Sheet, report: Report, family: Family, rows: list[tuple[Place, ClauseFinding]], t: Translator) -> None:
    demands = {demand.places[0]: demand for demand in report.demands if demand.what == "clause" and demand.key == family.value}
    repeats = {place for demand in demands.values() for place in demand.places[1:]}
    single = [(place, row) for place, row in rows if place not in repeats]
    counts = Counter(demands[place].force if place in demands else row.force for place, row in single if not set_aside(row))
    parts = [t.plural(*FORCES_COUNTED[force], counts[force]) for force in FORCES_COUNTED if counts[force]]
    dropped = sum(set_aside(row) for _, row in single)
    if dropped:
        parts.append(t.plural("{n} écartée par décision", "{n} écartées par décision", dropped))
    summary = ", ".join(parts)
    sheet.blank()
    sheet.line((t(FAMILIES[family]), "bold"), f" — {summary}")
    for force in (*_SHOWN, Force.INFORMATIVE):
        for place, row in single:
            demand = demands.get(place)
            if (demand.force if demand else row.force) is force and (force in _SHOWN or row.decision):
                _clause(sheet, report, place, row, force, demand, t)
    bare = [(place, row) for place, row in single if row.force is Force.INFORMATIVE and not row.decision]
    mentions = [(report.documents[place[0]], row) for place, row in bare if place not in demands]
    if mentions:
        where = list(dict.fromkeys(_short_place(item, row, t) for item, row in mentions))
        tail = " …" if len(where) > 4 else ""
        sheet.line((t("Simplement mentionné : {places}", places=" ; ".join(where[:4])) + tail, "dim"), indent=2)


def _clause(sheet: Sheet, report: Report, place: Place, row: ClauseFinding, force: Force, demand: Demand | None, t: Translator) -> None:
    item = report.documents[place[0]]
    word, style = t(FORCES[force]).upper(), _FORCE_STYLE[force]
    if set_aside(row):
        word, style = t("écarté ({verdict})", verdict=t(FORCES[force])).upper(), "dim"
    head: list[Piece] = [(word, style), f" — {t(STAGES[row.stage])}"]
    if row.strength is not None:
        head.append(t(" — solidité {points} sur {out_of}", points=t.number(row.strength.points), out_of=t.number(row.strength.out_of)))
    sheet.item(*head, indent=2)
    sheet.quote(row.quote, indent=4)
    sheet.line((f"{place_of(item, row, t)} [{row.id}]", "dim"), indent=4)
    show(sheet, row.decision, t, indent=4)
    if demand is not None and len(demand.places) > 1:
        rest = [(report.documents[i], report.documents[i].clauses[j]) for i, j in demand.places[1:]]
        _also(sheet, rest, t, indent=4)


def criteria(sheet: Sheet, report: Report, t: Translator) -> None:
    """Award criteria as a tree with their weights, by document and lot."""
    sheet.title(t("Critères d'attribution"))
    found = [item for item in report.documents if item.outline.criteria]
    if not found:
        sheet.line(t("Aucun critère d'attribution n'a été trouvé dans ce qui a été lu."), indent=2)
    for item in found:
        for lot in dict.fromkeys(row.lot for row in item.outline.criteria):
            head = item.document.name if lot is None else t("{name}, lot {lot}", name=item.document.name, lot=lot)
            sheet.line((head, "bold"), indent=2)
            _tree(sheet, [row for row in item.outline.criteria if row.lot == lot], t)


def _tree(sheet: Sheet, rows: Sequence[Criterion], t: Translator) -> None:
    names = {row.name for row in rows}

    def show(row: Criterion, depth: int) -> None:
        pieces: list[Piece] = [shorten(row.name, 160)]
        if row.environmental:
            pieces.append((f"  [{t('environnement')}]", "bold green"))
        sheet.item(*pieces, indent=2 + 4 * depth, bullet=f"{_weight(row, t):>8}")
        if depth < 3:
            for child in rows:
                if child.parent == row.name and child is not row:
                    show(child, depth + 1)

    tops = [row for row in rows if row.parent is None or row.parent not in names]
    for row in tops:
        show(row, 0)
    total = _total(tops)
    if total and abs(total - 100) > 0.01 and any(row.unit == "%" for row in tops):
        sheet.line((t("La somme des poids est de {total} %, et non de 100 %.", total=t.number(total)), "yellow"), indent=4)


def _weight(row: Criterion, t: Translator) -> str:
    if row.weight is None:
        return t("sans poids")
    unit = "%" if row.unit == "%" else t("points") if row.unit == "points" else ""
    return f"{t.number(row.weight, 2)}\N{NO-BREAK SPACE}{unit}".rstrip()


def _total(rows: Iterable[Criterion]) -> float | None:
    weights = [row.weight for row in rows]
    return None if not weights or any(w is None for w in weights) else sum(w for w in weights if w is not None)
