"""Reading measured: pages a second and gold sentences found, beside pdfplumber, pdftotext, pypdf and python-docx on the same files in one run.

    python benchmarks/reading.py [FILES] [GOLD]          default: corpus/files corpus/gold

A gold sentence counts as found when its letters and digits stand in the text in one piece (case, accents, blanks and punctuation apart); "in order"
is the share of the found ones whose places rise with their pages. Times are of the same pages in the same run: compare the ratios, not the figures.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from clausecheck.read import read
from clausecheck.text import fold, normalise

Quote = tuple[str, int]
"""A gold sentence and its page, 0 when unknown."""


@dataclass
class Score:
    """What one reader did on all files."""

    seconds: float = 0.0
    pages: int = 0
    quotes: int = 0
    found: int = 0
    rising: int = 0
    missed: list[str] = field(default_factory=list)


def squeezed(text: str) -> str:
    """Letters and digits only, folded: what is compared."""
    return re.sub(r"[^a-z0-9%]", "", fold(normalise(text)).replace("\x9c", "oe"))


def by_clausecheck(path: Path) -> str:
    """Our reader, in this process."""
    return read(path, isolated=False, ocr=False).text


def by_second_opinion(path: Path) -> str:
    """Our reader with pdfplumber as its engine."""
    return read(path, isolated=False, ocr=False, pdf_engine="pdfplumber").text


def by_pdfplumber(path: Path) -> str:
    """pdfplumber alone, as its README shows."""
    import pdfplumber

    texts = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            texts.append(page.extract_text())
            page.close()
    return "\n".join(texts)


def by_pdftotext(path: Path) -> str:
    """poppler's pdftotext."""
    return subprocess.run(["pdftotext", "-q", str(path), "-"], capture_output=True, check=True).stdout.decode("utf-8", "replace")


def by_pypdf(path: Path) -> str:
    """pypdf alone."""
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def by_python_docx(path: Path) -> str:
    """python-docx alone: paragraphs, then tables."""
    import docx

    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


PDF_READERS: dict[str, Callable[[Path], str]] = {
    "clausecheck": by_clausecheck, "clausecheck --pdf-engine pdfplumber": by_second_opinion, "pdfplumber": by_pdfplumber,
    "pdftotext": by_pdftotext, "pypdf": by_pypdf,
}
DOCX_READERS: dict[str, Callable[[Path], str]] = {"clausecheck": by_clausecheck, "python-docx": by_python_docx}


def quotes_of(gold: Path) -> list[Quote]:
    """Sentences of labels and clauses, names of criteria."""
    rows = json.loads(gold.read_text(encoding="utf-8"))
    found = [(row["quote"], row.get("page") or 0) for kind in ("labels", "clauses") for row in rows.get(kind, [])]
    return list(dict.fromkeys(found + [(row["name"], row.get("page") or 0) for row in rows.get("criteria", [])]))


def rising(places: list[tuple[int, int]]) -> int:
    """Most quotes whose places in the text rise with their pages."""
    tails: list[int] = []
    for _, place in sorted(places):
        at = bisect_right(tails, place)
        tails[at : at + 1] = [place]
    return len(tails)


def judge(score: Score, name: str, text: str, quotes: list[Quote]) -> None:
    """Count the quotes that the text holds."""
    whole = squeezed(text)
    places: list[tuple[int, int]] = []
    for quote, page in quotes:
        at = whole.find(squeezed(quote))
        if at < 0:
            score.missed.append(f"{name}: {quote}")
        else:
            places.append((page, at))
    score.quotes += len(quotes)
    score.found += len(places)
    score.rising += rising([p for p in places if p[0]]) + sum(1 for p in places if not p[0])


def pages_of(path: Path) -> int:
    """Number of pages, 1 for a format that has none."""
    if path.suffix != ".pdf":
        return 1
    import pypdfium2

    return len(pypdfium2.PdfDocument(path))


def run(files: list[Path], golds: dict[str, Path], readers: dict[str, Callable[[Path], str]]) -> dict[str, Score]:
    """Every reader on every file, turn by turn."""
    scores = {name: Score() for name in readers}
    for path in files:
        quotes = quotes_of(golds[path.stem]) if path.stem in golds else []
        count = pages_of(path)
        for name, reader in readers.items():
            start = time.perf_counter()
            text = reader(path)
            scores[name].seconds += time.perf_counter() - start
            scores[name].pages += count
            judge(scores[name], path.stem, text, quotes)
    return scores


def plain_pages(files: list[Path]) -> Iterator[tuple[Path, list[int]]]:
    """The pages of each file without ruled tables, indices from 0."""
    import pypdfium2

    from clausecheck.read.pdf_page import frame_of
    from clausecheck.read.tables_rules import page_rules

    for path in files:
        pdf = pypdfium2.PdfDocument(path)
        yield path, [i for i in range(len(pdf)) if not page_rules(pdf[i], frame_of(pdf[i])).promising]


