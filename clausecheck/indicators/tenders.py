"""Files and folders to a source: which of them make up one tender, and each tender checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from clausecheck.assess.counted import contract_of, counted
from clausecheck.indicators.source import Gap, Reports
from clausecheck.model import Report, Status
from clausecheck.pipeline import Checker
from clausecheck.text.numbers import find_amounts, parse_number

__all__ = ["Group", "check_tenders", "from_reports", "tender_groups"]

_BESIDE = frozenset({"tender.toml", "clausecheck.toml", "readme.md", "readme.txt"})


@dataclass(frozen=True, slots=True)
class Group:
    """The paths of one tender, under the name it has among the others."""

    key: str
    paths: tuple[Path, ...]


def tender_groups(paths: Sequence[str | Path], *, one: bool = False) -> list[Group]:
    """Which files make up a tender.

    A folder that holds folders or ZIP archives is a set of tenders: each of these is one, and so is each loose file. A folder that holds files
    alone is one tender; each file given by name is one. `one`: everything given is a single tender. Keys are made unique by their folder.
    """
    given = [Path(path) for path in paths]
    if one:
        return [Group(_name(given[0]), tuple(given))] if given else []
    found = [tender for path in given for tender in _tenders(path)]
    names = [_name(path) for path in found]
    return [Group(name if names.count(name) == 1 else path.as_posix(), (path,)) for name, path in zip(names, found, strict=True)]


def _name(path: Path) -> str:
    return path.name or path.resolve().name or str(path)


def _tenders(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    inside = sorted((item for item in path.iterdir() if _seen(item)), key=lambda item: item.name.casefold())
    if any(item.is_dir() or item.suffix.lower() == ".zip" for item in inside):
        yield from inside
    else:
        yield path


def _seen(item: Path) -> bool:
    return not item.name.startswith((".", "~$")) and item.name.lower() not in _BESIDE


def check_tenders(
    groups: Sequence[Group], checker: Checker, *, on: date | None = None, policies: Sequence[str] = (), said: Callable[[str], None] | None = None,
) -> Reports:
    """Check each tender in its order. `said` hears the key of each tender before it is read. Raises what Checker.check raises."""
    def reports() -> Iterator[tuple[str, Report]]:
        for group in groups:
            if said is not None:
                said(group.key)
            yield group.key, checker.check(list(group.paths), on=on, policies=policies)

    return from_reports(reports())


def from_reports(reports: Iterator[tuple[str, Report]] | Sequence[tuple[str, Report]]) -> Reports:
    """A source of (key, report) pairs. A tender of which nothing was read is a gap and no contract."""
    pairs, gaps, results = [], [], []
    for key, report in reports:
        gap = _gap(key, report)
        if gap is not None:
            gaps.append(gap)
        if gap is None or not gap.failed:
            pairs.append((contract_of(report, key=key, stated=_stated(report)), counted(report)))
            results.append((key, report.policies))
    return Reports(tuple(pairs), tuple(gaps), tuple(results))


def _gap(key: str, report: Report) -> Gap | None:
    short = [item.document for item in report.documents if item.document.reading.status is not Status.COMPLETE]
    if not short and report.documents:
        return None
    failed = all(document.reading.status is Status.FAILED for document in (item.document for item in report.documents))
    messages = [issue.message for document in short for issue in document.reading.issues] or [document.name for document in short]
    return Gap(key, failed, " ".join(messages) or "aucune pièce")


def _stated(report: Report) -> Mapping[str, object]:
    """What a tender.toml states beyond the tender's own fields. An amount read in the pieces is an estimate or a ceiling, and is not taken."""
    facts = {fact.field: fact.value for fact in report.tender.facts if fact.source == "stated"}
    out: dict[str, object] = {name: facts[name] for name in ("department", "notified") if name in facts}
    amount = _amount(facts.get("amount", ""))
    if amount is not None:
        out["amount"] = amount
    return out


def _amount(text: str) -> float | None:
    amounts = find_amounts(text)
    if amounts:
        return amounts[0].value
    try:
        return float(text)
    except ValueError:
        return parse_number(text)
