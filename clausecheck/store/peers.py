"""A tender among its peers: where its scores stand among those of the same sector and year in the store."""

from __future__ import annotations

from dataclasses import dataclass

from clausecheck.store.rows import Rows

__all__ = ["FEWEST", "Peers", "Standing", "peers_of"]

FEWEST = 5
"""With fewer other tenders than this, a rank or a median says nothing."""
SCORES = ("conformity", "ambition")


@dataclass(frozen=True, slots=True)
class Standing:
    """One score (0–100) among `count` tenders, this one included: `rank` 1 is the highest, equal scores share a rank. Quartiles by linear
    interpolation between the two nearest scores; all None when there are too few others (FEWEST)."""

    score: float
    count: int
    rank: int | None
    low: float | None
    median: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Peers:
    """`sector` "" or `year` None: not known, so there are no peers. A standing is None when the tender has no such score, or no peers."""

    sector: str
    year: int | None
    conformity: Standing | None
    ambition: Standing | None


def peers_of(store: Rows, key: str) -> Peers:
    """Where a stored tender stands. Raises KeyError for an unknown key."""
    _, rows = store.query("SELECT sector, year, conformity, ambition FROM tenders WHERE key = ?", (key,))
    row = next(rows, None)
    if row is None:
        raise KeyError(key)
    sector, year, *scores = row
    if not sector or not year:
        return Peers(sector, year or None, None, None)
    conformity, ambition = (_standing(store, sector, year, name, score) for name, score in zip(SCORES, scores, strict=True))
    return Peers(sector, year, conformity, ambition)


def _standing(store: Rows, sector: str, year: int, name: str, score: float | None) -> Standing | None:
    if score is None:
        return None
    among = f"FROM tenders WHERE sector = ? AND year = ? AND {name} IS NOT NULL"
    _, counted = store.query(f"SELECT count(*), sum({name} > ?) {among}", (score, sector, year))
    count, above = next(counted)
    if count - 1 < FEWEST:
        return Standing(score, count, None, None, None, None)

    def quantile(share: float) -> float:
        place = (count - 1) * share
        _, rows = store.query(f"SELECT {name} {among} ORDER BY {name} LIMIT 2 OFFSET ?", (sector, year, int(place)))
        values = [value for (value,) in rows]
        return float(round(values[0] + (values[-1] - values[0]) * (place - int(place)), 2))

    return Standing(score, count, above + 1, quantile(0.25), quantile(0.5), quantile(0.75))
