"""Figures, breakdowns and proof as flat rows with stable columns: what the text, the page, the workbook, the CSV and the JSON share. In French."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from clausecheck.indicators.counting import LOT_MARK, Count, Figure, Indicators, Line, Row, Table
from clausecheck.indicators.definitions import SCOPES, Axis, in_scope, sector_titles
from clausecheck.model import Contract, Force, Nature, Stage
from clausecheck.report.messages import translator
from clausecheck.report.phrases import where
from clausecheck.report.rows import Cell
from clausecheck.report.words import FAMILIES, FORCES, NATURES, STAGES

__all__ = [
    "CONTRACT_COLUMNS", "FIGURE_COLUMNS", "PROOF_COLUMNS", "TABLE_COLUMNS", "UNITS", "Titles", "amount_words", "contract_rows",
    "contract_title", "contract_words", "figure_cells", "figure_rows", "figure_words", "number", "percent", "place_words", "proof_rows",
    "row_words", "scope_titles", "table_rows",
]

UNITS: Mapping[str, tuple[str, str]] = {
    "marches": ("marché", "marchés"), "demandes": ("demande", "demandes"), "differents": ("label différent", "labels différents")}
FIGURE_COLUMNS = (
    "code", "chiffre", "périmètre", "nombre", "unité", "part_%", "marchés", "montant_€", "marchés_au_montant_connu", "définition",
    "définition_du_périmètre",
)
TABLE_COLUMNS = (
    "ventilation", "valeur", "intitulé", "marchés_lus", "marchés_strict", "marchés_large", "demandes_strict", "demandes_large", "labels_strict",
    "labels_large", "demandes_sans_nom", "demandes_autres_démarches", "montant_lus_€", "montant_connu_lus", "montant_strict_€",
    "montant_connu_strict", "montant_large_€", "montant_connu_large", "note",
)
PROOF_COLUMNS = (
    "marché", "titre", "acheteur", "année", "département", "secteur", "cpv", "montant_€", "demande", "type", "code", "intitulé", "nature", "strict",
    "large", "force", "portée", "équivalent", "lots", "phrase", "document", "page", "article", "passages",
)
CONTRACT_COLUMNS = (
    "marché", "titre", "référence", "acheteur", "siret", "département", "année", "date_lancement", "date_notification", "secteur", "cpv",
    "montant_€", "demandes_label_strict", "demandes_label_large", "demandes_clause")
_YES = {True: "oui", False: "non", None: ""}
_EQUIVALENT = {"yes": "avec « ou équivalent »", "no": "sans « ou équivalent »", "": "sans objet"}
_T = translator("fr")
_NB = "\N{NO-BREAK SPACE}"


def number(value: float) -> str:
    """1 234 or 12,5."""
    return _T.number(value)


def percent(value: float | None) -> str:
    """« 12,5 % », "" for None."""
    return "" if value is None else f"{_T.number(value)}{_NB}%"


def amount_words(count: Count, total: int | None = None) -> str:
    """« 120 000 € (montant connu pour 3 marchés sur 5) »; says so when no amount is known. `total`: contracts meant, by default those counted."""
    of = count.contracts if total is None else total
    if count.amount is None:
        return "montant inconnu" if of else ""
    known = "" if count.known == of else f" (montant connu pour {number(count.known)} marché{'s' if count.known > 1 else ''} sur {number(of)})"
    return f"{_T.number(count.amount, 0)}{_NB}€{known}"


class Titles:
    """French titles of the values of every axis."""

    def __init__(self, found: Indicators) -> None:
        self._found = found
        self._sectors = sector_titles()
        self._contracts: dict[str, str] = {contract.key: contract_title(contract) for contract in found.lotted.values()}

    def of(self, axis: Axis, value: str) -> str:
        """The title of a value; what the axis says for an unknown one when it is empty."""
        if axis.id == "equivalent":
            return _EQUIVALENT[value]
        if not value:
            return axis.unknown
        if axis.id == "lot":
            key, _, lot = value.partition(LOT_MARK)
            return f"{self._contracts.get(key, key)}, lot {lot}"
        if axis.id == "division":
            title = self._found.definitions.divisions.get(value)
            return f"{value} {title}" if title else value
        return self._plain(axis.id, value)

    def _plain(self, axis: str, value: str) -> str:
        if axis == "nature":
            return NATURES[Nature(value)]
        if axis == "force":
            return FORCES[Force(value)]
        if axis == "stage":
            return STAGES[Stage(value)]
        return {"label": self._found.names, "sector": self._sectors}.get(axis, {}).get(value, value)


def contract_title(contract: Contract) -> str:
    """What a contract is called: its title or object, else its key."""
    return " ".join((contract.object or contract.title or contract.key).split())


def contract_words(contract: Contract) -> str:
    """« Commune de …, 2025, 120 000 € », what is known of a contract beside its title."""
    parts = [contract.buyer, "" if contract.year is None else str(contract.year)]
    if contract.amount is not None:
        parts.append(f"{_T.number(contract.amount, 0)}{_NB}€")
    return ", ".join(part for part in parts if part)


def row_words(row: Row) -> str:
    """« Ecolabel européen — exigé, spécification technique, sans « ou équivalent », lot 1 »."""
    demand = row.demand
    parts = [FORCES[demand.force], STAGES[demand.stage]]
    if row.label is not None and row.label.equivalent is not None:
        parts.append("équivalent accepté" if row.label.equivalent else "sans équivalent")
    if demand.lots:
        parts.append(f"lot{'s' if len(demand.lots) > 1 else ''} {', '.join(demand.lots)}")
    if demand.places > 1:
        parts.append(f"{demand.places} passages, comptés une fois")
    return ", ".join(parts)


def figure_words(figure: Figure, index: int) -> str:
    """« 12 marchés (30 %) » for one scope of a figure."""
    value = figure.counts[index].value(figure.definition.count)
    share = figure.shares[index]
    unit = UNITS[figure.definition.count][value > 1]
    return f"{number(value)}{_NB}{unit}" + (f" ({percent(share)})" if share is not None else "")


def scope_titles(found: Indicators) -> dict[str, str]:
    """Scope id to French title; "" to ""."""
    return {"": "", **{scope.id: scope.title for scope in found.definitions.scopes}}


def figure_rows(found: Indicators) -> Iterator[tuple[Cell, ...]]:
    """One row a figure and scope, columns FIGURE_COLUMNS."""
    scopes = {scope.id: scope for scope in found.definitions.scopes}
    for figure in found.figures:
        definition = figure.definition
        if not definition.summary:
            continue
        for scope, own, share in zip(definition.scopes, figure.counts, figure.shares, strict=True):
            yield (
                definition.id, definition.title, scopes[scope].title if scope else "", own.value(definition.count), UNITS[definition.count][1],
                None if share is None else round(share, 1), own.contracts, own.amount, own.known, definition.text,
                scopes[scope].text if scope else "")


def figure_cells(line: Line) -> tuple[Cell, ...]:
    """The numbers of a line of a breakdown, in the order of TABLE_COLUMNS after « intitulé » and before « note »."""
    every, strict, wide = line.every, line.scopes["strict"], line.scopes["wide"]
    return (
        every.contracts if every else None, strict.contracts, wide.contracts, strict.demands, wide.demands, strict.labels, wide.labels,
        line.scopes["unspecified"].demands, line.scopes["other"].demands, every.amount if every else None, every.known if every else None,
        strict.amount, strict.known, wide.amount, wide.known,
    )


def table_rows(found: Indicators, tables: Sequence[Table] | None = None) -> Iterator[tuple[Cell, ...]]:
    """One row a line of every breakdown, columns TABLE_COLUMNS."""
    titles = Titles(found)
    for table in found.tables if tables is None else tables:
        for line in table.lines:
            yield (table.axis.id, line.value.replace(LOT_MARK, "#"), titles.of(table.axis, line.value), *figure_cells(line), table.axis.note)


def proof_rows(found: Indicators, rows: Sequence[Row] | None = None) -> Iterator[tuple[Cell, ...]]:
    """One row a demand, columns PROOF_COLUMNS; all of them when `rows` is None."""
    for row in found.rows if rows is None else rows:
        contract, demand, label = row.contract, row.demand, row.label
        yield (
            contract.key, contract_title(contract), contract.buyer, contract.year, contract.department, contract.sector,
            contract.cpv[0] if contract.cpv else "", contract.amount, demand.demand, "label" if label else "clause",
            label.label if label else row.clause.family.value if row.clause else "", label.name if label else row.clause.title if row.clause else "",
            NATURES[label.nature] if label else FAMILIES[row.clause.family] if row.clause else "",
            _YES[in_scope(label, "strict")] if label else "", _YES[in_scope(label, "wide")] if label else "", FORCES[demand.force],
            STAGES[demand.stage], _YES[label.equivalent] if label else "", ", ".join(demand.lots), " ".join(demand.quote.split()), demand.document,
            demand.page, demand.section, demand.places,
        )


def contract_rows(found: Indicators) -> Iterator[tuple[Cell, ...]]:
    """One row a contract, columns CONTRACT_COLUMNS."""
    tally: dict[str, list[int]] = {contract.key: [0, 0, 0] for contract in found.contracts}
    for row in found.rows:
        own = tally[row.contract.key]
        if row.label is not None:
            own[0] += in_scope(row.label, SCOPES[0])
            own[1] += in_scope(row.label, SCOPES[1])
        else:
            own[2] += 1
    for contract in found.contracts:
        yield (
            contract.key, contract_title(contract), contract.reference, contract.buyer, contract.siret, contract.department, contract.year,
            contract.launch_date, contract.notified, contract.sector, ", ".join(contract.cpv), contract.amount, *tally[contract.key])


def place_words(row: Row) -> str:
    """« cctp.docx, page 4, Article 5 »."""
    demand = row.demand
    return ", ".join(part for part in (where(demand.document, demand.page), demand.section) if part)
