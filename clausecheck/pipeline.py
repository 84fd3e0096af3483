"""Paths to Report: the one place that joins the rooms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from clausecheck import __version__
from clausecheck.assess import OwnWeights, UnknownPolicyError, assess
from clausecheck.assess.rules import load_checks
from clausecheck.model import CheckedDocument, Document, Fact, Report, Status, Tender, ToolInfo
from clausecheck.qualify.analyse import Analyser
from clausecheck.read import collect
from clausecheck.read.reader import Reader
from clausecheck.rulebook.book import Rulebook, load
from clausecheck.rulebook.local import LocalPack, load_local, with_local
from clausecheck.rulebook.settings import Settings, SettingsError, find_settings, load_settings, read_settings
from clausecheck.rulebook.source import RuleError
from clausecheck.structure import load_resources, outline, tender_facts
from clausecheck.structure.decisions import DecisionFileError, Recorded, concerned, find_decisions, read_decisions
from clausecheck.structure.sidecar import SidecarError, find_sidecar, read_sidecar, with_stated

__all__ = ["Checker", "DecisionFileError", "Options", "SettingsError", "SidecarError", "UnknownPolicyError", "applied_date", "check"]

_SHIPPED: tuple[frozenset[str], str] = (frozenset(), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a check is done. `gate=False` tries every rule on every sentence (same result, slower); `isolated=False` reads in this process.

    `today=False`: the day of the check never stands in for an unknown launch date; dated checks are then to verify, reason `date-unknown`.
    """

    revisions: str = "accepted"
    pdf_engine: str = "pdfium"
    ocr: bool = True
    max_pages: int = 3000
    gate: bool = True
    isolated: bool = True
    today: bool = True

    def told(self) -> tuple[tuple[str, str], ...]:
        """The options that can change a result, for the report."""
        return (("max_pages", str(self.max_pages)), ("ocr", str(self.ocr).lower()), ("pdf_engine", self.pdf_engine), ("revisions", self.revisions))