def text_only(files: list[Path]) -> tuple[int, float, float]:
    """Number of pages without tables, and the seconds that our reader and pdfplumber's extract_text take for them."""
    import pdfplumber
    import pypdfium2

    from clausecheck.read.pdf_assemble import assemble_pages
    from clausecheck.read.pdf_layout import page_flow
    from clausecheck.read.pdf_open import open_page

    count, ours, theirs = 0, 0.0, 0.0
    for path, indices in plain_pages(files):
        start = time.perf_counter()
        pdf = pypdfium2.PdfDocument(path)
        flows = []
        for index in indices:
            with open_page(pdf, index) as page:
                flows.append(page_flow(page, index + 1))
        assemble_pages(flows)
        middle = time.perf_counter()
        with pdfplumber.open(path) as document:
            for index in indices:
                document.pages[index].extract_text()
                document.pages[index].close()
        ours, theirs, count = ours + middle - start, theirs + time.perf_counter() - middle, count + len(indices)
    return count, ours, theirs


Cells = list[tuple[int, int, int, int, str]]
"""The cells of one page: left, top, right, bottom in points, and their text."""


def our_cells(path: Path) -> Iterator[tuple[bool, Cells]]:
    """Page by page: whether the page's rulings promise a table, and the cells found there that hold text."""
    import pypdfium2

    from clausecheck.read.pdf_layout import page_flow
    from clausecheck.read.pdf_page import Line, frame_of
    from clausecheck.read.tables_rules import page_rules

    pdf = pypdfium2.PdfDocument(path)
    for index in range(len(pdf)):
        page = pdf[index]
        tables = [item for item in page_flow(page, index + 1).items if not isinstance(item, Line) and item.columns]
        cells = [(*map(round, cell.box), " ".join(line.text for line in cell.lines)) for table in tables for cell in table.cells if cell.lines]
        yield page_rules(page, frame_of(page)).promising, cells


def their_cells(path: Path) -> Iterator[Cells]:
    """The same by pdfplumber alone: tables of at least two columns with text in two cells."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            cells: Cells = []
            for table in page.find_tables():
                texts = [t or "" for row in table.extract() for t in row]
                if len({round(c[0]) for c in table.cells}) > 1 and sum(bool(t.strip()) for t in texts) > 1:
                    boxes = [c for row in table.rows for c in row.cells]
                    cells += [(*map(round, box), text) for box, text in zip(boxes, texts, strict=True) if box is not None and text.strip()]
            yield cells
            page.close()


def compare_tables(files: list[Path]) -> None:
    """Print how our tables stand to pdfplumber's own."""
    pages = promising = theirs_pages = missed = more = cells = equal = 0
    for path in files:
        for (promise, ours), theirs in zip(our_cells(path), their_cells(path), strict=True):
            pages, promising, theirs_pages = pages + 1, promising + promise, theirs_pages + bool(theirs)
            missed, more = missed + bool(theirs and not ours), more + bool(ours and not theirs)
            texts = [squeezed(cell[4]) for cell in ours]
            cells += len(theirs)
            for cell in theirs:
                if squeezed(cell[4]) in texts:
                    texts.remove(squeezed(cell[4]))
                    equal += 1
    print(f"\ntables: {pages} pages, {promising} handed to the table finder; pdfplumber finds tables on {theirs_pages}, of which {missed} missed; "
          f"{more} pages with tables only by us; {equal} of {cells} of its filled cells have the same text ({100 * equal / max(cells, 1):.1f} %)")


def show(title: str, scores: dict[str, Score], files: int) -> None:
    """Print one table."""
    if not files:
        return
    first = next(iter(scores.values()))
    print(f"\n{title}: {files} files, {first.pages} pages, {first.quotes} gold sentences")
    print(f"{'reader':38} {'pages/s':>9} {'x time':>7} {'found':>8} {'in order':>9}")
    for name, score in scores.items():
        found, order = (100 * n / max(d, 1) for n, d in ((score.found, score.quotes), (score.rising, score.found)))
        print(f"{name:38} {score.pages / score.seconds:9.1f} {score.seconds / first.seconds:7.2f} {found:7.1f}% {order:8.1f}%")


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="?", type=Path, default=Path("corpus/files"))
    parser.add_argument("gold", nargs="?", type=Path, default=Path("corpus/gold"))
    parser.add_argument("--fast", action="store_true", help="our reader, pdfplumber and pdftotext only")
    parser.add_argument("--tables", action="store_true", help="compare ruled tables with pdfplumber's")
    parser.add_argument("--missed", action="store_true", help="show the gold sentences that our reader does not hold")
    options = parser.parse_args()
    golds = {path.stem: path for path in options.gold.rglob("*.json")}
    pdfs, docxs = sorted(options.files.rglob("*.pdf")), sorted(options.files.rglob("*.docx"))
    if not pdfs and not docxs:
        parser.error(f"no PDF or DOCX under {options.files}")
    readers = {n: r for n, r in PDF_READERS.items() if not options.fast or n in ("clausecheck", "pdfplumber", "pdftotext")}
    if shutil.which("pdftotext") is None:
        readers.pop("pdftotext", None)
    scores = run(pdfs, golds, readers)
    show("PDF", scores, len(pdfs))
    if pdfs:
        count, ours, theirs = text_only(pdfs)
        print(f"{count} pages without tables: {count / ours:.0f} pages/s, pdfplumber {count / theirs:.1f}, ratio {theirs / ours:.1f} (aim: 15)")
    if options.tables:
        compare_tables(pdfs)
    documents = run(docxs, golds, DOCX_READERS)
    show("DOCX (a document counts as a page)", documents, len(docxs))
    if options.missed:
        print("\nnot held by clausecheck:", *scores["clausecheck"].missed, *documents["clausecheck"].missed, sep="\n  ")


if __name__ == "__main__":
    main()
