"""The nouns of a run: what there is to check, how, and what became of it. All picklable: they travel to processes and machines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clausecheck.store.record import Record

__all__ = ["BatchError", "Done", "Failure", "Item", "Settings", "State", "Task"]


class BatchError(Exception):
    """The run cannot start or go on; `str()` is French and says what to do."""


@dataclass(frozen=True, slots=True)
class Item:
    """One tender. `sources`: paths or URLs of files, archives or folders; `stated`: fields of Contract known from a manifest; `manifest`: which one,
    "" for what was found otherwise."""

    key: str
    sources: tuple[str, ...]
    stated: tuple[tuple[str, object], ...] = ()
    manifest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How every tender of a run is checked. `on`: ISO date or "" for each tender's own; `time_limit` in seconds, `memory_limit` in MB.

    `tool` and `rules` are the versions that the run was started with: a worker that has others refuses to work.
    """

    on: str = ""
    policies: tuple[str, ...] = ()
    config: str = ""
    time_limit: float = 900.0
    memory_limit: int = 1536
    ocr: bool = True
    refresh: bool = False
    tool: str = ""
    rules: str = ""
    rules_version: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """An item to do. `known` is the fingerprint in the store; `attempt` 2 is the one made alone, each document in a child of its own."""

    item: Item
    known: str | None = None
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a tender could not be checked: a coded reason and a French sentence. `fatal`: no other tender can be checked either."""

    code: str
    message: str
    fatal: bool = False


class State(StrEnum):
    """How a task ended."""

    RECORDED = "recorded"
    UNCHANGED = "unchanged"
    AGAIN = "again"
    FATAL = "fatal"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task: `record` when there is one to store; `message` why it is to be tried again, or why the run must stop."""

    task: Task
    state: State
    record: Record | None = None
    message: str = ""
