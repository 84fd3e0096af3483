"""Files and folders to a source: which of them make up one tender, and each tender checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from clausecheck.assess.counted import contract_of, counted
from clausecheck.indicators.source import Gap, Reports
from clausecheck.model import Report, Status
from clausecheck.pipeline import Checker

__all__ = ["Group", "SourceError", "check_tenders", "from_reports", "tender_groups"]


class SourceError(ValueError):
    """Tenders that cannot be opened as asked; the message is French and says what to do."""


@dataclass(frozen=True, slots=True)
class Group:
    """The paths of one tender, its key among the others, and fields of Contract that a manifest states."""

    key: str
    paths: tuple[str, ...]
    stated: Mapping[str, object] = field(default_factory=dict)


def tender_groups(paths: Sequence[str | Path], *, one: bool = False, said: Callable[[str], None] | None = None) -> list[Group]:
    """Which files make up a tender, as `clausecheck batch` sees them, so that a store and the files it was filled from give the same contracts.

    `one`: everything given is a single tender. `said` hears what the user should know of it. Raises SourceError for what is not there.
    """
    from clausecheck.batch.item import BatchError
    from clausecheck.batch.sources import items

    given = [str(path) for path in paths]
    if one:
        return [Group(Path(given[0]).resolve().name, tuple(given))] if given else []
    groups: dict[str, Group] = {}
    try:
        for item in items(given, said or (lambda message: None)):
            known = groups.get(item.key, Group(item.key, ()))
            stated = {**dict(item.stated), **known.stated}
            groups[item.key] = Group(item.key, tuple(dict.fromkeys((*known.paths, *item.sources))), stated)
    except BatchError as error:
        raise SourceError(str(error)) from error
    return list(groups.values())


def check_tenders(
    groups: Sequence[Group], checker: Checker, *, on: date | None = None, policies: Sequence[str] = (), said: Callable[[str], None] | None = None,
) -> Reports:
    """Check each tender in its order. `said` hears the key of each tender before it is read. Raises what Checker.check raises, and SourceError for
    pieces that are not on this machine."""
    def reports() -> Iterator[tuple[str, Report]]:
        for group in groups:
            if said is not None:
                said(group.key)
            yield group.key, checker.check([_here(place) for place in group.paths], on=on, policies=policies)

    return from_reports(reports(), stated={group.key: group.stated for group in groups})


def _here(place: str) -> Path:
    from clausecheck.batch.remote import local_path

    path = local_path(place)
    if path is None:
        raise SourceError(f"« {place} » n'est pas sur ce poste : « clausecheck batch » le lit, puis donnez le magasin avec --store.")
    return path


def from_reports(reports: Iterable[tuple[str, Report]], *, stated: Mapping[str, Mapping[str, object]] | None = None) -> Reports:
    """A source of (key, report) pairs. A tender of which nothing was read is a gap and no contract. `stated`: fields of Contract by key; they win
    over a tender.toml, which wins over what was read."""
    pairs, gaps, results = [], [], []
    for key, report in reports:
        gap = _gap(key, report)
        if gap is not None:
            gaps.append(gap)
        if gap is None or not gap.failed:
            pairs.append((contract_of(report, key=key, stated=(stated or {}).get(key)), counted(report)))
            results.append((key, report.policies))
    return Reports(tuple(pairs), tuple(gaps), tuple(results))


def _gap(key: str, report: Report) -> Gap | None:
    short = [item.document for item in report.documents if item.document.reading.status is not Status.COMPLETE]
    if not short and report.documents:
        return None
    failed = all(document.reading.status is Status.FAILED for document in (item.document for item in report.documents))
    messages = [issue.message for document in short for issue in document.reading.issues] or [document.name for document in short]
    return Gap(key, failed, " ".join(messages) or "aucune pièce")
