"""Rows of a table to lines of purchase: headings inherited, totals and services set aside, every row accounted for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from clausecheck.indicators.purchases_class import State, name_of, repair_of, state_of
from clausecheck.indicators.purchases_columns import Columns, columns_words, find_columns, given_found, head_count, heads_words, number
from clausecheck.indicators.purchases_model import Aside, AsideKind, Condition, Line, Purchases
from clausecheck.indicators.purchases_rules import ACCESSORY, SERVICE, PurchaseRules
from clausecheck.indicators.purchases_table import Row, Table, Value, read_tables
from clausecheck.text import fold

__all__ = ["read_file"]

_NUMBERING = re.compile(r"(?:(?:lot|chapitre|article|poste)\s+)?((?:\d{1,3}|[a-z])(?:\.\d{1,3})*)\s*[.)°:–-]?(?=\s|$)", re.IGNORECASE)
_CODE = re.compile(r"(?:\d{1,3}|[A-Za-z])(?:[.-]\d{1,3})*[.)]?|[IVXL]+\.?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_NOTE_LENGTH = 160
_CENT = 0.011
_NUMBERS = ("quantity", "unit_price", "unit_price_vat", "amount", "amount_vat")
_FLAGS = {condition.value: condition for condition in Condition}

_STATES = (*_FLAGS, "condition", "recycled_percent", "repair_index")


@dataclass(slots=True)
class _Walk:
    """One table as it is walked.

    `priced`: the table holds numbers; `rich`: it has rows of several cells; `fractions`: recycled contents are written 0–1. `run`: headings above the
    present lines, with their numbers; `fresh`: the last row was one. `since`, `whole`: value since the last total, and of all lines;
    `adjusted`: rebates and roundings met.
    """

    file: str
    table: Table
    columns: Columns
    rules: PurchaseRules
    vat: float | None
    threshold: float
    priced: bool
    rich: bool
    fractions: bool
    run: list[tuple[str, str]] = field(default_factory=list)
    fresh: bool = False
    lines: list[Line] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    since: float = 0.0
    whole: float = 0.0
    adjusted: float = 0.0

    @property
    def headings(self) -> list[str]:
        """The words of the headings above the present lines."""
        return [text for _, text in self.run]

    def text(self, row: Row, name: str) -> str:
        """The cell of a field as text, "" when it is empty."""
        value = self.cell(row, name)
        return value if isinstance(value, str) else "" if value is None else f"{value:g}"

    def cell(self, row: Row, name: str) -> Value | None:
        column = self.columns.fields.get(name)
        return None if column is None else row.cells.get(column)

    def number(self, row: Row, name: str) -> float | None:
        column = self.columns.fields.get(name)
        return None if column is None else number(row.cells.get(column), dot=column in self.columns.dots)

    def aside(self, kind: AsideKind, row: Row, text: str, amount: float | None = None) -> None:
        self.asides.append(Aside(kind, self.file, self.table.sheet, row.number, text, amount))


def read_file(path: Path, rules: PurchaseRules, *, given: Mapping[str, str], vat: float | None, threshold: float) -> Purchases:
    """The lines of one file. `given`: columns the user names; `vat`: rate in % by which amounts with tax are brought to amounts without."""
    found = read_tables(path, heads=partial(head_count, rules=rules))
    if found.failed:
        return Purchases(failed=(found.failed,))
    notes, failed = list(found.notes), []
    lines: list[Line] = []
    asides: list[Aside] = []
    named: set[str] = set()
    heads: list[str] = []
    for table in found.tables:
        if not table.rows:
            continue
        where = f"« {path.name} »" + (f", feuille « {table.sheet} »" if table.sheet else "")
        columns = find_columns(table, rules, given)
        if given:
            named |= given_found(table, columns, given)
            heads.append(f"{where} : {heads_words(table, columns)}")
        if columns is None:
            failed.append(f"{where} : aucun entête de colonnes reconnu, ses {len(table.rows)} lignes n'ont pas été lues ; "
                          "indiquez-les, par exemple --column designation=Libellé --column quantity=Qté.")
            continue
        walk = _walk(path.name, table, columns, rules, vat, threshold)
        notes.append(f"{where} : colonnes prises : {columns_words(columns)}.")
        notes += [f"{where} : {text}." for text in (*columns.notes, *walk.notes)]
        lines += walk.lines
        asides += walk.asides
    if failed and lines:
        # a cover sheet beside the sheets of lines is no failure
        notes, failed = [*notes, *failed], []
    return Purchases(tuple(lines), tuple(asides), tuple(notes), tuple(failed), given=frozenset(named), heads=tuple(heads))


def _walk(file: str, table: Table, columns: Columns, rules: PurchaseRules, vat: float | None, threshold: float) -> _Walk:
    walk = _Walk(file, table, columns, rules, vat, threshold, False, False, False)
    body = [row for row in table.rows if row.number > columns.head]
    walk.priced = any(walk.number(row, name) is not None for row in body for name in _NUMBERS)
    walk.rich = any(len(row.cells) > 1 for row in body)
    shares = [value for row in body if (value := walk.number(row, "recycled_percent")) is not None]
    walk.fractions = any(0 < value < 1 for value in shares) and all(value <= 1 for value in shares)
    for row in table.rows:
        if row.number <= columns.head:
            words = " | ".join(str(value) for value in row.cells.values())
            walk.aside(AsideKind.HEADER if row.number >= columns.first else AsideKind.NOTE, row, words)
        else:
            _row(walk, row)
    return walk


def _row(walk: _Walk, row: Row) -> None:
    first = next((value for _, value in sorted(row.cells.items()) if isinstance(value, str)), "")
    name = walk.text(row, "designation")
    quantity, amount = walk.number(row, "quantity"), _amount(walk, row)
    price = walk.number(row, "unit_price") if walk.number(row, "unit_price") is not None else walk.number(row, "unit_price_vat")
    if _repeated_head(walk, row):
        walk.aside(AsideKind.HEADER, row, " | ".join(str(value) for value in row.cells.values()))
    elif (quantity is None or price is None) and _is_total(walk, first, name):
        _total(walk, row, name or first, amount[0] if amount[0] is not None else _last_number(row))
    elif not name and quantity is None and price is None and amount[0] is not None and _adds_up(walk, amount[0]):
        _total(walk, row, first or "montant égal à la somme des lignes", amount[0])
    elif _is_heading(walk, row, name, (quantity, price, amount[0])):
        text = name or first
        if len(text) > _NOTE_LENGTH:
            walk.aside(AsideKind.NOTE, row, text)
        else:
            own = _numbering(walk.text(row, "reference") or text)
            walk.run = [*_kept(walk, own), (own, text)]
            walk.fresh = True
            walk.aside(AsideKind.SECTION, row, text)
    else:
        walk.fresh = False
        _line(walk, row, name or first, quantity, amount)


def _repeated_head(walk: _Walk, row: Row) -> bool:
    """True for the heads again, as printed at the top of each page; of heads over two rows, either of them."""
    return len(row.cells) >= 2 and any(all(heads.get(column) == value for column, value in row.cells.items()) for heads in walk.columns.rows)


def _is_total(walk: _Walk, first: str, name: str) -> bool:
    return any(text and walk.rules.totals.at_start(fold(text)) for text in (first, name))


def _last_number(row: Row) -> float | None:
    found = [value for _, cell in sorted(row.cells.items()) if (value := number(cell)) is not None]
    return found[-1] if found else None


def _adds_up(walk: _Walk, amount: float) -> bool:
    sums = (walk.since, walk.whole, walk.whole + walk.adjusted, walk.since + walk.adjusted)
    return len(walk.lines) > 1 and any(abs(amount - value) < _CENT for value in sums)


def _total(walk: _Walk, row: Row, text: str, amount: float | None) -> None:
    """Set a total aside; say so when a total without tax agrees neither with the lines since the last total nor with all lines."""
    walk.aside(AsideKind.TOTAL, row, text, amount)
    folded = fold(text)
    if walk.rules.adjustments.at_start(folded):
        rebate = amount is not None and amount > 0 and not folded.startswith("arrondi")
        walk.adjusted += -(amount or 0.0) if rebate else amount or 0.0
        return
    plain = folded.startswith(("total", "sous total", "sous-total", "montant total")) and not walk.rules.with_tax.find(folded) and "tva" not in folded
    # a number outside the amount column may be the total with tax
    mine = amount is not None and walk.number(row, "amount") == amount
    if plain and mine and amount is not None and walk.whole and not _adds_up(walk, amount) and abs(amount - walk.whole) >= _CENT:
        shown = f"{amount:,.2f}".replace(",", " ").replace(".", ",")
        walk.notes.append(f"ligne {row.number}, « {text} » : {shown} € écrits, ce qui n'est ni la somme des lignes qui précèdent ni celle de toutes "
                          "les lignes lues ; vérifiez que tout a été lu")
    walk.since = 0.0


def _is_heading(walk: _Walk, row: Row, name: str, numbers: tuple[float | None, ...]) -> bool:
    """A row of words alone: in a table with numbers one that has none of them, in a blank price list one with a single cell."""
    if any(value is not None for value in numbers) or any(walk.text(row, name) for name in _STATES):
        return False
    if len(row.cells) == 1:
        return walk.rich
    reference = walk.text(row, "reference")
    known = (walk.columns.fields.get("reference"), walk.columns.fields.get("designation"))
    others = [str(value) for column, value in row.cells.items() if column not in known and not _CODE.fullmatch(str(value))]
    return walk.priced and bool(name) and not others and (not reference or _CODE.fullmatch(reference) is not None)


def _kept(walk: _Walk, own: str) -> list[tuple[str, str]]:
    """The headings that still hold above a new one: those just above it, and those whose number its own number continues (1 above 1.2)."""
    if walk.fresh:
        return walk.run
    return [(above, text) for above, text in walk.run if own and above and own.startswith(above + ".")]


def _numbering(text: str) -> str:
    found = _NUMBERING.match(text)
    return found.group(1).lower() if found else ""


def _amount(walk: _Walk, row: Row) -> tuple[float | None, bool]:
    """(value in euros, whether tax is in it): the amount, else quantity by unit price; the rate brings amounts with tax to amounts without."""
    amount, quantity, price = (walk.number(row, name) for name in ("amount", "quantity", "unit_price"))
    if amount is not None:
        return amount, False
    if quantity is not None and price is not None:
        return round(quantity * price, 2), False
    amount, price = walk.number(row, "amount_vat"), walk.number(row, "unit_price_vat")
    if amount is None and quantity is not None and price is not None:
        amount = round(quantity * price, 2)
    if amount is not None and walk.vat is not None:
        return round(amount / (1 + walk.vat / 100), 2), False
    return amount, amount is not None


def _line(walk: _Walk, row: Row, name: str, quantity: float | None, amount: tuple[float | None, bool]) -> None:
    value, with_tax = amount
    walk.since = round(walk.since + (value or 0.0), 2)
    walk.whole = round(walk.whole + (value or 0.0), 2)
    family, why = _family(walk, row, name)
    if family == SERVICE:
        walk.aside(AsideKind.SERVICE, row, name, value)
        return
    section = " › ".join(walk.headings)
    line = Line(
        walk.file, walk.table.sheet, row.number, name or "(sans désignation)", section, family, why, quantity=quantity, value=value,
        with_tax=with_tax, year=_year(walk.text(row, "date")))
    walk.lines.append(_repaired(walk, row, _stated(walk, row, line)))


def _year(text: str) -> int | None:
    """The year of « 12/01/2026 », « 2026-01-12 » or « 2026 »."""
    found = _YEAR.search(text)
    return int(found.group(1)) if found else None


def _family(walk: _Walk, row: Row, name: str) -> tuple[str, str]:
    """The family column, the designation, the CPV code, the description, the headings from the nearest, the sheet's name. An accessory named by the
    designation is no product of the family that its heading names."""
    rules = walk.rules
    for place, text in (("colonne de famille", walk.text(row, "family")), ("désignation", name)):
        found, words = name_of(text, rules) if text else ("", "")
        if found == ACCESSORY:
            return "", f"accessoire : « {words} »"
        if found:
            return found, f"{place} : « {words} »"
    code = "".join(ch for ch in walk.text(row, "cpv") if ch.isdigit())[:8]
    prefixes = [(len(p), family.id, p) for family in rules.families.values() for p in family.cpv if code and code.startswith(p)]
    if prefixes:
        _, best, prefix = max(prefixes)
        return best, f"code CPV {prefix}"
    headings = (("intitulé", text) for text in reversed(walk.headings))
    for place, text in (("description", walk.text(row, "description")), *headings, ("feuille", walk.table.sheet)):
        found, words = name_of(text, rules) if text else ("", "")
        if found and found not in (ACCESSORY, SERVICE):
            return found, f"{place} : « {words} »"
    return "", ""


def _stated(walk: _Walk, row: Row, line: Line) -> Line:
    """The line with its state: yes/no columns first, then the words of the condition column, designation, description, headings and sheet; a nearer
    place that says anything, a denial too, settles it."""
    flags = _flagged(walk, row)
    places = [("colonne d'état", walk.text(row, "condition")), ("désignation", line.designation), ("description", walk.text(row, "description")),
              *(("intitulé", text) for text in reversed(walk.headings)), ("feuille", walk.table.sheet)]
    said = next(((place, state) for place, text in places if text and (state := state_of(text, walk.rules))), ("", State()))
    place, state = said
    held = {*state.conditions, *(c for c, yes in flags.items() if yes)} - {c for c, yes in flags.items() if not yes}
    percent = _percent(walk, row)
    if percent is not None:
        held = held | {Condition.RECYCLED} if percent > 0 else held - {Condition.RECYCLED}
    recycled = percent if percent else state.percent if Condition.RECYCLED in held else None
    ambiguous = state.ambiguous and not flags
    why = f"{place} : « {', '.join(state.words)} »" if state.words else ""
    if flags or percent is not None:
        why = "; ".join(filter(None, (why, "colonnes oui/non ou taux")))
    return replace(line, conditions=tuple(c for c in Condition if c in held), recycled_percent=recycled, ambiguous=ambiguous, state_why=why)


def _flagged(walk: _Walk, row: Row) -> dict[Condition, bool]:
    out = {}
    for name, condition in _FLAGS.items():
        text = fold(walk.text(row, name)).strip()
        if text in walk.rules.yes:
            out[condition] = True
        elif text in walk.rules.no or text.replace(" ", "") == "0%":
            out[condition] = False
        elif text and (name == "recycled" or not text[0].isdigit()):
            value = _share(text)
            if value is not None:
                out[condition] = value > 0
    return out


def _share(text: str) -> float | None:
    return number(text.replace("%", " ").strip()) if "%" in text else None


def _percent(walk: _Walk, row: Row) -> float | None:
    """The recycled content of its column, 0–100; None when the column says nothing."""
    for name in ("recycled_percent", "recycled"):
        text = walk.text(row, name)
        value = _share(text)
        if value is None and name == "recycled_percent":
            value = walk.number(row, name)
            value = value * 100 if value is not None and walk.fractions else value
        if value is not None and 0 <= value <= 100:
            return value
    return None


def _repaired(walk: _Walk, row: Row, line: Line) -> Line:
    rules = walk.rules
    found = repair_of(f"{line.designation}. {walk.text(row, 'description')}", rules)
    index, letter = found.index, found.letter
    own = walk.text(row, "repair_index").strip()
    if own:
        value = walk.number(row, "repair_index")
        value = number(own.split("/")[0], dot="." in own) if value is None else value
        index = value if value is not None and 0 <= value <= 10 else index
        letter = own.upper() if own.upper() in ("A", "B", "C", "D", "E") else letter
    good = (index is not None and index >= walk.threshold) or letter in rules.good_classes
    return replace(line, repair_index=index, repair_class=letter, repairable=good or found.said)
