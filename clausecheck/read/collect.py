"""The files of one tender: paths, folders, ZIP archives and mails opened, each piece read once."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from clausecheck.model import Document, Status
from clausecheck.read.archive import MAX_UNPACKED, Member, ignored, unpack
from clausecheck.read.dispatch import Options, failed
from clausecheck.read.messages import ReadError, say
from clausecheck.read.own import own_output
from clausecheck.read.reader import Reader
from clausecheck.read.sniff import Kind, sniff

__all__ = ["collect", "own_outputs"]

_MAX_FILES = 5000
_COPY = re.compile(r"(.+)\.annote(?:-\d+)?\.(?:doc[xm]|dot[xm]|pdf)", re.IGNORECASE)
"""Names that `clausecheck check --annotate` gives to its copies."""
_NESTING = 2
"""An archive may hold archives, those hold files only."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """One file to read: where it is now, what it is called, where it comes from; or the Document that says why there is nothing to read."""

    file: Path
    name: str
    shown: str
    archive: str = ""
    depth: int = 0
    refused: Document | None = None


def collect(
    paths: Iterable[str | Path], *, revisions: str = "accepted", ocr: bool = True, max_pages: int = 3000, pdf_engine: str = "pdfium",
    isolated: bool = True, reader: Reader | None = None, leave_out: Path | None = None,
) -> list[Document]:
    """Read everything under `paths` (files, folders, ZIP archives, mails), in their order, folders and archives sorted by name.

    A piece of a folder or archive is named by its path in there; `Document.archive` names the folder or archive, and `path` of an archive's
    member is "archive.zip!member". The same content under two names is read once, and the Document says so. Never raises for a bad file.
    `reader`, when given, reads with its own options and is left open: for callers that read many tenders with one child. `leave_out` is a folder
    that holds no piece (the buyer's own rules).
    """
    if reader is None:
        options = Options(revisions=revisions, ocr=ocr, max_pages=max_pages, pdf_engine=pdf_engine)
        with Reader(options, isolated=isolated) as own:
            return collect(paths, reader=own, leave_out=leave_out)
    with tempfile.TemporaryDirectory(prefix="clausecheck-", ignore_cleanup_errors=True) as folder:
        return _Collection(reader, Path(folder)).documents([Path(p) for p in paths], leave_out)


class _Collection:
    """Opens and reads, keeping count of what was unpacked and of contents already seen."""

    def __init__(self, reader: Reader, folder: Path) -> None:
        self._reader, self._folder = reader, folder
        self._opened = 0
        self._budget = MAX_UNPACKED
        self._seen: dict[str, int] = {}
        self._out: list[Document] = []

    def documents(self, paths: list[Path], leave_out: Path | None = None) -> list[Document]:
        aside = leave_out.resolve() if leave_out is not None else None
        for path in paths:
            for piece in _pieces(path):
                if aside is None or not piece.file.resolve().is_relative_to(aside):
                    self._add(piece)
        return self._out

    def _add(self, piece: _Piece) -> None:
        if piece.refused is not None:
            self._out.append(piece.refused)
            return
        kind = _kind(piece.file)
        if kind is Kind.ZIP:
            self._add_archive(piece)
            return
        document = self._reader.read(piece.file, name=piece.name)
        self._keep(replace(document, path=piece.shown, archive=piece.archive))
        if kind is Kind.EML and document.reading.status is not Status.FAILED:
            self._add_attachments(piece)

    def _keep(self, document: Document) -> None:
        """Add a Document, or say on the first of its kind that here is the same file again."""
        first = self._seen.get(document.sha256) if document.sha256 else None
        if first is None:
            if document.sha256:
                self._seen[document.sha256] = len(self._out)
            self._out.append(document)
            return
        kept = self._out[first]
        issue = say("duplicate", kept.name, other=document.name)
        self._out[first] = replace(kept, reading=replace(kept.reading, issues=(*kept.reading.issues, issue)))

    def _add_archive(self, piece: _Piece) -> None:
        if piece.depth >= _NESTING:
            self._out.append(failed(piece.shown, piece.name, say("archive-deep", piece.name), form="zip", archive=piece.archive))
            return
        try:
            members = unpack(piece.file, self._room(), piece.name, self._budget)
        except ReadError as error:
            self._out.append(failed(piece.shown, piece.name, error.issue, form="zip", archive=piece.archive))
            return
        self._add_members(piece, members)

    def _add_attachments(self, piece: _Piece) -> None:
        from clausecheck.read.mail import unpack_mail

        try:
            members = unpack_mail(piece.file, self._room(), piece.name)
        except ReadError:
            return
        if members:
            self._add_members(piece, members)

    def _room(self) -> Path:
        self._opened += 1
        return self._folder / f"{self._opened:04d}"

    def _add_members(self, holder: _Piece, members: list[Member]) -> None:
        archive = holder.archive or holder.name
        if not members:
            self._out.append(failed(holder.shown, holder.name, say("empty-folder", holder.name), form="zip", archive=holder.archive))
        for member in members:
            shown = f"{holder.shown}!{member.name}"
            name = f"{holder.name}/{member.name}" if holder.archive else member.name
            if member.file is None:
                issue = member.issue or say("missing", member.name)
                self._out.append(failed(shown, name, issue, archive=archive))
                continue
            self._budget -= member.file.stat().st_size
            self._add(_Piece(member.file, name, shown, archive, holder.depth + 1))


def _kind(path: Path) -> Kind | None:
    try:
        return sniff(path) if path.is_file() else None
    except OSError:
        return None


def _pieces(path: Path) -> Iterator[_Piece]:
    """The files under one path that was given."""
    if not path.is_dir():
        if not path.name or not ignored((path.name,)) or not path.exists():
            yield _Piece(path, path.name or str(path), str(path))
        return
    base = path.name or path.resolve().name
    found = False
    for number, file in enumerate(_walk(path)):
        if number >= _MAX_FILES:
            yield _Piece(path, base, str(path), refused=failed(str(path), base, say("too-many", base, limit=_MAX_FILES)))
            return
        found = True
        yield _Piece(file, file.relative_to(path).as_posix(), str(file), base)
    if not found:
        yield _Piece(path, base, str(path), refused=failed(str(path), base, say("empty-folder", base)))


def _walk(folder: Path) -> Iterator[Path]:
    """The pieces under a folder. Annotated copies that stand beside their original, and what clausecheck itself wrote, are no pieces: they would
    count every demand twice. Given by its own name, such a file is read."""
    yield from (file for file in _files(folder) if not own_output(file))


def own_outputs(folder: Path) -> list[Path]:
    """The files under a folder that clausecheck itself wrote, which `collect` leaves out."""
    return [file for file in _files(folder) if own_output(file)]


def _files(folder: Path) -> Iterator[Path]:
    """Files under a folder, sorted by path without regard to case; linked folders are not entered, so that none is entered twice."""
    files: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if not ignored((f,))]
        stems = {Path(n).stem for n in names}
        files += [Path(root, n) for n in names if not ignored((n,)) and not _annotated(n, stems)]
    yield from sorted(files, key=_order)


def _annotated(name: str, stems: set[str]) -> bool:
    """Whether `name` is « cctp.annote.docx » or « cctp.annote-2.docx » in a folder that holds « cctp.docx » or the like."""
    match = _COPY.fullmatch(name)
    return match is not None and match.group(1) in stems


def _order(path: Path) -> str:
    return path.as_posix().casefold()
