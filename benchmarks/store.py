"""How fast a large store answers: a synthetic store of N tenders with ten findings each, then every ready question and the indicator counts.

    python -m benchmarks.store [N] [--folder DIR] [--keep]

N is 20,000 by default. The store is written through Store.write, as a batch does, and removed afterwards. The limits (2 s for a question, 0.1 s for
the counts of the indicators) are those of a million tenders; exit code 1 when one is passed. Every question is timed on a store that was closed and
opened again, the first time it is asked; the system's own file cache is warm.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clausecheck.indicators.fast import count_quickly
from clausecheck.model import Contract, Counted, CountedClause, CountedLabel, Family, Force, IssueCode, Nature, ReadingIssue, Stage
from clausecheck.store.filters import Filters, chosen
from clausecheck.store.peers import peers_of
from clausecheck.store.questions import QUESTIONS, ask
from clausecheck.store.record import CheckRow, DocumentRow, Provenance, Record, pack
from clausecheck.store.store import Store

QUESTION_S, COUNTS_S = 2.0, 0.1
_WRITTEN = 25_000
_FINDINGS = 10
_SHOWN = 51
_SECTORS = tuple(f"sector-{number:02d}" for number in range(30))
_WORDS = (
    "le", "titulaire", "fournit", "des", "produits", "dont", "la", "part", "de", "matière", "recyclée", "est", "justifiée", "par", "une",
    "attestation", "remise", "avant", "chaque", "livraison")
_VERDICTS = ("met", "missing", "to-verify", "partial", "not-applicable")
_DECLARED = ("Clause environnementale", "Critère environnemental")


def _pool(chance: random.Random) -> tuple[list[CountedLabel], list[CountedClause]]:
    """A few thousand findings to draw from; the rows of a store differ by their tender and place."""
    natures = [nature for nature in Nature if nature is not Nature.UNSPECIFIED]
    labels, clauses = [], []
    for number in range(2_000):
        scheme = number % 90
        nature = natures[scheme % len(natures)]
        strict = nature is Nature.ISO14024_TYPE_I
        labels.append(CountedLabel(
            f"d{number:03d}", f"scheme-{scheme:02d}", f"Label {scheme:02d}", nature, strict, strict or scheme % 3 == 0,
            chance.choice((Force.REQUIRED, Force.SCORED)), chance.choice(list(Stage)), chance.choice((True, False)), (), "cctp.pdf",
            chance.randint(1, 90), f"Article {number % 40}", _sentence(chance)))
        clauses.append(CountedClause(
            f"c{number:03d}", chance.choice(list(Family)), "Clause", chance.choice((Force.REQUIRED, Force.SCORED)), chance.choice(list(Stage)), (),
            "cctp.pdf", chance.randint(1, 90), f"Article {number % 40}", _sentence(chance), f"rule-{number % 300}", 1, 6.0, 15.0))
    return labels, clauses


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=24)).capitalize() + "."


def records(count: int, seed: int = 1) -> Iterator[Record]:
    """`count` tenders: 3 % failed, 8 % without any demand, 24 checks that apply, 16 that do not, a report of about 1 kB."""
    chance = random.Random(seed)
    labels, clauses = _pool(chance)
    buyers = [f"Acheteur public numéro {number}" for number in range(max(20, count // 50))]
    checks = tuple(CheckRow(f"CK-{n:02d}", _VERDICTS[min(n // 6, 4)], "obligation") for n in range(40))
    body, extra = pack({"schema": "synthetic", "words": chance.choices(range(10_000), k=420)}), pack({})
    pieces = tuple(DocumentRow(f"{kind}.pdf", "a" * 64, "pdf", kind, 30, 9_000, "complete") for kind in ("rc", "ccap", "cctp"))
    encrypted = ReadingIssue(IssueCode.ENCRYPTED, "« cctp.pdf » est chiffré.")
    broken = (DocumentRow("cctp.pdf", "b" * 64, "pdf", "other", None, 0, "failed", (encrypted,)),)
    for number in range(count):
        contract = _contract(number, chance, buyers)
        made = Provenance("0.1.0", "2026.1", "c" * 64, f"{contract.year}-01-01", "read")
        if chance.random() < 0.03:
            yield Record(contract.key, "f", contract, Counted(), "failed", "encrypted", encrypted.message, made, broken)
            continue
        demands = 0 if chance.random() < 0.08 else _FINDINGS // 2
        counted = Counted(
            tuple(chance.sample(labels, demands)), tuple(chance.sample(clauses, demands)), chance.random() < 0.4,
            _DECLARED[:1] if demands else ("Pas de considération environnementale",))
        yield Record(
            contract.key, "f", contract, counted, "checked", "", "", made, pieces, (), checks, (), round(chance.uniform(0, 100), 2),
            round(chance.uniform(0, 100), 2), report_json=body, extra_json=extra)


def _contract(number: int, chance: random.Random, buyers: list[str]) -> Contract:
    on = f"{2015 + number % 10}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    return Contract(
        f"marche-{number:07d}", f"Marché {number}", "", "Fournitures et services", chance.choice(buyers), "", "commune", str(chance.randint(1, 95)),
        (f"{chance.randint(10, 98)}000000-0",), (chance.choice(_SECTORS),), "", on, "", round(chance.uniform(1e4, 1e6), 2),
        chance.choice((None, None, None, (), _DECLARED[:1], _DECLARED)), None)


def fill(path: Path, count: int) -> float:
    """Write the store; seconds."""
    started = time.perf_counter()
    with Store.open(path) as store:
        waiting: list[Record] = []
        for number, record in enumerate(records(count), 1):
            waiting.append(record)
            if len(waiting) == _WRITTEN or number == count:
                store.write(waiting)
                waiting.clear()
            if number % 100_000 == 0:
                print(f"  {number:,} tenders, {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    return time.perf_counter() - started


def ask_all(path: Path) -> list[tuple[str, float, float]]:
    """(what, seconds, limit) for every ready question, plain and narrowed down, and for the counts of the indicators."""
    with Store.open(path, readonly=True) as store:
        _, rows = store.query("SELECT buyer FROM tenders WHERE tender = 7")
        buyer = str(next(rows)[0])
    narrowed: tuple[tuple[str, dict[str, Any]], ...] = (
        ("", {}), (" --year", {"year": 2022}), (" --sector", {"sector": _SECTORS[3]}), (" --buyer", {"buyer": buyer}))
    out = []
    for name in QUESTIONS:
        for suffix, given in narrowed:
            with Store.open(path, readonly=True) as store:
                started = time.perf_counter()
                filters = chosen(store, **given) if given else Filters()
                list(ask(store, name, filters, limit=_SHOWN).rows)
                out.append((f"query {name}{suffix}", time.perf_counter() - started, QUESTION_S))
    for dimension, year in (("all", None), ("all", 2022), ("year", None), ("sector", 2022), ("department", 2022), ("division", 2022)):
        with Store.open(path, readonly=True) as store:
            started = time.perf_counter()
            store.aggregates(dimension, year=year)
            what = f"counts by {dimension}{f' in {year}' if year else ''}"
            out.append((what, time.perf_counter() - started, COUNTS_S if dimension == "all" else QUESTION_S))
    for by in ((), ("year", "sector", "division")):
        with Store.open(path, readonly=True) as store:
            started = time.perf_counter()
            count_quickly(store, by=by)
            out.append((f"every figure of the indicators{', by year, sector, division' if by else ''}", time.perf_counter() - started, QUESTION_S))
    with Store.open(path, readonly=True) as store:
        started = time.perf_counter()
        peers_of(store, "marche-0000010")
        out.append(("place among peers", time.perf_counter() - started, QUESTION_S))
    return out


def main() -> int:
    """Run and print; 1 when a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="where the store is made (default: the temporary folder)")
    parser.add_argument("--keep", action="store_true", help="leave the store there")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="clausecheck-store-", dir=given.folder))
    path = folder / "store.sqlite"
    try:
        seconds = fill(path, given.count)
        print(f"{given.count:,} tenders written in {seconds:.0f} s ({given.count / seconds:,.0f}/s), {path.stat().st_size / 1e9:.2f} GB, "
              f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        times = ask_all(path)
    finally:
        if not given.keep:
            shutil.rmtree(folder)
    for what, taken, limit in times:
        print(f"{what:58} {taken:7.3f} s{'' if taken <= limit else f'   OVER {limit:g} s'}")
    return int(any(taken > limit for _, taken, limit in times))


if __name__ == "__main__":
    sys.exit(main())
