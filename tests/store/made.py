"""Records made by hand and at random."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from clausecheck.model import Contract, Counted, CountedClause, CountedLabel, Family, Force, IssueCode, Nature, ReadingIssue, Stage
from clausecheck.store.record import CheckRow, DocumentRow, Provenance, Record, pack
from clausecheck.store.store import Store

__all__ = ["CLAUSE", "LABEL", "PROVENANCE", "WHOLE", "clause", "faults", "label", "random_record", "record"]

PROVENANCE = Provenance("0.1.0", "2026.1", "c" * 64, "2026-09-01", "read", (("ocr", "true"),))
LABEL = CountedLabel(
    "d001", "eu-ecolabel", "Écolabel européen", Nature.ISO14024_TYPE_I, True, True, Force.REQUIRED, Stage.SPECIFICATION, True, (), "cctp.docx", 2,
    "Article 3", "Le papier est certifié Écolabel européen.")
CLAUSE = CountedClause(
    "d100", Family.REUSE, "Matériel reconditionné", Force.REQUIRED, Stage.SPECIFICATION, (), "cctp.docx", 3, "Article 4",
    "Les appareils livrés sont reconditionnés.", "reuse-reconditionne", 2, 9.0, 15.0)
WHOLE = tuple(DocumentRow(f"{kind}.docx", "a" * 64, "docx", kind, None, 900, "complete") for kind in ("rc", "ccp"))


def label(**changes: object) -> CountedLabel:
    """A required Écolabel européen, changed."""
    return replace(LABEL, **changes)  # type: ignore[arg-type]


def clause(**changes: object) -> CountedClause:
    """A required clause on reconditioned goods, changed."""
    return replace(CLAUSE, **changes)  # type: ignore[arg-type]


def record(key: str, *demands: CountedLabel | CountedClause, found: tuple[str, ...] = (), social: tuple[str, ...] = (), documents: object = WHOLE,
           criterion: bool | None = None, checks: tuple[CheckRow, ...] = (), conformity: float | None = None, ambition: float | None = None,
           status: str = "checked", failure: str = "", message: str = "", fingerprint: str = "f1", **fields: object) -> Record:
    """A checked tender with rules and contract read whole; `fields` are those of its contract."""
    labels = tuple(row for row in demands if isinstance(row, CountedLabel))
    clauses = tuple(row for row in demands if isinstance(row, CountedClause))
    return Record(
        key, fingerprint, Contract(key=key, **fields), Counted(labels, clauses, criterion, found, social),  # type: ignore[arg-type]
        status, failure, message, PROVENANCE, documents, checks=checks, conformity=conformity, ambition=ambition,  # type: ignore[arg-type]
        report_json=pack({"schema": "s", "key": key}), extra_json=pack({}))


_SCHEMES = (
    {"label": "eu-ecolabel"}, {"label": "fsc", "name": "FSC", "nature": Nature.FOREST, "strict": False},
    {"label": "iso-14001", "name": "ISO 14001", "nature": Nature.MANAGEMENT, "strict": False, "wide": False},
    {"label": "generic-ecolabel", "name": "Écolabel", "nature": Nature.UNSPECIFIED, "strict": False, "wide": False},
    {"label": "fairtrade", "name": "Fairtrade", "nature": Nature.SOCIAL, "strict": False, "wide": False},
)
_VALUES = ("Clause environnementale", "Critère environnemental", "Pas de considération environnementale")


def random_record(key: str, chance: random.Random) -> Record:
    """Any record: read or not, with any contract, demands and scores."""
    if chance.random() < 0.15:
        broken = DocumentRow("a.pdf", "", "pdf", "other", 3, 0, "failed", (ReadingIssue(IssueCode.ENCRYPTED, "« a.pdf » est chiffré."),))
        return record(key, documents=(broken,), status="failed", failure=chance.choice(["encrypted", "timeout"]), message="« a.pdf » est chiffré.",
                      notified=chance.choice(["", "2024-05-01"]), buyer=chance.choice(["", "Ville A"]))
    demands: list[CountedLabel | CountedClause] = [
        label(demand=f"d{n}", equivalent=chance.choice([True, False, None]), force=chance.choice([Force.REQUIRED, Force.SCORED]),
              lots=chance.choice([(), ("1", "2")]), **chance.choice(_SCHEMES)) for n in range(chance.randint(0, 3))]
    demands += [clause(demand=f"c{n}", family=chance.choice(list(Family)), stage=chance.choice(list(Stage))) for n in range(chance.randint(0, 3))]
    partial = chance.random() < 0.2
    declared = chance.choice([None, (), (_VALUES[0],), _VALUES[:2], (_VALUES[2],)])
    return record(
        key, *demands, found=chance.choice([(), (_VALUES[0],), (_VALUES[2],)]), documents=WHOLE[: chance.choice([1, 2])],
        criterion=chance.choice([True, False, None]), checks=tuple(
            CheckRow(f"CK-{n:02}", chance.choice(["met", "missing", "not-applicable", "to-verify"]), "obligation") for n in range(4)),
        conformity=chance.choice([None, 50.0, 66.6667]), ambition=chance.choice([None, 0.0, 41.6, 33.333]),
        status="partial" if partial else "checked", message="page 3" if partial else "",
        notified=chance.choice(["", "2024-05-01", "2025-01-31"]), buyer=chance.choice(["", "Ville A", "Pays d'Ôtrelieu"]),
        amount=chance.choice([None, 0.1, 199999.99, 1e300, float("inf")]), cpv=chance.choice([(), ("30190000-7",)]),
        sectors=chance.choice([(), ("paper",), ("furniture", "paper")]), department=chance.choice(["", "62", "2A"]), declared_environmental=declared)


def faults(path: Path) -> list[str]:
    """What is wrong with a store: damage, counts that a recount changes, rows without a tender or twice. Empty when all is well."""
    out = []
    with Store.open(path) as store:
        base = store._base
        if base.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            out.append("damaged")
        kept = base.execute("SELECT * FROM aggregates").fetchall()
        store.recount()
        if kept != base.execute("SELECT * FROM aggregates").fetchall():
            out.append("counts")
        if base.execute("SELECT count(*) - count(DISTINCT key) FROM tenders").fetchone() != (0,):
            out.append("doubled")
        for table in ("documents", "issues", "labels", "clauses", "checks", "reports"):
            if base.execute(f"SELECT count(*) FROM {table} WHERE tender NOT IN (SELECT tender FROM tenders)").fetchone() != (0,):
                out.append(f"orphans in {table}")
    return out
