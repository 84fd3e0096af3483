"""The tables of a store and how an older store is brought up to date. The schema's version is SQLite's `user_version`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from sqlite3 import Connection

__all__ = ["APPLICATION", "MIGRATIONS", "TABLES", "migrate", "version_of"]

APPLICATION = 0x434C4155
"""`application_id` of the file ("CLAU"): tells a store from any other SQLite file."""

TABLES = (
    "tenders", "documents", "issues", "labels", "clauses", "criteria", "checks", "score_parts", "policies", "provenance", "not_applicable",
    "label_names", "aggregates", "reports",
)
"""Tables with content, in the order of the documentation; `meta` is beside them."""

_FIRST = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE provenance (
    id INTEGER PRIMARY KEY, tool_version TEXT NOT NULL, rules_version TEXT NOT NULL, rules_sha256 TEXT NOT NULL, applied_on TEXT NOT NULL,
    on_source TEXT NOT NULL, options TEXT NOT NULL);
CREATE TABLE label_names (label TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE not_applicable (id INTEGER PRIMARY KEY, checks TEXT NOT NULL);
CREATE TABLE tenders (
    tender INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL, status TEXT NOT NULL, failure TEXT NOT NULL,
    message TEXT NOT NULL, provenance INTEGER NOT NULL REFERENCES provenance (id), title TEXT NOT NULL, reference TEXT NOT NULL,
    object TEXT NOT NULL, buyer TEXT NOT NULL, siret TEXT NOT NULL, buyer_kind TEXT NOT NULL, department TEXT NOT NULL, cpv TEXT NOT NULL,
    sectors TEXT NOT NULL, procedure TEXT NOT NULL, launch_date TEXT NOT NULL, notified TEXT NOT NULL, amount REAL, year INTEGER NOT NULL,
    sector TEXT NOT NULL, division TEXT NOT NULL, declared_environmental TEXT, declared_social TEXT, found_environmental TEXT NOT NULL,
    found_social TEXT NOT NULL, disagrees INTEGER NOT NULL, environmental_criterion INTEGER, demands INTEGER NOT NULL, labels INTEGER NOT NULL,
    conformity REAL, ambition REAL, not_applicable INTEGER REFERENCES not_applicable (id), seconds REAL NOT NULL, peak_mb REAL NOT NULL,
    attempts INTEGER NOT NULL);
CREATE TABLE documents (
    tender INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, format TEXT NOT NULL, kind TEXT NOT NULL,
    pages INTEGER, words INTEGER NOT NULL, status TEXT NOT NULL, PRIMARY KEY (tender, position)) WITHOUT ROWID;
CREATE TABLE issues (
    tender INTEGER NOT NULL, document INTEGER NOT NULL, position INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, page INTEGER,
    PRIMARY KEY (tender, document, position)) WITHOUT ROWID;
CREATE TABLE labels (
    tender INTEGER NOT NULL, position INTEGER NOT NULL, demand TEXT NOT NULL, label TEXT NOT NULL, name TEXT NOT NULL, nature TEXT NOT NULL,
    strict INTEGER NOT NULL, wide INTEGER NOT NULL, force TEXT NOT NULL, stage TEXT NOT NULL, equivalent INTEGER, lots TEXT NOT NULL,
    document TEXT NOT NULL, page INTEGER, section TEXT NOT NULL, quote TEXT NOT NULL, places INTEGER NOT NULL, tier TEXT,
    PRIMARY KEY (tender, position)) WITHOUT ROWID;
CREATE TABLE clauses (
    tender INTEGER NOT NULL, position INTEGER NOT NULL, demand TEXT NOT NULL, family TEXT NOT NULL, title TEXT NOT NULL, force TEXT NOT NULL,
    stage TEXT NOT NULL, lots TEXT NOT NULL, document TEXT NOT NULL, page INTEGER, section TEXT NOT NULL, quote TEXT NOT NULL,
    rule TEXT NOT NULL, places INTEGER NOT NULL, points REAL, out_of REAL, PRIMARY KEY (tender, position)) WITHOUT ROWID;
CREATE TABLE criteria (
    tender INTEGER NOT NULL, position INTEGER NOT NULL, document TEXT NOT NULL, name TEXT NOT NULL, weight REAL, unit TEXT, lot TEXT,
    parent TEXT, environmental INTEGER NOT NULL, page INTEGER, kind TEXT NOT NULL, PRIMARY KEY (tender, position)) WITHOUT ROWID;
CREATE TABLE checks (
    tender INTEGER NOT NULL, id TEXT NOT NULL, verdict TEXT NOT NULL, severity TEXT NOT NULL, PRIMARY KEY (tender, id)) WITHOUT ROWID;
CREATE TABLE score_parts (
    tender INTEGER NOT NULL, score TEXT NOT NULL, id TEXT NOT NULL, points REAL NOT NULL, out_of REAL NOT NULL,
    PRIMARY KEY (tender, score, id)) WITHOUT ROWID;
CREATE TABLE policies (
    tender INTEGER NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (tender, position)) WITHOUT ROWID;
CREATE TABLE reports (tender INTEGER PRIMARY KEY, body BLOB NOT NULL, extra BLOB NOT NULL);
CREATE TABLE aggregates (
    dimension TEXT NOT NULL, measure TEXT NOT NULL, key TEXT NOT NULL, year INTEGER NOT NULL, value TEXT NOT NULL, contracts INTEGER NOT NULL,
    demands INTEGER NOT NULL, cents INTEGER NOT NULL, known INTEGER NOT NULL, points INTEGER NOT NULL,
    PRIMARY KEY (dimension, measure, key, year, value)) WITHOUT ROWID;
CREATE INDEX tenders_year ON tenders (year);
CREATE INDEX tenders_buyer ON tenders (buyer, year);
CREATE INDEX tenders_sector ON tenders (sector, year);
CREATE INDEX tenders_siret ON tenders (siret, year);
CREATE INDEX tenders_provenance ON tenders (provenance);
CREATE INDEX tenders_not_applicable ON tenders (not_applicable);
CREATE INDEX tenders_without ON tenders (year, buyer, sector, key) WHERE status <> 'failed' AND demands = 0;
CREATE INDEX tenders_disagree ON tenders (year, buyer, sector, key) WHERE disagrees = 1;
CREATE INDEX tenders_unread ON tenders (status, failure, year, buyer, sector, key) WHERE status <> 'checked';
CREATE INDEX tenders_ambition ON tenders (sector, year, ambition, key) WHERE ambition IS NOT NULL;
CREATE INDEX tenders_conformity ON tenders (sector, year, conformity, key) WHERE conformity IS NOT NULL
"""
"""In `tenders`: `year` 0 when unknown; `demands` counts environmental demands; lists are JSON arrays. In `aggregates`: `cents` is an amount in
hundredths of euros over the `known` contracts, `points` a score in hundredths."""


def _first(base: Connection) -> None:
    for statement in _FIRST.split(";"):
        base.execute(statement)
    base.execute(f"PRAGMA application_id = {APPLICATION}")


MIGRATIONS: Sequence[Callable[[Connection], None]] = (_first,)
"""The n-th brings a store from version n to n + 1; the first makes an empty file a store. Never change one that has been published."""


def version_of(base: Connection) -> int:
    """Version of the schema; 0 for an empty file."""
    return int(base.execute("PRAGMA user_version").fetchone()[0])


def migrate(base: Connection) -> bool:
    """Bring the store to the current version, in the transaction that is open. True when something was done."""
    version = version_of(base)
    for step in MIGRATIONS[version:]:
        step(base)
    if version == len(MIGRATIONS):
        return False
    base.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    return True
