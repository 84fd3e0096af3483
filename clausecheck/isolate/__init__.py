"""Run a function in a supervised child: deadline, memory, crash become a value."""

from clausecheck.isolate.child import beat, progress, progress_due
from clausecheck.isolate.outcome import Outcome, OutcomeKind
from clausecheck.isolate.worker import Worker, run

__all__ = ["Outcome", "OutcomeKind", "Worker", "beat", "progress", "progress_due", "run"]
