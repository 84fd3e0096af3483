"""What is known of one line of purchase, and of a row that is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["CIRCULAR", "Aside", "AsideKind", "Condition", "Line", "Purchases"]


class Condition(StrEnum):
    """What a line says of the state of a product. Several can hold together; none means that the line does not say."""

    NEW = "new"
    RECONDITIONED = "reconditioned"
    REUSED = "reused"
    RECYCLED = "recycled"
    GIFT = "gift"


CIRCULAR: frozenset[Condition] = frozenset({Condition.RECONDITIONED, Condition.REUSED, Condition.RECYCLED})
"""States counted in the share of recycled and reconditioned products."""


class AsideKind(StrEnum):
    """Why a row is no line of purchase. A service is one, but no product."""

    TOTAL = "total"
    SERVICE = "service"
    SECTION = "section"
    NOTE = "note"
    HEADER = "header"


@dataclass(frozen=True, slots=True)
class Line:
    """One product bought. `row` is the row of the sheet, from 1.

    `family` is an id of rules/sectors, "" when the line could not be classed, and `why` the words that decided. `year` is that of
    its date column. `value` in euros, without tax unless
    `with_tax`; None when it cannot be told. `ambiguous`: the line leaves the choice (« neuf ou reconditionné »), nothing is counted for it.
    `recycled_percent` 0–100; `repair_index` 0–10; `repair_class` A–E; `repairable` by the convention of rules/indicators/purchases.yaml.
    """

    file: str
    sheet: str
    row: int
    designation: str
    section: str = ""
    family: str = ""
    why: str = ""
    conditions: tuple[Condition, ...] = ()
    state_why: str = ""
    ambiguous: bool = False
    recycled_percent: float | None = None
    repair_index: float | None = None
    repair_class: str = ""
    repairable: bool = False
    quantity: float | None = None
    value: float | None = None
    with_tax: bool = False
    year: int | None = None

    @property
    def circular(self) -> bool:
        """Recycled, reconditioned or reused."""
        return any(condition in CIRCULAR for condition in self.conditions)

    @property
    def reuse(self) -> bool:
        """Reconditioned or reused: « réemploi ou réutilisation »."""
        return Condition.RECONDITIONED in self.conditions or Condition.REUSED in self.conditions


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that is no product line, kept so that every row read is accounted for. `amount` in euros as written."""

    kind: AsideKind
    file: str
    sheet: str
    row: int
    text: str
    amount: float | None = None


@dataclass(frozen=True, slots=True)
class Purchases:
    """Everything read: product lines, rows set aside, French notes for the reader, and files or sheets that could not be used (`failed`).
    `repair_threshold`: the index from which a product was counted as repairable, None while files are read one by one. `given`: the fields whose
    column the user named and that is in some table; `heads`: one French line on the column heads of each table."""

    lines: tuple[Line, ...] = ()
    asides: tuple[Aside, ...] = ()
    notes: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    repair_threshold: float | None = None
    given: frozenset[str] = frozenset()
    heads: tuple[str, ...] = ()
