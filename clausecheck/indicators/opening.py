"""A source from what a command was given: a store, or files and folders checked now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from clausecheck.indicators.source import Source
from clausecheck.indicators.tenders import SourceError, check_tenders, tender_groups

__all__ = ["opened"]


@contextmanager
def opened(
    files: Sequence[str], *, store: Path | None = None, one: bool = False, on: date | None = None, policies: Sequence[str] = (),
    config: Path | None = None, said: Callable[[str], None] | None = None, told: Callable[[str], None] | None = None,
) -> Iterator[Source]:
    """The source of a store, read only, or of files. `said` hears the key of each tender before it is read, `told` what the user should know.

    Raises SourceError when both or neither is given or the store cannot be used, and what Checker.check raises for what stands beside the files.
    """
    if (store is None) is (not files):
        raise SourceError("Donnez des fichiers ou dossiers, ou bien un magasin avec --store FICHIER.")
    if store is not None:
        with _store(store) as found:
            yield found
        return
    from clausecheck.pipeline import Checker

    yield check_tenders(tender_groups(files, one=one, said=told), Checker(config=config), on=on, policies=policies, said=said)


@contextmanager
def _store(path: Path) -> Iterator[Source]:
    from clausecheck.store.errors import StoreError
    from clausecheck.store.store import Store

    try:
        with Store.open(path, create=False, readonly=True) as found:
            yield found
    except StoreError as error:
        raise SourceError(str(error)) from error
