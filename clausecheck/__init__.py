"""clausecheck reads French public tenders and says what they demand for the environment."""

__version__ = "0.1.0"
