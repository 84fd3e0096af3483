"""Annotating measured: a Word file of 60 pages with 80 findings or more, the annotation alone and the whole command.

    python benchmarks/annotate.py [--pages 60] [--findings 80] [--repeat 3] [--suggest]

The piece is made on the spot: pages of ordinary clauses, on each of them one or two sentences that the rules find. The annotation step is what
`--annotate` adds to a check: composing the notes, starting the supervised child, writing the copy. The command is a process of its own, from start to
end. Shown is the median of the repeats; the check alone stands beside, measured in the same run.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from clausecheck.model import Report
from clausecheck.pipeline import Checker
from clausecheck.report.annotate import annotate

ROOT = Path(__file__).resolve().parents[1]
FILLER = (
    "Le titulaire désigne un interlocuteur, joignable de huit heures à dix-sept heures, qui répond aux questions des services.",
    "Les bons de commande indiquent le service demandeur, l'adresse, le jour et l'heure de la réception, et le nom de l'agent.",
    "Toute demande de précision reçoit une réponse écrite sous deux jours ouvrés ; l'absence de réponse est consignée.",
    "Les quantités figurent au bordereau à titre d'estimation et n'engagent pas la collectivité au-delà du minimum.",
    "La réception est prononcée sur place par un agent habilité, après comptage et contrôle de l'état des colis.",
)
FOUND = (
    "Les papiers livrés sont certifiés FSC ou équivalent.",
    "Au moins 20 % des ordinateurs livrés doivent être reconditionnés.",
    "Les emballages sont recyclables à 100 % et repris par le titulaire.",
    "Les écrans doivent porter le label TCO Certified ou un label équivalent.",
    "Les pièces détachées doivent rester disponibles pendant sept ans.",
    "Les produits d'entretien doivent porter l'Écolabel européen ou équivalent.",
)


def piece(path: Path, pages: int, findings: int) -> None:
    """Write the Word file: numbered titles, paragraphs, a table on every fifth page, a page break after each page."""
    import docx

    document: Any = docx.Document()
    for page in range(pages):
        document.add_heading(f"Article {page + 1} - Dispositions {page + 1}", 1)
        for number in range(7):
            document.add_paragraph(" ".join(FILLER[(page + number + k) % len(FILLER)] for k in range(2)))
        for number in range(findings * page // pages, findings * (page + 1) // pages):
            document.add_paragraph(f"{FOUND[number % len(FOUND)]} {FILLER[number % len(FILLER)]}")
        if page % 5 == 0:
            table = document.add_table(rows=2, cols=2)
            table.cell(1, 1).text = FOUND[page % len(FOUND)]
        if page + 1 < pages:
            document.add_page_break()
    document.save(str(path))


def timed(repeat: int, act: Callable[[int], object]) -> float:
    """Median seconds of `act`."""
    times = []
    for number in range(repeat):
        start = time.perf_counter()
        act(number)
        times.append(time.perf_counter() - start)
    return median(times)


def pages_of(path: Path) -> str:
    """Pages as LibreOffice counts them, "?" without it."""
    if shutil.which("soffice") is None or shutil.which("pdfinfo") is None:
        return "?"
    subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path)], check=True, capture_output=True)
    told = subprocess.run(["pdfinfo", str(path.with_suffix(".pdf"))], check=True, capture_output=True, text=True).stdout
    path.with_suffix(".pdf").unlink()
    return next(line.split()[-1] for line in told.splitlines() if line.startswith("Pages:"))


def command(path: Path, folder: Path | None, suggest: bool) -> None:
    """Run `clausecheck check`, with --annotate when a folder is given."""
    more = ["--annotate", str(folder)] if folder is not None else []
    more += ["--suggest-changes"] if suggest and folder is not None else []
    arguments = [sys.executable, "-c", "from clausecheck.cli.main import cli; cli()", "check", str(path), "--on", "2026-09-01", *more]
    subprocess.run(arguments, cwd=ROOT, check=True, capture_output=True)


def main() -> int:
    """Measure and print; 1 when the annotation step takes 3 s or more."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--findings", type=int, default=80)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--suggest", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "cctp.docx"
        piece(path, options.pages, options.findings)
        report: Report = Checker().check([path], on=date(2026, 9, 1))
        [item] = report.documents
        found = len(item.labels) + len(item.clauses)
        print(f"{pages_of(path)} pages, {item.document.words} words, {found} findings, {path.stat().st_size // 1000} kB")
        step = timed(options.repeat, lambda n: annotate(report, folder / f"step{n}", suggest=options.suggest))
        bare = timed(options.repeat, lambda n: command(path, None, False))
        whole = timed(options.repeat, lambda n: command(path, folder / f"command{n}", options.suggest))
    print(f"annotation step  {step:.2f} s")
    print(f"check            {bare:.2f} s")
    print(f"check --annotate {whole:.2f} s")
    return int(step >= 3)


if __name__ == "__main__":
    sys.exit(main())
