"""Throughput, memory and safety of `clausecheck batch`: `python -m benchmarks.batch [--documents 2000] [--kills 20] [--only …]` from the root.

Parts: `corpus` (the corpus' own files, jobs 1 and 2), `stores` (real and generated documents with jobs 1, jobs 2 and a Dask cluster of two
processes: the three stores must hold the same), `again` (a run over what is unchanged), `kills` (kill -9 at random moments, then the store must hold
what the undisturbed one holds). Memory is the resident memory of the parent and of its largest child, looked at ten times a second.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.batch.compare import content

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT / "corpus" / "files"
_MB = 1 << 20
_LONGEST_S = 8.0
"""A kill comes within that time: while the rules load, while tenders are checked, while results are written."""
_SENTENCES = (
    "Le présent marché a pour objet la fourniture et la livraison de {thing} pour les services de la collectivité.",
    "Le titulaire remet un bon de livraison à chaque passage ; il est signé par un agent du service.",
    "Les prix sont fermes la première année, puis révisés à la date anniversaire par application de la formule du cahier.",
    "Le délai de livraison court à compter de la réception du bon de commande et ne dépasse pas {number} jours ouvrés.",
    "En cas de retard, une pénalité de {number} euros par jour est appliquée après mise en demeure restée sans effet.",
    "Le titulaire désigne un interlocuteur unique, joignable aux heures d'ouverture des bureaux.",
    "Les {thing} non conformes sont repris et remplacés aux frais du titulaire sous {number} jours.",
    "Le paiement intervient dans un délai de trente jours après réception de la facture.",
    "Une réunion de suivi se tient chaque trimestre ; son compte rendu est rédigé par le titulaire.",
    "La durée du marché est de douze mois, reconductible {number} fois par tacite reconduction.",
)
_DEMANDS = (
    "Les {thing} livrés portent l'écolabel européen ou un label équivalent.",
    "Le papier fourni est certifié FSC ou équivalent.",
    "Au moins {number} % des {thing} sont issus du réemploi ou reconditionnés.",
    "Les pièces détachées de chaque appareil restent disponibles pendant sept ans.",
    "Les emballages sont repris par le titulaire et recyclés.",
)
_THINGS = (
    "mobiliers", "papiers", "ordinateurs", "vêtements de travail", "produits d'entretien", "luminaires", "fournitures scolaires", "pneumatiques")


@dataclass(slots=True)
class Measured:
    """One run: wall seconds, largest resident memory of the parent and of one worker in MB, exit code, the closing lines."""

    seconds: float
    parent_mb: float
    worker_mb: float
    code: int
    said: str


def main() -> None:
    """Make the documents, run, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--only", nargs="*", choices=["corpus", "stores", "kills", "again"], default=["corpus", "stores", "again", "kills"])
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory(prefix="clausecheck-benchmark-") as name:
        base = Path(name)
        if "corpus" in chosen.only:
            for jobs in (1, 2):
                show(f"corpus, jobs {jobs}", measured([str(folder) for folder in sorted(REAL.iterdir())], base / f"corpus{jobs}.sqlite", jobs))
        lot = base / "lot"
        made = make(lot, chosen.documents)
        print(f"{made} documents, {sum(path.stat().st_size for path in lot.rglob('*') if path.is_file()) / _MB:.0f} MB")
        if {"stores", "kills", "again"} & set(chosen.only):
            show("jobs 1", measured([str(lot)], base / "1.sqlite", 1))
        if "stores" in chosen.only:
            compare(base, lot)
        if "again" in chosen.only:
            show("jobs 2, all unchanged", measured([str(lot)], base / "1.sqlite", 2))
        if "kills" in chosen.only:
            kills(base, lot, chosen.kills)


