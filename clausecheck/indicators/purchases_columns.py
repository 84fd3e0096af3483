"""Which column of a table is what: by its head's words, or as the user says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clausecheck.indicators.purchases_rules import FIELDS, PurchaseRules
from clausecheck.indicators.purchases_table import Row, Table, Value, column_letter
from clausecheck.text import fold
from clausecheck.text.numbers import parse_number

__all__ = ["ColumnError", "Columns", "columns_words", "find_columns", "number", "parse_mapping"]

_HEAD_ROWS = 80
_HEAD_LENGTH = 160
_LETTERS = re.compile(r"[A-Z]{1,2}")
_MONEY = re.compile(r"(?:€|\beuros?\b|\beur\b|\bh\.?t\.?\b|\bt\.?t\.?c\.?\b)", re.IGNORECASE)
_LEADING = re.compile(r"([-+(]?\s*[\d][\d .,]*)(?:\s*[a-zA-Zé²³%./-]+\.?){0,2}\s*\)?$")
_DOT = re.compile(r"\d\.(?:\d{1,2}|\d{4,})$")


class ColumnError(ValueError):
    """A --column that cannot be used; the message is French."""


@dataclass(frozen=True, slots=True)
class Columns:
    """`fields`: column by field; `head`: row number of the heads, 0 when columns were given by letter; `names` their words; `dots`: columns whose
    decimals are written with a dot; `notes` for the reader."""

    fields: dict[str, int]
    head: int
    names: dict[int, str]
    dots: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()


def parse_mapping(given: Iterable[str]) -> dict[str, str]:
    """« quantity=Qté commandée » or « quantity=D » to {"quantity": …}. Raises ColumnError."""
    out: dict[str, str] = {}
    for text in given:
        field, sign, head = text.partition("=")
        field, head = field.strip(), head.strip()
        if not sign or not head:
            raise ColumnError(f"--column {text} : écrivez CHAMP=ENTÊTE, par exemple --column quantity=Qté, ou CHAMP=LETTRE, par exemple quantity=D.")
        if field not in FIELDS:
            raise ColumnError(f"--column {text} : champ inconnu « {field} » ; champs admis : {', '.join(FIELDS)}.")
        if field in out:
            raise ColumnError(f"--column {text} : le champ « {field} » est donné deux fois.")
        out[field] = head
    return out


def find_columns(table: Table, rules: PurchaseRules, given: Mapping[str, str]) -> Columns | None:
    """The columns of a table, None when no row of heads is recognised and none is given. `given` wins over the words."""
    best: tuple[int, Row, dict[str, int], tuple[str, ...]] | None = None
    for row in table.rows[:_HEAD_ROWS]:
        fields, notes = _heads(row, rules)
        named = {field: column for field, head in given.items() if (column := _named(row, head)) is not None}
        fields.update(named)
        useful = len(fields) + 10 * len(named)
        if (named or ("designation" in fields and len(fields) >= 2)) and (best is None or useful > best[0]):
            best = (useful, row, fields, notes)
    letters = {field: _index(head) for field, head in given.items() if _LETTERS.fullmatch(head)}
    if best is None and not letters:
        return None
    fields = dict(best[2]) if best else {}
    names = {column: str(value) for column, value in best[1].cells.items()} if best else {}
    for field, column in letters.items():
        # « quantity=U » is the column headed « U » where there is one, else column U
        if field not in fields or fold(given[field]) != fold(names.get(fields[field], "")):
            fields[field] = column
    if "designation" not in fields:
        return None
    head = best[1].number if best else 0
    missing = tuple(f"l'entête « {given[f]} » donné pour {f} n'y a pas été trouvé" for f in given if f not in fields)
    return Columns(fields, head, names, _dotted(table, head), (*(best[3] if best else ()), *missing))


def _heads(row: Row, rules: PurchaseRules) -> tuple[dict[str, int], tuple[str, ...]]:
    """The fields that a row's cells name; a cell with a number in it is no head."""
    found: dict[str, list[tuple[int, int]]] = {}
    for column, value in row.cells.items():
        if not isinstance(value, str) or len(value) > _HEAD_LENGTH or number(value) is not None:
            continue
        folded = fold(value)
        hits = [(-len(hit.group()), c.rank, c.field) for c in rules.columns if (hit := c.cue.find(folded))]
        if hits:
            _, rank, field = min(hits)
            found.setdefault(_taxed(field, folded, rules), []).append((rank, column))
    notes = []
    for field, places in found.items():
        if len(places) > 1 and field not in ("description", "reference", "unit"):
            taken, left = (row.cells[column] for _, column in sorted(places)[:2])
            notes.append(f"deux colonnes pour {field} : « {taken} » est prise, « {left} » ne l'est pas ; choisissez avec --column {field}=…")
    return {field: min(places)[1] for field, places in found.items()}, tuple(notes)


def _taxed(field: str, folded: str, rules: PurchaseRules) -> str:
    return f"{field}_vat" if field in ("amount", "unit_price") and rules.with_tax.find(folded) else field


def _named(row: Row, head: str) -> int | None:
    wanted = " ".join(fold(head).split())
    return next((column for column, value in row.cells.items() if isinstance(value, str) and " ".join(fold(value).split()) == wanted), None)


def _index(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + ord(letter) - ord("A") + 1
    return value - 1


def _dotted(table: Table, head: int) -> frozenset[int]:
    """Columns that write decimals with a dot (« 12.50 », never « 12,5 »): there « 1.200 » is one and a fifth, not one thousand two hundred."""
    dots: set[int] = set()
    commas: set[int] = set()
    for row in table.rows:
        if row.number <= head:
            continue
        for column, value in row.cells.items():
            if isinstance(value, str) and value[:1].isdigit():
                bare = _MONEY.sub("", value).strip()
                if "," in bare:
                    commas.add(column)
                elif _DOT.search(bare):
                    dots.add(column)
    return frozenset(dots - commas)


def number(value: Value | None, *, dot: bool = False) -> float | None:
    """A cell as a number: « 1 234,56 € HT », « 12 ramettes », « (120,00) », None for words. `dot`: the column writes decimals with a dot."""
    if value is None or isinstance(value, float):
        return value
    bare = " ".join(_MONEY.sub(" ", value.replace("\N{MINUS SIGN}", "-").replace("'", " ")).split())
    found = _LEADING.fullmatch(bare)
    if found is None or "%" in bare:
        return None
    digits = found.group(1).strip()
    negative = digits.startswith(("-", "("))
    digits = digits.strip("-+( ").rstrip(".,")
    parsed = _plain(digits) if dot else parse_number(digits)
    return None if parsed is None else -parsed if negative else parsed


def _plain(digits: str) -> float | None:
    try:
        return float(digits.replace(" ", "").replace(",", ""))
    except ValueError:
        return None


def columns_words(columns: Columns) -> str:
    """The columns taken, for the report: « désignation = B « Libellé » ; … »."""
    return " ; ".join(f"{field} = {column_letter(column)}" + (f" « {columns.names[column]} »" if column in columns.names else "")
                      for field, column in sorted(columns.fields.items(), key=lambda item: item[1]))