class Checker:
    """Checks any number of tenders with one rulebook. Loading the rules is the dear part: make one Checker and keep it.

    `reader`, when given, reads in place of one made for each tender; it has its own limits and is left open.
    """

    def __init__(self, *, config: Path | None = None, options: Options | None = None, reader: Reader | None = None) -> None:
        self.options = options or Options()
        self.config = config
        self._reader = reader
        self._analysers: dict[tuple[frozenset[str], str], Analyser] = {}

    def check(
        self, paths: Sequence[str | Path], *, on: date | None = None, policies: Sequence[str] = (), stated: Sequence[Fact] = (),
    ) -> Report:
        """Check the pieces of one tender. A bad file is a document that says so, never an exception.

        `stated`: facts known from elsewhere (a register); they win over those of a tender.toml, which win over what is read.
        Raises RuleError, SettingsError, SidecarError, DecisionFileError or UnknownPolicyError for what the user wrote beside the pieces and
        cannot be used.
        """
        fields = {fact.field for fact in stated}
        stated = (*stated, *(fact for fact in self._stated(paths) if fact.field not in fields))
        recorded = {path: read_decisions(path) for path in find_decisions(paths)}
        documents = self._read(paths)
        names = [document.name for document in documents]
        decisions: list[Recorded] = [row for path, rows in recorded.items() for row in concerned(path, rows, names)]
        settings = self._settings(paths)
        analyser = self._analyser(settings)
        checked = tuple(self._understand(document, analyser) for document in documents)
        tender = _tender(checked, stated)
        day, source = applied_date(on, stated, tender, today=self.options.today)
        found = assess(checked, tender, on=day, on_source=source, pack=analyser.book.root, policies=policies, muted=settings.checks,
            own=OwnWeights(dict(settings.families), dict(settings.obligations)), decisions=decisions)
        return found.report(self._tool(analyser, day, source, settings), tender)

    def outline(self, paths: Sequence[str | Path]) -> tuple[tuple[CheckedDocument, ...], Tender]:
        """Read and understand the pieces of one tender without looking for clauses; no rule is loaded."""
        stated = self._stated(paths)
        understood = tuple(CheckedDocument(document, outline(document, resources=load_resources())) for document in self._collect(paths))
        return understood, _tender(understood, stated)

    def _stated(self, paths: Sequence[str | Path]) -> tuple[Fact, ...]:
        sidecar = find_sidecar(paths)
        return read_sidecar(sidecar) if sidecar is not None else ()

    def _collect(self, paths: Sequence[str | Path]) -> list[Document]:
        options = self.options
        return collect(
            paths, revisions=options.revisions, ocr=options.ocr, max_pages=options.max_pages, pdf_engine=options.pdf_engine,
            isolated=options.isolated, reader=self._reader, leave_out=self._own_folder(paths))

    def _own_folder(self, paths: Sequence[str | Path]) -> Path | None:
        path = self.config or find_settings(paths)
        return read_settings(path).folder if path is not None else None

    def _read(self, paths: Sequence[str | Path]) -> list[Document]:
        """Read in the child while the rules are loaded here."""
        with ThreadPoolExecutor(1) as pool:
            rules = pool.submit(self._analyser)
            documents = self._collect(paths)
            rules.result()
        return documents

    def _analyser(self, settings: Settings | None = None) -> Analyser:
        """The analyser for these settings, made at first use and kept as long as the buyer's own rules do not change."""
        shipped = self._analysers.get(_SHIPPED)
        if shipped is None:
            shipped = self._analysers[_SHIPPED] = Analyser(load())
        if settings is None or (not settings.rules and settings.folder is None):
            return shipped
        book, local = shipped.book, ""
        if settings.folder is not None:
            own = self._own_rules(settings.folder, book)
            book, local = with_local(book, own), own.sha256
        muted = settings.rules
        found = self._analysers.get((muted, local))
        if found is None:
            book = replace(book, labels=tuple(rule for rule in book.labels if rule.id not in muted), muted=book.muted | muted)
            found = self._analysers[muted, local] = Analyser(book)
        return found

    def _own_rules(self, folder: Path, book: Rulebook) -> LocalPack:
        try:
            return load_local(folder, book)
        except ValueError as error:
            raise error if isinstance(error, RuleError) else SettingsError(str(error)) from error

    def _settings(self, paths: Sequence[str | Path]) -> Settings:
        path = self.config or find_settings(paths)
        if path is None:
            return Settings()
        book = self._analyser().book
        file = read_settings(path)
        own = self._own_rules(file.folder, book) if file.folder is not None else None
        clauses, labels = (own.clauses, own.labels) if own else ((), ())
        known = {rule.id for rule in (*book.clauses, *clauses)} | {rule.id for rule in (*book.labels, *labels)}
        return load_settings(file, rules=known, checks={rule.id for rule in load_checks(book.root)})

    def _understand(self, document: Document, analyser: Analyser) -> CheckedDocument:
        understood = outline(document, resources=load_resources())
        if document.reading.status is Status.FAILED or not document.text:
            return CheckedDocument(document, understood)
        labels, clauses = analyser.analyse(document, understood, gated=self.options.gate)
        return CheckedDocument(document, understood, labels, clauses)

    def _tool(self, analyser: Analyser, day: date | None, source: str, settings: Settings) -> ToolInfo:
        book = analyser.book
        on = day.isoformat() if day is not None else ""
        return ToolInfo(__version__, book.version, book.sha256, on, source, (*self.options.told(), *self._told(settings)))

    def _told(self, settings: Settings) -> tuple[tuple[str, str], ...]:
        """What the settings change, for the report."""
        local = self._own_rules(settings.folder, self._analyser().book).told if settings.folder is not None else ""
        weights = ", ".join(f"{name}={value:g}" for name, value in (*settings.families, *settings.obligations))
        said = (
            ("muted_rules", ", ".join(sorted(settings.rules))), ("muted_checks", ", ".join(sorted(settings.checks))), ("local_rules", local),
            ("weights", weights),
        )
        return tuple((name, text) for name, text in said if text)


def _tender(documents: Sequence[CheckedDocument], stated: Sequence[Fact]) -> Tender:
    return with_stated(tender_facts([(item.document, item.outline) for item in documents]), stated)


def applied_date(on: date | None, stated: Iterable[Fact], tender: Tender, *, today: bool = True) -> tuple[date | None, str]:
    """The date on which the law is applied and where it comes from: the option, the sidecar, the pieces, else today; without `today`, None."""
    if on is not None:
        return on, "option"
    for fact in stated:
        if fact.field == "launch_date":
            return date.fromisoformat(fact.value), "stated"
    if tender.launch_date:
        return date.fromisoformat(tender.launch_date[:10]), "read"
    return (date.today(), "today") if today else (None, "unknown")


def check(
    paths: Sequence[str | Path] | str | Path, *, on: date | None = None, policies: Sequence[str] = (), config: str | Path | None = None,
    options: Options | None = None,
) -> Report:
    """Check the pieces of one tender and report.

    `paths`: files, folders or ZIP archives; `on`: the date on which the law is applied (by default the launch date, stated or read, else today);
    `policies`: names of buyers' policies to hold the tender against; `config`: a clausecheck.toml (by default the one beside the files).
    """
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    return Checker(config=None if config is None else Path(config), options=options).check(given, on=on, policies=policies)
