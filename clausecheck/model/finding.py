"""What was found in one document, and what is counted over all of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "APART",
    "CORE",
    "ENVIRONMENTAL",
    "ClauseFinding",
    "Decision",
    "Demand",
    "Family",
    "Force",
    "LabelFinding",
    "Nature",
    "Quantity",
    "Stage",
    "Strength",
    "StrengthPart",
]


class Family(StrEnum):
    """Families of clauses; each is defined in docs/annotation.md."""

    REUSE = "reuse"
    REPAIRABILITY = "repairability"
    DURABILITY = "durability"
    RECYCLED = "recycled"
    END_OF_LIFE = "end-of-life"
    PACKAGING = "packaging"
    ENERGY = "energy"
    CLIMATE = "climate"
    TRANSPORT = "transport"
    SUBSTANCES = "substances"
    NATURE = "nature"
    MATERIALS = "materials"
    FOOD = "food"
    ECODESIGN = "ecodesign"
    HOSTING = "hosting"
    SOFTWARE = "software"
    NUISANCE = "nuisance"
    MANAGEMENT = "management"
    GENERAL = "general"
    SOCIAL = "social"
    ACCESSIBILITY = "accessibility"


APART: frozenset[Family] = frozenset({Family.SOCIAL, Family.ACCESSIBILITY})
CORE: frozenset[Family] = frozenset({Family.REUSE, Family.REPAIRABILITY, Family.DURABILITY, Family.RECYCLED})
ENVIRONMENTAL: frozenset[Family] = frozenset(Family) - APART


class Force(StrEnum):
    """How firmly something is asked."""

    REQUIRED = "required"
    SCORED = "scored"
    ENCOURAGED = "encouraged"
    INFORMATIVE = "informative"
    EXCLUDED = "excluded"

    @property
    def demand(self) -> bool:
        """True for what the indicators count: required or scored."""
        return self in (Force.REQUIRED, Force.SCORED)


class Stage(StrEnum):
    """Where a demand bites."""

    SPECIFICATION = "technical-specification"
    PERFORMANCE = "performance-condition"
    AWARD = "award-criterion"
    SELECTION = "selection-criterion"
    OTHER = "other"


class Nature(StrEnum):
    """The catalogue's 13 kinds of scheme, and `unspecified` for an ecolabel asked for without a name."""

    ISO14024_TYPE_I = "iso14024_type1"
    CERTIFIED = "certified_label"
    FOREST = "forest"
    TEXTILE = "textile"
    FOOD = "food"
    BUILDING = "building"
    ENERGY_RATING = "energy_rating"
    REUSE_REPAIR = "reuse_repair"
    EPD = "epd_iso14025"
    MANAGEMENT = "management_system"
    CHARTER = "sector_charter"
    SOCIAL = "social"
    SELF_DECLARED = "self_declared_iso14021"
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class Quantity:
    """"au moins 20 % en valeur" is Quantity(20, "%", ">=", "en valeur"). `comparator` is one of >= <= > < = ; `unit` as written, normalised."""

    value: float
    unit: str
    comparator: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class StrengthPart:
    """One component of the strength grid; `points` out of `out_of`, and why."""

    id: str
    points: float
    out_of: float
    why: str


@dataclass(frozen=True, slots=True)
class Strength:
    """How strong a clause is by the grid of rules/score/strength.yaml."""

    points: float
    out_of: float
    parts: tuple[StrengthPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What an officer decided about a finding or check: `status` "accepted" or "dismissed"; `date` ISO 8601."""

    status: str
    by: str
    date: str
    reason: str


@dataclass(frozen=True, slots=True)
class LabelFinding:
    """A scheme named at one place. `label` is the catalogue id after roll-up of sub-scopes; `scope` the id as named.

    `quote` is the sentence, `start … end` the matched words, `quote_start … quote_end` the sentence.
    """

    id: str
    label: str
    name: str
    nature: Nature
    strict: bool
    tier: str | None
    quote: str
    page: int | None
    block: int
    section: str
    lots: tuple[str, ...]
    force: Force
    stage: Stage
    equivalent: bool | None
    rule: str
    cues: tuple[str, ...]
    start: int
    end: int
    quote_start: int
    quote_end: int
    scope: str = ""
    note: str = ""
    why: tuple[str, ...] = ()
    demand: str | None = None
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class ClauseFinding:
    """A clause at one place; the same conventions as LabelFinding. `title` is the rule's French title."""

    id: str
    family: Family
    title: str
    quote: str
    page: int | None
    block: int
    section: str
    lots: tuple[str, ...]
    force: Force
    stage: Stage
    rule: str
    cues: tuple[str, ...]
    start: int
    end: int
    quote_start: int
    quote_end: int
    quantity: Quantity | None = None
    strength: Strength | None = None
    why: tuple[str, ...] = ()
    demand: str | None = None
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """What is counted: one row a demand, however often it is written. `places` are (document index, row index in its labels or clauses)."""

    id: str
    what: str
    key: str
    force: Force
    lots: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
