"""Paths to Report: the one place that joins the rooms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from clausecheck import __version__
from clausecheck.assess import UnknownPolicyError, assess
from clausecheck.model import CheckedDocument, Document, Fact, Report, Status, Tender, ToolInfo
from clausecheck.qualify.analyse import Analyser
from clausecheck.read import collect
from clausecheck.rulebook.book import load
from clausecheck.structure import load_resources, outline, tender_facts
from clausecheck.structure.sidecar import SidecarError, find_sidecar, read_sidecar, with_stated

__all__ = ["Checker", "Options", "SidecarError", "UnknownPolicyError", "applied_date", "check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a check is done. `gate=False` tries every rule on every sentence (same result, slower); `isolated=False` reads in this process."""

    revisions: str = "accepted"
    pdf_engine: str = "pdfium"
    ocr: bool = True
    max_pages: int = 3000
    gate: bool = True
    isolated: bool = True

    def told(self) -> tuple[tuple[str, str], ...]:
        """The options that can change a result, for the report."""
        return (("max_pages", str(self.max_pages)), ("ocr", str(self.ocr).lower()), ("pdf_engine", self.pdf_engine), ("revisions", self.revisions))


class Checker:
    """Checks any number of tenders with one rulebook. Loading the rules is the dear part: make one Checker and keep it."""

    def __init__(self, *, config: Path | None = None, options: Options | None = None) -> None:
        self.options = options or Options()
        self.config = config
        self._analyser: Analyser | None = None

    @property
    def analyser(self) -> Analyser:
        """The analyser, its rules loaded at first use. Raises RuleError for a rule or a setting that cannot be used."""
        if self._analyser is None:
            self._analyser = Analyser(load())
        return self._analyser

    def check(self, paths: Sequence[str | Path], *, on: date | None = None, policies: Sequence[str] = ()) -> Report:
        """Check the pieces of one tender. A bad file is a document that says so, never an exception.

        Raises RuleError, SidecarError or UnknownPolicyError for what the user wrote beside the pieces and cannot be used.
        """
        sidecar = find_sidecar(paths)
        stated = read_sidecar(sidecar) if sidecar is not None else ()
        documents = self._read(paths)
        checked = tuple(self._understand(document) for document in documents)
        tender = with_stated(tender_facts([(item.document, item.outline) for item in checked]), stated)
        day, source = applied_date(on, stated, tender)
        return self._report(checked, tender, day, source, policies)

    def _read(self, paths: Sequence[str | Path]) -> list[Document]:
        """Read in the child while the rules are loaded here."""
        options = self.options
        with ThreadPoolExecutor(1) as pool:
            rules = pool.submit(self._load_rules)
            documents = collect(
                paths, revisions=options.revisions, ocr=options.ocr, max_pages=options.max_pages, pdf_engine=options.pdf_engine,
                isolated=options.isolated)
            rules.result()
        return documents

    def _load_rules(self) -> None:
        _ = self.analyser

    def _understand(self, document: Document) -> CheckedDocument:
        understood = outline(document, resources=load_resources())
        if document.reading.status is Status.FAILED or not document.text:
            return CheckedDocument(document, understood)
        labels, clauses = self.analyser.analyse(document, understood, gated=self.options.gate)
        return CheckedDocument(document, understood, labels, clauses)

    def _report(self, documents: tuple[CheckedDocument, ...], tender: Tender, day: date, source: str, policies: Sequence[str]) -> Report:
        book = self.analyser.book
        tool = ToolInfo(__version__, book.version, book.sha256, day.isoformat(), source, self.options.told())
        return assess(documents, tender, on=day, on_source=source, policies=tuple(policies)).report(tool, tender)


def applied_date(on: date | None, stated: Iterable[Fact], tender: Tender) -> tuple[date, str]:
    """The date on which the law is applied and where it comes from: the option, the sidecar, the pieces, else today."""
    if on is not None:
        return on, "option"
    for fact in stated:
        if fact.field == "launch_date":
            return date.fromisoformat(fact.value), "stated"
    if tender.launch_date:
        return date.fromisoformat(tender.launch_date[:10]), "read"
    return date.today(), "today"


def check(
    paths: Sequence[str | Path] | str | Path, *, on: date | None = None, policies: Sequence[str] = (), config: str | Path | None = None,
    options: Options | None = None,
) -> Report:
    """Check the pieces of one tender and report.

    `paths`: files, folders or ZIP archives; `on`: the date on which the law is applied (by default the launch date, stated or read, else today);
    `policies`: names of buyers' policies to hold the tender against; `config`: a clausecheck.toml with rules and settings of one's own.
    """
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    return Checker(config=None if config is None else Path(config), options=options).check(given, on=on, policies=policies)
