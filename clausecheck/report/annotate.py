"""Annotated copies of the pieces: Word comments or PDF notes on the very words, written beside the originals, which are never touched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from clausecheck.assess.suggest import Suggestion
from clausecheck.isolate import Worker
from clausecheck.model import CheckedDocument, Report, Status
from clausecheck.report.annotate_insert import Insertion, insertions_of
from clausecheck.report.annotate_notes import Note, notes_of
from clausecheck.report.annotate_source import changed_since, law_day
from clausecheck.report.messages import Translator, translator

__all__ = ["Copies", "annotate", "annotate_word", "copy_name"]

_DEADLINE_S = 180.0
_PRELOAD = ("clausecheck.report.docx_comments",)
_WORD_SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")
_PDF = "clausecheck.report.pdf_notes"


@dataclass(frozen=True, slots=True)
class Copies:
    """What was written, in the order of the pieces, and sentences for the user about what was not or not quite."""

    written: tuple[Path, ...]
    said: tuple[str, ...]


class _Refused(Exception):
    """There is no copy of a piece; the message is a whole sentence that names it."""


def copy_name(source: Path, form: str) -> str:
    """« cctp.docx » becomes « cctp.annote.docx ». A Word or PDF file under another suffix gets that of its content."""
    usual = _WORD_SUFFIXES if form == "docx" else (f".{form}",)
    suffix = source.suffix if source.suffix.lower() in usual else usual[0]
    return f"{source.stem}.annote{suffix}"


def annotate(report: Report, folder: Path | None = None, *, suggest: bool = False, lang: str = "fr") -> Copies:
    """Write an annotated copy of every Word and PDF piece of the report, into `folder` (made when absent; pieces of a folder keep their place in
    it), by default beside each piece.

    `suggest`: Word copies also get the proposed wordings as tracked insertions. A file that exists is never written over: the copy takes a number.
    Pieces that cannot be annotated are told and the others go on; nothing is raised for a bad file. Comments are in French, `lang` is that of the
    sentences and of the PDF notes. The same pieces, report and options give the same bytes.
    """
    # The child imports its modules while the notes are composed here.
    with Worker(preload=_PRELOAD) as worker:
        return _Writer(report, folder, suggest, translator(lang)).run(worker)


def annotate_word(source: Path, target: Path, report: Report, index: int, *, suggest: bool = False, lang: str = "fr") -> tuple[str, ...]:
    """Write `target`, a copy of the Word file `source` annotated with what the report says of its document number `index` (from 0).

    Returns sentences about what could not be done, empty when all is written. Never raises for a bad file; refuses to write over the source or
    over another file.
    """
    with Worker(preload=_PRELOAD) as worker:
        t = translator(lang)
        writer = _Writer(report, None, suggest, t)
        try:
            data = writer.word(worker, source, index)
            if target.exists():
                raise _Refused(t("« {name} » existe déjà : donnez un autre nom à la copie annotée.", name=target))
            _write(target, data, t)
        except _Refused as refused:
            return (str(refused),)
    return ()


class _Writer:
    def __init__(self, report: Report, folder: Path | None, suggest: bool, t: Translator) -> None:
        self.report, self.folder, self.t = report, folder, t
        self.written: list[Path] = []
        self.said: list[str] = []
        words, others = self._targets()
        self.notes: dict[int, tuple[Note, ...]] = notes_of(report, words, others)
        self.insertions: dict[int, tuple[Insertion, ...]] = {}
        self.homeless: tuple[Suggestion, ...] = ()
        if suggest and words:
            self.insertions, self.homeless = insertions_of(report, words)
        self.suggest = suggest

    def _targets(self) -> tuple[list[int], list[int]]:
        """Word pieces and PDF pieces that a copy can be made of, by their numbers."""
        good = [(n, item) for n, item in enumerate(self.report.documents) if _refusal(item, self.t) == ""]
        return [n for n, item in good if item.document.format == "docx"], [n for n, item in good if item.document.format == "pdf"]

    def run(self, worker: Worker) -> Copies:
        """Write the copies, one piece after another."""
        t = self.t
        for index, item in enumerate(self.report.documents):
            try:
                refusal = _refusal(item, self.t)
                if refusal:
                    raise _Refused(refusal)
                self._piece(worker, index, item)
            except _Refused as refused:
                self.said.append(str(refused))
        for suggestion in self.homeless:
            self.said.append(t("Aucune pièce Word n'accueille la formulation « {title} » : elle n'est insérée nulle part, "
                                    "« clausecheck suggest » la donne.", title=suggestion.title))
        return Copies(tuple(self.written), tuple(self.said))

    def _piece(self, worker: Worker, index: int, item: CheckedDocument) -> None:
        t = self.t
        source = Path(item.document.path)
        folder = source.parent if self.folder is None else self.folder / _within(item)
        wished = folder / copy_name(source, item.document.format)
        _make(folder, self.t)
        target = _free(wished, self.written)
        if item.document.format == "docx":
            data = self.word(worker, source, index)
            before = _last_copy(wished)
            if before is not None and before not in self.written and _same(before, data):
                self._kept(before)
                return
            _write(target, data, self.t)
        elif not self._pdf(source, target, wished, index):
            return
        self.written.append(target)
        if target != wished and wished not in self.written:
            self.said.append(t("« {old} » existe déjà et peut porter vos modifications : la nouvelle copie est « {new} ».", old=wished,
                                    new=target.name))

    def _kept(self, path: Path) -> None:
        t = self.t
        self.written.append(path)
        self.said.append(t("« {name} » est déjà à jour : rien n'y a été écrit.", name=path))

    def word(self, worker: Worker, source: Path, index: int) -> bytes:
        """The annotated bytes of a Word piece. Raises _Refused."""
        from clausecheck.report.docx_comments import annotated

        t = self.t
        document = self.report.documents[index].document
        refusal = _refusal(self.report.documents[index], self.t) or changed_since(source, document.sha256, document.name, self.t)
        if refusal:
            raise _Refused(refusal)
        outcome = worker.call(
            annotated, (source, document, self.notes.get(index, ()), self.insertions.get(index, ())), {"day": law_day(self.report.tool.on)},
            deadline_s=_DEADLINE_S)
        if outcome.value is None:
            why = t("l'écriture a été interrompue ({why})", why=outcome.kind.value)
            raise _Refused(_no_copy(document.name, why, self.t))
        data, problem = outcome.value
        if problem:
            raise _Refused(_no_copy(document.name, problem, self.t))
        return data

    def _pdf(self, source: Path, target: Path, wished: Path, index: int) -> bool:
        """Have the PDF copy written; False when there is none or the last one says the same."""
        from clausecheck.report.pdf_notes import annotate_pdf

        self.said += annotate_pdf(source, target, self.report, index, lang=self.t.lang)
        if not target.is_file():
            return False
        before = _last_copy(wished, but=target)
        if before is not None and before not in self.written and _same(before, target.read_bytes()):
            target.unlink()
            self._kept(before)
            return False
        return True


def _within(item: CheckedDocument) -> Path:
    """Where a piece of a folder stands in it, so that two pieces of one name keep apart in the folder of copies."""
    inside = Path(item.document.name).parent
    return inside if item.document.archive and not inside.is_absolute() and ".." not in inside.parts else Path()


def _no_copy(name: str, why: str, t: Translator) -> str:
    return t("« {name} » : pas de copie annotée, {why}. L'original est intact.", name=name, why=why)


def _refusal(item: CheckedDocument, t: Translator) -> str:
    """Why a piece can have no copy, "" when it can."""
    document = item.document
    name = document.name
    if document.reading.status is Status.FAILED:
        why = " ".join(issue.message for issue in document.reading.issues)
        return t("« {name} » n'a pas pu être lu : pas de copie annotée. {why}", name=name, why=why).rstrip()
    if document.format not in ("docx", "pdf") or (document.format == "pdf" and find_spec(_PDF) is None):
        return t("« {name} » n'est ni un fichier Word .docx ni un PDF : pas de copie annotée. Enregistrez-le en .docx, puis relancez.", name=name)
    if not Path(document.path).is_file():
        if document.archive:
            return t("« {name} » sort de l'archive « {archive} » : pas de copie annotée. Décompressez-la, puis relancez sur le dossier obtenu.",
                     name=name, archive=document.archive)
        return t("« {name} » n'est plus à sa place ({path}) : pas de copie annotée.", name=name, path=document.path)
    return ""


def _names(wished: Path) -> Iterator[Path]:
    yield wished
    number = 1
    while True:
        number += 1
        yield wished.with_name(f"{wished.stem}-{number}{wished.suffix}")


def _free(wished: Path, written: Sequence[Path]) -> Path:
    """The first name that no file has."""
    return next(path for path in _names(wished) if not path.exists() and path not in written)


def _last_copy(wished: Path, *, but: Path | None = None) -> Path | None:
    """The copy with the highest number, None when there is none; `but` is left out."""
    pattern = re.compile(rf"{re.escape(wished.stem)}(?:-(\d+))?{re.escape(wished.suffix)}")
    found = []
    for path in wished.parent.glob("*"):
        match = pattern.fullmatch(path.name)
        if match is not None and path != but:
            found.append((int(match.group(1) or 1), path))
    return max(found)[1] if found else None


def _same(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _make(folder: Path, t: Translator) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise _Refused(t("Le dossier « {name} » ne peut pas être créé ({why}) : indiquez-en un autre après --annotate.", name=folder,
                         why=why)) from error


def _write(target: Path, data: bytes, t: Translator) -> None:
    """Create the file; "x" fails on one that exists, so that nothing is ever written over."""
    try:
        with target.open("xb") as stream:
            stream.write(data)
    except OSError as error:
        why = error.strerror or str(error)
        raise _Refused(t("« {name} » n'a pas pu être écrit : {why}. Vérifiez le dossier et la place sur le disque.", name=target, why=why)) from error
