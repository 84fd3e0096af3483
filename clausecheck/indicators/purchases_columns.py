"""Which column of a table is what: by its head's words, or as the user says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from clausecheck.indicators.purchases_rules import FIELDS, PurchaseRules
from clausecheck.indicators.purchases_table import Row, Table, Value, column_letter
from clausecheck.text import fold
from clausecheck.text.numbers import parse_number

__all__ = ["ColumnError", "Columns", "columns_words", "find_columns", "given_found", "head_count", "heads_words", "number", "parse_mapping"]

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
    """`fields`: column by field; `first … head`: rows of the heads, 0 when columns were given by letter; `names` their words, `rows` as they
    stand; `dots`: columns whose decimals are written with a dot; `notes` for the reader; `absent`: fields given by
    a head or a letter that is not there."""

    fields: dict[str, int]
    head: int
    names: dict[int, str]
    dots: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    first: int = 0
    rows: tuple[dict[int, Value], ...] = ()
    absent: tuple[str, ...] = ()


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


def head_count(cells: Sequence[str], rules: PurchaseRules) -> int:
    """How many fields a row of texts names."""
    return len(_fields({column: (value,) for column, value in enumerate(cells) if value and _wordy(value)}, rules)[0])


@dataclass(frozen=True, slots=True)
class _Heads:
    """A row of heads, or two rows read as one. `words`: for each column the texts that may name its field, the fullest last."""

    rows: tuple[Row, ...]
    words: dict[int, tuple[str, ...]]
    fields: dict[str, int]
    notes: tuple[str, ...]


def find_columns(table: Table, rules: PurchaseRules, given: Mapping[str, str]) -> Columns | None:
    """The columns of a table, None when no row of heads is recognised and none is given. `given` wins over the words."""
    best: tuple[int, _Heads] | None = None
    for row, below in zip(table.rows[:_HEAD_ROWS], (*table.rows[1:], None), strict=False):
        heads = _read(row, below, rules)
        named = {field: column for field, head in given.items() if (column := _named(heads, head)) is not None}
        heads.fields.update(named)
        useful = len(heads.fields) + 10 * len(named)
        if (named or ("designation" in heads.fields and len(heads.fields) >= 2)) and (best is None or useful > best[0]):
            best = useful, heads
    return _columns(table, best[1] if best else _Heads((), {}, {}, ()), given)


def _columns(table: Table, heads: _Heads, given: Mapping[str, str]) -> Columns | None:
    """Columns given by letter added to those of the heads; None without a designation."""
    fields, names = dict(heads.fields), {column: texts[-1] for column, texts in heads.words.items()}
    absent = []
    for field, head in given.items():
        # « quantity=U » is the column headed « U » where there is one, else column U
        if _named(heads, head) is not None:
            continue
        if _lettered(table, head):
            fields[field] = _index(head)
        else:
            absent.append(field)
    if "designation" not in fields:
        return None
    first, last = (heads.rows[0].number, heads.rows[-1].number) if heads.rows else (0, 0)
    missing = tuple(f"la colonne « {given[f]} » donnée pour {f} n'y est pas" for f in absent)
    return Columns(
        fields, last, names, _dotted(table, last), (*heads.notes, *missing), first, tuple(row.cells for row in heads.rows), tuple(absent))


def _lettered(table: Table, head: str) -> bool:
    """True for the letter of a column that has something in it."""
    return _LETTERS.fullmatch(head) is not None and any(_index(head) in row.cells for row in table.rows)


def given_found(table: Table, columns: Columns | None, given: Mapping[str, str]) -> set[str]:
    """The fields given whose column is in the table, also when the table could not be used."""
    if columns is not None:
        return {field for field in given if field not in columns.absent}
    texts = {_flat(value) for row in table.rows[:_HEAD_ROWS] for value in row.cells.values() if _wordy(value)}
    return {field for field, head in given.items() if _flat(head) in texts or _lettered(table, head)}


def heads_words(table: Table, columns: Columns | None) -> str:
    """The heads of a table with their letters, as they can be given: those read, else the upper row that holds the most words."""
    if columns is not None and columns.names:
        names = columns.names
    else:
        rows = [{column: value for column, value in row.cells.items() if _wordy(value)} for row in table.rows[:_HEAD_ROWS]]
        names = max(rows, key=len, default={})
    return ", ".join(f"{column_letter(column)} « {name} »" for column, name in sorted(names.items())) or "aucun"


def _read(row: Row, below: Row | None, rules: PurchaseRules) -> _Heads:
    """The heads that begin at a row: with the row below when that holds words alone and nothing under the designation (« Prix » over « unitaire »,
    « total »)."""
    words: dict[int, tuple[str, ...]] = {column: (value,) for column, value in row.cells.items() if _wordy(value)}
    fields, notes = _fields(words, rules)
    if below is None or below.number != row.number + 1 or len(fields) < 2 or "designation" not in fields or fields["designation"] in below.cells:
        return _Heads((row,), words, fields, notes)
    if len(below.cells) < 2 or not all(_wordy(value) for value in below.cells.values()):
        return _Heads((row,), words, fields, notes)
    joined = dict(words)
    for column, value in below.cells.items():
        left = max((other for other in words if other <= column), default=None)
        over = words[left][0] if left is not None else ""
        joined[column] = (str(value), f"{over} {value}".strip())
    fields, notes = _fields(joined, rules)
    return _Heads((row, below), joined, fields, notes)


def _wordy(value: Value) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) <= _HEAD_LENGTH and number(value) is None


def _fields(words: Mapping[int, tuple[str, ...]], rules: PurchaseRules) -> tuple[dict[str, int], tuple[str, ...]]:
    """The fields that heads name, and a note for each field that two columns claim."""
    found: dict[str, list[tuple[int, int]]] = {}
    for column, texts in words.items():
        for text in texts:
            folded = fold(text)
            hits = [(-len(hit.group()), c.rank, c.field) for c in rules.columns if (hit := c.cue.find(folded))]
            if hits:
                _, rank, field = min(hits)
                found.setdefault(_taxed(field, fold(texts[-1]), rules), []).append((rank, column))
                break
    notes = []
    for field, places in found.items():
        if len(places) > 1 and field not in ("description", "reference", "unit"):
            taken, left = (words[column][-1] for _, column in sorted(places)[:2])
            notes.append(f"deux colonnes pour {field} : « {taken} » est prise, « {left} » ne l'est pas ; choisissez avec --column {field}=…")
    return {field: min(places)[1] for field, places in found.items()}, tuple(notes)


def _taxed(field: str, folded: str, rules: PurchaseRules) -> str:
    return f"{field}_vat" if field in ("amount", "unit_price") and rules.with_tax.find(folded) else field


def _named(heads: _Heads, head: str) -> int | None:
    return next((column for column, texts in heads.words.items() if _flat(head) in map(_flat, texts)), None)


def _flat(text: str) -> str:
    return " ".join(fold(text).split())


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