def make(lot: Path, count: int) -> int:
    """`count` documents, each a tender: every file of the corpus, some that cannot be read, the rest generated as Word and Markdown."""
    lot.mkdir()
    draw = random.Random(2026)
    real = sorted(path for path in REAL.rglob("*") if path.suffix in (".pdf", ".docx"))[: count // 2]
    for path in real:
        shutil.copy(path, lot / f"{path.parent.name}-{path.name}")
    (lot / "vide.pdf").write_bytes(b"")
    (lot / "coupe.docx").write_bytes(real[0].read_bytes()[:900] if real else b"PK")
    for number in range(count - len(real) - 2):
        lines = text(draw, draw.randint(40, 400))
        if number % 4:
            (lot / f"g{number:05d}.md").write_text("\n\n".join(lines), "utf-8")
        else:
            word(lot / f"g{number:05d}.docx", lines)
    return sum(1 for _ in lot.iterdir())


def text(draw: random.Random, sentences: int) -> list[str]:
    """Paragraphs of a specification, one sentence in fifty a demand."""
    lines = [f"# Cahier des clauses techniques particulières n° {draw.randint(1, 10**9)}"]
    for number in range(sentences):
        if number % 12 == 0:
            lines.append(f"## Article {number // 12 + 1}. {draw.choice(_THINGS).capitalize()}")
        form = draw.choice(_DEMANDS if draw.random() < 0.02 else _SENTENCES)
        lines.append(form.format(thing=draw.choice(_THINGS), number=draw.randint(2, 60)))
    return lines


def word(path: Path, lines: list[str]) -> None:
    """The same as a Word file."""
    import docx

    document = docx.Document()
    for line in lines:
        if line.startswith("#"):
            document.add_heading(line.lstrip("# "), level=line.count("#"))
        else:
            document.add_paragraph(line)
    document.save(str(path))


def command(sources: list[str], store: Path, jobs: int, scheduler: str = "") -> list[str]:
    """The command line of a run."""
    more = ["--scheduler", scheduler] if scheduler else []
    return [sys.executable, "-m", "clausecheck", "batch", *sources, "--store", str(store), "--jobs", str(jobs), *more]


def measured(sources: list[str], store: Path, jobs: int, scheduler: str = "") -> Measured:
    """Run the command and watch its memory."""
    begun = time.monotonic()
    process = subprocess.Popen(command(sources, store, jobs, scheduler), cwd=ROOT, stderr=subprocess.PIPE, text=True)
    parent = worker = 0.0
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            parent = max(parent, watched.memory_info().rss / _MB)
            worker = max([worker, *(child.memory_info().rss / _MB for child in watched.children(recursive=True))])
        except psutil.Error:
            pass
        time.sleep(0.1)
    _, said = process.communicate()
    return Measured(time.monotonic() - begun, parent, worker, process.returncode, said)


def show(name: str, run: Measured) -> None:
    """One row and what the run said last."""
    print(f"| {name} | {run.seconds:.1f} s | parent {run.parent_mb:.0f} MB | worker {run.worker_mb:.0f} MB | code {run.code} |")
    for line in run.said.strip().splitlines()[-4:]:
        print(f"    {line}", flush=True)


def compare(base: Path, lot: Path) -> None:
    """Jobs 2 and a cluster of two processes against the store of jobs 1."""
    show("jobs 2", measured([str(lot)], base / "2.sqlite", 2))
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        show("cluster of 2", measured([str(lot)], base / "cluster.sqlite", 1, cluster.scheduler_address))
    first = content(base / "1.sqlite")
    for name in ("2", "cluster"):
        same = content(base / f"{name}.sqlite") == first
        print(f"store of {name} {'holds the same as' if same else 'DIFFERS FROM'} that of jobs 1 ({sum(map(len, first.values()))} rows)")
        if not same:
            raise SystemExit(1)


def kills(base: Path, lot: Path, count: int) -> None:
    """Kill the run at random moments, then let it end."""
    draw, store, done = random.Random(42), base / "killed.sqlite", 0
    for _ in range(count):
        process = subprocess.Popen(command([str(lot)], store, 2), cwd=ROOT, stderr=subprocess.DEVNULL)
        time.sleep(draw.uniform(0.3, _LONGEST_S))
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            done += 1
        process.wait()
    whole = measured([str(lot)], store, 2)
    show(f"after {done} kills", whole)
    same = content(store) == content(base / "1.sqlite")
    print(f"after {done} kills the store {'holds the same' if same else 'DIFFERS'}")
    if not same:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
