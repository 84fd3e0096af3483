"""What the store and the indicators know of one tender: the contract it became, and its demands as they are counted."""

from __future__ import annotations

from dataclasses import dataclass

from clausecheck.model.finding import Family, Force, Nature, Stage

__all__ = ["Contract", "Counted", "CountedClause", "CountedLabel"]


@dataclass(frozen=True, slots=True)
class Contract:
    """One tender among many. `key` is its id in a manifest, or its path in the folder given; it is unique in a store.

    `siret` is the buyer's; `department` its number ("62", "2A", "974"); dates are ISO 8601; `amount` in euros without tax. `declared_*` are the
    considerations the buyer declared in the essential data, None when nothing says whether there was a declaration. Empty strings: not known.
    """

    key: str
    title: str = ""
    reference: str = ""
    object: str = ""
    buyer: str = ""
    siret: str = ""
    buyer_kind: str = ""
    department: str = ""
    cpv: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    procedure: str = ""
    launch_date: str = ""
    notified: str = ""
    amount: float | None = None
    declared_environmental: tuple[str, ...] | None = None
    declared_social: tuple[str, ...] | None = None

    @property
    def year(self) -> int | None:
        """Year of notification, else of launch; None when neither is known."""
        day = self.notified or self.launch_date
        return int(day[:4]) if day[:4].isdigit() else None

    @property
    def division(self) -> str:
        """The two first digits of the first CPV code, "" without a code."""
        return self.cpv[0][:2] if self.cpv else ""

    @property
    def sector(self) -> str:
        """The first sector, "" when none is known."""
        return self.sectors[0] if self.sectors else ""


@dataclass(frozen=True, slots=True)
class CountedLabel:
    """One label demand of a tender, counted once however many pieces name it; the place is that of its firmest row.

    `label` is the catalogue id after roll-up. `nature` is `unspecified` for an ecolabel asked for without a name, which is no distinct label.
    `equivalent`: True when one of its places accepts an equivalent, False when none does, None when that does not arise.
    """

    demand: str
    label: str
    name: str
    nature: Nature
    strict: bool
    wide: bool
    force: Force
    stage: Stage
    equivalent: bool | None
    lots: tuple[str, ...]
    document: str
    page: int | None
    section: str
    quote: str
    places: int = 1
    tier: str | None = None


@dataclass(frozen=True, slots=True)
class CountedClause:
    """One clause demand of a tender, counted once; the place is that of its firmest row. `rule` found it.

    `points` out of `out_of` is its strength, None when it has none.
    """

    demand: str
    family: Family
    title: str
    force: Force
    stage: Stage
    lots: tuple[str, ...]
    document: str
    page: int | None
    section: str
    quote: str
    rule: str
    places: int = 1
    points: float | None = None
    out_of: float | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """A tender's demands as they are counted.

    `environmental_criterion`: whether an award criterion is environmental, None when no criterion was read.
    `environmental`, `social`: considerations in the values of the DECP schema, empty when the pieces given cannot tell.
    """

    labels: tuple[CountedLabel, ...] = ()
    clauses: tuple[CountedClause, ...] = ()
    environmental_criterion: bool | None = None
    environmental: tuple[str, ...] = ()
    social: tuple[str, ...] = ()
