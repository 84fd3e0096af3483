"""What a run would do, without doing it: nothing is checked, nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from clausecheck.batch.folders import run_folder
from clausecheck.batch.identity import identify
from clausecheck.batch.item import Item, Settings
from clausecheck.batch.plan import Plan
from clausecheck.batch.remote import UNREACHABLE
from clausecheck.batch.run import Told, planned
from clausecheck.store.store import Store

__all__ = ["dry_run"]


def dry_run(sources: Sequence[str], store: Path, settings: Settings, *, limit: int | None, told: Told) -> Iterator[str]:
    """A French line for each tender, then one that counts. Raises BatchError or StoreError as a run would."""
    counts = {"à contrôler": 0, "inchangé": 0, "introuvable": 0}
    with ExitStack() as stack:
        folder = stack.enter_context(run_folder())
        plan = stack.enter_context(closing(Plan(folder / "plan.sqlite")))
        base = stack.enter_context(Store.open(store, create=False, readonly=True)) if store.is_file() else None
        planned(plan, sources, store, told)
        for number, item in enumerate(plan.items(limit)):
            known = base.fingerprint(item.key) if base is not None and not settings.refresh else None
            state = _state(item, settings, known, folder / str(number))
            counts[state] += 1
            pieces = f" ({len(item.sources)} pièces)" if len(item.sources) > 1 else ""
            yield f"{state} : {item.key}{pieces}"
    yield f"{counts['à contrôler']} à contrôler, {counts['inchangé']} inchangés, {counts['introuvable']} introuvables."


def _state(item: Item, settings: Settings, known: str | None, folder: Path) -> str:
    if known is None:
        return "à contrôler"
    try:
        identity = identify(item, settings, folder)
    except UNREACHABLE:
        return "introuvable"
    return "inchangé" if known in (identity.fingerprint, identity.limited) else "à contrôler"
