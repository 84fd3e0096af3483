"""Build the corpus: `python corpus/build.py [--half train] [--only slug] [--check] [--census]`.

Sources in corpus/sources/<half>/<tender>/<piece>.md become corpus/files/<half>/ (Word, PDF) and corpus/gold/<half>/ (JSON). With --check nothing is
written: the sources are read, the files rebuilt aside and compared with the committed ones (Word by its bytes, PDF by its text). Exit code 1 when
something is wrong or differs.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from builder import census as counting  # noqa: E402
from builder import pdf, word  # noqa: E402
from builder.gold import check_piece, gold_of  # noqa: E402
from builder.marks import SourceError  # noqa: E402
from builder.source import Piece, load  # noqa: E402

HALVES = ("train", "heldout", "demo")


def folders(half: str) -> tuple[Path, Path, Path]:
    """Sources, built files and gold of a half; the demo tender keeps its three beside each other, without a level for the half."""
    if half == "demo":
        return HERE / "demo" / "sources", HERE / "demo", HERE / "demo" / "gold"
    return HERE / "sources" / half, HERE / "files" / half, HERE / "gold" / half


def pieces_of(half: str, only: str | None = None) -> tuple[list[Piece], list[str]]:
    """The pieces of a half in order, and the faults met while reading them."""
    pieces, faults = [], []
    for path in sorted(folders(half)[0].glob("*/*.md")):
        if only and only not in (path.parent.name, f"{path.parent.name}--{path.stem}"):
            continue
        try:
            piece = load(path)
        except SourceError as error:
            faults.append(str(error))
            continue
        faults += check_piece(piece)
        pieces.append(piece)
    return pieces, faults


def file_name(half: str, piece: Piece) -> str:
    """Name of the built file: in the demo a piece stands alone, as an officer would name it."""
    return f"{piece.path.stem if half == 'demo' else piece.doc}.{piece.format}"


def committed(half: str, piece: Piece) -> tuple[Path, Path]:
    """Where the built file and the gold of a piece stand."""
    _, files, golds = folders(half)
    name = file_name(half, piece)
    return files / name, golds / f"{Path(name).stem}.json"


def census_of(half: str, only: str | None = None) -> str:
    """The census of the committed files of a half."""
    pieces, _ = pieces_of(half, only)
    places = [committed(half, p) for p in pieces]
    return counting.census(pieces, [json.loads(g.read_text("utf-8")) for _, g in places], sum(f.stat().st_size for f, _ in places))


def build_half(half: str, only: str | None, check: bool) -> list[str]:
    """Build or compare one half; returns what is wrong."""
    pieces, faults = pieces_of(half, only)
    if faults and not check:
        return faults
    _, files, golds = folders(half)
    built = {p.doc: word.write(p) for p in pieces}
    wanted = {p.doc: built[p.doc] for p in pieces if p.format == "pdf"}
    converted = pdf.convert(wanted) if wanted and (pdf.soffice() or not check) else {}
    for piece in pieces:
        try:
            faults += _one(half, piece, built[piece.doc], converted.get(piece.doc), check)
        except SourceError as error:
            faults.append(str(error))
    if not only:
        faults += _strays(half, pieces, files, golds, check)
    return faults


def _one(half: str, piece: Piece, docx: bytes, made: bytes | None, check: bool) -> list[str]:
    target, gold_path = committed(half, piece)
    old = target.read_bytes() if target.exists() else None
    if piece.format == "docx":
        data, same, pages = docx, docx == old, None
    else:
        same = old is not None and (made is None or pdf.same_text(piece, old, made))
        chosen = old if same else made
        if chosen is None:
            return [f"{target}: missing, and LibreOffice is not here to build it"]
        data, pages = chosen, pdf.page_texts(chosen)
    gold = gold_of(piece, pages)
    if half == "demo":
        gold["doc"] = target.stem
    text = json.dumps(gold, ensure_ascii=False, indent=1) + "\n"
    if check:
        faults = [] if same else [f"{target}: differs from a rebuild"]
        return faults + ([] if gold_path.exists() and gold_path.read_text("utf-8") == text else [f"{gold_path}: differs from a rebuild"])
    for path in (target, gold_path):
        path.parent.mkdir(parents=True, exist_ok=True)
    if not same:
        target.write_bytes(data)
    gold_path.write_text(text, "utf-8")
    return []


def _strays(half: str, pieces: list[Piece], files: Path, golds: Path, check: bool) -> list[str]:
    """Built files whose source is gone: removed when building, a fault when checking."""
    known = {file_name(half, p) for p in pieces} | {f"{Path(file_name(half, p)).stem}.json" for p in pieces}
    found = [p for folder in (files, golds) for p in folder.glob("*") if p.suffix in (".docx", ".pdf", ".json") and p.name not in known]
    if check:
        return [f"{p}: no source" for p in found]
    for path in found:
        path.unlink()
    return []


def main(argv: list[str] | None = None) -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(description="Build the annotated corpus from its sources.")
    parser.add_argument("--half", choices=HALVES, help="one half only (default: all)")
    parser.add_argument("--only", metavar="SLUG", help="one tender (slug) or one piece (slug--piece)")
    parser.add_argument("--check", action="store_true", help="write nothing, compare with the committed files")
    parser.add_argument("--census", action="store_true", help="print what the corpus holds")
    args = parser.parse_args(argv)
    faults: list[str] = []
    for half in [args.half] if args.half else HALVES:
        if not folders(half)[0].exists():
            continue
        if args.census:
            print(f"== {half}\n{census_of(half, args.only)}\n")
        else:
            faults += build_half(half, args.only, args.check)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
