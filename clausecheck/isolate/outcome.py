"""What became of a supervised call: always a value, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

__all__ = ["Outcome", "OutcomeKind"]

T = TypeVar("T")


class OutcomeKind(StrEnum):
    """How a call ended."""

    OK = "ok"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    OUTPUT = "output"
    CRASHED = "crashed"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """`value` is what the function returned (kind OK only). `partial` is the last value it sent by `progress`, None when it sent none.

    `message` names the exception for kind ERROR. `code` is the exit code of a child that died, negative for a signal on POSIX.
    `seconds` is the wall time of the call; `peak_mb` the largest resident memory seen, in MB (0 when the call ended before it was looked at).
    """

    kind: OutcomeKind
    value: T | None = None
    partial: T | None = None
    message: str = ""
    code: int | None = None
    seconds: float = 0.0
    peak_mb: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the function returned."""
        return self.kind is OutcomeKind.OK
