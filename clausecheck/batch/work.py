"""What a worker does, in its own supervised process: one Checker is kept, its rules loaded once, and pieces are read in the same process."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from clausecheck import __version__
from clausecheck.batch.identity import Identity, identify, located
from clausecheck.batch.item import BatchError, Failure, Item, Settings
from clausecheck.batch.remote import UNREACHABLE
from clausecheck.model import Fact
from clausecheck.pipeline import Checker, Options, SettingsError, SidecarError, UnknownPolicyError
from clausecheck.read.dispatch import Options as ReadOptions
from clausecheck.read.reader import Reader
from clausecheck.rulebook.pack import pack_root, pack_sha256
from clausecheck.rulebook.source import RuleError
from clausecheck.store.record import Record, record_of

__all__ = ["CARE", "examine", "facts", "recognise", "versions"]

CARE = 4
"""In the attempt made alone a tender may take this many times the limit of one of its documents."""
_FACTS = ("title", "reference", "buyer", "buyer_kind", "object", "procedure", "launch_date", "siret", "amount")
_MANY = {"cpv": "cpv", "sectors": "sector"}
_kept: dict[tuple[Settings, bool], Checker] = {}
_seen_versions: list[tuple[str, str]] = []


def versions() -> tuple[str, str]:
    """Version of the tool and SHA-256 of the rules in this process."""
    if not _seen_versions:
        _seen_versions.append((__version__, pack_sha256(pack_root())))
    return _seen_versions[0]


def facts(item: Item) -> tuple[Fact, ...]:
    """What a manifest states, as facts of the tender."""
    out = []
    for name, value in item.stated:
        if name in _FACTS:
            out.append(Fact(name, f"{value:.2f}" if isinstance(value, float) else str(value), "", source="stated", document="manifeste"))
        elif name in _MANY and isinstance(value, tuple):
            out += [Fact(_MANY[name], str(part), "", source="stated", document="manifeste") for part in value]
    return tuple(out)


def recognise(item: Item, settings: Settings, folder: str) -> Identity | Failure:
    """The fingerprints of an item, or why its sources could not be reached."""
    tempfile.tempdir = folder
    try:
        return identify(item, settings, Path(folder))
    except UNREACHABLE as error:
        return _unreachable(item, error)
    except BatchError as error:
        return Failure("fetch-failed", str(error), fatal=True)


def examine(item: Item, settings: Settings, folder: str, fingerprint: str, attempt: int) -> Record | Failure:
    """Check one tender. `folder` takes what is fetched and unpacked; the caller removes it, also when this process dies."""
    tempfile.tempdir = folder
    if not item.sources:
        return Failure("no-document", f"Le manifeste ne donne aucun fichier pour le marché « {item.key} ».")
    try:
        paths = located(item, Path(folder))
    except UNREACHABLE as error:
        return _unreachable(item, error)
    except BatchError as error:
        return Failure("fetch-failed", str(error), fatal=True)
    on = date.fromisoformat(settings.on) if settings.on else None
    try:
        report = _checker(settings, careful=attempt > 1).check(paths, on=on, policies=settings.policies, stated=facts(item))
    except (SidecarError, SettingsError) as error:
        return Failure("settings", f"« {item.key} » : {error}")
    except (RuleError, UnknownPolicyError, BatchError) as error:
        return Failure("rules", str(error), fatal=True)
    return record_of(report, key=item.key, fingerprint=fingerprint, stated=dict(item.stated), attempts=attempt)


def _unreachable(item: Item, error: Exception) -> Failure:
    why = str(error) or type(error).__name__
    return Failure("fetch-failed", f"« {item.key} » : une pièce n'a pas pu être obtenue ({why[:200]}). Vérifiez son adresse, puis relancez.")


def _checker(settings: Settings, *, careful: bool) -> Checker:
    """The checker of this process. `careful`: each document is read in a child of its own, so that a bad one costs only itself."""
    key = (settings, careful)
    if key not in _kept:
        if versions() != (settings.tool, settings.rules):
            raise BatchError("clausecheck ou ses règles ont changé depuis le début du lot : relancez la même commande.")
        options = Options(isolated=careful, today=False, ocr=settings.ocr)
        if careful:
            reader = Reader(ReadOptions(ocr=settings.ocr), deadline_s=settings.time_limit, memory_mb=settings.memory_limit)
        else:
            reader = Reader(ReadOptions(ocr=settings.ocr), isolated=False)
        _kept[key] = Checker(config=Path(settings.config) if settings.config else None, options=options, reader=reader)
    return _kept[key]
